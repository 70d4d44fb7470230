import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit is read by who, what, which record and which day, the latest first. */
export class ReadTheAudit1700000000722 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX audit_by_time ON audit_log (at);
      CREATE INDEX audit_by_action ON audit_log (action text_pattern_ops, seq);
      -- The instant at which a civil day begins in the programme's time.
      CREATE FUNCTION mawa_day_begins(p_day date) RETURNS timestamptz LANGUAGE sql STABLE AS $$
        SELECT p_day::timestamp AT TIME ZONE 'UTC'
          - make_interval(mins => coalesce(nullif(current_setting('mawa.offset', true), '')::int, 0)) $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION mawa_day_begins(date);
      DROP INDEX audit_by_action, audit_by_time;
    `);
  }
}
