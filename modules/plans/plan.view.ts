/** The model of the plan page: what is in force, what is being written, how it goes. */
import { may } from '../access';
import { labelOf } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { PROGRESS_STATES } from './plan.rules';
import type { PlanFile, PlanVersion, Progress } from './read-plans.service';

const SIGNS = {
  to_do: 'circle-dashed',
  under_way: 'progress',
  done: 'circle-check',
  set_aside: 'circle-minus',
} as const;

const going = (progress: Progress | null, words: (key: string) => string) => {
  const state = progress?.state ?? 'to_do';
  return {
    state,
    icon: SIGNS[state],
    label: words(`state.${state}`),
    note: progress?.note ?? null,
    by: progress?.by ?? null,
    at: progress?.at ?? null,
  };
};

export function planVersionModel(version: PlanVersion, language: Language, today: string) {
  const words = (key: string) => translate(language, `plans:plan.${key}`);
  const { agreement } = version;
  const steps = version.goals.flatMap((goal) => goal.steps);
  const done = steps.filter(({ progress }) => progress?.state === 'done').length;
  return {
    ...version,
    stateLabel: words(`is.${version.state}`),
    done,
    all: steps.length,
    share: steps.length === 0 ? 0 : Math.round((100 * done) / steps.length),
    agreement: agreement && {
      refused: agreement.decision === 'refused',
      decision: words(`agreement.${agreement.decision}`),
      how: words(`how.${agreement.how}`),
      on: agreement.on,
      language: labelOf('languages', agreement.language, language),
    },
    goals: version.goals.map((goal) => ({
      ...goal,
      dimensionLabel: words(`dimension.${goal.dimension}`),
      going: going(goal.progress, words),
      steps: goal.steps.map((step) => {
        const state = going(step.progress, words);
        const open = state.state !== 'done' && state.state !== 'set_aside';
        return {
          ...step,
          whoLabel: words(`who.${step.who}`),
          going: state,
          late: open && step.dueOn !== null && step.dueOn < today,
        };
      }),
    })),
  };
}

/** The safety plan: the goals of safety, as they are in force, else as they are being written. */
function safetyPlan(draft: PlanVersion | null, current: PlanVersion | null) {
  const goalsOf = (version: PlanVersion | null) =>
    version?.goals.filter(({ dimension }) => dimension === 'safety') ?? [];
  const inForce = goalsOf(current);
  if (inForce.length > 0) return { goals: inForce, isDraft: false };
  return { goals: goalsOf(draft), isDraft: true };
}

export function planModel(
  actor: Actor,
  language: Language,
  { person, current, draft, versions, history }: PlanFile,
  more: {
    readonly tabs: object;
    readonly approvers: readonly { id: string; name: string }[];
    readonly mayDecide: boolean;
    readonly today: string;
    readonly form: FormState;
  },
) {
  const words = (key: string, params: object = {}) =>
    translate(language, `plans:plan.${key}`, { ...params });
  const path = `/people/${person.id}/plan`;
  const mayWrite = may(actor, 'plans:write');
  const returned = history.findLast(
    ({ planId, fromState, note }) => planId === draft?.id && fromState === 'sent' && note,
  );
  return {
    title: words('title', { number: person.caseNumber }),
    caseId: person.id,
    path,
    tabs: more.tabs,
    form: more.form,
    current: current && planVersionModel(current, language, more.today),
    draft: draft && {
      ...planVersionModel(draft, language, more.today),
      sent: draft.state === 'sent',
      mayWrite: mayWrite && draft.state === 'draft',
      mayDecide: more.mayDecide,
      returned: draft.state === 'draft' ? (returned ?? null) : null,
      approvers: more.approvers.map(({ id: value, name: label }) => ({ value, label })),
      comparePath:
        current && draft ? `${path}/compare?from=${current.version}&to=${draft.version}` : null,
    },
    safety: { ...safetyPlan(draft, current), mayWrite: mayWrite && draft?.state !== 'sent' },
    mayStart: mayWrite && draft === null,
    mayProgress: may(actor, 'plans:progress'),
    states: PROGRESS_STATES.map((value) => ({ value, label: words(`state.${value}`) })),
    versions: versions.map((version, place) => ({
      version: version.version,
      state: words(`is.${version.state}`),
      author: version.author,
      decidedBy: version.state === 'draft' ? null : version.decidedBy,
      decidedAt: version.state === 'draft' ? null : version.decidedAt,
      path: `${path}/versions/${version.version}`,
      comparePath: versions[place + 1]
        ? `${path}/compare?from=${versions[place + 1]!.version}&to=${version.version}`
        : null,
    })),
  };
}
