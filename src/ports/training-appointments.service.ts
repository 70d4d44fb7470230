import { Injectable } from '@nestjs/common';
import { PlanServices, serviceTypeChoices } from '../../modules/assistance-services';
import {
  type NewTrainingAppointments,
  TrainingAppointments,
} from '../../modules/vocational-training';
import type { Tx } from '../../modules/platform/database/transactions';
import type { Language } from '../../modules/platform/shared/actor';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';

/** Services on the days of a training: its port, connected to the module of the services. */
@Injectable()
export class PlannedTrainingAppointments extends TrainingAppointments {
  constructor(private readonly planning: PlanServices) {
    super();
  }

  planOnDays(tx: Tx, asked: NewTrainingAppointments, days: readonly CivilDate[]) {
    return this.planning.planOnDaysIn(tx, asked, days);
  }

  typeChoices(tx: Tx, language: Language) {
    return serviceTypeChoices(tx, language);
  }
}
