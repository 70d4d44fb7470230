import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { People } from '../beneficiaries';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import type { RequestOutcome, RequestKind } from './erasure.rules';

export interface RightsRequest {
  readonly id: string;
  readonly kind: RequestKind;
  readonly receivedOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly overdue: boolean;
  readonly answer: RequestOutcome | null;
  readonly answeredAt: Date | null;
}

/** Requests of people (access, rectification, erasure, objection) with their deadlines. */
@Injectable()
export class RightsRequests {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  of(tx: Tx, caseId: string): Promise<RightsRequest[]> {
    return tx.query<RightsRequest>(
      `SELECT id, kind, received_on::text AS "receivedOn", due_on::text AS "dueOn",
              answer IS NULL AND due_on < $2::date AS overdue, answer, answered_at AS "answeredAt"
         FROM rights_requests WHERE case_id = $1 ORDER BY answer IS NOT NULL, received_on DESC, id`,
      [caseId, tx.today],
    );
  }

  /** Due within the days that the law leaves, which are data. */
  receive(
    actor: Actor,
    caseId: string,
    kind: RequestKind,
    on: CivilDate | null,
  ): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      const receivedOn = on ?? tx.today;
      if (!isCivilDate(receivedOn))
        throw new DomainError('invalid', 'common.not_date', {}, 'receivedOn');
      if (receivedOn > tx.today)
        throw new DomainError('invalid', 'rights.not_yet', {}, 'receivedOn');
      try {
        const [row] = await tx.query<{ id: string; due: Date }>(
          `INSERT INTO rights_requests (case_id, kind, received_on, due_on, recorded_by)
           VALUES ($1, $2, $3::date, $3::date + (mawa_setting('rights_answer_days'))::int, mawa_actor())
           RETURNING id, due_on::timestamptz AS due`,
          [caseId, kind, receivedOn],
        );
        await tx.query(
          `SELECT add_task('rights_request', $1, $2, 'reintegration_officer', mawa_actor(), $3)`,
          [caseId, row!.id, row!.due],
        );
        await record(tx, { action: 'rights.receive', kind: 'case', ids: [caseId], fields: [kind] });
        return { id: row!.id };
      } catch (error) {
        if (sqlState(error) !== '23505') throw error;
        throw new DomainError('conflict', 'rights.request_open', {}, 'kind');
      }
    });
  }

  answer(actor: Actor, caseId: string, id: string, answer: RequestOutcome): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const answered = await tx.query(
        `UPDATE rights_requests SET answer = $3, answered_at = mawa_now(), answered_by = mawa_actor()
          WHERE id = $1 AND case_id = $2 AND answer IS NULL RETURNING id`,
        [id, caseId, answer],
      );
      if (answered.length === 0) throw notFound();
      await tx.query(
        `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
          WHERE kind = 'rights_request' AND subject_id = $1 AND done_at IS NULL`,
        [id],
      );
      await record(tx, { action: 'rights.answer', kind: 'case', ids: [caseId], fields: [answer] });
    });
  }
}
