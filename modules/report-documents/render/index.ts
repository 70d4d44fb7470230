/** One face for all formats: a document made for an audience becomes a file. */
import type { DisclosedDocument } from '../document';
import { renderCsv } from './csv';
import { renderHtml } from './html';
import { renderJson } from './json';
import { renderPdf } from './pdf';
import { cleanDocument } from './text';
import { renderXlsx } from './xlsx';
import { DOCX_TYPE, XLSX_TYPE } from '../../platform/shared/media-types.data';

/** With its library: loaded with the first such file, not with the server. */
const loadDocx = () => require('./docx') as typeof import('./docx');

export { renderBlocks, renderFragment } from './html';
export { cleanDocument } from './text';
export { MOST_ROWS, rowCount } from './render.errors';

export const REPORT_FORMATS = ['html', 'pdf', 'xlsx', 'docx', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** `not_accessible`: a character has no glyph, so the PDF is tagged but does not claim PDF/UA. */
export interface RenderWarning {
  readonly code: 'not_accessible';
  readonly characters: readonly string[];
}

export interface RenderedFile {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly extension: ReportFormat;
  readonly warnings: readonly RenderWarning[];
}

export const REPORT_TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: XLSX_TYPE,
  docx: DOCX_TYPE,
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** Deterministic: the same document gives the same bytes with the same version of Mawa. */
export async function renderReport(
  document: DisclosedDocument,
  format: ReportFormat,
): Promise<RenderedFile> {
  if (!document.disclosure) throw new Error('only the version of an audience can be rendered');
  const [bytes, warnings] = await bytesOf(cleanDocument(document), format);
  return { bytes, contentType: REPORT_TYPES[format], extension: format, warnings };
}

async function bytesOf(
  document: DisclosedDocument,
  format: ReportFormat,
): Promise<[Buffer, RenderWarning[]]> {
  switch (format) {
    case 'html':
      return [renderHtml(document), []];
    case 'csv':
      return [renderCsv(document), []];
    case 'json':
      return [renderJson(document), []];
    case 'xlsx':
      return [await renderXlsx(document), []];
    case 'docx':
      return [await loadDocx().renderDocx(document), []];
    case 'pdf': {
      const { bytes, missing } = await renderPdf(document);
      return [bytes, missing.length ? [{ code: 'not_accessible', characters: missing }] : []];
    }
  }
}
