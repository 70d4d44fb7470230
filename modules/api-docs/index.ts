/** The document of the API: what it is made of (src/api-document makes it), and the page on which it is read. */
export { ApiDocsModule } from './api-docs.module';
export { ApiDocuments, documentPath } from './api-document.service';
export type { Answer, ApiDocument, Operation, Parameter, Verb } from './api-document.types';
export type { Schema } from './schema.types';
