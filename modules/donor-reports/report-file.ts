import { type Actor, LANGUAGES, type Language } from '../../src/shared/actor';
import { notFound } from '../../src/shared/domain-error';
import { file, type FileDownload } from '../../src/web/page';
import { type ReadReport } from './read-report.service';
import { DOCX_TYPE, XLSX_TYPE } from '../../src/shared/media-types';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: XLSX_TYPE,
  docx: DOCX_TYPE,
  csv: 'text/csv; charset=utf-8',
};

export const mediaTypeOf = (format: string): string =>
  format === 'zip' ? 'application/zip' : TYPES[format]!;

/** A published file, under a neutral name; anything else is not there. */
export async function reportFile(
  read: ReadReport,
  actor: Actor,
  id: string,
  format: string,
  language: string,
): Promise<FileDownload> {
  const type = Object.hasOwn(TYPES, format) ? TYPES[format] : undefined;
  if (!type || !LANGUAGES.includes(language as Language)) throw notFound();
  const { bytes, name } = await read.file(actor, id, format, language as Language);
  return file(bytes, name, type);
}
