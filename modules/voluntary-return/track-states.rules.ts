/**
 * States of a track. The transitions by kind of track are in migrations/data/transitions, from which
 * `return_transitions` is filled.
 */
import { RETURN_STEPS } from '../../migrations/data/transitions/returns';
import type { CivilDate } from '../platform/shared/nights.rules';

export const TRACK_KINDS = ['return', 'home'] as const;
/** Back to a country of origin, or at home after a shelter. */
export type TrackKind = (typeof TRACK_KINDS)[number];

export const STATES = [
  'counselling',
  'preparing',
  'travelling',
  'arrived',
  'reintegrating',
  'completed',
  'withdrawn',
  'stopped',
] as const;
export type State = (typeof STATES)[number];

type TransitionTable = Readonly<Partial<Record<State | 'new', readonly State[]>>>;
const TRANSITIONS: Readonly<Record<TrackKind, TransitionTable>> = RETURN_STEPS;

export const nextOf = (door: TrackKind, from: State | 'new'): readonly State[] =>
  TRANSITIONS[door][from] ?? [];

export type IllegalStep = 'over' | 'other_track_kind' | 'same' | 'out_of_order';

/** Why a step is not legal; null where it is. */
export function illegalStepReason(door: TrackKind, from: State, to: State): IllegalStep | null {
  if (nextOf(door, from).includes(to)) return null;
  if (isOver(from)) return 'over';
  if (from === to) return 'same';
  return USUAL_PATHWAY[door].includes(to) || END_STATES.includes(to)
    ? 'out_of_order'
    : 'other_track_kind';
}

const END_STATES: readonly State[] = ['completed', 'withdrawn', 'stopped'];
export const isOver = (state: State): boolean => END_STATES.includes(state);

/** The usual way, as it is drawn. */
export const USUAL_PATHWAY: Readonly<Record<TrackKind, readonly State[]>> = {
  return: ['counselling', 'preparing', 'travelling', 'arrived', 'reintegrating', 'completed'],
  home: ['counselling', 'reintegrating', 'completed'],
};

/** The step that the page offers first: the next one of the usual way. */
export const nextUsualState = (door: TrackKind, from: State): State | null =>
  nextOf(door, from).find(
    (to) => USUAL_PATHWAY[door].indexOf(to) > USUAL_PATHWAY[door].indexOf(from),
  ) ?? null;

export interface PathwayStep {
  readonly state: State;
  readonly is: 'done' | 'now' | 'ahead' | 'end';
  /** The last day on which it was reached. */
  readonly on: CivilDate | null;
}

/** Usual states with the days on which they were reached; a track that ended early stops at its last one. */
export function pathwayOf(
  door: TrackKind,
  state: State,
  steps: readonly { readonly to: State; readonly on: CivilDate }[],
): PathwayStep[] {
  const days = new Map(steps.map(({ to, on }) => [to, on]));
  const early = state === 'withdrawn' || state === 'stopped';
  const here = early
    ? USUAL_PATHWAY[door].indexOf(steps.at(-2)?.to ?? 'counselling')
    : USUAL_PATHWAY[door].indexOf(state);
  const way = USUAL_PATHWAY[door].map((one, place): PathwayStep => ({
    state: one,
    is: place < here || (early && place === here) ? 'done' : place === here ? 'now' : 'ahead',
    on: place <= here ? (days.get(one) ?? null) : null,
  }));
  return early
    ? [...way.slice(0, here + 1), { state, is: 'end', on: days.get(state) ?? null }]
    : way;
}
