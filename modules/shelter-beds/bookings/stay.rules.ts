/** The life of a booking: which step is legal from where, and what a date or an instant makes of it. */
import { DomainError } from '../../platform/shared/domain.errors';
import { daysBetween, type CivilDate, type Nights } from '../../platform/shared/nights.rules';
import { PLACING_DEFAULTS, stagesOver } from '../placing/age.rules';
import type { MixSign, PartyMember, Sex } from '../placing/placing.types';

export type BookingState = 'hold' | 'promised' | 'stay' | 'blocked' | 'ended' | 'void';
export type BookingVerb =
  | 'renew'
  | 'promise'
  | 'release'
  | 'lapse'
  | 'check_in'
  | 'cancel'
  | 'no_show'
  | 'plan_exit'
  | 'prolong'
  | 'exit'
  | 'day_visit'
  | 'unblock'
  | 'withdraw_block'
  | 'move_out'
  | 'undo_check_in'
  | 'undo_exit'
  | 'undo_move';
export type Outcome =
  | 'lapsed'
  | 'cancelled'
  | 'no_show'
  | 'left'
  | 'day_visit'
  | 'unblocked'
  | 'moved'
  | 'undone';

export interface Transition {
  readonly from: BookingState;
  readonly verb: BookingVerb;
  readonly to: BookingState;
  /** How it ended, where it ends. */
  readonly outcome: Outcome | null;
}

export const TRANSITIONS: readonly Transition[] = [
  { from: 'hold', verb: 'renew', to: 'hold', outcome: null },
  { from: 'hold', verb: 'promise', to: 'promised', outcome: null },
  { from: 'hold', verb: 'release', to: 'void', outcome: 'cancelled' },
  { from: 'hold', verb: 'lapse', to: 'void', outcome: 'lapsed' },
  { from: 'promised', verb: 'check_in', to: 'stay', outcome: null },
  { from: 'promised', verb: 'cancel', to: 'void', outcome: 'cancelled' },
  { from: 'promised', verb: 'no_show', to: 'void', outcome: 'no_show' },
  { from: 'stay', verb: 'plan_exit', to: 'stay', outcome: null },
  { from: 'stay', verb: 'prolong', to: 'stay', outcome: null },
  { from: 'stay', verb: 'exit', to: 'ended', outcome: 'left' },
  { from: 'stay', verb: 'day_visit', to: 'void', outcome: 'day_visit' },
  { from: 'blocked', verb: 'unblock', to: 'ended', outcome: 'unblocked' },
  { from: 'blocked', verb: 'withdraw_block', to: 'void', outcome: 'cancelled' },
  // Move to another bed: nights slept here are kept; a stay without a night is void.
  { from: 'stay', verb: 'move_out', to: 'ended', outcome: 'moved' },
  // Undone: the arrival is expected again, the stay continues, or the new bed was never theirs.
  { from: 'stay', verb: 'undo_check_in', to: 'promised', outcome: null },
  { from: 'ended', verb: 'undo_exit', to: 'stay', outcome: null },
  { from: 'void', verb: 'undo_exit', to: 'stay', outcome: null },
  { from: 'ended', verb: 'undo_move', to: 'stay', outcome: null },
  { from: 'void', verb: 'undo_move', to: 'stay', outcome: null },
  { from: 'stay', verb: 'undo_move', to: 'void', outcome: 'undone' },
];

export const verbsFrom = (state: BookingState): BookingVerb[] =>
  TRANSITIONS.filter(({ from }) => from === state).map(({ verb }) => verb);

export function transition(from: BookingState, verb: BookingVerb): Transition {
  const step = TRANSITIONS.find((one) => one.from === from && one.verb === verb);
  if (!step) throw new DomainError('conflict', `beds.cannot_${verb}`, { state: from });
  return step;
}

/** Only these states take a bed away from others. */
export const isActive = (state: BookingState): boolean => state !== 'ended' && state !== 'void';

/** The nights slept by someone who leaves on `exit`; null is a day visit, without any night. */
export function exitNights(entry: CivilDate, exit: CivilDate): Nights | null {
  if (exit < entry) throw new DomainError('invalid', 'beds.exit_before_entry', {}, 'on');
  return exit === entry ? null : { from: entry, until: exit };
}

/** The step that an exit is: a stay that ends before any night is a day visit. */
export const exitVerb = (entry: CivilDate, exit: CivilDate): 'exit' | 'day_visit' =>
  exitNights(entry, exit) === null ? 'day_visit' : 'exit';

/** Nights that a change adds to a booking, tonight and after: the past is a fact and asks nobody. */
export function nightsAdded(before: Nights, after: Nights, tonight: CivilDate): Nights[] {
  const later = (a: CivilDate, b: CivilDate) => (a > b ? a : b);
  const added: Nights[] = [
    { from: later(after.from, tonight), until: earlier(before.from, after.until) },
  ];
  if (before.until !== null) {
    const from = later(later(before.until, after.from), tonight);
    added.push({ from, until: after.until });
  }
  return added.filter(({ from, until }) => until === null || until > from);
}

const earlier = (a: CivilDate, b: CivilDate | null) => (b === null || a < b ? a : b);

/** A hold counts until its instant and not at it, whether or not a job has run. */
export const isHoldExpired = (holdUntil: Date, now: Date): boolean =>
  holdUntil.getTime() <= now.getTime();

/** The planned exit has passed and the person is still there. */
export const overdue = ({ until }: Nights, tonight: CivilDate): boolean =>
  until !== null && until <= tonight;

/** Nights slept, or about to be tonight, beyond the planned exit. */
export const overdueNights = (nights: Nights, tonight: CivilDate): number =>
  overdue(nights, tonight) ? daysBetween(nights.until!, tonight) + 1 : 0;

/** The sign that a booking shows of its person; null where sex or age leave it open. */
export function mixSign(
  sex: Sex | null,
  age: { readonly low: number; readonly high: number } | null,
): MixSign | null {
  if (age === null || (sex !== 'female' && sex !== 'male')) return null;
  const { adultFrom } = PLACING_DEFAULTS;
  if (age.high < adultFrom) return sex === 'female' ? 'girl' : 'boy';
  if (age.low >= adultFrom) return sex === 'female' ? 'woman' : 'man';
  return null;
}

/** Sign (man, woman, boy, girl) for a whole stay; null also if the person comes of age, or might, before it ends. */
export function mixSignOver({ sex, age }: PartyMember, nights: Nights): MixSign | null {
  const [first, ...later] = stagesOver(age, nights).map((stage) => mixSign(sex, stage));
  return later.every((sign) => sign === first) ? first! : null;
}
