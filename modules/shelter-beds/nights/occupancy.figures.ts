/**
 * Bed-nights and occupancy. Used: distinct (person, night) of checked-in stays without nights away. Available: beds in
 * service without blocked nights. Only closed nights, whose counts are stored on closing (night_differences() defines
 * them). More than 100 % is possible and not capped. The kind of a shelter is that of the last night of the period, or
 * of tonight if that night is in the future.
 */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { Period } from '../../platform/shared/periods.rules';
import type { ShelterKind } from '../beds.data';

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

/** Stored counts of closed nights (night_counts), by shelter and month. */
const NIGHTS = `
  SELECT s.id AS "shelterId", s.code_name AS "codeName", coalesce(f.kind, s.kind) AS kind, to_char(m.month, 'YYYY-MM') AS month,
         coalesce(n.used, 0) AS used, coalesce(n.available, 0) AS available
    FROM shelters s
    LEFT JOIN shelter_facts f ON f.shelter_id = s.id AND f.during @> least($2::date - 1, mawa_tonight())
    CROSS JOIN generate_series(date_trunc('month', $1::date::timestamp), $2::date::timestamp - interval '1 day',
      interval '1 month') AS m (month)
    LEFT JOIN (
      SELECT shelter_id, date_trunc('month', night::timestamp) AS month, sum(slept)::int AS used, sum(beds)::int AS available
        FROM night_counts WHERE night >= $1::date AND night < $2::date
       GROUP BY 1, 2
    ) n ON n.shelter_id = s.id AND n.month = m.month
   ORDER BY s.code_name, m.month`;

type Cell = BedNights & {
  readonly shelterId: string;
  readonly codeName: string;
  readonly kind: ShelterKind;
  readonly month: string;
};

export const bedFigures = (tx: Tx, period: Period): Promise<BedFigures> =>
  asFigures(tx, () => nightsOfBeds(tx, period));

/** Like `bedFigures`, for callers that already run as `mawa_figures`. */
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
