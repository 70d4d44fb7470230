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

/** In the catalogue's order; a database that has never seen the list gets it now. */
export async function serviceTypes(tx: Tx): Promise<ServiceType[]> {
  const known = await read(tx);
  if (SERVICE_TYPES.every(({ code }) => known.some((type) => type.code === code))) return known;
  await tx.query(
    `INSERT INTO service_types (code, category, name, unit)
     SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      SERVICE_TYPES.map((type) => type.code),
      SERVICE_TYPES.map((type) => type.category),
      SERVICE_TYPES.map((type) => JSON.stringify(type.name)),
      SERVICE_TYPES.map((type) => type.unit),
    ],
  );
  return read(tx);
}

/** Whether the catalogue that Mawa brings has this type. */
export const hasCatalogueType = (typeCode: string): boolean =>
  SERVICE_TYPES.some(({ code }) => code === typeCode);

/** The code of the budget line that bears this type where the programme chose none. */
export const lineCodeOf = (typeCode: string): string | null =>
  SERVICE_TYPES.find(({ code }) => code === typeCode)?.lineCode ?? null;

const read = (tx: Tx): Promise<ServiceType[]> =>
  tx.query<ServiceType>(
    `SELECT code, category, name, unit, active, line_id AS "lineId" FROM service_types
      ORDER BY array_position($1::text[], code) NULLS LAST, code`,
    [SERVICE_TYPES.map((type) => type.code)],
  );

/** The budget line of a type on a day: the programme's choice, else the line of that code in the grant of that day. */
export async function lineFor(tx: Tx, typeCode: string, on: string): Promise<string | null> {
  const [row] = await tx.query<{ lineId: string | null }>(
    `SELECT coalesce(t.line_id, (
              SELECT l.id FROM budget_lines l JOIN grants g ON g.id = l.grant_id
               WHERE l.code = $2
               ORDER BY $3::date BETWEEN g.starts_on AND g.ends_on DESC, g.starts_on DESC LIMIT 1)) AS "lineId"
       FROM service_types t WHERE t.code = $1`,
    [typeCode, lineCodeOf(typeCode), on],
  );
  return row?.lineId ?? null;
}
