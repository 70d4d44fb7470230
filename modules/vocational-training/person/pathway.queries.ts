import { maySeePart } from '../../access';
import { MAY_READ_STORY_SQL } from '../training-timeline.queries';
import { filesIn } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { StationRecord } from './pathway.rules';

const lastStepSql = (station: string, state: string, from: string) =>
  `(SELECT '${station}' AS station, ${state} AS state, s.on_day::text AS "on" FROM ${from} ORDER BY s.on_day DESC, s.place DESC LIMIT 1)`;

/**
 * Latest step of each station in all joined cases; work only for readers of the part `story`, others by row-level
 * security.
 */
export function loadPathway(tx: Tx, caseId: string): Promise<StationRecord[]> {
  const own = `s.case_id = ANY (${filesIn()})`;
  return tx.query<StationRecord>(
    [
      lastStepSql('orientation', 'NULL::text', `training_orientations s WHERE ${own}`),
      lastStepSql('training', 's.to_state', `training_steps s WHERE ${own}`),
      lastStepSql('recognition', 's.to_state', `recognition_steps s WHERE ${own}`),
      lastStepSql(
        'work',
        's.to_state',
        `work_placement_steps s WHERE ${own} AND ${MAY_READ_STORY_SQL}`,
      ),
      lastStepSql(
        'project',
        's.to_state',
        `project_steps s WHERE s.project_id IN (SELECT p.project_id FROM project_people p
           WHERE p.case_id = ANY (${filesIn()}) AND p.left_on IS NULL)`,
      ),
    ].join(' UNION ALL '),
    [caseId, maySeePart(tx.actor, 'story')],
  );
}
