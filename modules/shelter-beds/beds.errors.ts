/** What the calendar's constraints refuse, in words: who came second, and never where somebody sleeps. */
import { DomainError } from '../platform/shared/domain.errors';
import { constraintOf, sqlState } from '../platform/database/transactions';

type Params = Record<string, string | number>;

/** One sentence for a bed that is taken, held for others or not proposed: they cannot be told apart. */
export const bedTaken = (params: Params): DomainError =>
  new DomainError('conflict', 'beds.taken', params);

const OF_A_PERSON = new Set(['booking_people_one_person_once', 'booking_people_one_active']);

/** Runs a change of the calendar and turns its constraints into sentences. */
export async function translateBookingError<T>(
  params: Params,
  change: () => Promise<T>,
): Promise<T> {
  try {
    return await change();
  } catch (error) {
    throw calendarError(error, params) ?? error;
  }
}

function calendarError(error: unknown, params: Params): DomainError | null {
  const constraint = constraintOf(error);
  if (constraint === undefined || !sqlState(error)?.startsWith('23')) return null;
  if (constraint === 'bookings_one_bed_once') return bedTaken(params);
  if (OF_A_PERSON.has(constraint)) return new DomainError('conflict', 'beds.already_has_bed');
  if (constraint === 'overrides_are_agreed') {
    return new DomainError('conflict', 'overrides.not_agreed', params);
  }
  if (constraint === 'overrides_in_force') {
    return new DomainError('conflict', 'overrides.expired', params);
  }
  if (constraint === 'bookings_within_service') {
    return new DomainError('invalid', 'beds.out_of_service', params);
  }
  return null;
}
