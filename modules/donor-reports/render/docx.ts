/** An editable report for word processors, right to left where Arabic is written. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx';
import type { Block, Column, DisclosedDocument, Kpi, Language, Row, TableBlock } from '../document';
import { isHidden, shapeInTable, wordsOf, writeCell, writeDate, writeHeader } from '../document';
import { chartPng } from './chart-png';
import { altText } from './charts';
import { isArabic } from '../../../src/typeset/fonts';
import { settleOfficeFile } from './office-zip';
import { marked } from '../../../src/typeset/text';
import { TOKENS } from '../../../src/typeset/tokens';

const hex = (colour: string): string => colour.slice(1);
const FACE = { ascii: 'Calibri', hAnsi: 'Calibri', cs: 'Arial', eastAsia: 'Calibri' };
const TAG: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB', ar: 'ar-MA' };
/** Twentieths of a point between the margins of A4. */
const WIDTH = 9638;

/** Half points, so that a figure stays on one line also in a wide face: one that breaks reads as two. */
const sizeThatFits = (value: string, width: number): number =>
  [38, 28, 24].find((size) => value.length * 5.8 * size <= width - 320) ?? 20;

type Child = Paragraph | Table;
type RunStyle = Pick<IRunOptions, 'bold' | 'color' | 'size'>;

export async function renderDocx(document: DisclosedDocument): Promise<Buffer> {
  const { title, language, date } = document.meta;
  const bytes = await Packer.toBuffer(new DocxReport(document).build());
  return settleOfficeFile(new Uint8Array(bytes), { title, language, date });
}

/** Runs of one script each: word processors pick font and order by run. */
export function runsOf(text: string, style: RunStyle, language: Language): TextRun[] {
  const pieces =
    marked(text, language).match(
      /[\p{Script=Arabic}\p{M}،؛؟][^\p{Script=Latin}\d\u200e]*|[^\p{Script=Arabic}،؛؟]+/gu,
    ) ?? [];
  return pieces.map((piece) => {
    const rightToLeft =
      /[\p{Script=Arabic}،؛؟]/u.test(piece) || (language === 'ar' && !/[\p{L}\d]/u.test(piece));
    return new TextRun({
      text: piece,
      ...style,
      font: FACE,
      rightToLeft,
      boldComplexScript: style.bold,
      sizeComplexScript: style.size,
      language: { value: TAG[language === 'ar' ? 'fr' : language], bidirectional: TAG.ar },
    });
  });
}

class Writer {
  constructor(
    private readonly document: DisclosedDocument,
    private readonly language: Language,
  ) {}

  private get rtl(): boolean {
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

  blocks(blocks: readonly Block[]): Child[] {
    return blocks.flatMap((block) => this.block(block));
  }

  private block(block: Block): Child[] {
    switch (block.kind) {
      case 'heading':
        return [this.heading(block.text, block.level)];
      case 'narrative':
        return [
          ...(block.title ? [this.paragraph(block.title, { bold: true })] : []),
          ...block.paragraphs.map((text) => this.paragraph(text)),
        ];
      case 'kpis':
        return rowsOfCards(block.items).flatMap((items) => [this.kpis(items), this.gap()]);
      case 'callout':
        return this.callout(block.title, wordsOf(block.text), block.tone);
      case 'chart':
        return this.chart(block);
      case 'table':
        return this.table(block);
      case 'section':
        return new Writer(this.document, block.language).blocks(block.blocks);
    }
  }

  private heading(text: string, level: 1 | 2 | 3): Paragraph {
    const size = { 1: 36, 2: 27, 3: 23 }[level];
    return this.paragraph(
      text,
      { bold: true, color: hex(TOKENS.accentDeep), size },
      {
        heading: {
          1: HeadingLevel.HEADING_1,
          2: HeadingLevel.HEADING_2,
          3: HeadingLevel.HEADING_3,
        }[level],
        keepNext: true,
        pageBreakBefore: level === 1,
        spacing: { before: level === 1 ? 0 : 320, after: 160 },
      },
    );
  }

  gap(): Paragraph {
    return new Paragraph({
      children: [],
      spacing: { before: 0, after: 0, line: 120, lineRule: LineRuleType.EXACT },
    });
  }

  private kpis(items: readonly Kpi[]): Table {
    const width = Math.floor(WIDTH / items.length);
    const cells = items.map((kpi) => {
      const value = writeCell(kpi.value, kpi, this.language, this.document.labels);
      return new TableCell({
        width: { size: width, type: WidthType.DXA },
        shading: { type: ShadingType.CLEAR, fill: hex(TOKENS.accentSoft) },
        margins: { top: 140, bottom: 140, left: 160, right: 160 },
        borders: {
          top: { style: BorderStyle.SINGLE, size: 18, color: hex(TOKENS.accent) },
          ...inner,
          left: { style: BorderStyle.SINGLE, size: 24, color: 'FFFFFF' },
          right: { style: BorderStyle.SINGLE, size: 24, color: 'FFFFFF' },
        },
        children: [
          this.figure(
            value,
            {
              bold: true,
              color: hex(TOKENS.accentDeep),
              size: sizeThatFits(value, width),
            },
            AlignmentType.START,
          ),
          this.paragraph(kpi.label, { size: 18 }, { spacing: { after: 0 } }),
          ...(kpi.note ? [this.paragraph(kpi.note, { size: 16, color: hex(TOKENS.muted) })] : []),
        ],
      });
    });
    return this.grid(
      [new TableRow({ cantSplit: true, children: cells })],
      items.map(() => width),
    );
  }

  /** Figures run left to right also in Arabic, and stand at the right side of their column. */
  private figure(
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

  private grid(rows: TableRow[], columnWidths: number[]): Table {
    return new Table({
      rows,
      columnWidths,
      layout: TableLayoutType.FIXED,
      width: { size: columnWidths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
      visuallyRightToLeft: this.rtl,
      borders: {
        ...inner,
        top: none,
        left: none,
        right: none,
        insideHorizontal: none,
        insideVertical: none,
      },
    });
  }

  private callout(
    title: string | undefined,
    text: string,
    tone: 'info' | 'warning' | 'danger',
  ): Child[] {
    const [edge, ground] = {
      info: [TOKENS.accent, TOKENS.accentSoft],
      warning: [TOKENS.warning, TOKENS.warningSoft],
      danger: [TOKENS.danger, TOKENS.dangerSoft],
    }[tone] as [string, string];
    const bar = { style: BorderStyle.SINGLE, size: 24, color: hex(edge) };
    const cell = new TableCell({
      width: { size: WIDTH, type: WidthType.DXA },
      shading: { type: ShadingType.CLEAR, fill: hex(ground) },
      margins: { top: 120, bottom: 120, left: 200, right: 200 },
      borders: {
        top: none,
        bottom: none,
        // In a mirrored table the left edge is the leading one.
        left: bar,
        right: none,
      },
      children: [
        ...(title
          ? [this.paragraph(title, { bold: true, color: hex(edge) }, { spacing: { after: 60 } })]
          : []),
        this.paragraph(text, {}, { spacing: { after: 0 } }),
      ],
    });
    return [
      this.gap(),
      this.grid([new TableRow({ cantSplit: true, children: [cell] })], [WIDTH]),
      this.gap(),
    ];
  }

  private chart(block: Extract<Block, { kind: 'chart' }>): Child[] {
    const { png, width, height } = chartPng(block, this.document, this.language);
    const alt = altText(block, { document: this.document, language: this.language });
    return [
      this.paragraph(
        wordsOf(block.title),
        { bold: true, size: 23 },
        { keepNext: true, spacing: { before: 160, after: 100 } },
      ),
      new Paragraph({
        spacing: { after: 200 },
        children: [
          new ImageRun({
            type: 'png',
            data: png,
            transformation: { width: 630, height: Math.round((height * 630) / width) },
            altText: { title: wordsOf(block.title), description: alt, name: block.key },
          }),
        ],
      }),
    ];
  }

  private table(table: TableBlock): Child[] {
    const size = table.columns.length > 5 ? 16 : 19;
    const widths = columnWidths(table, size, (row, column) => this.written(row, column));
    const head = new TableRow({
      tableHeader: true,
      cantSplit: true,
      children: table.columns.map((column, i) => this.headCell(column, widths[i]!, size)),
    });
    const rows = table.total ? [...table.rows, table.total] : table.rows;
    const body = rows.map((row) =>
      this.row(table, row, widths, size, rows.length <= MOST_TOGETHER && row !== rows.at(-1)),
    );
    const notes = [
      ...(table.denominator
        ? [this.document.labels.denominator.replace('{{text}}', table.denominator)]
        : []),
      ...(table.notes ?? []),
    ];
    return [
      this.paragraph(
        table.title,
        { bold: true, size: 21 },
        { keepNext: true, spacing: { before: 160, after: 100 } },
      ),
      this.grid([head, ...body], widths),
      ...notes.map((note, i) =>
        this.paragraph(
          note,
          { size: 16, color: hex(TOKENS.muted) },
          { spacing: { before: i ? 0 : 100, after: 40 } },
        ),
      ),
      this.gap(),
    ];
  }

  private written(row: Row, column: Column): string {
    const shape = shapeInTable(row, column);
    return writeCell(row.cells[column.key], shape, this.language, this.document.labels);
  }

  private headCell(column: Column, width: number, size: number): TableCell {
    const style = { bold: true, color: hex(TOKENS.accentDeep), size };
    return new TableCell({
      width: { size: width, type: WidthType.DXA },
      shading: { type: ShadingType.CLEAR, fill: hex(TOKENS.accentSoft) },
      verticalAlign: VerticalAlignTable.BOTTOM,
      margins: CELL,
      borders: {
        top: none,
        left: none,
        right: none,
        bottom: { style: BorderStyle.SINGLE, size: 8, color: hex(TOKENS.accent) },
      },
      children: [
        this.paragraph(writeHeader(column), style, {
          // In a right-to-left paragraph "start" is the right side, where its figures stand.
          alignment: isText(column) || this.rtl ? AlignmentType.START : AlignmentType.END,
          keepNext: true,
          spacing: { after: 0 },
        }),
      ],
    });
  }

  private row(
    table: TableBlock,
    row: Row,
    widths: readonly number[],
    size: number,
    keepNext: boolean,
  ): TableRow {
    const isTotal = row === table.total;
    const line = { style: BorderStyle.SINGLE, size: 4, color: hex(TOKENS.line) };
    const strong = { style: BorderStyle.SINGLE, size: 8, color: hex(TOKENS.accent) };
    return new TableRow({
      cantSplit: true,
      children: table.columns.map((column, i) => {
        const cell = row.cells[column.key];
        const text = this.written(row, column);
        const style = {
          size,
          bold: isTotal || row.emphasis === 'strong',
          ...(isHidden(cell) ? { color: hex(TOKENS.muted) } : {}),
        };
        return new TableCell({
          width: { size: widths[i]!, type: WidthType.DXA },
          margins: CELL,
          borders: { left: none, right: none, top: isTotal ? strong : none, bottom: line },
          children: [
            isText(column)
              ? this.paragraph(text, style, { keepNext, spacing: { after: 0 } })
              : this.figure(text, style, AlignmentType.RIGHT, keepNext),
          ],
        });
      }),
    });
  }
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const inner = { bottom: none };
const CELL = { top: 50, bottom: 50, left: 80, right: 80 };
/** Up to so many rows a table is not broken over two pages. */
const MOST_TOGETHER = 26;
const isText = (column: Column): boolean => column.type === 'text' || column.type === 'date';

/** Five cards stand as three and two: every row is filled. */
function rowsOfCards(items: readonly Kpi[]): (readonly Kpi[])[] {
  const rows = Math.max(1, Math.ceil(items.length / 4));
  const wide = Math.ceil(items.length / rows);
  return Array.from({ length: rows }, (_, i) => items.slice(i * wide, (i + 1) * wide));
}

/** Figures get what they need, or more where words leave it; words the rest. */
function columnWidths(
  table: TableBlock,
  size: number,
  written: (row: Row, column: Column) => string,
): number[] {
  const rows = table.total ? [...table.rows, table.total] : table.rows;
  const letters = (column: Column): number =>
    Math.max(
      ...writeHeader(column)
        .split(' ')
        // Bold letters are wider than figures.
        .map((word) => Math.ceil(word.length * 1.2)),
      ...rows.map((row) => written(row, column).length),
    );
  const figures = table.columns.filter((column) => !isText(column));
  // Letters of 0.62 of their height, in twentieths of a point, and the margins of the cell.
  const needs = figures.map((column) => Math.ceil(letters(column) * size * 6.2) + 180);
  const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
  const most = WIDTH * 0.72;
  const words = table.columns.filter(isText);
  const ways = [1750, 1450, 1200, 0].map((least) => needs.map((need) => Math.max(need, least)));
  const chosen =
    (words.length > 1 && ways.find((widths) => sum(widths) <= WIDTH * 0.5)) ||
    ways.find((widths) => sum(widths) <= most);
  const each = chosen ?? figures.map(() => Math.floor(most / figures.length));
  const shared = wordWidths(
    words.map((column) => Math.ceil(letters(column) * size * 6.2) + 180),
    WIDTH - sum(each),
  );
  return table.columns.map(
    (column) => each[figures.indexOf(column)] ?? shared[words.indexOf(column)]!,
  );
}

/** A short column of words takes what it needs; the long ones share the rest. */
function wordWidths(needs: readonly number[], room: number): number[] {
  const fair = Math.floor(room / (needs.length || 1));
  const long = needs.filter((need) => need > fair).length;
  if (long === 0) return needs.map(() => fair);
  const short = needs.filter((need) => need <= fair).reduce((a, b) => a + b, 0);
  return needs.map((need) => (need <= fair ? need : Math.floor((room - short) / long)));
}

class DocxReport {
  private readonly writer: Writer;

  constructor(private readonly document: DisclosedDocument) {
    this.writer = new Writer(document, document.meta.language);
  }

  build(): Document {
    const { meta } = this.document;
    return new Document({
      title: meta.title,
      creator: 'Mawa',
      lastModifiedBy: 'Mawa',
      styles: {
        default: {
          document: {
            run: {
              font: FACE,
              size: 21,
              sizeComplexScript: 21,
              color: hex(TOKENS.ink),
              language: { value: TAG[meta.language], bidirectional: TAG.ar },
            },
            paragraph: { spacing: { after: 140, line: 276 } },
          },
        },
      },
      sections: [
        {
          properties: {
            titlePage: true,
            page: {
              size: { width: 11906, height: 16838 },
              margin: {
                top: 1360,
                bottom: 1250,
                left: 1134,
                right: 1134,
                header: 600,
                footer: 560,
              },
            },
          },
          headers: {
            default: new Header({ children: [this.header()] }),
            first: new Header({ children: [] }),
          },
          footers: {
            default: new Footer({ children: [this.footer()] }),
            first: new Footer({ children: [] }),
          },
          children: [...this.cover(), ...this.writer.blocks(this.document.blocks)],
        },
      ],
    });
  }

  private cover(): Child[] {
    const { meta, labels } = this.document;
    const line = (text: string, style: RunStyle, after = 120): Paragraph =>
      this.writer.paragraph(text, style, { spacing: { after } });
    const facts = [
      { label: labels.period, value: meta.period.label },
      { label: labels.audience, value: meta.audience.label },
      { label: labels.prepared_for, value: meta.preparedFor },
      ...(meta.preparedBy ? [{ label: labels.prepared_by, value: meta.preparedBy }] : []),
      ...meta.facts,
      { label: labels.date, value: writeDate(meta.date, meta.language) },
      { label: labels.version, value: meta.version },
    ];
    return [
      this.writer.paragraph(
        meta.programme,
        { color: hex(TOKENS.muted), size: 24 },
        { spacing: { before: 2200, after: 400 } },
      ),
      this.writer.paragraph(
        meta.title,
        { bold: true, size: 64, color: hex(TOKENS.accent) },
        { heading: HeadingLevel.TITLE, spacing: { after: 160 } },
      ),
      ...(meta.subtitle ? [line(meta.subtitle, { size: 28, color: hex(TOKENS.muted) }, 300)] : []),
      this.writer.paragraph(
        meta.period.label,
        { bold: true, size: 28 },
        {
          spacing: { before: 200, after: 900 },
          border: { top: { style: BorderStyle.SINGLE, size: 18, color: 'E0A030', space: 12 } },
        },
      ),
      ...facts.map((fact) => this.fact(fact.label, fact.value)),
      ...(meta.synthetic
        ? [
            this.writer.paragraph(
              labels.synthetic,
              { bold: true, color: hex(TOKENS.warning) },
              { spacing: { before: 900 } },
            ),
          ]
        : []),
    ];
  }

  private fact(label: string, value: string): Paragraph {
    const { language, direction } = this.document.meta;
    return new Paragraph({
      bidirectional: direction === 'rtl',
      spacing: { after: 100 },
      indent: { start: 2800, hanging: 2800 },
      tabStops: [{ type: TabStopType.START, position: 2800 }],
      children: [
        ...runsOf(label, { color: hex(TOKENS.muted) }, language),
        new TextRun({ children: [new Tab()], rightToLeft: direction === 'rtl' }),
        ...runsOf(value, { bold: true }, language),
      ],
    });
  }

  private header(): Paragraph {
    const { meta } = this.document;
    return this.running([
      ...runsOf(meta.title, RUNNING, meta.language),
      new TextRun({ children: [new Tab()] }),
      ...runsOf(meta.period.label, RUNNING, meta.language),
    ]);
  }

  private footer(): Paragraph {
    const { meta, labels } = this.document;
    const parts = [meta.audience.label, `${labels.version} ${meta.version}`];
    if (meta.synthetic) parts.push(labels.synthetic_short);
    const [before, between, after] = labels.page.split(/\{\{pages?\}\}/) as [
      string,
      string,
      string,
    ];
    const field = (children: (string | typeof PageNumber.CURRENT)[]): TextRun =>
      new TextRun({ children, ...RUNNING, font: FACE });
    return this.running([
      ...runsOf(parts.join(' · '), RUNNING, meta.language),
      new TextRun({ children: [new Tab()] }),
      ...runsOf(before, RUNNING, meta.language),
      field([PageNumber.CURRENT]),
      ...runsOf(between, RUNNING, meta.language),
      field([PageNumber.TOTAL_PAGES]),
      ...runsOf(after, RUNNING, meta.language),
    ]);
  }

  private running(children: TextRun[]): Paragraph {
    return new Paragraph({
      bidirectional: this.document.meta.direction === 'rtl',
      tabStops: [{ type: TabStopType.END, position: WIDTH }],
      children,
    });
  }
}

const RUNNING = { size: 16, color: hex(TOKENS.muted) };
