/** Facts of projects, read as `mawa_figures`; the figures are computed in project-figures.rules.ts. */
import { inOneStatement } from '../../platform/database/in-one-statement';
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { type ProjectFacts, type ProjectFigures, projectFiguresOf } from './project-figures.rules';
import type { Period } from '../../platform/shared/periods.rules';

const FACTS = inOneStatement({
  projects: `SELECT p.id, s.on_day AS "begunOn",
       ARRAY(SELECT DISTINCT coalesce(m.person_id, pp.case_id) FROM project_people pp LEFT JOIN mawa_merged($1::date) m ON m.case_id = pp.case_id
         WHERE pp.project_id = p.id) AS people,
       (SELECT min(e.on_day) FROM project_steps e WHERE e.project_id = p.id AND e.to_state = 'ended' AND e.reason IN ('closed', 'given_up')) AS "endedOn",
       (SELECT coalesce(json_agg(json_build_object('months', d.months, 'dueOn', d.due_on, 'opensOn', d.opens_on, 'closesOn', d.closes_on)), '[]')
          FROM project_due d WHERE d.project_id = p.id) AS marks
     FROM projects p JOIN project_steps s ON s.project_id = p.id AND s.from_state = 'new' ORDER BY p.place`,
  granted: `SELECT d.project_id AS project, mawa_day(d.at) AS "on", (d.amount * 100)::bigint AS cents FROM project_decisions d WHERE d.outcome = 'approved'`,
  paid: `SELECT p.project_id AS project, p.on_day AS "on", (p.amount * 100)::bigint AS cents FROM project_payments p WHERE p.taken_back_at IS NULL`,
  reviews: `SELECT r.project_id AS project, r.months, r.on_day AS "on", r.outcome, coalesce(r.jobs, 0) AS jobs, coalesce(r.jobs_women, 0) AS "jobsWomen",
       coalesce(r.jobs_programme, 0) AS "jobsProgramme" FROM project_reviews r WHERE r.outcome <> 'not_reached' ORDER BY r.on_day, r.place`,
});

/** As of `today`. */
export const projectFigures = (tx: Tx, period: Period, today?: CivilDate) =>
  asFigures(tx, () => projectFiguresIn(tx, period, today));

async function projectFiguresIn(
  tx: Tx,
  period: Period,
  today: CivilDate = tx.today,
): Promise<ProjectFigures> {
  const [facts] = await tx.query<ProjectFacts>(FACTS, [period.until]);
  return projectFiguresOf(facts!, { ...period, today });
}
