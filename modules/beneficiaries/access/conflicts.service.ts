import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Keys } from '../../access';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { CaseAccess } from '../case-access.service';
import { CaseSeals } from '../case-seals.service';
import { People } from '../people.service';
import { translateGateErrors, callGate, mustAnswerFor } from './gate.errors';

export const BLOCK_SCOPES = ['case', 'family'] as const;
export type BlockScope = (typeof BLOCK_SCOPES)[number];

export interface NewBlock {
  readonly userId: string;
  readonly scope: BlockScope;
  readonly reason: string;
  /** The last day; open where left out. */
  readonly until?: CivilDate | null;
}

const reasonPlace = (id: string) => ({ table: 'case_blocks', column: 'reason', row: id });

/** A conflict of interest: somebody sees nothing of a case, and nothing of the block. */
@Injectable()
export class Conflicts {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
    private readonly access: CaseAccess,
  ) {}

  block(
    actor: Actor,
    caseId: string,
    { userId, scope, reason, until = null }: NewBlock,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, userId, scope, until, reason: this.keys.bodyDigest(reason) };
    return this.transactions.once(
      actor,
      { useCase: 'people.block', body, requestId },
      async (tx) => {
        await mustAnswerFor(tx, this.people, caseId);
        await mustBeSomebody(tx, userId);
        if (await blockedAlready(tx, caseId, userId)) {
          throw new DomainError('conflict', 'case-access.blocked_already', {}, 'userId');
        }
        const id = randomUUID();
        const sealed = await this.seals.sealText(tx, caseId, reasonPlace(id), reason);
        const ends = until === null ? null : this.access.endOf(until, tx);
        await translateGateErrors(() =>
          tx.query('SELECT block_user($1, $2, $3, $4, $5, $6)', [
            id,
            caseId,
            userId,
            scope,
            sealed,
            ends,
          ]),
        );
        const ids = [caseId, userId, id];
        await record(tx, { action: 'people.block', kind: 'case', ids, fields: [scope] });
        return { id };
      },
    );
  }

  lift(actor: Actor, caseId: string, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await mustAnswerFor(tx, this.people, caseId);
      const rows = await tx.query('SELECT 1 FROM case_blocks WHERE id = $1 AND case_id = $2', [
        id,
        caseId,
      ]);
      if (rows.length === 0) throw notFound();
      if ((await callGate(tx, 'lift_block($1)', [id])) === 0) {
        throw new DomainError('conflict', 'case-access.block_ended');
      }
      await record(tx, { action: 'people.lift_block', kind: 'case', ids: [caseId, id] });
    });
  }

  /** With the reason, which is opened here and recorded. */
  async of(tx: Tx, caseId: string): Promise<BlockRow[]> {
    const rows = await tx.query<Omit<BlockRow, 'reason'> & { sealed: Buffer }>(
      `SELECT b.id, localized_name(u.name, u.names) AS name, b.scope, localized_name(d.name, d.names) AS by, b.from_at AS "from", b.until_at AS until, b.reason AS sealed,
              b.ended_at IS NULL AND (b.until_at IS NULL OR b.until_at > mawa_now()) AS open
         FROM case_blocks b JOIN users u ON u.id = b.user_id JOIN users d ON d.id = b.decided_by
        WHERE b.case_id = $1 ORDER BY open DESC, b.decided_at, b.id`,
      [caseId],
    );
    const reasons = await this.seals.openTexts(
      tx,
      rows.map(({ id, sealed }) => ({ caseId, place: reasonPlace(id), sealed })),
    );
    return rows.map(({ sealed: _, ...row }, place) => ({ ...row, reason: reasons[place] ?? null }));
  }
}

export interface BlockRow {
  readonly id: string;
  readonly name: string;
  readonly scope: BlockScope;
  readonly by: string;
  readonly from: Date;
  readonly until: Date | null;
  readonly open: boolean;
  readonly reason: string | null;
}

async function mustBeSomebody(tx: Tx, userId: string): Promise<void> {
  const rows = await tx.query('SELECT 1 FROM users WHERE id = $1 AND NOT system', [userId]);
  if (rows.length === 0) throw new DomainError('invalid', 'common.not_choice', {}, 'userId');
}

async function blockedAlready(tx: Tx, caseId: string, userId: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM case_blocks WHERE case_id = $1 AND user_id = $2 AND ended_at IS NULL
        AND (until_at IS NULL OR until_at > mawa_now())`,
    [caseId, userId],
  );
  return rows.length > 0;
}
