/** The version of a document in which what is hidden is nowhere any more. */
import {
  type Block,
  type Cell,
  type ChartBlock,
  type Column,
  type DisclosedDocument,
  type Kpi,
  type ReportDocument,
  type Row,
  type Statement,
  type TableBlock,
  figureOf,
  fill,
  isFigureType,
} from '../../report-documents';
import { isValue, kpiFigure } from './document-figures.rules';
import { type Mark, MARKS } from './suppression.rules';

export interface MaskOptions {
  readonly audience: string;
  readonly threshold: number;
}

export function maskDocument(
  document: ReportDocument,
  { audience, threshold }: MaskOptions,
  marks: ReadonlyMap<string, Mark>,
): DisclosedDocument {
  const mask = new Mask(document, marks, threshold);
  const blocks = document.blocks.map((block) => mask.block(block));
  return { ...document, blocks, disclosure: { audience, threshold, hidden: mask.count } };
}

/** How a figure is tied to others is no business of the reader's. */
function omitKeys<T extends object, K extends keyof T>(from: T, ...keys: readonly K[]): Omit<T, K> {
  const copy: Partial<T> = { ...from };
  for (const key of keys) delete copy[key];
  return copy as Omit<T, K>;
}

/** Row properties used for planning only and removed from the document. */
const UNPRINTED = ['figures', 'structural', 'open', 'unites', 'least', 'rolledUp'] as const;

/** Readers see which rule protects a column, not how it adds up. */
function disclosedColumn(column: Column): Column {
  const { disclosure } = column;
  const masked = omitKeys(column, 'disclosure');
  if (!disclosure) return masked;
  return {
    ...masked,
    protection:
      disclosure.role === 'count' ? { rule: 'count' } : { rule: 'follows', of: disclosure.of },
  };
}

class Mask {
  count = 0;

  constructor(
    private readonly document: ReportDocument,
    private readonly marks: ReadonlyMap<string, Mark>,
    private readonly threshold: number,
  ) {}

  block(block: Block): Block {
    switch (block.kind) {
      case 'table':
        return this.table(block);
      case 'chart':
        return this.chart(block);
      case 'kpis':
        return { ...block, items: block.items.map((kpi) => this.kpi(kpi)) };
      case 'callout':
        return { ...block, text: this.statement(block.text) };
      case 'section':
        return { ...block, blocks: block.blocks.map((inner) => this.block(inner)) };
      default:
        return block;
    }
  }

  private word(label: string): string {
    return fill(label, { threshold: this.threshold });
  }

  private hiddenCell(mark: Mark): Cell {
    this.count += 1;
    return { hidden: true, mark: this.word(this.document.labels[`mark_${mark}`]) };
  }

  /** Words have no mark of their own: they are hidden where a count that they are written from is. */
  private markOf(table: TableBlock, row: Row, column: Column | undefined): Mark | undefined {
    if (!column || !isValue(row.cells[column.key])) return undefined;
    if (isFigureType(column.type)) return this.marks.get(figureOf(table.key, row, column.key));
    if (column.disclosure?.role !== 'follows') return undefined;
    const marks = column.disclosure.of.map((key) => this.marks.get(figureOf(table.key, row, key)));
    if (marks.every((mark) => mark === undefined)) return undefined;
    return marks.includes('corrected') ? 'corrected' : 'protected';
  }

  private table(table: TableBlock): TableBlock {
    const used = new Set<Mark>();
    const columns = new Map(table.columns.map((column) => [column.key, column]));
    const row = (from: Row): Row => {
      const cells: Record<string, Cell> = {};
      for (const [key, cell] of Object.entries(from.cells)) {
        const mark = this.markOf(table, from, columns.get(key));
        if (mark) used.add(mark);
        cells[key] = mark ? this.hiddenCell(mark) : cell;
      }
      return { ...omitKeys(from, ...UNPRINTED), cells };
    };
    const { total, ...rest } = table;
    return {
      ...rest,
      columns: table.columns.map(disclosedColumn),
      rows: table.rows.map(row),
      ...(total ? { total: row(total) } : {}),
      notes: [...(table.notes ?? []), ...this.notes(used)],
    };
  }

  private notes(used: ReadonlySet<Mark>): string[] {
    return MARKS.filter((mark) => used.has(mark)).map((mark) => this.noteOn(mark));
  }

  private noteOn(mark: Mark): string {
    return this.word(this.document.labels[`note_${mark}`]);
  }

  private chart(chart: ChartBlock): ChartBlock {
    return { ...chart, title: this.statement(chart.title), alt: this.statement(chart.alt) };
  }

  private kpi(kpi: Kpi): Kpi {
    const mark = isValue(kpi.value) ? this.marks.get(kpiFigure(kpi)) : undefined;
    const disclosed = {
      ...omitKeys(kpi, 'figure', 'disclosure'),
      value: mark ? this.hiddenCell(mark) : kpi.value,
    };
    if (mark !== 'corrected') return disclosed;
    // A key figure is outside of tables, whose notes explain the mark, and needs the note itself.
    return { ...disclosed, note: [kpi.note, this.noteOn(mark)].filter(Boolean).join(' ') };
  }

  private statement(statement: Statement): string {
    if (typeof statement === 'string') return statement;
    const quotesHidden = statement.figures.some((id) => this.marks.has(id));
    return quotesHidden ? statement.otherwise : statement.text;
  }
}
