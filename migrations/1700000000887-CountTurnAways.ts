import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many asked for a bed: when, and nothing else of it. */
export class CountTurnAways1700000000887 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE POLICY bed_requests_for_figures ON bed_requests FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT (id, created_at) ON bed_requests TO mawa_figures;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE SELECT (id, created_at) ON bed_requests FROM mawa_figures;
      DROP POLICY bed_requests_for_figures ON bed_requests;
    `);
  }
}
