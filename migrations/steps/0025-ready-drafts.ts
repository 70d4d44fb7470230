import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Since when drafts of forms, of lists and of the rules of placing wait for their second person. What waits now goes
 * on waiting. Drafts of forms that servers of before begin afterwards wait once somebody asks.
 */
export class AddReadyDrafts1764500000029 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE form_versions ADD COLUMN ready_at timestamptz, ADD COLUMN ready_by uuid REFERENCES users (id),
        ADD CONSTRAINT form_versions_ready_by_a_writer
          CHECK ((ready_at IS NULL) = (ready_by IS NULL) AND ready_by = ANY (writers));
      ALTER TABLE list_versions ADD COLUMN ready_at timestamptz;
      ALTER TABLE rule_sets ADD COLUMN ready_at timestamptz;
      -- The owner is under row-level security too: it would see no row.
      ALTER TABLE form_versions NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE list_versions NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE rule_sets NO FORCE ROW LEVEL SECURITY;
      UPDATE form_versions SET ready_at = created_at, ready_by = author_id WHERE state = 'draft';
      UPDATE list_versions SET ready_at = drafted_at WHERE state = 'draft' AND nullif(note, '') IS NOT NULL;
      UPDATE rule_sets SET ready_at = created_at WHERE state = 'draft' AND nullif(note, '') IS NOT NULL;
      ALTER TABLE form_versions FORCE ROW LEVEL SECURITY;
      ALTER TABLE list_versions FORCE ROW LEVEL SECURITY;
      ALTER TABLE rule_sets FORCE ROW LEVEL SECURITY;
      GRANT UPDATE (ready_at, ready_by) ON form_versions TO mawa_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE form_versions DROP COLUMN ready_at, DROP COLUMN ready_by;
      ALTER TABLE list_versions DROP COLUMN ready_at;
      ALTER TABLE rule_sets DROP COLUMN ready_at;
    `);
  }
}
