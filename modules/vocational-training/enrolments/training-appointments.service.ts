import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Choice } from '../../platform/web/form-fields';

export interface NewTrainingAppointments {
  readonly caseId: string;
  /** A kind of service. */
  readonly typeCode: string;
  /** "08:30". */
  readonly dueAt?: string;
}

/** A port: appointments for services, which another module keeps (src/ports). */
export abstract class TrainingAppointments {
  /** One on each of these days; their ids. */
  abstract planOnDays(
    tx: Tx,
    asked: NewTrainingAppointments,
    days: readonly CivilDate[],
  ): Promise<readonly string[]>;
  abstract typeChoices(tx: Tx, language: Language): Promise<readonly Choice[]>;
}
