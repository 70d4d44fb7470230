import { asFigures, type Tx } from '../../platform/database/transactions';
import { PAST_SERVICES } from '../../past-records';
import { chosenRows, type PastChoice } from '../../platform/shared/past-choice.rules';
import type { Period } from '../../platform/shared/periods.rules';
import { PAST_NIGHTS } from '../../shelter-beds';

/** Columns of tables of people. */
export const SEX_COLUMNS = ['female', 'male', 'other', 'unknown'] as const;

type Counts = Readonly<Record<string, number>>;

export interface PeopleServed {
  readonly total: number;
  /** Age band, then sex; what is absent is zero. */
  readonly bySexAndAge: Readonly<Record<string, Counts>>;
  readonly byOrigin: Counts;
  /** A person may have several purposes. */
  readonly byPurpose: Counts;
  readonly inBeds: number;
  readonly helped: number;
  /** People with a bed-night, by shelter id and by month. */
  readonly byShelter: Counts;
  readonly byMonth: Counts;
}

/** With the ids of the people behind each count. */
export interface PeopleServedWithSources extends PeopleServed {
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

/** Found by shelter and nights (bookings_by_shelter_and_nights), however long the history is. */
const SLEPT = `
      SELECT coalesce(merged.person_id, bp.case_id) AS id, k.shelter_id::text AS shelter, closed.month
        FROM shelters s
        JOIN bookings k ON k.shelter_id = s.id AND k.nights && daterange($1, $2)
        JOIN booking_people bp ON bp.booking_id = k.id
        JOIN closed ON k.nights && closed.nights
        LEFT JOIN merged USING (case_id)
       WHERE k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL`;
const PAST_SLEPT = `SELECT n.person AS id, n.house AS shelter, to_char(n.day, 'YYYY-MM') AS month FROM (${PAST_NIGHTS}) n`;
const HELPED = `
      SELECT coalesce(merged.person_id, services.case_id) AS id FROM services LEFT JOIN merged USING (case_id)
       WHERE given_on >= $1 AND given_on < $2 AND cancelled_at IS NULL`;
const PAST_HELPED = `SELECT v.person AS id FROM (${PAST_SERVICES}) v`;

/**
 * People served: distinct people with at least one closed night in a bed or a service not cancelled. Age at
 * registration. Joined cases are one person, unless the period was closed before (`mawa_merged`). Optionally including
 * past nights and services, or these only.
 */
const peopleServedQuery = (past: PastChoice): string => `
  WITH closed AS (
    SELECT to_char(night, 'YYYY-MM') AS month, range_agg(daterange(night, night + 1)) AS nights
      FROM closed_nights WHERE night >= $1 AND night < $2 GROUP BY 1
  ), merged AS MATERIALIZED (
    SELECT * FROM mawa_merged($2)
  ), slept AS (
    SELECT id, string_agg(DISTINCT shelter, ' ') AS shelters, string_agg(DISTINCT month, ' ') AS months
      FROM (${chosenRows(SLEPT, PAST_SLEPT, past)}) nights GROUP BY 1
  ), helped AS (
    SELECT DISTINCT id FROM (${chosenRows(HELPED, PAST_HELPED, past)}) given
  ), served AS MATERIALIZED (
    SELECT id, slept.shelters, slept.months, helped.once
      FROM slept FULL JOIN (SELECT id, 'all' AS once FROM helped) helped USING (id)
  ), files AS (
    SELECT id AS case_id, id FROM served
    UNION ALL SELECT merged.case_id, served.id FROM merged JOIN served ON served.id = merged.person_id
  ), purposes AS (
    SELECT files.id, string_agg(DISTINCT e.code, ' ') AS purposes
      FROM files JOIN case_exploitation e ON e.case_id = files.case_id AND e.element = 'purpose' GROUP BY 1
  ), alike AS (
    SELECT concat_ws('|', coalesce(c.sex, 'unknown'),
             CASE WHEN c.age_at_registration IS NULL THEN 'unknown'
                  WHEN c.age_at_registration < 12 THEN '0-11'
                  WHEN c.age_at_registration < 18 THEN '12-17'
                  WHEN c.age_at_registration < 25 THEN '18-24'
                  WHEN c.age_at_registration < 35 THEN '25-34'
                  WHEN c.age_at_registration < 50 THEN '35-49'
                  ELSE '50+' END,
             CASE WHEN c.nationality IS NULL THEN 'unknown'
                  WHEN c.nationality = 'MA' THEN 'national' ELSE 'foreign' END,
             coalesce(served.once, ''),
             coalesce(purposes.purposes, 'unknown'), coalesce(served.shelters, ''), coalesce(served.months, '')) AS traits,
           c.id
      FROM served
      JOIN cases c USING (id)
      LEFT JOIN purposes USING (id)
  )
  SELECT traits, string_agg(id::text, ',') AS ids FROM alike GROUP BY traits`;

/** People with equal attributes; their ids are one text, which the driver parses at once. */
interface Row {
  readonly traits: string;
  readonly ids: string;
}

export async function peopleServed(
  tx: Tx,
  period: Period,
  past: PastChoice = 'without',
): Promise<PeopleServedWithSources> {
  const rows = await asFigures(tx, () =>
    tx.query<Row>(peopleServedQuery(past), [period.from, period.until]),
  );
  const people = new Groups();
  for (const { traits, ids } of rows) people.add(traits.split('|'), ids.split(','));
  return {
    total: people.total,
    bySexAndAge: people.bySexAndAge(),
    byOrigin: people.counts('origin'),
    byPurpose: people.counts('purpose'),
    inBeds: people.inBeds,
    helped: people.counts('helped')['all'] ?? 0,
    byShelter: people.counts('shelter'),
    byMonth: people.counts('month'),
    sources: people.sources(),
  };
}

/** Adds the alike up into the rows of the report; the ids behind a row stay with it, in no order. */
class Groups {
  private readonly members = new Map<string, string[][]>();
  total = 0;
  inBeds = 0;

  add(traits: readonly string[], ids: string[]): void {
    const [sex, age, origin, helped, purposes, shelters, months] = traits as string[];
    this.total += ids.length;
    if (shelters !== '') this.inBeds += ids.length;
    this.join('sex-age', `${sex}/${age}`, ids);
    this.join('origin', origin!, ids);
    if (helped !== '') this.join('helped', helped!, ids);
    for (const purpose of words(purposes)) this.join('purpose', purpose, ids);
    for (const shelter of words(shelters)) this.join('shelter', shelter, ids);
    for (const month of words(months)) this.join('month', month, ids);
  }

  counts(kind: string): Record<string, number> {
    const own = [...this.members].filter(([key]) => key.startsWith(`${kind}/`));
    return Object.fromEntries(own.map(([key, lists]) => [key.slice(kind.length + 1), size(lists)]));
  }

  bySexAndAge(): Record<string, Record<string, number>> {
    const bands: Record<string, Record<string, number>> = {};
    for (const [key, count] of Object.entries(this.counts('sex-age'))) {
      const [sex, band] = key.split('/') as [string, string];
      (bands[band] ??= {})[sex] = count;
    }
    return bands;
  }

  sources(): Record<string, string[]> {
    return Object.fromEntries([...this.members].map(([key, lists]) => [key, lists.flat()]));
  }

  private join(kind: string, group: string, ids: string[]): void {
    const key = `${kind}/${group}`;
    const lists = this.members.get(key);
    if (lists) lists.push(ids);
    else this.members.set(key, [ids]);
  }
}

const words = (text: string | undefined): string[] => (text ? text.split(' ') : []);
const size = (lists: readonly string[][]): number =>
  lists.reduce((sum, ids) => sum + ids.length, 0);
