import { asFigures, type Tx } from '../../src/database/transactions';
import type { PeopleServedWithSources, Period } from './figures/report.figures';

/**
 * People served: distinct people who slept at least one closed night in a bed (checked in), or to
 * whom a service was given that was not cancelled. Age is age at registration.
 */
const PEOPLE_SERVED = `
  WITH nights AS MATERIALIZED (
    SELECT bp.case_id, k.shelter_id, n.night
      FROM booking_people bp
      JOIN bookings k ON k.id = bp.booking_id
      JOIN closed_nights n ON bp.nights @> n.night
     WHERE bp.nights && daterange($1, $2) AND n.night >= $1 AND n.night < $2
       AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
  ), helped AS MATERIALIZED (
    SELECT DISTINCT case_id FROM services
     WHERE given_on >= $1 AND given_on < $2 AND cancelled_at IS NULL
  ), people AS MATERIALIZED (
    SELECT c.id, coalesce(c.sex, 'unknown') AS sex,
           CASE WHEN c.age_at_registration IS NULL THEN 'unknown'
                WHEN c.age_at_registration < 12 THEN '0-11'
                WHEN c.age_at_registration < 18 THEN '12-17'
                WHEN c.age_at_registration < 25 THEN '18-24'
                WHEN c.age_at_registration < 35 THEN '25-34'
                WHEN c.age_at_registration < 50 THEN '35-49'
                ELSE '50+' END AS band,
           CASE WHEN c.nationality IS NULL THEN 'unknown'
                WHEN c.nationality = 'MA' THEN 'national' ELSE 'foreign' END AS origin
      FROM cases c
     WHERE c.id IN (SELECT case_id FROM nights UNION SELECT case_id FROM helped)
  )
  SELECT 'sex-age' AS kind, sex AS a, band AS b, string_agg(id::text, ',' ORDER BY id) AS ids
    FROM people GROUP BY sex, band
  UNION ALL
  SELECT 'origin', origin, NULL, string_agg(id::text, ',' ORDER BY id) FROM people GROUP BY origin
  UNION ALL
  SELECT 'purpose', coalesce(x.code, 'unknown'), NULL, string_agg(p.id::text, ',' ORDER BY p.id)
    FROM people p LEFT JOIN case_exploitation x ON x.case_id = p.id AND x.element = 'purpose'
   GROUP BY 2
  UNION ALL
  SELECT 'shelter', shelter_id::text, NULL, string_agg(DISTINCT case_id::text, ',') FROM nights GROUP BY shelter_id
  UNION ALL
  SELECT 'month', to_char(night, 'YYYY-MM'), NULL, string_agg(DISTINCT case_id::text, ',') FROM nights GROUP BY 2
  UNION ALL
  SELECT 'helped', 'all', NULL, string_agg(case_id::text, ',' ORDER BY case_id) FROM helped HAVING count(*) > 0
  ORDER BY 1, 2, 3`;

/** Ids come as one text: the driver reads an array of thousands of them letter by letter. */
type Row = Omit<Group, 'ids'> & { ids: string };

interface Group {
  kind: 'sex-age' | 'origin' | 'purpose' | 'shelter' | 'month' | 'helped';
  a: string;
  b: string | null;
  ids: string[];
}

export async function peopleServed(tx: Tx, period: Period): Promise<PeopleServedWithSources> {
  const rows = await asFigures(tx, () => tx.query<Row>(PEOPLE_SERVED, [period.from, period.until]));
  const groups: Group[] = rows.map((row) => ({ ...row, ids: row.ids.split(',') }));
  const of = (kind: Group['kind']): Group[] => groups.filter((group) => group.kind === kind);
  const counts = (kind: Group['kind']): Record<string, number> =>
    Object.fromEntries(of(kind).map(({ a, ids }) => [a, ids.length]));
  const bySexAndAge: Record<string, Record<string, number>> = {};
  for (const { a, b, ids } of of('sex-age')) (bySexAndAge[b!] ??= {})[a] = ids.length;
  return {
    total: of('sex-age').reduce((sum, { ids }) => sum + ids.length, 0),
    bySexAndAge,
    byOrigin: counts('origin'),
    byPurpose: counts('purpose'),
    inBeds: new Set(of('shelter').flatMap(({ ids }) => ids)).size,
    helped: of('helped')[0]?.ids.length ?? 0,
    byShelter: counts('shelter'),
    byMonth: counts('month'),
    sources: Object.fromEntries(
      groups.map(({ kind, a, b, ids }) => [[kind, a, b].filter(Boolean).join('/'), ids]),
    ),
  };
}
