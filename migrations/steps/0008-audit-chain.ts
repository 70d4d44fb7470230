import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  'ALTER TABLE audit_log ADD COLUMN mac bytea CHECK (length(mac) = 48)',
  'ALTER TABLE complaint_trail ADD COLUMN mac bytea CHECK (length(mac) = 48)',
  'GRANT INSERT (mac) ON audit_log TO mawa_app, mawa_gate',
  'GRANT INSERT (mac) ON complaint_trail TO mawa_app',
  `CREATE TABLE audit_batches (
      log text NOT NULL CHECK (log IN ('audit_log', 'complaint_trail')),
      number bigint NOT NULL CHECK (number > 0),
      seqs int8multirange NOT NULL,
      row_count integer NOT NULL CHECK (row_count > 0),
      digests bytea NOT NULL,
      top bigint NOT NULL,
      open_seqs int8multirange NOT NULL,
      closing_seqs int8multirange NOT NULL,
      closing_xid bigint NOT NULL,
      closing_since timestamptz NOT NULL,
      before_chain boolean NOT NULL,
      sealed_at timestamptz NOT NULL DEFAULT mawa_now(),
      mac bytea NOT NULL CHECK (length(mac) = 32),
      PRIMARY KEY (log, number),
      CONSTRAINT audit_batches_digest_of_each_row CHECK (length(digests) = 16 * row_count)
    )`,
  `CREATE TABLE audit_starts (
      log text PRIMARY KEY CHECK (log IN ('audit_log', 'complaint_trail')),
      last_seq bigint NOT NULL CHECK (last_seq >= 0)
    )`,
  `CREATE TABLE audit_verifications (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      at timestamptz NOT NULL DEFAULT mawa_now(),
      row_count bigint NOT NULL CHECK (row_count >= 0),
      batch_count bigint NOT NULL CHECK (batch_count >= 0),
      anchor_count bigint NOT NULL CHECK (anchor_count >= 0),
      finding_count bigint NOT NULL CHECK (finding_count >= 0)
    )`,
  'GRANT SELECT, INSERT ON audit_batches TO mawa_app',
  'GRANT SELECT ON audit_starts TO mawa_app',
  'CREATE INDEX audit_verifications_by_time ON audit_verifications (at)',
  `GRANT SELECT, INSERT (row_count, batch_count, anchor_count, finding_count)
     ON audit_verifications TO mawa_app`,
];

/** Rows of the audit logs have a mac and are sealed in batches. Servers of 0.1.0 write rows without a mac. */
export class AddAuditChain1764500000011 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_verifications, audit_starts, audit_batches');
    await runner.query('ALTER TABLE complaint_trail DROP COLUMN mac');
    await runner.query('ALTER TABLE audit_log DROP COLUMN mac');
  }
}

/** No server of 0.1.0 runs any more: from here on a row without a mac is a finding of `mawa audit verify`. */
export class BeginAuditChain1764500000012 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'contract';

  async up(runner: QueryRunner): Promise<void> {
    // The owner is under row-level security too: it would see no row, and add none.
    const tables = ['audit_log', 'complaint_trail', 'audit_starts'];
    for (const table of tables)
      await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    for (const log of ['audit_log', 'complaint_trail'])
      await runner.query(
        `INSERT INTO audit_starts (log, last_seq) SELECT '${log}', coalesce(max(seq), 0) FROM ${log}`,
      );
    for (const table of tables) await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('TRUNCATE audit_starts');
  }
}
