import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import { record } from '../audit';
import { constraintTranslator } from '../platform/database/constraint-errors';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, OrganisationKind } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { sealedColumn } from '../platform/shared/seal';
import { addressFault } from './address.rules';
import { newSecret } from './delivery.rules';
import { type EventKind, mayHear, TEST_KIND } from './event-kinds.data';
import { WebhookRequests } from './webhook-requests.service';

const secretAddress = sealedColumn('webhook_secrets', 'secret');
/** How long the secret of before is used beside the new one. */
export const ROTATION_HOURS = 24;

export interface NewEndpoint {
  readonly name: string;
  readonly address: string;
  readonly organisationId: string | null;
  readonly kinds: readonly EventKind[];
}

export type EndpointState = 'waiting' | 'in_force' | 'suspended' | 'ended';

export interface WebhookEndpoint extends NewEndpoint {
  readonly id: string;
  readonly organisation: string | null;
  /** Nothing is sent to an organisation that is closed; the programme itself is open. */
  readonly organisationOpen: boolean;
  readonly state: EndpointState;
  readonly proposedById: string;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly suspendedAt: Date | null;
  readonly suspendedWhy: 'by_hand' | 'failing' | 'restored' | null;
  readonly failingSince: Date | null;
  readonly endedBy: string | null;
  readonly endedAt: Date | null;
  readonly endedWhy: 'by_hand' | 'gone' | null;
  /** Until when the secret of before is used as well. */
  readonly rotatesUntil: Date | null;
  readonly waiting: number;
  readonly failed: number;
}

const STATE = `CASE WHEN e.ended_at IS NOT NULL THEN 'ended' WHEN e.confirmed_at IS NULL THEN 'waiting'
                    WHEN e.suspended_at IS NOT NULL THEN 'suspended' ELSE 'in_force' END`;
const ENDPOINTS = `
  SELECT e.id, e.name, e.address, e.organisation_id AS "organisationId", localized_name(o.name, o.names) AS organisation,
         coalesce(o.active, true) AS "organisationOpen", e.kinds, ${STATE} AS state,
         e.proposed_by AS "proposedById", localized_name(p.name, p.names) AS "proposedBy", e.proposed_at AS "proposedAt", localized_name(c.name, c.names) AS "confirmedBy",
         e.confirmed_at AS "confirmedAt", e.suspended_at AS "suspendedAt", e.suspended_why AS "suspendedWhy",
         e.failing_since AS "failingSince", localized_name(x.name, x.names) AS "endedBy", e.ended_at AS "endedAt", e.ended_why AS "endedWhy",
         (SELECT max(s.ends_at) FROM webhook_secrets s WHERE s.endpoint_id = e.id AND s.ends_at > mawa_now()) AS "rotatesUntil",
         (SELECT count(*)::int FROM webhook_deliveries d WHERE d.endpoint_id = e.id AND d.state = 'waiting') AS waiting,
         (SELECT count(*)::int FROM webhook_deliveries d WHERE d.endpoint_id = e.id AND d.state = 'failed') AS failed
    FROM webhook_endpoints e JOIN users p ON p.id = e.proposed_by LEFT JOIN users c ON c.id = e.confirmed_by
    LEFT JOIN users x ON x.id = e.ended_by LEFT JOIN organisations o ON o.id = e.organisation_id`;

const translated = constraintTranslator({
  webhook_endpoints_second_person: ['forbidden', 'webhooks.second_person'],
  webhook_secrets_one_without_end: ['conflict', 'webhooks.rotated_just_now'],
  '42501': ['forbidden', 'access.not_yours'],
});

/** Endpoints of webhooks: proposed by one administrator, confirmed by another, and what is then done with them. */
@Injectable()
export class WebhookEndpoints {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
    private readonly requests: WebhookRequests,
  ) {}

  /** Ended ones last, of the last hundred. */
  list(actor: Actor): Promise<WebhookEndpoint[]> {
    return this.transactions.run(actor, async (tx) => {
      await record(tx, { action: 'webhooks.list', kind: 'webhook_endpoint' });
      return tx.query<WebhookEndpoint>(
        `${ENDPOINTS} ORDER BY e.ended_at DESC NULLS FIRST, e.proposed_at DESC, e.id LIMIT 100`,
      );
    });
  }

  look(actor: Actor, id: string): Promise<WebhookEndpoint> {
    return this.transactions.run(actor, async (tx) => {
      const endpoint = await endpointOf(tx, id);
      await record(tx, { action: 'webhooks.look', kind: 'webhook_endpoint', ids: [id] });
      return endpoint;
    });
  }

  /** Waits for another administrator. The secret is answered this once. Errors: `webhooks.address_…`, `webhooks.kind_not_heard`. */
  async propose(actor: Actor, wanted: NewEndpoint): Promise<{ id: string; secret: string }> {
    const fault = addressFault(wanted.address, this.requests.allowedOrigins);
    if (fault) throw new DomainError('invalid', fault, {}, 'address');
    return translated(
      this.transactions.run(actor, async (tx) => {
        await mayManage(tx);
        await checkKinds(tx, wanted);
        const id = randomUUID();
        const { name, address, organisationId, kinds } = wanted;
        await tx.query(
          `INSERT INTO webhook_endpoints (id, name, address, organisation_id, kinds) VALUES ($1, $2, $3, $4, $5)`,
          [id, name, address, organisationId, kinds],
        );
        const secret = await this.addSecret(tx, id);
        await recordAct(tx, 'propose', id);
        return { id, secret };
      }),
    );
  }

  confirm(actor: Actor, id: string): Promise<void> {
    return this.change(actor, id, async (tx, endpoint) => {
      if (endpoint.state !== 'waiting') throw new DomainError('conflict', 'webhooks.confirmed');
      if (endpoint.proposedById === actor.userId)
        throw new DomainError('forbidden', 'webhooks.second_person');
      await tx.query(
        'UPDATE webhook_endpoints SET confirmed_by = $2, confirmed_at = mawa_now() WHERE id = $1',
        [id, actor.userId],
      );
      await recordAct(tx, 'confirm', id);
    });
  }

  /** Withdraws a proposal, or sends nothing there ever again: that opens nothing and needs nobody else. */
  end(actor: Actor, id: string): Promise<void> {
    return this.change(actor, id, async (tx, { state }) => {
      await endEndpoint(tx, id, 'by_hand');
      await recordAct(tx, state === 'waiting' ? 'withdraw' : 'end', id);
    });
  }

  suspend(actor: Actor, id: string): Promise<void> {
    return this.change(actor, id, async (tx, { state }) => {
      if (state !== 'in_force') throw new DomainError('conflict', 'webhooks.not_in_force');
      await suspendEndpoint(tx, id, 'by_hand');
      await recordAct(tx, 'suspend', id);
    });
  }

  /** What was kept meanwhile is sent. */
  resume(actor: Actor, id: string): Promise<void> {
    return this.change(actor, id, async (tx, endpoint) => {
      if (endpoint.state !== 'suspended')
        throw new DomainError('conflict', 'webhooks.not_suspended');
      mustBeOpen(endpoint);
      await tx.query(
        `UPDATE webhook_endpoints SET suspended_at = NULL, suspended_why = NULL, failing_since = NULL WHERE id = $1`,
        [id],
      );
      await tx.query(
        `UPDATE webhook_deliveries SET attempts = 0, next_at = mawa_now() WHERE endpoint_id = $1 AND state = 'waiting'`,
        [id],
      );
      await closeTask(tx, id);
      await recordAct(tx, 'resume', id);
    });
  }

  /** A new secret, answered this once; the present one is used beside it for ROTATION_HOURS, an older one no more. */
  rotate(actor: Actor, id: string): Promise<{ secret: string }> {
    return this.change(actor, id, async (tx) => {
      await tx.query(
        `UPDATE webhook_secrets SET ends_at = CASE WHEN ends_at IS NULL THEN mawa_now() + make_interval(hours => $2)
                                                   ELSE mawa_now() END
          WHERE endpoint_id = $1 AND (ends_at IS NULL OR ends_at > mawa_now())`,
        [id, ROTATION_HOURS],
      );
      const secret = await this.addSecret(tx, id);
      await recordAct(tx, 'rotate', id);
      return { secret };
    });
  }

  /** An event that tells of nothing. */
  test(actor: Actor, id: string): Promise<{ deliveryId: string }> {
    return this.change(actor, id, async (tx, endpoint) => {
      if (endpoint.state !== 'in_force') throw new DomainError('conflict', 'webhooks.not_in_force');
      mustBeOpen(endpoint);
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO webhook_deliveries (endpoint_id, kind, data) VALUES ($1, $2, jsonb_build_object('endpointId', $1::uuid))
         RETURNING id`,
        [id, TEST_KIND],
      );
      await recordAct(tx, 'test', id);
      return { deliveryId: row!.id };
    });
  }

  /** Sends again what happened since (of referrals: since that day began), with the ids of before; or one. Returns how many. */
  replay(
    actor: Actor,
    id: string,
    what: { readonly since: Date } | { readonly deliveryId: string },
  ): Promise<{ deliveries: number }> {
    return this.change(actor, id, async (tx, endpoint) => {
      if (endpoint.state === 'waiting') throw new DomainError('conflict', 'webhooks.not_in_force');
      mustBeOpen(endpoint);
      const rows = await tx.query(
        `UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, next_at = mawa_now()
          WHERE endpoint_id = $1 AND (id = $2 OR happened_at >= CASE
                  WHEN kind LIKE 'referral.%' THEN mawa_day_begins(mawa_day($3)) ELSE $3 END) RETURNING id`,
        'deliveryId' in what ? [id, what.deliveryId, null] : [id, null, what.since],
      );
      if ('deliveryId' in what && rows.length === 0) throw notFound();
      await recordAct(tx, 'replay', id, 'deliveryId' in what ? [what.deliveryId] : []);
      return { deliveries: rows.length };
    });
  }

  /** Those in use now, the newest first. For the sender. */
  async secretsOf(tx: Tx, id: string): Promise<string[]> {
    const key = await this.keys.recordKey(tx, 'webhook_endpoint', id);
    const rows = await tx.query<{ id: string; secret: Buffer }>(
      `SELECT id, secret FROM webhook_secrets WHERE endpoint_id = $1 AND (ends_at IS NULL OR ends_at > mawa_now())
        ORDER BY ends_at DESC NULLS FIRST`,
      [id],
    );
    return rows.map((row) => open(key, secretAddress(row.id), row.secret).toString('utf8'));
  }

  private async addSecret(tx: Tx, endpointId: string): Promise<string> {
    const key = await this.keys.recordKey(tx, 'webhook_endpoint', endpointId);
    const [id, secret] = [randomUUID(), newSecret()];
    await tx.query('INSERT INTO webhook_secrets (id, endpoint_id, secret) VALUES ($1, $2, $3)', [
      id,
      endpointId,
      seal(key, secretAddress(id), secret),
    ]);
    return secret;
  }

  private change<T>(
    actor: Actor,
    id: string,
    work: (tx: Tx, endpoint: WebhookEndpoint) => Promise<T>,
  ): Promise<T> {
    return translated(
      this.transactions.run(actor, async (tx) => {
        await mayManage(tx);
        // Two at once come one after the other, and the second sees what the first did. Events are written meanwhile:
        // their foreign key does not wait for this lock.
        await tx.query('SELECT 1 FROM webhook_endpoints WHERE id = $1 FOR NO KEY UPDATE', [id]);
        const endpoint = await endpointOf(tx, id);
        if (endpoint.state === 'ended') throw new DomainError('conflict', 'webhooks.over');
        return work(tx, endpoint);
      }),
    );
  }
}

export async function endEndpoint(tx: Tx, id: string, why: 'by_hand' | 'gone'): Promise<void> {
  await tx.query(
    `UPDATE webhook_endpoints SET ended_by = mawa_actor(), ended_at = mawa_now(), ended_why = $2 WHERE id = $1`,
    [id, why],
  );
  await tx.query(
    `UPDATE webhook_deliveries SET state = 'failed' WHERE endpoint_id = $1 AND state = 'waiting'`,
    [id],
  );
  await closeTask(tx, id);
}

export async function suspendEndpoint(
  tx: Tx,
  id: string,
  why: 'by_hand' | 'failing',
): Promise<void> {
  await tx.query(
    'UPDATE webhook_endpoints SET suspended_at = mawa_now(), suspended_why = $2 WHERE id = $1',
    [id, why],
  );
}

export const recordAct = (
  tx: Tx,
  verb: string,
  id: string,
  more: readonly string[] = [],
): Promise<void> =>
  record(tx, { action: `webhooks.${verb}`, kind: 'webhook_endpoint', ids: [id, ...more] });

async function closeTask(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
      WHERE kind = 'webhook_suspended' AND subject_id = $1 AND done_at IS NULL`,
    [id],
  );
}

async function mayManage(tx: Tx): Promise<void> {
  const [actor] = await tx.query<{ may: boolean }>('SELECT mawa_manages_accounts() AS may');
  if (!actor!.may) throw new DomainError('forbidden', 'access.not_yours');
}

function mustBeOpen({ organisationOpen }: WebhookEndpoint): void {
  if (!organisationOpen) throw new DomainError('conflict', 'webhooks.organisation_closed');
}

async function endpointOf(tx: Tx, id: string): Promise<WebhookEndpoint> {
  const [endpoint] = await tx.query<WebhookEndpoint>(`${ENDPOINTS} WHERE e.id = $1`, [id]);
  if (!endpoint) throw notFound();
  return endpoint;
}

async function checkKinds(tx: Tx, { organisationId, kinds }: NewEndpoint): Promise<void> {
  const [organisation] = await tx.query<{ kind: OrganisationKind }>(
    'SELECT kind FROM organisations WHERE id = $1 AND active',
    [organisationId],
  );
  if (organisationId !== null && !organisation)
    throw new DomainError('invalid', 'access.no_such_place', {}, 'organisationId');
  if (!kinds.every((kind) => mayHear(organisation?.kind ?? null, kind)))
    throw new DomainError('invalid', 'webhooks.kind_not_heard', {}, 'kinds');
}
