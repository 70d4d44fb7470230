/**
 * The copy that is handed to somebody bears their name and the day. The frozen file stays as it is: what is
 * written for people gets the mark, data for machines is handed over untouched.
 */
import {
  type DisclosedDocument,
  type Language,
  type ReportFormat,
  renderPdf,
  cleanDocument,
} from '../../../report-documents';
import { markDocx, markXlsx } from './mark-office.export';
import { markHtml } from './mark-html.export';

export interface FrozenFile {
  readonly format: ReportFormat | string;
  readonly language: Language;
  readonly bytes: Buffer;
  /** The document that it was written from, after suppression. */
  readonly published: DisclosedDocument;
}

export interface MarkedFile {
  readonly bytes: Buffer;
  /** False of data, which nobody may change on the way. */
  readonly marked: boolean;
}

/** Written for people; the others are data. */
export const bearsMark = (format: string): boolean =>
  ['pdf', 'docx', 'xlsx', 'html'].includes(format);

export async function markFile(file: FrozenFile, words: string): Promise<MarkedFile> {
  switch (file.format) {
    case 'pdf': {
      const { bytes } = await renderPdf(cleanDocument(file.published), words);
      return { bytes, marked: true };
    }
    case 'docx':
      return { bytes: await markDocx(file.bytes, words, file.language), marked: true };
    case 'xlsx':
      return { bytes: await markXlsx(file.bytes, words), marked: true };
    case 'html':
      return { bytes: markHtml(file.bytes, words), marked: true };
    default:
      return { bytes: file.bytes, marked: false };
  }
}
