import type { Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { formatMoney, formatNumber, formatPercent } from '../../platform/web/format';
import { workWordsIn } from '../work.words';
import {
  type SuppressedRetention,
  type SuppressedWorkFigures,
  suppressWorkFigures,
} from './work-suppression.rules';
import type { Tx } from '../../platform/database/transactions';
import type { Period } from '../../platform/shared/periods.rules';
import { workFigures } from './work.figures';

export function workFiguresModel(work: SuppressedWorkFigures, language: Language) {
  const words = workWordsIn(language);
  const number = (count: number | null) =>
    count === null ? words('figures.few') : formatNumber(count, language);
  const median = (one: { n: number; cents: number }, currency: string) =>
    words('figures.median', {
      amount: formatMoney((one.cents / 100).toFixed(2), currency, language),
      n: one.n,
    });
  return {
    retention: work.retention.map((one) => ({
      label: words('figures.retention', { count: one.months }),
      width: one.share ?? 0,
      description: retentionWords(one, language),
    })),
    facts: [
      ...(['placed', 'placements', 'signs', 'vetted'] as const).map((key) => ({
        label: words(`figures.${key}`),
        value: number(work[key]),
      })),
      ...work.income.flatMap(({ currency, before, after }) => [
        ...(before
          ? [
              {
                label: words('figures.median_before', { currency }),
                value: median(before, currency),
              },
            ]
          : []),
        ...(after
          ? [{ label: words('figures.median_after', { currency }), value: median(after, currency) }]
          : []),
      ]),
    ],
  };
}

function retentionWords(
  { passed, inWork, notReached, share }: SuppressedRetention,
  language: Language,
) {
  const words = workWordsIn(language);
  if (passed === null) return words('figures.few');
  if (passed === 0) return words('figures.none_passed');
  if (share === null) return words('figures.kept_back', { passed });
  const said = words('figures.share', {
    share: formatPercent(share / 100, language),
    inWork,
    passed,
  });
  if (notReached === 0) return said;
  const missing = notReached ?? words('figures.few');
  return joinWords([said, words('figures.not_reached', { missing })], language);
}

/** On the page of the figures of training. */
export const WORK_BLOCK = {
  name: 'work',
  figures: async (tx: Tx, period: Period) => suppressWorkFigures(await workFigures(tx, period)),
  model: workFiguresModel,
};
