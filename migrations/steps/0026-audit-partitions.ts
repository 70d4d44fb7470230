import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The year that the first partition ends with: of the newest row, and of tomorrow, so that no New Year falls between the steps. */
const LAST_YEAR = `
  SELECT extract(year FROM greatest($1::timestamptz + interval '1 day', (SELECT max(at) FROM audit_log WHERE at < 'infinity'))
                           AT TIME ZONE 'UTC')::int AS year`;

/**
 * audit_log is to become a partition: its rows are of before a certain year. The check is added here and made valid by the next
 * step, so that neither reads the table while others wait for it.
 */
export class BoundAuditLog1764500000030 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    // The owner is under row-level security too: it would see no row.
    await runner.query('ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY');
    const [{ year }] = await runner.query(LAST_YEAR, [new Date()]);
    await runner.query('ALTER TABLE audit_log FORCE ROW LEVEL SECURITY');
    await runner.query(
      `ALTER TABLE audit_log ADD CONSTRAINT audit_log_until CHECK (at < '${year + 1}-01-01Z') NOT VALID`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_log DROP CONSTRAINT audit_log_until');
  }
}

/** What takes as long as the log has rows: outside a transaction, while rows are read and added. */
export class PrepareAuditPartition1764500000031 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_log VALIDATE CONSTRAINT audit_log_until');
    // A try that was stopped leaves an index that is not valid.
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS audit_by_seq_and_at');
    await runner.query(
      'CREATE UNIQUE INDEX CONCURRENTLY audit_by_seq_and_at ON audit_log (seq, at)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX audit_by_seq_and_at');
  }
}

const TABLE = `
  CREATE TABLE audit_log (
    lane smallint NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT mawa_now(),
    actor_id uuid,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_ids uuid[] NOT NULL DEFAULT '{}',
    fields text[] NOT NULL DEFAULT '{}',
    outcome text NOT NULL DEFAULT 'done'
      CONSTRAINT audit_log_outcome_check CHECK (outcome IN ('done', 'refused', 'not_found')),
    request_id text,
    body text NOT NULL,
    token_id uuid DEFAULT mawa_token(),
    mac bytea CONSTRAINT audit_log_mac_check CHECK (length(mac) = 48),
    origin text DEFAULT mawa_origin(),
    PRIMARY KEY (seq, at)
  ) PARTITION BY RANGE (at);
  CREATE INDEX audit_by_subject ON audit_log USING gin (subject_ids);
  CREATE INDEX audit_by_actor ON audit_log (actor_id, at);
  CREATE INDEX audit_by_time ON audit_log (at);
  CREATE INDEX audit_by_token ON audit_log (token_id, seq) WHERE token_id IS NOT NULL;
  CREATE INDEX audit_by_action ON audit_log (action text_pattern_ops, seq);
  GRANT SELECT ON audit_log TO mawa_app, mawa_gate;
  GRANT INSERT (lane, actor_id, action, subject_kind, subject_ids, fields, outcome, request_id, body, mac) ON
    audit_log TO mawa_app, mawa_gate;
  GRANT SELECT (at, actor_id, action), INSERT (lane, actor_id, action, subject_kind, subject_ids, fields,
    outcome, request_id, body) ON audit_log TO mawa_blind;
  ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
  ALTER TABLE audit_log FORCE ROW LEVEL SECURITY`;

/** As a partition that is made beside it has them. */
const INDEXES = {
  audit_log_pkey: 'pkey',
  audit_by_subject: 'subject_ids_idx',
  audit_by_actor: 'actor_id_at_idx',
  audit_by_time: 'at_idx',
  audit_by_token: 'token_id_seq_idx',
  audit_by_action: 'action_seq_idx',
};

const POLICIES = `
  SELECT policyname AS name, cmd, roles::text[] AS roles, qual, with_check AS "withCheck" FROM pg_policies
   WHERE schemaname = 'public' AND tablename = 'audit_log' ORDER BY policyname`;

interface Policy {
  readonly name: string;
  readonly cmd: string;
  readonly roles: readonly string[];
  readonly qual: string | null;
  readonly withCheck: string | null;
}

const policyOn = (table: string, { name, cmd, roles, qual, withCheck }: Policy): string =>
  `CREATE POLICY ${name} ON ${table} FOR ${cmd} TO ${roles.join(', ')}
   ${qual === null ? '' : `USING (${qual})`} ${withCheck === null ? '' : `WITH CHECK (${withCheck})`}`;

/**
 * The table of so far is the first partition of one that is partitioned by years; no row is moved. The partitioned table has its
 * name, columns, rights and policies, so that servers of the release before go on reading and writing it.
 */
export class PartitionAuditLog1764500000032 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    const run = (sql: string) => runner.query(sql);
    await run('LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE');
    const [{ year }] = await runner.query(
      `SELECT substring(pg_get_expr(conbin, conrelid) FROM '''(\\d+)-01-01')::int - 1 AS year FROM pg_constraint
        WHERE conrelid = 'audit_log'::regclass AND conname = 'audit_log_until'`,
    );
    const policies: Policy[] = await runner.query(POLICIES);
    const [{ next }] = await runner.query(
      `SELECT (last_value + is_called::int)::text AS next FROM audit_log_seq_seq`,
    );
    const first = `audit_log_y${year}`;
    for (const { name } of policies) await run(`DROP POLICY ${name} ON audit_log`);
    await run('REVOKE ALL ON audit_log FROM PUBLIC, mawa_app, mawa_figures, mawa_blind, mawa_gate');
    await run('ALTER TABLE audit_log ALTER COLUMN seq DROP IDENTITY');
    await run('ALTER TABLE audit_log DROP CONSTRAINT audit_log_pkey');
    await run(
      'ALTER TABLE audit_log ADD CONSTRAINT audit_log_pkey PRIMARY KEY USING INDEX audit_by_seq_and_at',
    );
    await run('CREATE SCHEMA partitions');
    await run('ALTER TABLE audit_log SET SCHEMA partitions');
    await run(`ALTER TABLE partitions.audit_log RENAME TO ${first}`);
    for (const [index, columns] of Object.entries(INDEXES))
      await run(`ALTER INDEX partitions.${index} RENAME TO ${first}_${columns}`);
    await run(TABLE);
    await run(`ALTER TABLE audit_log ALTER COLUMN seq RESTART WITH ${next}`);
    for (const policy of policies) await run(policyOn('audit_log', policy));
    await run(
      `ALTER TABLE audit_log ATTACH PARTITION partitions.${first} FOR VALUES FROM (MINVALUE) TO ('${year + 1}-01-01Z')`,
    );
    await run(`ALTER TABLE partitions.${first} DROP CONSTRAINT audit_log_until`);
    await this.attach(
      runner,
      `audit_log_y${year + 1}`,
      `FOR VALUES FROM ('${year + 1}-01-01Z') TO ('${year + 2}-01-01Z')`,
    );
    await this.attach(runner, 'audit_log_default', 'DEFAULT');
  }

  private async attach(runner: QueryRunner, name: string, bounds: string): Promise<void> {
    await runner.query(`
      CREATE TABLE partitions.${name} (LIKE audit_log INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
      REVOKE ALL ON partitions.${name} FROM PUBLIC, mawa_app, mawa_figures, mawa_blind, mawa_gate;
      ALTER TABLE partitions.${name} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE partitions.${name} FORCE ROW LEVEL SECURITY;
      ALTER TABLE audit_log ATTACH PARTITION partitions.${name} ${bounds};
    `);
  }

  async down(): Promise<void> {
    throw new Error('A partitioned log is not made one table again: restore the backup instead.');
  }
}
