/** The editions of the weights, and each question with what it weighs in the latest. */
import type { Actor, Language } from '../../platform/shared/actor';
import { formatNumber } from '../../platform/web/format';
import { followUpFields } from '../follow-up/follow-up.form';
import type { EditionQuestion } from './survey.queries';
import { DIMENSIONS } from './survey.rules';
import type { WeightingRow } from './weightings.service';

export function weightingsModel(
  actor: Actor,
  language: Language,
  { weightings, asked }: { weightings: readonly WeightingRow[]; asked: readonly EditionQuestion[] },
) {
  const { words } = followUpFields(language);
  const most = Math.max(...asked.map(({ own }) => Number(own ?? 0)));
  return {
    title: words('weights.title'),
    weightings: weightings.map((one) => ({
      ...one,
      label: words('weights.version', { version: one.version }),
      standingLabel: words(one.standing === 'equal' ? 'weights.equal' : 'weights.loaded_standing'),
      approvePath:
        one.approvedBy === null && one.byId !== actor.userId
          ? `/returns/survey-weights/${one.version}/approval`
          : null,
    })),
    dimensions: DIMENSIONS.map((dimension) => ({
      name: words(`dimension.${dimension}`),
      questions: asked
        .filter((one) => one.dimension === dimension)
        .map((one) => ({
          code: one.code,
          words: one[language],
          own: one.own === null ? null : formatNumber(one.own, language, 6),
          composite: one.composite === null ? null : formatNumber(one.composite, language, 6),
          wide: (100 * Number(one.own ?? 0)) / most,
        })),
    })),
  };
}
