/**
 * The way of a track: which step follows which, by door, stands in migrations/data/transitions, from which
 * `return_transitions` is filled.
 */
import { RETURN_STEPS } from '../../migrations/data/transitions/returns';
import type { CivilDate } from '../../src/shared/nights';

export const DOORS = ['return', 'home'] as const;
/** Back to a country of origin, or at home after a shelter. */
export type Door = (typeof DOORS)[number];

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

type Steps = Readonly<Partial<Record<State | 'new', readonly State[]>>>;
const TRANSITIONS: Readonly<Record<Door, Steps>> = RETURN_STEPS;

export const nextOf = (door: Door, from: State | 'new'): readonly State[] =>
  TRANSITIONS[door][from] ?? [];

export type Illegal = 'over' | 'not_this_door' | 'same' | 'out_of_order';

/** Why a step is not legal; null where it is. */
export function whyNot(door: Door, from: State, to: State): Illegal | null {
  if (nextOf(door, from).includes(to)) return null;
  if (isOver(from)) return 'over';
  if (from === to) return 'same';
  return WAY[door].includes(to) || END.includes(to) ? 'out_of_order' : 'not_this_door';
}

const END: readonly State[] = ['completed', 'withdrawn', 'stopped'];
export const isOver = (state: State): boolean => END.includes(state);

/** The usual way, as it is drawn. */
export const WAY: Readonly<Record<Door, readonly State[]>> = {
  return: ['counselling', 'preparing', 'travelling', 'arrived', 'reintegrating', 'completed'],
  home: ['counselling', 'reintegrating', 'completed'],
};

/** The step that the page offers first: the next one of the usual way. */
export const onwards = (door: Door, from: State): State | null =>
  nextOf(door, from).find((to) => WAY[door].indexOf(to) > WAY[door].indexOf(from)) ?? null;

export interface WayStep {
  readonly state: State;
  readonly is: 'done' | 'now' | 'ahead' | 'end';
  /** The last day on which it was reached. */
  readonly on: CivilDate | null;
}

/** The usual way with the days on which it was gone; a track that ended early stops where it did. */
export function wayOf(
  door: Door,
  state: State,
  steps: readonly { readonly to: State; readonly on: CivilDate }[],
): WayStep[] {
  const days = new Map(steps.map(({ to, on }) => [to, on]));
  const early = state === 'withdrawn' || state === 'stopped';
  const here = early
    ? WAY[door].indexOf(steps.at(-2)?.to ?? 'counselling')
    : WAY[door].indexOf(state);
  const way = WAY[door].map((one, place): WayStep => ({
    state: one,
    is: place < here || (early && place === here) ? 'done' : place === here ? 'now' : 'ahead',
    on: place <= here ? (days.get(one) ?? null) : null,
  }));
  return early
    ? [...way.slice(0, here + 1), { state, is: 'end', on: days.get(state) ?? null }]
    : way;
}
