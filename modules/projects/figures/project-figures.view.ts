import type { Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { formatMoney, formatNumber, formatPercent } from '../../platform/web/format';
import { projectWords } from '../project.words';
import {
  type SuppressedProjectFigures,
  type SuppressedSurvival,
  suppressProjectFigures,
} from './project-suppression.rules';
import type { Tx } from '../../platform/database/transactions';
import type { Period } from '../../platform/shared/periods.rules';
import { projectFigures } from './project.figures';

export function projectFiguresModel(figures: SuppressedProjectFigures, language: Language) {
  const words = projectWords(language);
  const number = (count: number | null) =>
    count === null ? words('figures.few') : formatNumber(count, language);
  const money = (cents: number | null) =>
    cents === null ? words('figures.few') : formatMoney((cents / 100).toFixed(2), 'MAD', language);
  const fact = (key: string, value: string) => ({ label: words(`figures.${key}`), value });
  return {
    alive: figures.alive.map((one) => ({
      label: words('figures.alive', { count: one.months }),
      width: one.share ?? 0,
      description: survivalWords(one, language),
    })),
    facts: [
      fact('begun', number(figures.begun)),
      fact('people', number(figures.people)),
      fact('granted', money(figures.grantedCents)),
      fact('paid', money(figures.paidCents)),
      ...(['jobs', 'jobsWomen', 'jobsProgramme'] as const).map((key) =>
        fact(key, number(figures[key])),
      ),
    ],
  };
}

function survivalWords(
  { passed, alive, notReached, share }: SuppressedSurvival,
  language: Language,
): string {
  const words = projectWords(language);
  if (passed === null) return words('figures.few');
  if (passed === 0) return words('figures.none_passed');
  if (share === null) return words('figures.kept_back', { passed });
  const said = words('figures.share', {
    share: formatPercent(share / 100, language),
    alive,
    passed,
  });
  if (notReached === 0) return said;
  const missing = notReached ?? words('figures.few');
  return joinWords([said, words('figures.not_reached', { missing })], language);
}

/** On the page of the figures of training. */
export const PROJECT_BLOCK = {
  name: 'projects',
  figures: async (tx: Tx, period: Period) =>
    suppressProjectFigures(await projectFigures(tx, period)),
  model: projectFiguresModel,
};
