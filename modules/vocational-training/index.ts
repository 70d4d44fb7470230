/** Vocational training: courses and their sessions, what a person chose and went through, the register, and the register of certificates. */
export { Registers } from './attendance/register.service';
export { CertificateDigests } from './certificates/certificate-digests.service';
export {
  CERTIFICATE_WITHDRAWAL_REASONS,
  CertificateRegister,
  type CertificateWithdrawal,
  type NewCertificate,
  type PrintableCertificate,
} from './certificates/certificate-register.service';
export { Certificates } from './certificates/certificates.service';
export { CHANCE, newCode, newNumber, NUMBER_CHANCE, parseCode } from './certificates/code.rules';
export { courseLine, type CourseWords, sessionFacts } from './courses/course.view';
export { type Session, sessionsIn } from './courses/courses.queries';
export { Courses, type NewCourse, type NewSession } from './courses/courses.service';
export { CertifyDto } from './dto/training.dto';
export { Enrolments } from './enrolments/enrol.service';
export { type TrainingFigureBlock, TrainingFigureBlocks } from './figures/figure-blocks.service';
export { CERTIFIED, COMPLETED, DROPPED_OUT, ENROLLED } from './figures/training-facts.figures';
export { trainingFigures } from './figures/training.figures';
export type { TrainingFigures } from './figures/training.rules';
export {
  AHEAD_DAYS,
  factsOf,
  isNotCancelled,
  Orientations,
} from './orientation/orientations.service';
export { type Offer, type Proposal, rankOffers, type Wishes } from './orientation/ranking.rules';
export { enrolmentsOf, orientationsOf } from './person/enrolments.queries';
export { reasonWords } from './person/training.view';
export { trainingWords } from './training.words';
export {
  type NewTrainingAppointments,
  TrainingAppointments,
} from './enrolments/training-appointments.service';
export { VocationalTrainingModule } from './vocational-training.module';
