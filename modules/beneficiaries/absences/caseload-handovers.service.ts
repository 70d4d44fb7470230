import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { translateGateErrors } from '../access/gate.errors';
import { colleaguesOf } from '../case-access.service';

export interface CaseloadHandover {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly at: Date;
  readonly handedOver: number;
  readonly leftOut: number;
}

/** A colleague whose files the actor may hand over, and how many they are. */
export interface HandoverSource {
  readonly id: string;
  readonly name: string;
  readonly closed: boolean;
  readonly cases: number;
}

/** All files of one colleague to another in one act: when somebody leaves, or has left. */
@Injectable()
export class CaseloadHandovers {
  constructor(private readonly transactions: Transactions) {}

  /** One's own, and for a case supervisor those of colleagues (docs/access.md). */
  sources(actor: Actor): Promise<HandoverSource[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<HandoverSource>(
        `SELECT u.id, localized_name(u.name, u.names) AS name, NOT u.active AS closed, n.cases
           FROM (SELECT c.from_user, count(*)::int AS cases FROM caseloads_to_hand_over($2) c GROUP BY c.from_user) n
           JOIN users u ON u.id = n.from_user AND NOT u.system
          ORDER BY u.id <> $1, u.active, localized_name(u.name, u.names), u.id`,
        [actor.userId, actor.roles.includes('case_supervisor') ? null : [actor.userId]],
      ),
    );
  }

  list(actor: Actor): Promise<CaseloadHandover[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<CaseloadHandover>(
        `SELECT h.id, localized_name(f.name, f.names) AS "from", localized_name(t.name, t.names) AS "to", localized_name(b.name, b.names) AS by, h.at, h.handed_over AS "handedOver",
                h.left_out AS "leftOut"
           FROM caseload_handovers h JOIN users f ON f.id = h.from_user JOIN users t ON t.id = h.to_user
           JOIN users b ON b.id = h.by
          ORDER BY h.at DESC, h.id LIMIT 50`,
      ),
    );
  }

  handOver(
    actor: Actor,
    { fromId = actor.userId, toId }: { readonly fromId?: string; readonly toId: string },
  ): Promise<{ handedOver: number; leftOut: number }> {
    return this.transactions.run(actor, async (tx) => {
      if (fromId === toId) throw new DomainError('invalid', 'absences.somebody_else', {}, 'toId');
      const [colleague] = await colleaguesOf(tx, toId);
      if (!colleague) throw new DomainError('invalid', 'people.cannot_be_assigned', {}, 'toId');
      const [row] = await translateGateErrors(() =>
        tx.query<{ cases: string[]; leftOut: number }>(
          'SELECT handed_over AS cases, left_out AS "leftOut" FROM hand_over_caseload($1, $2)',
          [fromId, toId],
        ),
      );
      const { cases, leftOut } = row!;
      if (cases.length === 0) {
        const code = leftOut > 0 ? 'absences.all_left_out' : 'absences.nothing_to_hand_over';
        throw new DomainError('conflict', code, {}, 'toId');
      }
      await record(tx, { action: 'people.hand_over_caseload', kind: 'case', ids: cases });
      await record(tx, {
        action: 'users.hand_over_caseload',
        kind: 'user',
        ids: [fromId, toId],
        fields: [`cases:${cases.length}`],
      });
      return { handedOver: cases.length, leftOut };
    });
  }
}
