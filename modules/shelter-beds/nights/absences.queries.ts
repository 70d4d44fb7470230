/** Nights on which a bed was kept and nobody slept in it: defined here, read by figures and charges alike. */
import { settingOf } from '../../plans';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

export type AbsenceKind = 'leave' | 'missing';

/** The condition that a night was slept: of a booking and a night, as columns. */
export const sleptNightCondition = (booking: string, night: string): string =>
  `NOT EXISTS (SELECT 1 FROM nights_away aw WHERE aw.booking_id = ${booking} AND aw.night = ${night})`;

/** Whether a night away is charged; a setting of the programme, off by default. */
export const chargesAbsences = async (tx: Tx): Promise<boolean> =>
  (await settingOf(tx, 'away_nights_charged', 0)) > 0;

export async function nightsAwayOf(tx: Tx, bookingId: string): Promise<Set<CivilDate>> {
  const rows = await tx.query<{ night: CivilDate }>(
    'SELECT night::text AS night FROM nights_away WHERE booking_id = $1',
    [bookingId],
  );
  return new Set(rows.map(({ night }) => night));
}

/** Moves leave and absences of a person to the new bed from that night on; undoing a move moves them back. */
export async function awayFollows(
  tx: Tx,
  from: string,
  to: string,
  night: CivilDate,
): Promise<void> {
  await tx.query('UPDATE nights_away SET booking_id = $2 WHERE booking_id = $1 AND night >= $3', [
    from,
    to,
    night,
  ]);
  await tx.query(
    // Also one whose last night is past, as long as nobody saw them come back.
    `UPDATE stay_leaves SET booking_id = $2
      WHERE booking_id = $1 AND ended_at IS NULL
        AND (upper(nights) > $3::date
             OR NOT EXISTS (SELECT 1 FROM roll_calls r
                             WHERE r.booking_id = $1 AND r.night >= upper(nights) AND r.presence = 'here'))`,
    [from, to, night],
  );
  await tx.query(
    'UPDATE house_outings SET booking_id = $2 WHERE booking_id = $1 AND back_at IS NULL',
    [from, to],
  );
  await tx.query(
    'UPDATE missing_people SET booking_id = $2 WHERE booking_id = $1 AND ended_at IS NULL',
    [from, to],
  );
}
