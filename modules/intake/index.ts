/** Registration of a person step by step: an intake keeps what is typed, sealed, until it becomes a case or is ended. */
export { Intakes } from './intakes.service';
export { IntakeModule } from './intake.module';
