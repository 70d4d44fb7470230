/**
 * States of an enrolment. The transitions are in migrations/data/transitions, from which `training_transitions` is
 * filled.
 */
import { TRAINING_STEPS } from '../../../migrations/data/transitions/training';
import type { CivilDate } from '../../platform/shared/nights.rules';

export const STATES = [
  'applied',
  'waiting',
  'offered',
  'admitted',
  'started',
  'completed',
  'certified',
  'dropped_out',
  'withdrawn',
  'cancelled',
] as const;
export type State = (typeof STATES)[number];

const TRANSITIONS: Readonly<Partial<Record<State | 'new', readonly State[]>>> = TRAINING_STEPS;

export const nextOf = (from: State | 'new'): readonly State[] => TRANSITIONS[from] ?? [];

/** Made by the waiting list, by issuing a certificate and by calling a session off: no steps that somebody types. */
const AUTOMATIC_STEPS: readonly State[] = ['offered', 'certified', 'cancelled'];
export const manualEnrolmentSteps = (from: State): readonly State[] =>
  nextOf(from).filter((to) => !AUTOMATIC_STEPS.includes(to));

export type IllegalEnrolmentStep = 'over' | 'same' | 'out_of_order';

/** Why a step is not legal; null where it is. */
export function illegalEnrolmentStep(from: State | 'new', to: State): IllegalEnrolmentStep | null {
  if (nextOf(from).includes(to)) return null;
  if (from !== 'new' && isOver(from)) return 'over';
  return from === to ? 'same' : 'out_of_order';
}

const EARLY_ENDS: readonly State[] = ['dropped_out', 'withdrawn', 'cancelled'];
const END_STATES: readonly State[] = ['certified', ...EARLY_ENDS];
export const isOver = (state: State): boolean => END_STATES.includes(state);

/** In these a person holds a place of the session. */
export const SEAT_HOLDING_STATES: readonly State[] = [
  'applied',
  'offered',
  'admitted',
  'started',
  'completed',
  'certified',
];

/** States with a seat before the start. */
export const EXPECTED_STATES: readonly State[] = ['applied', 'offered', 'admitted', 'started'];

const USUAL_PATHWAY: readonly State[] = [
  'applied',
  'admitted',
  'started',
  'completed',
  'certified',
];

export interface EnrolmentPathwayStep {
  readonly state: State;
  readonly is: 'done' | 'now' | 'ahead' | 'end';
  readonly on: CivilDate | null;
}

/** As it is drawn: the usual way, with the line where somebody stood in it; an early end stops it there. */
export function enrolmentPathwayOf(
  state: State,
  steps: readonly { readonly to: State; readonly on: CivilDate }[],
): EnrolmentPathwayStep[] {
  const days = new Map(steps.map(({ to, on }) => [to, on]));
  const inLine = (['waiting', 'offered'] as const).filter((one) => days.has(one));
  const way: State[] =
    inLine.length > 0 ? [...inLine, ...USUAL_PATHWAY.slice(1)] : [...USUAL_PATHWAY];
  const early = EARLY_ENDS.includes(state);
  const here = way.indexOf(early ? (steps.at(-2)?.to ?? way[0]!) : state);
  const drawn = way.map((one, place): EnrolmentPathwayStep => ({
    state: one,
    is:
      place < here || (early && place === here) || (isOver(state) && place === here)
        ? 'done'
        : place === here
          ? 'now'
          : 'ahead',
    on: place <= here ? (days.get(one) ?? null) : null,
  }));
  return early
    ? [...drawn.slice(0, here + 1), { state, is: 'end', on: days.get(state) ?? null }]
    : drawn;
}
