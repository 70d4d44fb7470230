import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { ProjectRecords } from '../project-records.service';
import { loadTranche } from './tranches.service';
import { mustNotBeInFuture } from '../project.errors';

export interface NewReceipt {
  readonly on: CivilDate;
  readonly amount: string;
  /** For what; sealed. */
  readonly what: string;
  readonly documentId?: string | null;
}
export interface ReceiptAnswer {
  readonly accepted: boolean;
  readonly on: CivilDate;
  readonly note?: string | null;
}

/** SQL: whether a receipt `r` is older than the payment that stands, as project_payment_is_lawful() takes it. */
export const OF_REVERSED_PAYMENT = `EXISTS (SELECT 1 FROM project_payments y WHERE y.tranche_id = r.tranche_id AND y.taken_back_at IS NULL AND y.at > r.at)`;

/** Receipts for purchases from a tranche: submitted by one person, checked by another. */
@Injectable()
export class Receipts {
  constructor(private readonly project: ProjectRecords) {}

  hand(
    actor: Actor,
    id: string,
    trancheId: string,
    given: NewReceipt,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { id, trancheId, ...given };
    return this.project.once(actor, 'projects.receipt', body, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      await loadTranche(tx, id, trancheId);
      mustNotBeInFuture(tx, given.on);
      const { on, amount, what, documentId = null } = given;
      const row = { tranche_id: trancheId, on_day: on, amount, document_id: documentId };
      const made = await this.project.insert(tx, 'project_receipts', id, row, { what });
      await this.project.record(tx, 'projects.receipt', [id, made]);
      return { id: made };
    });
  }

  answer(
    actor: Actor,
    id: string,
    receiptId: string,
    given: ReceiptAnswer,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { id, receiptId, ...given };
    return this.project.once(actor, 'projects.receipt_answer', body, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      mustNotBeInFuture(tx, given.on);
      const [found] = await tx.query(
        'SELECT 1 AS there FROM project_receipts WHERE id = $1 AND project_id = $2',
        [receiptId, id],
      );
      if (!found) throw notFound();
      const row = { receipt_id: receiptId, accepted: given.accepted, on_day: given.on };
      const { note } = given;
      const made = await this.project.insert(tx, 'project_answers', id, row, { note });
      const fields = [given.accepted ? 'accepted' : 'not_accepted'];
      await this.project.record(tx, 'projects.receipt_answer', [id, receiptId], fields);
      return { id: made };
    });
  }
}
