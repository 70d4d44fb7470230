/**
 * Follow-ups of work: state of each mark, the eleven ILO forced labour indicators, and when a supervisor is notified.
 * An indicator is not a finding; a person checks it.
 */
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { FollowUpWindow } from '../../platform/shared/periods.rules';

export const CONTACT_MODES = ['call', 'visit', 'office', 'partner'] as const;
export const CONTACT_OUTCOMES = ['reached', 'not_reached', 'refused', 'unsafe'] as const;
export type ContactOutcome = (typeof CONTACT_OUTCOMES)[number];
export const NOT_REACHED_REASONS = [
  'no_answer',
  'moved',
  'number_changed',
  'no_way_there',
  'nobody_free',
] as const;
export const WORK_STATUSES = ['same', 'other', 'no', 'not_told'] as const;
export type WorkStatus = (typeof WORK_STATUSES)[number];

export const FORCED_LABOUR_INDICATORS = [
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
export type ForcedLabourIndicator = (typeof FORCED_LABOUR_INDICATORS)[number];

export const RESPONSE_ACTIONS = [
  'safe_place',
  'left_job',
  'lawyer',
  'inspector',
  'police',
  'health',
  'talked',
  'no_sign',
] as const;
export type ResponseAction = (typeof RESPONSE_ACTIONS)[number];

export interface FollowUpAttempt {
  readonly months: number;
  readonly on: CivilDate;
  readonly outcome: ContactOutcome;
  readonly signsSeen: readonly ForcedLabourIndicator[] | null;
}

export type FollowUpMarkState =
  | 'ahead' // its window has not opened
  | 'open' // one may ask now
  | 'reached'
  | 'refused'
  | 'unsafe'
  | 'lost'; // its window closed and nobody was reached

/** `tries` in the order in which they were written; the last word counts, but nothing undoes that somebody was reached. */
export function followUpMarkState(
  due: FollowUpWindow,
  tries: readonly FollowUpAttempt[],
  today: CivilDate,
): FollowUpMarkState {
  const own = tries.filter(({ months }) => months === due.months);
  if (own.some(({ outcome }) => outcome === 'reached')) return 'reached';
  const last = own.at(-1)?.outcome;
  if (last === 'refused' || last === 'unsafe') return last;
  if (today < due.opensOn) return 'ahead';
  return today <= due.closesOn ? 'open' : 'lost';
}

/** One sign is enough to call somebody; that others were not asked calls nobody. */
export const requiresResponse = ({
  outcome,
  signsSeen,
}: Pick<FollowUpAttempt, 'outcome' | 'signsSeen'>): boolean =>
  outcome === 'reached' && (signsSeen?.length ?? 0) > 0;

export const INDICATOR_ANSWERS = ['seen', 'not_seen', 'not_asked'] as const;
export type IndicatorAnswer = (typeof INDICATOR_ANSWERS)[number];

/** Answer to each indicator. */
export const indicatorAnswerOf = (
  sign: ForcedLabourIndicator,
  {
    signsSeen,
    signsNotAsked,
  }: {
    signsSeen: readonly ForcedLabourIndicator[];
    signsNotAsked: readonly ForcedLabourIndicator[];
  },
): IndicatorAnswer =>
  signsSeen.includes(sign) ? 'seen' : signsNotAsked.includes(sign) ? 'not_asked' : 'not_seen';
