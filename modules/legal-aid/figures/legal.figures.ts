/** Prosecutions, protection and compensation in numbers: the one definition for page, API and reports. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** Half-open. */
export interface LegalPeriod {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

type Counts = Readonly<Record<string, number>>;

export interface LegalFigures {
  /** Affairs before a prosecutor, judge or court in the period; several people of one court file are one affair. */
  readonly affairs: number;
  /** Affairs whose number of accused is not recorded. */
  readonly uncounted: number;
  readonly accused: {
    readonly total: number;
    readonly sex: Counts;
    readonly ageGroup: Counts;
    readonly nationality: Counts;
    readonly education: Counts;
  };
  /** Opened in the period, by kind. */
  readonly proceedings: Counts;
  readonly hearings: Counts;
  /** Steps of the period, by kind of measure. */
  readonly measures: Readonly<Record<'asked' | 'granted' | 'refused', Counts>>;
  /** Orders due in the period. */
  readonly orders: {
    readonly due: number;
    readonly inTime: number;
    readonly late: number;
    readonly open: number;
    readonly lifted: number;
  };
  /** Exact, by currency. What was asked and awarded counts by its last word, on the day of that. */
  readonly compensation: readonly {
    readonly currency: string;
    readonly asked: string;
    readonly awarded: string;
    readonly paid: string;
    /** Number of proceedings with a recorded answer. */
    readonly askedIn: number;
    readonly awardedIn: number;
    readonly paidIn: number;
  }[];
}

const UNIT = `coalesce(encode(p.file_digest, 'hex'), p.id::text)`;

/** An affair counts on the first day on which it was before a prosecutor, a judge or a court. */
const AFFAIRS = `affairs AS (
    SELECT unit FROM (
      SELECT ${UNIT} AS unit, min(s.on_day) AS day FROM proceedings p JOIN legal_steps s ON s.proceeding_id = p.id
       WHERE p.track = 'criminal' AND s.to_state IN ('prosecution', 'instruction', 'trial') GROUP BY 1) first_days
     WHERE day >= $1 AND day < $2),
  -- The last word of an affair, whichever of its people it was written with.
  last_words AS (SELECT DISTINCT ON (unit) ${UNIT} AS unit, a.proceeding_id, a.revision
      FROM accused_counts a JOIN proceedings p ON p.id = a.proceeding_id ORDER BY unit, a.at DESC, a.revision DESC, a.proceeding_id),
  accused AS (SELECT a.sex, a.age_group, a.nationality, a.education, a.count FROM affairs f JOIN last_words l USING (unit)
      JOIN accused_counts a ON a.proceeding_id = l.proceeding_id AND a.revision = l.revision)`;

const by = (column: string): string =>
  `coalesce((SELECT json_object_agg(${column}, n) FROM (SELECT ${column}, sum(count)::int AS n FROM accused WHERE count > 0 GROUP BY 1) x), '{}')`;

const steps = (state: string): string =>
  `coalesce((SELECT json_object_agg(kind, n) FROM (SELECT m.kind, count(*)::int AS n FROM protection_measures m
      JOIN legal_steps s ON s.measure_id = m.id WHERE s.to_state = '${state}' AND s.from_state <> s.to_state AND s.on_day >= $1 AND s.on_day < $2 GROUP BY 1) x), '{}')`;

export function legalFigures(tx: Tx, { from, until }: LegalPeriod): Promise<LegalFigures> {
  return asFigures(tx, async () => {
    const [row] = await tx.query<LegalFigures>(
      `WITH ${AFFAIRS},
       due AS (SELECT o.state, o.due_on, (SELECT s.on_day FROM legal_steps s WHERE s.order_id = o.id AND s.to_state = 'carried_out'
                 ORDER BY s.place DESC LIMIT 1) AS done_on FROM court_orders o WHERE o.due_on >= $1 AND o.due_on < $2),
       last_amounts AS (SELECT DISTINCT ON (proceeding_id, what) proceeding_id, what, amount, currency, on_day FROM compensation_amounts
          WHERE what IN ('asked', 'awarded') AND retracted_at IS NULL ORDER BY proceeding_id, what, place DESC),
       amounts AS (SELECT what, currency, sum(amount) AS amount, count(DISTINCT proceeding_id)::int AS n FROM (
            SELECT proceeding_id, what, amount, currency, on_day FROM last_amounts
             UNION ALL SELECT proceeding_id, what, amount, currency, on_day FROM compensation_amounts WHERE what = 'paid' AND retracted_at IS NULL) a
          WHERE on_day >= $1 AND on_day < $2 GROUP BY 1, 2)
       SELECT (SELECT count(*)::int FROM affairs) AS affairs,
              (SELECT count(*)::int FROM affairs f WHERE NOT EXISTS (SELECT 1 FROM last_words l WHERE l.unit = f.unit)) AS uncounted,
              json_build_object('total', (SELECT coalesce(sum(count), 0)::int FROM accused), 'sex', ${by('sex')}, 'ageGroup', ${by('age_group')},
                'nationality', ${by('nationality')}, 'education', ${by('education')}) AS accused,
              coalesce((SELECT json_object_agg(kind, n) FROM (SELECT kind, count(*)::int AS n FROM proceedings
                 WHERE opened_on >= $1 AND opened_on < $2 GROUP BY 1) x), '{}') AS proceedings,
              coalesce((SELECT json_object_agg(state, n) FROM (SELECT state, count(*)::int AS n FROM hearings
                 WHERE day >= $1 AND day < $2 GROUP BY 1) x), '{}') AS hearings,
              json_build_object('asked', ${steps('asked')}, 'granted', ${steps('granted')}, 'refused', ${steps('refused')}) AS measures,
              (SELECT json_build_object('due', count(*)::int,
                 'inTime', count(*) FILTER (WHERE state = 'carried_out' AND done_on <= due_on)::int,
                 'late', count(*) FILTER (WHERE state = 'carried_out' AND done_on > due_on)::int,
                 'open', count(*) FILTER (WHERE state = 'made')::int,
                 'lifted', count(*) FILTER (WHERE state = 'lifted')::int) FROM due) AS orders,
              coalesce((SELECT json_agg(json_build_object('currency', currency, 'asked', asked, 'awarded', awarded, 'paid', paid,
                   'askedIn', asked_in, 'awardedIn', awarded_in, 'paidIn', paid_in) ORDER BY currency)
                 FROM (SELECT currency, coalesce(sum(amount) FILTER (WHERE what = 'asked'), 0)::numeric(16, 2)::text AS asked,
                              coalesce(sum(amount) FILTER (WHERE what = 'awarded'), 0)::numeric(16, 2)::text AS awarded,
                              coalesce(sum(amount) FILTER (WHERE what = 'paid'), 0)::numeric(16, 2)::text AS paid,
                              coalesce(sum(n) FILTER (WHERE what = 'asked'), 0)::int AS asked_in, coalesce(sum(n) FILTER (WHERE what = 'awarded'), 0)::int AS awarded_in,
                              coalesce(sum(n) FILTER (WHERE what = 'paid'), 0)::int AS paid_in
                         FROM amounts GROUP BY 1) x), '[]') AS compensation`,
      [from, until],
    );
    return row!;
  });
}

/** Years of which anything is known. */
export const legalYears = (tx: Tx): Promise<number[]> =>
  asFigures(tx, async () => {
    const rows = await tx.query<{ year: number }>(
      `SELECT DISTINCT extract(year FROM day)::int AS year FROM (SELECT opened_on AS day FROM proceedings UNION ALL SELECT on_day FROM legal_steps
         UNION ALL SELECT on_day FROM compensation_amounts) d ORDER BY 1 DESC`,
    );
    return rows.map(({ year }) => year);
  });
