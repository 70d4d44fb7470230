import type { Language } from '../../platform/shared/actor';
import { formatMoney, formatNumber } from '../../platform/web/format';
import { trainingWords } from '../training.words';
import type { TrainingFiguresOfYear } from './training-suppression.rules';

const COUNTS = ['enrolled', 'people', 'completed', 'certified', 'droppedOut', 'cancelled'] as const;

export function figuresModel(figures: TrainingFiguresOfYear, language: Language) {
  const words = trainingWords(language);
  const most = Math.max(1, ...COUNTS.map((key) => figures[key] ?? 0));
  const money = (cents: number, currency: string) =>
    formatMoney((cents / 100).toFixed(2), currency, language);
  return {
    title: words('figures.title', { year: figures.year }),
    finding: words('figures.finding', {
      enrolled:
        figures.enrolled === null
          ? words('figures.few_enrolled')
          : words('figures.of_enrolled', { count: figures.enrolled }),
      certified:
        figures.certified === null
          ? words('figures.few_certified')
          : words('figures.of_certified', { count: figures.certified }),
    }),
    years: [figures.thisYear, figures.thisYear - 1, figures.thisYear - 2].map((year) => ({
      year,
      path: `/training/figures?year=${year}`,
      current: year === figures.year,
    })),
    bars: COUNTS.map((key) => ({
      label: words(`figures.${key}`),
      count: figures[key] === null ? words('figures.few') : formatNumber(figures[key], language),
      width: Math.round((100 * (figures[key] ?? 0)) / most),
    })),
    places: words('figures.places', { used: figures.placesUsed, places: figures.places }),
    costs: figures.costs.map(({ currency, places, allowances, each }) => ({
      places: money(places, currency),
      allowances: money(allowances, currency),
      perCertificate: each === null ? words('figures.no_certificate') : money(each, currency),
    })),
  };
}
