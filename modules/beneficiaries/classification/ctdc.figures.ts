/** How many people share each value of the scalar CTDC variables: counted alike, never a row a person. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { Lists } from '../../reference-lists';
import { REGISTERED_PEOPLE, type Period, CURRENT_CLASSIFICATIONS } from './classification.figures';
import { ctdcRecordOf, type CtdcVariable } from './ctdc.rules';

export const CTDC_SCALARS = [
  'gender',
  'ageBroad',
  'citizenship',
  'CountryOfExploitation',
  'traffickMonths',
] as const satisfies readonly CtdcVariable[];
export type CtdcScalar = (typeof CTDC_SCALARS)[number];

/** Those of whom all the scalars are the same; null is not known. */
export interface CtdcCombination extends Readonly<Record<CtdcScalar, string | null>> {
  readonly people: number;
}

const ALIKE = `
  WITH ${REGISTERED_PEOPLE}, ${CURRENT_CLASSIFICATIONS}
  SELECT c.sex, c.age_at_registration AS age, c.nationality, w.country, s.duration, count(*)::int AS people
    FROM people p JOIN cases c USING (id) LEFT JOIN standing s ON s.case_id = p.id
    LEFT JOIN LATERAL (SELECT x.country FROM case_classification_places x
       WHERE x.classification_id = s.id AND x.kind = 'exploitation' ORDER BY x.country LIMIT 1) w ON true
   GROUP BY 1, 2, 3, 4, 5`;

interface Row {
  readonly sex: string | null;
  readonly age: number | null;
  readonly nationality: string | null;
  readonly country: string | null;
  readonly duration: string | null;
  readonly people: number;
}

export async function ctdcCombinations(
  tx: Tx,
  lists: Lists,
  { from, until, refusedBefore = null }: Period,
): Promise<CtdcCombination[]> {
  const crosswalk = await lists.crosswalk(tx);
  const rows = await asFigures(tx, () => tx.query<Row>(ALIKE, [from, until, refusedBefore]));
  return rows.map(({ sex, age, nationality, country, duration, people }) => {
    const facts = { registeredOn: from, sex, ageAtRegistration: age, nationality, duration };
    const record = ctdcRecordOf({ ...facts, countryOfExploitation: country, codes: [] }, crosswalk);
    return {
      ...(Object.fromEntries(
        CTDC_SCALARS.map((name) => [name, record[name] === null ? null : String(record[name])]),
      ) as Record<CtdcScalar, string | null>),
      people,
    };
  });
}
