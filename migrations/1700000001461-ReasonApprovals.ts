import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A report whose ledger is open, or that says another sum than a frozen one of the same period, is approved for a
 * reason. It is kept with both sums as the approver read them, for the version that it let through.
 */
export class ReasonApprovals1700000001461 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE report_approval_reasons (
        report_id uuid NOT NULL REFERENCES reports (id),
        version integer NOT NULL CHECK (version > 0),
        place bigint GENERATED ALWAYS AS IDENTITY,
        reason text NOT NULL CHECK (reason IN ('ledger_open', 'late_entries', 'correction', 'other')),
        note text CHECK (length(note) BETWEEN 3 AND 500),
        note_language text CHECK (note_language IN ('fr', 'ar', 'en')),
        ledger_open boolean NOT NULL,
        differences jsonb NOT NULL CHECK (jsonb_typeof(differences) = 'array'),
        given_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        given_at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (report_id, version, place),
        CONSTRAINT approval_note_has_a_language CHECK ((note IS NULL) = (note_language IS NULL)),
        CONSTRAINT other_reason_is_written CHECK (reason <> 'other' OR note IS NOT NULL),
        CONSTRAINT approval_reason_has_a_cause CHECK (ledger_open OR jsonb_array_length(differences) > 0)
      );
      COMMENT ON TABLE report_approval_reasons IS
        'Why a report was approved although its ledger was open or a frozen report of its period said another sum; printed in it. Never changed; of a version the last counts.';
      CREATE TRIGGER report_approval_reasons_frozen BEFORE INSERT ON report_approval_reasons
        FOR EACH ROW EXECUTE FUNCTION report_parts_frozen_stay();
      ALTER TABLE report_approval_reasons ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_approval_reasons FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_approval_reasons_read ON report_approval_reasons FOR SELECT TO mawa_app
        USING ((SELECT mawa_makes_reports()));
      CREATE POLICY report_approval_reasons_give ON report_approval_reasons FOR INSERT TO mawa_app
        WITH CHECK (given_by = (SELECT mawa_actor())
          AND (SELECT mawa_has_role('programme_officer', 'finance_officer')));
      GRANT SELECT, INSERT ON report_approval_reasons TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE report_approval_reasons');
  }
}
