/** Consistency of a document before suppression and rendering; violations are errors of the composer. */
import { isCivilDate } from '../../platform/shared/nights.rules';
import { chartMistakes } from './check-chart.rules';
import { cellName, isFigureType, numberIn } from './number.errors';
import type { Block, Cell, Column, ReportDocument, TableBlock } from './report-document.types';
import { eachBlock, isHidden, shapeOf, tablesOf } from './report-document.types';

export class DocumentMistake extends Error {}

const DECIMAL = /^-?\d+(\.\d+)?$/;

function fits(cell: Cell | undefined, column: Pick<Column, 'type'>): boolean {
  if (cell === null || cell === undefined || isHidden(cell)) return true;
  if (column.type === 'integer') return typeof cell === 'number' && Number.isSafeInteger(cell);
  if (column.type === 'money' || column.type === 'percent')
    return typeof cell === 'string' && DECIMAL.test(cell);
  if (column.type === 'date') return isCivilDate(cell);
  return typeof cell === 'string';
}

/** Checked first, with the name of the figure, because the author of the report can correct it. */
function assertNumbers(table: TableBlock): void {
  for (const row of table.total ? [...table.rows, table.total] : table.rows)
    for (const column of table.columns) {
      const cell = row.cells[column.key];
      const isValue = typeof cell === 'number' || typeof cell === 'string';
      if (isValue && isFigureType(shapeOf(row, column).type))
        numberIn(cell, cellName(table, row, column));
    }
}

function* tableMistakes(table: TableBlock): Generator<string> {
  assertNumbers(table);
  const keys = new Set(table.columns.map((column) => column.key));
  const rows = table.total ? [...table.rows, table.total] : table.rows;
  if (new Set(rows.map((row) => row.key)).size !== rows.length) yield 'two rows of one key';
  for (const row of rows)
    for (const column of table.columns)
      if (!fits(row.cells[column.key], shapeOf(row, column)))
        yield `row ${row.key}: ${JSON.stringify(row.cells[column.key])} is no ${shapeOf(row, column).type}`;
  for (const row of rows)
    for (const key of Object.keys(row.cells))
      if (!keys.has(key)) yield `row ${row.key}: no column ${key}`;
  for (const column of table.columns)
    if (column.disclosure?.role === 'follows')
      for (const key of column.disclosure.of)
        if (!keys.has(key)) yield `${column.key} follows ${key}, which is no column`;
  for (const { key, disclosure } of table.columns)
    if (disclosure?.role === 'follows' && disclosure.whole !== undefined)
      if (!rows.some((row) => row.key === disclosure.whole))
        yield `${key} is a share of ${disclosure.whole}, which is no row`;
  for (const key of table.rowTotal ? [table.rowTotal.column, ...table.rowTotal.parts] : [])
    if (!keys.has(key)) yield `row total: no column ${key}`;
  for (const row of rows)
    for (const key of row.sums ?? [])
      if (!table.rows.some((part) => part.key === key))
        yield `${row.key} adds up ${key}: no such row`;
  const summed = table.columns.filter(({ key }) =>
    [table.rowTotal?.column, ...(table.rowTotal?.parts ?? [])].includes(key),
  );
  if (new Set(summed.map((column) => Boolean(column.disclosure))).size > 1)
    yield 'a row total of which one column is protected and another open';
  for (const column of table.columns)
    if (column.disclosure?.additive && rows.some((row) => row.open?.includes(column.key)))
      yield `${column.key} adds up, and is open in some rows`;
  if (table.total && rows.some((row) => row.as)) yield 'a total of rows of several units';
  if (table.breakdown && !rows.some((row) => row.unknown)) yield 'a breakdown without unknown row';
  if (table.breakdown && !table.denominator) yield 'a breakdown without its denominator';
}

function* mistakes(block: Block, tables: readonly TableBlock[]): Generator<string> {
  if (block.kind === 'table') yield* tableMistakes(block);
  if (block.kind === 'chart') yield* chartMistakes(block, tables);
}

export function checkDocument(document: ReportDocument): void {
  const tables = tablesOf(document);
  const seen = new Set<string>();
  for (const block of eachBlock(document.blocks)) {
    if (seen.has(block.key)) throw new DocumentMistake(`two blocks of key ${block.key}`);
    seen.add(block.key);
    for (const mistake of mistakes(block, tables))
      throw new DocumentMistake(`${block.kind} ${block.key}: ${mistake}`);
  }
  if (!/^[a-z0-9-]{1,60}$/.test(document.meta.key))
    throw new DocumentMistake(`not a neutral name: ${document.meta.key}`);
}
