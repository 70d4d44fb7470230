import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ledger, openFinanceTask, type PayingLines, WaitingCharges } from '../grant-budgeting';
import { asFigures, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { lineFor } from './catalogue.queries';

export interface ChargeableService {
  readonly id: string;
  readonly givenOn: CivilDate;
  readonly amount: string;
  readonly currency: string;
  /** For shared bills: sum of the preceding parts. */
  readonly billBefore?: string | null;
}

/** The line of what waits is looked up when it is charged. */
type WaitingService = ChargeableService & { readonly typeCode: string };

export type ServiceChargeResult =
  | { readonly state: 'charged'; readonly funded: string; readonly unfunded: string }
  /** The service is recorded; its cost is booked once a rate or a budget line is known. */
  | { readonly state: 'waiting' };

const source = (sourceId: string) => ({ sourceKind: 'service', sourceId }) as const;

/** Books the costs of services in the ledger. A service is never refused for lack of money. */
@Injectable()
export class ServiceCharging implements OnModuleInit {
  constructor(
    private readonly ledger: Ledger,
    private readonly transactions: Transactions,
    private readonly waiting: WaitingCharges,
  ) {}

  onModuleInit(): void {
    this.waiting.add((actor) => this.chargeWaiting(actor));
  }

  /** Charges a waiting service, unless it was charged meanwhile or its budget line is still unknown. */
  async charge(tx: Tx, service: WaitingService): Promise<ServiceChargeResult> {
    const lineId = await lineFor(tx, service.typeCode, service.givenOn);
    return this.chargeTo(tx, service, lineId, false);
  }

  /** Charges services written in this transaction. */
  chargeNew(
    tx: Tx,
    service: ChargeableService,
    lineId: PayingLines | null,
  ): Promise<ServiceChargeResult> {
    return this.chargeTo(tx, service, lineId, true);
  }

  private async chargeTo(
    tx: Tx,
    service: ChargeableService,
    lineId: PayingLines | null,
    isNewSource: boolean,
  ): Promise<ServiceChargeResult> {
    if (lineId === null) return this.wait(tx);
    const { amount, currency, givenOn: factOn, billBefore } = service;
    try {
      const booked = await this.ledger.charge(tx, {
        ...source(service.id),
        factOn,
        lineId,
        amount,
        currency,
        billBefore: billBefore ?? undefined,
        isNewSource,
      });
      return { state: 'charged', funded: booked.funded, unfunded: booked.unfunded };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'budget.no_rate') return this.wait(tx);
      throw error;
    }
  }

  /** A cancelled service is never given again: what is given later is a new service with its own id. */
  async reverse(tx: Tx, id: string, reason: string): Promise<void> {
    await this.ledger.reverse(tx, { ...source(id), reason });
  }

  /** Before several services in one transaction: their lines may differ. */
  lockLedger(tx: Tx): Promise<void> {
    return this.ledger.lockAll(tx);
  }

  /** Charging and cancelling one service wait for each other. */
  async hold(tx: Tx, id: string): Promise<void> {
    tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 3))', [id]);
  }

  /** Costs whose rate was not known; asked when a rate is entered. Each in a transaction of its own. */
  async chargeWaiting(actor: Actor): Promise<number> {
    const services = await this.transactions.run(actor, (tx) => waitingServices(tx));
    let charged = 0;
    for (const { id } of services) {
      const done = await this.transactions.run(actor, async (tx) => {
        await this.hold(tx, id);
        const [service] = await waitingServices(tx, id);
        return service !== undefined && (await this.charge(tx, service)).state === 'charged';
      });
      if (done) charged += 1;
    }
    return charged;
  }

  private async wait(tx: Tx): Promise<ServiceChargeResult> {
    await openFinanceTask(tx, null);
    return { state: 'waiting' };
  }
}

/** Coded facts with the role of the figures: who was helped is not among them. */
const waitingServices = (tx: Tx, id: string | null = null): Promise<WaitingService[]> =>
  asFigures(tx, () =>
    tx.query<WaitingService>(
      `SELECT s.id, s.type_code AS "typeCode", s.given_on::text AS "givenOn", s.cost_amount AS amount,
              s.cost_currency AS currency, s.bill_before AS "billBefore"
         FROM services s
        WHERE s.cost_amount IS NOT NULL AND s.cancelled_at IS NULL AND ($1::uuid IS NULL OR s.id = $1)
          AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.source_kind = 'service' AND t.source_id = s.id::text)
        ORDER BY s.given_on, s.id LIMIT 5000`,
      [id],
    ),
  );
