import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ledger, openFinanceTask, WaitingCharges } from '../../grant-budgeting';
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { ProjectRecords } from '../project-records.service';
import { mustNotBeInFuture, translateProjectErrors } from '../project.errors';

export const PAYMENT_REVERSAL_REASONS = ['mistake', 'not_received', 'handed_back'] as const;

const source = (sourceId: string) => ({ sourceKind: 'project', sourceId }) as const;

/** A grant is paid tranche by tranche, each a source of the ledger; what is not due is refused by PostgreSQL. */
@Injectable()
export class Tranches implements OnModuleInit {
  constructor(
    private readonly project: ProjectRecords,
    private readonly ledger: Ledger,
    private readonly waiting: WaitingCharges,
  ) {}

  onModuleInit(): void {
    this.waiting.add((actor) => this.chargeWaiting(actor));
  }

  confirm(
    actor: Actor,
    id: string,
    trancheId: string,
    given: { readonly on: CivilDate; readonly note?: string | null },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { id, trancheId, ...given };
    return this.project.once(actor, 'projects.milestone', body, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      await loadTranche(tx, id, trancheId);
      mustNotBeInFuture(tx, given.on);
      const row = { tranche_id: trancheId, on_day: given.on };
      const { note } = given;
      const made = await this.project.insert(tx, 'project_milestones', id, row, { note });
      await this.project.record(tx, 'projects.milestone', [id, trancheId]);
      return { id: made };
    });
  }

  pay(
    actor: Actor,
    id: string,
    trancheId: string,
    { on }: { readonly on: CivilDate },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { id, trancheId, on };
    return this.project.once(actor, 'projects.pay', body, requestId, async (tx) => {
      await mustBePayable(tx, id);
      mustNotBeInFuture(tx, on);
      const tranche = await loadTranche(tx, id, trancheId);
      const { amount, currency, lineId } = tranche;
      const payment = randomUUID();
      const row = { tranche_id: trancheId, on_day: on, amount, currency, line_id: lineId };
      await this.project.insert(tx, 'project_payments', id, row, {}, payment);
      await this.project.record(tx, 'projects.pay', [id, trancheId]);
      await this.charge(tx, { id: payment, on, lineId, amount, currency });
      return { id: payment };
    });
  }

  takeBack(
    actor: Actor,
    id: string,
    trancheId: string,
    { reason }: { readonly reason: (typeof PAYMENT_REVERSAL_REASONS)[number] },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { id, trancheId, reason };
    return this.project.once(actor, 'projects.take_back', body, requestId, async (tx) => {
      await mustBePayable(tx, id);
      const [payment] = await tx.query<{ id: string }>(
        `SELECT id FROM project_payments WHERE project_id = $1 AND tranche_id = $2 ORDER BY place DESC LIMIT 1`,
        [id, trancheId],
      );
      if (!payment) throw notFound();
      await translateProjectErrors(
        tx.query(
          `UPDATE project_payments SET taken_back_at = mawa_now(), taken_back_by = mawa_actor(), taken_back_reason = $2 WHERE id = $1`,
          [payment.id, reason],
        ),
      );
      await this.project.record(tx, 'projects.take_back', [id, trancheId], [reason]);
      await this.ledger.reverse(tx, { ...source(payment.id), reason: 'project_taken_back' });
      return { id: payment.id };
    });
  }

  /** Charges a payment to the ledger; without an exchange rate it waits for one. */
  private async charge(tx: Tx, { id, on, ...money }: TranchePayment): Promise<boolean> {
    try {
      await this.ledger.charge(tx, { ...source(id), factOn: on, ...money });
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'budget.no_rate') throw error;
      await openFinanceTask(tx, null);
      return false;
    }
  }

  /** Charges waiting payments after a rate was entered, each in its own transaction. */
  async chargeWaiting(actor: Actor): Promise<number> {
    const all = await this.project.run(actor, (tx) => listUnchargedPayments(tx));
    let charged = 0;
    for (const { id } of all) {
      const done = await this.project.run(actor, async (tx) => {
        // A payment is charged or taken back, not both at once: takeBack() locks the same row.
        await tx.query('SELECT 1 FROM project_payments WHERE id = $1 FOR UPDATE', [id]);
        const [due] = await listUnchargedPayments(tx, id);
        return due !== undefined && this.charge(tx, due);
      });
      if (done) charged += 1;
    }
    return charged;
  }
}

interface TranchePayment extends Tranche {
  readonly id: string;
  readonly on: CivilDate;
}

/** Payments not yet in the ledger, read as `mawa_figures`, without the people of the project. */
const listUnchargedPayments = (tx: Tx, id: string | null = null): Promise<TranchePayment[]> =>
  asFigures(tx, () =>
    tx.query<TranchePayment>(
      `SELECT p.id, p.on_day::text AS "on", p.line_id AS "lineId", p.amount::text, p.currency FROM project_payments p
        WHERE p.taken_back_at IS NULL AND ($1::uuid IS NULL OR p.id = $1)
          AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.source_kind = 'project' AND t.source_id = p.id::text)
        ORDER BY p.on_day, p.id LIMIT 5000`,
      [id],
    ),
  );

interface Tranche {
  readonly amount: string;
  readonly currency: string;
  readonly lineId: string;
}

export async function loadTranche(tx: Tx, id: string, trancheId: string): Promise<Tranche> {
  const [tranche] = await tx.query<Tranche>(
    `SELECT t.amount::text, d.currency, d.line_id AS "lineId" FROM project_tranches t JOIN project_decisions d ON d.id = t.decision_id
      WHERE t.project_id = $1 AND t.id = $2`,
    [id, trancheId],
  );
  if (!tranche) throw notFound();
  return tranche;
}

/**
 * Finance for granted projects; otherwise colleagues who accompany a participant. Committee members and readers may not
 * pay.
 */
async function mustBePayable(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.query<{ reads: boolean; pays: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM projects WHERE id = $1) AS reads, $1 = ANY (projects_paid() || projects_written()) AS pays`,
    [id],
  );
  if (!row!.reads) throw notFound();
  if (!row!.pays) throw new DomainError('forbidden', 'people.not_yours_to_change');
}
