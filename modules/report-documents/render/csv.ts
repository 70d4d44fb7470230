/**
 * One tidy table of every figure, for spreadsheets and scripts: one value a line, with its table,
 * row, column and unit, under a row of HXL hashtags. With a byte order mark and CRLF, and the delimiter and
 * decimal sign that spreadsheets of the report's language expect: `;` and comma, in English comma and point.
 * Both stand among the labels of the document; one frozen before they did is written with `;` and comma.
 */
import Decimal from 'decimal.js';
import type { Block, Cell, DisclosedDocument, TableBlock, ValueType } from '../document';
import { isHidden, shapeOf, writeCell } from '../document';
import { csvFile } from '../../platform/shared/csv';
import { escapeFormula } from '../../platform/shared/formula-guard.rules';

/** HXL hashtags of one value a line: chapter, table, row, column, unit, value and a note. */
const LINE_TAGS = {
  chapter: '#meta+chapter',
  table: '#indicator+type',
  row: '#indicator+name',
  column: '#meta+column',
  unit: '#meta+unit',
  value: '#indicator+value',
  note: '#meta+note',
} as const;

interface Shape {
  readonly type: ValueType;
  readonly currency?: string;
  readonly decimals?: number;
}

type Line = readonly [
  chapter: string,
  table: string,
  row: string,
  column: string,
  unit: string,
  value: string,
];

export function renderCsv(document: DisclosedDocument): Buffer {
  const { labels } = document;
  const head = [
    labels.csv_chapter,
    labels.csv_table,
    labels.csv_row,
    labels.csv_column,
    labels.csv_unit,
    labels.csv_value,
  ];
  const tags: string[] = [
    LINE_TAGS.chapter,
    LINE_TAGS.table,
    LINE_TAGS.row,
    LINE_TAGS.column,
    LINE_TAGS.unit,
    LINE_TAGS.value,
  ];
  const lines: string[][] = [...linesOf(document.blocks, document, '')].map((line) => [...line]);
  const notes = lines.map((line) => notesOn(line.at(-1)!, document));
  if (notes.some((note) => note !== '')) {
    head.push(labels.csv_note);
    tags.push(LINE_TAGS.note);
    lines.forEach((line, place) => line.push(notes[place]!));
  }
  const delimiter = labels.csv_delimiter === ',' ? ',' : ';';
  return csvFile([head, tags, ...lines], { delimiter, mark: true });
}

/** There are no notes under a table of values: what one says stands beside the value. */
const notesOn = (value: string, { meta, labels }: DisclosedDocument): string =>
  [
    ...(meta.synthetic ? [labels.synthetic_short] : []),
    ...(value === labels.mark_corrected ? [labels.note_corrected] : []),
  ].join(' ');

function* linesOf(
  blocks: readonly Block[],
  document: DisclosedDocument,
  chapter: string,
): Generator<Line> {
  let current = chapter;
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level === 1) current = block.text;
    if (block.kind === 'section') yield* linesOf(block.blocks, document, current);
    if (block.kind === 'table') yield* tableLines(block, document, current);
    if (block.kind === 'kpis')
      for (const kpi of block.items)
        yield line(document, [current, document.labels.key_figures, kpi.label], kpi, '', kpi.value);
  }
}

function* tableLines(
  table: TableBlock,
  document: DisclosedDocument,
  chapter: string,
): Generator<Line> {
  const [first, ...columns] = table.columns;
  const rows = table.total ? [...table.rows, table.total] : table.rows;
  for (const row of rows) {
    const shape = { type: first!.type, decimals: first!.decimals };
    const name = writeCell(row.cells[first!.key], shape, document.meta.language, document.labels);
    for (const column of columns)
      yield line(
        document,
        [chapter, table.title, name],
        shapeOf(row, column),
        column.header,
        row.cells[column.key],
      );
  }
}

function line(
  document: DisclosedDocument,
  [chapter, table, row]: readonly [string, string, string],
  shape: Shape,
  column: string,
  cell: Cell | undefined,
): Line {
  const unit = unitOf(shape, document);
  return [
    escapeFormula(chapter),
    escapeFormula(table),
    escapeFormula(row),
    escapeFormula(column),
    unit,
    valueOf(cell, shape, document.labels.csv_decimal ?? ','),
  ];
}

function unitOf({ type, currency }: Shape, { labels }: DisclosedDocument): string {
  if (type === 'money') return currency ?? labels.unit_number;
  if (type === 'percent') return labels.unit_percent;
  if (type === 'date') return labels.unit_date;
  return type === 'text' ? labels.unit_text : labels.unit_number;
}

/** Figures without grouping; dates DD/MM/YYYY; a hidden figure as its mark. */
function valueOf(cell: Cell | undefined, { type, decimals }: Shape, decimalSign: string): string {
  if (isHidden(cell)) return escapeFormula(cell.mark);
  if (cell === null || cell === undefined) return '';
  if (type === 'date') return String(cell).split('-').reverse().join('/');
  if (type === 'text') return escapeFormula(String(cell));
  const number = type === 'percent' ? new Decimal(cell).times(100) : new Decimal(cell);
  const places = decimals ?? (type === 'money' ? 2 : type === 'percent' ? 1 : 0);
  return number.toFixed(places, Decimal.ROUND_HALF_UP).replace('.', decimalSign);
}
