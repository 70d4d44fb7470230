import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Services that are planned for the days of an enrolment end with it, and the hourly round looks at who decided for a
 * child. Servers that do not know it go on: they write none.
 */
export class AddTrainingServices1764500000043 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE training_appointments (
        appointment_id uuid PRIMARY KEY REFERENCES service_appointments (id),
        case_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        FOREIGN KEY (enrolment_id, case_id) REFERENCES training_enrolments (id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX training_appointments_by_enrolment ON training_appointments (enrolment_id);
      CREATE INDEX training_appointments_by_case ON training_appointments (case_id);
      GRANT SELECT, INSERT ON training_appointments TO mawa_app;
      GRANT SELECT, INSERT ON training_appointments TO mawa_gate;
      ALTER TABLE training_appointments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT (id, guardian_relation) ON consents TO mawa_gate;
      GRANT SELECT (registered_on) ON cases TO mawa_gate;
      INSERT INTO person_tables (place, name, columns, given, withheld_why, erasure, codes, sealed, digests, numbers, closed, joined)
      SELECT max(place) + 1, 'training_appointments', '{case_id}', 'withheld',
             'says for which training an appointment is; both are given', 'keep', '{}', '{}', '{}', '{}', false, false
        FROM person_tables;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE SELECT (id, guardian_relation) ON consents FROM mawa_gate;
      REVOKE SELECT (registered_on) ON cases FROM mawa_gate;
      DELETE FROM person_tables WHERE name = 'training_appointments';
      DROP TABLE training_appointments;
    `);
  }
}
