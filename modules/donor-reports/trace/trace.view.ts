/** View of a figure and its basis, for the page and the API. */
import type { Language } from '../../platform/shared/actor';
import { formatDate, formatMoney } from '../../platform/web/format';
import { hasSentence, translate } from '../../platform/web/i18n';
import { standardLabels, writeCell } from '../../report-documents';
import { basisOf, DEFINITIONS, type DefinitionName } from './figure-basis.rules';
import { type Figure, KEY_FIGURE } from './document-figures.rules';
import { MOST_SHOWN, type RowsOfFigure, type TracedRow } from './traced-rows.queries';
import type { FiguresOfReport, TracedFigure } from './trace-figures.service';

export const pathOf = (reportId: string, key: string): string =>
  `/reports/${reportId}/figures/${encodeURIComponent(key.replaceAll('/', '~'))}`;
export const keyOf = (part: string): string => part.replaceAll('~', '/');

export const sentenceOf = (definition: DefinitionName, language: Language): string =>
  translate(language, `figures:define.${definition}`);

/** "Women and girls · 18 to 24". */
export const nameOf = ({ words: { row, column } }: Pick<Figure, 'words'>): string =>
  [...new Set([row, column])].filter((word) => word !== '').join(' · ');

export const valueOf = (figure: Pick<Figure, 'value' | 'shape'>, language: Language): string =>
  writeCell(figure.value, figure.shape, language, standardLabels(language));

/** Table by table, row by row; null where the reader reads what is published. */
export function figuresModel({ figures }: FiguresOfReport, id: string, language: Language) {
  if (!figures) return null;
  const tables = new Map<string, Figure[]>();
  for (const one of figures) tables.set(one.table, [...(tables.get(one.table) ?? []), one]);
  return [...tables].map(([key, all]) => ({
    key,
    title: all[0]!.words.table,
    columns: columnsOf(all),
    rows: rowsOf(all).map((cells) => ({
      name: cells[0]!.words.row,
      isTotal: cells[0]!.row === 'total' || cells[0]!.sums !== null,
      cells: cells.map((figure) => ({
        key: figure.key,
        path: pathOf(id, figure.key),
        name: nameOf(figure),
        value: figure.value,
        text: valueOf(figure, language),
        definition: basisOf(figure).definition,
      })),
    })),
  }));
}

const columnsOf = (all: readonly Figure[]): string[] => [
  ...new Map(
    all.map(({ column, words }) => [column, column === KEY_FIGURE ? '' : words.column]),
  ).values(),
];

function rowsOf(all: readonly Figure[]): Figure[][] {
  const rows = new Map<string, Figure[]>();
  for (const one of all) rows.set(one.row, [...(rows.get(one.row) ?? []), one]);
  return [...rows.values()];
}

export const definitionsModel = (language: Language) =>
  DEFINITIONS.map((name) => ({
    name,
    title: translate(language, `figures:title_of.${name}`),
    sentence: sentenceOf(name, language),
  }));

export function tracedModel(traced: TracedFigure, language: Language) {
  const { figure, basis, parts, rows, report, computedAt, isFrozen } = traced;
  return {
    reportId: report.id,
    isFrozen,
    computedAt,
    key: figure.key,
    table: figure.words.table,
    name: nameOf(figure),
    value: figure.value,
    text: valueOf(figure, language),
    definition: sentenceOf(basis.definition, language),
    parts: parts.map(({ as, figure: part }) => ({
      as,
      key: part.key,
      name: nameOf(part),
      path: pathOf(report.id, part.key),
      value: part.value,
      text: valueOf(part, language),
    })),
    rows: rows && rowsModel(rows, figure, language),
  };
}

function rowsModel(rows: RowsOfFigure, { shape }: Figure, language: Language) {
  const { kind, count, states, sum, shown } = rows;
  const say = (key: string, params: object = {}) =>
    translate(language, `figures:${key}`, { ...params });
  const changed = Object.entries(states).filter(([state]) => state !== 'there');
  return {
    kind,
    count,
    states,
    sum,
    title: say(`count.${kind}`, { count }),
    changed: changed.map(([state, rowCount]) => say(`since.${state}`, { count: rowCount })),
    sumText: sum === null ? null : formatMoney(sum, currencyOf(shape), language),
    more: shown && count > MOST_SHOWN ? say('more', { count: count - MOST_SHOWN }) : null,
    hasDays: kind !== 'people',
    hasAmounts: kind === 'ledger',
    hasLinks: shown?.some(({ caseId }) => caseId !== null) ?? false,
    shown: shown?.map((row) => rowModel(row, kind, shape, language)) ?? null,
  };
}

const currencyOf = ({ currency }: Figure['shape']): string => currency ?? 'USD';

function rowModel(
  { caseId, ...row }: TracedRow,
  kind: RowsOfFigure['kind'],
  shape: Figure['shape'],
  language: Language,
) {
  return {
    ...row,
    path: caseId && `/people/${caseId}`,
    bookedPath: row.transactionId && `/budget/ledger/${row.transactionId}`,
    isErased: row.state === 'erased',
    stateText: translate(language, `figures:state.${row.state}`),
    days: daysOf(row, language),
    whatText: kind === 'ledger' && row.what ? entryOf(row.what, language) : row.what,
    amountText: row.amount && formatMoney(row.amount, currencyOf(shape), language),
  };
}

function daysOf({ from, until }: Omit<TracedRow, 'caseId'>, language: Language) {
  if (!from) return null;
  const first = formatDate(from, language);
  return until ? `${first} – ${formatDate(until, language)}` : first;
}

const entryOf = (kind: string, language: Language): string =>
  hasSentence(`budget:source.${kind}`) ? translate(language, `budget:source.${kind}`) : kind;
