/** Files about a person or a record: inspected, sealed, looked at page by page, destroyed. */
export { type DocumentOwner } from './document-seals.service';
export { type DocumentRow } from './documents.queries';
export {
  DOCUMENT_KINDS,
  DOCUMENT_PARTS,
  type DocumentKind,
  type DocumentPart,
  PARTS_OF_KIND,
  REMOVAL_REASONS,
  type RemovalReason,
  validityOf,
} from './documents.rules';
export { DocumentsModule } from './documents.module';
export { type DocumentFacts, Documents, type OpenedDocument } from './documents.service';

export { ACCEPTED, EXTENSION, MIME } from './media.rules';
