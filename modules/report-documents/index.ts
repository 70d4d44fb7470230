/** Documents of figures: their model, the words of their labels and numbers, and their files in six formats. */
export * from './document';
export { periodWords } from './document/period.words';
export {
  cleanDocument,
  MOST_ROWS,
  renderBlocks,
  type RenderedFile,
  renderFragment,
  renderReport,
  REPORT_FORMATS,
  REPORT_TYPES,
  type ReportFormat,
  rowCount,
} from './render';
export { renderPdf } from './render/pdf';
