/** Lists that leave on a table: which there are, to whom they may go, and the register of those taken. */
export {
  ExportConsents,
  type ExportConsentRule,
  type PersonReferences,
  type ListDisclosure,
} from './agreements';
export {
  codes,
  dayOrMonth,
  type ExportColumn,
  type ExportFilters,
  type ExportList,
  type ExportSource,
  type ExportWords,
  wordsUnder,
} from './export-list';
export { type DownloadMenu, DownloadMenus } from './download-menus';
export { ExportLists } from './export-lists';
export { ExportsModule } from './lists-out.module';
export { ProduceExports, type ExportRequest } from './take-list.service';
