import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable } from './support';

const STEPS = `('hold', 'block', 'renew', 'promise', 'release', 'lapsed', 'lapse', 'check_in', 'cancel', 'no_show', 'plan_exit',
  'prolong', 'exit', 'day_visit', 'unblock', 'withdraw_block', 'from_records')`;

/**
 * What people typed with a hold or a block stood in clear. From now on the step is a code and the text
 * is sealed: under the person's key, or under the shelter's for what is the matter with a bed. No
 * migration can seal (the keys stay outside): what was typed before is cleared, a block keeps "other".
 */
export class SealReasons1700000000714 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE bed_notes (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        booking_id uuid REFERENCES bookings (id),
        request_id uuid REFERENCES bed_requests (id),
        about text NOT NULL CHECK (about IN ('hold', 'release', 'plan_exit', 'withdraw')),
        text_sealed bytea NOT NULL,
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK (booking_id IS NOT NULL OR request_id IS NOT NULL)
      );
      CREATE INDEX bed_notes_by_case ON bed_notes (case_id);
      CREATE INDEX bed_notes_by_booking ON bed_notes (booking_id);
      ${caseTable('bed_notes', 'facts')}
      GRANT SELECT, INSERT ON bed_notes TO mawa_app;

      CREATE TABLE block_notes (
        booking_id uuid PRIMARY KEY REFERENCES bookings (id),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        sealed bytea NOT NULL
      );
      ALTER TABLE block_notes ENABLE ROW LEVEL SECURITY;
      ALTER TABLE block_notes FORCE ROW LEVEL SECURITY;
      CREATE POLICY block_notes_where_one_works ON block_notes TO mawa_app
        USING (shelter_id = ANY ((SELECT mawa_principals())::uuid[]));
      GRANT SELECT, INSERT ON block_notes TO mawa_app;

      UPDATE booking_changes SET reason = NULL WHERE reason IS NOT NULL AND reason NOT IN ${STEPS};
      ALTER TABLE booking_changes DROP CONSTRAINT booking_changes_reason_check;
      ALTER TABLE booking_changes ADD CONSTRAINT booking_changes_reason_is_a_step CHECK (reason IN ${STEPS});
      ALTER TABLE bookings NO FORCE ROW LEVEL SECURITY;
      UPDATE bookings SET reason = 'other' WHERE reason IS NOT NULL;
      ALTER TABLE bookings FORCE ROW LEVEL SECURITY;
    `);
    await queryRunner.query(`
      ALTER TABLE bookings DROP CONSTRAINT bookings_reason_check;
      ALTER TABLE bookings ADD CONSTRAINT bookings_reason_is_a_code CHECK (reason ~ '^[a-z_]{3,40}$');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE bookings DROP CONSTRAINT bookings_reason_is_a_code;
      ALTER TABLE bookings ADD CONSTRAINT bookings_reason_check CHECK (length(reason) <= 100);
      ALTER TABLE booking_changes DROP CONSTRAINT booking_changes_reason_is_a_step;
      ALTER TABLE booking_changes ADD CONSTRAINT booking_changes_reason_check CHECK (length(reason) <= 100);
      DROP TABLE block_notes, bed_notes;
    `);
  }
}
