import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { LocalisedName } from '../grants/grant-definition.types';
import { addStep, refuseClosedDay } from './commitment-steps.queries';
import { OrderCommitment } from './order-commitment.service';
import { bookInvoice, bookPayment, checkDay, ordered, takeBack } from './pay-commitment.service';
import { makeIn } from './request-commitment.service';

/** What a plan asks for: a kind of help and an amount, never of whom. */
export interface PlanFundingRequest {
  readonly lineId: string;
  readonly purpose: string;
  readonly amount: string;
  readonly currency: string;
  /** The last day on which something is due. */
  readonly endsOn: CivilDate;
}

export interface PlanPayment {
  readonly amount: string;
  readonly on: CivilDate;
  /** The number of the receipt. */
  readonly document: string;
}

export interface PlanLine {
  readonly id: string;
  readonly code: string;
  readonly name: LocalisedName;
}

const SUPPLIER = 'Plans de réintégration';

/**
 * The money of a plan, for the module that keeps the plan: asked for, paid bit by bit, cancelled and taken
 * back in the transaction of the plan. Finance and programme agree to it like to any other commitment.
 */
@Injectable()
export class PlanFunding {
  constructor(private readonly orders: OrderCommitment) {}

  /** The lines of grants that run today. */
  lines(tx: Tx): Promise<PlanLine[]> {
    return tx.query<PlanLine>(
      `SELECT l.id, l.code, l.name FROM budget_lines l JOIN grants g ON g.id = l.grant_id
        WHERE $1::date BETWEEN g.starts_on AND g.ends_on ORDER BY g.code, l.code`,
      [tx.today],
    );
  }

  request(
    tx: Tx,
    { endsOn, ...asked }: PlanFundingRequest,
  ): Promise<{ id: string; number: number }> {
    const until = endsOn < tx.today ? tx.today : endsOn;
    return makeIn(tx, { ...asked, supplier: SUPPLIER, startsOn: tx.today, endsOn: until }, 'plan');
  }

  /** Handed over, owed and paid are one moment; each is booked as it is for any commitment. */
  async pay(tx: Tx, id: string, { amount, on, document }: PlanPayment) {
    checkDay(tx, on);
    await refuseClosedDay(tx, on);
    const turn = await ordered(tx, id);
    const delivery = { amount, on, document };
    const { id: receivedStep } = await addStep(tx, id, { step: 'received', ...delivery });
    const invoice = await bookInvoice(tx, turn, { ...delivery, confirmed: true });
    const payment = await bookPayment(tx, turn, { ...delivery, invoiceId: invoice.stepId });
    return { receivedStep, paidStep: payment.stepId, unfunded: invoice.unfunded };
  }

  /** Lets go of a part that is not going to be paid. */
  cancel(tx: Tx, id: string, amount: string): Promise<{ stepId: string }> {
    return this.orders.cancelIn(tx, id, { amount, reason: 'not_needed' });
  }

  /** Takes a payment back with all that was booked for it, by entries of today. */
  async undo(tx: Tx, id: string, steps: { receivedStep: string; paidStep: string }): Promise<void> {
    const turn = await ordered(tx, id);
    const [paid] = await tx.query<{ invoiceId: string }>(
      `SELECT invoice_id AS "invoiceId" FROM commitment_steps WHERE id = $1 AND commitment_id = $2`,
      [steps.paidStep, id],
    );
    const reason = 'mistake';
    const taken = [
      [steps.paidStep, 'payment'],
      [paid!.invoiceId, 'invoice'],
      [steps.receivedStep, null],
    ] as const;
    for (const [undoes, sourceKind] of taken) {
      await addStep(tx, id, { step: 'undone', undoes, reason });
      if (sourceKind) await takeBack(tx, turn, { sourceKind, sourceId: undoes, reason });
    }
  }
}
