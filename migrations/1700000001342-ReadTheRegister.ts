import type { MigrationInterface, QueryRunner } from 'typeorm';

const SOURCE = (channel: string): string =>
  `channel code ${channel} as the CRS list of the DAC has it; XM-DAC, codes of donors, agencies and delivery channels, as the IATI list OrganisationRegistrationAgency has it`;
const READ = [
  ['IOM', '47066'],
  ['UNODC', '41128'],
  ['ILO', '41302'],
] as const;

/** That a channel code stands behind XM-DAC was to be confirmed; it was read. What the programme wrote itself stays the last word. */
export class ReadTheRegister1700000001342 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE open_data_references NO FORCE ROW LEVEL SECURITY`);
    for (const [code, channel] of READ) {
      await queryRunner.query(
        `INSERT INTO open_data_references (code, ref, type, channel, verified, source, by, at)
         SELECT $1::text, 'XM-DAC-' || $2::text, 40, $2::text, true, $3, NULL, '2020-01-01Z'
          WHERE NOT EXISTS (SELECT 1 FROM open_data_references r WHERE r.code = $1::text AND r."by" IS NOT NULL)`,
        [code, channel, SOURCE(channel)],
      );
    }
    await queryRunner.query(`ALTER TABLE open_data_references FORCE ROW LEVEL SECURITY`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE open_data_references NO FORCE ROW LEVEL SECURITY;
      DELETE FROM open_data_references WHERE "by" IS NULL AND verified AND source LIKE 'channel code %';
      ALTER TABLE open_data_references FORCE ROW LEVEL SECURITY;
    `);
  }
}
