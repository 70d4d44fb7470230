/** The version of a document in which what is hidden is nowhere any more. */
import type {
  Block,
  Cell,
  ChartBlock,
  Column,
  DisclosedDocument,
  Kpi,
  ReportDocument,
  Row,
  Statement,
  TableBlock,
} from '../document';
import { figureOf, fill } from '../document';
import { isValue, kpiFigure } from './document-figures';
import type { Mark } from './suppression';

export interface MaskedFor {
  readonly audience: string;
  readonly threshold: number;
}

export function maskDocument(
  document: ReportDocument,
  { audience, threshold }: MaskedFor,
  marks: ReadonlyMap<string, Mark>,
): DisclosedDocument {
  const mask = new Mask(document, marks, threshold);
  const blocks = document.blocks.map((block) => mask.block(block));
  return { ...document, blocks, disclosure: { audience, threshold, hidden: mask.count } };
}

/** How a figure is tied to others is no business of the reader's. */
function without<T extends object, K extends keyof T>(from: T, ...keys: K[]): Omit<T, K> {
  const copy: Partial<T> = { ...from };
  for (const key of keys) delete copy[key];
  return copy as Omit<T, K>;
}

/** A reader is told what protects a column, not how it adds up. */
function toldColumn(column: Column): Column {
  const { disclosure } = column;
  const told = without(column, 'disclosure');
  if (!disclosure) return told;
  return {
    ...told,
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
    const { mark_small, mark_protected } = this.document.labels;
    return { hidden: true, mark: this.word(mark === 'small' ? mark_small : mark_protected) };
  }

  private table(table: TableBlock): TableBlock {
    const used = new Set<Mark>();
    const row = (from: Row): Row => {
      const cells: Record<string, Cell> = {};
      for (const [key, cell] of Object.entries(from.cells)) {
        const mark = isValue(cell) ? this.marks.get(figureOf(table.key, from, key)) : undefined;
        if (mark) used.add(mark);
        cells[key] = mark ? this.hiddenCell(mark) : cell;
      }
      return { ...without(from, 'figures', 'structural', 'open'), cells };
    };
    const { total, ...rest } = table;
    return {
      ...rest,
      columns: table.columns.map(toldColumn),
      rows: table.rows.map(row),
      ...(total ? { total: row(total) } : {}),
      notes: [...(table.notes ?? []), ...this.notes(used)],
    };
  }

  private notes(used: ReadonlySet<Mark>): string[] {
    const { note_small, note_protected } = this.document.labels;
    return [
      ...(used.has('small') ? [this.word(note_small)] : []),
      ...(used.has('protected') ? [this.word(note_protected)] : []),
    ];
  }

  private chart(chart: ChartBlock): ChartBlock {
    return { ...chart, title: this.statement(chart.title), alt: this.statement(chart.alt) };
  }

  private kpi(kpi: Kpi): Kpi {
    const mark = isValue(kpi.value) ? this.marks.get(kpiFigure(kpi)) : undefined;
    return {
      ...without(kpi, 'figure', 'disclosure'),
      value: mark ? this.hiddenCell(mark) : kpi.value,
    };
  }

  private statement(statement: Statement): string {
    if (typeof statement === 'string') return statement;
    const quotesHidden = statement.figures.some((id) => this.marks.has(id));
    return quotesHidden ? statement.otherwise : statement.text;
  }
}
