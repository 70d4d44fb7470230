/** The pictures drawn from a table, under it. */
import type ExcelJS from 'exceljs';
import type { ChartBlock, DisclosedDocument, Language, TableBlock } from '../../document';
import { chartsIn, wordsOf } from '../../document';
import { chartPng } from '../chart-png';
import { isOfNothing } from '../readable';
import { font, textSide } from './style';

const UPRIGHT = { orientation: 'portrait', fitToHeight: 1 } as const;

export function addCharts(
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
  // Portrait page if table and chart do not fit on a landscape one.
  if (row > from && row * 20 > 540) Object.assign(sheet.pageSetup, UPRIGHT);
}

type ChartInLanguage = readonly [ChartBlock, Language];

export function chartsOf(table: TableBlock, document: DisclosedDocument): ChartInLanguage[] {
  const charts = [...chartsIn(document.blocks, document.meta.language)];
  return charts.filter(([chart]) => chart.table === table.key && !isOfNothing(chart, document));
}
