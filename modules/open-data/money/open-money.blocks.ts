/** Published tables of the budget: what is planned, and of spending exactly what the IATI activity publishes. */
import { Decimal } from 'decimal.js';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { Block, DisclosedDocument, Row, TableBlock } from '../../report-documents';
import type { PublishedAmount } from './publish-money.rules';

const BY_CATEGORY = 'budget-by-unsdg';
/** A plan stands for nobody. What was spent and ordered may: one contract alone in a category or an outcome. */
const PLANNED: readonly string[] = ['label', 'budgeted'];
/** A table published with spending to the cent, before spending was published with the activity alone. */
const isExact = (block: Block): block is TableBlock =>
  block.kind === 'table' &&
  block.key.startsWith('budget-by-') &&
  block.columns.some(({ key }) => key === 'committed');

/** In place of spending and orders as the ledger has them, what was published up to the end of the quarter. */
export const withPublishedMoney = (
  blocks: readonly Block[],
  published: readonly PublishedAmount[],
  language: Language,
): Block[] =>
  blocks.map((block) => {
    if (!isExact(block)) return block;
    const planned = onlyPlanned(block);
    return block.key === BY_CATEGORY ? withSpending(planned, published, language) : planned;
  });

export const withoutExactMoney = (document: DisclosedDocument): DisclosedDocument => ({
  ...document,
  blocks: document.blocks.map((block) => (isExact(block) ? onlyPlanned(block) : block)),
});

function onlyPlanned(table: TableBlock): TableBlock {
  const planned = (row: Row): Row => ({
    ...row,
    cells: Object.fromEntries(PLANNED.map((key) => [key, row.cells[key] ?? null])),
  });
  return {
    ...table,
    columns: table.columns.filter(({ key }) => PLANNED.includes(key)),
    rows: table.rows.map(planned),
    ...(table.total ? { total: planned(table.total) } : {}),
  };
}

/** Rows are known by their category: "4-2". */
const categoryOf = ({ key }: Row): string => key.split('-')[0]!;

function withSpending(
  table: TableBlock,
  published: readonly PublishedAmount[],
  language: Language,
): TableBlock {
  const say = (key: string) => translate(language, `open-data:money.${key}`);
  const spent = published.filter(({ type }) => type === '4');
  const sum = (own: readonly PublishedAmount[]) =>
    own.reduce((all, { amount }) => all.plus(amount), new Decimal(0)).toFixed(2);
  const isFirst = (row: Row) =>
    table.rows.find((one) => categoryOf(one) === categoryOf(row)) === row;
  const ofRow = (row: Row) =>
    isFirst(row) ? sum(spent.filter(({ category }) => category === categoryOf(row))) : null;
  const together: Row = {
    key: 'together',
    cells: {
      label: say('together'),
      budgeted: null,
      spent: sum(spent.filter(({ category }) => category === null)),
    },
  };
  const budgeted = table.columns.find(({ key }) => key === 'budgeted')!;
  const { total } = table;
  return {
    ...table,
    columns: [...table.columns, { ...budgeted, key: 'spent', header: say('spent') }],
    rows: [
      ...table.rows.map((row) => ({ ...row, cells: { ...row.cells, spent: ofRow(row) } })),
      together,
    ],
    ...(total ? { total: { ...total, cells: { ...total.cells, spent: sum(spent) } } } : {}),
    notes: [...(table.notes ?? []), say('note')],
  };
}
