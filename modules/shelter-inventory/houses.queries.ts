import type { Tx } from '../platform/database/transactions';
import type { CivilDate, Nights } from '../platform/shared/nights.rules';
import { type WatchTime, RECEIVED, type NightStaff, type ShelterKind } from '../shelter-beds';

/** Night rules; null if not recorded. Door hours are recorded completely or not at all. */
export interface NightRules {
  readonly doorsClose: WatchTime | null;
  readonly doorsOpen: WatchTime | null;
  readonly lateArrivals: boolean | null;
  readonly nightStaff: NightStaff | null;
}
export interface HouseFacts extends Nights, NightRules {
  readonly id: string;
  readonly kind: ShelterKind;
  readonly receives: readonly (typeof RECEIVED)[number][];
  readonly languages: readonly string[];
  /** Null: as it was opened. */
  readonly setBy: string | null;
}
export interface StayLimit extends Nights {
  /** Null: as long as it takes. */
  readonly nights: number | null;
  readonly setBy: string | null;
}
export interface HouseHistory {
  readonly id: string;
  readonly codeName: string;
  readonly tonight: CivilDate;
  readonly facts: readonly HouseFacts[];
  readonly stayLimits: readonly StayLimit[];
}

const NIGHT_RULES = `to_char(f.doors_close, 'HH24:MI') AS "doorsClose", to_char(f.doors_open, 'HH24:MI') AS "doorsOpen",
  f.late_arrivals AS "lateArrivals", f.night_staff AS "nightStaff"`;

/** Sorts lists, so that their order does not count as a difference. */
export const inOrder = <T extends Pick<HouseFacts, 'receives' | 'languages'>>(facts: T): T => ({
  ...facts,
  receives: RECEIVED.filter((sign) => facts.receives.includes(sign)),
  languages: [...facts.languages].sort(),
});

export async function houseFactsOf(tx: Tx, shelterId: string): Promise<HouseFacts[]> {
  const rows = await tx.query<HouseFacts>(
    `SELECT f.id, lower(f.during)::text AS "from", upper(f.during)::text AS until, f.kind, f.receives, f.languages,
            ${NIGHT_RULES}, localized_name(u.name, u.names) AS "setBy"
       FROM shelter_facts f LEFT JOIN users u ON u.id = f.set_by WHERE f.shelter_id = $1 ORDER BY lower(f.during)`,
    [shelterId],
  );
  return rows.map(inOrder);
}

export async function houseHistory(tx: Tx, shelterId: string): Promise<HouseHistory | null> {
  const [house] = await tx.query<Pick<HouseHistory, 'id' | 'codeName'>>(
    'SELECT id, localized_name(code_name, names) AS "codeName" FROM shelters WHERE id = $1',
    [shelterId],
  );
  if (!house) return null;
  const stayLimits = await tx.query<StayLimit>(
    `SELECT lower(l.valid)::text AS "from", upper(l.valid)::text AS until, l.nights,
            CASE WHEN NOT u.system THEN localized_name(u.name, u.names) END AS "setBy"
       FROM shelter_stay_limits l JOIN users u ON u.id = l.by WHERE l.shelter_id = $1 ORDER BY lower(l.valid)`,
    [shelterId],
  );
  return { ...house, tonight: tx.tonight, facts: await houseFactsOf(tx, shelterId), stayLimits };
}

/** Night rules of all open shelters, by id. */
export async function nightRulesOn(
  tx: Tx,
  night: CivilDate,
): Promise<ReadonlyMap<string, NightRules>> {
  const rows = await tx.query<NightRules & { readonly shelterId: string }>(
    `SELECT f.shelter_id AS "shelterId", ${NIGHT_RULES}
       FROM shelter_facts f JOIN shelters s ON s.id = f.shelter_id WHERE s.active AND f.during @> $1::date`,
    [night],
  );
  return new Map(rows.map(({ shelterId, ...rules }) => [shelterId, rules]));
}
