/**
 * A report as data: what is said, in what order, with raw values. Renderers only format it.
 * All words arrive translated; money and ratios are decimal strings, dates are civil dates.
 */
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { LabelSet } from './labels.words';

export type { Language, CivilDate };
export type Direction = 'ltr' | 'rtl';

/** Stands where a figure was taken out: the figure itself is nowhere in the document any more. */
export interface HiddenCell {
  readonly hidden: true;
  readonly mark: string;
}

/** A raw value: integer as number, money and ratio as decimal string, null for "does not apply". */
export type Cell = string | number | null | HiddenCell;

export type ValueType = 'text' | 'integer' | 'money' | 'percent' | 'date';

/**
 * How a column is protected. `count` counts people (or anything that must not be small);
 * `follows` is computed from the counts in the named columns of its row and disappears with them;
 * without one the column is open. `additive` says that the total row is the sum of the rows.
 */
export type ColumnDisclosure =
  | { readonly role: 'count'; readonly additive?: boolean }
  | {
      readonly role: 'follows';
      readonly of: readonly string[];
      /** A share: the row whose cells of the same columns it is a share of. */
      readonly whole?: string;
      readonly additive?: boolean;
      /** The column of people of whom each stands for at least one of these: services given. */
      readonly atLeast?: string;
    };

export interface Column {
  readonly key: string;
  readonly header: string;
  readonly type: ValueType;
  /** ISO 4217, for money. */
  readonly currency?: string;
  /** Decimals written: money 2, percent 1 unless said otherwise. */
  readonly decimals?: number;
  readonly disclosure?: ColumnDisclosure;
  /** What a reader sees of it, once the document is the version of an audience. */
  readonly protection?: ColumnProtection;
}

/** `count` hides what is small; `follows` disappears with the columns that it is computed from. */
export type ColumnProtection =
  { readonly rule: 'count' } | { readonly rule: 'follows'; readonly of: readonly string[] };

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
  /** Keys of the rows of which this one counts each person once, though one may stand in several. */
  readonly unites?: readonly string[];
  /** A row that is there only because it counts no fewer: every reader knows it. */
  readonly least?: number;
  /** Of a closed list: the rows put together in this one, each of which counts fewer than `below`. */
  readonly rolledUp?: { readonly below: number; readonly rows: readonly AbsentRow[] };
  readonly emphasis?: 'strong';
  /** The figures of this row are of another kind than its columns say: indicators of several units. */
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
  /** What all the figures are out of; required of a breakdown of people (rule 6). */
  readonly denominator?: string;
  /** A breakdown must have a row or a column of what is not known. */
  readonly breakdown?: boolean;
  readonly notes?: readonly string[];
}

/** A sentence that quotes figures, and what to say instead when one of them is hidden. */
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
  'bar' | 'stacked' | 'line' | 'occupancy' | 'pyramid' | 'funnel' | 'map' | 'target' | 'sparklines';

/** Drawn from the rows of a table of the document, which is also the table behind it. */
export interface ChartBlock {
  readonly kind: 'chart';
  readonly key: string;
  readonly shape: ChartShape;
  /** Bars lie down: for long names. */
  readonly horizontal?: boolean;
  /** Says the finding. */
  readonly title: Statement;
  /** What is drawn; renderers add the values that are shown. */
  readonly alt: Statement;
  readonly table: string;
  readonly category: string;
  readonly series: readonly ChartSeries[];
  /** What is aimed at: of `target`, and of `sparklines` where there is one. */
  readonly target?: ChartSeries;
  /** `target`: each bar is measured by its own target, for rows of different units. */
  readonly scale?: 'own';
  /** Of `occupancy`: the column of what could be used; without one the line stands at 100 %. */
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
    { readonly role: 'count' } | { readonly role: 'follows'; readonly figures: readonly string[] };
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
  HeadingBlock | NarrativeBlock | KpisBlock | TableBlock | ChartBlock | CalloutBlock | SectionBlock;

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
  /** The data are made up, and every file says so. */
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

/** How a cell is written: as its column says, or as its row does. */
export const shapeOf = (
  row: Row,
  column: Column,
): { readonly type: ValueType; readonly currency?: string; readonly decimals?: number } =>
  row.as && column.type !== 'text' && column.type !== 'date' ? row.as : column;

/** The same in a table, where the currency of a column stands in its head. */
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

/** Every chart with the language of the part in which it stands. */
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
