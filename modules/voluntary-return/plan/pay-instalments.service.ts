import { Injectable } from '@nestjs/common';
import { filesIn, PersonRecords } from '../../beneficiaries';
import { PlanFunding, toCent, written } from '../../grant-budgeting';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { mustNotBeInFuture, translateReturnErrors } from '../return.errors';
import { findTrack, trackForWriting, type TrackHead } from '../track-access.queries';
import { lockTrack } from './plan.queries';
import type { CANCEL_REASONS, MoneyState, UNDO_REASONS } from './plan.rules';

export interface NewPayment {
  readonly amount: string;
  readonly on: CivilDate;
  readonly metOn?: CivilDate | null;
  readonly receipt?: string | null;
  readonly documentId?: string | null;
  readonly note?: string | null;
}

interface DueInstalment {
  readonly id: string;
  readonly itemId: string;
  readonly caseId: string;
  readonly amount: string;
  readonly currency: string;
  readonly condition: string;
  readonly done: string;
  readonly state: MoneyState;
  readonly commitmentId: string;
  readonly number: number;
  /** How many were paid of its item; and the day since when its money is kept. */
  readonly place: number;
  readonly keptOn: CivilDate | null;
}

/**
 * Payments of instalments: whole or in parts, with a receipt, once the condition is met; also cancelled or taken back.
 */
@Injectable()
export class PayInstalments {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
    private readonly money: PlanFunding,
  ) {}

  pay(
    actor: Actor,
    caseId: string,
    trackId: string,
    instalmentId: string,
    given: NewPayment,
    requestId: string | null = null,
  ): Promise<{ id: string; unfunded: string }> {
    const body = { caseId, trackId, instalmentId, ...given };
    return this.once(actor, 'returns.pay_instalment', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId, 'money');
      await lockTrack(tx, trackId);
      const due = await loadDueInstalment(tx, trackId, instalmentId);
      mustNotBeInFuture(tx, given.on);
      mustMeetCondition(due, given.on);
      const metOn = due.condition === 'unconditional' ? given.on : given.metOn;
      if (!metOn || metOn > given.on) throw fieldError('reintegration.met_when', 'metOn');
      mustFitBalance(due, given.amount);
      const receipt = given.receipt?.trim() || null;
      if (!receipt && !given.documentId) throw fieldError('reintegration.receipt', 'receipt');
      if (given.documentId) await mustBeDocument(tx, caseId, given.documentId);
      const booked = await this.money.pay(tx, due.commitmentId, {
        amount: given.amount,
        on: given.on,
        document: `PR-${due.number}-${due.place + 1}`,
      });
      const id = await this.step(tx, due, track, given.note, {
        step: 'paid',
        amount: given.amount,
        on_day: given.on,
        met_on: metOn,
        receipt,
        document_id: given.documentId ?? null,
        received_step: booked.receivedStep,
        paid_step: booked.paidStep,
      });
      await this.file.record(
        tx,
        'returns.pay_instalment',
        [track.caseId, track.id, instalmentId, id],
        ['amount'],
      );
      return { id, unfunded: booked.unfunded };
    });
  }

  /** A part that is not going to be paid frees the line. */
  cancel(
    actor: Actor,
    caseId: string,
    trackId: string,
    instalmentId: string,
    given: {
      readonly amount: string;
      readonly reason: (typeof CANCEL_REASONS)[number];
      readonly note?: string | null;
    },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, instalmentId, ...given };
    return this.once(actor, 'returns.cancel_instalment', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId, 'money');
      await lockTrack(tx, trackId);
      const due = await loadDueInstalment(tx, trackId, instalmentId);
      mustMeetCondition(due, tx.today);
      mustFitBalance(due, given.amount);
      await this.money.cancel(tx, due.commitmentId, written(given.amount));
      const id = await this.step(tx, due, track, given.note, {
        step: 'cancelled',
        amount: given.amount,
        on_day: tx.today,
        reason: given.reason,
      });
      const ids = [instalmentId, id];
      await this.file.record(
        tx,
        'returns.cancel_instalment',
        [track.caseId, track.id, ...ids],
        ['reason'],
      );
      return { id };
    });
  }

  /** A payment that was none, or was given back: taken back by entries of today, also after the end. */
  undo(
    actor: Actor,
    caseId: string,
    trackId: string,
    stepId: string,
    given: { readonly reason: (typeof UNDO_REASONS)[number]; readonly note?: string | null },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, stepId, ...given };
    return this.once(actor, 'returns.undo_payment', body, requestId, async (tx) => {
      await this.file.mustWrite(tx, caseId, 'money');
      await this.file.mustHold(tx, caseId);
      const track = await findTrack(this.file, tx, caseId, trackId);
      await lockTrack(tx, trackId);
      const [paid] = await tx.query<{
        instalmentId: string;
        amount: string;
        receivedStep: string;
        paidStep: string;
        undone: boolean;
      }>(
        `SELECT s.instalment_id AS "instalmentId", s.amount, s.received_step AS "receivedStep", s.paid_step AS "paidStep",
                EXISTS (SELECT 1 FROM return_instalment_steps x WHERE x.undoes = s.id) AS undone
           FROM return_instalment_steps s WHERE s.id = $1 AND s.track_id = $2 AND s.step = 'paid'`,
        [stepId, trackId],
      );
      if (!paid) throw notFound();
      if (paid.undone) throw new DomainError('conflict', 'reintegration.undone_already');
      const due = await loadDueInstalment(tx, trackId, paid.instalmentId);
      await this.money.undo(tx, due.commitmentId, paid);
      const id = await this.step(tx, due, track, given.note, {
        step: 'undone',
        amount: paid.amount,
        on_day: tx.today,
        reason: given.reason,
        undoes: stepId,
      });
      await this.file.record(
        tx,
        'returns.undo_payment',
        [track.caseId, track.id, stepId, id],
        ['reason'],
      );
      return { id };
    });
  }

  private step(
    tx: Tx,
    { id, itemId, caseId }: DueInstalment,
    { id: trackId }: TrackHead,
    note: string | null | undefined,
    row: object,
  ): Promise<string> {
    return this.file.insert(
      tx,
      'return_instalment_steps',
      caseId,
      { track_id: trackId, item_id: itemId, instalment_id: id, ...row },
      note,
    );
  }

  private once<T extends { id: string }>(
    actor: Actor,
    useCase: string,
    body: object,
    requestId: string | null,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return translateReturnErrors(this.transactions.once(actor, { useCase, body, requestId }, work));
  }
}

const fieldError = (code: string, field: string) => new DomainError('invalid', code, {}, field);

async function loadDueInstalment(tx: Tx, trackId: string, id: string): Promise<DueInstalment> {
  const [due] = await tx.query<DueInstalment>(
    `SELECT i.id, i.item_id AS "itemId", i.case_id AS "caseId", i.amount, trim(m.currency) AS currency, i.condition,
            (SELECT coalesce(sum(CASE s.step WHEN 'undone' THEN -s.amount ELSE s.amount END), 0.00)
               FROM return_instalment_steps s WHERE s.instalment_id = i.id) AS done,
            t.state, r.commitment_id AS "commitmentId", c.number::int AS number,
            (SELECT count(*)::int FROM return_instalment_steps s WHERE s.item_id = i.item_id AND s.step = 'paid') AS place,
            (SELECT s.on_day::text FROM commitment_steps s WHERE s.commitment_id = c.id AND s.step = 'committed') AS "keptOn"
       FROM return_instalments i JOIN return_plan_money m ON m.item_id = i.item_id
       LEFT JOIN LATERAL (SELECT q.commitment_id FROM return_plan_requests q WHERE q.item_id = i.item_id ORDER BY q.place DESC LIMIT 1) r ON true
       LEFT JOIN commitments c ON c.id = r.commitment_id LEFT JOIN commitment_totals t ON t.commitment_id = c.id
      WHERE i.id = $1 AND i.track_id = $2`,
    [id, trackId],
  );
  if (!due) throw notFound();
  return due;
}

/** Nothing is handed over before somebody else agreed to it. */
function mustMeetCondition({ state, keptOn }: DueInstalment, on: CivilDate): void {
  if (state !== 'committed') throw new DomainError('conflict', 'reintegration.money_not_agreed');
  if (on < keptOn!) {
    throw new DomainError('invalid', 'reintegration.paid_before_agreed', { day: keptOn! }, 'on');
  }
}

function mustFitBalance({ amount, done, currency }: DueInstalment, asked: string): void {
  if (!toCent(asked).greaterThan(0)) throw fieldError('budget.bad_amount', 'amount');
  const left = toCent(amount).minus(done);
  if (toCent(asked).lessThanOrEqualTo(left)) return;
  const figures = {
    instalment: `${written(amount)} ${currency}`,
    left: `${written(left)} ${currency}`,
    asked: `${written(asked)} ${currency}`,
  };
  throw new DomainError('invalid', 'reintegration.over_instalment', figures, 'amount');
}

async function mustBeDocument(tx: Tx, caseId: string, id: string): Promise<void> {
  const rows = await tx.query(
    `SELECT 1 FROM documents WHERE id = $2 AND case_id = ANY (${filesIn()}) AND removed_at IS NULL`,
    [caseId, id],
  );
  if (rows.length === 0) throw fieldError('common.not_choice', 'documentId');
}
