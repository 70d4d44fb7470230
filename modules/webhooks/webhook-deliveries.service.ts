import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { AttemptError } from './delivery.rules';
import { isOfReferral } from './event-kinds.data';

export interface WebhookAttempt {
  /** Null: of a referral. */
  readonly at: Date | null;
  readonly durationMs: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  /** Null: it was accepted. */
  readonly error: AttemptError | null;
}

export interface WebhookDelivery {
  /** The header webhook-id. */
  readonly id: string;
  readonly kind: string;
  readonly happenedOn: string;
  /** Null: of a referral, which administrators do not read; its hour would tell of one person. */
  readonly happenedAt: Date | null;
  readonly state: 'waiting' | 'delivered' | 'failed';
  /** Null: of a referral. */
  readonly nextAt: Date | null;
  /** The last twenty, the oldest first. */
  readonly attempts: readonly WebhookAttempt[];
}

export interface WebhookDeliveryList {
  readonly deliveries: readonly WebhookDelivery[];
  readonly next: string | null;
}

const A_PAGE = 50;

/** The log of an endpoint: its events, the latest first, with their attempts. What an event is of is not shown. */
@Injectable()
export class WebhookDeliveries {
  constructor(private readonly transactions: Transactions) {}

  list(
    actor: Actor,
    endpointId: string,
    before: string | null = null,
  ): Promise<WebhookDeliveryList> {
    return this.transactions.run(actor, async (tx) => {
      const [endpoint] = await tx.query('SELECT 1 FROM webhook_endpoints WHERE id = $1', [
        endpointId,
      ]);
      if (!endpoint) throw notFound();
      await record(tx, {
        action: 'webhooks.list_deliveries',
        kind: 'webhook_endpoint',
        ids: [endpointId],
      });
      const rows = await tx.query<StoredDelivery>(
        `SELECT d.id, d.kind, mawa_day(d.happened_at)::text AS "happenedOn", d.happened_at AS "happenedAt", d.state, d.next_at AS "nextAt",
                (SELECT coalesce(json_agg(a ORDER BY a.id), '[]')
                   FROM (SELECT t.id, t.at, t.duration_ms, t.status, t.error FROM webhook_attempts t
                          WHERE t.delivery_id = d.id ORDER BY t.id DESC LIMIT 20) a) AS attempts
           FROM webhook_deliveries d
          WHERE d.endpoint_id = $1
            AND ($2::uuid IS NULL OR (d.happened_at, d.id) <
                (SELECT b.happened_at, b.id FROM webhook_deliveries b WHERE b.id = $2))
          ORDER BY d.happened_at DESC, d.id DESC LIMIT ${A_PAGE + 1}`,
        [endpointId, before],
      );
      const shown = rows.slice(0, A_PAGE);
      return {
        deliveries: shown.map(deliveryOf),
        next: rows.length > A_PAGE ? shown.at(-1)!.id : null,
      };
    });
  }
}

interface StoredDelivery extends Omit<WebhookDelivery, 'attempts'> {
  readonly attempts: readonly StoredAttempt[];
}

interface StoredAttempt {
  readonly at: string;
  readonly duration_ms: number;
  readonly status: number | null;
  readonly error: AttemptError | null;
}

function deliveryOf(row: StoredDelivery): WebhookDelivery {
  const isDayAlone = isOfReferral(row.kind);
  return {
    ...row,
    happenedAt: isDayAlone ? null : row.happenedAt,
    nextAt: isDayAlone ? null : row.nextAt,
    attempts: row.attempts.map(({ at, duration_ms, status, error }) => ({
      at: isDayAlone ? null : new Date(at),
      durationMs: duration_ms,
      status,
      error,
    })),
  };
}
