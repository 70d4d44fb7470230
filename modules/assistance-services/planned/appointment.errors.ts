import { constraintTranslator } from '../../platform/database/constraint-errors';
import { DomainError } from '../../platform/shared/domain.errors';

/** Error for the second of two answers; names the first. */
export function answeredAlready(state: string, by: string): DomainError {
  if (state === 'given') return new DomainError('conflict', 'appointments.answered_given', { by });
  if (state === 'missed')
    return new DomainError('conflict', 'appointments.answered_missed', { by });
  return new DomainError('conflict', 'appointments.answered_cancelled', { by });
}
export const notAnswered = () => new DomainError('conflict', 'appointments.not_answered');
export const notThatDay = () => new DomainError('conflict', 'appointments.not_that_day');
export const calledOffWithAnother = () =>
  new DomainError('conflict', 'appointments.called_off_with_another');
export const otherDayAnswered = () =>
  new DomainError('conflict', 'appointments.other_day_answered');
export const caseClosed = () =>
  new DomainError('conflict', 'appointments.case_closed', {}, 'caseNumber');
export const closedBefore = () =>
  new DomainError('invalid', 'services.closed_before', {}, 'givenOn');
export const stillToCome = (day: string) =>
  new DomainError('conflict', 'appointments.still_to_come', { day });
export const seriesOfLater = () =>
  new DomainError('invalid', 'appointments.series_later', {}, 'repeat.times');
export const costOfLater = () =>
  new DomainError('invalid', 'appointments.cost_later', {}, 'cost.amount');

export const translateAppointmentErrors = constraintTranslator({
  service_appointment_of_an_open_case: caseClosed,
  service_before_the_closing: closedBefore,
});
