import type { MigrationInterface, QueryRunner } from 'typeorm';

const SETTING = 'data_controller';
/** The setting before it in the list. */
const BEFORE = 'programme_currency';
const PARTS: readonly (readonly [path: string, max: number])[] = [
  ['name', 200],
  ['address', 400],
  ['contact', 200],
  ['officer', 200],
  ['receipts', 400],
];
const SHAPE = {
  parts: PARTS.map(([path, max]) => ({ path, type: 'text', pattern: '\\S', max, optional: true })),
};

/** Who is responsible for the data, and for the register of processing which organisations got lists of people. */
export class AddDataController1764500000017 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('GRANT SELECT ON exports TO mawa_gate');
    await runner.query(
      `UPDATE setting_definitions SET place = -(place + 1)
        WHERE place > (SELECT d.place FROM setting_definitions d WHERE d.key = $1)`,
      [BEFORE],
    );
    await runner.query('UPDATE setting_definitions SET place = -place WHERE place < 0');
    await runner.query(
      `INSERT INTO setting_definitions (key, place, area, kind, protects, proposed_by, confirmed_by, shape, tables, page)
       SELECT $1, b.place + 1, b.area, 'value', 'people', d.proposed_by, d.confirmed_by, $2::jsonb, '{}', NULL
         FROM setting_definitions d, setting_definitions b WHERE d.key = 'programme_time' AND b.key = $3`,
      [SETTING, JSON.stringify(SHAPE), BEFORE],
    );
    await runner.query(
      `INSERT INTO settings (key, valid_from, value, source)
       VALUES ($1, '2020-01-01Z', '{}', 'to be entered by the programme')`,
      [SETTING],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM settings WHERE key = $1', [SETTING]);
    await runner.query('DELETE FROM setting_definitions WHERE key = $1', [SETTING]);
    await runner.query('REVOKE SELECT ON exports FROM mawa_gate');
  }
}
