import { type Actor, LANGUAGES, type Language } from '../../src/shared/actor';
import { notFound } from '../../src/shared/domain-error';
import { file, type FileDownload } from '../../src/web/page';
import { type ReadReport } from './read-report.service';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv; charset=utf-8',
};

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
