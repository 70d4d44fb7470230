import type { Language } from '../../platform/shared/actor';
import { formatMoney, formatNumber } from '../../platform/web/format';
import { directionOf } from '../../platform/web/i18n';
import { type CapacityCodes, gainModel, ROOT } from '../capacity.view';
import { capacityWords } from '../capacity.words';
import type { CapacityOfYear } from './capacity-figures.service';

export function capacityFiguresModel(
  figures: CapacityOfYear,
  codes: CapacityCodes,
  language: Language,
) {
  const words = capacityWords(language);
  const number = (count: number | null) =>
    count === null ? words('figures.few') : formatNumber(count, language);
  const mirrored = directionOf(language) === 'rtl';
  const bars = (all: readonly { readonly label: string; readonly people: number | null }[]) => {
    const most = Math.max(1, ...all.map(({ people }) => people ?? 0));
    return all.map(({ label, people }) => {
      const width = Math.round((1000 * (people ?? 0)) / most) / 10;
      return { label, count: number(people), width, x: mirrored ? 100 - width : 0 };
    });
  };
  const bySex = (all: CapacityOfYear['bySex']) =>
    all.map(({ sex, people }) => `${words(`sex.${sex}`)} ${number(people)}`).join(' · ');
  return {
    title: words('figures.title', { year: figures.year }),
    finding: words('figures.finding', {
      trained: number(figures.trained),
      held: words('figures.held', { count: figures.held }),
    }),
    years: [figures.thisYear, figures.thisYear - 1, figures.thisYear - 2].map((year) => ({
      year,
      path: `${ROOT}/figures?year=${year}`,
      current: year === figures.year,
    })),
    indicators: figures.indicators.map((one) => ({
      code: one.code,
      title: words(`indicator.${one.code.replaceAll('.', '_')}`),
      count: number(one.people),
      bySex: bySex(one.bySex),
    })),
    facts: [
      { label: words('figures.trained'), value: number(figures.trained) },
      { label: words('figures.participations'), value: number(figures.participations) },
      { label: words('figures.by_sex'), value: bySex(figures.bySex) || '–' },
    ],
    kinds: bars(
      figures.byKind.map(({ kind, people }) => ({
        label: codes.kinds.get(kind)?.[language] ?? kind,
        people,
      })),
    ),
    topics: bars(
      figures.byTopic.map(({ topic, people }) => ({
        label: codes.topics.get(topic)?.[language] ?? topic,
        people,
      })),
    ),
    gain: figures.gain && gainModel(figures.gain, language),
    costs: figures.costs.map(({ currency, amount, each }) => ({
      total: formatMoney(amount, currency, language),
      perPerson: each === null ? words('figures.not_told') : formatMoney(each, currency, language),
    })),
  };
}
