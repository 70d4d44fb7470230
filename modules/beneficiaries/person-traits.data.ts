/** By what facts of people can be cut: coded facts alone, as people served are counted. `p` is the case, `f` the fact. */

export interface PersonTrait {
  readonly sql: string;
  /** Where it is no column of the case. $2 is the first day after the period. */
  readonly join?: string;
  /** A person may have several: their rows do not add up. */
  readonly many?: true;
}

/** Age at registration; null is what is not known. */
export const PERSON_TRAITS = {
  sex: { sql: 'p.sex' },
  age: {
    sql: `CASE WHEN p.age_at_registration < 12 THEN '0-11' WHEN p.age_at_registration < 18 THEN '12-17'
               WHEN p.age_at_registration < 25 THEN '18-24' WHEN p.age_at_registration < 35 THEN '25-34'
               WHEN p.age_at_registration < 50 THEN '35-49' WHEN p.age_at_registration >= 50 THEN '50+' END`,
  },
  origin: {
    sql: `CASE WHEN p.nationality = 'MA' THEN 'national' WHEN p.nationality IS NOT NULL THEN 'foreign' END`,
  },
  nationality: { sql: 'p.nationality::text' },
  region_recruited: { sql: 'p.region_recruitment' },
  region_exploited: { sql: 'p.region_exploitation' },
  purpose: {
    sql: 'purposes.code',
    join: `LEFT JOIN (SELECT DISTINCT coalesce(m.person_id, e.case_id) AS person, e.code FROM case_exploitation e
             LEFT JOIN mawa_merged($2::date) m ON m.case_id = e.case_id WHERE e.element = 'purpose') purposes ON purposes.person = f.person`,
    many: true,
  },
} as const satisfies Record<string, PersonTrait>;
