import { maySeePart } from '../../access';
import { OWN_STORY } from '../on-the-timeline';
import { filesIn } from '../../beneficiaries';
import type { Tx } from '../../../src/database/transactions';
import type { Stood } from './path.rules';

const last = (station: string, state: string, from: string) =>
  `(SELECT '${station}' AS station, ${state} AS state, s.on_day::text AS "on" FROM ${from} ORDER BY s.on_day DESC, s.place DESC LIMIT 1)`;

/** The last step of each station, of all files of the person; of work where the reader reads the story, of the rest row level security says. */
export function pathIn(tx: Tx, caseId: string): Promise<Stood[]> {
  const own = `s.case_id = ANY (${filesIn()})`;
  return tx.query<Stood>(
    [
      last('orientation', 'NULL::text', `training_orientations s WHERE ${own}`),
      last('training', 's.to_state', `training_steps s WHERE ${own}`),
      last('recognition', 's.to_state', `recognition_steps s WHERE ${own}`),
      last('work', 's.to_state', `work_placement_steps s WHERE ${own} AND ${OWN_STORY}`),
      last(
        'project',
        's.to_state',
        `project_steps s WHERE s.project_id IN (SELECT p.project_id FROM project_people p
           WHERE p.case_id = ANY (${filesIn()}) AND p.left_on IS NULL)`,
      ),
    ].join(' UNION ALL '),
    [caseId, maySeePart(tx.actor, 'story')],
  );
}
