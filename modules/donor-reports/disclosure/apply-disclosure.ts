/** Makes the version of one audience: what is hidden in it is nowhere in it. */
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
import { checkDocument, eachBlock, figureOf, fill, summedBy, tablesOf } from '../document';
import { suppress, type Figure, type Line, type Mark, type SuppressionPolicy } from './suppression';

export interface DisclosurePolicy extends SuppressionPolicy {
  readonly audience: string;
}

/** The programme's own people see every figure. */
export const INSIDERS: DisclosurePolicy = { audience: 'insiders', threshold: 0, zeros: 'show' };

export async function applyDisclosure(
  document: ReportDocument,
  policy: DisclosurePolicy,
): Promise<DisclosedDocument> {
  assertWhole(document);
  const { marks } = await suppress(figuresOf(document), linesOf(document), policy);
  return masked(document, policy, marks);
}

/** The version of those who may see every figure. */
export function forInsiders(document: ReportDocument): DisclosedDocument {
  assertWhole(document);
  return masked(document, INSIDERS, new Map());
}

function assertWhole(document: ReportDocument): void {
  if (document.disclosure) throw new Error('this document is already the version of an audience');
  checkDocument(document);
}

function masked(
  document: ReportDocument,
  policy: DisclosurePolicy,
  marks: ReadonlyMap<string, Mark>,
): DisclosedDocument {
  const mask = new Mask(document, marks, policy);
  const blocks = document.blocks.map((block) => mask.block(block));
  const { audience, threshold } = policy;
  return { ...document, blocks, disclosure: { audience, threshold, hidden: mask.count } };
}

const allRows = (table: TableBlock): readonly Row[] =>
  table.total ? [...table.rows, table.total] : table.rows;

const kpisOf = (document: ReportDocument): Kpi[] =>
  [...eachBlock(document.blocks)].flatMap((block) => (block.kind === 'kpis' ? block.items : []));

const kpiFigure = (kpi: Kpi): string => kpi.figure ?? `kpi/${kpi.key}`;

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

const isValue = (cell: Cell | undefined): cell is string | number =>
  typeof cell === 'string' || typeof cell === 'number';

/** One figure a name: what several places show is hidden in all of them or in none. */
function figuresOf(document: ReportDocument): Figure[] {
  const found = new Map<string, Figure>();
  for (const figure of [...tablesOf(document).flatMap(tableFigures), ...kpiFigures(document)])
    found.set(figure.id, merge(found.get(figure.id), figure));
  return [...found.values()];
}

function merge(known: Figure | undefined, other: Figure): Figure {
  if (!known) return other;
  if (known.value !== other.value)
    throw new Error(`figure ${other.id} is ${known.value} here and ${other.value} there`);
  return {
    ...known,
    kind: known.kind === 'count' || other.kind === 'count' ? 'count' : 'derived',
    follows: [...(known.follows ?? []), ...(other.follows ?? [])],
    structural: known.structural || other.structural,
    places: [...(known.places ?? []), ...(other.places ?? [])],
  };
}

function tableFigures(table: TableBlock): Figure[] {
  return allRows(table).flatMap((row) =>
    table.columns.flatMap((column): Figure[] => {
      const cell = row.cells[column.key];
      if (!column.disclosure || !isValue(cell) || row.open?.includes(column.key)) return [];
      const follows = column.disclosure.role === 'follows' ? column.disclosure.of : [];
      return [
        {
          id: figureOf(table.key, row, column.key),
          value: Number(cell),
          kind: column.disclosure.role === 'count' ? 'count' : 'derived',
          follows: follows
            .filter((key) => isValue(row.cells[key]))
            .map((key) => figureOf(table.key, row, key)),
          structural: row.structural?.includes(column.key) ?? false,
          places: [table.key],
        },
      ];
    }),
  );
}

const kpiFigures = (document: ReportDocument): Figure[] =>
  kpisOf(document).flatMap((kpi): Figure[] =>
    (kpi.disclosure || kpi.figure) && isValue(kpi.value)
      ? [
          {
            id: kpiFigure(kpi),
            value: Number(kpi.value),
            kind: kpi.disclosure?.role === 'count' ? 'count' : 'derived',
            follows: kpi.disclosure?.role === 'follows' ? kpi.disclosure.figures : [],
            places: [],
          },
        ]
      : [],
  );

/** Every sum that a reader can see: down the columns, along the rows. */
function linesOf(document: ReportDocument): Line[] {
  return tablesOf(document).flatMap((table) => [...columnLines(table), ...rowLines(table)]);
}

function columnLines(table: TableBlock): Line[] {
  const sums = allRows(table).filter((row) => row === table.total || row.sums);
  const columns = table.columns.filter((column) => column.disclosure?.additive);
  return columns.flatMap(({ key }) =>
    sums
      .filter((sum) => isValue(sum.cells[key]))
      .map((sum) => ({
        total: figureOf(table.key, sum, key),
        parts: summedBy(table, sum)
          .filter((row) => isValue(row.cells[key]))
          .map((row) => figureOf(table.key, row, key)),
      })),
  );
}

function rowLines(table: TableBlock): Line[] {
  const sum = table.rowTotal;
  const isProtected = table.columns.some(
    ({ key, disclosure }) => key === sum?.column && disclosure,
  );
  if (!sum || !isProtected) return [];
  return allRows(table)
    .filter((row) => isValue(row.cells[sum.column]))
    .map((row) => ({
      total: figureOf(table.key, row, sum.column),
      parts: sum.parts
        .filter((key) => isValue(row.cells[key]))
        .map((key) => figureOf(table.key, row, key)),
    }));
}

class Mask {
  count = 0;

  constructor(
    private readonly document: ReportDocument,
    private readonly marks: ReadonlyMap<string, Mark>,
    private readonly policy: DisclosurePolicy,
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
    return fill(label, { threshold: this.policy.threshold });
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
