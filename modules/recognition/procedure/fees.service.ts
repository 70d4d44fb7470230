import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ledger, openFinanceTask, WaitingCharges } from '../../grant-budgeting';
import { asFigures, Transactions, type Tx } from '../../platform/database/transactions';
import { type Actor, HOUSEKEEPING_ACTOR } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { ProcedureHead } from '../recognition-actions.service';
import { translateRecognitionErrors } from '../recognition.errors';

interface Fee {
  readonly id: string;
  readonly on: CivilDate;
  readonly amount: string;
  readonly currency: string;
  readonly lineId: string;
}

const source = (sourceId: string) => ({ sourceKind: 'recognition', sourceId }) as const;

/**
 * The fee of a procedure: due once, when the portfolio is opened, a source of the ledger. The step that ends a
 * procedure before anything was assessed takes it back, and the ledger follows.
 */
@Injectable()
export class Fees implements OnModuleInit {
  constructor(
    private readonly ledger: Ledger,
    private readonly transactions: Transactions,
    private readonly waiting: WaitingCharges,
  ) {}

  onModuleInit(): void {
    this.waiting.add((actor) => this.chargeWaiting(actor));
  }

  /** After a step was written; the ledger last, where charges of one line wait for each other. */
  async settle(tx: Tx, procedure: ProcedureHead, on: CivilDate): Promise<void> {
    const [fee] = await tx.query<{ id: string; takenBack: boolean }>(
      `SELECT id, taken_back_at IS NOT NULL AS "takenBack" FROM recognition_fees WHERE procedure_id = $1`,
      [procedure.id],
    );
    if (fee?.takenBack) await this.reverse(tx, fee.id);
    if (!fee) await this.open(tx, procedure, on);
  }

  private async open(
    tx: Tx,
    { id: procedureId, caseId, standardId }: ProcedureHead,
    on: CivilDate,
  ) {
    const [due] = await tx.query<Omit<Fee, 'id' | 'on'>>(
      `SELECT s.fee::text AS amount, s.currency, s.line_id AS "lineId" FROM recognition_standards s WHERE s.id = $2 AND s.fee > 0
          AND EXISTS (SELECT 1 FROM recognition_steps t WHERE t.procedure_id = $1 AND t.to_state = 'portfolio_open')`,
      [procedureId, standardId],
    );
    if (!due) return;
    const fee = { id: randomUUID(), on, ...due };
    await translateRecognitionErrors(
      tx.query(
        `INSERT INTO recognition_fees (id, case_id, procedure_id, on_day, amount, currency, line_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [fee.id, caseId, procedureId, on, fee.amount, fee.currency, fee.lineId],
      ),
    );
    await this.charge(tx, fee);
  }

  /** A procedure is never refused for money: without a rate its fee waits for one. */
  private async charge(tx: Tx, { id, on, ...money }: Fee): Promise<boolean> {
    try {
      await this.ledger.charge(tx, { ...source(id), factOn: on, ...money });
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'budget.no_rate') throw error;
      await openFinanceTask(tx, null);
      return false;
    }
  }

  private reverse(tx: Tx, id: string): Promise<void> {
    return this.ledger.reverse(tx, { ...source(id), reason: 'recognition_ended' });
  }

  /** Charges waiting fees after a rate was entered, each in its own transaction. */
  async chargeWaiting(actor: Actor): Promise<number> {
    const all = await this.transactions.run(actor, (tx) => listUnchargedFees(tx));
    let charged = 0;
    for (const { id } of all) {
      const done = await this.transactions.run(actor, async (tx) => {
        const [due] = await listUnchargedFees(tx, id);
        return due !== undefined && this.charge(tx, due);
      });
      if (done) charged += 1;
    }
    return charged;
  }

  /** Every hour: what ended with its file leaves the ledger as well. */
  async reverseEnded(): Promise<void> {
    const ended = await this.transactions.run(HOUSEKEEPING_ACTOR, (tx) => listFeesToReverse(tx));
    for (const id of ended)
      await this.transactions.run(HOUSEKEEPING_ACTOR, (tx) => this.reverse(tx, id));
  }
}

/** Fees not yet in the ledger, read as `mawa_figures`, without the person. */
const listUnchargedFees = (tx: Tx, id: string | null = null): Promise<Fee[]> =>
  asFigures(tx, () =>
    tx.query<Fee>(
      `SELECT f.id, f.on_day::text AS "on", f.line_id AS "lineId", f.amount::text, f.currency
         FROM recognition_fees f WHERE f.taken_back_at IS NULL AND ($1::uuid IS NULL OR f.id = $1)
          AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.source_kind = 'recognition' AND t.source_id = f.id::text)
        ORDER BY f.on_day, f.id LIMIT 5000`,
      [id],
    ),
  );

const listFeesToReverse = async (tx: Tx): Promise<string[]> =>
  (
    await asFigures(tx, () =>
      tx.query<{ id: string }>(
        `SELECT f.id FROM recognition_fees f JOIN ledger_transactions t ON t.source_kind = 'recognition' AND t.source_id = f.id::text
          WHERE f.taken_back_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id)
          ORDER BY f.id LIMIT 1000`,
      ),
    )
  ).map(({ id }) => id);
