import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { ServiceChargeResult } from '../charging.service';
import { refuseUsedReceipt, auditReceiptQuestion } from '../receipts.rules';
import type { Cost } from '../receipts.rules';
import { Services } from '../services.service';
import {
  answeredAlready,
  calledOffWithAnother,
  notAnswered,
  notThatDay,
  translateAppointmentErrors,
  otherDayAnswered,
  stillToCome,
} from './appointment.errors';
import { appointmentOf, type AppointmentRow } from './appointment.queries';
import { type AppointmentCancellationReason, mayTakeBack } from './appointment.rules';
import { PlanServices } from './plan-services.service';

/** Differences from the plan; omitted values are as planned. */
export interface ProvidedService extends Cost {
  readonly givenOn?: CivilDate;
  readonly quantity?: string;
  readonly note?: string;
}

/** Another day for the same, in the same press; the note goes along. */
export interface Reschedule {
  readonly againOn?: CivilDate;
  /** Left out, the hour stays; null, no hour is agreed any more. */
  readonly againAt?: string | null;
}

export interface AppointmentOutcome {
  readonly id: string;
  readonly serviceId: string | null;
  readonly charge: ServiceChargeResult | null;
  /** The appointment on the other day. */
  readonly againId: string | null;
}

/** Each appointment is answered once: given, missed, or called off; the same day a slip is taken back. */
@Injectable()
export class RecordAppointmentOutcome {
  constructor(
    private readonly transactions: Transactions,
    private readonly services: Services,
    private readonly planning: PlanServices,
    private readonly lists: Lists,
  ) {}

  /** Records the service with quantity and cost, in the continuing case. */
  markProvided(
    actor: Actor,
    id: string,
    as: ProvidedService = {},
    requestId: string | null = null,
  ): Promise<AppointmentOutcome> {
    return auditReceiptQuestion(this.transactions, actor, () =>
      this.transactions.once(
        actor,
        { useCase: 'services.answer_given', body: { id, ...as }, requestId },
        (tx) => this.markProvidedIn(tx, id, as),
      ),
    );
  }

  markMissed(
    actor: Actor,
    id: string,
    { reason, ...other }: Reschedule & { reason: string },
    requestId: string | null = null,
  ): Promise<AppointmentOutcome> {
    return this.transactions.once(
      actor,
      { useCase: 'services.answer_missed', body: { id, reason, ...other }, requestId },
      async (tx) => {
        const planned = await lockPlannedAppointment(tx, id);
        if (planned.dueOn > tx.today) throw stillToCome(planned.dueOn);
        const version = await this.lists.chosenFrom(tx, 'missed_service_reasons', reason, 'reason');
        await answer(tx, id, 'missed', { reason, version });
        return this.finish(tx, planned, 'missed', other);
      },
    );
  }

  cancel(
    actor: Actor,
    id: string,
    { reason, ...other }: Reschedule & { reason: AppointmentCancellationReason },
    requestId: string | null = null,
  ): Promise<AppointmentOutcome> {
    return this.transactions.once(
      actor,
      { useCase: 'services.call_off', body: { id, reason, ...other }, requestId },
      async (tx) => {
        const planned = await lockPlannedAppointment(tx, id);
        await answer(tx, id, 'cancelled', { reason });
        return this.finish(tx, planned, 'cancelled', other);
      },
    );
  }

  /** A slip: the service and its cost are taken back, the other day is called off, and it waits again. */
  takeBack(actor: Actor, id: string, requestId: string | null = null): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'services.take_back', body: { id }, requestId },
      (tx) => this.takeBackIn(tx, id),
    );
  }

  private async markProvidedIn(
    tx: Tx,
    id: string,
    as: ProvidedService,
  ): Promise<AppointmentOutcome> {
    const planned = await lockPlannedAppointment(tx, id);
    const givenOn = as.givenOn ?? planned.dueOn;
    if (givenOn > tx.today && !as.givenOn) throw stillToCome(planned.dueOn);
    const [file] = await tx.query<{ id: string }>('SELECT mawa_person($1) AS id', [planned.caseId]);
    const { typeCode, quantity, providerId } = planned;
    await refuseUsedReceipt(tx, { ...as, providerId: planned.providerId ?? undefined });
    // Charging locks the balance of the grant: everything else is written before it.
    const service = await this.services.writeIn(tx, {
      ...as,
      caseId: file!.id,
      typeCode,
      providerId: providerId ?? undefined,
      givenOn,
      quantity: as.quantity ?? quantity,
    });
    await answer(tx, id, 'given', { serviceId: service.id });
    const answered = await this.finish(tx, planned, 'given', {});
    return {
      ...answered,
      serviceId: service.id,
      charge: await this.services.chargeIn(tx, service),
    };
  }

  private async takeBackIn(tx: Tx, id: string): Promise<{ id: string }> {
    const row = await lockAppointment(tx, id);
    if (row.state === 'planned') throw notAnswered();
    if (!row.answeredToday) throw notThatDay();
    if (!mayTakeBack(row)) throw calledOffWithAnother();
    const again = await tx.query<{ id: string; state: string }>(
      `SELECT id, state FROM service_appointments WHERE replaces = $1 AND state <> 'cancelled' FOR UPDATE`,
      [id],
    );
    if (again.some(({ state }) => state !== 'planned')) throw otherDayAnswered();
    for (const other of again) await answer(tx, other.id, 'cancelled', { reason: 'taken_back' });
    if (row.serviceId) await this.services.cancelIn(tx, row.serviceId, 'not_given');
    else await translateAppointmentErrors(() => answer(tx, id, 'planned', {}));
    await record(tx, { action: 'services.take_back', kind: 'service_appointment', ids: [id] });
    return { id };
  }

  private async finish(
    tx: Tx,
    planned: AppointmentRow,
    state: 'given' | 'missed' | 'cancelled',
    { againOn, againAt }: Reschedule,
  ): Promise<AppointmentOutcome> {
    const { id, typeCode, quantity, providerId, dueAt } = planned;
    await record(tx, {
      action: 'services.answer',
      kind: 'service_appointment',
      ids: [id, planned.caseId],
      fields: [state],
    });
    if (!againOn) return { id, serviceId: null, charge: null, againId: null };
    const [file] = await tx.query<{ id: string }>('SELECT mawa_person($1) AS id', [planned.caseId]);
    const { ids } = await this.planning.planIn(
      tx,
      {
        caseId: file!.id,
        typeCode,
        quantity,
        providerId: providerId ?? undefined,
        dueOn: againOn,
        dueAt: (againAt === undefined ? dueAt : againAt) ?? undefined,
        note: (await this.planning.noteIn(tx, id)) ?? undefined,
      },
      { replaces: id, field: 'againOn' },
    );
    return { id, serviceId: null, charge: null, againId: ids[0]! };
  }
}

/** Locks the appointment; of two concurrent answers the second then sees the first. */
async function lockAppointment(tx: Tx, id: string): Promise<AppointmentRow> {
  await tx.query('SELECT 1 FROM service_appointments WHERE id = $1 FOR UPDATE', [id]);
  const row = await appointmentOf(tx, id);
  if (!row) throw notFound();
  return row;
}

async function lockPlannedAppointment(tx: Tx, id: string): Promise<AppointmentRow> {
  const row = await lockAppointment(tx, id);
  if (row.state !== 'planned') throw answeredAlready(row.state, row.answeredBy ?? '');
  return row;
}

interface StateChange {
  readonly serviceId?: string;
  readonly reason?: string;
  readonly version?: number;
}

const answer = (
  tx: Tx,
  id: string,
  state: AppointmentRow['state'],
  { serviceId, reason, version }: StateChange,
) =>
  tx.query(
    `UPDATE service_appointments SET state = $2::text, service_id = $3, reason = $4, list_version = $5,
       answered_by = CASE WHEN $2::text <> 'planned' THEN $6::uuid END,
       answered_at = CASE WHEN $2::text <> 'planned' THEN mawa_now() END
      WHERE id = $1`,
    [id, state, serviceId ?? null, reason ?? null, version ?? null, tx.actor.userId],
  );
