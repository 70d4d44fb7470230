/** The sheet that reads: what the report is, its texts and its key figures. */
import type ExcelJS from 'exceljs';
import { marked } from '../../../platform/typeset/text';
import { TOKENS } from '../../../platform/typeset/tokens';
import type { Block, DisclosedDocument, HeadingBlock, Kpi } from '../../document';
import { wordsOf } from '../../document';
import { coverFacts } from '../cover-facts';
import { isFigure } from '../text';
import { formatOf, put } from './cells';
import { argb, font, readingOrder, textSide } from './style';

export class SummarySheet {
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
    for (const { label, value } of coverFacts(this.document)) this.fact(label, value);
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
    if (kpi.note) this.paragraph(kpi.note);
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
