import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';

export interface TeamWithMembers {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  /** Present members, by name. */
  readonly members: readonly { readonly userId: string; readonly name: string }[];
}

const refused = constraintTranslator({
  teams_name_once: ['conflict', 'accounts.team_exists', 'name'],
  '42501': ['forbidden', 'access.not_yours'],
});

/** Teams of colleagues who share cases. Membership: accounts/memberships.service.ts. */
@Injectable()
export class Teams {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<TeamWithMembers[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<TeamWithMembers>(
        `SELECT t.id, t.name, t.created_at AS "createdAt", t.closed_at AS "closedAt",
                coalesce((SELECT jsonb_agg(jsonb_build_object('userId', u.id, 'name', localized_name(u.name, u.names)) ORDER BY localized_name(u.name, u.names), u.id)
                   FROM memberships m JOIN users u ON u.id = m.user_id
                  WHERE m.principal_kind = 'team' AND m.principal_id = t.id AND m.from_at <= mawa_now()
                    AND (m.until_at IS NULL OR m.until_at > mawa_now())), '[]') AS members
           FROM teams t ORDER BY t.closed_at DESC NULLS FIRST, lower(t.name), t.id`,
      ),
    );
  }

  add(actor: Actor, name: string): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await refused(
        tx.query<{ id: string }>('INSERT INTO teams (name) VALUES ($1) RETURNING id', [name]),
      );
      await record(tx, { action: 'teams.add', kind: 'team', ids: [row!.id] });
      return row!;
    });
  }

  /** Closes a team: it grants access to no case from now on; memberships and case access are kept as records. */
  close(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const closed = await refused(
        tx.query<{ id: string }>(
          'UPDATE teams SET closed_by = $2, closed_at = mawa_now() WHERE id = $1 AND closed_at IS NULL RETURNING id',
          [id, tx.actor.userId],
        ),
      );
      if (closed.length === 0) throw notFound();
      await record(tx, { action: 'teams.close', kind: 'team', ids: [id] });
    });
  }
}
