/** The typed report document, its words and its ways of writing. */
export * from './report-document.types';
export * from './labels.words';
export * from './writing.words';
export { cellName, isFigureType, NotANumber, numberIn } from './number.errors';
export { checkDocument, DocumentMistake } from './check-document.rules';
export {
  type Chapter,
  chaptersOf,
  type TableWithPictures,
  tablesWithPictures,
} from './chapters.rules';
