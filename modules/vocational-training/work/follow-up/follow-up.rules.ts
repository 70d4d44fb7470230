/**
 * Asking somebody how the work goes: where each mark of the calendar stands, the eleven signs of forced labour (ILO),
 * and when somebody is called. A sign is not a finding: a person looks.
 */
import type { CivilDate } from '../../../../src/shared/nights';

export const MODES = ['call', 'visit', 'office', 'partner'] as const;
export const REACH = ['reached', 'not_reached', 'refused', 'unsafe'] as const;
export type Reach = (typeof REACH)[number];
export const WHYS = [
  'no_answer',
  'moved',
  'number_changed',
  'no_way_there',
  'nobody_free',
] as const;
export const IN_WORK = ['same', 'other', 'no', 'not_told'] as const;
export type InWork = (typeof IN_WORK)[number];

export const SIGNS = [
  'vulnerability',
  'deception',
  'movement',
  'isolation',
  'violence',
  'threats',
  'documents',
  'wages',
  'debt',
  'conditions',
  'overtime',
] as const;
export type Sign = (typeof SIGNS)[number];

export const DONE = [
  'safe_place',
  'left_job',
  'lawyer',
  'inspector',
  'police',
  'health',
  'talked',
  'no_sign',
] as const;
export type Done = (typeof DONE)[number];

export interface Due {
  readonly months: number;
  readonly dueOn: CivilDate;
  readonly opensOn: CivilDate;
  /** The last day of its window. */
  readonly closesOn: CivilDate;
}
export interface Tried {
  readonly months: number;
  readonly on: CivilDate;
  readonly outcome: Reach;
  readonly signsSeen: readonly Sign[] | null;
}

export type MarkState =
  | 'ahead' // its window has not opened
  | 'open' // one may ask now
  | 'reached'
  | 'refused'
  | 'unsafe'
  | 'lost'; // its window closed and nobody was reached

/** `tries` in the order in which they were written; the last word counts, but nothing undoes that somebody was reached. */
export function markState(due: Due, tries: readonly Tried[], today: CivilDate): MarkState {
  const own = tries.filter(({ months }) => months === due.months);
  if (own.some(({ outcome }) => outcome === 'reached')) return 'reached';
  const last = own.at(-1)?.outcome;
  if (last === 'refused' || last === 'unsafe') return last;
  if (today < due.opensOn) return 'ahead';
  return today <= due.closesOn ? 'open' : 'lost';
}

/** One sign is enough to call somebody; that others were not asked calls nobody. */
export const callsSomebody = ({
  outcome,
  signsSeen,
}: Pick<Tried, 'outcome' | 'signsSeen'>): boolean =>
  outcome === 'reached' && (signsSeen?.length ?? 0) > 0;

export const SEEN = ['seen', 'not_seen', 'not_asked'] as const;
export type Seen = (typeof SEEN)[number];

/** What was said of each sign. */
export const saidOf = (
  sign: Sign,
  { signsSeen, signsNotAsked }: { signsSeen: readonly Sign[]; signsNotAsked: readonly Sign[] },
): Seen =>
  signsSeen.includes(sign) ? 'seen' : signsNotAsked.includes(sign) ? 'not_asked' : 'not_seen';
