/** How people were trafficked, in numbers: the one definition for page, report and export. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Lists } from '../../reference-lists';
import { questionColumn } from './classification.queries';
import { type ClassificationQuestion, QUESTION_NAMES } from './classification.rules';
import { CTDC_GROUPS, type CtdcGroup, type GroupShares, sharesOf } from './ctdc.rules';

/** Half-open, by the day of registration. */
export interface Period {
  readonly from: CivilDate;
  readonly until: CivilDate;
  /**
   * For figures that leave the programme: excludes people who had refused statistics, or withdrawn consent, before this
   * day. It is the first day of a quarter, so that all of a quarter are excluded together and nobody alone between two
   * releases. Null for internal figures: nobody is excluded.
   */
  readonly refusedBefore?: CivilDate | null;
}

/**
 * People first registered in the period except those found not to be victims; erased people still count. Joined cases
 * are one person, by the continuing case, unless the period was closed before.
 */
export const REGISTERED_PEOPLE = `joined AS MATERIALIZED (SELECT m.case_id, m.person_id, c.registered_on
     FROM mawa_merged($2::date) m JOIN cases c ON c.id = m.case_id),
  refused AS (SELECT coalesce(j.person_id, f.case_id) AS id FROM (
       SELECT DISTINCT ON (case_id) case_id, decision FROM consents
        WHERE purpose = 'statistics' AND $3::date IS NOT NULL AND at < mawa_day_begins($3::date)
        ORDER BY case_id, at DESC, id) f LEFT JOIN joined j USING (case_id) WHERE f.decision <> 'given'),
  people AS (SELECT c.id, c.region_recruitment, c.region_exploitation FROM cases c
     LEFT JOIN (SELECT person_id AS id, min(registered_on) AS day FROM joined GROUP BY 1) before USING (id)
    WHERE least(c.registered_on, before.day) >= $1 AND least(c.registered_on, before.day) < $2 AND c.stage <> 'not_victim'
      AND NOT EXISTS (SELECT 1 FROM joined j WHERE j.case_id = c.id)
      AND NOT EXISTS (SELECT 1 FROM refused r WHERE r.id = c.id))`;

/** The person whose row this is, where `joined` is outer joined as j: a subquery would be run for every row. */
const whose = (row: string): string => `coalesce(j.person_id, ${row}.case_id)`;

/** Current classification of each person: the latest version, of the continuing case if it has one. */
export const CURRENT_CLASSIFICATIONS = `standing AS (SELECT DISTINCT ON (person) c.id, person AS case_id, c.began, c.duration
     FROM case_classifications c LEFT JOIN joined j ON j.case_id = c.case_id CROSS JOIN LATERAL (SELECT ${whose('c')} AS person) p
    ORDER BY person, c.case_id <> person, c.version DESC)`;

const ELEMENTS = ['acts', 'means', 'purposes'] as const;
export type Dimension =
  | (typeof ELEMENTS)[number]
  | ClassificationQuestion
  | 'began'
  | 'duration'
  | 'recruitment'
  | 'transit'
  | 'exploitation';

export interface Breakdown {
  /** People by code; of a place `MA-06`, a country, or `abroad`. One person counts under each of theirs. */
  readonly values: Readonly<Record<string, number>>;
  /** Denominator: people with a known value. */
  readonly known: number;
  /** Asked, and the person does not know. */
  readonly notKnown: number;
  /** Asked, and the person did not answer. */
  readonly declined: number;
  readonly notAsked: number;
}

export interface ClassificationStatistics {
  readonly people: number;
  readonly by: Readonly<Record<Dimension, Breakdown>>;
}

/** The region is a fact of the person, the country part of the classification; used while both agree. */
const placeOf = (region: string, kind: string): string => `
  SELECT p.id, '${kind}' AS dimension,
         CASE WHEN p.${region} ~ '^[0-9]{2}$' THEN 'MA-' || p.${region}
              WHEN p.${region} = 'abroad' THEN CASE WHEN s.country <> 'MA' THEN s.country ELSE 'abroad' END
              WHEN s.country = 'MA' AND s.region IS NULL THEN 'MA'
              WHEN s.answer = 'declined' THEN 'declined' ELSE 'not_known' END AS value
    FROM people p LEFT JOIN LATERAL (
           SELECT w.answer, w.country, w.region FROM standing t
             JOIN case_classification_places w ON w.classification_id = t.id
            WHERE t.case_id = p.id AND w.kind = '${kind}') s ON true
   WHERE p.${region} IS NOT NULL`;

const SAID = `
  SELECT ${whose('e')} AS id, CASE e.element WHEN 'act' THEN 'acts' WHEN 'purpose' THEN 'purposes' ELSE e.element END AS dimension,
         e.code AS value FROM case_exploitation e LEFT JOIN joined j ON j.case_id = e.case_id
   UNION ALL
  SELECT s.case_id, a.question, coalesce(a.code, a.answer) FROM standing s
    JOIN case_classification_answers a ON a.classification_id = s.id
   UNION ALL
  SELECT case_id, 'began', began FROM standing WHERE began IS NOT NULL
   UNION ALL
  SELECT case_id, 'duration', duration FROM standing WHERE duration IS NOT NULL
   UNION ALL
  SELECT s.case_id, 'transit', coalesce(CASE WHEN w.country = 'MA' AND w.region IS NOT NULL THEN 'MA-' || w.region
           ELSE w.country::text END, w.answer)
    FROM standing s JOIN case_classification_places w ON w.classification_id = s.id WHERE w.kind = 'transit'
   UNION ALL
  ${placeOf('region_recruitment', 'recruitment')}
   UNION ALL
  ${placeOf('region_exploitation', 'exploitation')}`;

const STATISTICS = `
  WITH ${REGISTERED_PEOPLE}, ${CURRENT_CLASSIFICATIONS}, said AS (${SAID}),
  each_once AS (SELECT DISTINCT s.id, s.dimension, s.value FROM said s JOIN people USING (id))
  SELECT dimension, value, count(*)::int AS people FROM each_once GROUP BY 1, 2
   UNION ALL
  SELECT dimension, NULL, count(*)::int FROM (
    SELECT DISTINCT id, dimension FROM each_once WHERE value NOT IN ('not_known', 'declined')) k GROUP BY 1
   UNION ALL
  SELECT NULL, NULL, count(*)::int FROM people`;

interface Row {
  readonly dimension: string | null;
  /** Without one: everybody of whom anything is known. */
  readonly value: string | null;
  readonly people: number;
}

/** The name of each dimension in the rows. */
const DIMENSIONS: readonly (readonly [Dimension, string])[] = [
  ...ELEMENTS.map((name) => [name, name] as const),
  ...QUESTION_NAMES.map((name) => [name, questionColumn(name)] as const),
  ...(['began', 'duration', 'recruitment', 'transit', 'exploitation'] as const).map(
    (name) => [name, name] as const,
  ),
];

/** People registered in the period: the denominator of every table of these statistics. */
export async function peopleRegistered(
  tx: Tx,
  { from, until, refusedBefore = null }: Period,
): Promise<number> {
  const rows = await asFigures(tx, () =>
    tx.query<{ people: number }>(
      `WITH ${REGISTERED_PEOPLE} SELECT count(*)::int AS people FROM people`,
      [from, until, refusedBefore],
    ),
  );
  return rows[0]!.people;
}

export async function classificationStatistics(
  tx: Tx,
  { from, until, refusedBefore = null }: Period,
): Promise<ClassificationStatistics> {
  const rows = await asFigures(tx, () => tx.query<Row>(STATISTICS, [from, until, refusedBefore]));
  const people = rows.find(({ dimension }) => dimension === null)!.people;
  return {
    people,
    by: Object.fromEntries(
      DIMENSIONS.map(([name, column]) => [
        name,
        breakdownOf(
          rows.filter(({ dimension }) => dimension === column),
          people,
        ),
      ]),
    ) as Record<Dimension, Breakdown>,
  };
}

function breakdownOf(rows: readonly Row[], people: number): Breakdown {
  const of = (value: string | null) => rows.find((row) => row.value === value)?.people ?? 0;
  const [known, notKnown, declined] = [of(null), of('not_known'), of('declined')];
  const values = rows.flatMap(({ value, people: number }) =>
    value === null || value === 'not_known' || value === 'declined' ? [] : [[value, number]],
  );
  return {
    values: Object.fromEntries(values) as Record<string, number>,
    known,
    notKnown,
    declined,
    notAsked: people - known - notKnown - declined,
  };
}

const CTDC = `
  WITH ${REGISTERED_PEOPLE}, ${CURRENT_CLASSIFICATIONS}, codes AS (
    SELECT ${whose('e')} AS id, 'purposes' AS list, e.code FROM case_exploitation e
      LEFT JOIN joined j ON j.case_id = e.case_id WHERE e.element = 'purpose'
     UNION ALL
    SELECT s.case_id, a.list, a.code FROM standing s JOIN case_classification_answers a ON a.classification_id = s.id
     WHERE a.code IS NOT NULL
  ), walk AS (SELECT * FROM jsonb_to_recordset($4::jsonb) AS w (list text, code text, field text, "group" text)
  ), flags AS (SELECT DISTINCT c.id, w."group", w.field FROM codes c JOIN walk w USING (list, code) JOIN people USING (id))
  SELECT "group" AS dimension, field AS value, count(*)::int AS people FROM flags GROUP BY 1, 2
   UNION ALL
  SELECT "group", NULL, count(DISTINCT id)::int FROM flags GROUP BY 1
   UNION ALL
  SELECT NULL, NULL, count(*)::int FROM people`;

export type CtdcShares = Readonly<Record<CtdcGroup, GroupShares>>;

/** Shares of each group of CTDC flags, by the denominator rule of its codebook (ctdc.rules.ts). */
export async function ctdcShares(
  tx: Tx,
  lists: Lists,
  { from, until, refusedBefore = null }: Period,
): Promise<CtdcShares> {
  const groups = Object.entries(CTDC_GROUPS) as [CtdcGroup, readonly string[]][];
  const walk = (await lists.crosswalk(tx)).flatMap(({ list, code, field }) => {
    const group = groups.find(([, flags]) => flags.includes(field))?.[0];
    return group ? [{ list, code, field, group }] : [];
  });
  const rows = await asFigures(tx, () =>
    tx.query<Row>(CTDC, [from, until, refusedBefore, JSON.stringify(walk)]),
  );
  const all = rows.find(({ dimension }) => dimension === null)!.people;
  return Object.fromEntries(
    groups.map(([group, flags]) => {
      const own = rows.filter(({ dimension }) => dimension === group);
      const counted = new Map(own.map(({ value, people }) => [value ?? '', people]));
      return [group, sharesOf(flags, counted, counted.get('') ?? 0, all)];
    }),
  ) as CtdcShares;
}
