/** Training: what can be learnt, who chose what, places and their line, the register, certificates. */
export { Registers } from './attendance/register.service';
export { Certificates } from './certificates/certificates.service';
export { type NewCourse, Courses, type NewSession } from './courses/courses.service';
export { Enrolments } from './enrolments/enrol.service';
export { trainingFigures } from './figures/training.figures';
export type { TrainingFigures } from './figures/training.rules';
export { Orientations } from './orientation/orientations.service';
export { VocationalTrainingModule } from './vocational-training.module';
export { Employers } from './work/employers/employers.service';
export { Offers } from './work/employers/offers.service';
export { workFigures } from './work/figures/work.figures';
export type { WorkFigures } from './work/figures/work.rules';
export { WorkFollowUps } from './work/follow-up/follow-ups.service';
export { Applications } from './work/placements/applications.service';
export { type NewPlacement, Placements } from './work/placements/placements.service';
