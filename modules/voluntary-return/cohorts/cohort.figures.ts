/** Figures of return and reintegration by cohort. */
import { labelsSql } from '../../reference-lists';
import { rowsOf } from '../../platform/database/in-one-statement';
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { TrackKind, State } from '../track-states.rules';

/** By the day of arriving or of leaving the shelter, half-open. */
export interface CohortPeriod {
  readonly from: CivilDate;
  readonly until: CivilDate;
  /** The civil day on which it is looked at. */
  readonly today: CivilDate;
}

export interface FollowUpReach {
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
const SURVEY_SCORES = ['composite', 'economic', 'social', 'psychosocial'] as const;
export interface ScoreChange {
  readonly of: (typeof SURVEY_SCORES)[number];
  /** People with a first and a last survey at least `SPAN_DAYS` apart. */
  readonly people: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Sample standard deviation of the change, and of the last. */
  readonly changeDeviation: string | null;
  readonly lastDeviation: string | null;
}
export interface ScoreByHelp {
  /** Code of the list reintegration_help. */
  readonly help: string;
  readonly label: Readonly<Record<Language, string>>;
  readonly people: number;
  /** Mean of the latest composite scores. */
  readonly mean: string;
  readonly deviation: string | null;
}
export interface CohortFigures {
  readonly people: number;
  readonly places: readonly {
    readonly door: TrackKind;
    readonly country: string;
    readonly region: string | null;
    readonly people: number;
  }[];
  /** Tracks by present state. */
  readonly stages: readonly {
    readonly door: TrackKind;
    readonly state: State;
    readonly tracks: number;
  }[];
  /** Half of those who left a stage took fewer days; all tracks, not of the cohort alone. */
  readonly stageDays: readonly {
    readonly door: TrackKind;
    readonly state: State;
    readonly left: number;
    readonly medianDays: string;
  }[];
  readonly reach: readonly FollowUpReach[];
  readonly scores: readonly ScoreChange[];
  readonly help: readonly ScoreByHelp[];
  /** Whose last window is over; without an outcome they are undecided. */
  readonly ended: number;
  readonly outcomes: readonly { readonly outcome: string; readonly people: number }[];
  readonly satisfaction: { readonly people: number; readonly mean: string | null };
}

/** A change is one of at least half a year. */
const SPAN_DAYS = 180;

/** $1 and $2 the half-open period, $3 today. A window is over on the day after its last one. */
const COHORT_SQL = `
  cohort AS MATERIALIZED (SELECT * FROM return_cohort($1, $2)),
  calendars AS (
    SELECT valid_from, lead(valid_from) OVER (ORDER BY valid_from) AS until, max(months) AS last FROM return_marks
     WHERE NOT cancelled GROUP BY valid_from),
  due AS MATERIALIZED (
    SELECT c.track_id, c.person, m.months, d.due_on + m.days_after AS closes_on, m.months = k.last AS last
      FROM cohort c JOIN calendars k ON c.base >= k.valid_from AND (k.until IS NULL OR c.base < k.until)
      JOIN return_marks m ON m.valid_from = k.valid_from AND NOT m.cancelled
     CROSS JOIN LATERAL (SELECT (c.base + make_interval(months => m.months))::date AS due_on) d
     WHERE (c.ended_on IS NULL OR d.due_on <= c.ended_on) AND d.due_on + m.days_after < $3)`;

const PLACES = `
  SELECT door, country, region, count(DISTINCT person)::int AS people FROM cohort
   GROUP BY door, country, region ORDER BY count(*) DESC, country, region`;

const STAGES = `SELECT door, state, count(*)::int AS tracks FROM return_tracks GROUP BY door, state ORDER BY door, state`;

const STAGE_DAYS = `
  SELECT t.door, s.to_state AS state, count(*)::int AS "left",
         round(percentile_cont(0.5) WITHIN GROUP (ORDER BY s.next_on - s.on_day)::numeric, 1)::text AS "medianDays"
    FROM (SELECT track_id, to_state, on_day, lead(on_day) OVER (PARTITION BY track_id ORDER BY place) AS next_on FROM return_steps) s
    JOIN return_tracks t ON t.id = s.track_id WHERE s.next_on IS NOT NULL GROUP BY t.door, s.to_state ORDER BY t.door, s.to_state`;

const REACH = `
  SELECT d.months, count(*)::int AS due,
         count(*) FILTER (WHERE t.reached_on <= d.closes_on)::int AS "inTime",
         count(*) FILTER (WHERE t.reached_on > d.closes_on)::int AS late,
         count(*) FILTER (WHERE t.reached_on IS NULL AND t.refused = t.last)::int AS refused,
         count(*) FILTER (WHERE t.reached_on IS NULL AND t.unsafe = t.last)::int AS unsafe,
         count(*) FILTER (WHERE t.reached_on IS NULL AND t.missed = t.last)::int AS tried,
         count(*) FILTER (WHERE t.last IS NULL)::int AS never
    FROM due d
    LEFT JOIN (SELECT track_id, months, min(tried_on) FILTER (WHERE outcome = 'reached') AS reached_on, max(place) AS last,
                      max(place) FILTER (WHERE outcome = 'refused') AS refused, max(place) FILTER (WHERE outcome = 'unsafe') AS unsafe,
                      max(place) FILTER (WHERE outcome = 'not_reached') AS missed
                 FROM return_follow_ups GROUP BY track_id, months) t ON t.track_id = d.track_id AND t.months = d.months
   GROUP BY d.months ORDER BY d.months`;

/** The figures of one score over the pairs of surveys; `a` is the first survey, `b` the last. */
const scoresOf = (of: string): string => {
  const both = `FILTER (WHERE a.${of} IS NOT NULL AND b.${of} IS NOT NULL)`;
  return `json_build_object('of', '${of}', 'people', count(*) ${both}, 'first', round(avg(a.${of}) ${both}, 4)::text,
      'last', round(avg(b.${of}) ${both}, 4)::text, 'changeDeviation', round(stddev_samp(b.${of} - a.${of}), 4)::text,
      'lastDeviation', round(stddev_samp(b.${of}) ${both}, 4)::text)`;
};

const SCORES = `
  WITH ends AS (
    SELECT s.track_id, min(s.held_on) AS first_on, max(s.held_on) AS last_on
      FROM cohort c JOIN return_surveys s ON s.track_id = c.track_id GROUP BY s.track_id
    HAVING max(s.held_on) - min(s.held_on) >= ${SPAN_DAYS})
  SELECT json_build_array(${SURVEY_SCORES.map(scoresOf).join(', ')}) FROM ends e
    JOIN return_surveys a ON a.track_id = e.track_id AND a.held_on = e.first_on
    -- Scores made with other weights are other scores.
    JOIN return_surveys b ON b.track_id = e.track_id AND b.held_on = e.last_on AND b.weighting = a.weighting`;

/**
 * Help counts as given if agreed in a plan, paid at least in part if it has a cost, and not ended as impossible, not
 * needed or not wanted. Latest survey of each person, among those with the most common weights.
 */
const HELP = `
  WITH latest AS (
    SELECT DISTINCT ON (c.person) c.person, s.composite, s.weighting FROM cohort c JOIN return_surveys s ON s.track_id = c.track_id
     WHERE s.composite IS NOT NULL ORDER BY c.person, s.held_on DESC, s.place DESC),
  given AS (
    SELECT c.person, i.kind AS help, max(i.list_version) AS version FROM cohort c
      JOIN return_plan_items i ON i.track_id = c.track_id JOIN return_plan_agreements a ON a.version_id = i.version_id
      LEFT JOIN return_plan_ends e ON e.item_id = i.id AND e.reason IN ('not_needed', 'not_possible', 'own_wish')
     WHERE e.item_id IS NULL AND (NOT EXISTS (SELECT 1 FROM return_instalments n WHERE n.item_id = i.id)
       OR EXISTS (SELECT 1 FROM return_instalment_steps p WHERE p.item_id = i.id AND p.step = 'paid'
            AND NOT EXISTS (SELECT 1 FROM return_instalment_steps u WHERE u.undoes = p.id)))
     GROUP BY c.person, i.kind)
  SELECT g.help, ${labelsSql('reintegration_help', 'max(g.version)', 'g.help')} AS label, count(*)::int AS people, round(avg(l.composite), 2)::text AS mean, round(stddev_samp(l.composite), 4)::text AS deviation
    FROM latest l JOIN given g ON g.person = l.person WHERE l.weighting = (SELECT mode() WITHIN GROUP (ORDER BY weighting) FROM latest)
   GROUP BY g.help ORDER BY avg(l.composite) DESC, g.help`;

/** Outcome of the latest track of each person whose follow-up has ended or whose outcome was recorded. */
const OUTCOMES = `
  WITH decided AS (
    SELECT o.track_id, o.outcome FROM return_outcomes o
      JOIN (SELECT track_id, max(place) AS place FROM return_outcomes GROUP BY track_id) l ON l.track_id = o.track_id AND l.place = o.place),
  ended AS (
    SELECT DISTINCT ON (c.person) c.person, d.outcome FROM cohort c LEFT JOIN decided d ON d.track_id = c.track_id
     WHERE d.track_id IS NOT NULL OR c.track_id IN (SELECT track_id FROM due WHERE last)
     ORDER BY c.person, c.base DESC)
  SELECT coalesce(outcome, 'undecided') AS outcome, count(*)::int AS people FROM ended GROUP BY outcome`;

const SATISFACTION = `
  SELECT count(*)::int AS people, round(avg(s.total), 1)::text AS mean
    FROM (SELECT c.person, max(s.place) AS place FROM cohort c JOIN return_satisfactions s ON s.track_id = c.track_id
           WHERE s.total IS NOT NULL GROUP BY c.person) l
    JOIN return_satisfactions s ON s.place = l.place`;

/** One statement, so that the cohort is computed once and all figures are of one instant. */
export function cohortFigures(
  tx: Tx,
  { from, until, today }: CohortPeriod,
): Promise<CohortFigures> {
  return asFigures(tx, async () => {
    const [read] = await tx.query<{ figures: Omit<CohortFigures, 'ended'> }>(
      `WITH ${COHORT_SQL} SELECT json_build_object('people', (SELECT count(DISTINCT person) FROM cohort), 'places', ${rowsOf(PLACES)},
         'stages', ${rowsOf(STAGES)}, 'stageDays', ${rowsOf(STAGE_DAYS)}, 'reach', ${rowsOf(REACH)}, 'scores', (${SCORES}), 'help', ${rowsOf(HELP)},
         'outcomes', ${rowsOf(OUTCOMES)}, 'satisfaction', (SELECT row_to_json(x) FROM (${SATISFACTION}) x)) AS figures`,
      [from, until, today],
    );
    const { figures } = read!;
    return { ...figures, ended: figures.outcomes.reduce((sum, { people }) => sum + people, 0) };
  });
}
