/**
 * A table as CSV. For people: byte order mark, `;`, CRLF and the reader's decimal sign, as Excel in
 * French opens it. For machines (`codes`): `,`, decimal point, keys for heads, and no mark.
 */
import { escapeFormula } from '../../platform/shared/formula-guard.rules';
import { clean, isHarmless, type Table, type TableColumn } from './table.rules';

type Row = readonly (string | null)[];
type Cell = (value: string) => string;

const MARK = '\uFEFF';
const END = '\r\n';
/** Maximum number of formatted values cached per column. */
const REMEMBERED = 2_000;

export class CsvWriter {
  private readonly delimiter: string;
  private readonly cells: readonly Cell[];

  constructor(private readonly table: Table) {
    this.delimiter = table.words === 'codes' ? ',' : ';';
    this.cells = table.columns.map((column) => this.cellOf(column));
  }

  /** Heads in the reader's words, then the hashtags. */
  head(): string {
    const { columns, words } = this.table;
    const line = (texts: readonly string[]) =>
      texts.map((text) => quoted(text)).join(this.delimiter);
    const heads = line(columns.map(({ head }) => escapeFormula(head)));
    const tags = line(columns.map(({ hxl }) => hxl));
    return `${words === 'codes' ? '' : MARK}${heads}${END}${tags}${END}`;
  }

  rows(rows: readonly Row[]): string {
    const { cells, delimiter } = this;
    let text = '';
    for (const row of rows) {
      for (let at = 0; at < cells.length; at += 1) {
        const value = row[at];
        if (at > 0) text += delimiter;
        if (value !== null && value !== undefined) text += cells[at]!(value);
      }
      text += END;
    }
    return text;
  }

  private cellOf({ kind, say }: TableColumn): Cell {
    if (kind === 'day' || kind === 'month') return (value) => value;
    if (kind === 'number') {
      return this.table.words === 'codes' || this.table.language === 'en'
        ? (value) => value
        : (value) => value.replace('.', ',');
    }
    const known = new Map<string, string>();
    return (value) => {
      const before = known.get(value);
      if (before !== undefined) return before;
      const text = textCell(kind === 'text' ? value : say(value));
      if (known.size < REMEMBERED && value.length < 100) known.set(value, text);
      return text;
    };
  }
}

/** Escapes typed text, so that it is neither a formula nor ends its cell. */
const textCell = (text: string): string =>
  isHarmless(text) ? text : quoted(escapeFormula(clean(text)));

const quoted = (text: string): string =>
  /[";,\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
