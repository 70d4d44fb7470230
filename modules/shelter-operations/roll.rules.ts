/** The roll of a night: who is here, who is on leave, who is missing, and what an answer changes. */
import { addDays, type CivilDate } from '../platform/shared/nights.rules';

export const PRESENCES = ['here', 'leave', 'missing'] as const;
export type Presence = (typeof PRESENCES)[number];

/** What was said of somebody for a night, or follows from a leave or an absence that was noted before. */
export interface RollMarks {
  /** The last answer of the night. */
  readonly called: Presence | null;
  readonly onLeave: boolean;
  readonly missing: boolean;
}

/** Nobody is taken to be here before somebody has looked. */
export function presenceOf({ called, onLeave, missing }: RollMarks): Presence | null {
  if (called) return called;
  if (missing) return 'missing';
  return onLeave ? 'leave' : null;
}

export interface Tally {
  readonly here: number;
  readonly leave: number;
  readonly missing: number;
  readonly open: number;
}

export function tallyOf(people: readonly { readonly presence: Presence | null }[]): Tally {
  const count = (presence: Presence | null) =>
    people.filter((one) => one.presence === presence).length;
  return {
    here: count('here'),
    leave: count('leave'),
    missing: count('missing'),
    open: count(null),
  };
}

/** A roll is called on its night, or put right within a month. */
export const isCallableNight = (night: CivilDate, tonight: CivilDate): boolean =>
  night <= tonight && night >= addDays(tonight, -31);

/** The nights of a leave: the first night away up to the day on which they sleep here again. */
export function leaveNights(from: CivilDate, backOn: CivilDate): CivilDate[] {
  const nights: CivilDate[] = [];
  for (let night = from; night < backOn; night = addDays(night, 1)) nights.push(night);
  return nights;
}
