/**
 * A report as data: blocks in order, with raw values; renderers only format it. Texts are translated already; money and
 * ratios are decimal strings, dates are civil dates.
 */
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { LabelSet } from './labels.words';

export type { Language, CivilDate };
export type Direction = 'ltr' | 'rtl';

/** Replaces a suppressed figure, which the document no longer contains. */
export interface HiddenCell {
  readonly hidden: true;
  readonly mark: string;
}

/** A raw value: integer as number, money and ratio as decimal string, null for "does not apply". */
export type Cell = string | number | null | HiddenCell;

export type ValueType = 'text' | 'integer' | 'money' | 'percent' | 'date';

/**
 * Disclosure control of a column. `count`: counts people or anything else that must not be small. `follows`: computed
 * from the counts in the named columns of its row and suppressed with them. Without a value: not protected. `additive`:
 * the total row is the sum of the rows.
 */
export type ColumnDisclosure =
  | { readonly role: 'count'; readonly additive?: boolean }
  | {
      readonly role: 'follows';
      readonly of: readonly string[];
      /** A share: the row whose cells of the same columns it is a share of. */
      readonly whole?: string;
      readonly additive?: boolean;
      /** Column of people each of whom has at least one of these (services given). */
      readonly atLeast?: string;
    };

export interface Column {
  readonly key: string;
  readonly header: string;
  readonly type: ValueType;
  /** ISO 4217, for money. */
  readonly currency?: string;
  /** Decimals; by default 2 for money, 1 for per cent. */
  readonly decimals?: number;
  readonly disclosure?: ColumnDisclosure;
  /** Protection as shown to readers, in the version for an audience. */
  readonly protection?: ColumnProtection;
}

/** `count` hides what is small; `follows` disappears with the columns that it is computed from. */
export type ColumnProtection =
  | { readonly rule: 'count' }
  | { readonly rule: 'follows'; readonly of: readonly string[] };

/** How a figure is written. */
export interface FigureShape {
  readonly type: 'integer' | 'money' | 'percent';
  readonly currency?: string;
  readonly decimals?: number;
}

export interface Row {
  readonly key: string;
  readonly cells: Readonly<Record<string, Cell>>;
  /** Names of figures, by column: the same name elsewhere in the document is the same number. */
  readonly figures?: Readonly<Record<string, string>>;
  /** Columns in which a zero is no finding but how the table is built (rule 2). */
  readonly structural?: readonly string[];
  /** Columns whose figures count nobody in this row, though in others they do: rows of several units. */
  readonly open?: readonly string[];
  /** The row of what is not known (rule 6). */
  readonly unknown?: boolean;
  /** Keys of the rows that this row adds up: a subtotal. The total adds all that are no subtotal. */
  readonly sums?: readonly string[];
  /** Keys of the rows whose people this row counts once each, although they can be in several rows. */
  readonly unites?: readonly string[];
  /** A row that is there only because it counts no fewer: every reader knows it. */
  readonly least?: number;
  /** For closed lists: rows combined in this one, each counting fewer than `below`. */
  readonly rolledUp?: { readonly below: number; readonly rows: readonly AbsentRow[] };
  readonly emphasis?: 'strong';
  /** Format of the figures in this row if it differs from the columns: indicators of several units. */
  readonly as?: FigureShape;
}

/** A row of a list that is not printed: its key, and what it would count. */
export type AbsentRow = Pick<Row, 'key' | 'cells' | 'figures'>;

export interface TableBlock {
  readonly kind: 'table';
  readonly key: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly total?: Row;
  /** A column that is the sum of others in its row. */
  readonly rowTotal?: { readonly column: string; readonly parts: readonly string[] };
  /** Base of all figures; required for a breakdown of people (rule 6). */
  readonly denominator?: string;
  /** A breakdown must have a row or a column of what is not known. */
  readonly breakdown?: boolean;
  readonly notes?: readonly string[];
}

/** A sentence that quotes figures, with an alternative if one of them is suppressed. */
export type Statement =
  | string
  | { readonly text: string; readonly figures: readonly string[]; readonly otherwise: string };

export interface ChartSeries {
  readonly column: string;
  readonly label: string;
}

/**
 * - `bar`, `stacked`, `line`: rows along an axis, a series a column.
 * - `occupancy`: a line with the line of full capacity.
 * - `pyramid`: the first two series back to back; further series and the row of what is not known are listed under it.
 * - `funnel`: rows are stages in order; the first series is drawn, a second is the share of the stage before.
 * - `map`: Morocco's regions as tiles, rows keyed `MA-01` or `01`; other rows are listed beside it.
 * - `target`: bars lying down, and a mark where each is to arrive.
 * - `sparklines`: rows are indicators, series the periods in order; a small line a row.
 */
export type ChartShape =
  | 'bar'
  | 'stacked'
  | 'line'
  | 'occupancy'
  | 'pyramid'
  | 'funnel'
  | 'map'
  | 'target'
  | 'sparklines';

/** Drawn from the rows of a table of the document, which is also the table behind it. */
export interface ChartBlock {
  readonly kind: 'chart';
  readonly key: string;
  readonly shape: ChartShape;
  /** Bars lie down: for long names. */
  readonly horizontal?: boolean;
  /** States the finding. */
  readonly title: Statement;
  /** Alternative text; renderers add the shown values. */
  readonly alt: Statement;
  readonly table: string;
  readonly category: string;
  readonly series: readonly ChartSeries[];
  /** Target values; required for `target`, optional for `sparklines`. */
  readonly target?: ChartSeries;
  /** `target`: each bar is measured by its own target, for rows of different units. */
  readonly scale?: 'own';
  /** For `occupancy`: column of the capacity; without one the line is at 100 %. */
  readonly capacity?: { readonly label: string; readonly column?: string };
  /** Row keys, if not all. */
  readonly rows?: readonly string[];
}

export interface HeadingBlock {
  readonly kind: 'heading';
  readonly key: string;
  /** 1 opens a chapter. */
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

export interface NarrativeBlock {
  readonly kind: 'narrative';
  readonly key: string;
  readonly title?: string;
  /** Plain text; never markup. */
  readonly paragraphs: readonly string[];
}

export interface Kpi {
  readonly key: string;
  readonly label: string;
  readonly value: Cell;
  readonly type: ValueType;
  readonly currency?: string;
  readonly decimals?: number;
  readonly note?: string;
  /** The figure this repeats; hidden where that is hidden. */
  readonly figure?: string;
  /** A count of people of its own, or computed from named figures. */
  readonly disclosure?:
    | { readonly role: 'count' }
    | { readonly role: 'follows'; readonly figures: readonly string[] };
}

export interface KpisBlock {
  readonly kind: 'kpis';
  readonly key: string;
  readonly items: readonly Kpi[];
}

export interface CalloutBlock {
  readonly kind: 'callout';
  readonly key: string;
  readonly tone: 'info' | 'warning' | 'danger';
  readonly title?: string;
  readonly text: Statement;
}

/** A part in another language, e.g. the summary in Arabic inside the French report. */
export interface SectionBlock {
  readonly kind: 'section';
  readonly key: string;
  readonly language: Language;
  readonly direction: Direction;
  readonly blocks: readonly Block[];
}

export type Block =
  | HeadingBlock
  | NarrativeBlock
  | KpisBlock
  | TableBlock
  | ChartBlock
  | CalloutBlock
  | SectionBlock;

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface ReportMeta {
  /** Neutral name of the files: letters, digits and hyphens. */
  readonly key: string;
  readonly kind: string;
  readonly programme: string;
  readonly title: string;
  readonly subtitle?: string;
  /** Both ends belong to the period. */
  readonly period: { readonly from: CivilDate; readonly to: CivilDate; readonly label: string };
  readonly language: Language;
  readonly direction: Direction;
  readonly audience: { readonly key: string; readonly label: string };
  readonly version: string;
  readonly preparedFor: string;
  readonly preparedBy?: string;
  /** The day the report bears; it fixes every date inside the files. */
  readonly date: CivilDate;
  /** More for the cover: grant, agency, status. */
  readonly facts: readonly Fact[];
  /** Synthetic data; every file says so. */
  readonly synthetic?: boolean;
}

export interface DisclosureRecord {
  readonly audience: string;
  /** 0: nothing is hidden. */
  readonly threshold: number;
  /** How many cells and key figures were hidden. */
  readonly hidden: number;
}

export interface ReportDocument {
  readonly format: 'mawa-report/1';
  readonly meta: ReportMeta;
  readonly labels: LabelSet;
  readonly blocks: readonly Block[];
  /** Present once `applyDisclosure` has made the version of an audience. */
  readonly disclosure?: DisclosureRecord;
}

/** A document made for an audience: the only kind that a renderer takes. */
export type DisclosedDocument = ReportDocument & { readonly disclosure: DisclosureRecord };
export type ByLanguage = Partial<Record<Language, DisclosedDocument>>;

export const isHidden = (cell: Cell | undefined): cell is HiddenCell =>
  typeof cell === 'object' && cell !== null && cell.hidden === true;

/** The words of a statement; in a disclosed document every statement is already plain. */
export const wordsOf = (statement: Statement): string =>
  typeof statement === 'string' ? statement : statement.text;

export const directionOf = (language: Language): Direction => (language === 'ar' ? 'rtl' : 'ltr');

/** Format of a cell: that of its row, or else of its column. */
export const shapeOf = (
  row: Row,
  column: Column,
): { readonly type: ValueType; readonly currency?: string; readonly decimals?: number } =>
  row.as && column.type !== 'text' && column.type !== 'date' ? row.as : column;

/** Format within a table, where the heading of the column names the currency. */
export const shapeInTable = (row: Row, column: Column): ReturnType<typeof shapeOf> => {
  const shape = shapeOf(row, column);
  return shape === column ? { ...column, currency: undefined } : shape;
};

/** Every block, sections opened, in reading order. */
export function* eachBlock(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    if (block.kind === 'section') yield* eachBlock(block.blocks);
  }
}

/** All charts with the language of their part. */
export function* chartsIn(
  blocks: readonly Block[],
  language: Language,
): Generator<readonly [ChartBlock, Language]> {
  for (const block of blocks) {
    if (block.kind === 'chart') yield [block, language];
    if (block.kind === 'section') yield* chartsIn(block.blocks, block.language);
  }
}

export const tablesOf = (document: ReportDocument): TableBlock[] =>
  [...eachBlock(document.blocks)].filter((block) => block.kind === 'table');

/** The name of the figure in a cell: given, or its place in the document. */
export const figureOf = (table: string, row: AbsentRow, column: string): string =>
  row.figures?.[column] ?? `${table}/${row.key}/${column}`;

/** The rows that a subtotal or the total adds up. */
export const summedBy = (table: TableBlock, row: Row): Row[] =>
  table.rows.filter((part) =>
    row.sums ? row.sums.includes(part.key) : !part.sums && part !== row,
  );
