import type { MigrationInterface, QueryRunner } from 'typeorm';

const WALLED = ['agency_month_steps', 'agency_months'];

/**
 * A month with an agency: prepared by one once nothing is unexplained, signed by another over the very
 * same figures, which the database itself works out and keeps. What is signed is locked for the lines of
 * that agency, up to its last day; two people unlock it, and all of it stays to be seen.
 */
export class SignAgencyMonths1700000000981 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE agency_month_transitions (
        from_state text NOT NULL,
        step text NOT NULL,
        to_state text NOT NULL,
        PRIMARY KEY (from_state, step)
      );
      INSERT INTO agency_month_transitions VALUES
        ('open', 'prepared', 'prepared'), ('prepared', 'returned', 'open'), ('prepared', 'signed', 'signed'),
        ('signed', 'unlock_asked', 'unlocking'), ('unlocking', 'unlock_refused', 'signed'), ('unlocking', 'unlocked', 'open');
      GRANT SELECT ON agency_month_transitions TO mawa_app;

      CREATE TABLE agency_month_steps (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        place bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
        grant_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        month date NOT NULL CHECK (extract(day FROM month) = 1),
        step text NOT NULL CHECK (step IN ('prepared', 'returned', 'signed', 'unlock_asked', 'unlock_refused', 'unlocked')),
        reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
        -- What was prepared and signed, worked out where it is kept.
        ours numeric(16,2),
        theirs numeric(16,2),
        bridge jsonb,
        open_items jsonb,
        taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        taken_at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK ((reason IS NOT NULL) = (step IN ('returned', 'unlock_asked'))),
        CHECK ((ours IS NOT NULL) = (step IN ('prepared', 'signed'))),
        CHECK (num_nulls(ours, theirs, bridge, open_items) IN (0, 4)),
        FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id)
      );
      CREATE INDEX agency_month_steps_in_order ON agency_month_steps (grant_id, organisation_id, month, place);
      CREATE TRIGGER agency_month_steps_stay BEFORE UPDATE OR DELETE ON agency_month_steps
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();

      -- Where a month stands; moved by its steps alone.
      CREATE TABLE agency_months (
        grant_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        month date NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'prepared', 'signed', 'unlocking')),
        -- Who prepared it, or asked to unlock it: another takes the step that follows.
        waits_for_another_than uuid REFERENCES users (id),
        signed_at timestamptz,
        PRIMARY KEY (grant_id, organisation_id, month),
        CHECK ((signed_at IS NOT NULL) = (state IN ('signed', 'unlocking')))
      );

      -- The last day that is signed with an agency; null where none is.
      CREATE FUNCTION agency_locked_until(p_grant uuid, p_organisation uuid) RETURNS date LANGUAGE sql STABLE
        SET search_path = public, pg_temp AS $$
        SELECT (max(month) + interval '1 month' - interval '1 day')::date FROM agency_months
         WHERE grant_id = p_grant AND organisation_id = p_organisation AND signed_at IS NOT NULL $$;

      CREATE FUNCTION agency_month_forward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE s agency_months; v_to text; v_last date := (NEW.month + interval '1 month' - interval '1 day')::date; p agency_month_steps;
      BEGIN
        -- Nothing is booked in the grant while its figures are worked out and locked.
        PERFORM 1 FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
          WHERE a.grant_id = NEW.grant_id AND a.kind = 'funds' FOR UPDATE OF b;
        PERFORM agency_turn(NEW.grant_id, NEW.organisation_id);
        INSERT INTO agency_months (grant_id, organisation_id, month, state) VALUES (NEW.grant_id, NEW.organisation_id, NEW.month, 'open')
          ON CONFLICT DO NOTHING;
        SELECT * INTO s FROM agency_months m WHERE m.grant_id = NEW.grant_id AND m.organisation_id = NEW.organisation_id
          AND m.month = NEW.month FOR UPDATE;
        SELECT to_state INTO v_to FROM agency_month_transitions WHERE from_state = s.state AND step = NEW.step;
        IF v_to IS NULL THEN PERFORM reconciliation_refuse('agency_month_step_in_turn'); END IF;
        IF NEW.step IN ('signed', 'unlocked') AND NEW.taken_by = s.waits_for_another_than THEN
          PERFORM reconciliation_refuse('agency_month_needs_another_person');
        END IF;
        IF NEW.step IN ('prepared', 'signed') THEN
          IF v_last >= mawa_day(mawa_now()) THEN PERFORM reconciliation_refuse('agency_month_is_over'); END IF;
          IF v_last <= agency_locked_until(NEW.grant_id, NEW.organisation_id) THEN PERFORM reconciliation_refuse('agency_months_in_order'); END IF;
          IF EXISTS (SELECT 1 FROM agency_open_items(NEW.grant_id, NEW.organisation_id, v_last) o WHERE o.reason IS NULL) THEN
            PERFORM reconciliation_refuse('agency_month_is_explained');
          END IF;
          SELECT jsonb_agg(to_jsonb(b) ORDER BY b.part, b.reason), max(b.amount) FILTER (WHERE b.part = 'ours'), max(b.amount) FILTER (WHERE b.part = 'theirs')
            INTO NEW.bridge, NEW.ours, NEW.theirs FROM agency_bridge(NEW.grant_id, NEW.organisation_id, v_last) b;
          SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.side, o.on_day, o.transaction_id, o.line_id, o.row_id), '[]')
            INTO NEW.open_items FROM agency_open_items(NEW.grant_id, NEW.organisation_id, v_last) o;
          IF NEW.ours <> NEW.theirs + (SELECT coalesce(sum((b->>'amount')::numeric), 0) FROM jsonb_array_elements(NEW.bridge) b
               WHERE b->>'part' NOT IN ('ours', 'theirs')) THEN
            PERFORM reconciliation_refuse('agency_month_is_explained');
          END IF;
        END IF;
        IF NEW.step = 'signed' THEN
          SELECT * INTO p FROM agency_month_steps x WHERE x.grant_id = NEW.grant_id AND x.organisation_id = NEW.organisation_id
            AND x.month = NEW.month ORDER BY x.place DESC LIMIT 1;
          IF (p.bridge, p.open_items) IS DISTINCT FROM (NEW.bridge, NEW.open_items) THEN
            PERFORM reconciliation_refuse('agency_month_as_prepared');
          END IF;
        END IF;
        IF NEW.step IN ('unlock_asked', 'unlocked') AND v_last < agency_locked_until(NEW.grant_id, NEW.organisation_id) THEN
          PERFORM reconciliation_refuse('agency_months_in_order');
        END IF;
        UPDATE agency_months m SET state = v_to,
               waits_for_another_than = CASE WHEN NEW.step IN ('prepared', 'unlock_asked') THEN NEW.taken_by END,
               signed_at = CASE WHEN v_to IN ('signed', 'unlocking') THEN coalesce(m.signed_at, mawa_now()) END
         WHERE m.grant_id = NEW.grant_id AND m.organisation_id = NEW.organisation_id AND m.month = NEW.month;
        RETURN NEW;
      END $$;
      CREATE TRIGGER agency_month_forward BEFORE INSERT ON agency_month_steps FOR EACH ROW EXECUTE FUNCTION agency_month_forward();

      -- Nothing is booked into a signed month on the lines of its agency.
      CREATE FUNCTION ledger_agency_month_is_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM ledger_accounts a JOIN budget_lines l ON l.id = a.line_id
             JOIN ledger_transactions t ON t.id = NEW.transaction_id
            WHERE a.id = NEW.account_id AND t.booked_on <= agency_locked_until(l.grant_id, l.organisation_id)) THEN
          PERFORM reconciliation_refuse('ledger_agency_month_is_open');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER ledger_agency_month_is_open BEFORE INSERT ON ledger_entries
        FOR EACH ROW EXECUTE FUNCTION ledger_agency_month_is_open();

      -- Nor ordered, received or paid on a day of it.
      CREATE FUNCTION commitment_agency_month_is_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.step IN ('committed', 'received', 'paid', 'cancelled') AND EXISTS (
             SELECT 1 FROM commitments c JOIN budget_lines l ON l.id = c.line_id
              WHERE c.id = NEW.commitment_id AND NEW.on_day <= agency_locked_until(l.grant_id, l.organisation_id)) THEN
          PERFORM reconciliation_refuse('commitment_agency_month_is_open');
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER commitment_agency_month_is_open AFTER INSERT ON commitment_steps
        FOR EACH ROW EXECUTE FUNCTION commitment_agency_month_is_open();
      CREATE FUNCTION partner_agency_month_is_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.step IN ('paid', 'refunded') AND EXISTS (
             SELECT 1 FROM partner_papers p JOIN agreement_lines x ON x.agreement_id = p.agreement_id JOIN budget_lines l ON l.id = x.line_id
              WHERE p.id = NEW.paper_id AND NEW.on_day <= agency_locked_until(l.grant_id, l.organisation_id)) THEN
          PERFORM reconciliation_refuse('partner_agency_month_is_open');
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER partner_agency_month_is_open AFTER INSERT ON partner_steps
        FOR EACH ROW EXECUTE FUNCTION partner_agency_month_is_open();

      -- The rows of a signed month neither come nor go, and what was signed is not parted.
      CREATE FUNCTION agency_file_month_is_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM agency_files f WHERE f.id = coalesce(to_jsonb(NEW)->>'file_id', to_jsonb(NEW)->>'id')::uuid
             AND f.month <= agency_locked_until(f.grant_id, f.organisation_id)) THEN
          PERFORM reconciliation_refuse('agency_month_is_open');
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER agency_file_month_is_open AFTER INSERT ON agency_files FOR EACH ROW EXECUTE FUNCTION agency_file_month_is_open();
      CREATE TRIGGER agency_file_month_is_open AFTER INSERT ON agency_files_withdrawn FOR EACH ROW EXECUTE FUNCTION agency_file_month_is_open();
      CREATE FUNCTION match_is_not_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (
             SELECT 1 FROM ledger_matches m JOIN agency_months s ON s.grant_id = m.grant_id AND s.organisation_id = m.organisation_id
               AND s.signed_at >= m.made_at
              WHERE m.id = NEW.match_id AND (
                EXISTS (SELECT 1 FROM matched_rows x JOIN agency_rows r ON r.id = x.row_id WHERE x.match_id = m.id AND r.month <= s.month)
                OR EXISTS (SELECT 1 FROM matched_entries x JOIN ledger_transactions t ON t.id = x.transaction_id
                     WHERE x.match_id = m.id AND t.booked_on < s.month + interval '1 month'))) THEN
          PERFORM reconciliation_refuse('match_is_not_signed');
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER match_is_not_signed AFTER INSERT ON ledger_partings FOR EACH ROW EXECUTE FUNCTION match_is_not_signed();

      ${WALLED.map(
        (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY ${table}_for_constraints ON ${table} TO mawa_owner USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app;`,
      ).join('')}
      -- A finance officer prepares; signing, giving back and unlocking is for the programme as well.
      CREATE POLICY agency_month_steps_add ON agency_month_steps FOR INSERT TO mawa_app
        WITH CHECK (taken_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money())
          AND (step <> 'prepared' OR (SELECT mawa_has_role('finance_officer') OR mawa_is_system())));
      GRANT INSERT (grant_id, organisation_id, month, step, reason) ON agency_month_steps TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM agency_month_steps) THEN RAISE EXCEPTION 'months are signed: this step does not go back'; END IF;
      END $$;
      DROP TRIGGER match_is_not_signed ON ledger_partings;
      DROP TRIGGER agency_file_month_is_open ON agency_files_withdrawn;
      DROP TRIGGER agency_file_month_is_open ON agency_files;
      DROP TRIGGER partner_agency_month_is_open ON partner_steps;
      DROP TRIGGER commitment_agency_month_is_open ON commitment_steps;
      DROP TRIGGER ledger_agency_month_is_open ON ledger_entries;
      DROP FUNCTION match_is_not_signed, agency_file_month_is_open, partner_agency_month_is_open, commitment_agency_month_is_open,
        ledger_agency_month_is_open, agency_month_forward, agency_locked_until;
      DROP TABLE agency_months, agency_month_steps, agency_month_transitions;
    `);
  }
}
