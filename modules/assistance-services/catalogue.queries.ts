import type { PayingLines } from '../grant-budgeting';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { SERVICE_TYPES, type Unit } from './catalogue.data';

export interface ServiceType {
  readonly code: string;
  readonly category: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly unit: Unit;
  readonly active: boolean;
  /** The line that the programme chose for it; null follows the catalogue's own. */
  readonly lineId: string | null;
}

/** The code of the budget line that bears this type where the programme chose none. */
export const lineCodeOf = (typeCode: string): string | null =>
  SERVICE_TYPES.find(({ code }) => code === typeCode)?.lineCode ?? null;

/** In the catalogue's order. */
export const serviceTypes = (tx: Tx): Promise<ServiceType[]> =>
  tx.query<ServiceType>(
    `SELECT code, category, name, unit, active, line_id AS "lineId" FROM service_types
      ORDER BY array_position($1::text[], code) NULLS LAST, code`,
    [SERVICE_TYPES.map((type) => type.code)],
  );

/** Who bears a type on a day: the allocation in force, else the line of the type, else the line of that code in the grant of that day. */
export async function lineFor(tx: Tx, typeCode: string, on: string): Promise<PayingLines | null> {
  const [row] = await tx.query<{ lineId: PayingLines | null }>(
    `SELECT coalesce(cost_shares(NULL, t.code, $3::date), to_jsonb(t.line_id), (
              SELECT to_jsonb(l.id) FROM budget_lines l JOIN grants g ON g.id = l.grant_id
               WHERE l.code = $2
               ORDER BY $3::date BETWEEN g.starts_on AND g.ends_on DESC, g.starts_on DESC LIMIT 1)) AS "lineId"
       FROM service_types t WHERE t.code = $1`,
    [typeCode, lineCodeOf(typeCode), on],
  );
  return row?.lineId ?? null;
}
