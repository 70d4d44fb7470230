/** Training: what can be learnt, who chose what, places and their line, the register, certificates. */
export { Registers } from './attendance/register.service';
export { Certificates } from './certificates/certificates.service';
export { type NewCourse, Courses, type NewSession } from './courses/courses.service';
export { Enrolments } from './enrolments/enrol.service';
export { trainingFigures } from './figures/training.figures';
export type { TrainingFigures } from './figures/training.rules';
export { Orientations } from './orientation/orientations.service';
export { VocationalTrainingModule } from './vocational-training.module';
