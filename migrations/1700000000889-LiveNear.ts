import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLACING_RULES_2 } from './data/placing-rules-2';

const SETUP = '00000000-0000-4000-8000-000000000004';
const SECOND = '00000000-0000-4000-8000-000000000003';
const SOURCE =
  'Second edition of the product: as the first, and a house in the region where somebody has to go weighs.';

/**
 * Where people who ask for a bed have to go (a hearing, a school, care, work), as a region and no more.
 * A second edition of the rules weighs it from its day on; an edition of one's own stays as it is.
 */
export class LiveNear1700000000889 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE bed_requests
        ADD COLUMN near_region text CHECK (near_region ~ '^[A-Za-z0-9_-]{1,20}$'),
        ADD COLUMN near_why text CHECK (near_why IN ('hearing', 'school', 'care', 'work'));
      ALTER TABLE bed_requests ADD CONSTRAINT bed_requests_near_whole
        CHECK ((near_region IS NULL) = (near_why IS NULL));
      ALTER TABLE rule_sets NO FORCE ROW LEVEL SECURITY;
    `);
    await queryRunner.query(
      `INSERT INTO rule_sets (version, state, definition, source, author_id, created_at, writers, approved_by, approved_at, in_force_from)
       SELECT 2, 'approved', $1::jsonb, $2, $3, '2026-11-24Z', ARRAY[$3::uuid], $4, '2026-11-24Z', '2026-11-24Z'
        WHERE NOT EXISTS (SELECT 1 FROM rule_sets WHERE version > 1)`,
      [JSON.stringify(PLACING_RULES_2), SOURCE, SETUP, SECOND],
    );
    await queryRunner.query('ALTER TABLE rule_sets FORCE ROW LEVEL SECURITY');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE bed_requests DROP COLUMN near_region, DROP COLUMN near_why;
      ALTER TABLE rule_sets NO FORCE ROW LEVEL SECURITY;
    `);
    await queryRunner.query('DELETE FROM rule_sets WHERE version = 2 AND source = $1', [SOURCE]);
    await queryRunner.query('ALTER TABLE rule_sets FORCE ROW LEVEL SECURITY');
  }
}
