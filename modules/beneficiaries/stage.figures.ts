import { asFigures, type Tx } from '../platform/database/transactions';
import type { Period } from '../platform/shared/periods.rules';
import { type Stage, STAGES } from './stage.rules';

export interface PeopleByStage {
  readonly stage: Stage;
  /** People who reached it within the period, each once, whatever their later stages. */
  readonly reached: number;
  /** People who were at it when the period ended, or are today. */
  readonly present: number;
}

/** Every stage in the order of the way; files that were joined to another count with that one. */
export async function peopleByStage(tx: Tx, { from, until }: Period): Promise<PeopleByStage[]> {
  const rows = await asFigures(tx, () => tx.query<PeopleByStage>(BY_STAGE, [from, until]));
  const known = new Map(rows.map((row) => [row.stage, row]));
  return STAGES.map((stage) => known.get(stage) ?? { stage, reached: 0, present: 0 });
}

const BY_STAGE = `
  WITH changes AS (
    SELECT coalesce(c.merged_into, c.id) AS person, s.case_id, s.to_stage, s.at, c.merged_into IS NULL AS own
      FROM stage_changes s JOIN cases c ON c.id = s.case_id
     WHERE s.at < mawa_day_begins($2::date)
  ), reached AS (
    SELECT to_stage AS stage, count(DISTINCT person)::int AS people
      FROM changes WHERE at >= mawa_day_begins($1::date) GROUP BY 1
  ), present AS (
    SELECT to_stage AS stage, count(*)::int AS people
      FROM (SELECT DISTINCT ON (case_id) to_stage FROM changes WHERE own ORDER BY case_id, at DESC) last GROUP BY 1
  )
  SELECT stage, coalesce(r.people, 0) AS reached, coalesce(p.people, 0) AS present
    FROM reached r FULL JOIN present p USING (stage)`;
