/** Results against what was aimed at: people and numbers that add up, shares with their parts, rates as published. */
import Decimal from 'decimal.js';
import { shareOf } from '../../platform/shared/share.rules';
import type { Block, Column, Row, TableBlock } from '../../report-documents';
import type { IndicatorOfPeriod } from '../../indicators';
import type { Composer } from './composer';
import { joinWords } from '../../platform/shared/punctuation.words';

/** Names of measures that other tables contain too, so that a number is suppressed everywhere or nowhere. */
const FIGURES: Readonly<Record<string, string>> = {
  people_served: 'people.served',
  people_sheltered: 'beds.people',
  people_helped: 'services.people',
  bed_nights: 'beds.used',
  services_given: 'services.given',
  people_referred: 'referrals.people',
  enrolled: 'training.people',
  completed: 'training.completed',
  certified: 'training.certified',
  placed: 'work.placed',
  officials_trained: 'officials.trained',
  retained_6: 'work.m6',
};
/** Two indicators of one measure are one number as well. */
const figureOf = ({ id, measure }: IndicatorOfPeriod): string =>
  measure === null ? `indicator.${id}` : (FIGURES[measure] ?? `measure.${measure}`);
const LEVELS = ['goal', 'outcome', 'output'] as const;
const isCount = ({ unit }: IndicatorOfPeriod) => unit !== 'percent' && unit !== 'rate';
const whole = (value: string | null): number | null => (value === null ? null : Number(value));
const share = (hundredths: string | null): string | null =>
  hundredths === null ? null : new Decimal(hundredths).div(100).toString();

export function resultsMatrix(to: Composer): Block[] {
  return allTables(to, 'results-matrix');
}

/** Columns 1 to 4 of part B of the SF-PPR; explanations are in the authors' text. */
export function performanceIndicators(to: Composer): Block[] {
  return allTables(to, 'performance-indicators');
}

const allTables = (to: Composer, key: string): Block[] => [
  ...countsTable(to, key),
  ...sharesTable(to, `${key}-shares`),
  ...ratesTable(to, `${key}-rates`),
];

const ordered = (to: Composer): IndicatorOfPeriod[] =>
  LEVELS.flatMap((level) => to.part('indicators').filter((one) => one.level === level));

/** Indicators shown in the matrix itself. */
export const matrixRows = (to: Composer): IndicatorOfPeriod[] => ordered(to).filter(isCount);

const named = (to: Composer): Column[] => [
  { key: 'code', header: to.say('indicator.code'), type: 'text' },
  { key: 'title', header: to.say('indicator.title'), type: 'text' },
];
const names = (to: Composer, one: IndicatorOfPeriod) => ({
  code: one.code,
  title: to.words(one.title),
});
/** Those of which nothing is brought in from before Mawa, by their codes. */
export function indicatorsWithoutPast(
  to: Composer,
  rows: readonly { readonly code: string; readonly pastCounted?: boolean }[],
): string[] {
  const codes = rows.flatMap(({ code, pastCounted }) => (pastCounted === false ? [code] : []));
  if (to.past === 'without' || codes.length === 0) return [];
  return [to.say(`past.indicators_${to.past}`, { codes: joinWords(codes, to.language) })];
}

const noted = (notes: readonly string[]) => (notes.length === 0 ? {} : { notes });

const keyOf = ({ id }: IndicatorOfPeriod) => id;
const standing = (to: Composer): Column => ({
  key: 'standing',
  header: to.say('indicator.standing'),
  type: 'text',
});
const stood = (to: Composer, one: IndicatorOfPeriod) => ({
  standing: to.say(`indicator.stands.${one.standing}`),
});

function countsTable(to: Composer, key: string): TableBlock[] {
  const rows = matrixRows(to);
  if (rows.length === 0) return [];
  const count = (column: 'value' | 'toDate'): Column => ({
    key: column,
    header: to.say(`indicator.${column}`),
    type: 'integer',
    disclosure: { role: 'count', additive: false },
  });
  return [
    {
      kind: 'table',
      key,
      title: to.say('indicator.counts'),
      columns: [
        ...named(to),
        // A baseline may be a mean.
        {
          key: 'baseline',
          header: to.say('indicator.baseline'),
          type: 'money',
          decimals: rows.some(({ baseline }) => baseline?.includes('.')) ? 2 : 0,
        },
        { key: 'target', header: to.say('indicator.target'), type: 'integer' },
        count('value'),
        // The total since the start, compared across reports, discloses what one of them hides.
        ...(to.view.inside ? [count('toDate')] : []),
        {
          key: 'reached',
          header: to.say('indicator.reached'),
          type: 'percent',
          disclosure: { role: 'follows', of: ['value'] },
        },
      ],
      rows: rows.map((one): Row => {
        return {
          key: keyOf(one),
          cells: {
            ...names(to, one),
            baseline: one.baseline,
            target: whole(one.target),
            value: whole(one.value),
            ...(to.view.inside && { toDate: whole(one.toDate) }),
            reached: ofTarget(one),
          },
          figures: { value: figureOf(one), toDate: `${figureOf(one)}.to_date` },
        };
      }),
      notes: [to.say('indicator.note_targets'), ...indicatorsWithoutPast(to, rows)],
    },
  ];
}

/** Percentage of the target; null without a target or for a target of zero. */
const ofTarget = ({ value, target }: IndicatorOfPeriod): string | null =>
  value === null || target === null ? null : shareOf(value, target);

function sharesTable(to: Composer, table: string): TableBlock[] {
  const rows = ordered(to).filter(({ unit }) => unit === 'percent');
  if (rows.length === 0) return [];
  const count = (key: 'part' | 'rest' | 'whole'): Column => ({
    key,
    header: to.say(`indicator.${key}`),
    type: 'integer',
    disclosure: { role: 'count', additive: false },
  });
  return [
    {
      kind: 'table',
      key: table,
      title: to.say('indicator.shares'),
      columns: [
        ...named(to),
        { key: 'target', header: to.say('indicator.target'), type: 'percent' },
        count('part'),
        count('rest'),
        count('whole'),
        {
          key: 'value',
          header: to.say('indicator.value'),
          type: 'percent',
          disclosure: { role: 'follows', of: ['part', 'rest', 'whole'] },
        },
        { ...standing(to), disclosure: { role: 'follows', of: ['part', 'rest', 'whole'] } },
      ],
      // The remainder can be computed by subtraction and is protected as a count.
      rowTotal: { column: 'whole', parts: ['part', 'rest'] },
      rows: rows.map((one) => ({
        key: keyOf(one),
        cells: {
          ...names(to, one),
          target: share(one.target),
          value: share(one.value),
          part: one.of?.part ?? null,
          whole: one.of?.whole ?? null,
          rest: one.of ? one.of.whole - one.of.part : null,
          ...stood(to, one),
        },
        figures: {
          // Occupancy covers nights recorded in Mawa only; with imported nights the number is another one.
          part:
            one.measure === 'occupancy' && to.past === 'without'
              ? 'beds.used'
              : `${figureOf(one)}.part`,
          whole: `${figureOf(one)}.whole`,
        },
      })),
      ...noted(indicatorsWithoutPast(to, rows)),
    },
  ];
}

function ratesTable(to: Composer, table: string): TableBlock[] {
  const rows = ordered(to).filter(({ unit }) => unit === 'rate');
  if (rows.length === 0) return [];
  const rate = (key: 'target' | 'value'): Column => ({
    key,
    header: to.say(`indicator.${key}`),
    type: 'money',
    decimals: 2,
  });
  return [
    {
      kind: 'table',
      key: table,
      title: to.say('indicator.rates'),
      columns: [...named(to), rate('target'), rate('value'), standing(to)],
      rows: rows.map((one) => ({
        key: keyOf(one),
        cells: { ...names(to, one), target: one.target, value: one.value, ...stood(to, one) },
      })),
      ...noted(indicatorsWithoutPast(to, rows)),
    },
  ];
}

const SEXES = ['female', 'male', 'other', 'unknown'] as const;

/** Indicators that count people, by sex. */
export function indicatorsBySex(to: Composer): Block[] {
  const rows = ordered(to).filter(
    (one) => one.unit === 'people' && one.value !== null && one.measure !== null && one.bySex,
  );
  if (rows.length === 0) return [];
  const columns = SEXES.filter(
    (sex) =>
      sex === 'female' || sex === 'male' || rows.some(({ bySex }) => (bySex?.[sex] ?? 0) > 0),
  );
  const count = (key: string, header: string): Column => ({
    key,
    header,
    type: 'integer',
    disclosure: { role: 'count', additive: false },
  });
  return [
    {
      kind: 'table',
      key: 'indicators-by-sex',
      title: to.say('indicator.by_sex'),
      columns: [
        ...named(to),
        ...columns.map((sex) => count(sex, to.say(`people.sex.${sex}`))),
        count('total', to.say('total')),
      ],
      rowTotal: { column: 'total', parts: columns },
      rows: rows.map((one) => {
        return {
          key: keyOf(one),
          cells: {
            ...names(to, one),
            ...Object.fromEntries(columns.map((sex) => [sex, one.bySex?.[sex] ?? 0])),
            total: columns.reduce((sum, sex) => sum + (one.bySex?.[sex] ?? 0), 0),
          },
          figures: {
            ...Object.fromEntries(columns.map((sex) => [sex, `${figureOf(one)}.${sex}`])),
            total: figureOf(one),
          },
        };
      }),
    },
  ];
}
