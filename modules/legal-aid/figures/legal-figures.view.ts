import { labelOf } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import { formatMoney, formatNumber } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { ACCUSED_CATEGORIES, PROCEEDING_KINDS } from '../legal.rules';
import type { LegalFiguresOfYear } from './legal-figures.service';

interface Bar {
  readonly label: string;
  readonly count: number;
  /** Hundredths of the widest. */
  readonly width: number;
}

const barsOf = (counts: readonly (readonly [string, number])[]): Bar[] => {
  const most = Math.max(1, ...counts.map(([, count]) => count));
  return counts
    .filter(([, count]) => count > 0)
    .map(([label, count]) => ({ label, count, width: Math.round((100 * count) / most) }));
};

export function legalFiguresModel(figures: LegalFiguresOfYear, language: Language) {
  const words = (key: string, params: object = {}) =>
    translate(language, `legal:${key}`, { ...params });
  const { accused, measures, orders, year } = figures;
  const inOrder = (
    codes: readonly string[],
    counts: Readonly<Record<string, number>>,
    of: string,
  ) => barsOf(codes.map((code) => [words(`${of}.${code}`), counts[code] ?? 0] as const));
  const byCount = (counts: Readonly<Record<string, number>>, say: (code: string) => string) =>
    barsOf(
      Object.entries(counts)
        .sort(([, a], [, b]) => b - a)
        .map(([code, count]) => [say(code), count] as const),
    );
  const measureKinds = [
    ...new Set(Object.values(measures).flatMap((counts) => Object.keys(counts))),
  ];
  return {
    title: words('figures.title', { year }),
    years: figures.years.map((one) => ({
      year: one,
      path: `/legal/figures?year=${one}`,
      current: one === year,
    })),
    finding: words('figures.finding', {
      affairs: words('figures.affairs', { count: figures.affairs }),
      accused: words('figures.accused', { count: accused.total }),
    }),
    uncounted:
      figures.uncounted > 0 ? words('figures.uncounted', { count: figures.uncounted }) : null,
    anyAccused: accused.total > 0,
    accused: [
      { key: 'sex', bars: inOrder(ACCUSED_CATEGORIES.sex, accused.sex, 'accused.sex') },
      { key: 'age', bars: inOrder(ACCUSED_CATEGORIES.ageGroup, accused.ageGroup, 'accused.age') },
      {
        key: 'nationality',
        bars: byCount(accused.nationality, (code) =>
          code === 'unknown'
            ? words('accused.sex.unknown')
            : labelOf('nationalities', code, language),
        ),
      },
      {
        key: 'education',
        bars: inOrder(ACCUSED_CATEGORIES.education, accused.education, 'accused.education'),
      },
    ].map((one) => ({ ...one, title: words(`figures.by.${one.key}`) })),
    proceedings: inOrder(PROCEEDING_KINDS, figures.proceedings, 'kind'),
    measures: measureKinds.map((kind) => ({
      label: figures.measureNames[kind]?.[language] ?? kind,
      asked: measures.asked[kind] ?? 0,
      granted: measures.granted[kind] ?? 0,
      refused: measures.refused[kind] ?? 0,
    })),
    hearings: ['planned', 'held', 'adjourned', 'cancelled']
      .map((state) => ({
        label: words(`hearing_state.${state}`),
        count: figures.hearings[state] ?? 0,
      }))
      .filter(({ count }) => count > 0),
    orders: orders.due > 0 && {
      finding: words('figures.orders_finding', {
        done: formatNumber(orders.inTime + orders.late, language),
        due: formatNumber(orders.due, language),
      }),
      bars: barsOf([
        [words('figures.orders.in_time'), orders.inTime],
        [words('figures.orders.late'), orders.late],
        [words('figures.orders.open'), orders.open],
        [words('figures.orders.lifted'), orders.lifted],
      ]),
    },
    compensation: figures.compensation.map(({ currency, asked, awarded, paid }) => ({
      currency,
      asked: formatMoney(asked, currency, language),
      awarded: formatMoney(awarded, currency, language),
      paid: formatMoney(paid, currency, language),
    })),
  };
}
