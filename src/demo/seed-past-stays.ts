import { Client } from 'pg';
import type { PastStay } from './past-stays.rules';

/**
 * Writes the invented past as rows, set-based and as the administrator of the embedded server: a
 * thousand stays by the use cases would take minutes. Constraints and triggers hold as for anybody.
 */
export async function seedPastStays(
  adminUrl: string,
  stays: readonly PastStay[],
  at: { now: string; tonight: string; by: string },
): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true), set_config('mawa.tonight', $3, true)`,
      [at.by, at.now, at.tonight],
    );
    await client.query(
      `WITH given AS (
         SELECT gen_random_uuid() AS id, g.*,
                daterange(g."from"::date, g."until"::date) AS nights,
                CASE WHEN g."until" IS NULL THEN 'stay' ELSE 'ended' END AS state,
                g."from"::timestamptz + interval '20 hours' AS came
           FROM jsonb_to_recordset($1::jsonb)
             AS g("bedId" uuid, "shelterId" uuid, "caseId" uuid, "from" text, "until" text, sign text)
       ), calendar AS (
         INSERT INTO bookings (id, bed_id, shelter_id, nights, state, mix_sign, outcome, checked_in_at, created_at, created_by)
         SELECT id, "bedId", "shelterId", nights, state, sign, CASE state WHEN 'ended' THEN 'left' END, came, came, $2 FROM given
         RETURNING id
       ), people AS (
         INSERT INTO booking_people (booking_id, case_id, nights, state)
         SELECT id, "caseId", nights, state FROM given RETURNING booking_id
       )
       INSERT INTO booking_changes (booking_id, to_state, at, by, reason)
       SELECT id, state, came, $2, 'from_records' FROM given`,
      [JSON.stringify(stays), at.by],
    );
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
