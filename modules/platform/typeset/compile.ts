/** PDF/UA-1 through Typst: tagged, with language, title and page numbers. */
import { join } from 'node:path';
import { ROOT } from '../config/root';
import type { CivilDate } from '../shared/nights.rules';
import { ConcurrencyLimit } from '../shared/concurrency-limit';
import { runInWorker } from '../shared/worker';
import { fontFiles, withoutGlyph } from './fonts';

export interface PdfTask {
  readonly workspace: string;
  readonly template: string;
  readonly fonts: readonly string[];
  readonly data: string;
  readonly accessible: boolean;
  readonly timestamp: number;
}

export interface PdfAnswer {
  readonly bytes?: Uint8Array;
  readonly pages?: number;
  readonly problem?: string;
}

export interface PdfResult {
  readonly bytes: Buffer;
  readonly pages: number;
  /** Characters that no font of ours can draw; the file is then tagged but not PDF/UA. */
  readonly missing: readonly string[];
}

/** The template or its data cannot be set: the same again tomorrow. */
export class TypesettingError extends Error {}

const TIMEOUT_MS = 60_000;
/** A page takes a thread and about 100 MB while it is set. */
const turns = new ConcurrencyLimit(2);
const FOLDER = join(ROOT, 'templates', 'reports');

/** Sets `templates/reports/<template>.typ` with these data, dated by a civil date, in a thread of its own. */
export async function typesetPdf(
  template: string,
  data: unknown,
  date: CivilDate,
): Promise<PdfResult> {
  const text = JSON.stringify(data);
  const missing = withoutGlyph(text);
  const task: PdfTask = {
    workspace: FOLDER,
    template: join(FOLDER, `${template}.typ`),
    fonts: fontFiles(),
    data: text,
    accessible: missing.length === 0,
    timestamp: Date.parse(`${date}T00:00:00Z`) / 1000,
  };
  const answer = await turns.run(() =>
    runInWorker<PdfAnswer>(join(__dirname, 'compile.worker'), task, { timeoutMs: TIMEOUT_MS }),
  );
  if (!answer.bytes) throw new TypesettingError(`the PDF could not be set: ${answer.problem}`);
  return { bytes: Buffer.from(answer.bytes), pages: answer.pages!, missing };
}
