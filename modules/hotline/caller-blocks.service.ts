import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { settingOf } from '../plans';
import { constraintOf, Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { callerHistoryOf, findCall } from './calls.queries';
import type { CallBlockDto } from './dto/call.dto';

/** Numbers that call to do harm: blocked by a decision, for a reason and a time, without anybody reading them. */
@Injectable()
export class CallerBlocks {
  constructor(private readonly transactions: Transactions) {}

  /** An operator only after several pranks; a supervisor on any. Never a number from which somebody in danger called. */
  block(actor: Actor, callId: string, { reason, days }: CallBlockDto): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const call = await findCall(tx, callId);
      const caller = await callerHistoryOf(tx, callId);
      if (caller === null) throw new DomainError('conflict', 'hotline.no_number');
      if (call.danger === 'yes' || caller.inDanger > 0) {
        throw new DomainError('conflict', 'hotline.danger_is_heard');
      }
      const pranks = caller.pranks + (call.type === 'prank' ? 1 : 0);
      const needed = await settingOf(tx, 'hotline_block_pranks', 3);
      if (!actor.roles.includes('case_supervisor') && pranks < needed) {
        throw new DomainError('conflict', 'hotline.too_few_pranks', { needed, pranks });
      }
      const most = await settingOf(tx, 'hotline_block_days_most', 30);
      if (days > most) {
        throw new DomainError('invalid', 'hotline.blocked_too_long', { most }, 'days');
      }
      const [row] = await tx
        .query<{ id: string }>(
          `INSERT INTO caller_blocks (line_id, caller, reason, until_at)
           SELECT line_id, caller, $2, mawa_now() + make_interval(days => $3) FROM calls WHERE id = $1 RETURNING id`,
          [callId, reason, days],
        )
        .catch((error: unknown) => {
          if (constraintOf(error) !== 'caller_blocks_one_at_a_time') throw error;
          throw new DomainError('conflict', 'hotline.blocked_already');
        });
      const ids = [row!.id, callId];
      await record(tx, { action: 'callers.block', kind: 'caller_block', ids, fields: [reason] });
      return row!;
    });
  }

  lift(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query(
        `UPDATE caller_blocks SET lifted_at = mawa_now(), lifted_by = mawa_actor()
          WHERE id = $1 AND lifted_at IS NULL AND until_at > mawa_now() RETURNING id`,
        [id],
      );
      if (!row) throw notFound();
      await record(tx, { action: 'callers.lift_block', kind: 'caller_block', ids: [id] });
    });
  }
}
