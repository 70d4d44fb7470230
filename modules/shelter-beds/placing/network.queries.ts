/**
 * The beds of the network and their calendar, which holds no person: what trying rules may look at.
 * Rooms and houses are what they are on the first of the nights.
 */
import type { Tx } from '../../platform/database/transactions';
import { toDateRange, type Nights } from '../../platform/shared/nights.rules';
import { IN_PREPARATION } from '../bookings/preparations.queries';
import type { BedRow, TakenRow } from './placing.queries';

export interface ShelterNetwork {
  readonly beds: readonly BedRow[];
  readonly taken: readonly TakenRow[];
  readonly openNights: number;
  /** False for readers who do not allocate: row-level security shows them no booking. */
  readonly withCalendar: boolean;
}

export async function readEmptyNetwork(tx: Tx, nights: Nights): Promise<ShelterNetwork> {
  const [network] = await tx.query<ShelterNetwork>(
    `WITH wanted AS MATERIALIZED (
       SELECT b.id, b.label, b.kind, b.room_id, b.shelter_id, b.in_service * h.holds AS in_service, localized_name(m.name, m.names) AS name, h.mix, h.step_free,
              localized_name(s.code_name, s.names) AS code_name, s.region, f.receives, f.languages
         FROM beds b JOIN rooms m ON m.id = b.room_id JOIN shelters s ON s.id = b.shelter_id
         JOIN shelter_facts f ON f.shelter_id = s.id AND f.during @> lower($1::daterange)
         CROSS JOIN LATERAL room_holds(b.room_id, lower($1::daterange)) h
        WHERE s.active AND b.in_service * h.holds && $1::daterange)
     SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('bedId', id, 'label', label, 'kind', kind, 'roomId', room_id,
              'roomName', name, 'roomMix', mix, 'stepFree', step_free, 'shelterId', shelter_id, 'codeName', code_name,
              'region', region, 'receives', receives, 'languages', languages, 'doors', NULL, 'inServiceFrom', lower(in_service),
              'inServiceUntil', upper(in_service))) FROM wanted), '[]') AS beds,
            coalesce((SELECT jsonb_agg(jsonb_build_object('bedId', t.bed_id, 'roomId', t.room_id, 'state', t.state,
              'sign', t.sign, 'from', lower(t.nights), 'until', upper(t.nights), 'own', false, 'related', false,
              'asked', t.nights && $1::daterange, 'preparing', t.preparing))
              FROM (
                SELECT k.bed_id, wanted.room_id, k.state, k.mix_sign AS sign, k.nights, false AS preparing
                  FROM bookings k JOIN wanted ON wanted.id = k.bed_id
                 WHERE k.state <> 'void' AND k.ends_on > lower($1::daterange)
                   AND (k.state <> 'hold' OR k.hold_until > mawa_now())
                UNION ALL
                SELECT p.bed_id, wanted.room_id, 'blocked', NULL, x.nights, true
                  FROM bed_preparations p JOIN wanted ON wanted.id = p.bed_id
                 CROSS JOIN LATERAL (SELECT preparation_nights(p.until_at) AS nights) x
                 WHERE ${IN_PREPARATION} AND x.nights && $1::daterange AND (SELECT mawa_allocates())) t), '[]') AS taken,
            mawa_setting('planned_open_nights')::int AS "openNights", mawa_allocates() AS "withCalendar"`,
    [toDateRange(nights)],
  );
  return network!;
}
