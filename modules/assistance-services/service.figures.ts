/** Services given in a period: the one definition for page, report and export. */
import { asFigures, type Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';

export interface ServiceFigures {
  readonly byType: readonly {
    readonly typeCode: string;
    readonly category: string;
    readonly name: Readonly<Record<Language, string>>;
    /** How many times. */
    readonly services: number;
    /** In the unit of the type, decimal text. */
    readonly quantity: string;
    /** Distinct people; files that were joined are one, unless the period was closed before. */
    readonly people: number;
  }[];
}

/** By the day they were given; cancelled ones do not count. Half-open period. */
export function serviceFigures(
  tx: Tx,
  { from, until }: { from: CivilDate; until: CivilDate },
): Promise<ServiceFigures> {
  const given = 's.given_on >= $1 AND s.given_on < $2 AND s.cancelled_at IS NULL';
  return asFigures(tx, async () => {
    const byType = await tx.query<ServiceFigures['byType'][number]>(
      `SELECT t.code AS "typeCode", t.category, t.name, count(*)::int AS services,
              trim_scale(sum(s.quantity))::text AS quantity, count(DISTINCT coalesce(m.person_id, s.case_id))::int AS people
         FROM services s LEFT JOIN mawa_merged($2::date) m ON m.case_id = s.case_id JOIN service_types t ON t.code = s.type_code
        WHERE ${given} GROUP BY t.code ORDER BY t.category, t.code`,
      [from, until],
    );
    return { byType };
  });
}
