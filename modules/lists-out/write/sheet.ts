/** The sheets of a workbook as XML, line by line. */
import { directionOf } from '../../../src/web/i18n';
import { type Style, styleNumber } from './styles';
import { clean, type Table, type TableColumn } from './table';

export type Row = readonly (string | null)[];
type Cell = (value: string, place: string) => string;

export const HEADS = 2;
const LONGEST_CELL = 32_000;
const BEGIN =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';
const PRINTED =
  '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;R&amp;P / &amp;N</oddFooter></headerFooter>';

/** Heads and hashtags stay in sight; the filter stands in the row of hashtags, so that no sorting moves them. */
export async function* listSheet(
  table: Table,
  batches: AsyncIterable<readonly Row[]>,
  count: number,
): AsyncGenerator<string> {
  const { columns, language } = table;
  const rightToLeft = directionOf(language) === 'rtl';
  const letters = columns.map((_, at) => letterOf(at));
  const cells = columns.map((column) => cellOf(column, rightToLeft));
  const view = `<sheetViews><sheetView${rightToLeft ? ' rightToLeft="1"' : ''} tabSelected="1" workbookViewId="0"><pane xSplit="1" ySplit="${HEADS}" topLeftCell="B${HEADS + 1}" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>`;
  const widths = columns.map(({ head, kind }) => widthOf(head, kind));
  const line = (place: number, style: Style, texts: readonly string[], height = '') =>
    `<row r="${place}"${height}>${texts.map((text, at) => textCell(text, `${letters[at]}${place}`, style)).join('')}</row>`;
  const side = rightToLeft ? 'Right' : 'Left';
  yield [
    `${BEGIN}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>${view}${columnsOf(widths)}<sheetData>`,
    line(
      1,
      `head${side}`,
      columns.map(({ head }) => head),
      ' ht="32" customHeight="1"',
    ),
    line(
      2,
      `tag${side}`,
      columns.map(({ hxl }) => hxl),
    ),
  ].join('');
  let place = HEADS;
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) {
      place += 1;
      text += `<row r="${place}">`;
      for (let at = 0; at < cells.length; at += 1) {
        const value = row[at];
        if (value !== null && value !== undefined) text += cells[at]!(value, letters[at]! + place);
      }
      text += '</row>';
    }
    yield text;
  }
  yield `</sheetData><autoFilter ref="A${HEADS}:${letters.at(-1)}${HEADS + count}"/>${PRINTED}</worksheet>`;
}

export function notesSheet(
  lines: readonly (readonly [label: string, value: string])[],
  rightToLeft: boolean,
): string {
  const side = rightToLeft ? 'Right' : 'Left';
  const rows = lines.map(
    ([label, value], at) =>
      `<row r="${at + 1}">${textCell(label, `A${at + 1}`, `label${side}`)}${textCell(value, `B${at + 1}`, `text${side}`)}</row>`,
  );
  const view = `<sheetViews><sheetView showGridLines="0"${rightToLeft ? ' rightToLeft="1"' : ''} workbookViewId="0"/></sheetViews>`;
  return `${BEGIN}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>${view}${columnsOf([30, 90])}<sheetData>${rows.join('')}</sheetData>${PRINTED}</worksheet>`;
}

const columnsOf = (widths: readonly number[]): string =>
  `<cols>${widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`;

const widthOf = (head: string, kind: TableColumn['kind']): number =>
  Math.max(
    kind === 'text' || kind === 'code' || kind === 'codes' ? 22 : 14,
    Math.min(34, head.length + 4),
  );

function cellOf({ kind, say }: TableColumn, rightToLeft: boolean): Cell {
  if (kind === 'number') return (value, place) => `<c r="${place}"><v>${value}</v></c>`;
  if (kind === 'day' || kind === 'month') {
    const style = styleNumber(kind);
    const tail = kind === 'month' ? '-01' : '';
    return (value, place) => `<c r="${place}" s="${style}"><v>${serial(value + tail)}</v></c>`;
  }
  const style = rightToLeft ? 'textRight' : 'textLeft';
  // What a code is called is made ready once; what is typed is said as it is.
  const ready = new Map<string, string>();
  return (value, place) => {
    let inner = ready.get(value);
    if (inner === undefined) {
      inner = innerOf(kind === 'text' ? value : say(value), style);
      if (ready.size < 2_000 && value.length < 100) ready.set(value, inner);
    }
    return `<c r="${place}"${inner}`;
  };
}

const textCell = (text: string, place: string, style: Style): string =>
  `<c r="${place}"${innerOf(text, style)}`;

/** A text is never a formula here, whatever it begins with. */
const innerOf = (text: string, style: Style): string =>
  ` s="${styleNumber(style)}" t="inlineStr"><is><t xml:space="preserve">${escaped(clean(text).slice(0, LONGEST_CELL).toWellFormed())}</t></is></c>`;

export const escaped = (text: string): string =>
  /[&<>"]/.test(text)
    ? text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
    : text;

/** Days since the day before the first of 1900, as spreadsheets count them. */
const serial = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;

const letterOf = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : letterOf(Math.floor(at / 26) - 1) + letterOf(at % 26);
