/** The page of a person's way: the picture, what was decided so far, and the form of the next step. */
import { may } from '../access';
import { labelOf } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import { joinWords } from '../platform/shared/punctuation.words';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import type { OpenKind } from './case-closings.service';
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
    stage: history.stage,
    way: pathModel(history.stage, history.changes, next, language),
    changes: history.changes
      .toReversed()
      .map((change) => ({
        ...change,
        label: stage(change.to),
        why: reasonWords(change.reason),
        who: change.decidedBy && who(change.decidedBy),
      })),
    mayChange:
      may(actor, 'people:change') &&
      next.length > 0 &&
      !['joined', 'not_yours'].includes(history.closing?.forbidden ?? ''),
    closing: may(actor, 'people:change') ? closingModel(actor, language, caseId, history) : null,
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

/** What closing the case would end, what continues, or why the reader may not close it. */
function closingModel(actor: Actor, language: Language, caseId: string, { closing }: StageHistory) {
  if (closing === null) return null;
  const words = (key: string, params: object = {}) =>
    translate(language, `stages:closing.${key}`, { ...params });
  const { forbidden, joinedTo, officers, open } = closing;
  if (forbidden !== null) {
    const names = joinWords(officers, language);
    const key = forbidden === 'joined' || names !== '' ? forbidden : `${forbidden}_nobody`;
    const ask = { path: `/tasks/new?case=${caseId}`, text: words('ask') };
    const file = { path: `/people/${joinedTo ?? caseId}`, text: words('file') };
    return {
      forbidden: words(`forbidden.${key}`, { names }),
      link: forbidden === 'joined' || !may(actor, 'tasks:make') ? file : ask,
    };
  }
  const of = (does: OpenKind['does']) =>
    open
      .filter((one) => one.does === does)
      .map(({ key, count, path }) => ({ label: words(`kind.${key}`), count, path }));
  const step = words('step', { stage: labelOf('stages', 'closed', language) });
  return { step, ends: of('ends'), goesOn: of('goes_on'), nothing: open.length === 0 };
}
