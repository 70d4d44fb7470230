/** Non-empty sheets of a workbook: stored values, formulas are not computed. */
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays } from '../../platform/shared/nights.rules';
import { checkCell, checkColumns, RowCollector, unreadable } from './table.rules';
import { Parts } from './xlsx-parts.rules';

export interface SheetRows {
  readonly rows: RowCollector;
  readonly sheet: string;
  readonly otherSheets: number;
}

/** The first `most` of the visible sheets that are not empty, in their order. */
export async function xlsxSheets(bytes: Uint8Array, most: number): Promise<SheetRows[]> {
  try {
    return await read(await Parts.of(bytes), most);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw unreadable('broken_workbook');
  }
}

async function read(parts: Parts, most: number): Promise<SheetRows[]> {
  const { sheets, since1904 } = await workbookOf(parts);
  const strings = parts.has('xl/sharedStrings.xml') ? await sharedStrings(parts) : [];
  const dates = parts.has('xl/styles.xml') ? await dateStyles(parts) : [];
  const found: SheetRows[] = [];
  for (const { name, part } of sheets) {
    if (found.length === most) break;
    const rows = new RowCollector();
    await parts.read(part, new SheetReader(rows, strings, dates, since1904));
    if (!rows.isEmpty) found.push({ rows, sheet: name, otherSheets: sheets.length - 1 });
  }
  if (found.length === 0) throw unreadable('empty');
  return found;
}

interface Sheet {
  readonly name: string;
  readonly part: string;
}

async function workbookOf(parts: Parts): Promise<{ sheets: Sheet[]; since1904: boolean }> {
  const targets = new Map<string, string>();
  await parts.read('xl/_rels/workbook.xml.rels', {
    ...NOTHING,
    open: (name, attribute) => {
      if (name !== 'Relationship' || attribute('TargetMode') === 'External') return;
      const target = attribute('Target') ?? '';
      const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      targets.set(attribute('Id') ?? '', part);
    },
  });
  const sheets: Sheet[] = [];
  let since1904 = false;
  await parts.read('xl/workbook.xml', {
    ...NOTHING,
    open: (name, attribute) => {
      if (name === 'workbookPr') since1904 = /^(1|true)$/.test(attribute('date1904') ?? '');
      if (name !== 'sheet' || (attribute('state') ?? 'visible') !== 'visible') return;
      const part = targets.get(attribute('id') ?? '');
      if (part?.startsWith('xl/worksheets/')) sheets.push({ name: attribute('name') ?? '', part });
    },
  });
  if (sheets.length === 0) throw unreadable('broken_workbook');
  return { sheets, since1904 };
}

const NOTHING = { open: () => undefined, close: () => undefined, text: () => undefined };

/** Texts that cells point at; what is only a reading aid (`rPh`) is left out. */
async function sharedStrings(parts: Parts): Promise<string[]> {
  const strings: string[] = [];
  let text: string[] = [];
  let inText = false;
  let aside = 0;
  await parts.read('xl/sharedStrings.xml', {
    open: (name) => {
      if (name === 'si') text = [];
      if (name === 'rPh') aside += 1;
      inText = name === 't' && aside === 0;
    },
    close: (name) => {
      if (name === 'si') strings.push(text.join(''));
      if (name === 'rPh') aside -= 1;
      inText = false;
    },
    text: (piece) => {
      if (inText) text.push(piece);
    },
  });
  return strings;
}

type CellKind = 'date' | 'time' | 'number';

/** For each style whether its figures are shown as a day: of ours by their number, of others by their letters. */
async function dateStyles(parts: Parts): Promise<CellKind[]> {
  const own = new Map<number, CellKind>();
  const styles: CellKind[] = [];
  let inCells = false;
  await parts.read('xl/styles.xml', {
    text: () => undefined,
    open: (name, attribute) => {
      if (name === 'numFmt')
        own.set(Number(attribute('numFmtId')), cellKindOf(attribute('formatCode') ?? ''));
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(attribute('numFmtId') ?? 0);
      styles.push(own.get(id) ?? builtIn(id));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

const builtIn = (id: number): CellKind => {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
    return 'date';
  return (id >= 18 && id <= 21) || (id >= 45 && id <= 47) ? 'time' : 'number';
};

/** Kind of a number format by its letters outside of quotes and brackets: y and d are dates, h and s times. */
function cellKindOf(format: string): CellKind {
  const letters = format.split(';')[0]!.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '');
  if (/[yd]/i.test(letters) && !/general/i.test(letters)) return 'date';
  return /[hs]/i.test(letters) && !/general/i.test(letters) ? 'time' : 'number';
}

class SheetReader {
  private row = 0;
  private column = -1;
  private cells: string[] = [];
  private kind = 'n';
  private style = 0;
  private value: string[] = [];
  private hasValue = false;
  private hasFormula = false;
  private aside = 0;
  private reading = false;

  constructor(
    private readonly rows: RowCollector,
    private readonly strings: readonly string[],
    private readonly styles: readonly CellKind[],
    private readonly since1904: boolean,
  ) {}

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === 'row') this.openRow(attribute('r'));
    else if (name === 'c') this.openCell(attribute);
    else if (name === 'f') this.hasFormula = true;
    else if (name === 'rPh') this.aside += 1;
    this.reading = (name === 'v' || name === 't') && this.aside === 0;
    if (this.reading) this.hasValue = true;
  }

  text(text: string): void {
    if (this.reading) this.value.push(text);
  }

  close(name: string): void {
    this.reading = false;
    if (name === 'rPh') this.aside -= 1;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.rows.add(this.row, this.cells, null);
  }

  private openRow(number: string | undefined): void {
    const row = number === undefined ? this.row + 1 : Number(number);
    if (!Number.isInteger(row) || row <= this.row) throw unreadable('broken_workbook');
    this.row = row;
    this.column = -1;
    this.cells = [];
  }

  private openCell(attribute: (name: string) => string | undefined): void {
    const place = attribute('r');
    this.column = place === undefined ? this.column + 1 : columnOf(place);
    this.kind = attribute('t') ?? 'n';
    this.style = Number(attribute('s') ?? 0);
    this.value = [];
    this.hasValue = this.hasFormula = false;
  }

  private closeCell(): void {
    const text = this.cellText();
    if (text === '') return;
    checkColumns(this.column + 1, this.row);
    checkCell(text, this.row, this.column);
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = text;
  }

  private cellText(): string {
    const where = { row: this.row, place: this.column + 1 };
    const value = this.value.join('');
    if (this.hasFormula && !this.hasValue) throw unreadable('formula_without_value', where);
    if (this.kind === 'e') throw unreadable('cell_error', { ...where, value: value.slice(0, 20) });
    if (value === '') return '';
    if (this.kind === 's') {
      const text = this.strings[Number(value)];
      if (text === undefined) throw unreadable('broken_workbook');
      return text;
    }
    if (this.kind === 'b') return value === '1' ? 'true' : 'false';
    if (this.kind === 'd') return value.slice(0, 10);
    return this.kind === 'n' ? this.figure(value) : value;
  }

  private figure(value: string): string {
    const figure = Number(value);
    if (!Number.isFinite(figure)) throw unreadable('broken_workbook');
    const shown = this.styles[this.style] ?? 'number';
    if (shown === 'date' && figure >= 1 && figure < 2_958_466) return dayOf(figure, this.since1904);
    if (shown !== 'number' && figure >= 0 && figure < 1) return hourOf(figure);
    return plainFigure(figure);
  }
}

/** The civil date of a serial; hours of the day are left out. Day 60 of 1900 never was. */
function dayOf(serial: number, since1904: boolean): string {
  const days = Math.floor(serial);
  if (since1904) return addDays('1904-01-01', days);
  return addDays(days > 60 ? '1899-12-30' : '1899-12-31', days);
}

function hourOf(part: number): string {
  const minutes = Math.round(part * 1440) % 1440;
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** As a person reads it: no exponent, and without what a binary fraction adds at its end. */
function plainFigure(figure: number): string {
  const exact = Number(figure.toPrecision(15));
  return Math.abs(exact) < 1e15 && Math.abs(exact) >= 1e-9 ? decimals(exact) : String(exact);
}

const decimals = (figure: number): string =>
  /e/.test(String(figure)) ? figure.toFixed(12).replace(/0+$/, '') : String(figure);

/** "AB12" is column 27, from zero. */
function columnOf(place: string): number {
  const [, letters] = /^([A-Z]{1,3})[1-9]\d{0,6}$/.exec(place) ?? [];
  if (!letters) throw unreadable('broken_workbook');
  return [...letters].reduce((all, letter) => all * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
