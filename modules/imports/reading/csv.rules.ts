/** Text with separators as RFC 4180 has it, read once from front to back, each limit as it is passed. */
import { checkCell, checkColumns, RowCollector, unreadable } from './table.rules';

const DELIMITERS = [';', ',', '\t', '|'];

/** The sign under which most headings are known; where none is, the one that makes most cells. */
export function delimiterOf(text: string, isKnown: (heading: string) => boolean): string {
  const lines = text.slice(0, 20_000).split(/\r\n?|\n/, 10);
  const counted = DELIMITERS.map((delimiter) => {
    const rows = lines.map((line) => line.split(delimiter));
    const known = Math.max(...rows.map((cells) => cells.map(unquoted).filter(isKnown).length));
    return { delimiter, known, cells: Math.max(...rows.map((cells) => cells.length)) };
  });
  return counted.sort((a, b) => b.known - a.known || b.cells - a.cells)[0]!.delimiter;
}

const unquoted = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1');

export function csvRows(text: string, delimiter: string): RowCollector {
  const rows = new RowCollector();
  let line = 1;
  let cells: string[] = [];
  let at = 0;
  const keep = (cell: string): void => {
    checkCell(cell, line, cells.length);
    checkColumns(cells.length + 1, line);
    cells.push(cell);
  };
  for (let row = 1; at < text.length; row += 1) {
    cells = [];
    line = row;
    for (let more = true; more;) {
      const cell = text[at] === '"' ? quoted(text, at, row) : plain(text, at, delimiter, row);
      keep(cell.text);
      at = cell.end;
      more = text[at] === delimiter;
      if (more) at += 1;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    if (at < text.length && text[at] !== '\n' && text[at] !== '\r')
      throw unreadable('quotes', { row });
    at += 1;
    rows.add(row, cells, cells.length);
  }
  return rows;
}

interface Cell {
  readonly text: string;
  readonly end: number;
}

function plain(text: string, from: number, delimiter: string, row: number): Cell {
  let end = from;
  while (end < text.length) {
    const sign = text[end];
    if (sign === delimiter || sign === '\n' || sign === '\r') break;
    if (sign === '"') throw unreadable('quotes', { row });
    end += 1;
  }
  return { text: text.slice(from, end), end };
}

/** Parses a quoted cell: two quotes stand for one; line breaks belong to the cell. */
function quoted(text: string, from: number, row: number): Cell {
  let end = from + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) throw unreadable('quotes', { row });
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  return { text: text.slice(from + 1, end).replaceAll('""', '"'), end: end + 1 };
}
