/**
 * States of a recognition procedure: responsible role and the view of the person. The transitions are in
 * migrations/data/transitions, from which `recognition_transitions` is filled.
 */
import { RECOGNITION_STEPS } from '../../../migrations/data/transitions/recognition';
import type { CivilDate } from '../../platform/shared/nights.rules';

export const STATES = [
  'enquiry',
  'eligible',
  'not_eligible',
  'counselled',
  'portfolio_open',
  'portfolio_submitted',
  'assessed',
  'gap_training',
  'appealed',
  'certified_full',
  'certified_partial',
  'closed',
  'withdrawn',
] as const;
export type State = (typeof STATES)[number];

const TRANSITIONS: Readonly<Partial<Record<State | 'new', readonly State[]>>> = RECOGNITION_STEPS;

export const nextOf = (from: State | 'new'): readonly State[] => TRANSITIONS[from] ?? [];

/** A procedure that is not under way; some of these can still be appealed. */
const END_STATES: readonly State[] = [
  'not_eligible',
  'certified_full',
  'certified_partial',
  'closed',
  'withdrawn',
];
export const isOver = (state: State): boolean => END_STATES.includes(state);

/** In these an assessor judges pieces and units. */
export const ASSESSMENT_STATES: readonly State[] = [
  'portfolio_submitted',
  'gap_training',
  'appealed',
];
/** In these pieces are gathered. */
export const EVIDENCE_STATES: readonly State[] = ['portfolio_open', 'gap_training'];

export type IllegalProcedureStep = 'over' | 'same' | 'out_of_order';

/** Why a step is not legal; null where it is. */
export function illegalProcedureStep(from: State | 'new', to: State): IllegalProcedureStep | null {
  const next = nextOf(from);
  if (next.includes(to)) return null;
  if (from !== 'new' && next.length === 0) return 'over';
  return from === to ? 'same' : 'out_of_order';
}

/**
 * Steps recorded by the accompanying officer. Results, returning a portfolio and deciding an appeal are recorded by
 * assessors; issuing a certificate is a step itself.
 */
export const manualProcedureSteps = (from: State): readonly State[] =>
  from === 'appealed'
    ? ['withdrawn']
    : nextOf(from).filter(
        (to) =>
          to !== 'assessed' &&
          to !== 'certified_full' &&
          to !== 'certified_partial' &&
          !(from === 'portfolio_submitted' && to === 'portfolio_open'),
      );

export const REASONS = {
  not_eligible: ['too_little_experience', 'no_standard', 'asked_of_others', 'other_way'],
  closed: ['not_yet', 'no_answer', 'authority_ended', 'other_way'],
  withdrawn: ['person_asked', 'changed_mind', 'other_way'],
} as const satisfies Partial<Record<State, readonly string[]>>;

export const reasonsOf = (to: State): readonly string[] =>
  (REASONS as Partial<Record<State, readonly string[]>>)[to] ?? [];

export const DECISIONS = ['upheld', 'dismissed'] as const;
export type Decision = (typeof DECISIONS)[number] | 'taken_back';

/** State after an appeal: upheld, that of the new result; dismissed or withdrawn, the state in which it was made. */
export const afterAppeal = (decision: Decision, madeFrom: State): State =>
  decision === 'upheld' ? 'assessed' : madeFrom;

export interface PastStep {
  readonly to: State;
  readonly on: CivilDate;
}
export interface ProcedurePathwayStep {
  readonly state: State;
  readonly is: 'done' | 'now' | 'ahead' | 'end';
  readonly on: CivilDate | null;
}

const USUAL_PATHWAY: readonly State[] = [
  'enquiry',
  'eligible',
  'counselled',
  'portfolio_open',
  'portfolio_submitted',
  'assessed',
  'certified_full',
];
const EARLY_END_STATES: readonly State[] = ['not_eligible', 'closed', 'withdrawn'];

/** As it is drawn: each state where it was reached last, then what is ahead; an early end stops it there. */
export function procedurePathwayOf(
  state: State,
  steps: readonly PastStep[],
): ProcedurePathwayStep[] {
  const reached = [...new Map(steps.map(({ to, on }, place) => [to, { on, place }])).entries()]
    .sort(([, a], [, b]) => a.place - b.place)
    .map(([one, { on }]) => ({ one, on }))
    // Sent back: it is still to be submitted.
    .filter(({ one }) => !(state === 'portfolio_open' && one === 'portfolio_submitted'))
    .filter(({ one }) => !EARLY_END_STATES.includes(one) || one === state);
  const early = EARLY_END_STATES.includes(state);
  const drawn = reached.map(({ one, on }): ProcedurePathwayStep => ({
    state: one,
    on,
    is: one !== state ? 'done' : early ? 'end' : isOver(state) ? 'done' : 'now',
  }));
  if (isOver(state)) return drawn;
  const furthest = Math.max(...reached.map(({ one }) => USUAL_PATHWAY.indexOf(one)));
  const ahead = USUAL_PATHWAY.slice(furthest + 1).map((one): ProcedurePathwayStep => ({
    state: one,
    is: 'ahead',
    on: null,
  }));
  return [...drawn, ...ahead];
}
