/** The functions that migration 1424 changes, as they were before it: what its `down` puts back. */
export const BEFORE_FOR_THE_GATE = `
CREATE OR REPLACE FUNCTION mawa_closed_on(p_case uuid) RETURNS date LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid := mawa_person(p_case); v_stage text;
      BEGIN
        SELECT stage INTO v_stage FROM cases WHERE id = v_case FOR SHARE;
        IF v_stage <> 'closed' THEN RETURN NULL; END IF;
        RETURN (SELECT mawa_day(max(at)) FROM stage_changes WHERE case_id = v_case AND to_stage = 'closed');
      END $$;

CREATE OR REPLACE FUNCTION return_hold_track(p_track uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM return_tracks t WHERE t.id = p_track FOR NO KEY UPDATE;
      END $$;

CREATE OR REPLACE FUNCTION training_standing(p_sessions uuid[]) RETURNS TABLE(session_id uuid, taken integer, waiting integer) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
        SELECT s.id, count(e.seat)::int, count(e.id) FILTER (WHERE e.state = 'waiting')::int
          FROM unnest(p_sessions) s (id) LEFT JOIN training_enrolments e ON e.session_id = s.id GROUP BY s.id $$;

CREATE OR REPLACE FUNCTION training_on_register(p_session uuid, p_day date) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
        SELECT count(*)::int FROM training_enrolments e
         WHERE e.session_id = p_session AND EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = e.id
             AND s.to_state = 'started' AND s.on_day <= p_day)
           AND NOT EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = e.id
             AND s.to_state IN ('completed', 'dropped_out') AND s.on_day < p_day) $$;

CREATE OR REPLACE FUNCTION training_turn(p_enrolment uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
        SELECT count(*)::int FROM training_enrolments e JOIN training_enrolments o ON o.session_id = e.session_id
           AND o.state = 'waiting' AND o.place <= e.place
         WHERE e.id = p_enrolment AND e.state = 'waiting' $$;

CREATE OR REPLACE FUNCTION work_standing(p_offers uuid[]) RETURNS TABLE(offer_id uuid, taken integer) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
        SELECT o.id, count(a.seat)::int FROM unnest(p_offers) o (id) LEFT JOIN work_applications a ON a.offer_id = o.id GROUP BY o.id $$;

CREATE OR REPLACE FUNCTION import_brought(p_list text, p_digest bytea) RETURNS timestamp with time zone LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
        SELECT max(imported_at) FROM import_runs WHERE list = p_list AND digest = p_digest AND state = 'imported' $$;

CREATE OR REPLACE FUNCTION report_suits(p_report uuid, p_organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
        SELECT EXISTS (
          SELECT 1 FROM reports r JOIN organisations o ON o.id = p_organisation AND o.active
           WHERE r.id = p_report
             AND (r.audience_id = o.id OR EXISTS (
               SELECT 1 FROM report_audiences a
                WHERE a.organisation_kind = o.kind AND a.audience = (
                  SELECT l.body #>> '{disclosure,audience}' FROM report_documents d, jsonb_each(d.published) AS l (code, body)
                   WHERE d.report_id = r.id ORDER BY d.version DESC, l.code LIMIT 1)))) $$;`;

export const BEFORE_FOR_THE_OWNER = `
CREATE OR REPLACE FUNCTION ledger_of_cause(p_cause uuid) RETURNS TABLE(fact_on date, sign integer, currency character, amount numeric, original_amount numeric, original_currency character) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
        SELECT f.fact_on, CASE WHEN t.id = f.id THEN 1 ELSE -1 END, g.currency,
               sum(e.amount), sum(e.original_amount), e.original_currency
          FROM (SELECT x.id, x.fact_on FROM ledger_transactions x
                 WHERE x.source_kind IN ('bed-night', 'service', 'training', 'recognition', 'correction') AND split_part(x.source_id, '/', 1) = p_cause::text
                UNION ALL SELECT x.id, x.fact_on FROM ledger_transactions x WHERE x.source_kind = 'invoice' AND x.commitment_id = p_cause) f
          JOIN ledger_transactions t ON t.id = f.id OR t.reverses = f.id
          JOIN grants g ON g.id = t.grant_id
          JOIN ledger_entries e ON e.transaction_id = t.id
          JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
         GROUP BY f.id, f.fact_on, t.id, g.currency, e.original_currency $$;

CREATE OR REPLACE FUNCTION ledger_of_commitment(p_commitment uuid) RETURNS TABLE(source_kind text, source_id text, account_id uuid, amount numeric, rate numeric, rate_on date) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
        SELECT t.source_kind, t.source_id, e.account_id, e.amount, e.rate, e.rate_on
          FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id WHERE t.commitment_id = p_commitment ORDER BY e.id $$;

CREATE OR REPLACE FUNCTION ledger_of_source(p_kind text, p_id text) RETURNS TABLE(transaction_id uuid, grant_id uuid, fact_on date, reversed boolean, account_id uuid, account_kind text, amount numeric, original_amount numeric, original_currency character, rate numeric, rate_on date) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
        SELECT t.id, t.grant_id, t.fact_on, EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id),
               e.account_id, a.kind, e.amount, e.original_amount, e.original_currency, e.rate, e.rate_on
          FROM ledger_transactions t
          JOIN ledger_entries e ON e.transaction_id = t.id
          JOIN ledger_accounts a ON a.id = e.account_id
         WHERE t.source_kind = p_kind AND t.source_id = p_id
         ORDER BY e.id $$;`;
