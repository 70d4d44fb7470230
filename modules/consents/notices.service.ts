import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { People } from '../beneficiaries';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { mustSeeCare } from './care-access.rules';

/** Notice to a partner: which share ended and when, without the person and the reason. */
export interface Notice {
  readonly id: string;
  readonly reference: string;
  readonly at: Date;
  readonly acknowledgedAt: Date | null;
}

@Injectable()
export class Notices {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  /** Notices to the actor's organisation, newest first. */
  list(actor: Actor): Promise<Notice[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<Notice>(
        `SELECT id, reference, at, acknowledged_at AS "acknowledgedAt" FROM share_notices
          WHERE organisation_id = mawa_partner_organisation()
          ORDER BY acknowledged_at IS NOT NULL, at DESC, id LIMIT 200`,
      ),
    );
  }

  /** Acknowledges a notice ("We have read it and stop using the data."); a repetition has no effect. */
  acknowledge(actor: Actor, id: string): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const found = await tx.query(
        'SELECT 1 FROM share_notices WHERE id = $1 AND organisation_id = mawa_partner_organisation()',
        [id],
      );
      if (found.length === 0) throw notFound();
      await acknowledgeNotice(tx, 'id', id, 'account');
      await record(tx, { action: 'notices.acknowledge', kind: 'share_notice', ids: [id] });
      return { id };
    });
  }

  /** Records that a partner without an account was notified by phone. */
  acknowledgeByPhone(actor: Actor, caseId: string, shareId: string): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await mustSeeCare(tx, this.people, caseId);
      const [share] = await tx.query<{ closed: boolean }>(
        'SELECT closed_at IS NOT NULL AS closed FROM shares WHERE id = $1 AND case_id = $2',
        [shareId, caseId],
      );
      if (!share) throw notFound();
      if (!share.closed) throw new DomainError('conflict', 'consents.share_still_open');
      await acknowledgeNotice(tx, 'share_id', shareId, 'phone');
      await record(tx, {
        action: 'notices.acknowledged_by_phone',
        kind: 'case',
        ids: [caseId, shareId],
      });
      return { id: shareId };
    });
  }
}

const acknowledgeNotice = (
  tx: Tx,
  column: 'id' | 'share_id',
  id: string,
  how: 'account' | 'phone',
) =>
  tx.query(
    `UPDATE share_notices SET acknowledged_at = mawa_now(), acknowledged_by = $2, acknowledged_how = $3
      WHERE ${column} = $1 AND acknowledged_at IS NULL`,
    [id, tx.actor.userId, how],
  );
