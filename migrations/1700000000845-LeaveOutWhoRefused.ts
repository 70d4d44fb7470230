import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures about people that leave the programme ask who refused statistics, or took consent back, and when. */
export class LeaveOutWhoRefused1700000000845 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT (id, case_id, purpose, decision, at) ON consents TO mawa_figures;
      CREATE POLICY consents_for_figures ON consents FOR SELECT TO mawa_figures USING (purpose = 'statistics');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY consents_for_figures ON consents;
      REVOKE SELECT (id, case_id, purpose, decision, at) ON consents FROM mawa_figures;
    `);
  }
}
