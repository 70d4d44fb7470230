/** A table on a sheet of its own. */
import type ExcelJS from 'exceljs';
import { marked } from '../../../platform/typeset/text';
import { TOKENS } from '../../../platform/typeset/tokens';
import type { DisclosedDocument, Row, TableBlock } from '../../document';
import { isHidden, shapeOf, writeHeader } from '../../document';
import { isFigure } from '../text';
import { formatOf, put } from './cells';
import { addCharts } from './charts';
import { formulaOf } from './formulas';
import { HEAD_ROW } from './places';
import { argb, fill, font, sideOf, textSide } from './style';
import { setWidths } from './widths';

export function writeTable(
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
    // The currency of a single row is not in the heading.
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
