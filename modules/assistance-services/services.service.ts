import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, seal } from '../access';
import { auditValues, record } from '../audit';
import type { PayingLines } from '../grant-budgeting';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { ServiceCharging, type ServiceChargeResult } from './charging.service';
import { translateAppointmentErrors } from './planned/appointment.errors';
import { auditReceiptQuestion, type Cost, receiptOf, refuseUsedReceipt } from './receipts.rules';

export type { Money } from './receipts.rules';
import { isBetween, mustNotPrecede, registrationOf } from './service-checks.queries';
import { notePlace } from './service-notes.service';
import {
  badAmount,
  badQuantity,
  cancelledAlready,
  inFuture,
  unknownProvider,
  unknownType,
} from './services.errors';
import { writeService, type ServiceFacts, type WriteMode } from './write-service.queries';

export interface NewService extends Cost {
  readonly caseId: string;
  readonly typeCode: string;
  readonly givenOn: CivilDate;
  /** Given at the first contact, before the registration. */
  readonly firstContact?: boolean;
  /** Decimal text, 1 where left out. */
  readonly quantity?: string;
  readonly providerId?: string;
  readonly note?: string;
  /** For shared bills: sum of the preceding parts. */
  readonly billBefore?: string;
}

/** Written down, its cost not booked yet. */
export type WrittenService = NewService & {
  readonly id: string;
  /** The budget line that bears its cost; null where there is none, or no cost. */
  readonly lineId: PayingLines | null;
};

export interface RecordedService {
  readonly id: string;
  /** Null where nothing was paid. */
  readonly charge: ServiceChargeResult | null;
}

/** Why a service that was recorded did not happen: a code, since the ledger shows it. */
export const CANCEL_REASONS = [
  'entered_twice',
  'wrong_person',
  'wrong_details',
  'not_given',
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** A service given to a person on a day, and what it cost. */
@Injectable()
export class Services {
  constructor(
    private readonly transactions: Transactions,
    private readonly charging: ServiceCharging,
    private readonly keys: Keys,
  ) {}

  record(
    actor: Actor,
    service: NewService,
    requestId: string | null = null,
  ): Promise<RecordedService> {
    return auditReceiptQuestion(this.transactions, actor, () =>
      this.transactions.once(
        actor,
        { useCase: 'services.record', body: service, requestId },
        (tx) => this.recordIn(tx, service),
      ),
    );
  }

  async recordIn(tx: Tx, service: NewService): Promise<RecordedService> {
    await refuseUsedReceipt(tx, service);
    const written = await this.writeIn(tx, service);
    return { id: written.id, charge: await this.chargeIn(tx, written) };
  }

  async writeIn(tx: Tx, service: NewService): Promise<WrittenService> {
    refuseWrong(tx, service);
    const id = randomUUID();
    const hasNote = Boolean(service.note?.trim());
    const facts = await this.write(tx, id, service, hasNote ? 'read' : 'unless_refused');
    if (!facts?.isWritten) {
      await refuseByFacts(tx, service, facts);
      const note = await this.sealed(tx, id, service.caseId, service.note);
      await this.write(tx, id, service, 'checked', note);
    }
    return { ...service, id, lineId: facts!.lineId };
  }

  private write(
    tx: Tx,
    id: string,
    service: NewService,
    mode: WriteMode,
    note: Buffer | null = null,
  ): Promise<ServiceFacts | undefined> {
    const { caseId, quantity = '1', providerId, cost, billBefore } = service;
    const receipt = receiptOf(service);
    const fields = service.receiptAgain && receipt ? ['receipt_again'] : [];
    const entry = { action: 'services.record', kind: 'service', ids: [id, caseId], fields };
    return translateAppointmentErrors(() =>
      writeService(tx, auditValues(tx, entry), mode, {
        id,
        caseId,
        typeCode: service.typeCode,
        givenOn: service.givenOn,
        quantity,
        providerId: providerId ?? null,
        amount: cost?.amount ?? null,
        currency: cost?.currency ?? null,
        note,
        receipt,
        billBefore: billBefore ?? null,
      }),
    );
  }

  /** The last step of a transaction: charges of one line wait for each other. */
  async chargeIn(
    tx: Tx,
    { id, lineId, givenOn, cost, billBefore }: WrittenService,
  ): Promise<ServiceChargeResult | null> {
    if (!cost) return null;
    return this.charging.chargeNew(tx, { id, givenOn, ...cost, billBefore }, lineId);
  }

  /** Before several services in one transaction: their lines may differ. */
  lockLedger(tx: Tx): Promise<void> {
    return this.charging.lockLedger(tx);
  }

  /** Somebody whose care the actor sees; otherwise "not found". */
  async mustCare(tx: Tx, caseId: string): Promise<void> {
    await registrationOf(tx, caseId);
  }

  cancel(
    actor: Actor,
    id: string,
    reason: CancelReason,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'services.cancel', body: { id, reason }, requestId },
      (tx) => this.cancelIn(tx, id, reason),
    );
  }

  async cancelIn(tx: Tx, id: string, reason: CancelReason): Promise<{ id: string }> {
    await this.charging.hold(tx, id);
    const [service] = await tx.query<{ cancelled: boolean }>(
      'SELECT cancelled_at IS NOT NULL AS cancelled FROM services WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (!service) throw notFound();
    if (service.cancelled) throw cancelledAlready();
    await tx.query(
      'UPDATE services SET cancelled_at = $2, cancelled_by = $3, cancel_reason = $4 WHERE id = $1',
      [id, tx.now, tx.actor.userId, reason],
    );
    await record(tx, { action: 'services.cancel', kind: 'service', ids: [id] });
    await this.charging.reverse(tx, id, reason);
    return { id };
  }

  private async sealed(tx: Tx, id: string, caseId: string, note?: string): Promise<Buffer | null> {
    const text = note?.trim();
    if (!text) return null;
    const key = await this.keys.caseKey(tx, caseId);
    if (!key) throw notFound();
    return seal(key, notePlace(id), text);
  }
}

/** Obstacles to a service, in the order of the form's fields. */
async function refuseByFacts(
  tx: Tx,
  service: NewService,
  facts: ServiceFacts | undefined,
): Promise<void> {
  if (!facts) throw notFound();
  await mustNotPrecede(tx, service, facts.registeredOn);
  if (!facts.active) throw unknownType();
  if (!facts.isProviderKnown) throw unknownProvider();
}

function refuseWrong(tx: Tx, { givenOn, quantity, cost }: NewService): void {
  if (!isCivilDate(givenOn)) throw new DomainError('invalid', 'common.not_date', {}, 'givenOn');
  if (givenOn > tx.today) throw inFuture();
  if (quantity !== undefined && !isBetween(quantity, 0, 10_000)) throw badQuantity();
  if (cost && !isBetween(cost.amount, 0, 99_999_999.99)) throw badAmount();
}
