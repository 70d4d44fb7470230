/** The roll of a night: who is here, who is on leave, who is missing, and what an answer changes. */
import { addDays, type CivilDate } from '../platform/shared/nights.rules';

export const PRESENCES = ['here', 'leave', 'missing'] as const;
export type Presence = (typeof PRESENCES)[number];

export type Absence = Exclude<Presence, 'here'>;

/** Entries about a person for a night, including those that follow from a leave or an absence. */
export interface RollMarks {
  /** The last answer of the night. */
  readonly called: Presence | null;
  readonly calledAt: Date | null;
  readonly onLeave: boolean;
  readonly missing: boolean;
  /** Since when the register has them out of the house. */
  readonly outAt: Date | null;
}

/** Presence needs an entry; a person who went out later has to be checked again. */
export function presenceOf({
  called,
  calledAt,
  onLeave,
  missing,
  outAt,
}: RollMarks): Presence | null {
  const wentOut = called === 'here' && outAt !== null && calledAt !== null && outAt > calledAt;
  if (called && !wentOut) return called;
  if (missing) return 'missing';
  return onLeave ? 'leave' : null;
}

interface Unseen {
  readonly presence: Presence | null;
  readonly outAt: Date | null;
  readonly returnDueOn: CivilDate | null;
}

/** "All others are present" excludes people who are out or have not returned from a leave; they need an entry each. */
export const isOfTheRest = ({ presence, outAt, returnDueOn }: Unseen): boolean =>
  presence === null && outAt === null && returnDueOn === null;

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

interface LeaveNights {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

/** What is left of a leave, one or two spans or none, where its person slept here on this night of it. */
export const nightsWithout = ({ from, until }: LeaveNights, night: CivilDate): LeaveNights[] =>
  [
    { from, until: night },
    { from: addDays(night, 1), until },
  ].filter((span) => span.from < span.until);
