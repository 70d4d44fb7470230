/** What became of the people of a cohort: the one definition of the figures of return and reintegration. */
import { asFigures, type Tx } from '../../../src/database/transactions';
import type { CivilDate } from '../../../src/shared/nights';
import type { Door, State } from '../track.states';

/** By the day of arriving or of leaving the shelter, half-open. */
export interface CohortOf {
  readonly from: CivilDate;
  readonly until: CivilDate;
  /** The civil day on which it is looked at. */
  readonly today: CivilDate;
}

export interface ReachOfMark {
  readonly months: number;
  /** Whose window is over; each is one of the six after it, so that nobody who is lost leaves the denominator. */
  readonly due: number;
  readonly inTime: number;
  readonly late: number;
  readonly refused: number;
  readonly unsafe: number;
  /** Tried in vain. */
  readonly tried: number;
  readonly never: number;
}
export interface ScoresOf {
  readonly of: 'composite' | 'economic' | 'social' | 'psychosocial';
  /** People with a first and a last survey at least `SPAN_DAYS` apart. */
  readonly people: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Sample standard deviation of the change, and of the last. */
  readonly changeDeviation: string | null;
  readonly lastDeviation: string | null;
}
export interface CohortFigures {
  readonly people: number;
  readonly places: readonly {
    readonly door: Door;
    readonly country: string;
    readonly region: string | null;
    readonly people: number;
  }[];
  /** Tracks by where they stand today. */
  readonly stages: readonly {
    readonly door: Door;
    readonly state: State;
    readonly tracks: number;
  }[];
  /** Half of those who left a stage took fewer days; all tracks, not of the cohort alone. */
  readonly stageDays: readonly {
    readonly door: Door;
    readonly state: State;
    readonly left: number;
    readonly medianDays: string;
  }[];
  readonly reach: readonly ReachOfMark[];
  readonly scores: readonly ScoresOf[];
  /** Whose last window is over; without an outcome they are undecided. */
  readonly ended: number;
  readonly outcomes: readonly { readonly outcome: string; readonly people: number }[];
  readonly satisfaction: { readonly people: number; readonly mean: string | null };
}

/** A change is one of at least half a year. */
const SPAN_DAYS = 180;

const COHORT = `cohort AS MATERIALIZED (
  SELECT b.track_id, coalesce(m.person_id, b.case_id) AS person, b.door, b.country, b.region, b.base, b.ended_on
    FROM return_bases b LEFT JOIN mawa_merged($2::date) m ON m.case_id = b.case_id WHERE b.base >= $1 AND b.base < $2)`;

export function cohortFigures(tx: Tx, { from, until, today }: CohortOf): Promise<CohortFigures> {
  return asFigures(tx, async () => {
    const places = await tx.query<CohortFigures['places'][number]>(
      `WITH ${COHORT} SELECT door, country, region, count(DISTINCT person)::int AS people FROM cohort
        GROUP BY door, country, region ORDER BY count(*) DESC, country, region`,
      [from, until],
    );
    const [all] = await tx.query<{ people: number }>(
      `WITH ${COHORT} SELECT count(DISTINCT person)::int AS people FROM cohort`,
      [from, until],
    );
    const stages = await tx.query<CohortFigures['stages'][number]>(
      `SELECT door, state, count(*)::int AS tracks FROM return_tracks GROUP BY door, state ORDER BY door, state`,
    );
    const stageDays = await tx.query<CohortFigures['stageDays'][number]>(
      `SELECT t.door, s.to_state AS state, count(*)::int AS "left",
              round(percentile_cont(0.5) WITHIN GROUP (ORDER BY s.next_on - s.on_day)::numeric, 1)::text AS "medianDays"
         FROM (SELECT track_id, to_state, on_day, lead(on_day) OVER (PARTITION BY track_id ORDER BY place) AS next_on FROM return_steps) s
         JOIN return_tracks t ON t.id = s.track_id WHERE s.next_on IS NOT NULL GROUP BY t.door, s.to_state ORDER BY t.door, s.to_state`,
    );
    return {
      ...{ people: all!.people, places, stages, stageDays },
      reach: await reachOf(tx, [from, until, today]),
      scores: await scoresOf(tx, [from, until]),
      ...(await outcomesOf(tx, [from, until, today])),
      satisfaction: await satisfactionOf(tx, [from, until]),
    };
  });
}

/** $3 today. A window is over on the day after its last one. */
const DUE = `due AS (
  SELECT c.track_id, c.person, m.months, (c.base + make_interval(months => m.months))::date + m.days_after AS closes_on,
         m.months = (SELECT max(k.months) FROM return_marks k WHERE k.valid_from = m.valid_from) AS last
    FROM cohort c JOIN return_marks m ON m.valid_from = (SELECT max(k.valid_from) FROM return_marks k WHERE k.valid_from <= c.base)
   WHERE (c.ended_on IS NULL OR (c.base + make_interval(months => m.months))::date <= c.ended_on)
     AND (c.base + make_interval(months => m.months))::date + m.days_after < $3)`;

const reachOf = (tx: Tx, params: CivilDate[]): Promise<ReachOfMark[]> =>
  tx.query<ReachOfMark>(
    `WITH ${COHORT}, ${DUE},
       told AS (
         SELECT f.track_id, f.months, min(f.tried_on) FILTER (WHERE f.outcome = 'reached') AS reached_on, max(f.place) AS last
           FROM return_follow_ups f GROUP BY f.track_id, f.months)
     SELECT d.months, count(*)::int AS due,
            count(*) FILTER (WHERE t.reached_on <= d.closes_on)::int AS "inTime",
            count(*) FILTER (WHERE t.reached_on > d.closes_on)::int AS late,
            count(*) FILTER (WHERE t.reached_on IS NULL AND l.outcome = 'refused')::int AS refused,
            count(*) FILTER (WHERE t.reached_on IS NULL AND l.outcome = 'unsafe')::int AS unsafe,
            count(*) FILTER (WHERE t.reached_on IS NULL AND l.outcome = 'not_reached')::int AS tried,
            count(*) FILTER (WHERE t.track_id IS NULL)::int AS never
       FROM due d LEFT JOIN told t ON t.track_id = d.track_id AND t.months = d.months
       LEFT JOIN return_follow_ups l ON t.reached_on IS NULL AND l.track_id = t.track_id AND l.months = t.months AND l.place = t.last
      GROUP BY d.months ORDER BY d.months`,
    params,
  );

const scoresOf = (tx: Tx, params: CivilDate[]): Promise<ScoresOf[]> =>
  tx.query<ScoresOf>(
    `WITH ${COHORT},
       ends AS (
         SELECT c.person, s.track_id, min(s.held_on) AS first_on, max(s.held_on) AS last_on
           FROM cohort c JOIN return_surveys s ON s.track_id = c.track_id GROUP BY c.person, s.track_id
         HAVING max(s.held_on) - min(s.held_on) >= ${SPAN_DAYS}),
       pairs AS (
         SELECT x.of, x.before, x.after FROM ends e
           JOIN return_surveys a ON a.track_id = e.track_id AND a.held_on = e.first_on
           JOIN return_surveys b ON b.track_id = e.track_id AND b.held_on = e.last_on
          CROSS JOIN LATERAL (VALUES ('composite', a.composite, b.composite), ('economic', a.economic, b.economic),
            ('social', a.social, b.social), ('psychosocial', a.psychosocial, b.psychosocial)) AS x (of, before, after)
          -- Scores made with other weights are other scores.
          WHERE a.weighting = b.weighting AND x.before IS NOT NULL AND x.after IS NOT NULL)
     SELECT o.of, count(p.after)::int AS people, round(avg(p.before), 4)::text AS first, round(avg(p.after), 4)::text AS last,
            round(stddev_samp(p.after - p.before), 4)::text AS "changeDeviation", round(stddev_samp(p.after), 4)::text AS "lastDeviation"
       FROM (VALUES ('composite', 1), ('economic', 2), ('social', 3), ('psychosocial', 4)) AS o (of, place)
       LEFT JOIN pairs p ON p.of = o.of GROUP BY o.of, o.place ORDER BY o.place`,
    params,
  );

async function outcomesOf(tx: Tx, params: CivilDate[]) {
  const rows = await tx.query<{ outcome: string | null; people: number }>(
    `WITH ${COHORT}, ${DUE},
       ended AS (
         SELECT c.person, c.track_id FROM cohort c WHERE EXISTS (SELECT 1 FROM return_outcomes o WHERE o.track_id = c.track_id)
          UNION SELECT d.person, d.track_id FROM due d WHERE d.last),
       last AS (SELECT track_id, max(place) AS place FROM return_outcomes GROUP BY track_id)
     SELECT o.outcome, count(DISTINCT e.person)::int AS people FROM ended e
       LEFT JOIN last l ON l.track_id = e.track_id
       LEFT JOIN return_outcomes o ON o.track_id = l.track_id AND o.place = l.place GROUP BY o.outcome`,
    params,
  );
  const outcomes = rows.map(({ outcome, people }) => ({ outcome: outcome ?? 'undecided', people }));
  return { ended: outcomes.reduce((sum, { people }) => sum + people, 0), outcomes };
}

async function satisfactionOf(tx: Tx, params: CivilDate[]) {
  const [row] = await tx.query<CohortFigures['satisfaction']>(
    `WITH ${COHORT}, last AS (
       SELECT c.person, max(s.place) AS place FROM cohort c JOIN return_satisfactions s ON s.track_id = c.track_id
        WHERE s.total IS NOT NULL GROUP BY c.person)
     SELECT count(*)::int AS people, round(avg(s.total), 1)::text AS mean
       FROM last l JOIN return_satisfactions s ON s.place = l.place`,
    params,
  );
  return row!;
}
