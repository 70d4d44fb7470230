/**
 * The document for programs: stored values, with a dictionary of the columns and their protection (docs/report-json.md,
 * templates/reports/report-data.schema.json).
 */
import stringify from 'fast-json-stable-stringify';
import type {
  Block,
  Cell,
  ChartBlock,
  Column,
  DisclosedDocument,
  Kpi,
  Row,
  TableBlock,
  ValueType,
} from '../document';
import { chartsIn, eachBlock, isHidden, tablesOf, wordsOf } from '../document';
import { altText, type ChartContext } from './charts';

/** Changes with every change that a reading program would notice. */
export const DATA_FORMAT = 'mawa-report-data/1';

/** Keys in the order of the alphabet, no space between: the same document, the same bytes. */
export const renderJson = (document: DisclosedDocument): Buffer =>
  Buffer.from(`${stringify(dataOf(document))}\n`, 'utf8');

function dataOf(document: DisclosedDocument) {
  const { meta, disclosure } = document;
  const blocks = [...eachBlock(document.blocks)];
  return {
    format: DATA_FORMAT,
    report: {
      key: meta.key,
      kind: meta.kind,
      programme: meta.programme,
      title: meta.title,
      subtitle: meta.subtitle ?? null,
      period: meta.period,
      language: meta.language,
      direction: meta.direction,
      audience: meta.audience,
      version: meta.version,
      date: meta.date,
      preparedFor: meta.preparedFor,
      preparedBy: meta.preparedBy ?? null,
      facts: meta.facts,
      synthetic: meta.synthetic ?? false,
      notice: meta.synthetic ? document.labels.synthetic : null,
    },
    protection: {
      audience: disclosure.audience,
      threshold: disclosure.threshold,
      hidden: disclosure.hidden,
    },
    contents: document.blocks.map(contentOf),
    keyFigures: blocks.flatMap((block) =>
      block.kind === 'kpis' ? block.items.map((item) => keyFigure(block.key, item)) : [],
    ),
    tables: tablesOf(document).map((table) => tableOf(table, disclosure.threshold)),
    charts: [...chartsIn(document.blocks, meta.language)].map(([chart, language]) =>
      chartOf(chart, { document, language }),
    ),
  };
}

/** Contents in reading order: texts inline, figures by their key. */
function contentOf(block: Block): object {
  const { kind, key } = block;
  switch (block.kind) {
    case 'heading':
      return { kind, key, level: block.level, text: block.text };
    case 'narrative':
      return { kind, key, title: block.title ?? null, paragraphs: block.paragraphs };
    case 'callout':
      return { kind, key, tone: block.tone, title: block.title ?? null, text: wordsOf(block.text) };
    case 'section':
      return {
        kind,
        key,
        language: block.language,
        direction: block.direction,
        contents: block.blocks.map(contentOf),
      };
    default:
      return { kind, key };
  }
}

interface Shape {
  readonly type: ValueType;
  readonly currency?: string;
  readonly decimals?: number;
}

/** Type of a value, in language-independent codes. */
const dictionaryOf = ({ type, currency, decimals }: Shape) => ({
  type,
  unit: unitOf(type, currency),
  currency: type === 'money' ? (currency ?? null) : null,
  decimals: DECIMALS[type] === null ? null : (decimals ?? DECIMALS[type]),
});

const DECIMALS: Readonly<Record<ValueType, number | null>> = {
  integer: 0,
  money: 2,
  percent: 1,
  text: null,
  date: null,
};

function unitOf(type: ValueType, currency: string | undefined): string | null {
  if (type === 'money') return currency ?? null;
  return { integer: 'count', percent: 'ratio', date: 'date', text: null }[type];
}

function keyFigure(block: string, kpi: Kpi): object {
  return {
    block,
    key: kpi.key,
    label: kpi.label,
    note: kpi.note ?? null,
    ...dictionaryOf(kpi),
    value: valueOf(kpi.value),
  };
}

function tableOf(table: TableBlock, threshold: number): object {
  return {
    key: table.key,
    title: table.title,
    columns: table.columns.map((column) => ({
      key: column.key,
      header: column.header,
      ...dictionaryOf(column),
      protection: protectionOf(column, threshold),
    })),
    rows: table.rows.map((row) => rowOf(table, row)),
    total: table.total ? rowOf(table, table.total) : null,
    rowTotal: table.rowTotal ?? null,
    denominator: table.denominator ?? null,
    notes: table.notes ?? [],
  };
}

/** Null: the column counts nobody, or nothing is hidden from this audience. */
function protectionOf({ protection }: Column, threshold: number): object | null {
  if (!protection || threshold === 0) return null;
  return protection.rule === 'count'
    ? { rule: 'count', below: threshold }
    : { rule: 'follows', columns: protection.of };
}

/** Database ids are of no use to readers and are removed. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const keyOf = (table: TableBlock, key: string): string =>
  UUID.test(key) ? `row-${table.rows.findIndex((row) => row.key === key) + 1}` : key;

/** As the table that it is drawn from names its rows. */
function keyIn(document: DisclosedDocument, name: string, key: string): string {
  const table = tablesOf(document).find((one) => one.key === name);
  return table ? keyOf(table, key) : key;
}

function rowOf(table: TableBlock, row: Row): object {
  return {
    key: keyOf(table, row.key),
    unknown: row.unknown ?? false,
    sums: row.sums?.map((key) => keyOf(table, key)) ?? null,
    // Figures whose format differs from their columns.
    as: row.as ? dictionaryOf(row.as) : null,
    values: Object.fromEntries(
      table.columns.map(({ key }) => [key, valueOf(row.cells[key])] as const),
    ),
  };
}

const valueOf = (cell: Cell | undefined) =>
  isHidden(cell) ? { hidden: true, mark: cell.mark } : (cell ?? null);

function chartOf(chart: ChartBlock, context: ChartContext): object {
  return {
    key: chart.key,
    shape: chart.shape,
    table: chart.table,
    category: chart.category,
    title: wordsOf(chart.title),
    alt: altText(chart, context),
    series: chart.series,
    target: chart.target ?? null,
    capacity: chart.capacity ?? null,
    rows: chart.rows?.map((key) => keyIn(context.document, chart.table, key)) ?? null,
  };
}
