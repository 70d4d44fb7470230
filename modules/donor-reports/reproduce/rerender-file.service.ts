/** The files of a frozen report, rendered once more from the document that was kept, and compared byte by byte. */
import type { Language } from '../../platform/shared/actor';
import { type DisclosedDocument, type ReportFormat, renderReport } from '../../report-documents';
import { sha256 } from '../../platform/shared/digest.rules';

export interface KeptFile {
  readonly format: ReportFormat;
  readonly language: Language;
  readonly sha256: string;
  readonly bytes: Buffer;
}

export interface FileComparison {
  readonly format: ReportFormat;
  readonly language: Language;
  /** The digest kept with the freeze, and that of the bytes of today. */
  readonly kept: string;
  readonly made: string;
}

export interface RerenderedFile extends FileComparison {
  /** Neutral, as it was handed out. */
  readonly name: string;
  readonly bytes: Buffer;
}

export const isSame = ({ kept, made }: FileComparison): boolean => kept === made;

export async function rerenderFile(
  published: Readonly<Partial<Record<Language, DisclosedDocument>>>,
  { format, language, sha256: kept, bytes: stored }: KeptFile,
): Promise<RerenderedFile> {
  const document = published[language]!;
  const { bytes } = await renderReport(document, format);
  // A stored file that no longer has its own digest is not the file that was handed out.
  const isWhole = sha256(stored) === kept && stored.equals(bytes);
  const digest = sha256(bytes);
  const made = digest === kept && !isWhole ? sha256(stored) : digest;
  return {
    format,
    language,
    kept,
    made,
    bytes,
    name: `${document.meta.key}-${language}.${format}`,
  };
}
