import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PUBLIC_FIGURES } from './data/report-definitions-2';

/** The report that the public reads is a definition like the others, delivered with the programme. */
export class TellThePublic1700000001281 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const { body, source, verified } = PUBLIC_FIGURES;
    await queryRunner.query('ALTER TABLE report_definitions NO FORCE ROW LEVEL SECURITY');
    await queryRunner.query(
      `INSERT INTO report_definitions (kind, version, edition, body, source, verified, by, at)
       VALUES ($1, '2026-11/1', 1, $2, $3, $4, NULL, '2026-11-01Z')`,
      [body.kind, JSON.stringify(body), source, verified],
    );
    await queryRunner.query('ALTER TABLE report_definitions FORCE ROW LEVEL SECURITY');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE report_definitions NO FORCE ROW LEVEL SECURITY');
    await queryRunner.query(`DELETE FROM report_definitions WHERE kind = 'public-figures'`);
    await queryRunner.query('ALTER TABLE report_definitions FORCE ROW LEVEL SECURITY');
  }
}
