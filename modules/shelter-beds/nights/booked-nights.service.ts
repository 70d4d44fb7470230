import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BookedAhead, type NightWindow, type BookedNights } from '../../grant-budgeting';
import { asFigures, type Tx } from '../../platform/database/transactions';
import { chargesAbsences, sleptNightCondition } from './absences.queries';

/** Gives the forecast the number of people per house on nights not charged yet, never who they are. */
@Injectable()
export class BookedNightsForecast implements OnModuleInit {
  constructor(private readonly ahead: BookedAhead) {}

  onModuleInit(): void {
    this.ahead.add(bookedNights);
  }
}

/**
 * Nights of stays and of people who are expected, up to their planned exit; a stay without one counts
 * for some nights from tonight on. Holds cost nothing, and a closed night is charged already.
 */
export async function bookedNights(
  tx: Tx,
  { from, until, openStayNights }: NightWindow,
): Promise<BookedNights[]> {
  const all = await chargesAbsences(tx);
  return asFigures(tx, () =>
    tx.query<BookedNights>(
      // Years of stays have no night that is still to be charged: they are left out before their nights are counted.
      `WITH open AS (
         SELECT range_agg(daterange(d::date, d::date + 1)) AS nights FROM generate_series($1::date, $2::date, interval '1 day') d
          WHERE NOT EXISTS (SELECT 1 FROM closed_nights c WHERE c.night = d::date))
       SELECT k.shelter_id AS "shelterId", d::date::text AS night, count(*)::int AS people
         FROM open JOIN bookings k ON k.nights && open.nights
         CROSS JOIN LATERAL generate_series(
           greatest(lower(k.nights), $1::date, CASE k.state WHEN 'promised' THEN $3::date END)::timestamp,
           least(coalesce(upper(k.nights), greatest(lower(k.nights), $3::date) + $4::int), $2::date)::timestamp - interval '1 day',
           interval '1 day') d
        WHERE k.state IN ('stay', 'promised', 'ended') AND (k.state <> 'ended' OR k.checked_in_at IS NOT NULL)
          AND NOT EXISTS (SELECT 1 FROM closed_nights c WHERE c.night = d::date)
          AND ($5 OR ${sleptNightCondition('k.id', 'd::date')})
        GROUP BY 1, 2 ORDER BY 1, 2`,
      [from, until, tx.tonight, openStayNights, all],
    ),
  );
}
