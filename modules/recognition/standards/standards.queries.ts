/** Standards with their units: nobody's data. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

export interface StandardRow {
  readonly id: string;
  readonly rootId: string;
  readonly edition: number;
  readonly title: string;
  readonly isco: string;
  readonly field: string;
  readonly fieldVersion: number;
  readonly language: string;
  readonly authorityId: string;
  readonly authority: string;
  readonly origin: string;
  readonly since: CivilDate;
  readonly currentYears: number;
  readonly fee: string;
  readonly currency: string;
  readonly lineId: string | null;
  /** Whether there is none after it. */
  readonly last: boolean;
}
export interface UnitRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly required: boolean;
}
export interface Standard extends StandardRow {
  readonly units: readonly UnitRow[];
}

export interface StandardQuery {
  readonly ids?: readonly string[];
  readonly lastOnly?: boolean;
}

export async function standardsIn(tx: Tx, asked: StandardQuery = {}): Promise<Standard[]> {
  const rows = await tx.query<StandardRow>(
    `SELECT s.id, s.root_id AS "rootId", s.edition::int, s.title, s.isco, s.field, s.field_version AS "fieldVersion", s.language,
            s.authority_id AS "authorityId", localized_name(o.name, o.names) AS authority, s.origin, s.since::text, s.current_years::int AS "currentYears",
            s.fee::text, s.currency, s.line_id AS "lineId", s.edition = max(s.edition) OVER (PARTITION BY s.root_id) AS last
       FROM recognition_standards s JOIN organisations o ON o.id = s.authority_id
      ORDER BY s.title, s.root_id, s.edition DESC LIMIT 1000`,
  );
  const chosen = rows.filter(
    ({ id, last }) => (asked.ids?.includes(id) ?? true) && (last || !asked.lastOnly),
  );
  if (chosen.length === 0) return [];
  const units = await tx.query<UnitRow & { standardId: string }>(
    `SELECT id, standard_id AS "standardId", number::int, title, required FROM recognition_units
      WHERE standard_id = ANY ($1) ORDER BY number`,
    [chosen.map(({ id }) => id)],
  );
  return chosen.map((row) => ({
    ...row,
    units: units
      .filter(({ standardId }) => standardId === row.id)
      .map(({ id, number, title, required }) => ({ id, number, title, required })),
  }));
}
