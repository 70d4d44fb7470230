import type { MigrationInterface, QueryRunner } from 'typeorm';
import { NAMED_POPULATIONS } from './data/report-definitions-3';
import { withoutForce } from './support';

/**
 * "Victims" stood for people served in one table and for people registered in the next. A new edition of the
 * delivered definitions names each population; an edition that the programme wrote itself stays in force.
 */
export class NamePopulations1700000001452 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await withoutForce(queryRunner, ['report_definitions'], async () => {
      for (const { body, source, verified } of NAMED_POPULATIONS) {
        await queryRunner.query(
          `INSERT INTO report_definitions (kind, version, edition, body, source, verified, by, at)
           SELECT d.kind, '2026-11/' || (d.edition + 1), d.edition + 1, $2, $3, $4, NULL, '2026-11-29Z'
             FROM (SELECT * FROM report_definitions WHERE kind = $1 ORDER BY edition DESC LIMIT 1) d
            WHERE d.by IS NULL`,
          [body.kind, JSON.stringify(body), source, verified],
        );
      }
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await withoutForce(queryRunner, ['report_definitions'], async () => {
      for (const { body } of NAMED_POPULATIONS) {
        await queryRunner.query(
          `DELETE FROM report_definitions d
            WHERE d.kind = $1 AND d.by IS NULL AND d.edition > 1 AND d.body = $2
              AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.kind = d.kind AND r.definition_version = d.version)`,
          [body.kind, JSON.stringify(body)],
        );
      }
    });
  }
}
