/** A workbook with real numbers: a first sheet that reads, then one sheet a table. */
import type ExcelJS from 'exceljs';
import { exceljs } from '../../../src/shared/exceljs';
import Decimal from 'decimal.js';
import type {
  Block,
  Cell,
  ChartBlock,
  Column,
  DisclosedDocument,
  HeadingBlock,
  Kpi,
  Language,
  Row,
  TableBlock,
} from '../document';
import {
  chartsIn,
  isHidden,
  shapeOf,
  summedBy,
  tablesOf,
  wordsOf,
  writeDate,
  writeHeader,
} from '../document';
import { chartPng } from './chart-png';
import { altText } from './charts';
import { settleOfficeFile } from './office-zip';
import { marked } from '../../../src/typeset/text';
import { isFigure } from './text';
import { TOKENS } from '../../../src/typeset/tokens';

const argb = (hex: string): { argb: string } => ({ argb: `FF${hex.slice(1).toUpperCase()}` });
const FACE = 'Calibri';
const font = (over: Partial<ExcelJS.Font> = {}): Partial<ExcelJS.Font> => ({
  name: FACE,
  size: 11,
  color: argb(TOKENS.ink),
  ...over,
});
const fill = (hex: string): ExcelJS.Fill => ({
  type: 'pattern',
  pattern: 'solid',
  fgColor: argb(hex),
});
const HEAD_ROW = 4;
/** The widest column, in characters. */
const WIDEST = 56;

export async function renderXlsx(document: DisclosedDocument): Promise<Buffer> {
  const day = new Date(`${document.meta.date}T00:00:00Z`);
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa', created: day, modified: day });
  const names = new SheetNames();
  new SummarySheet(
    addSheet(book, names.of(document.labels.summary_sheet), document, 0),
    document,
  ).write();
  const pictures: string[][] = [];
  for (const table of tablesOf(document)) {
    pictures.push(
      chartsOf(table, document).map(([chart, language]) => altText(chart, { document, language })),
    );
    writeTable(addSheet(book, names.of(table.title), document, HEAD_ROW), table, document, book);
  }
  const bytes = await book.xlsx.writeBuffer();
  const { title, language, date } = document.meta;
  return settleOfficeFile(new Uint8Array(bytes), {
    ...{ title, language, date },
    pictures: pictures.filter((alts) => alts.length > 0),
  });
}

function addSheet(
  book: ExcelJS.Workbook,
  name: string,
  document: DisclosedDocument,
  frozen: number,
): ExcelJS.Worksheet {
  const { meta } = document;
  const rightToLeft = meta.direction === 'rtl';
  return book.addWorksheet(name, {
    views: [
      frozen
        ? { state: 'frozen', xSplit: 1, ySplit: frozen, rightToLeft, showGridLines: false }
        : { state: 'normal', rightToLeft, showGridLines: false },
    ],
    pageSetup: {
      paperSize: 9,
      orientation: frozen ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      ...(frozen ? { printTitlesRow: `${frozen}:${frozen}` } : {}),
    },
    headerFooter: {
      oddFooter: `&L${ampersand(meta.audience.label)} · ${ampersand(meta.version)}&R&P / &N`,
    },
  });
}

const ampersand = (text: string): string => text.replaceAll('&', '&&');

/** Sheet names: neutral, at most 31 characters, none twice. */
class SheetNames {
  private readonly used = new Set<string>();

  of(title: string): string {
    const plain =
      title
        .replace(/[[\]:*?/\\']/g, ' ')
        .replace(/\s+/g, ' ')
        .trim() || '-';
    for (let number = 1; ; number += 1) {
      const tail = number === 1 ? '' : ` ${number}`;
      const name = shortened(plain, 31 - tail.length) + tail;
      if (this.used.has(name.toLowerCase())) continue;
      this.used.add(name.toLowerCase());
      return name;
    }
  }
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 12))}…`;
}

class SummarySheet {
  constructor(
    private readonly sheet: ExcelJS.Worksheet,
    private readonly document: DisclosedDocument,
  ) {}

  write(): void {
    const { meta, labels } = this.document;
    this.sheet.columns = [{ width: 34 }, { width: 26 }, { width: 40 }];
    this.line(meta.programme, font({ color: argb(TOKENS.muted) }));
    this.line(meta.title, font({ size: 20, bold: true, color: argb(TOKENS.accentDeep) }));
    if (meta.subtitle) this.line(meta.subtitle, font({ size: 12, color: argb(TOKENS.muted) }));
    if (meta.synthetic)
      this.line(labels.synthetic, font({ bold: true, color: argb(TOKENS.warning) }));
    this.sheet.addRow([]);
    this.fact(labels.period, meta.period.label);
    this.fact(labels.audience, meta.audience.label);
    this.fact(labels.prepared_for, meta.preparedFor);
    if (meta.preparedBy) this.fact(labels.prepared_by, meta.preparedBy);
    for (const { label, value } of meta.facts) this.fact(label, value);
    this.fact(labels.date, writeDate(meta.date, meta.language));
    this.fact(labels.version, meta.version);
    this.blocks(this.document.blocks);
  }

  /** A heading is written once something that reads follows; tables have their own sheets. */
  private blocks(blocks: readonly Block[], above: readonly HeadingBlock[] = []): void {
    let waiting = above;
    for (const block of blocks) {
      if (block.kind === 'heading') {
        const { level } = block;
        waiting = [...waiting.filter((heading) => heading.level < level), block];
      }
      if (block.kind === 'kpis' || block.kind === 'narrative' || block.kind === 'callout') {
        for (const heading of waiting) this.heading(heading.text, heading.level);
        waiting = [];
      }
      if (block.kind === 'kpis') for (const kpi of block.items) this.kpi(kpi);
      if (block.kind === 'narrative') {
        if (block.title) this.line(block.title, font({ bold: true }));
        for (const paragraph of block.paragraphs) this.paragraph(paragraph);
      }
      if (block.kind === 'callout') {
        if (block.title) this.line(block.title, font({ bold: true, color: argb(TOKENS.warning) }));
        this.paragraph(wordsOf(block.text));
      }
      if (block.kind === 'section') this.blocks(block.blocks, waiting);
    }
  }

  private line(text: string, face: Partial<ExcelJS.Font>): ExcelJS.Row {
    const row = this.sheet.addRow([marked(text, this.document.meta.language)]);
    row.getCell(1).font = face;
    row.getCell(1).alignment = textSide(this.document);
    if (face.size) row.height = face.size * 1.5;
    return row;
  }

  private heading(text: string, level: number): void {
    this.sheet.addRow([]);
    this.line(
      text,
      font({ bold: true, size: level === 1 ? 14 : 12, color: argb(TOKENS.accentDeep) }),
    );
  }

  private fact(label: string, value: string): void {
    const row = this.sheet.addRow([label, marked(value, this.document.meta.language)]);
    row.getCell(1).font = font({ color: argb(TOKENS.muted) });
    row.getCell(2).font = font({ bold: true });
    for (const i of [1, 2]) row.getCell(i).alignment = textSide(this.document);
  }

  private kpi(kpi: Kpi): void {
    const row = this.sheet.addRow([kpi.label]);
    row.getCell(1).font = font();
    const cell = row.getCell(2);
    put(cell, kpi.value, kpi, this.document);
    if (isFigure(kpi.value) && kpi.currency) cell.numFmt = `${formatOf(kpi)}\\ "${kpi.currency}"`;
    cell.font = font({ bold: true, size: 12, color: argb(TOKENS.accentDeep) });
    cell.alignment = { horizontal: this.start() };
  }

  private paragraph(text: string): void {
    const row = this.line(text, font());
    this.sheet.mergeCells(row.number, 1, row.number, 3);
    row.getCell(1).alignment = {
      wrapText: true,
      vertical: 'top',
      readingOrder: readingOrder(text),
    };
    row.height = Math.max(16, Math.ceil(text.length / 100) * 16);
  }

  private start(): 'left' | 'right' {
    return this.document.meta.direction === 'rtl' ? 'right' : 'left';
  }
}

const readingOrder = (text: string): 'rtl' | 'ltr' =>
  /^\P{L}*\p{Script=Arabic}/u.test(text) ? 'rtl' : 'ltr';

function writeTable(
  sheet: ExcelJS.Worksheet,
  table: TableBlock,
  document: DisclosedDocument,
  book: ExcelJS.Workbook,
): void {
  const { meta, labels } = document;
  const say = (row: number, text: string, face: Partial<ExcelJS.Font>): void => {
    const cell = sheet.getCell(row, 1);
    cell.value = marked(text, meta.language);
    cell.font = face;
    cell.alignment = textSide(document);
  };
  say(1, table.title, font({ size: 14, bold: true, color: argb(TOKENS.accentDeep) }));
  const source = [
    meta.title,
    meta.period.label,
    ...(meta.synthetic ? [labels.synthetic_short] : []),
  ];
  say(2, source.join(' · '), font({ color: argb(TOKENS.muted) }));
  writeHead(sheet, table, document);
  const rows = table.total ? [...table.rows, table.total] : table.rows;
  rows.forEach((row, i) => writeRow(sheet, table, row, HEAD_ROW + 1 + i, document));
  let next = HEAD_ROW + rows.length + 2;
  const notes = [
    ...(table.denominator ? [labels.denominator.replace('{{text}}', table.denominator)] : []),
    ...(table.notes ?? []),
  ];
  for (const note of notes) {
    say(next, note, font({ size: 9, color: argb(TOKENS.muted) }));
    next += 1;
  }
  setWidths(sheet, table, rows, document);
  addCharts(sheet, table, document, book, next + 1);
}

function writeHead(sheet: ExcelJS.Worksheet, table: TableBlock, document: DisclosedDocument): void {
  const head = sheet.getRow(HEAD_ROW);
  table.columns.forEach((column, i) => {
    const cell = head.getCell(i + 1);
    cell.value = writeHeader(column);
    cell.font = font({ bold: true, color: argb(TOKENS.accentDeep) });
    cell.fill = fill(TOKENS.accentSoft);
    cell.border = { bottom: { style: 'medium', color: argb(TOKENS.accent) } };
    cell.alignment = { vertical: 'middle', wrapText: true, ...sideOf(column, document) };
  });
  head.height = 32;
}

const sideOf = (column: Column, document: DisclosedDocument): Partial<ExcelJS.Alignment> =>
  column.type === 'text' || column.type === 'date' ? textSide(document) : { horizontal: 'right' };

/** Said outright, because a text that starts with a number would be laid out the other way. */
const textSide = ({ meta }: DisclosedDocument): Partial<ExcelJS.Alignment> =>
  meta.direction === 'rtl' ? { horizontal: 'right', readingOrder: 'rtl' } : { horizontal: 'left' };

function writeRow(
  sheet: ExcelJS.Worksheet,
  table: TableBlock,
  row: Row,
  number: number,
  document: DisclosedDocument,
): void {
  const isTotal = row === table.total;
  table.columns.forEach((column, i) => {
    const cell = sheet.getRow(number).getCell(i + 1);
    const raw = row.cells[column.key];
    const shape = shapeOf(row, column);
    put(cell, raw, shape, document);
    // A currency of the row's own stands in no head.
    if (row.as?.currency && shape === row.as && isFigure(raw))
      cell.numFmt = `${formatOf(shape)}\\ "${row.as.currency}"`;
    const formula = formulaOf(table, row, column);
    if (formula) cell.value = { formula, result: Number(raw), date1904: false };
    cell.font = font({
      bold: isTotal || row.emphasis === 'strong',
      ...(isHidden(raw) ? { color: argb(TOKENS.muted) } : {}),
    });
    cell.alignment = {
      ...sideOf(column, document),
      wrapText: column.type === 'text',
      vertical: 'middle',
    };
    cell.border = isTotal
      ? { top: { style: 'medium', color: argb(TOKENS.accent) } }
      : { bottom: { style: 'hair', color: argb(TOKENS.line) } };
  });
}

/** A real number, a real date, or text; what was typed is never taken for a formula. */
function put(
  cell: ExcelJS.Cell,
  raw: Cell | undefined,
  shape: Pick<Column, 'type' | 'currency' | 'decimals'>,
  document: DisclosedDocument,
): void {
  if (isHidden(raw)) cell.value = raw.mark;
  else if (raw === null || raw === undefined) cell.value = document.labels.not_applicable;
  else if (shape.type === 'text') cell.value = String(raw);
  else if (shape.type === 'date') cell.value = new Date(`${raw}T00:00:00Z`);
  else cell.value = Number(raw);
  if (isFigure(raw) && shape.type !== 'text') cell.numFmt = formatOf(shape);
}

/** Written with the separators of the reader's own settings: "1 285 046,73" where French is set. */
function formatOf({ type, decimals }: Pick<Column, 'type' | 'decimals'>): string {
  if (type === 'date') return 'dd/mm/yyyy';
  const places = decimals ?? (type === 'money' ? 2 : type === 'percent' ? 1 : 0);
  const tail = places ? `.${'0'.repeat(places)}` : '';
  return type === 'percent' ? `0${tail}%` : `#,##0${tail}`;
}

const letter = (table: TableBlock, key: string): string =>
  String.fromCharCode(65 + table.columns.findIndex((column) => column.key === key));
const lineOf = (table: TableBlock, row: Row): number =>
  HEAD_ROW + 1 + (row === table.total ? table.rows.length : table.rows.indexOf(row));

/** A sum is a formula where every part of it is shown and the parts come to it exactly. */
function formulaOf(table: TableBlock, row: Row, column: Column): string | undefined {
  if (column.type !== 'integer' && column.type !== 'money') return undefined;
  if (row === table.total || row.sums) {
    const parts = summedBy(table, row);
    const lines = parts.map((part) => lineOf(table, part));
    if (
      parts.length > 1 &&
      addsUp(
        row.cells[column.key],
        parts.map((part) => part.cells[column.key]),
      )
    )
      return `SUM(${ranges(letter(table, column.key), lines)})`;
  }
  if (column.key === table.rowTotal?.column) {
    const { parts } = table.rowTotal;
    if (
      addsUp(
        row.cells[column.key],
        parts.map((key) => row.cells[key]),
      )
    )
      return `SUM(${parts.map((key) => `${letter(table, key)}${lineOf(table, row)}`).join(',')})`;
  }
  return undefined;
}

function addsUp(total: Cell | undefined, parts: readonly (Cell | undefined)[]): boolean {
  if (!isFigure(total) || !parts.every(isFigure)) return false;
  return Decimal.sum(...(parts as (string | number)[])).equals(total);
}

/** "B5:B9,B11" for the lines 5 to 9 and 11. */
function ranges(column: string, lines: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last && last[1] === line - 1) last[1] = line;
    else runs.push([line, line]);
  }
  return runs
    .map(([from, to]) => (from === to ? `${column}${from}` : `${column}${from}:${column}${to}`))
    .join(',');
}

function setWidths(
  sheet: ExcelJS.Worksheet,
  table: TableBlock,
  rows: readonly Row[],
  { labels }: DisclosedDocument,
): void {
  table.columns.forEach((column, i) => {
    const lengths = rows.map((row) => {
      const cell = row.cells[column.key];
      if (isHidden(cell)) return cell.mark.length;
      return cell === null || cell === undefined
        ? labels.not_applicable.length
        : String(cell).length;
    });
    const head = Math.ceil(writeHeader(column).length * (i === 0 ? 1 : 0.8));
    sheet.getColumn(i + 1).width = Math.min(WIDEST, Math.max(head, ...lengths, 9) + 5);
  });
  // Not every program finds the height of a wrapped row by itself.
  rows.forEach((row, i) => {
    const lengths = table.columns
      .filter((column) => column.type === 'text')
      .map((column) => String(row.cells[column.key] ?? '').length);
    const lines = Math.ceil(Math.max(...lengths, 1) / (WIDEST - 2));
    sheet.getRow(HEAD_ROW + 1 + i).height = 15 * lines + 3;
  });
}

const UPRIGHT = { orientation: 'portrait', fitToHeight: 1 } as const;

/** The pictures drawn from this table, under it. */
function addCharts(
  sheet: ExcelJS.Worksheet,
  table: TableBlock,
  document: DisclosedDocument,
  book: ExcelJS.Workbook,
  from: number,
): void {
  let row = from;
  for (const [chart, language] of chartsOf(table, document)) {
    const { png, width, height } = chartPng(chart, document, language);
    const title = sheet.getCell(row, 1);
    title.value = wordsOf(chart.title);
    title.font = font({ bold: true });
    title.alignment = { ...textSide(document), vertical: 'top' };
    sheet.getRow(row).height = 22;
    const id = book.addImage({ buffer: png as unknown as ExcelJS.Buffer, extension: 'png' });
    sheet.addImage(id, { tl: { col: 0, row }, ext: { width: width * 0.9, height: height * 0.9 } });
    row += Math.ceil((height * 0.9) / 20) + 2;
  }
  // Table and picture on one upright page where they would not stand on one laid across.
  if (row > from && row * 20 > 540) Object.assign(sheet.pageSetup, UPRIGHT);
}

type ChartInLanguage = readonly [ChartBlock, Language];

function chartsOf(table: TableBlock, document: DisclosedDocument): ChartInLanguage[] {
  const charts = [...chartsIn(document.blocks, document.meta.language)];
  return charts.filter(([chart]) => chart.table === table.key);
}
