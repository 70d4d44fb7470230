import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { type NewService, type RecordedService, Services } from '../services.service';
import { costOfLater, seriesOfLater } from './appointment.errors';
import { isToCome, type Repeat } from './appointment.rules';
import { type PlannedAppointments, PlanServices } from './plan-services.service';
import { LocalTime } from './local-time.service';

export interface NewServiceOrAppointment extends NewService {
  /** "14:30", for what is still to come. */
  readonly at?: string;
  readonly repeat?: Repeat;
}

export type RecordedOrPlanned =
  | ({ readonly kind: 'given' } & RecordedService)
  | ({ readonly kind: 'planned' } & PlannedAppointments);

/** One form for both: what is still to come becomes an appointment by itself. */
@Injectable()
export class RecordOrPlan {
  constructor(
    private readonly transactions: Transactions,
    private readonly services: Services,
    private readonly planning: PlanServices,
    private readonly clock: LocalTime,
  ) {}

  async write(
    actor: Actor,
    { at, repeat, ...service }: NewServiceOrAppointment,
    requestId: string | null = null,
  ): Promise<RecordedOrPlanned> {
    const moment = await this.transactions.run(actor, async (tx) => this.clock.of(tx));
    const {
      givenOn: dueOn,
      cost,
      receipt: _r,
      receiptAgain: _a,
      firstContact: _f,
      ...facts
    } = service;
    if (isCivilDate(dueOn) && isToCome(dueOn, at, moment)) {
      if (cost) throw costOfLater();
      const asked = { ...facts, dueOn, dueAt: at, repeat };
      return { kind: 'planned', ...(await this.planning.plan(actor, asked, requestId)) };
    }
    if (repeat && repeat.times > 1) throw seriesOfLater();
    return { kind: 'given', ...(await this.services.record(actor, service, requestId)) };
  }
}
