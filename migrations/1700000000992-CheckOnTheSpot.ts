import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A spot check: somebody who did not accept them looks at the papers behind rows of accepted reports, and
 * says of each what is supported. How often a partner is to be visited follows from how it is rated.
 */
export class CheckOnTheSpot1700000000992 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('spot_checks_a_year', '2020-01-01Z', '{"low": 0, "moderate": 1, "significant": 1, "high": 2, "not_rated": 1}',
         'programme rule after HACT practice, to be confirmed by the agencies: how many spot checks a partner gets in twelve months');

      CREATE TABLE spot_checks (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        agreement_id uuid NOT NULL REFERENCES agreements (id),
        on_day date NOT NULL,
        checked_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        checked_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX spot_checks_by_agreement ON spot_checks (agreement_id, on_day DESC);
      CREATE TABLE spot_check_rows (
        check_id uuid NOT NULL REFERENCES spot_checks (id),
        row_id uuid NOT NULL REFERENCES partner_paper_rows (id),
        -- What was accepted of the row when it was looked at, and what of it the papers support.
        accepted money_to_the_cent NOT NULL CHECK (accepted > 0),
        supported money_to_the_cent NOT NULL,
        finding text CHECK (finding IN ('papers_missing', 'other_amount', 'not_eligible', 'other_period', 'paid_twice')),
        PRIMARY KEY (check_id, row_id),
        CONSTRAINT spot_check_within_the_row CHECK (supported <= accepted),
        CONSTRAINT spot_check_says_why CHECK ((supported = accepted) = (finding IS NULL))
      );
      CREATE INDEX spot_check_rows_by_row ON spot_check_rows (row_id);
      ${['spot_checks', 'spot_check_rows']
        .map(
          (table) => `
      CREATE TRIGGER ${table}_stay BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY ${table}_for_constraints ON ${table} TO mawa_owner USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON ${table} TO mawa_app;`,
        )
        .join('')}
      CREATE POLICY spot_checks_add ON spot_checks FOR INSERT TO mawa_app
        WITH CHECK (checked_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
      CREATE POLICY spot_check_rows_add ON spot_check_rows FOR INSERT TO mawa_app
        WITH CHECK (EXISTS (SELECT 1 FROM spot_checks c WHERE c.id = check_id AND c.checked_by = (SELECT mawa_actor())));

      CREATE FUNCTION spot_check_is_by_another() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v record;
      BEGIN
        SELECT d.agreed, s.taken_by, r.agreement_id, c.agreement_id AS checked_agreement, c.checked_by INTO v
          FROM spot_checks c CROSS JOIN partner_paper_rows r JOIN partner_paper_states st ON st.paper_id = r.paper_id
          JOIN partner_papers p ON p.id = r.paper_id AND p.kind = 'report'
          JOIN partner_steps s ON s.id = st.agreed_by_step JOIN partner_row_decisions d ON d.step_id = s.id AND d.row_id = r.id
         WHERE c.id = NEW.check_id AND r.id = NEW.row_id;
        IF v.agreed IS NULL OR v.agreement_id <> v.checked_agreement OR v.agreed <> NEW.accepted THEN
          PERFORM partner_refuse('spot_check_of_accepted_rows');
        END IF;
        IF v.taken_by = v.checked_by THEN PERFORM partner_refuse('spot_check_needs_another_person'); END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER spot_check_is_by_another BEFORE INSERT ON spot_check_rows
        FOR EACH ROW EXECUTE FUNCTION spot_check_is_by_another();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM spot_checks) THEN RAISE EXCEPTION 'partners were checked: this step does not go back'; END IF;
      END $$;
      DROP TABLE spot_check_rows, spot_checks;
      DROP FUNCTION spot_check_is_by_another;
      DELETE FROM settings WHERE key = 'spot_checks_a_year';
    `);
  }
}
