import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Somebody may be hidden on bed boards. Boards of servers that do not know the table show everybody. */
export class AddBoardHidings1764500000027 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE board_hidings (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        reason text NOT NULL CHECK (reason IN ('wish', 'threat', 'known_here')),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        ended_by uuid REFERENCES users (id),
        ended_at timestamptz,
        CONSTRAINT board_hidings_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
      );
      CREATE UNIQUE INDEX board_hidings_one_at_a_time ON board_hidings (case_id) WHERE ended_at IS NULL;
      GRANT SELECT, INSERT ON board_hidings TO mawa_app;
      GRANT UPDATE (ended_by, ended_at) ON board_hidings TO mawa_app;
      GRANT SELECT, INSERT, DELETE ON board_hidings TO mawa_gate;
      INSERT INTO person_tables (place, name, columns, given, withheld_why, erasure, codes, sealed, digests, numbers, closed, joined)
      SELECT max(place) + 1, 'board_hidings', '{case_id}', 'withheld', 'protects the person, and names colleagues',
             'delete', '{}', '{}', '{}', '{}', false, true
        FROM person_tables;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM person_tables WHERE name = 'board_hidings';
      DROP TABLE board_hidings;
    `);
  }
}
