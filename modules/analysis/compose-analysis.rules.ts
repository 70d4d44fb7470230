/** Composes the result of an analysis as a document with a table and a chart, for disclosure control and renderers. */
import type { Language } from '../platform/shared/actor';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { hasSentence, translate } from '../platform/web/i18n';
import { shareOf } from '../platform/shared/share.rules';
import {
  type Block,
  type Cell,
  checkDocument,
  type Column,
  type ColumnDisclosure,
  type DisclosedDocument,
  directionOf,
  type ReportDocument,
  type Row,
  standardLabels,
  type TableBlock,
  writeDate,
} from '../report-documents';
import { pastChoiceNote, titleWithPast } from '../indicators';
import { type AnalysisCounts, UNKNOWN } from './count.queries';
import type { DimensionValue } from './dimension-values.queries';
import { addsUp, countsPast, cutOf, isTime, measureOf } from './measures.data';
import { namesOfCells } from './cell-names.rules';
import { pictureOf } from './analysis-charts.rules';
import { ALWAYS_KNOWN, type AnalysisQuery } from './analysis-query.rules';

export interface AnalysisFacts {
  readonly question: AnalysisQuery;
  readonly counted: AnalysisCounts;
  readonly rows: readonly DimensionValue[];
  /** Null: one dimension alone. */
  readonly columns: readonly DimensionValue[] | null;
  /** Selected values of each dimension, as labels. */
  readonly only: readonly { readonly dimension: string; readonly values: readonly string[] }[];
  readonly language: Language;
  readonly date: CivilDate;
  readonly programme: string;
  readonly synthetic: boolean;
}

export const TABLE = 'analysis';
const BEHIND = 'people-behind';
const ALL = 'all';
const LABEL = 'row';

export function composeAnalysis(facts: AnalysisFacts): ReportDocument {
  const { question, language } = facts;
  const say = (key: string, params = {}) => translate(language, `analyses:${key}`, params);
  const table = tableOf(facts);
  const until = addDays(question.period.until, -1);
  const document: ReportDocument = {
    format: 'mawa-report/1',
    labels: standardLabels(language),
    meta: {
      key: 'mawa-analysis',
      kind: 'analysis',
      programme: facts.programme,
      title: table.title,
      period: {
        from: question.period.from,
        to: until,
        label: say('span_label', {
          from: writeDate(question.period.from, language),
          to: writeDate(until, language),
        }),
      },
      language,
      direction: directionOf(language),
      audience: { key: question.reader, label: say(`reader.${question.reader}`) },
      version: '1',
      preparedFor: facts.programme,
      date: facts.date,
      facts: facts.only.map(({ dimension, values }) => ({
        label: say(`dimension.${dimension}`),
        value: values.join(' · '),
      })),
      synthetic: facts.synthetic,
    },
    blocks: [...pictureOf(table, question, language), table, ...peopleBehind(table)],
  };
  checkDocument(document);
  return document;
}

/** Removes the counts of people that are used for disclosure control only. */
export function withoutWhatIsBehind(document: DisclosedDocument): DisclosedDocument {
  const isShown = ({ key }: Column) => !key.startsWith('n-');
  const shown = (row: Row): Row => ({
    ...row,
    cells: Object.fromEntries(Object.entries(row.cells).filter(([key]) => !key.startsWith('n-'))),
  });
  return {
    ...document,
    blocks: document.blocks
      .filter(({ key }) => key !== BEHIND)
      .map((block): Block =>
        block.kind === 'table'
          ? {
              ...block,
              columns: block.columns
                .filter(isShown)
                .map((column) => ({
                  ...column,
                  ...(column.protection && column.key.startsWith('v-')
                    ? { protection: { rule: 'count' } as const }
                    : {}),
                })),
              rows: block.rows.map(shown),
              ...(block.total ? { total: shown(block.total) } : {}),
            }
          : block,
      ),
  };
}

function tableOf(facts: AnalysisFacts): TableBlock {
  const { question, counted, language } = facts;
  const { measure, rows, columns } = question;
  const { counts, unit, of } = measureOf(measure);
  const say = (key: string, params = {}) => translate(language, `analyses:${key}`, params);
  const [rowCut, columnCut] = [cutOf(measure, rows)!, columns && cutOf(measure, columns)!];
  const at = new Map(counted.cells.map((cell) => [placeOf(cell.row, cell.column), cell]));
  const nothing = counts === 'amount' ? '0.00' : 0;
  const isGuarded = counts !== 'amount';
  // With selected values of the rows there is no row "not known".
  const isBreakdown = !isTime(rows) && !isLeftOut(UNKNOWN, question.only[rows]);
  // They protect figures for readers outside; inside nothing is protected, and they were not counted.
  const hasPeople = counts === 'units' && of.ofPeople && question.reader !== 'inside';

  const values: readonly DimensionValue[] = [
    ...(facts.columns ?? []),
    ...(columns !== null && !isTime(columns) && at.has(placeOf(null, UNKNOWN))
      ? [{ code: UNKNOWN, label: unknownOf(columns, language) }]
      : []),
  ];
  const shown = [...values.map(({ code }) => code), ALL];
  const columnOf = (code: string) => (code === ALL ? null : code);

  const cells = (row: string | null): Record<string, Cell> => {
    const found = (code: string) => at.get(placeOf(row, columnOf(code)));
    const all = found(ALL)?.value ?? nothing;
    return {
      ...Object.fromEntries(shown.map((code) => [`v-${code}`, found(code)?.value ?? nothing])),
      ...(hasPeople &&
        Object.fromEntries(shown.map((code) => [`n-${code}`, found(code)?.people ?? 0]))),
      ...(columns === null && { share: shareOf(all, at.get(placeOf(null, null))?.value ?? 0) }),
    };
  };
  const guard = (code: string): ColumnDisclosure =>
    hasPeople
      ? { role: 'follows', of: [`n-${code}`], additive: addsUp(counts, rowCut) }
      : { role: 'count', additive: addsUp(counts, rowCut) };
  const figure = (code: string, header: string): Column[] => [
    {
      key: `v-${code}`,
      header,
      type: counts === 'amount' ? 'money' : 'integer',
      ...(counts === 'amount' && counted.currency !== null && { currency: counted.currency }),
      ...(isGuarded && { disclosure: guard(code) }),
    },
    ...(hasPeople
      ? [
          {
            key: `n-${code}`,
            header,
            type: 'integer' as const,
            disclosure: { role: 'count' as const, additive: addsUp('people', rowCut) },
          },
        ]
      : []),
  ];
  const named = namesOfCells(question);
  const figures = (row: string | null): Record<string, string> =>
    Object.fromEntries(
      shown.flatMap((code) => [
        [`v-${code}`, named('value', row, columnOf(code))],
        ...(hasPeople ? [[`n-${code}`, named('people', row, columnOf(code))] as const] : []),
        ...(columns === null ? [['share', `share/${named('value', row, null)}`] as const] : []),
      ]),
    );
  // Facts of past records can be unknown.
  const isNeverUnknown = ALWAYS_KNOWN.includes(rows) && question.past === 'without';
  const name = say(`measure.${measure}`);
  const by = (dimension: string) => say(`dimension.${dimension}`).toLocaleLowerCase(language);
  return {
    kind: 'table',
    key: TABLE,
    title: titleWithPast(
      columns === null
        ? say('title_by', { measure: name, rows: by(rows) })
        : say('title_by_two', { measure: name, rows: by(rows), columns: by(columns) }),
      question.past,
      language,
    ),
    columns: [
      { key: LABEL, header: say(`dimension.${rows}`), type: 'text' },
      ...values.flatMap(({ code, label }) => figure(code, label)),
      ...figure(ALL, columns === null ? name : say('total')),
      ...(columns === null
        ? [
            {
              key: 'share',
              header: say('share'),
              type: 'percent' as const,
              ...(isGuarded && {
                disclosure: { role: 'follows' as const, of: [`v-${ALL}`], whole: 'total' },
              }),
            },
          ]
        : []),
    ],
    rows: [
      ...facts.rows.map(({ code, label }) => ({
        key: code,
        cells: { [LABEL]: label, ...cells(code) },
        figures: figures(code),
      })),
      ...(isBreakdown
        ? [
            {
              key: UNKNOWN,
              cells: { [LABEL]: unknownOf(rows, language), ...cells(UNKNOWN) },
              unknown: true,
              figures: figures(UNKNOWN),
              ...(isNeverUnknown && {
                structural: shown.flatMap((code) => [`v-${code}`, `n-${code}`]),
              }),
            },
          ]
        : []),
    ],
    total: { key: 'total', cells: { [LABEL]: say('all'), ...cells(null) }, figures: figures(null) },
    ...(columnCut &&
      values.length > 0 &&
      addsUp(counts, columnCut) && {
        rowTotal: { column: `v-${ALL}`, parts: values.map(({ code }) => `v-${code}`) },
      }),
    ...(isBreakdown && { breakdown: true }),
    denominator: say(`denominator.${unit}`),
    notes: [
      say(`definition.${measure}`),
      ...(isTime(rows) ? [say('dated')] : []),
      ...(addsUp(counts, rowCut) && (!columnCut || addsUp(counts, columnCut))
        ? []
        : [say('not_a_sum')]),
      ...facts.only.map(({ dimension, values: chosen }) =>
        say('only', { dimension: say(`dimension.${dimension}`), values: chosen.join(' · ') }),
      ),
      ...(countsPast(measure) ? [pastChoiceNote(question.past, language)] : []),
      ...(question.reader === 'inside' ? [say('inside_note')] : []),
    ],
  };
}

/** The same people counted along the rows, so that a suppressed cell cannot be computed from the rest of its row. */
function peopleBehind(table: TableBlock): Block[] {
  const columns = table.columns.filter(({ key }) => key.startsWith('n-'));
  const parts = columns.map(({ key }) => key).filter((key) => key !== `n-${ALL}`);
  if (!table.rowTotal || parts.length === 0) return [];
  const copy = (row: Row): Row => ({
    key: row.key,
    cells: Object.fromEntries(columns.map(({ key }) => [key, row.cells[key] ?? 0])),
    figures: Object.fromEntries(columns.map(({ key }) => [key, row.figures![key]!])),
    ...(row.structural && { structural: row.structural.filter((key) => key.startsWith('n-')) }),
  });
  const adds = isAdditiveAcross(table, parts);
  return [
    {
      kind: 'table',
      key: BEHIND,
      title: table.title,
      columns,
      rows: table.rows.map(copy),
      ...(table.total && { total: copy(table.total) }),
      ...(adds && { rowTotal: { column: `n-${ALL}`, parts } }),
    },
  ];
}

const isAdditiveAcross = (table: TableBlock, parts: readonly string[]): boolean =>
  [...table.rows, ...(table.total ? [table.total] : [])].every(
    ({ cells }) =>
      parts.reduce((sum, key) => sum + Number(cells[key]), 0) === Number(cells[`n-${ALL}`]),
  );

/** Whether a value is excluded by the selection. */
const isLeftOut = (code: string, chosen: readonly string[] | undefined): boolean =>
  chosen !== undefined && !chosen.includes(code);

const placeOf = (row: string | null, column: string | null): string =>
  JSON.stringify([row, column === ALL ? null : column]);

const unknownOf = (dimension: string, language: Language): string => {
  const own = `analyses:unknown.${dimension}`;
  return translate(language, hasSentence(own) ? own : 'analyses:not_known');
};
