import { Injectable } from '@nestjs/common';
import { constraintOf, Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { lockComplaint } from './complaints.queries';
import { recordComplaintAction } from './complaint-audit.service';

/** In whose hands it is; what that asks of them follows by itself (`complaint_tasks`). */
@Injectable()
export class ComplaintAssignments {
  constructor(private readonly transactions: Transactions) {}

  /** Takes over a complaint from an absent focal point, or one that nobody handles. */
  takeOver(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { handlerId, acknowledgedAt, closedAt, stage, secondId } = await lockComplaint(tx, id);
      if (handlerId === actor.userId) return;
      if (!acknowledgedAt || closedAt || stage === 'appealed') {
        throw new DomainError('conflict', 'complaints.not_a_step');
      }
      await tx.query('UPDATE complaints SET handler_id = $2, second_id = $3 WHERE id = $1', [
        id,
        actor.userId,
        secondId === actor.userId ? null : secondId,
      ]);
      await recordComplaintAction(tx, 'taken_over', id);
    });
  }

  /** Becomes the second reader of a safeguarding complaint. */
  beSecond(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { secondId } = await lockComplaint(tx, id);
      if (secondId === actor.userId) return;
      if (secondId) throw new DomainError('conflict', 'complaints.second_already');
      try {
        await tx.query('UPDATE complaints SET second_id = $2 WHERE id = $1', [id, actor.userId]);
      } catch (error) {
        if (constraintOf(error) !== 'complaints_second_is_another') throw error;
        throw new DomainError('conflict', 'complaints.second_is_another');
      }
      await recordComplaintAction(tx, 'second', id);
    });
  }

  /** To the focal points of the commission; it stays with those who have it now as well. */
  handUp(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { handedUpAt } = await lockComplaint(tx, id);
      if (handedUpAt) return;
      await tx.query(
        'UPDATE complaints SET handed_up_at = mawa_now(), handed_up_by = $2 WHERE id = $1',
        [id, actor.userId],
      );
      await recordComplaintAction(tx, 'handed_up', id);
    });
  }

  /** Withdraws for a conflict of interest, without a reason: the complaint is permanently hidden from the actor. */
  stepAside(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await lockComplaint(tx, id);
      await recordComplaintAction(tx, 'stepped_aside', id);
      await tx.query(
        `INSERT INTO complaint_kept_out (complaint_id, user_id, why) VALUES ($1, $2, 'stepped_aside')`,
        [id, actor.userId],
      );
    });
  }
}
