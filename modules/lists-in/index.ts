/** Lists from files: read safely, matched, tried out, brought in whole, taken back whole. */
export { type RowError } from './check';
export { FILE_TYPES, refusedRows, sentBytes } from './file-bodies';
export { ImportLists } from './import-lists';
export { type ImportResult, ImportOnce } from './import-once.service';
export { ImportRuns } from './import-runs.service';
export {
  type Cells,
  type ListField,
  type ImportList,
  type NumberedRow,
  type ImportOutcome,
  type ImportProgress,
  type ReadRow,
  type ImportSource,
  type KeptRecord,
  type WrittenRecord,
} from './list';
export { ImportsModule } from './lists-in.module';
export { MOST } from './reading/table';
export { tableOf } from './reading/table-of';
export { eachRow, rejectedByPosition, RejectedRows } from './rows-refused';
export { ImportUndoListeners } from './taken-back';
export { CellReader } from './words/cell-reader';
export { dayIn, isNothing, wordsIn, yesOrNo } from './words/cells';
export { type Choice, Choices } from './words/choices';
export { fold, latinDigits } from './words/fold';
