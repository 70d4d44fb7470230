/**
 * A table as a workbook: real numbers and days, heads and hashtags that stay, a sheet of notes. Written
 * while the rows come: the library that writes our reports took five times as long and held far more.
 */
import { Readable } from 'node:stream';
import { directionOf } from '../../../src/web/i18n';
import { escaped, HEADS, listSheet, notesSheet, type Row } from './sheet';
import { stylesXml } from './styles';
import type { Table } from './table';
import { type Entry, zipOf } from './zip';

export interface Notes {
  readonly sheet: string;
  readonly notesSheet: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
  readonly at: Date;
  readonly count: number;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

export function xlsxOf(
  table: Table,
  batches: AsyncIterable<readonly Row[]>,
  notes: Notes,
): Readable {
  const rightToLeft = directionOf(table.language) === 'rtl';
  const entries: Entry[] = [
    { name: '[Content_Types].xml', pieces: [contentTypes()] },
    { name: '_rels/.rels', pieces: [relations(OF_THE_FILE)] },
    { name: 'docProps/core.xml', pieces: [properties(notes.at)] },
    { name: 'xl/workbook.xml', pieces: [workbook(notes, table.columns.length)] },
    { name: 'xl/_rels/workbook.xml.rels', pieces: [relations(OF_THE_BOOK)] },
    { name: 'xl/styles.xml', pieces: [stylesXml()] },
    { name: 'xl/worksheets/sheet2.xml', pieces: [notesSheet(notes.lines, rightToLeft)] },
    { name: 'xl/worksheets/sheet1.xml', pieces: listSheet(table, batches, notes.count) },
  ];
  return Readable.from(zipOf(entries, notes.at), { objectMode: false });
}

const OF_THE_FILE = [
  [`${OFFICE}/relationships/officeDocument`, 'xl/workbook.xml'],
  [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
] as const;
const OF_THE_BOOK = [
  [`${OFFICE}/relationships/worksheet`, 'worksheets/sheet1.xml'],
  [`${OFFICE}/relationships/worksheet`, 'worksheets/sheet2.xml'],
  [`${OFFICE}/relationships/styles`, 'styles.xml'],
] as const;

const relations = (all: readonly (readonly [type: string, target: string])[]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all
    .map(
      ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const contentTypes = (): string => {
  const parts = [
    ['/xl/workbook.xml', `${SPREADSHEET}.sheet.main+xml`],
    ['/xl/worksheets/sheet1.xml', `${SPREADSHEET}.worksheet+xml`],
    ['/xl/worksheets/sheet2.xml', `${SPREADSHEET}.worksheet+xml`],
    ['/xl/styles.xml', `${SPREADSHEET}.styles+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
  ];
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts
    .map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`)
    .join('')}</Types>`;
};

/** Nothing that tells of the programme, of who asked or of what is inside. */
const properties = (at: Date): string => {
  const instant = `${at.toISOString().slice(0, 19)}Z`;
  const stamp = (name: string) =>
    `<dcterms:${name} xsi:type="dcterms:W3CDTF">${instant}</dcterms:${name}>`;
  return `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Mawa</dc:creator><cp:lastModifiedBy>Mawa</cp:lastModifiedBy>${stamp('created')}${stamp('modified')}</cp:coreProperties>`;
};

function workbook({ sheet, notesSheet: second, count }: Notes, columns: number): string {
  const [first, other] = [escaped(sheet), escaped(second)];
  const range = `'${first.replaceAll("'", "''")}'!`;
  const last = columns <= 26 ? String.fromCharCode(64 + columns) : 'ZZ';
  const names = [
    `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${range}$A$${HEADS}:$${last}$${HEADS + count}</definedName>`,
    `<definedName name="_xlnm.Print_Titles" localSheetId="0">${range}$1:$${HEADS}</definedName>`,
  ];
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}/relationships"><bookViews><workbookView/></bookViews><sheets><sheet name="${first}" sheetId="1" r:id="rId1"/><sheet name="${other}" sheetId="2" r:id="rId2"/></sheets><definedNames>${names.join('')}</definedNames></workbook>`;
}
