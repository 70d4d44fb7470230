import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an agreement with a partner is worth, in its own currency, and from which lines it is drawn; an
 * agreement counts once somebody other than who entered it has confirmed it. How risky a partner is held
 * to be, as dated rows. Those agreements that are there already count as confirmed, and have no amount.
 */
export class AgreeWithPartners1700000000960 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('advance_liquidation_share', '2020-01-01Z', '0.8', 'HACT practice: the part of the last advance that must be liquidated before a new one'),
        ('advance_age_months', '2020-01-01Z', '[3, 6]', 'HACT practice: bands of the age of an advance in months; beyond the last it is overdue');

      -- Beyond two decimals it is refused, not rounded.
      CREATE DOMAIN money_to_the_cent AS numeric
        CONSTRAINT money_to_the_cent CHECK (VALUE >= 0 AND VALUE < 1e12 AND scale(VALUE) <= 2);

      ALTER TABLE agreements ADD COLUMN amount money_to_the_cent CHECK (amount > 0);
      ALTER TABLE agreements ADD COLUMN currency char(3);
      ALTER TABLE agreements ADD CONSTRAINT agreements_amount_in_a_currency CHECK ((amount IS NULL) = (currency IS NULL));

      CREATE TABLE agreement_lines (
        agreement_id uuid NOT NULL,
        grant_id uuid NOT NULL,
        line_id uuid NOT NULL,
        amount money_to_the_cent NOT NULL CHECK (amount > 0),
        PRIMARY KEY (agreement_id, line_id),
        FOREIGN KEY (grant_id, agreement_id) REFERENCES agreements (grant_id, id),
        FOREIGN KEY (grant_id, line_id) REFERENCES budget_lines (grant_id, id)
      );
      CREATE TRIGGER agreement_lines_stay BEFORE UPDATE OR DELETE ON agreement_lines
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();

      CREATE TABLE agreement_confirmations (
        agreement_id uuid PRIMARY KEY REFERENCES agreements (id),
        confirmed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        confirmed_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      INSERT INTO agreement_confirmations (agreement_id, confirmed_by, confirmed_at)
        SELECT id, '00000000-0000-4000-8000-000000000004', entered_at FROM agreements;
      CREATE TRIGGER agreement_confirmations_stay BEFORE UPDATE OR DELETE ON agreement_confirmations
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();

      CREATE TABLE partner_ratings (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        rating text NOT NULL CHECK (rating IN ('low', 'moderate', 'significant', 'high')),
        valid_from date NOT NULL,
        reason text NOT NULL CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
        rated_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        rated_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX partner_ratings_by_day ON partner_ratings (organisation_id, valid_from DESC, rated_at DESC);
      CREATE TRIGGER partner_ratings_stay BEFORE UPDATE OR DELETE ON partner_ratings
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();

      CREATE FUNCTION agreement_lines_add_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_id uuid := CASE TG_TABLE_NAME WHEN 'agreements' THEN (to_jsonb(NEW)->>'id')::uuid ELSE (to_jsonb(NEW)->>'agreement_id')::uuid END;
      BEGIN
        IF (SELECT amount FROM agreements WHERE id = v_id)
           IS DISTINCT FROM (SELECT sum(amount) FROM agreement_lines WHERE agreement_id = v_id) THEN
          RAISE EXCEPTION 'the lines of an agreement make its amount' USING ERRCODE = '23514', CONSTRAINT = 'agreement_lines_add_up';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER agreement_lines_add_up AFTER INSERT ON agreements
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agreement_lines_add_up();
      CREATE CONSTRAINT TRIGGER agreement_lines_add_up AFTER INSERT ON agreement_lines
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agreement_lines_add_up();

      CREATE FUNCTION agreement_needs_another_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.confirmed_by = (SELECT entered_by FROM agreements WHERE id = NEW.agreement_id) THEN
          RAISE EXCEPTION 'somebody else confirms' USING ERRCODE = '23514', CONSTRAINT = 'agreement_needs_another_person';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER agreement_needs_another_person BEFORE INSERT ON agreement_confirmations
        FOR EACH ROW EXECUTE FUNCTION agreement_needs_another_person();

      -- Nothing is promised under an agreement before it counts.
      CREATE FUNCTION commitment_agreement_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.agreement_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = NEW.agreement_id) THEN
          RAISE EXCEPTION 'the agreement is not confirmed' USING ERRCODE = '23514', CONSTRAINT = 'partner_agreement_counts';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER commitment_agreement_counts BEFORE INSERT ON commitments
        FOR EACH ROW EXECUTE FUNCTION commitment_agreement_counts();

      -- A partner with an account reads its own agreements, and nothing of anybody else's.
      CREATE POLICY agreements_of_own_partner ON agreements FOR SELECT TO mawa_app
        USING (organisation_id = (SELECT mawa_partner_organisation()));
      ${[
        ['agreement_lines', ''],
        ['agreement_confirmations', 'AND confirmed_by = (SELECT mawa_actor())'],
      ]
        .map(
          ([table, more]) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM agreements a WHERE a.id = agreement_id));
      CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_commits_money()) ${more});
      CREATE POLICY ${table}_for_constraints ON ${table} TO mawa_owner USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON ${table} TO mawa_app;`,
        )
        .join('')}
      ALTER TABLE partner_ratings ENABLE ROW LEVEL SECURITY;
      ALTER TABLE partner_ratings FORCE ROW LEVEL SECURITY;
      CREATE POLICY partner_ratings_read ON partner_ratings FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY partner_ratings_add ON partner_ratings FOR INSERT TO mawa_app
        WITH CHECK (rated_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
      GRANT SELECT, INSERT ON partner_ratings TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM agreement_lines) THEN RAISE EXCEPTION 'partners hold money: this step does not go back'; END IF;
      END $$;
      DROP POLICY agreements_of_own_partner ON agreements;
      DROP TRIGGER commitment_agreement_counts ON commitments;
      DROP TRIGGER agreement_lines_add_up ON agreements;
      DROP TABLE partner_ratings, agreement_confirmations, agreement_lines;
      DROP FUNCTION commitment_agreement_counts, agreement_needs_another_person, agreement_lines_add_up;
      ALTER TABLE agreements DROP CONSTRAINT agreements_amount_in_a_currency, DROP COLUMN amount, DROP COLUMN currency;
      DROP DOMAIN money_to_the_cent;
      DELETE FROM settings WHERE key IN ('advance_liquidation_share', 'advance_age_months');
    `);
  }
}
