import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { runInWorker } from '../platform/shared/worker';
import type { Upload } from '../platform/web/uploads';
import { rejectDocument } from './documents.errors';
import { checkExtension, plainName } from './file-name.rules';
import { firstLook, isPicture, type Media, type Picture } from './media.rules';
import { officeKind } from './office.rules';
import { ConcurrencyLimit } from '../platform/shared/concurrency-limit';

/** Inspected file: type, contents (images are redrawn), preview pages. */
export interface InspectedFile {
  readonly media: Media;
  readonly name: string;
  readonly bytes: Buffer;
  /** SHA-256 of what was sent: the same file sent again is known. Never stored as it is. */
  readonly sent: Buffer;
  readonly pages: number | null;
  readonly previews: readonly Buffer[];
  readonly locked: boolean;
}

export interface InspectTask {
  readonly media: Picture | 'pdf';
  readonly bytes: Uint8Array;
  readonly mostPages: number;
}

export type InspectAnswer =
  | { readonly problem: 'broken' | 'active' | 'dishonest' | 'too_many_points' }
  | {
      /** Null where the file stays as it is. */
      readonly bytes: Uint8Array | null;
      readonly previews: readonly Uint8Array[];
      readonly pages: number | null;
      readonly locked: boolean;
    };

export const PREVIEW_PAGES = 3;
const LIMITS = { timeoutMs: 30_000, maxHeapMb: 256 } as const;

/** A large picture takes some 200 MB while it is drawn: two at a time, the others wait. */
const concurrency = new ConcurrencyLimit(2);

/** Needs no transaction, and should not hold one: it takes up to a second. */
export async function inspect({ bytes, name: given }: Upload): Promise<InspectedFile> {
  const name = plainName(given);
  const looked = firstLook(bytes);
  const media = looked === 'office' ? await officeKind(bytes) : looked;
  checkExtension(name, media);
  const sent = createHash('sha256').update(bytes).digest();
  if (media !== 'pdf' && !isPicture(media)) {
    return { media, name, bytes, sent, pages: null, previews: [], locked: false };
  }
  const answer = await concurrency.run(() =>
    inspectInWorker({ media, bytes, mostPages: PREVIEW_PAGES }),
  );
  if ('problem' in answer) {
    throw rejectDocument(answer.problem);
  }
  return {
    media,
    name,
    sent,
    pages: answer.pages,
    locked: answer.locked,
    bytes: answer.bytes ? Buffer.from(answer.bytes) : bytes,
    previews: answer.previews.map((page) => Buffer.from(page)),
  };
}

/** A file on which the drawing dies or never ends is broken, whatever it looks like. */
const inspectInWorker = (task: InspectTask): Promise<InspectAnswer> =>
  runInWorker<InspectAnswer>(join(__dirname, 'inspect.worker'), task, LIMITS).catch(() => ({
    problem: 'broken',
  }));
