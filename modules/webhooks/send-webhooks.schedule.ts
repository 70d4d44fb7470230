import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { TaskKinds } from '../plans';
import { Transactions, type Tx } from '../platform/database/transactions';
import { JobHandlers } from '../platform/queue';
import { HOUSEKEEPING_ACTOR } from '../platform/shared/actor';
import { loggedError } from '../platform/shared/logged-error';
import {
  afterFailure,
  type AttemptOutcome,
  bodyOf,
  type EventContents,
  PAUSES,
  signatureOf,
  wasNotTried,
} from './delivery.rules';
import {
  endEndpoint,
  recordAct,
  suspendEndpoint,
  WebhookEndpoints,
} from './webhook-endpoints.service';
import { type ResolvedHosts, WebhookRequests } from './webhook-requests.service';

/** One endpoint at a time gets so many; one that is failing gets one, to see whether it accepts again. */
const AT_ONCE = 10;
const MOST_AT_ONCE = 50;
/** Time that a worker has to send a delivery that it took; after it another worker may take it. */
const TAKEN_SECONDS = 60;
/** Other schedules wait meanwhile: a round is begun no later than this. */
const BEGINS_WITHIN_MS = 5_000;

interface TakenDelivery extends EventContents {
  readonly id: string;
  readonly endpointId: string;
  readonly address: string;
  readonly attempts: number;
}

/**
 * Every ten seconds: sends what is due. A delivery is taken in a transaction of its own and marked in another, so that one
 * that was sent while its server died is sent again, with the same id.
 */
@Injectable()
export class SendWebhooks implements OnModuleInit {
  private readonly log = new Logger('webhooks');

  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
    private readonly kinds: TaskKinds,
    private readonly endpoints: WebhookEndpoints,
    private readonly requests: WebhookRequests,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'send-webhooks', run: () => this.run() });
    this.kinds.add({
      kind: 'webhook_suspended',
      icon: 'alert-triangle',
      path: ({ subjectId }) => subjectId && `/admin/webhooks/${subjectId}`,
      byHand: false,
    });
  }

  async run(): Promise<void> {
    const until = performance.now() + BEGINS_WITHIN_MS;
    for (;;) {
      const taken = await this.transactions.run(HOUSEKEEPING_ACTOR, (tx) => takeDue(tx));
      const hosts: ResolvedHosts = new Map();
      await Promise.allSettled(taken.map((delivery) => this.send(delivery, hosts)));
      if (taken.length === 0 || performance.now() >= until) return;
    }
  }

  /** What fails here counts as a failed attempt of this delivery, and is nothing to the others. */
  private async send(delivery: TakenDelivery, hosts: ResolvedHosts): Promise<void> {
    const began = performance.now();
    const markAs = (outcome: AttemptOutcome) =>
      this.transactions.run(HOUSEKEEPING_ACTOR, (tx) =>
        mark(tx, delivery, outcome, Math.round(performance.now() - began)),
      );
    try {
      await markAs(await this.attempt(delivery, hosts));
    } catch (error) {
      this.logFailure(delivery, error);
      // Where PostgreSQL refuses this too, the delivery is taken again in a minute.
      await markAs({ status: null, error: 'internal' }).catch((again: unknown) =>
        this.logFailure(delivery, again),
      );
    }
  }

  private logFailure({ id }: TakenDelivery, error: unknown): void {
    const { words, frames } = loggedError(error);
    this.log.error(`delivery ${id}: ${words}`, frames);
  }

  private async attempt(delivery: TakenDelivery, hosts: ResolvedHosts): Promise<AttemptOutcome> {
    const { id, endpointId, address } = delivery;
    const { secrets, seconds } = await this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => ({
      secrets: await this.endpoints.secretsOf(tx, endpointId),
      seconds: Math.floor(tx.now.getTime() / 1000),
    }));
    const body = bodyOf(delivery);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Mawa',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatureOf(secrets, { id, seconds, body }),
    };
    return this.requests.post(address, headers, body, hosts);
  }
}

/** Nothing in a programme of invented people or for a closed organisation. Whoever takes rows at the same time takes others. */
function takeDue(tx: Tx): Promise<TakenDelivery[]> {
  return tx.query<TakenDelivery>(
    `WITH due AS (
       SELECT d.id, e.address FROM webhook_endpoints e LEFT JOIN organisations o ON o.id = e.organisation_id
         CROSS JOIN LATERAL (
           SELECT w.id FROM webhook_deliveries w
            WHERE w.endpoint_id = e.id AND w.state = 'waiting' AND w.next_at <= mawa_now()
            ORDER BY w.next_at, w.id LIMIT CASE WHEN e.failing_since IS NULL THEN $1::int ELSE 1 END
            FOR UPDATE SKIP LOCKED) d
        WHERE e.confirmed_at IS NOT NULL AND e.ended_at IS NULL AND e.suspended_at IS NULL
          AND (e.organisation_id IS NULL OR o.active)
          AND NOT EXISTS (SELECT FROM installation i WHERE i.synthetic)
        LIMIT $2)
     UPDATE webhook_deliveries d SET attempts = d.attempts + 1, next_at = mawa_now() + make_interval(secs => $3)
       FROM due WHERE d.id = due.id
     RETURNING d.id, d.endpoint_id AS "endpointId", due.address, d.kind, d.data, d.happened_at AS "happenedAt", d.attempts`,
    [AT_ONCE, MOST_AT_ONCE, TAKEN_SECONDS],
  );
}

async function mark(
  tx: Tx,
  { id, endpointId, attempts }: TakenDelivery,
  outcome: AttemptOutcome,
  durationMs: number,
): Promise<void> {
  const [endpoint] = await tx.query<{ failingSince: Date | null }>(
    `SELECT failing_since AS "failingSince" FROM webhook_endpoints WHERE id = $1 AND ended_at IS NULL
        FOR NO KEY UPDATE`,
    [endpointId],
  );
  await tx.query(
    'INSERT INTO webhook_attempts (delivery_id, duration_ms, status, error) VALUES ($1, $2, $3, $4)',
    [id, durationMs, outcome.status, outcome.error],
  );
  if (outcome.error === null)
    await markDelivered(tx, id, endpointId, endpoint?.failingSince ?? null);
  else if (wasNotTried(outcome.error)) await putOff(tx, id);
  else if (endpoint) await markFailed(tx, { id, endpointId, attempts }, outcome, endpoint);
}

/** A receiver that accepts again gets at once whatever waits for it. */
async function markDelivered(
  tx: Tx,
  id: string,
  endpointId: string,
  failingSince: Date | null,
): Promise<void> {
  await tx.query(`UPDATE webhook_deliveries SET state = 'delivered' WHERE id = $1`, [id]);
  if (failingSince === null) return;
  await tx.query('UPDATE webhook_endpoints SET failing_since = NULL WHERE id = $1', [endpointId]);
  await tx.query(
    `UPDATE webhook_deliveries SET next_at = mawa_now()
      WHERE endpoint_id = $1 AND state = 'waiting' AND next_at > mawa_now() + make_interval(secs => $2)`,
    [endpointId, TAKEN_SECONDS],
  );
}

/** Of the attempts that a delivery has, this was none. */
async function putOff(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `UPDATE webhook_deliveries SET attempts = greatest(attempts - 1, 0), next_at = mawa_now() + make_interval(secs => $2)
      WHERE id = $1`,
    [id, PAUSES[1]],
  );
}

async function markFailed(
  tx: Tx,
  { id, endpointId, attempts }: Pick<TakenDelivery, 'id' | 'endpointId' | 'attempts'>,
  outcome: AttemptOutcome,
  { failingSince }: { readonly failingSince: Date | null },
): Promise<void> {
  const next = afterFailure({ ...outcome, attempts, failingSince }, tx.now, Math.random());
  await tx.query(
    'UPDATE webhook_endpoints SET failing_since = coalesce(failing_since, mawa_now()) WHERE id = $1',
    [endpointId],
  );
  if (next.act === 'end') {
    await endEndpoint(tx, endpointId, 'gone');
    await recordAct(tx, 'gone', endpointId);
  } else if (next.act === 'suspend') {
    await suspendEndpoint(tx, endpointId, 'failing');
    await tx.query(
      `SELECT add_task('webhook_suspended', NULL, $1, 'administrator', NULL, mawa_now() + interval '1 day')`,
      [endpointId],
    );
    await recordAct(tx, 'suspend_failing', endpointId);
  } else if (next.act === 'give_up')
    await tx.query(
      `UPDATE webhook_deliveries SET state = 'failed' WHERE id = $1 AND state = 'waiting'`,
      [id],
    );
  else
    await tx.query(
      'UPDATE webhook_deliveries SET next_at = mawa_now() + make_interval(secs => $2) WHERE id = $1',
      [id, next.afterSeconds],
    );
}
