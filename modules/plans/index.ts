/** Tasks, care plans, and the day of an officer. */
export { ArrivalsHook } from './arrivals/arrivals.hook';
export { PlansModule } from './plans.module';
export { type AboutTasks, type TaskKind, TaskKinds, type TaskSubject } from './task-kinds.service';
export { Tasks } from './tasks.service';

export { DraftPlans, type PlanInput } from './draft-plans.service';

export { type PlanGoal, ReadPlans } from './read-plans.service';
export { type AgendaEntry, AgendaSources, OfficerDay } from './day.service';
export { HAS_SAFETY_PLAN, supervisors } from './plan.queries';
export { settingOf } from './settings.queries';
export { endOfDay, startOfDay } from './task.rules';
