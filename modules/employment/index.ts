/** Employment: vetted employers and what they offer, placements, and their follow-up with the signs of forced labour. */
export { Employers } from './employers/employers.service';
export { Offers } from './employers/offers.service';
export { EmploymentModule } from './employment.module';
export {
  PLACED,
  STILL_AT_WORK,
  WORK_AT_SIX_MONTHS,
  WORK_FOLLOW_UPS,
} from './figures/work-facts.figures';
export { WORK_BLOCK } from './figures/work-figures.view';
export { workFigures } from './figures/work.figures';
export type { WorkFigures } from './figures/work.rules';
export { WorkFollowUps } from './follow-up/follow-ups.service';
export { Applications } from './placements/applications.service';
export { type NewPlacement, Placements } from './placements/placements.service';
