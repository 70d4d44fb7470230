/** The typed report document, its words and its ways of writing. */
export * from './report-document';
export * from './labels';
export * from './writing';
export { cellName, isFigureType, NotANumber, numberIn } from './not-a-number';
export { checkDocument, DocumentMistake } from './check-document';
