/** Writes paragraphs, figures and grids in the direction of one language. */
import {
  AlignmentType,
  LineRuleType,
  Paragraph,
  Table,
  TableLayoutType,
  type TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
} from 'docx';
import { isArabic } from '../../../platform/typeset/fonts';
import type { DisclosedDocument, Language } from '../../document';
import { INNER, NO_LINE } from './lines';
import { FACE, runsOf, type RunStyle } from './runs';

export type Child = Paragraph | Table;

export class DocxBuilder {
  constructor(
    readonly document: DisclosedDocument,
    readonly language: Language,
  ) {}

  get rtl(): boolean {
    return this.language === 'ar';
  }

  paragraph(
    text: string,
    style: RunStyle = {},
    options: Partial<IParagraphOptions> = {},
  ): Paragraph {
    return new Paragraph({
      ...options,
      bidirectional: this.rtl,
      children: runsOf(text, style, this.language),
    });
  }

  gap(): Paragraph {
    return new Paragraph({
      children: [],
      spacing: { before: 0, after: 0, line: 120, lineRule: LineRuleType.EXACT },
    });
  }

  /** Figures are left-to-right also in Arabic, aligned to the right side of their column. */
  figure(
    text: string,
    style: RunStyle,
    alignment: (typeof AlignmentType)[keyof typeof AlignmentType] = AlignmentType.RIGHT,
    keepNext = false,
  ): Paragraph {
    if (isArabic(text)) return this.paragraph(text, style, { keepNext, spacing: { after: 0 } });
    const side = this.rtl && alignment === AlignmentType.START ? AlignmentType.RIGHT : alignment;
    return new Paragraph({
      alignment: side,
      keepNext,
      spacing: { after: 0 },
      children: [new TextRun({ text, ...style, font: FACE, sizeComplexScript: style.size })],
    });
  }

  grid(rows: TableRow[], columnWidths: number[]): Table {
    return new Table({
      rows,
      columnWidths,
      layout: TableLayoutType.FIXED,
      width: { size: columnWidths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
      visuallyRightToLeft: this.rtl,
      borders: {
        ...INNER,
        top: NO_LINE,
        left: NO_LINE,
        right: NO_LINE,
        insideHorizontal: NO_LINE,
        insideVertical: NO_LINE,
      },
    });
  }
}
