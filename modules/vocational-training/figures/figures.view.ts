import type { Language } from '../../platform/shared/actor';
import { formatMoney, formatNumber } from '../../platform/web/format';
import { projectFiguresModel } from '../projects/figures/project-figures.view';
import { recognitionWords } from '../recognition/recognition.words';
import { wordsIn } from '../training.words';
import { workFiguresModel } from '../work/figures/work-figures.view';
import type { TrainingFiguresOfYear } from './training-figures.service';

const RECOGNITION = ['begun', 'full', 'partial', 'units'] as const;
const COUNTS = ['enrolled', 'people', 'completed', 'certified', 'droppedOut'] as const;

export function figuresModel(figures: TrainingFiguresOfYear, language: Language) {
  const words = wordsIn(language);
  const most = Math.max(1, ...COUNTS.map((key) => figures[key] ?? 0));
  const money = (cents: number, currency: string) =>
    formatMoney((cents / 100).toFixed(2), currency, language);
  return {
    work: workFiguresModel(figures.work, language),
    projects: projectFiguresModel(figures.projects, language),
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
    recognition: recognitionBars(figures, language),
    places: words('figures.places', { used: figures.placesUsed, places: figures.places }),
    costs: figures.costs.map(({ currency, places, allowances, each }) => ({
      places: money(places, currency),
      allowances: money(allowances, currency),
      perCertificate: each === null ? words('figures.no_certificate') : money(each, currency),
    })),
  };
}

function recognitionBars({ recognition }: TrainingFiguresOfYear, language: Language) {
  const words = recognitionWords(language);
  const most = Math.max(1, ...RECOGNITION.map((key) => recognition[key] ?? 0));
  return RECOGNITION.map((key) => ({
    label: words(`figures.${key}`),
    count:
      recognition[key] !== null
        ? formatNumber(recognition[key], language)
        : key === 'units'
          ? words('figures.not_told')
          : wordsIn(language)('figures.few'),
    width: Math.round((100 * (recognition[key] ?? 0)) / most),
  }));
}
