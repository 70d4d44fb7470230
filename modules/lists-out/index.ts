/** Lists that leave on a table: which there are, to whom they may go, and the register of those taken. */
export { Agreements, type ExportAgreements, type References, type Telling } from './agreements';
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
export { ListsOutModule } from './lists-out.module';
export { TakeLists, type Taking } from './take-list.service';
