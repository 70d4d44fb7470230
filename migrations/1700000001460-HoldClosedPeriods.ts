import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What must not be written on a day of a closed period: a row of one of these names its day. */
const DATED = ['ledger_transactions', 'commitment_steps', 'partner_steps', 'donor_money'] as const;

/**
 * Closing a period was a right of the pages alone, and an entry of the last minute of a month could pass while
 * the month was being closed. Now the table itself says who closes, that no period is opened again, and every
 * row with a day waits for a closing in hand.
 */
export class HoldClosedPeriods1700000001460 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE closed_periods ENABLE ROW LEVEL SECURITY;
      ALTER TABLE closed_periods FORCE ROW LEVEL SECURITY;
      CREATE POLICY closed_periods_read ON closed_periods FOR SELECT USING (true);
      CREATE POLICY closed_periods_close ON closed_periods FOR INSERT TO mawa_app
        WITH CHECK (closed_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('finance_officer')));
      COMMENT ON TABLE closed_periods IS
        'Everything up to this day is closed for the whole ledger: no entry, step or movement of money is dated in it. A row is never changed.';

      CREATE FUNCTION closed_periods_stay() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a closed period is not opened again' USING ERRCODE = '23514', CONSTRAINT = 'closed_periods_stay';
      END $$;
      CREATE TRIGGER closed_periods_stay BEFORE UPDATE OR DELETE ON closed_periods
        FOR EACH ROW EXECUTE FUNCTION closed_periods_stay();

      -- The key is the one of the service that closes, which takes it alone.
      CREATE FUNCTION wait_for_period_closing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('close period', 2));
        RETURN NEW;
      END $$;
    `);
    // Triggers fire in the order of their names: this one before those that compare the day.
    for (const table of DATED)
      await queryRunner.query(
        `CREATE TRIGGER a_wait_for_period_closing BEFORE INSERT ON ${table}
           FOR EACH ROW EXECUTE FUNCTION wait_for_period_closing()`,
      );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of DATED)
      await queryRunner.query(`DROP TRIGGER a_wait_for_period_closing ON ${table}`);
    await queryRunner.query(`
      DROP FUNCTION wait_for_period_closing;
      DROP TRIGGER closed_periods_stay ON closed_periods;
      DROP FUNCTION closed_periods_stay;
      DROP POLICY closed_periods_close ON closed_periods;
      DROP POLICY closed_periods_read ON closed_periods;
      ALTER TABLE closed_periods NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE closed_periods DISABLE ROW LEVEL SECURITY;
      COMMENT ON TABLE closed_periods IS NULL;
    `);
  }
}
