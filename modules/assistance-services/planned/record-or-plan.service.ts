import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { costOfSeveral, noteOfSeveral, samePersonTwice } from '../services.errors';
import { type NewService, type RecordedService, Services } from '../services.service';
import { costOfLater, seriesOfLater } from './appointment.errors';
import { isToCome, type Repeat } from './appointment.rules';
import { type PlannedAppointments, PlanServices } from './plan-services.service';
import { LocalTime } from './local-time.service';

export interface NewServiceOrAppointment extends NewService {
  /** "14:30", for planned services. */
  readonly at?: string;
  readonly repeat?: Repeat;
}

export type RecordedOrPlanned =
  | ({ readonly kind: 'given' } & RecordedService)
  | ({ readonly kind: 'planned' } & PlannedAppointments);

/** One of several people who get the same service; `field` is where the form asked for them. */
export interface Recipient {
  readonly caseId: string;
  readonly field: string;
}

/** One form for given and planned services; a future day makes it an appointment. */
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

  /**
   * Records the same service for several people, for all or none. Without cost, because shared bills belong to group
   * sessions, and without note, because a note belongs to one person.
   */
  async writeForSeveral(
    actor: Actor,
    recipients: readonly Recipient[],
    service: Omit<NewServiceOrAppointment, 'caseId'>,
    requestId: string | null = null,
  ): Promise<'given' | 'planned'> {
    const { at, repeat, cost, note, receipt: _r, receiptAgain: _a, ...facts } = service;
    if (cost) throw costOfSeveral();
    if (note?.trim()) throw noteOfSeveral();
    const again = recipients.find(
      ({ caseId }, place) => recipients.findIndex((one) => one.caseId === caseId) < place,
    );
    if (again) throw samePersonTwice(again.field);
    const moment = await this.transactions.run(actor, async (tx) => this.clock.of(tx));
    const { givenOn: dueOn, firstContact: _f, ...planned } = facts;
    const kind = isCivilDate(dueOn) && isToCome(dueOn, at, moment) ? 'planned' : 'given';
    if (kind === 'given' && repeat && repeat.times > 1) throw seriesOfLater();
    const caseIds = recipients.map(({ caseId }) => caseId);
    const body = { ...facts, at, repeat, caseIds };
    const writeOne = (tx: Tx, caseId: string): Promise<unknown> =>
      kind === 'planned'
        ? this.planning.planIn(tx, { ...planned, dueOn, dueAt: at, repeat, caseId })
        : this.services.recordIn(tx, { ...facts, caseId });
    await this.transactions.once(
      actor,
      { useCase: `services.${kind}_for_several`, body, requestId },
      async (tx) => {
        for (const { caseId, field } of recipients) {
          await writeOne(tx, caseId).catch((error: unknown) => {
            throw ofPerson(error, field);
          });
        }
        return { caseIds };
      },
    );
    return kind;
  }
}

/** Moves an error about one person to the form field of that person. */
function ofPerson(error: unknown, field: string): unknown {
  const aboutTheFile = [
    'appointments.case_closed',
    'services.closed_before',
    'services.before_registration',
  ];
  return error instanceof DomainError && aboutTheFile.includes(error.code)
    ? new DomainError(error.kind, error.code, error.params, field)
    : error;
}
