/** When a service counts as planned, and the days of a series. */
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';

export const APPOINTMENT_STATES = ['planned', 'given', 'missed', 'cancelled'] as const;
export type AppointmentState = (typeof APPOINTMENT_STATES)[number];

/** Why an appointment is called off: codes; the last three are written by the application itself. */
export const APPOINTMENT_CANCELLATION_REASONS = [
  'person_wishes',
  'provider_cancelled',
  'no_longer_needed',
  'wrong_details',
] as const;
export type AppointmentCancellationReason = (typeof APPOINTMENT_CANCELLATION_REASONS)[number];

/** Reasons of appointments cancelled with something else, which are planned again, not restored. */
const CALLED_OFF_WITH_ANOTHER: readonly string[] = ['series_ended', 'taken_back', 'training_ended'];

/** Answered today by a decision about this very one. */
export const mayTakeBack = ({
  state,
  answeredToday,
  reason,
}: {
  readonly state: AppointmentState;
  readonly answeredToday: boolean;
  readonly reason: string | null;
}): boolean =>
  state !== 'planned' && answeredToday && !CALLED_OFF_WITH_ANOTHER.includes(reason ?? '');

export interface LocalMoment {
  readonly today: CivilDate;
  /** Local time of the programme, "23:10". */
  readonly clock: string;
}

export const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
export const MAX_IN_SERIES = 52;
/** Further ahead nobody plans; a wrong year is more likely. */
const DAYS_AHEAD = 732;

/** A later day, or a later hour of today; everything else has been given. */
export const isToCome = (day: CivilDate, time: string | undefined, { today, clock }: LocalMoment) =>
  day > today || (day === today && time !== undefined && time > clock);

export function checkDay(
  day: CivilDate,
  time: string | undefined,
  moment: LocalMoment,
  field: string,
): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
  if (!isToCome(day, time, moment)) {
    throw new DomainError('invalid', 'appointments.not_to_come', {}, field);
  }
  if (day > addDays(moment.today, DAYS_AHEAD)) {
    throw new DomainError('invalid', 'appointments.too_far', {}, field);
  }
}

export interface Repeat {
  readonly everyDays: number;
  /** The first one counts. */
  readonly times: number;
}

/** The days of a series, the first one first. */
export const seriesDays = (first: CivilDate, { everyDays, times }: Repeat): CivilDate[] =>
  Array.from({ length: times }, (_, place) => addDays(first, place * everyDays));

export type Urgency = 'late' | 'today' | 'coming';

/** Urgency of an appointment without an outcome, by its day and hour. */
export const urgencyOf = (
  { dueOn, dueAt }: { dueOn: CivilDate; dueAt: string | null },
  { today, clock }: LocalMoment,
): Urgency => {
  if (dueOn < today || (dueOn === today && dueAt !== null && dueAt < clock)) return 'late';
  return dueOn === today ? 'today' : 'coming';
};
