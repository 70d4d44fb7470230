/** Projects by the day on which they began, each once; a project may be of several people, so no person is beside it. */
import type { FactSource } from '../../platform/shared/fact-source.types';

export const PROJECTS_BEGUN: FactSource = {
  ofPeople: false,
  cuts: ['project_kind', 'project_region'],
  rows: `
    SELECT p.id AS unit, s.on_day AS day, p.kind AS project_kind, p.region AS project_region
      FROM projects p JOIN project_steps s ON s.project_id = p.id AND s.from_state = 'new'
     WHERE s.on_day >= $1::date AND s.on_day < $2::date`,
};
