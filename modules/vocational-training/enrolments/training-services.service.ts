import { Injectable } from '@nestjs/common';
import { PersonRecords } from '../../beneficiaries';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { Courses } from '../courses/courses.service';
import { translateTrainingErrors } from '../training.errors';
import { findEnrolment } from './enrolment-head.queries';
import { EXPECTED_STATES } from './enrolment-states.rules';
import { TrainingAppointments } from './training-appointments.service';
import { lockServices, plannedDays } from './training-services.queries';
import { serviceDays } from './service-days.rules';

export interface NewTrainingServices {
  readonly typeCode: string;
  /** "08:30"; left out, without an hour. */
  readonly at?: string;
  /** First and last day; left out, from tomorrow or the first day of the session to its last. */
  readonly from?: CivilDate;
  readonly until?: CivilDate;
}

/**
 * Services on the days of a training (child care, transport), once a day. The appointments belong to the enrolment and
 * are cancelled with it (training_services_end).
 */
@Injectable()
export class TrainingServices {
  constructor(
    private readonly file: PersonRecords,
    private readonly courses: Courses,
    private readonly appointments: TrainingAppointments,
  ) {}

  plan(
    actor: Actor,
    caseId: string,
    id: string,
    given: NewTrainingServices,
    requestId: string | null = null,
  ): Promise<{ planned: number }> {
    return this.file.once(
      actor,
      'training.plan_services',
      { caseId, id, ...given },
      requestId,
      async (tx) => {
        await this.file.mustAccompany(tx, caseId);
        const head = await findEnrolment(this.file, tx, caseId, id);
        if (!EXPECTED_STATES.includes(head.state)) {
          throw new DomainError('conflict', 'training.no_services');
        }
        const session = await this.courses.oneIn(tx, head.sessionId);
        const days = serviceDays(session.days, given, tx.today);
        if (days.length === 0) {
          throw new DomainError('invalid', 'training.no_service_day', {}, 'from');
        }
        await lockServices(tx, head.id);
        const planned = await plannedDays(tx, head.id, given.typeCode);
        const open = days.filter((day) => !planned.has(day));
        if (open.length === 0) throw new DomainError('conflict', 'training.services_planned');
        const ids = await this.appointments.planOnDays(
          tx,
          { caseId, typeCode: given.typeCode, dueAt: given.at },
          open,
        );
        await translateTrainingErrors(
          tx.query(
            `INSERT INTO training_appointments (appointment_id, case_id, enrolment_id)
             SELECT a, $2, $3 FROM unnest($1::uuid[]) AS a`,
            [ids, head.caseId, head.id],
          ),
        );
        return { planned: ids.length };
      },
    );
  }
}
