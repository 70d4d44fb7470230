import type { MigrationInterface, QueryRunner } from 'typeorm';
import { writable } from './support';

const WHYS = `'referral', 'joint_support', 'health_care', 'legal_aid', 'training', 'return', 'research'`;
const OF_LISTS = `'case_work', 'coordination', 'supervision', 'reporting', 'agreed_with_people'`;

/** A list that goes to an organisation stands in the register of shares, for each person in it. */
export class TellInLists1700000000951 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE shares DROP CONSTRAINT shares_why_check,
        ADD CONSTRAINT shares_why_check CHECK (why IN (${WHYS}, ${OF_LISTS}));
      CREATE INDEX shares_of_lists ON shares (recipient_id, case_id) WHERE source_kind = 'list' AND closed_at IS NULL;
      -- The files whose care the reader writes: of these a share may be entered.
      CREATE FUNCTION who_i_care_for() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        SELECT c.id FROM cases c WHERE ${writable('c.id', 'care')} $$;
      GRANT EXECUTE ON FUNCTION who_i_care_for() TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION who_i_care_for;
      DROP INDEX shares_of_lists;
      DELETE FROM shares WHERE why IN (${OF_LISTS});
      ALTER TABLE shares DROP CONSTRAINT shares_why_check,
        ADD CONSTRAINT shares_why_check CHECK (why IN (${WHYS}));
    `);
  }
}
