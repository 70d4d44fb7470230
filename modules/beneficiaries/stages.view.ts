/** The page of a person's way: the picture, what was decided so far, and the form of the next step. */
import { may } from '../access';
import { labelOf } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { pathOf } from './stage-path.rules';
import { CHOSEN_REASONS, DECIDERS, type Stage } from './stage.rules';
import type { StageHistory } from './stages.service';

export const pathModel = (
  now: Stage,
  changes: Parameters<typeof pathOf>[1],
  next: readonly Stage[],
  language: Language,
) => ({
  steps: pathOf(now, changes, next).map((step) => ({
    ...step,
    year: step.at?.getUTCFullYear(),
    label: labelOf('stages', step.stage, language),
    words: translate(language, `stages:state.${step.state}`),
  })),
  helpGoesOn: now === 'not_victim',
});

export function stagesModel(
  actor: Actor,
  language: Language,
  caseId: string,
  history: StageHistory,
  form: FormState,
) {
  const words = (key: string, params: object = {}) => translate(language, key, { ...params });
  const stage = (code: Stage) => labelOf('stages', code, language);
  const who = (code: string) => labelOf('deciders', code, language);
  const reasonWords = (reason: string) =>
    words(
      reason === 'registered' || reason === 'earlier_records'
        ? `stages:${reason}`
        : `people:stage_reason.${reason}`,
    );
  const next = history.next.map(({ to }) => to);
  const open = new Set(history.next.flatMap(({ deciders }) => deciders));
  return {
    title: words('stages:title'),
    path: `/people/${caseId}`,
    way: pathModel(history.stage, history.changes, next, language),
    changes: history.changes
      .toReversed()
      .map((change) => ({
        ...change,
        label: stage(change.to),
        why: reasonWords(change.reason),
        who: change.decidedBy && who(change.decidedBy),
      })),
    mayChange: may(actor, 'people:change') && next.length > 0,
    next: history.next.map(({ to, deciders }) => ({
      value: to,
      label: stage(to),
      hint: words('stages:decided_by', { who: deciders.map(who).join(' · ') }),
    })),
    reasons: CHOSEN_REASONS.map((value) => ({
      value,
      label: words(`people:stage_reason.${value}`),
    })),
    deciders: DECIDERS.filter((code) => open.has(code)).map((value) => ({
      value,
      label: who(value),
    })),
    form,
  };
}
