import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE webhook_endpoints (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      name text NOT NULL CHECK (length(name) BETWEEN 2 AND 80),
      address text NOT NULL CHECK (address ~ '^https?://' AND length(address) <= 500),
      organisation_id uuid REFERENCES organisations (id),
      kinds text[] NOT NULL,
      proposed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
      proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
      confirmed_by uuid REFERENCES users (id),
      confirmed_at timestamptz,
      suspended_at timestamptz,
      suspended_why text CHECK (suspended_why IN ('by_hand', 'failing', 'restored')),
      failing_since timestamptz,
      ended_by uuid REFERENCES users (id),
      ended_at timestamptz,
      ended_why text CHECK (ended_why IN ('by_hand', 'gone')),
      CONSTRAINT webhook_endpoints_second_person CHECK (confirmed_by <> proposed_by),
      CONSTRAINT webhook_endpoints_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
      CONSTRAINT webhook_endpoints_suspension_has_a_reason CHECK ((suspended_at IS NULL) = (suspended_why IS NULL)),
      CONSTRAINT webhook_endpoints_end_is_signed CHECK (num_nulls(ended_at, ended_by, ended_why) IN (0, 3)),
      CONSTRAINT webhook_endpoints_kinds CHECK (cardinality(kinds) > 0 AND kinds <@ ARRAY[
        'referral.received', 'referral.ended', 'report.due', 'report.published', 'report.withdrawn',
        'report.released', 'open_data.published', 'grant.confirmed', 'budget.revised', 'agreement.confirmed',
        'partner_paper.answered']),
      CONSTRAINT webhook_endpoints_referrals_of_partners CHECK (organisation_id IS NOT NULL
        OR NOT kinds && ARRAY['referral.received', 'referral.ended'])
    )`,
  `GRANT SELECT, INSERT (id, name, address, organisation_id, kinds), UPDATE (confirmed_by, confirmed_at, suspended_at,
      suspended_why, failing_since, ended_by, ended_at, ended_why) ON webhook_endpoints TO mawa_app`,
  'GRANT SELECT ON webhook_endpoints TO mawa_gate',
  `CREATE TABLE webhook_secrets (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      endpoint_id uuid NOT NULL REFERENCES webhook_endpoints (id),
      secret bytea NOT NULL,
      made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      ends_at timestamptz
    )`,
  'CREATE UNIQUE INDEX webhook_secrets_one_without_end ON webhook_secrets (endpoint_id) WHERE ends_at IS NULL',
  'GRANT SELECT, INSERT (id, endpoint_id, secret), UPDATE (ends_at) ON webhook_secrets TO mawa_app',
  `CREATE TABLE webhook_deliveries (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      endpoint_id uuid NOT NULL REFERENCES webhook_endpoints (id),
      kind text NOT NULL CHECK (kind ~ '^[a-z_]+\\.[a-z_]+$'),
      data jsonb NOT NULL,
      happened_at timestamptz NOT NULL DEFAULT mawa_now(),
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
      attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
      next_at timestamptz NOT NULL DEFAULT mawa_now(),
      CONSTRAINT webhook_deliveries_hold_ids_alone CHECK (jsonb_typeof(data) = 'object' AND NOT jsonb_path_exists(data,
        '$.* ? (@.type() != "string" || !(@ like_regex "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"))'))
    )`,
  `CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (endpoint_id, next_at) WHERE state = 'waiting'`,
  'CREATE INDEX webhook_deliveries_of_endpoint ON webhook_deliveries (endpoint_id, happened_at DESC, id)',
  'CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (happened_at)',
  'GRANT SELECT, INSERT (endpoint_id, kind, data), UPDATE (state, attempts, next_at) ON webhook_deliveries TO mawa_app',
  'GRANT SELECT, INSERT (endpoint_id, kind, data), DELETE ON webhook_deliveries TO mawa_gate',
  `CREATE TABLE webhook_attempts (
      id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      delivery_id uuid NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
      at timestamptz NOT NULL DEFAULT mawa_now(),
      duration_ms integer NOT NULL CHECK (duration_ms >= 0),
      status smallint CHECK (status BETWEEN 100 AND 599),
      error text CHECK (error IN (
        'address', 'name', 'resolver', 'connection', 'tls', 'timeout', 'redirect', 'status', 'answer', 'internal')),
      CONSTRAINT webhook_attempts_accepted_or_not CHECK ((error IS NULL) = coalesce(status BETWEEN 200 AND 299, false))
    )`,
  'CREATE INDEX webhook_attempts_of_delivery ON webhook_attempts (delivery_id, id)',
  'GRANT SELECT, INSERT (delivery_id, duration_ms, status, error) ON webhook_attempts TO mawa_app',
];

/** Webhook endpoints, their events and the attempts to send them. Servers of 0.1.0 write events as well, by triggers. */
export class AddWebhooks1764500000016 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM tasks WHERE kind = 'webhook_suspended'`);
    await runner.query(
      'DROP TABLE webhook_attempts, webhook_deliveries, webhook_secrets, webhook_endpoints',
    );
  }
}
