import type { MigrationInterface, QueryRunner } from 'typeorm';

const SETTINGS = { legal_measure_days: 180, legal_award_days: 365 };
const DAYS = (max: number) =>
  `{"parts": [{"path": "", "type": "whole", "unit": "days", "min": 1, "max": ${max}}]}`;

const UP = [
  `ALTER TABLE legal_steps
     ADD COLUMN until_on date,
     ADD CONSTRAINT legal_steps_end_of_a_measure
       CHECK (until_on IS NULL
           OR (measure_id IS NOT NULL AND to_state = 'granted' AND until_on BETWEEN on_day AND '2100-01-01')),
     ADD CONSTRAINT legal_steps_extend_until CHECK (from_state <> to_state OR until_on IS NOT NULL)`,
  'GRANT SELECT (measure_id, until_on, place) ON legal_steps TO mawa_gate',
  'GRANT SELECT (from_state) ON legal_steps TO mawa_figures',
  'GRANT SELECT (proceeding_id, until_on) ON protection_measures TO mawa_gate',
  'GRANT SELECT (proceeding_id) ON court_orders TO mawa_gate',
  `GRANT SELECT (proceeding_id, what, amount, currency, on_day, place, retracted_at) ON compensation_amounts
     TO mawa_gate`,
  `ALTER TABLE compensation_amounts
     DROP CONSTRAINT compensation_amounts_what_check,
     ADD CONSTRAINT compensation_amounts_what_check
       CHECK (what IN ('asked', 'awarded', 'paid', 'unrecoverable'))`,
  `UPDATE legal_transitions SET place = place + 1 WHERE of = 'order'`,
  `INSERT INTO legal_transitions (of, track, from_state, to_state, place)
   SELECT of, track, from_state, 'granted', place + 1
     FROM legal_transitions WHERE of = 'measure' AND from_state = 'granted' AND to_state = 'ended'`,
  `UPDATE setting_definitions SET place = -(place + 2)
    WHERE place > (SELECT d.place FROM setting_definitions d WHERE d.key = 'court_closed_weekdays')`,
  'UPDATE setting_definitions SET place = -place WHERE place < 0',
  ...Object.entries(SETTINGS).map(
    ([key, max], after) =>
      `INSERT INTO setting_definitions (key, place, area, kind, protects, proposed_by, confirmed_by, shape, tables, page)
       SELECT '${key}', d.place + 1 + ${after}, d.area, d.kind, d.protects, d.proposed_by, d.confirmed_by,
              '${DAYS(max)}'::jsonb, d.tables, d.page
         FROM setting_definitions d WHERE d.key = 'court_closed_weekdays'`,
  ),
  `INSERT INTO settings (key, valid_from, value, source) VALUES
     ('legal_measure_days', '2020-01-01Z', '14', 'programme rule'),
     ('legal_award_days', '2020-01-01Z', '30', 'programme rule')`,
];

/**
 * A granted measure gets a later end by a row; what was awarded and is not paid, or never will be, is known. Servers of
 * before offer the step that leaves a measure granted, and are refused its row without an end.
 */
export class AddEndsOfMeasures1764500000049 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const keys = Object.keys(SETTINGS);
    await runner.query('DELETE FROM settings WHERE key = ANY ($1)', [keys]);
    await runner.query('DELETE FROM setting_definitions WHERE key = ANY ($1)', [keys]);
    await runner.query(
      `DELETE FROM legal_transitions WHERE of = 'measure' AND from_state = to_state`,
    );
    await runner.query('ALTER TABLE legal_steps DROP COLUMN until_on');
  }
}
