/** Exports of lists: definitions, recipients, and the register. */
export {
  ExportConsents,
  type ExportConsentRule,
  type PersonReferences,
  type ListDisclosure,
} from './export-consents.service';
export {
  codes,
  dayOrMonth,
  type ExportColumn,
  type ExportList,
  type ExportWords,
  wordsUnder,
} from './export-list.types';
export { DownloadMenus } from './download-menus.service';
export { ExportLists } from './export-lists.service';
export { ExportsModule } from './exports.module';
export type { ExportRequest } from './export-request.types';
export { ProduceExports } from './produce-exports.service';
