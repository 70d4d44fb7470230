/** Which nights wait to be closed, and what is missing in which shelter: counts, never who slept there. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** From the first night kept to the last that is over. */
export interface NightWindow {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

export const listOpenNights = async (
  tx: Tx,
  { from, until }: NightWindow,
): Promise<CivilDate[]> => {
  const rows = await tx.query<{ night: CivilDate }>(
    `SELECT d::date::text AS night FROM generate_series($1::date::timestamp, $2::date::timestamp - interval '1 day', interval '1 day') d
      WHERE NOT EXISTS (SELECT 1 FROM closed_nights c WHERE c.night = d::date) ORDER BY 1`,
    [from, until],
  );
  return rows.map(({ night }) => night);
};

export interface ShelterNights {
  readonly id: string;
  readonly codeName: string;
  /** The first night with a bed in service; null: it has had none, and no night of it is kept. */
  readonly since: CivilDate | null;
  readonly open: number;
  /** Open nights on which somebody slept there and no price of a night holds. */
  readonly withoutRate: number;
  /** Expected arrivals up to the last night that nobody has recorded or cancelled. */
  readonly arrivals: number;
  /** Stays whose planned exit is past: closing prolongs them. */
  readonly overdue: number;
}

export const listShelterNights = (tx: Tx, { from, until }: NightWindow): Promise<ShelterNights[]> =>
  asFigures(tx, () =>
    tx.query<ShelterNights>(
      `WITH open AS MATERIALIZED (
         SELECT d::date AS night FROM generate_series($1::date::timestamp, $2::date::timestamp - interval '1 day', interval '1 day') d
          WHERE NOT EXISTS (SELECT 1 FROM closed_nights c WHERE c.night = d::date)
       ), service AS (
         SELECT shelter_id, min(lower(in_service)) AS since FROM beds GROUP BY 1
       )
       SELECT s.id, localized_name(s.code_name, s.names) AS "codeName", v.since::text AS since,
              (SELECT count(*)::int FROM open o WHERE o.night >= v.since) AS open,
              (SELECT count(*)::int FROM open o
                WHERE NOT EXISTS (SELECT 1 FROM night_rates r WHERE r.shelter_id = s.id AND r.valid @> o.night)
                  AND EXISTS (
                    SELECT 1 FROM bookings k
                     WHERE k.shelter_id = s.id AND k.nights @> o.night AND k.state IN ('stay', 'ended')
                       AND k.checked_in_at IS NOT NULL)) AS "withoutRate",
              (SELECT count(*)::int FROM bookings k
                WHERE k.shelter_id = s.id AND k.state = 'promised' AND lower(k.nights) < $2::date) AS arrivals,
              (SELECT count(*)::int FROM bookings k
                WHERE k.shelter_id = s.id AND k.state = 'stay' AND upper(k.nights) <= $2::date) AS overdue
         FROM shelters s LEFT JOIN service v ON v.shelter_id = s.id
        ORDER BY localized_name(s.code_name, s.names)`,
      [from, until],
    ),
  );

export interface Reopening {
  readonly night: CivilDate;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/** The last ones first. */
export const listReopenings = (tx: Tx): Promise<Reopening[]> =>
  tx.query<Reopening>(
    `SELECT r.night::text AS night, r.reason, localized_name(u.name, u.names) AS by, r.at
       FROM night_reopenings r JOIN users u ON u.id = r.by ORDER BY r.id DESC LIMIT 50`,
  );

export const lastClosedNight = async (tx: Tx): Promise<CivilDate | null> => {
  const [row] = await tx.query<{ night: CivilDate | null }>(
    'SELECT max(night)::text AS night FROM closed_nights',
  );
  return row!.night;
};

/** The bookings that were charged for a night, whether or not that was taken back. */
export const chargedBookings = async (tx: Tx, night: CivilDate): Promise<string[]> => {
  const rows = await asFigures(tx, () =>
    tx.query<{ id: string }>(
      `SELECT DISTINCT split_part(source_id, '/', 1) AS id FROM ledger_transactions
        WHERE source_kind = 'bed-night' AND fact_on = $1::date AND split_part(source_id, '/', 2) = $1::date::text ORDER BY 1`,
      [night],
    ),
  );
  return rows.map(({ id }) => id);
};
