import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The figures' door: coded facts and instants of every complaint; no house, no accused, no word. */
export class CountComplaints1700000000833 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT (id, received_at, kind, region, acknowledge_by, answer_by, acknowledged_at, answered_at)
        ON complaints TO mawa_figures;
      GRANT SELECT (complaint_id, to_stage, at, place) ON complaint_stages TO mawa_figures;
      CREATE POLICY complaints_for_figures ON complaints FOR SELECT TO mawa_figures USING (true);
      CREATE POLICY complaint_stages_for_figures ON complaint_stages FOR SELECT TO mawa_figures USING (true);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY complaint_stages_for_figures ON complaint_stages;
      DROP POLICY complaints_for_figures ON complaints;
      REVOKE ALL ON complaint_stages, complaints FROM mawa_figures;
    `);
  }
}
