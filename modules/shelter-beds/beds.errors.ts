/** Errors for violated constraints of the bed calendar. They name the conflict, never where somebody sleeps. */
import { DomainError } from '../platform/shared/domain.errors';
import { constraintTranslator } from '../platform/database/constraint-errors';

type Params = Record<string, string | number>;

/** One sentence for a bed that is taken, held for others or not proposed: they cannot be distinguished. */
export const bedTaken = (params: Params): DomainError =>
  new DomainError('conflict', 'beds.taken', params);

/** The bed was left and has not been reported as prepared. */
export const bedToPrepare = (params: Params): DomainError =>
  new DomainError('conflict', 'beds.to_prepare', params);

/** Runs a change of bookings and translates its constraint violations; `params`: bed and nights for the messages. */
export const translateBookingError = <T>(params: Params, change: () => Promise<T>): Promise<T> =>
  constraintTranslator({
    bookings_one_bed_once: () => bedTaken(params),
    booking_people_one_person_once: ['conflict', 'beds.already_has_bed'],
    booking_people_one_active: ['conflict', 'beds.already_has_bed'],
    bookings_apart_from_past_stays: ['conflict', 'stays.nights_brought_in'],
    bookings_after_preparation: () => bedToPrepare(params),
    overrides_are_agreed: () => new DomainError('conflict', 'overrides.not_agreed', params),
    overrides_in_force: () => new DomainError('conflict', 'overrides.expired', params),
    bookings_within_service: () => new DomainError('invalid', 'beds.out_of_service', params),
  })(change);
