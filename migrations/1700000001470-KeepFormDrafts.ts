import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was typed in a form that was refused or whose session had ended, for half an hour. The content is sealed under
 * a key that only a cookie of that browser holds, so the database alone opens none of it; `holder` is the digest of
 * that cookie and the policy shows a row only to a request that carries it.
 */
export class KeepFormDrafts1700000001470 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE form_drafts (
        id uuid PRIMARY KEY,
        holder bytea NOT NULL CHECK (octet_length(holder) = 32),
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        sealed bytea NOT NULL CHECK (octet_length(sealed) <= 70000),
        kept_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL CHECK (expires_at > kept_at AND expires_at <= kept_at + interval '1 hour')
      );
      CREATE INDEX form_drafts_by_holder ON form_drafts (holder, kept_at);
      CREATE INDEX form_drafts_by_expiry ON form_drafts (expires_at);
      CREATE INDEX form_drafts_by_user ON form_drafts (user_id);
      COMMENT ON TABLE form_drafts IS
        'Typed text of forms that were refused or met an ended session; sealed under a key in a cookie, gone after 30 minutes';

      CREATE FUNCTION mawa_form_holder() RETURNS bytea LANGUAGE sql STABLE AS
        $$ SELECT decode(nullif(current_setting('mawa.form_holder', true), ''), 'hex') $$;

      ALTER TABLE form_drafts ENABLE ROW LEVEL SECURITY;
      ALTER TABLE form_drafts FORCE ROW LEVEL SECURITY;
      CREATE POLICY form_drafts_read ON form_drafts FOR SELECT TO mawa_app
        USING (holder = (SELECT mawa_form_holder()) OR expires_at <= (SELECT mawa_now()));
      CREATE POLICY form_drafts_keep ON form_drafts FOR INSERT TO mawa_app
        WITH CHECK (holder = (SELECT mawa_form_holder()));
      CREATE POLICY form_drafts_keep_again ON form_drafts FOR UPDATE TO mawa_app
        USING (holder = (SELECT mawa_form_holder()))
        WITH CHECK (holder = (SELECT mawa_form_holder()));
      CREATE POLICY form_drafts_forget ON form_drafts FOR DELETE TO mawa_app
        USING (holder = (SELECT mawa_form_holder()) OR expires_at <= (SELECT mawa_now()));
      GRANT SELECT, INSERT, UPDATE, DELETE ON form_drafts TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE form_drafts; DROP FUNCTION mawa_form_holder()');
  }
}
