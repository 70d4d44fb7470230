/** Numbers that people had before Mawa: kept with the case, and looked up for imports of the past. */
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Stage } from './stage.rules';

export interface EarlierNumber {
  readonly caseId: string;
  readonly number: string;
}

/** Those of the given numbers that the actor's organisation uses already, as spelled in the query. */
export async function usedEarlierNumbers(tx: Tx, numbers: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ number: string }>(
    `SELECT DISTINCT a.number
       FROM unnest($1::text[]) AS a (number)
       JOIN earlier_numbers e ON e.compared = earlier_number_key(a.number)
        AND e.organisation_id IS NOT DISTINCT FROM $2`,
    [numbers, tx.actor.organisationId],
  );
  return new Set(rows.map(({ number }) => number));
}

export async function insertEarlierNumbers(tx: Tx, all: readonly EarlierNumber[]): Promise<void> {
  if (all.length === 0) return;
  await tx.query(
    `INSERT INTO earlier_numbers (case_id, organisation_id, number)
     SELECT n.case_id, $3, n.number FROM unnest($1::uuid[], $2::text[]) AS n (case_id, number)`,
    [all.map(({ caseId }) => caseId), all.map(({ number }) => number), tx.actor.organisationId],
  );
}

export interface PersonOfEarlierNumber {
  /** Continuing case of the person. */
  readonly id: string;
  readonly caseNumber: string;
  readonly stage: Stage;
  readonly registeredOn: CivilDate;
  readonly earlierNumber: string;
  /** People in all. */
  readonly matched: number;
}

/**
 * Visible people with this earlier number, or with one that it is a prefix of ("DT 2024" finds "DT 2024/017"); each
 * once, with the first matching number.
 */
export const peopleByEarlierNumber = (
  tx: Tx,
  number: string,
  { limit, from }: { readonly limit: number; readonly from: number },
): Promise<PersonOfEarlierNumber[]> =>
  tx.query<PersonOfEarlierNumber>(
    `SELECT p.id, p.case_number AS "caseNumber", p.stage, p.registered_on::text AS "registeredOn",
            f.number AS "earlierNumber", count(*) OVER ()::int AS matched
       FROM (SELECT DISTINCT ON (person) coalesce(c.merged_into, c.id) AS person, e.number, e.compared
               FROM earlier_numbers e JOIN cases c ON c.id = e.case_id
              WHERE e.compared = earlier_number_key($1) OR e.compared LIKE earlier_number_key($1) || '-%'
              ORDER BY person, e.compared) f
       JOIN cases p ON p.id = f.person
      ORDER BY f.compared, p.id LIMIT $2 OFFSET $3`,
    [number, limit, from],
  );

export interface KnownPerson {
  /** As it was asked: a number of Mawa or of before. */
  readonly number: string;
  /** Continuing case of the person. */
  readonly caseId: string;
  /** Whether the actor writes their care. */
  readonly writable: boolean;
}

/** Visible people by case number or earlier number; two rows for a number that two people have. */
const peopleByNumber = (tx: Tx, numbers: readonly string[]): Promise<KnownPerson[]> =>
  tx.query<KnownPerson>(
    `WITH asked AS MATERIALIZED (SELECT DISTINCT unnest($1::text[]) AS number),
     found AS MATERIALIZED (
       SELECT a.number, coalesce(c.merged_into, c.id) AS person
         FROM asked a JOIN cases c ON c.case_number = a.number
       UNION
       SELECT a.number, coalesce(c.merged_into, c.id)
         FROM asked a
         JOIN earlier_numbers e ON e.compared = earlier_number_key(a.number)
         JOIN cases c ON c.id = e.case_id)
     SELECT f.number, f.person AS "caseId", may_write_case(f.person, 'care', (SELECT actor_reach())) AS writable
       FROM found f`,
    [numbers],
  );

/** Why a number of a file leads to nobody whose care the actor writes. */
export type UnusableNumber = 'unknown' | 'several' | 'not_yours';

/** People named by the rows of a file, looked up at once; people whom the actor does not see are "not found". */
export class KnownPeople {
  private readonly byNumber = new Map<string, KnownPerson[]>();

  static async of(tx: Tx, numbers: readonly string[]): Promise<KnownPeople> {
    const known = new KnownPeople();
    for (const person of await peopleByNumber(tx, [...new Set(numbers)])) {
      const same = known.byNumber.get(person.number);
      if (same) same.push(person);
      else known.byNumber.set(person.number, [person]);
    }
    return known;
  }

  find(number: string): KnownPerson | UnusableNumber {
    const [person, another] = this.byNumber.get(number) ?? [];
    if (another) return 'several';
    if (!person) return 'unknown';
    return person.writable ? person : 'not_yours';
  }
}
