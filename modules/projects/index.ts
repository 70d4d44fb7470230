/** Social projects and small businesses: people and shares, the plan, the committee, a grant in tranches, reviews. */
export { Sittings } from './committee/sittings.service';
export { PROJECTS_BEGUN } from './figures/project-facts.figures';
export type { ProjectFigures } from './figures/project-figures.rules';
export { PROJECT_BLOCK } from './figures/project-figures.view';
export { projectFigures } from './figures/project.figures';
export { ProjectFollowUp } from './follow-up/project-follow-up.service';
export { Receipts } from './money/receipts.service';
export { Tranches } from './money/tranches.service';
export { Projects } from './people/projects.service';
export { Plans } from './plan/plans.service';
export { ProjectsModule } from './projects.module';
