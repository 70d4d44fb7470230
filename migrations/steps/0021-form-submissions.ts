import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A form of a page is taken once, however often it is sent. Servers that do not know the table go on. */
export class AddFormSubmissions1764500000025 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE form_submissions (
        user_id uuid DEFAULT mawa_actor() REFERENCES users (id) ON DELETE CASCADE,
        digest bytea CHECK (octet_length(digest) = 32),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        location text CHECK (location LIKE '/%'),
        flash text,
        PRIMARY KEY (user_id, digest)
      );
      CREATE INDEX form_submissions_by_age ON form_submissions (at);
      GRANT SELECT, INSERT, UPDATE, DELETE ON form_submissions TO mawa_app;
      GRANT DELETE ON form_submissions TO mawa_gate;
      GRANT SELECT (at) ON form_submissions TO mawa_gate;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE form_submissions');
  }
}
