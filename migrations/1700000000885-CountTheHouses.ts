import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lengths of stay and returns are of a person, whatever number they had at the time. */
export class CountTheHouses1700000000885 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('GRANT SELECT (person_id) ON booking_people TO mawa_figures');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('REVOKE SELECT (person_id) ON booking_people FROM mawa_figures');
  }
}
