/** The plan of a reintegration: what is agreed with the person, and the money that follows from it. */
import { AgreePlan } from './agree-plan.service';
import { DraftPlan } from './draft-plan.service';
import { PayInstalments } from './pay-instalments.service';
import { PlanApiController } from './plan.api.controller';
import { PlanPagesController } from './plan.pages.controller';
import { PlanPages } from './plan-pages.view';
import { ReadPlan } from './read-plan.service';

export { AgreePlan } from './agree-plan.service';
export { DraftPlan, type NewPlanItem } from './draft-plan.service';
export { PayInstalments } from './pay-instalments.service';
export { instalmentsPaidOnTime, plansMadeOnTime } from './plan.figures';

export const PLAN_CONTROLLERS = [PlanApiController, PlanPagesController];
export const PLAN_EXPORTS = [AgreePlan, DraftPlan, PayInstalments];
export const PLAN_SERVICES = [...PLAN_EXPORTS, PlanPages, ReadPlan];
