/** Rules for more nights in the same bed: keeping apart and room sharing are checked again. */
import { DomainError } from '../../platform/shared/domain.errors';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate, Nights } from '../../platform/shared/nights.rules';
import type { People } from '../../beneficiaries';
import { bedTaken } from '../beds.errors';
import type { Booking } from './booking-steps.queries';
import { judge } from '../placing/candidate.rules';
import { memberFactsOf } from '../placing/member-facts.rules';
import { assemblePlacement } from '../placing/placing-assembly.rules';
import type { BedFacts, Reason } from '../placing/placing.types';
import { ruleAges } from '../placing/rule-sets.queries';
import { readStayFacts } from '../placing/placing.queries';
import { unsuitableBedError } from '../placing/placement-check.rules';

/** Rules about other people in the room; the bed itself was checked on arrival. */
const isCompany = ({ rule, code }: Reason): boolean =>
  rule === 'minors' || rule === 'sexes' || code === 'family_room_taken';

/**
 * First night taken in the calendar, also for a bed barred by keeping apart, so that the date does not reveal which of
 * the two it is.
 */
function firstTakenNight({ bookings }: BedFacts, { from }: Nights): CivilDate | null {
  const starts = bookings.filter(({ preparing }) => !preparing).map((one) => one.nights.from);
  const [first] = starts.sort();
  return first === undefined || first > from ? (first ?? null) : from;
}

/** Every placement that could meet these stays waits until this transaction is over. */
export const lockStays = (tx: Tx, bookingIds: readonly string[]): Promise<unknown> =>
  tx.query(
    `SELECT placing_locks(ARRAY(SELECT bed_id FROM bookings WHERE id = ANY ($1)),
                          ARRAY(SELECT case_id FROM booking_people WHERE booking_id = ANY ($1)))`,
    [bookingIds],
  );

export async function lockParty(tx: Tx, requestId: string): Promise<void> {
  const kept = await tx.query<{ id: string }>(
    `SELECT booking_id AS id FROM booking_people WHERE request_id = $1 AND state IN ('hold', 'promised')`,
    [requestId],
  );
  await lockStays(
    tx,
    kept.map(({ id }) => id),
  );
}

/**
 * Throws where the bed is not available on these nights, with the error of a placement: a bed kept apart
 * cannot be distinguished from a bed that is held for others. Returns what has to be asked.
 */
export async function mayStayOn(
  tx: Tx,
  people: People,
  booking: Booking,
  nights: Nights,
  makeWay: readonly string[] = [],
): Promise<{ unknown: readonly Reason[] }> {
  const { caseId, bedId } = booking;
  const members = await people.placementFacts(tx, [caseId!], nights.from, await ruleAges(tx));
  const { party, beds, settings } = assemblePlacement(
    await readStayFacts(tx, { bedId, nights, members, makeWay, booking: booking.id }),
  );
  const bed = beds.find((one) => one.bedId === bedId);
  if (!bed) {
    const params = { bed: booking.bed, from: nights.from };
    throw new DomainError('invalid', 'beds.out_of_service', params);
  }
  const [who] = memberFactsOf(party, settings);
  const { verdict, reasons } = judge(who!, bed, { nights, settings });
  const taken = firstTakenNight(bed, nights);
  if (verdict === 'not_proposed' || taken !== null) {
    throw bedTaken({ bed: booking.bed, from: taken ?? nights.from });
  }
  const company = reasons.filter(isCompany);
  const forbids = company.find(({ sign }) => sign === 'against');
  if (forbids) throw unsuitableBedError(booking.bed, forbids, tx.actor.language);
  return { unknown: company.filter(({ sign }) => sign === 'unknown') };
}
