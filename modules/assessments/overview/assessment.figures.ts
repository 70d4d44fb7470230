/** How many people were found how: the one definition, bound to the stable ids of fields and bands. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { Level } from '../definition/definition-schema.rules';
import type { CivilDate } from '../../platform/shared/nights.rules';

export interface AssessmentFigures {
  /** Distinct people assessed with this form in the period. */
  readonly people: number;
  /** By the band of their latest. */
  readonly bands: readonly {
    readonly band: string;
    readonly level: Level;
    readonly people: number;
  }[];
  /** By coded field and answer of their latest; who has no answer counts in none. */
  readonly fields: readonly {
    readonly field: string;
    readonly code: string;
    readonly people: number;
  }[];
}

/**
 * Counts the latest signed assessment of each person that is dated within the period and has not been corrected; drafts
 * and waiting ones do not count. Joined cases are one person (`mawa_merged`). Half-open period.
 */
export function assessmentFigures(
  tx: Tx,
  form: string,
  { from, until }: { from: CivilDate; until: CivilDate },
): Promise<AssessmentFigures> {
  const latest = `latest AS (
    SELECT DISTINCT ON (person) a.id, person AS case_id FROM assessments a
      LEFT JOIN mawa_merged($3::date) m USING (case_id) CROSS JOIN LATERAL (SELECT coalesce(m.person_id, a.case_id) AS person) p
     WHERE a.form_key = $1 AND a.state = 'finished' AND mawa_day(a.about_at) >= $2 AND mawa_day(a.about_at) < $3
       AND NOT EXISTS (SELECT 1 FROM assessments c WHERE c.corrects = a.id AND c.state = 'finished')
     ORDER BY person, a.about_at DESC, a.id)`;
  const period = [form, from, until];
  return asFigures(tx, async () => {
    const [all] = await tx.query<{ people: number }>(
      `WITH ${latest} SELECT count(*)::int AS people FROM latest`,
      period,
    );
    const bands = await tx.query<AssessmentFigures['bands'][number]>(
      `WITH ${latest} SELECT r.band, (array_agg(r.level ORDER BY r.at DESC))[1] AS level, count(*)::int AS people FROM latest
         JOIN assessment_results r ON r.assessment_id = latest.id GROUP BY r.band ORDER BY r.band`,
      period,
    );
    const fields = await tx.query<AssessmentFigures['fields'][number]>(
      `WITH ${latest} SELECT f.field, f.code, count(DISTINCT latest.case_id)::int AS people FROM latest
         JOIN assessment_facts f ON f.assessment_id = latest.id GROUP BY f.field, f.code ORDER BY f.field, f.code`,
      period,
    );
    return { people: all!.people, bands, fields };
  });
}
