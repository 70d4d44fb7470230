import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BEFORE_FOR_THE_GATE, BEFORE_FOR_THE_OWNER } from './data/gate-functions-1';

/** Roles that book what was done for somebody, and those that read the ledger. */
const READS_SOURCES = `mawa_is_system() OR mawa_has_role('shelter_manager', 'shelter_staff', 'reintegration_officer',
            'case_supervisor', 'programme_officer', 'finance_officer', 'auditor')`;
const READS_CAUSES = `mawa_is_system() OR mawa_has_role('reintegration_officer', 'case_supervisor', 'programme_officer',
            'finance_officer', 'auditor')`;

/**
 * Functions of the gate and of the owner that told of a row, or locked it, for whoever named its id now
 * ask the actor for the right to it. A task about a case is opened by whoever reaches the case: through
 * `add_task` and `add_holder_tasks`, while the functions of the gate keep `open_task` and `tell_holders`.
 */
export class AskWhoReachesTheRow1700000001424 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Access that ends in this very transaction still counts: who lets a bed go tells those who hold the case.
      CREATE FUNCTION mawa_reaches(p_case uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT mawa_is_system() OR p_case <> ALL (mawa_hidden_cases()) AND EXISTS (SELECT 1 FROM case_access a
          WHERE a.case_id = p_case AND a.principal_id = ANY (mawa_principals())
            AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at >= mawa_now())) $$;
      COMMENT ON FUNCTION mawa_reaches(uuid) IS 'Has the actor access of any kind to this case, or is it a system user';

      CREATE FUNCTION add_task(p_kind text, p_case uuid, p_subject uuid, p_role text, p_user uuid, p_due timestamptz) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT (CASE WHEN p_case IS NOT NULL THEN mawa_reaches(p_case)
             ELSE mawa_is_system() OR mawa_has_role('administrator', 'shelter_manager', 'shelter_staff', 'reintegration_officer',
               'case_supervisor', 'legal_officer', 'hotline_operator', 'programme_officer', 'finance_officer', 'focal_point') END) THEN
          RAISE EXCEPTION 'this actor opens no task about that' USING ERRCODE = '42501';
        END IF;
        PERFORM open_task(p_kind, p_case, p_subject, p_role, p_user, p_due);
      END $$;
      CREATE FUNCTION add_holder_tasks(p_kind text, p_case uuid, p_subject uuid, p_due timestamptz) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_reaches(p_case) THEN
          RAISE EXCEPTION 'this actor opens no task about that' USING ERRCODE = '42501';
        END IF;
        PERFORM tell_holders(p_kind, p_case, p_subject, p_due);
      END $$;
      REVOKE EXECUTE ON FUNCTION add_task(text, uuid, uuid, text, uuid, timestamptz),
        add_holder_tasks(text, uuid, uuid, timestamptz) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION add_task(text, uuid, uuid, text, uuid, timestamptz),
        add_holder_tasks(text, uuid, uuid, timestamptz) TO mawa_app;
      ALTER FUNCTION add_task(text, uuid, uuid, text, uuid, timestamptz) OWNER TO mawa_gate;
      ALTER FUNCTION add_holder_tasks(text, uuid, uuid, timestamptz) OWNER TO mawa_gate;

      SET LOCAL ROLE mawa_gate;
      REVOKE EXECUTE ON FUNCTION open_task(text, uuid, uuid, text, uuid, timestamptz),
        tell_holders(text, uuid, uuid, timestamptz) FROM mawa_app;

      -- Triggers ask it of the row that they stand behind, whoever wrote it.
      CREATE OR REPLACE FUNCTION mawa_closed_on(p_case uuid) RETURNS date LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid := mawa_person(p_case); v_stage text;
      BEGIN
        IF pg_trigger_depth() = 0 AND NOT mawa_reaches(p_case) THEN
          RAISE EXCEPTION 'this case is not for this actor to lock' USING ERRCODE = '42501';
        END IF;
        SELECT stage INTO v_stage FROM cases WHERE id = v_case FOR SHARE;
        IF v_stage <> 'closed' THEN RETURN NULL; END IF;
        RETURN (SELECT mawa_day(max(at)) FROM stage_changes WHERE case_id = v_case AND to_stage = 'closed');
      END $$;

      CREATE OR REPLACE FUNCTION return_hold_track(p_track uuid) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM return_tracks t WHERE t.id = p_track AND mawa_reaches(t.case_id) FOR NO KEY UPDATE;
      END $$;

      CREATE OR REPLACE FUNCTION training_standing(p_sessions uuid[]) RETURNS TABLE (session_id uuid, taken integer, waiting integer)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT s.id, count(e.seat)::int, count(e.id) FILTER (WHERE e.state = 'waiting')::int
          FROM unnest(p_sessions) s (id) LEFT JOIN training_enrolments e ON e.session_id = s.id AND (SELECT mawa_is_system()
            OR mawa_has_role('shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor', 'programme_officer'))
         GROUP BY s.id $$;

      CREATE OR REPLACE FUNCTION training_on_register(p_session uuid, p_day date) RETURNS integer
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT count(*)::int FROM training_enrolments e
         WHERE e.session_id = p_session
           AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor'))
           AND EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = e.id
             AND s.to_state = 'started' AND s.on_day <= p_day)
           AND NOT EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = e.id
             AND s.to_state IN ('completed', 'dropped_out') AND s.on_day < p_day) $$;

      CREATE OR REPLACE FUNCTION training_turn(p_enrolment uuid) RETURNS integer
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT count(*)::int FROM training_enrolments e JOIN training_enrolments o ON o.session_id = e.session_id
           AND o.state = 'waiting' AND o.place <= e.place
         WHERE e.id = p_enrolment AND e.state = 'waiting' AND mawa_reaches(e.case_id) $$;

      CREATE OR REPLACE FUNCTION work_standing(p_offers uuid[]) RETURNS TABLE (offer_id uuid, taken integer)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT o.id, count(a.seat)::int FROM unnest(p_offers) o (id) LEFT JOIN work_applications a ON a.offer_id = o.id
           AND (SELECT mawa_has_role('reintegration_officer', 'case_supervisor', 'programme_officer'))
         GROUP BY o.id $$;

      CREATE OR REPLACE FUNCTION import_brought(p_list text, p_digest bytea) RETURNS timestamptz
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT max(imported_at) FROM import_runs WHERE list = p_list AND digest = p_digest AND state = 'imported'
           AND (SELECT mawa_has_role('administrator', 'shelter_manager', 'reintegration_officer', 'case_supervisor',
             'finance_officer', 'programme_officer', 'partner_viewer')) $$;

      CREATE OR REPLACE FUNCTION report_suits(p_report uuid, p_organisation uuid) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT (mawa_is_system() OR mawa_has_role('programme_officer', 'finance_officer', 'auditor')) AND EXISTS (
          SELECT 1 FROM reports r JOIN organisations o ON o.id = p_organisation AND o.active
           WHERE r.id = p_report
             AND (r.audience_id = o.id OR EXISTS (
               SELECT 1 FROM report_audiences a
                WHERE a.organisation_kind = o.kind AND a.audience = (
                  SELECT l.body #>> '{disclosure,audience}' FROM report_documents d, jsonb_each(d.published) AS l (code, body)
                   WHERE d.report_id = r.id ORDER BY d.version DESC, l.code LIMIT 1)))) $$;
      RESET ROLE;

      CREATE OR REPLACE FUNCTION ledger_of_cause(p_cause uuid)
        RETURNS TABLE (fact_on date, sign integer, currency character, amount numeric, original_amount numeric, original_currency character)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT f.fact_on, CASE WHEN t.id = f.id THEN 1 ELSE -1 END, g.currency,
               sum(e.amount), sum(e.original_amount), e.original_currency
          FROM (SELECT x.id, x.fact_on FROM ledger_transactions x
                 WHERE x.source_kind IN ('bed-night', 'service', 'training', 'recognition', 'correction') AND split_part(x.source_id, '/', 1) = p_cause::text
                UNION ALL SELECT x.id, x.fact_on FROM ledger_transactions x WHERE x.source_kind = 'invoice' AND x.commitment_id = p_cause) f
          JOIN ledger_transactions t ON t.id = f.id OR t.reverses = f.id
          JOIN grants g ON g.id = t.grant_id
          JOIN ledger_entries e ON e.transaction_id = t.id
          JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
         WHERE (SELECT ${READS_CAUSES})
         GROUP BY f.id, f.fact_on, t.id, g.currency, e.original_currency $$;

      CREATE OR REPLACE FUNCTION ledger_of_commitment(p_commitment uuid)
        RETURNS TABLE (source_kind text, source_id text, account_id uuid, amount numeric, rate numeric, rate_on date)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT t.source_kind, t.source_id, e.account_id, e.amount, e.rate, e.rate_on
          FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
         WHERE t.commitment_id = p_commitment AND (SELECT ${READS_CAUSES}) ORDER BY e.id $$;

      CREATE OR REPLACE FUNCTION ledger_of_source(p_kind text, p_id text)
        RETURNS TABLE (transaction_id uuid, grant_id uuid, fact_on date, reversed boolean, account_id uuid, account_kind text,
          amount numeric, original_amount numeric, original_currency character, rate numeric, rate_on date)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT t.id, t.grant_id, t.fact_on, EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id),
               e.account_id, a.kind, e.amount, e.original_amount, e.original_currency, e.rate, e.rate_on
          FROM ledger_transactions t
          JOIN ledger_entries e ON e.transaction_id = t.id
          JOIN ledger_accounts a ON a.id = e.account_id
         WHERE t.source_kind = p_kind AND t.source_id = p_id AND (SELECT ${READS_SOURCES})
         ORDER BY e.id $$;

      ALTER TABLE survey_weightings FORCE ROW LEVEL SECURITY;
      ALTER TABLE survey_weights FORCE ROW LEVEL SECURITY;
    `);
    for (const role of ['mawa_gate', 'mawa_blind', 'mawa_owner']) await shut(queryRunner, role);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE survey_weightings NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE survey_weights NO FORCE ROW LEVEL SECURITY;
      ${BEFORE_FOR_THE_OWNER}
      SET LOCAL ROLE mawa_gate;
      ${BEFORE_FOR_THE_GATE}
      GRANT EXECUTE ON FUNCTION open_task(text, uuid, uuid, text, uuid, timestamptz),
        tell_holders(text, uuid, uuid, timestamptz) TO mawa_app;
      RESET ROLE;
      DROP FUNCTION add_task(text, uuid, uuid, text, uuid, timestamptz);
      DROP FUNCTION add_holder_tasks(text, uuid, uuid, timestamptz);
      DROP FUNCTION mawa_reaches(uuid);
    `);
  }
}

/** A function that runs with another's rights is called by those who were named, or by its trigger alone. */
async function shut(queryRunner: QueryRunner, role: string): Promise<void> {
  await queryRunner.query(`
    SET LOCAL ROLE ${role};
    DO $$
    DECLARE v regprocedure;
    BEGIN
      FOR v IN SELECT p.oid::regprocedure FROM pg_proc p
         WHERE p.prosecdef AND pg_get_userbyid(p.proowner) = '${role}' AND p.pronamespace IN ('public'::regnamespace, 'keys'::regnamespace)
           AND has_function_privilege('public', p.oid, 'EXECUTE')
      LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', v);
      END LOOP;
    END $$;
    RESET ROLE;`);
}
