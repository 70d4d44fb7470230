import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The parameters of the sentence by which a job failed, so that a page can name the table and the cell. */
export class KeepWhyAJobFailed1700000001440 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE jobs ADD COLUMN error_params jsonb
        CONSTRAINT jobs_error_params_are_a_record
          CHECK (jsonb_typeof(error_params) = 'object' AND length(error_params::text) <= 2000);
      COMMENT ON COLUMN jobs.error_params IS
        'Fills the sentence of error_code; kept only of errors whose parameters name no person.';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE jobs DROP COLUMN error_params');
  }
}
