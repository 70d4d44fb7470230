import { addDays, type CivilDate } from '../../platform/shared/nights.rules';

/** Why a session is called off, in the order in which pages offer them. */
export const CANCELLATION_REASONS = [
  'provider',
  'no_trainer',
  'few_people',
  'no_room',
  'no_money',
  'security',
  'other',
] as const;
export type CancellationReason = (typeof CANCELLATION_REASONS)[number];

interface SessionDates {
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
}

/** From which days on a session may be called off, both counted; null where it is over. */
export interface CancellationDays {
  readonly first: CivilDate;
  readonly last: CivilDate;
  /** Today where the session has begun, else its first day. */
  readonly usual: CivilDate;
}

/** A running session ends tomorrow at the latest, since participants are told today. */
export function cancellationDaysOf(
  { startsOn, endsOn }: SessionDates,
  today: CivilDate,
): CancellationDays | null {
  if (endsOn < today) return null;
  if (startsOn > today) return { first: startsOn, last: startsOn, usual: startsOn };
  const tomorrow = addDays(today, 1);
  return { first: startsOn, last: tomorrow < endsOn ? tomorrow : endsOn, usual: today };
}
