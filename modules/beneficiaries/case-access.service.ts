import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';
import { People } from './people.service';

export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** Handing a case to a colleague and ending that; the gate in the database checks the actor's right. */
@Injectable()
export class CaseAccess {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  assign(actor: Actor, caseId: string, userId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustHoldFully(tx, caseId);
      const [colleague] = await colleaguesOf(tx, userId);
      if (!colleague) throw new DomainError('invalid', 'people.cannot_be_assigned', {}, 'userId');
      await tx.query(`SELECT grant_access($1, 'user', $2)`, [caseId, userId]);
      await record(tx, { action: 'people.assign', kind: 'case', ids: [caseId, userId] });
    });
  }

  end(actor: Actor, caseId: string, userId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustHoldFully(tx, caseId);
      await tx.query('SELECT end_access($1, $2)', [caseId, userId]);
      await record(tx, { action: 'people.end_access', kind: 'case', ids: [caseId, userId] });
    });
  }

  /** Two people who must never sleep under one roof; readable by those who may read both stories. */
  keepApart(actor: Actor, caseId: string, otherCaseId: string): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      await this.people.find(tx, otherCaseId);
      // A placement under way and this decision never miss each other.
      await tx.query('SELECT placing_locks($1, $2)', [[], [caseId, otherCaseId]]);
      if (caseId === otherCaseId) {
        throw new DomainError('invalid', 'people.apart_from_self', {}, 'otherCaseId');
      }
      await this.mustHoldFully(tx, caseId);
      await this.mustHoldFully(tx, otherCaseId);
      const [before] = await tx.query<{ id: string }>(
        `SELECT id FROM keep_apart WHERE ended_at IS NULL
            AND (case_id = $1 AND from_case_id = $2 OR case_id = $2 AND from_case_id = $1)`,
        [caseId, otherCaseId],
      );
      if (before) return before;
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO keep_apart (case_id, from_case_id, decided_by) VALUES ($1, $2, $3) RETURNING id`,
        [caseId, otherCaseId, actor.userId],
      );
      await record(tx, { action: 'people.keep_apart', kind: 'case', ids: [caseId, otherCaseId] });
      return row!;
    });
  }

  /** Those to whom a case can be handed. */
  colleagues(actor: Actor): Promise<Colleague[]> {
    return this.transactions.run(actor, async (tx) =>
      (await colleaguesOf(tx)).filter(({ id }) => id !== actor.userId),
    );
  }

  private async mustHoldFully(tx: Tx, caseId: string): Promise<void> {
    await this.people.find(tx, caseId);
    const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
      caseId,
    ]);
    if (!row?.holds) throw new DomainError('forbidden', 'people.not_yours_to_hand_on');
  }
}

const colleaguesOf = (tx: Tx, userId: string | null = null): Promise<Colleague[]> =>
  tx.query<Colleague>(
    `SELECT u.id, u.name FROM users u
      WHERE u.active AND NOT u.system AND ($1::uuid IS NULL OR u.id = $1)
        AND EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.opens_cases
              AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL)
      ORDER BY u.name, u.id`,
    [userId],
  );
