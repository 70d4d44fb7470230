import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { People } from '../beneficiaries';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { HoldReason } from './erasure.rules';

export interface LegalHold {
  readonly id: string;
  readonly reason: HoldReason;
  readonly setBy: string;
  readonly setAt: Date;
  readonly endedAt: Date | null;
}

/** Legal holds: while one is in force, the person cannot be erased. */
@Injectable()
export class LegalHolds {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  of(tx: Tx, caseId: string): Promise<LegalHold[]> {
    return tx.query<LegalHold>(
      `SELECT h.id, h.reason, localized_name(u.name, u.names) AS "setBy", h.set_at AS "setAt", h.ended_at AS "endedAt"
         FROM legal_holds h JOIN users u ON u.id = h.set_by WHERE h.case_id = $1 ORDER BY h.set_at, h.id`,
      [caseId],
    );
  }

  set(actor: Actor, caseId: string, reason: HoldReason): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      try {
        const [row] = await tx.query<{ id: string }>(
          'INSERT INTO legal_holds (case_id, reason, set_by) VALUES ($1, $2, mawa_actor()) RETURNING id',
          [caseId, reason],
        );
        await record(tx, {
          action: 'rights.set_hold',
          kind: 'case',
          ids: [caseId],
          fields: [reason],
        });
        return row!;
      } catch (error) {
        if (sqlState(error) !== '23505') throw error;
        throw new DomainError('conflict', 'rights.hold_stands', {}, 'holdReason');
      }
    });
  }

  end(actor: Actor, caseId: string, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const ended = await tx.query(
        `UPDATE legal_holds SET ended_at = mawa_now(), ended_by = mawa_actor()
          WHERE id = $1 AND case_id = $2 AND ended_at IS NULL RETURNING id`,
        [id, caseId],
      );
      if (ended.length === 0) throw notFound();
      await record(tx, { action: 'rights.end_hold', kind: 'case', ids: [caseId] });
    });
  }
}
