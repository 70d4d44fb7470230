import type { MigrationInterface, QueryRunner } from 'typeorm';

const WALLED = [
  'agency_files',
  'agency_rows',
  'agency_files_withdrawn',
  'ledger_matches',
  'matched_entries',
  'matched_rows',
  'ledger_partings',
  'open_item_reasons',
];

/**
 * What an agency's own ledger says of a month, row by row as it came, and which of our entries each row
 * is. A row and an entry stand in one match at most, whoever confirms at the same moment; a match says
 * what its two sides differ by and why; whatever is matched or not, both ledgers are made of it to the cent.
 */
export class KeepAgencyLedgers1700000000980 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('reconciliation_day_window', '2020-01-01Z', '10', 'programme rule: how many days an agency''s row may be from ours to be held the same without a look at it');

      CREATE TABLE agency_files (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        grant_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        month date NOT NULL CHECK (extract(day FROM month) = 1),
        -- SHA-256 of the file as it came.
        digest bytea NOT NULL CHECK (length(digest) = 32),
        row_count integer NOT NULL CHECK (row_count > 0),
        total numeric(16,2) NOT NULL,
        brought_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        brought_at timestamptz NOT NULL DEFAULT mawa_now(),
        FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id),
        UNIQUE (id, grant_id, organisation_id, month)
      );
      CREATE INDEX agency_files_by_month ON agency_files (grant_id, organisation_id, month);
      CREATE TABLE agency_rows (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        file_id uuid NOT NULL,
        -- As a spreadsheet numbers it.
        row_number integer NOT NULL CHECK (row_number > 0),
        grant_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        month date NOT NULL,
        reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 60),
        on_day date NOT NULL,
        -- In the currency of the grant; a credit is below nothing.
        amount numeric(14,2) NOT NULL CHECK (amount <> 0),
        document_amount numeric(14,2) CHECK (document_amount <> 0),
        document_currency char(3),
        line_id uuid,
        CHECK ((document_amount IS NULL) = (document_currency IS NULL)),
        CONSTRAINT agency_row_of_its_month CHECK (date_trunc('month', on_day::timestamp) = month),
        UNIQUE (file_id, row_number),
        FOREIGN KEY (file_id, grant_id, organisation_id, month) REFERENCES agency_files (id, grant_id, organisation_id, month),
        FOREIGN KEY (grant_id, line_id) REFERENCES budget_lines (grant_id, id)
      );
      CREATE INDEX agency_rows_by_month ON agency_rows (grant_id, organisation_id, month);
      -- A file that was taken back counts no longer; it stays as it came.
      CREATE TABLE agency_files_withdrawn (
        file_id uuid CONSTRAINT agency_file_withdrawn_once PRIMARY KEY REFERENCES agency_files (id),
        withdrawn_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        withdrawn_at timestamptz NOT NULL DEFAULT mawa_now()
      );

      CREATE TABLE ledger_matches (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        grant_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        how text NOT NULL CHECK (how IN ('exact', 'late', 'split', 'amount', 'group', 'differs', 'reversal', 'hand')),
        entry_count integer NOT NULL CHECK (entry_count >= 0),
        row_count integer NOT NULL CHECK (row_count >= 0),
        -- Ours less theirs.
        difference numeric(14,2) NOT NULL,
        reason text CHECK (reason IN ('amount_differs', 'exchange_difference')),
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT match_says_why_it_differs CHECK ((difference = 0) = (reason IS NULL)),
        CONSTRAINT match_has_two_sides CHECK (entry_count + row_count >= 2 AND (difference = 0 OR least(entry_count, row_count) > 0)),
        FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id)
      );
      CREATE INDEX ledger_matches_by_agency ON ledger_matches (grant_id, organisation_id);
      CREATE TABLE matched_entries (
        match_id uuid NOT NULL REFERENCES ledger_matches (id),
        transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
        line_id uuid NOT NULL REFERENCES budget_lines (id),
        stands boolean NOT NULL DEFAULT true,
        PRIMARY KEY (match_id, transaction_id, line_id)
      );
      CREATE UNIQUE INDEX entry_is_matched_once ON matched_entries (transaction_id, line_id) WHERE stands;
      CREATE TABLE matched_rows (
        match_id uuid NOT NULL REFERENCES ledger_matches (id),
        row_id uuid NOT NULL REFERENCES agency_rows (id),
        stands boolean NOT NULL DEFAULT true,
        PRIMARY KEY (match_id, row_id)
      );
      CREATE UNIQUE INDEX row_is_matched_once ON matched_rows (row_id) WHERE stands;
      CREATE TABLE ledger_partings (
        match_id uuid CONSTRAINT match_is_parted_once PRIMARY KEY REFERENCES ledger_matches (id),
        parted_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        parted_at timestamptz NOT NULL DEFAULT mawa_now()
      );

      -- Why an item of one side has none on the other; the last one said counts, until the item is matched.
      CREATE TABLE open_item_reasons (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        grant_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        transaction_id uuid REFERENCES ledger_transactions (id),
        line_id uuid REFERENCES budget_lines (id),
        row_id uuid REFERENCES agency_rows (id),
        reason text NOT NULL CHECK (reason IN ('timing', 'missing_here', 'missing_there', 'amount_differs', 'exchange_difference')),
        noted_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        noted_at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK ((row_id IS NULL) = (transaction_id IS NOT NULL) AND (transaction_id IS NULL) = (line_id IS NULL)),
        CONSTRAINT reason_of_its_side CHECK (reason <> (CASE WHEN row_id IS NULL THEN 'missing_here' ELSE 'missing_there' END)),
        FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id)
      );
      CREATE INDEX open_item_reasons_of_entry ON open_item_reasons (transaction_id, line_id, id) WHERE transaction_id IS NOT NULL;
      CREATE INDEX open_item_reasons_of_row ON open_item_reasons (row_id, id) WHERE row_id IS NOT NULL;

      -- What our ledger says was spent on a line by one transaction, whether the line still held it or not.
      CREATE VIEW agency_entries WITH (security_invoker = true) AS
        SELECT t.id AS transaction_id, l.id AS line_id, l.grant_id, l.organisation_id, t.booked_on, t.fact_on,
               t.source_kind, t.source_id, t.reverses, t.commitment_id, t.agreement_id, sum(e.amount) AS amount,
               CASE WHEN count(DISTINCT e.original_currency) = 1 THEN sum(e.original_amount) END AS document_amount,
               min(e.original_currency) AS document_currency
          FROM budget_lines l
          JOIN ledger_accounts a ON a.line_id = l.id AND a.kind IN ('spent', 'unfunded')
          JOIN ledger_entries e ON e.account_id = a.id
          JOIN ledger_transactions t ON t.id = e.transaction_id
         GROUP BY t.id, l.id HAVING sum(e.amount) <> 0;
      CREATE VIEW agency_rows_that_count WITH (security_invoker = true) AS
        SELECT r.* FROM agency_rows r
         WHERE NOT EXISTS (SELECT 1 FROM agency_files_withdrawn w WHERE w.file_id = r.file_id);

      -- Who books, matches or signs for one agency takes turns.
      CREATE FUNCTION agency_turn(p_grant uuid, p_organisation uuid) RETURNS void LANGUAGE sql VOLATILE AS $$
        SELECT pg_advisory_xact_lock(hashtextextended(p_grant::text || p_organisation::text, 11)) $$;
      CREATE FUNCTION reconciliation_refuse(p_constraint text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'this is refused: %', p_constraint USING ERRCODE = '23514', CONSTRAINT = p_constraint;
      END $$;

      -- Items of either side without one on the other, up to a day, with the reason that somebody gave.
      CREATE FUNCTION agency_open_items(p_grant uuid, p_organisation uuid, p_until date)
        RETURNS TABLE (side text, transaction_id uuid, line_id uuid, row_id uuid, on_day date, amount numeric, reason text)
        LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT 'ours', e.transaction_id, e.line_id, NULL::uuid, e.booked_on, e.amount,
               (SELECT o.reason FROM open_item_reasons o WHERE o.transaction_id = e.transaction_id AND o.line_id = e.line_id
                 ORDER BY o.id DESC LIMIT 1)
          FROM agency_entries e
         WHERE e.grant_id = p_grant AND e.organisation_id = p_organisation AND e.booked_on <= p_until
           AND NOT EXISTS (SELECT 1 FROM matched_entries m WHERE m.transaction_id = e.transaction_id AND m.line_id = e.line_id AND m.stands)
        UNION ALL
        SELECT 'theirs', NULL, NULL, r.id, r.on_day, r.amount,
               (SELECT o.reason FROM open_item_reasons o WHERE o.row_id = r.id ORDER BY o.id DESC LIMIT 1)
          FROM agency_rows_that_count r
         WHERE r.grant_id = p_grant AND r.organisation_id = p_organisation AND r.month <= p_until
           AND NOT EXISTS (SELECT 1 FROM matched_rows m WHERE m.row_id = r.id AND m.stands) $$;

      -- From our total to theirs up to a day: ours = theirs + all the rest, to the cent, whatever is matched.
      CREATE FUNCTION agency_bridge(p_grant uuid, p_organisation uuid, p_until date)
        RETURNS TABLE (part text, reason text, items bigint, amount numeric)
        LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        WITH matched AS (
          SELECT m.id, m.reason, sum(p.amount) FILTER (WHERE p.within) AS amount, bool_and(p.within) AS whole
            FROM ledger_matches m JOIN (
              SELECT x.match_id, e.amount, e.booked_on <= p_until AS within FROM matched_entries x
                JOIN agency_entries e ON e.transaction_id = x.transaction_id AND e.line_id = x.line_id
               WHERE x.stands AND e.grant_id = p_grant AND e.organisation_id = p_organisation
              UNION ALL
              SELECT x.match_id, -r.amount, r.month <= p_until FROM matched_rows x JOIN agency_rows r ON r.id = x.row_id
               WHERE x.stands AND r.grant_id = p_grant AND r.organisation_id = p_organisation
            ) p ON p.match_id = m.id
           WHERE m.grant_id = p_grant AND m.organisation_id = p_organisation GROUP BY m.id)
        SELECT 'ours', NULL::text, NULL::bigint, coalesce(sum(d.amount), 0)::numeric(16,2)
          FROM ledger_days d JOIN ledger_accounts a ON a.id = d.account_id AND a.kind IN ('spent', 'unfunded')
          JOIN budget_lines l ON l.id = a.line_id
         WHERE l.grant_id = p_grant AND l.organisation_id = p_organisation AND d.day <= p_until
        UNION ALL
        SELECT 'theirs', NULL, NULL, coalesce(sum(r.amount), 0)::numeric(16,2) FROM agency_rows_that_count r
         WHERE r.grant_id = p_grant AND r.organisation_id = p_organisation AND r.month <= p_until
        UNION ALL
        SELECT 'open_' || o.side, o.reason, count(*), sum(CASE WHEN o.side = 'ours' THEN o.amount ELSE -o.amount END)::numeric(16,2)
          FROM agency_open_items(p_grant, p_organisation, p_until) o GROUP BY o.side, o.reason
        UNION ALL
        SELECT 'match', CASE WHEN m.whole THEN m.reason ELSE 'timing' END, count(*), sum(m.amount)::numeric(16,2)
          FROM matched m WHERE m.amount <> 0 GROUP BY 2 $$;

      CREATE FUNCTION agency_file_adds_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_id uuid := coalesce(to_jsonb(NEW)->>'file_id', to_jsonb(NEW)->>'id')::uuid; v_count integer; v_sum numeric;
      BEGIN
        SELECT count(*), coalesce(sum(amount), 0) INTO v_count, v_sum FROM agency_rows WHERE file_id = v_id;
        IF (v_count, v_sum) IS DISTINCT FROM (SELECT (f.row_count, f.total) FROM agency_files f WHERE f.id = v_id) THEN
          PERFORM reconciliation_refuse('agency_file_adds_up');
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER agency_file_has_rows AFTER INSERT ON agency_files
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agency_file_adds_up();

      CREATE FUNCTION agency_rows_come_with_their_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.line_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM budget_lines l
             WHERE l.id = NEW.line_id AND l.organisation_id = NEW.organisation_id) THEN
          PERFORM reconciliation_refuse('agency_row_on_its_own_line');
        END IF;
        -- What was slipped in later would be of another transaction than its file.
        IF (SELECT f.xmin::text FROM agency_files f WHERE f.id = NEW.file_id) <> pg_current_xact_id()::xid::text THEN
          PERFORM reconciliation_refuse('agency_file_adds_up');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER agency_rows_come_with_their_file BEFORE INSERT ON agency_rows
        FOR EACH ROW EXECUTE FUNCTION agency_rows_come_with_their_file();

      CREATE FUNCTION agency_file_is_free() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE f agency_files;
      BEGIN
        SELECT * INTO f FROM agency_files WHERE id = NEW.file_id;
        PERFORM agency_turn(f.grant_id, f.organisation_id);
        IF EXISTS (SELECT 1 FROM agency_rows r JOIN matched_rows m ON m.row_id = r.id AND m.stands WHERE r.file_id = f.id) THEN
          PERFORM reconciliation_refuse('agency_file_is_free');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER agency_file_is_free BEFORE INSERT ON agency_files_withdrawn
        FOR EACH ROW EXECUTE FUNCTION agency_file_is_free();

      CREATE FUNCTION match_takes_its_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM agency_turn(NEW.grant_id, NEW.organisation_id);
        RETURN NEW;
      END $$;
      CREATE TRIGGER match_takes_its_turn BEFORE INSERT ON ledger_matches FOR EACH ROW EXECUTE FUNCTION match_takes_its_turn();
      CREATE TRIGGER reason_takes_its_turn BEFORE INSERT ON open_item_reasons FOR EACH ROW EXECUTE FUNCTION match_takes_its_turn();
      CREATE TRIGGER file_takes_its_turn BEFORE INSERT ON agency_files FOR EACH ROW EXECUTE FUNCTION match_takes_its_turn();

      CREATE FUNCTION match_adds_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE m ledger_matches; v_entries integer; v_rows integer; v_ours numeric; v_theirs numeric;
      BEGIN
        SELECT * INTO m FROM ledger_matches WHERE id = coalesce(to_jsonb(NEW)->>'match_id', to_jsonb(NEW)->>'id')::uuid;
        SELECT count(*), coalesce(sum(e.amount), 0) INTO v_entries, v_ours FROM matched_entries x
          JOIN agency_entries e ON e.transaction_id = x.transaction_id AND e.line_id = x.line_id
            AND e.grant_id = m.grant_id AND e.organisation_id = m.organisation_id WHERE x.match_id = m.id;
        SELECT count(*), coalesce(sum(r.amount), 0) INTO v_rows, v_theirs FROM matched_rows x
          JOIN agency_rows_that_count r ON r.id = x.row_id AND r.grant_id = m.grant_id AND r.organisation_id = m.organisation_id
         WHERE x.match_id = m.id;
        IF (v_entries, v_rows, v_ours - v_theirs) IS DISTINCT FROM (m.entry_count, m.row_count, m.difference)
           OR v_entries <> (SELECT count(*) FROM matched_entries WHERE match_id = m.id)
           OR v_rows <> (SELECT count(*) FROM matched_rows WHERE match_id = m.id) THEN
          PERFORM reconciliation_refuse('match_adds_up');
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER match_adds_up AFTER INSERT ON ledger_matches
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION match_adds_up();
      -- A match is made whole: nothing is slipped in afterwards.
      CREATE FUNCTION match_is_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF (SELECT m.xmin::text FROM ledger_matches m WHERE m.id = NEW.match_id) <> pg_current_xact_id()::xid::text OR NOT NEW.stands THEN
          PERFORM reconciliation_refuse('match_adds_up');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER match_is_whole BEFORE INSERT ON matched_entries FOR EACH ROW EXECUTE FUNCTION match_is_whole();
      CREATE TRIGGER match_is_whole BEFORE INSERT ON matched_rows FOR EACH ROW EXECUTE FUNCTION match_is_whole();

      CREATE FUNCTION match_is_parted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE m ledger_matches;
      BEGIN
        SELECT * INTO m FROM ledger_matches WHERE id = NEW.match_id;
        PERFORM agency_turn(m.grant_id, m.organisation_id);
        UPDATE matched_entries SET stands = false WHERE match_id = m.id;
        UPDATE matched_rows SET stands = false WHERE match_id = m.id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER match_is_parted BEFORE INSERT ON ledger_partings FOR EACH ROW EXECUTE FUNCTION match_is_parted();

      ${WALLED.map(
        (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY ${table}_for_constraints ON ${table} TO mawa_owner USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON ${table} TO mawa_app;`,
      ).join('')}
      ${WALLED.filter((table) => !table.startsWith('matched_'))
        .map(
          (table) => `CREATE TRIGGER ${table}_stay BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();`,
        )
        .join('\n      ')}
      CREATE TRIGGER matched_entries_stay BEFORE DELETE ON matched_entries FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
      CREATE TRIGGER matched_rows_stay BEFORE DELETE ON matched_rows FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
      ${(
        [
          ['agency_files', 'brought_by'],
          ['agency_files_withdrawn', 'withdrawn_by'],
          ['ledger_matches', 'made_by'],
          ['ledger_partings', 'parted_by'],
          ['open_item_reasons', 'noted_by'],
        ] as const
      )
        .map(
          ([table, by]) => `CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app
        WITH CHECK (${by} = (SELECT mawa_actor()) AND (SELECT mawa_has_role('finance_officer') OR mawa_is_system()));`,
        )
        .join('\n      ')}
      ${['agency_rows', 'matched_entries', 'matched_rows']
        .map(
          (table) => `CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app
        WITH CHECK ((SELECT mawa_has_role('finance_officer') OR mawa_is_system()));`,
        )
        .join('\n      ')}
      GRANT SELECT ON agency_entries, agency_rows_that_count TO mawa_app;
      -- Sums by day are read by those who read the ledger, and by figures as before.
      ALTER TABLE ledger_days ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ledger_days FORCE ROW LEVEL SECURITY;
      CREATE POLICY ledger_days_read ON ledger_days FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY ledger_days_for_figures ON ledger_days FOR SELECT TO mawa_figures USING (true);
      CREATE POLICY ledger_days_for_constraints ON ledger_days TO mawa_owner USING (true) WITH CHECK (true);
      GRANT SELECT ON ledger_days TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM agency_files) OR EXISTS (SELECT 1 FROM ledger_matches) THEN
          RAISE EXCEPTION 'an agency''s ledger was brought in: this step does not go back';
        END IF;
      END $$;
      REVOKE SELECT ON ledger_days FROM mawa_app;
      DROP POLICY ledger_days_read ON ledger_days;
      DROP POLICY ledger_days_for_figures ON ledger_days;
      DROP POLICY ledger_days_for_constraints ON ledger_days;
      ALTER TABLE ledger_days NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE ledger_days DISABLE ROW LEVEL SECURITY;
      DROP FUNCTION agency_bridge, agency_open_items;
      DROP VIEW agency_rows_that_count, agency_entries;
      DROP TABLE open_item_reasons, ledger_partings, matched_rows, matched_entries, ledger_matches, agency_files_withdrawn,
        agency_rows, agency_files;
      DROP FUNCTION match_is_parted, match_is_whole, match_adds_up, match_takes_its_turn, agency_file_is_free,
        agency_rows_come_with_their_file, agency_file_adds_up, reconciliation_refuse, agency_turn;
      DELETE FROM settings WHERE key = 'reconciliation_day_window';
    `);
  }
}
