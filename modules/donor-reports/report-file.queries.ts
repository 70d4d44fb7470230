import { type Actor, LANGUAGES, type Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { file, type FileDownload } from '../platform/web/page-response';
import { type ReadReport } from './read-report.service';
import { REPORT_TYPES, type ReportFormat } from '../report-documents';

export const mediaTypeOf = (format: string): string =>
  format === 'zip' ? 'application/zip' : REPORT_TYPES[format as ReportFormat];

/** A published file, under a neutral name; anything else is not there. */
export async function reportFile(
  read: ReadReport,
  actor: Actor,
  id: string,
  format: string,
  language: string,
): Promise<FileDownload> {
  const type = Object.hasOwn(REPORT_TYPES, format)
    ? REPORT_TYPES[format as ReportFormat]
    : undefined;
  if (!type || !LANGUAGES.includes(language as Language)) throw notFound();
  const { bytes, name } = await read.file(actor, id, format, language as Language);
  return file(bytes, name, type);
}
