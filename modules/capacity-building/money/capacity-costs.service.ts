import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ledger, openFinanceTask, WaitingCharges } from '../../grant-budgeting';
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { CapacityActions, recordTraining } from '../capacity-actions.service';
import { CapacityTrainings } from '../trainings/trainings.service';
import { mustNotBeInFuture, translateCapacityErrors } from '../capacity.errors';

export const COSTS = [
  'venue',
  'trainers',
  'meals',
  'travel',
  'materials',
  'interpretation',
  'other',
] as const;
export interface NewCost {
  readonly on: CivilDate;
  readonly what: (typeof COSTS)[number];
  readonly amount: string;
  readonly currency: string;
}
export interface CostRow extends NewCost {
  readonly id: string;
  /** It waits for a rate where it is not. */
  readonly booked: boolean;
  readonly takenBack: boolean;
}

const source = (sourceId: string) => ({ sourceKind: 'capacity', sourceId }) as const;
type DueCost = Omit<NewCost, 'what'> & { readonly id: string; readonly lineId: string };

/** Costs of trainings: each is a ledger source on the budget line of the training, undone by a reversal. */
@Injectable()
export class CapacityCosts implements OnModuleInit {
  constructor(
    private readonly acts: CapacityActions,
    private readonly trainings: CapacityTrainings,
    private readonly ledger: Ledger,
    private readonly waiting: WaitingCharges,
  ) {}

  onModuleInit(): void {
    this.waiting.add((actor) => this.chargeWaiting(actor));
  }

  /** Costs of a training, read as `mawa_figures`, so that readers without access to the ledger see whether each was booked. */
  allIn = (tx: Tx, trainingId: string): Promise<CostRow[]> =>
    asFigures(tx, () =>
      tx.query<CostRow>(
        `SELECT c.id, c.on_day::text AS "on", c.what, c.amount::text, c.currency, c.taken_back_at IS NOT NULL AS "takenBack",
              EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.source_kind = 'capacity' AND t.source_id = c.id::text) AS booked
         FROM capacity_costs c WHERE c.training_id = $1 ORDER BY c.place LIMIT 500`,
        [trainingId],
      ),
    );

  note(
    actor: Actor,
    trainingId: string,
    given: NewCost,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { trainingId, ...given };
    return this.acts.once(actor, 'capacity.note_cost', body, requestId, async (tx) => {
      const { lineId } = await this.trainings.headIn(tx, trainingId);
      if (!lineId) throw new DomainError('conflict', 'capacity.no_line', {}, 'amount');
      mustNotBeInFuture(tx, given.on);
      const id = randomUUID();
      await translateCapacityErrors(
        tx.query(
          'INSERT INTO capacity_costs (id, training_id, on_day, what, amount, currency, line_id) VALUES ($1, $2, $3, $4, $5, $6, $7)',
          [id, trainingId, given.on, given.what, given.amount, given.currency, lineId],
        ),
      );
      await recordTraining(tx, 'capacity.note_cost', [trainingId, id]);
      await this.charge(tx, { ...given, id, lineId });
      return { id };
    });
  }

  takeBack(
    actor: Actor,
    trainingId: string,
    id: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { trainingId, id };
    return this.acts.once(actor, 'capacity.take_back_cost', body, requestId, async (tx) => {
      const [row] = await translateCapacityErrors(
        tx.query<{ id: string }>(
          `UPDATE capacity_costs SET taken_back_at = mawa_now(), taken_back_by = mawa_actor()
            WHERE id = $2 AND training_id = $1 AND taken_back_at IS NULL RETURNING id`,
          [trainingId, id],
        ),
      );
      if (!row) throw notFound();
      await recordTraining(tx, 'capacity.take_back_cost', [trainingId, id]);
      await this.ledger.reverse(tx, { ...source(id), reason: 'capacity_mistake' });
      return row;
    });
  }

  /** A fact is never refused for money: without a rate it waits for one. */
  private async charge(tx: Tx, { id, on, lineId, amount, currency }: DueCost): Promise<boolean> {
    try {
      await this.ledger.charge(tx, { ...source(id), factOn: on, lineId, amount, currency });
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'budget.no_rate') throw error;
      await openFinanceTask(tx, null);
      return false;
    }
  }

  private async chargeWaiting(actor: Actor): Promise<number> {
    const all = await this.acts.run(actor, (tx) => listUnchargedCosts(tx));
    let charged = 0;
    for (const { id } of all) {
      const done = await this.acts.run(actor, async (tx) => {
        const [due] = await listUnchargedCosts(tx, id);
        return due !== undefined && this.charge(tx, due);
      });
      if (done) charged += 1;
    }
    return charged;
  }
}

const listUnchargedCosts = (tx: Tx, id: string | null = null): Promise<DueCost[]> =>
  asFigures(tx, () =>
    tx.query<DueCost>(
      `SELECT c.id, c.on_day::text AS "on", c.line_id AS "lineId", c.amount::text, c.currency FROM capacity_costs c
      WHERE c.taken_back_at IS NULL AND ($1::uuid IS NULL OR c.id = $1)
        AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.source_kind = 'capacity' AND t.source_id = c.id::text)
      ORDER BY c.on_day, c.id LIMIT 5000`,
      [id],
    ),
  );
