/** Reads the cell values of a workbook, without formatting. */
import { Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import type ExcelJS from 'exceljs';
import { exceljs } from '../../platform/shared/exceljs';
import { type Grid, LIMITS, type SizeLimit } from './grid.types';

export interface ReadWorkbook {
  readonly grids?: readonly Grid[];
  readonly tooMuch?: SizeLimit;
  readonly broken?: boolean;
}

export async function readWorkbook(bytes: Uint8Array): Promise<ReadWorkbook> {
  const { Workbook, ValueType } = await exceljs();
  const book = new Workbook();
  try {
    if (await unpacksToMore(bytes)) return { tooMuch: 'rows' };
    await book.xlsx.load(bytes as unknown as ArrayBuffer);
  } catch {
    return { broken: true };
  }
  if (book.worksheets.length > LIMITS.sheets) return { tooMuch: 'sheets' };
  // Cell types with computed values; an error is the result of a formula.
  const calculated = [ValueType.Formula, ValueType.Error];
  const grids: Grid[] = [];
  for (const sheet of book.worksheets) {
    if (sheet.rowCount > LIMITS.rows) return { tooMuch: 'rows' };
    if (sheet.columnCount > LIMITS.columns) return { tooMuch: 'columns' };
    grids.push(gridOf(sheet, calculated));
  }
  return { grids };
}

/** Counts the unpacked bytes, whatever sizes the archive declares. */
async function unpacksToMore(bytes: Uint8Array): Promise<boolean> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
  let unpacked = 0;
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const counting = new WritableStream<Uint8Array>({
      write: (piece) => {
        unpacked += piece.length;
        if (unpacked > LIMITS.unpacked) throw new Error('too much');
      },
    });
    const whole = await entry.getData(counting, { useWebWorkers: false }).catch(() => null);
    if (unpacked > LIMITS.unpacked) return true;
    if (whole === null) throw new Error('broken');
  }
  return false;
}

function gridOf(sheet: ExcelJS.Worksheet, calculated: readonly ExcelJS.ValueType[]): Grid {
  const formulas: { row: number; column: number }[] = [];
  const lines: { number: number; cells: string[] }[] = [];
  sheet.eachRow({ includeEmpty: false }, (row, number) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      if (calculated.includes(cell.type)) formulas.push({ row: number, column });
      cells[column - 1] = textOf(cell.value);
    });
    lines.push({ number, cells: Array.from(cells, (text) => text ?? '') });
  });
  const head = lines[0]?.number === 1 ? lines[0].cells.map((text) => text.trim()) : [];
  const rows = lines.filter(({ number, cells }) => number > 1 && cells.some((text) => text !== ''));
  return { name: sheet.name, head, rows, formulas };
}

function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value !== 'object') return String(value).slice(0, LIMITS.cell);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('text' in value) return textOf(value.text as ExcelJS.CellValue);
  return '';
}
