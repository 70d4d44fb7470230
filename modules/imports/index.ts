/** Lists from files: read safely, matched, tried out, brought in whole, taken back whole. */

export { FILE_TYPES, refusedRows, sentBytes } from './file-bodies.service';
export { ImportLists } from './import-lists.service';
export { type ImportResult, ImportOnce } from './import-once.service';
export { ImportRuns } from './import-runs.service';
export {
  type Cells,
  type ListField,
  type ImportList,
  type NumberedRow,
  type ImportOffers,
  type ImportOutcome,
  type ImportProgress,
  type ReadRow,
  type ImportSource,
  type KeptRecord,
  type WrittenRecord,
} from './import-list.types';
export { keptOfOthers } from './kept-records.rules';
export { ImportsModule } from './imports.module';
export { readTables } from './reading/read-table.service';
export { type Encoding, ENCODINGS, MOST, type Table } from './reading/table.rules';
export { tableOf } from './reading/table-of.rules';
export { eachRow, rejectedByPosition, RejectedRows } from './rejected-rows.errors';
export { ImportUndoListeners } from './import-undo-listeners.service';
export { CellReader } from './words/cell-reader.rules';
export { dayIn, isNothing, wordsIn, yesOrNo } from './words/cells.rules';
export { type Choice, Choices } from './words/choices.rules';
export { fold } from './words/fold.rules';
export { type NamedOrganisation, OrganisationNames } from './words/organisation-names.rules';
export { translateFileError, uniqueById } from './written-records.import';
