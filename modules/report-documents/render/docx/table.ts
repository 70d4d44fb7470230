/** A table with its title above and its notes below. */
import {
  AlignmentType,
  BorderStyle,
  ShadingType,
  TableCell,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { TOKENS } from '../../../platform/typeset/tokens';
import type { Column, Row, TableBlock } from '../../document';
import { isHidden, shapeInTable, writeCell, writeHeader } from '../../document';
import type { Child, DocxBuilder } from './docx-builder';
import { isText, NO_LINE } from './lines';
import { hex } from './runs';
import { columnWidths } from './widths';

const CELL = { top: 50, bottom: 50, left: 80, right: 80 };
/** Up to so many rows a table is not broken over two pages. */
const MOST_TOGETHER = 26;

export class TableWriter {
  private readonly size: number;
  private readonly widths: number[];
  private readonly rows: readonly Row[];

  constructor(
    private readonly hand: DocxBuilder,
    private readonly table: TableBlock,
  ) {
    this.size = table.columns.length > 5 ? 16 : 19;
    this.widths = columnWidths(table, this.size, (row, column) => this.written(row, column));
    this.rows = table.total ? [...table.rows, table.total] : table.rows;
  }

  write(): Child[] {
    const { hand, table } = this;
    const together = this.rows.length <= MOST_TOGETHER;
    const notes = this.notes();
    const last = notes.length > 0 ? undefined : this.rows.at(-1);
    const body = this.rows.map((row) => this.row(row, together && row !== last));
    return [
      hand.paragraph(
        table.title,
        { bold: true, size: 21 },
        { keepNext: true, spacing: { before: 160, after: 100 } },
      ),
      hand.grid([this.head(), ...body], this.widths),
      ...notes,
      hand.gap(),
    ];
  }

  private head(): TableRow {
    return new TableRow({
      tableHeader: true,
      cantSplit: true,
      children: this.table.columns.map((column, i) => this.headCell(column, this.widths[i]!)),
    });
  }

  private notes(): Child[] {
    const { denominator, notes = [] } = this.table;
    const { labels } = this.hand.document;
    const all = [
      ...(denominator ? [labels.denominator.replace('{{text}}', denominator)] : []),
      ...notes,
    ];
    return all.map((note, i) =>
      this.hand.paragraph(
        note,
        { size: 16, color: hex(TOKENS.muted) },
        {
          keepNext: i < all.length - 1,
          keepLines: true,
          spacing: { before: i ? 0 : 100, after: 40 },
        },
      ),
    );
  }

  private written(row: Row, column: Column): string {
    const shape = shapeInTable(row, column);
    const { language, document } = this.hand;
    return writeCell(row.cells[column.key], shape, language, document.labels);
  }

  private headCell(column: Column, width: number): TableCell {
    const style = { bold: true, color: hex(TOKENS.accentDeep), size: this.size };
    return new TableCell({
      width: { size: width, type: WidthType.DXA },
      shading: { type: ShadingType.CLEAR, fill: hex(TOKENS.accentSoft) },
      verticalAlign: VerticalAlignTable.BOTTOM,
      margins: CELL,
      borders: {
        top: NO_LINE,
        left: NO_LINE,
        right: NO_LINE,
        bottom: { style: BorderStyle.SINGLE, size: 8, color: hex(TOKENS.accent) },
      },
      children: [
        this.hand.paragraph(writeHeader(column), style, {
          // In right-to-left paragraphs "start" is the right side, where figures belong.
          alignment: isText(column) || this.hand.rtl ? AlignmentType.START : AlignmentType.END,
          keepNext: true,
          spacing: { after: 0 },
        }),
      ],
    });
  }

  private row(row: Row, keepNext: boolean): TableRow {
    return new TableRow({
      cantSplit: true,
      children: this.table.columns.map((column, i) =>
        this.cell(row, column, this.widths[i]!, keepNext),
      ),
    });
  }

  private cell(row: Row, column: Column, width: number, keepNext: boolean): TableCell {
    const isTotal = row === this.table.total;
    const line = { style: BorderStyle.SINGLE, size: 4, color: hex(TOKENS.line) };
    const strong = { style: BorderStyle.SINGLE, size: 8, color: hex(TOKENS.accent) };
    const text = this.written(row, column);
    const style = {
      size: this.size,
      bold: isTotal || row.emphasis === 'strong',
      ...(isHidden(row.cells[column.key]) ? { color: hex(TOKENS.muted) } : {}),
    };
    return new TableCell({
      width: { size: width, type: WidthType.DXA },
      margins: CELL,
      borders: { left: NO_LINE, right: NO_LINE, top: isTotal ? strong : NO_LINE, bottom: line },
      children: [
        isText(column)
          ? this.hand.paragraph(text, style, { keepNext, spacing: { after: 0 } })
          : this.hand.figure(text, style, AlignmentType.RIGHT, keepNext),
      ],
    });
  }
}
