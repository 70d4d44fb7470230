/** When a task is due, what may be done with it, how long it may be put off. */
import { DomainError } from '../platform/shared/domain.errors';
import {
  addDays,
  civilDateOf,
  isCivilDate,
  type CivilDate,
  type ProgrammeTime,
} from '../platform/shared/nights.rules';

export const POSTPONE_REASONS = [
  'person_not_reached',
  'not_safe_now',
  'person_asked',
  'waits_for_others',
  'no_time',
] as const;
export type PostponeReason = (typeof POSTPONE_REASONS)[number];

/** By what a task ends that nobody marks as done: the act it asked for, or the end of what it is about. */
export const TASK_ENDINGS = [
  'its_act',
  'arrival_taken_back',
  'bed_left',
  'booking_ended',
  'breach_closed',
  'came_back',
  'exit_undone',
  'file_closed',
  'files_joined',
  'handed_over',
  'override_decided',
  'person_erased',
  'proceeding_closed',
  'request_ended',
  'return_ended',
  'time_over',
] as const;

export const DUE_STATES = ['overdue', 'today', 'coming'] as const;
export type DueState = (typeof DUE_STATES)[number];

/** Past its instant is overdue, also within the day; the rest of the day is today. */
export function dueStateOf(dueAt: Date, now: Date, time: ProgrammeTime): DueState {
  if (dueAt <= now) return 'overdue';
  return civilDateOf(dueAt, time) === civilDateOf(now, time) ? 'today' : 'coming';
}

/** A day that is named without an hour is over when the day is. */
export const endOfDay = (day: CivilDate, { offsetMinutes }: ProgrammeTime): Date =>
  new Date(Date.parse(`${addDays(day, 1)}T00:00:00Z`) - offsetMinutes * 60_000 - 60_000);

export const startOfDay = (day: CivilDate, { offsetMinutes }: ProgrammeTime): Date =>
  new Date(Date.parse(`${day}T00:00:00Z`) - offsetMinutes * 60_000);

/** A day from today on, not further than so many days. */
export function checkDueDay(day: unknown, today: CivilDate, furthest: number, field: string): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
  if (day < today) throw new DomainError('invalid', 'plans.day_has_passed', {}, field);
  if (day > addDays(today, furthest)) {
    throw new DomainError('invalid', 'plans.too_far_ahead', { days: furthest }, field);
  }
}
