/**
 * Bed-nights and occupancy, defined here and nowhere else. Used: distinct (person, night) of
 * checked-in stays, nights away with the bed kept left out. Available: beds in service, blocked nights taken out. Both over closed nights
 * alone. Over 100 % is possible and never cut off. A house is named with the kind that it had on the last
 * night of the period, or has tonight where that is still to come.
 */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { sleptNightCondition } from './absences.queries';
import type { ShelterKind } from '../beds.data';

export interface Period {
  readonly from: CivilDate;
  /** Half-open: the first day after the period. */
  readonly until: CivilDate;
}
export interface BedNights {
  readonly used: number;
  readonly available: number;
}
export interface BedFigures {
  readonly shelters: readonly ({
    readonly shelterId: string;
    readonly codeName: string;
    readonly kind: ShelterKind;
  } & BedNights)[];
  readonly months: readonly ({ readonly month: string } & BedNights)[];
  readonly total: BedNights;
}

/** Only these; null: every house of the network. */
export type ShelterFilter = ReadonlySet<string> | null;
export const isAmong = (houses: ShelterFilter, shelterId: string): boolean =>
  houses === null || houses.has(shelterId);

/** Used ÷ available; null where nothing was available. */
export const occupancyOf = ({ used, available }: BedNights): number | null =>
  available > 0 ? used / available : null;

const NIGHTS = `
  WITH closed AS MATERIALIZED (
    SELECT night FROM closed_nights WHERE night >= $1::date AND night < $2::date
  ), used AS (
    SELECT k.shelter_id, date_trunc('month', c.night::timestamp) AS month,
           count(DISTINCT (bp.case_id, c.night)) AS nights
      FROM booking_people bp
      JOIN bookings k ON k.id = bp.booking_id
      JOIN closed c ON c.night >= lower(bp.nights) AND (upper(bp.nights) IS NULL OR c.night < upper(bp.nights))
     WHERE bp.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL AND bp.nights && daterange($1, $2)
       AND ${sleptNightCondition('bp.booking_id', 'c.night')}
     GROUP BY 1, 2
  ), in_service AS (
    SELECT b.shelter_id, date_trunc('month', c.night::timestamp) AS month, count(*) AS nights
      FROM beds b
      JOIN closed c ON c.night >= lower(b.in_service) AND (upper(b.in_service) IS NULL OR c.night < upper(b.in_service))
     GROUP BY 1, 2
  ), blocked AS (
    SELECT k.shelter_id, date_trunc('month', c.night::timestamp) AS month, count(*) AS nights
      FROM bookings k
      JOIN closed c ON c.night >= lower(k.nights) AND (upper(k.nights) IS NULL OR c.night < upper(k.nights))
     WHERE (k.state = 'blocked' OR (k.state = 'ended' AND k.checked_in_at IS NULL)) AND k.nights && daterange($1, $2)
     GROUP BY 1, 2
  )
  SELECT s.id AS "shelterId", s.code_name AS "codeName", coalesce(f.kind, s.kind) AS kind, to_char(m.month, 'YYYY-MM') AS month,
         coalesce(used.nights, 0)::int AS used,
         (coalesce(in_service.nights, 0) - coalesce(blocked.nights, 0))::int AS available
    FROM shelters s
    LEFT JOIN shelter_facts f ON f.shelter_id = s.id AND f.during @> least($2::date - 1, mawa_tonight())
    CROSS JOIN generate_series(date_trunc('month', $1::date::timestamp), $2::date::timestamp - interval '1 day',
      interval '1 month') AS m (month)
    LEFT JOIN used ON used.shelter_id = s.id AND used.month = m.month
    LEFT JOIN in_service ON in_service.shelter_id = s.id AND in_service.month = m.month
    LEFT JOIN blocked ON blocked.shelter_id = s.id AND blocked.month = m.month
   ORDER BY s.code_name, m.month`;

type Cell = BedNights & {
  readonly shelterId: string;
  readonly codeName: string;
  readonly kind: ShelterKind;
  readonly month: string;
};

export const bedFigures = (tx: Tx, period: Period): Promise<BedFigures> =>
  asFigures(tx, () => nightsOfBeds(tx, period));

/** The same, for figures that are inside their door already. */
export async function nightsOfBeds(
  tx: Tx,
  { from, until }: Period,
  houses: ShelterFilter = null,
): Promise<BedFigures> {
  const all = await tx.query<Cell>(NIGHTS, [from, until]);
  const cells = all.filter(({ shelterId }) => isAmong(houses, shelterId));
  return {
    shelters: addUp(cells, ({ shelterId, codeName, kind }) => ({ shelterId, codeName, kind })),
    months: addUp(cells, ({ month }) => ({ month })),
    total: addUp(cells, () => ({}))[0] ?? { used: 0, available: 0 },
  };
}

function addUp<K extends object>(cells: readonly Cell[], keyOf: (cell: Cell) => K) {
  const sums = new Map<string, K & { used: number; available: number }>();
  for (const cell of cells) {
    const key = keyOf(cell);
    const name = JSON.stringify(key);
    const sum = sums.get(name) ?? { ...key, used: 0, available: 0 };
    sum.used += cell.used;
    sum.available += cell.available;
    sums.set(name, sum);
  }
  return [...sums.values()];
}
