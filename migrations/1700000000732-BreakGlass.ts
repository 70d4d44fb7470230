import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Break-glass: in an emergency, and by the case number alone, a case is opened for some hours to
 * one who does not hold it. Supervisors are told at once and one of them reviews it.
 */
export class BreakGlass1700000000732 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('break_glass_hours', '2020-01-01Z', '12', 'programme rule'),
        ('break_glass_per_day', '2020-01-01Z', '5', 'programme rule: attempts of one person in 24 hours, found or not'),
        ('break_glass_review_hours', '2020-01-01Z', '24', 'programme rule');
      -- What an emergency needs; never the account of what happened, the legal file or the money.
      INSERT INTO access_reasons (reason, parts) VALUES
        ('break_glass', '{placement,facts,identity,contact,safe_contact,health,care}');

      CREATE TABLE break_glass (
        id uuid PRIMARY KEY,
        -- Null where no case was opened: the attempt counts towards the day's limit all the same.
        case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
        user_id uuid NOT NULL REFERENCES users (id),
        cause text NOT NULL CHECK (cause IN ('life', 'medical', 'missing', 'child', 'court', 'other')),
        note bytea,
        restricted boolean NOT NULL DEFAULT false,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        until_at timestamptz,
        reviewed_by uuid REFERENCES users (id),
        reviewed_at timestamptz,
        verdict text CHECK (verdict IN ('justified', 'not_justified')),
        review_note bytea,
        CONSTRAINT break_glass_opened_or_not CHECK ((case_id IS NULL) = (until_at IS NULL)),
        CONSTRAINT break_glass_by_another CHECK (reviewed_by <> user_id),
        CONSTRAINT break_glass_reviewed_whole
          CHECK ((reviewed_by IS NULL) = (verdict IS NULL) AND (verdict IS NULL) = (reviewed_at IS NULL))
      );
      CREATE INDEX break_glass_by_user ON break_glass (user_id, at);
      CREATE INDEX break_glass_by_case ON break_glass (case_id) WHERE case_id IS NOT NULL;
      CREATE INDEX break_glass_waiting ON break_glass (at) WHERE case_id IS NOT NULL AND reviewed_at IS NULL;
      ALTER TABLE break_glass ENABLE ROW LEVEL SECURITY;
      ALTER TABLE break_glass FORCE ROW LEVEL SECURITY;
      -- Those who see the case see that it was opened so; an attempt is nobody's to read.
      CREATE POLICY break_glass_by_access ON break_glass FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = break_glass.case_id AND a.parts @> ARRAY['care']
          AND a.from_at <= (SELECT mawa_now()) AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now()))));
      CREATE POLICY break_glass_gate ON break_glass TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON break_glass TO mawa_app;
      GRANT SELECT, INSERT, UPDATE ON break_glass TO mawa_gate;
      GRANT SELECT (case_number) ON cases TO mawa_gate;

      -- A supervisor is told of a case that is not open to them.
      CREATE POLICY tasks_break_glass_is_told ON tasks FOR SELECT TO mawa_app
        USING (kind = 'break_glass' AND for_user = (SELECT mawa_actor()));
      GRANT SELECT, UPDATE ON tasks TO mawa_gate;
      CREATE POLICY tasks_break_glass_for_the_gate ON tasks FOR SELECT TO mawa_gate USING (kind = 'break_glass');
      CREATE POLICY tasks_break_glass_is_reviewed ON tasks FOR UPDATE TO mawa_gate USING (kind = 'break_glass');

      -- The review opens one sealed note, and for that one person's key.
      GRANT USAGE ON SCHEMA keys TO mawa_gate;
      GRANT SELECT (case_id, wrapped) ON keys.case_keys TO mawa_gate;
      CREATE POLICY case_keys_for_the_review ON keys.case_keys FOR SELECT TO mawa_gate
        USING (EXISTS (SELECT 1 FROM break_glass g WHERE g.case_id = case_keys.case_id));

      CREATE FUNCTION mawa_is_supervisor(p_user uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active AND NOT u.system
          WHERE r.user_id = p_user AND r.role = 'case_supervisor' AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL) $$;

      -- Who is told: of a restricted case everybody named; else the supervisors who hold it, else all of them.
      CREATE FUNCTION mawa_told_of_glass(p_case uuid, p_by uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
      DECLARE v_told uuid[];
      BEGIN
        IF mawa_restricted(p_case) THEN
          RETURN ARRAY(SELECT n.user_id FROM case_named n
            WHERE n.case_id = p_case AND n.ended_at IS NULL AND n.user_id <> p_by AND NOT mawa_blocked(p_case, n.user_id));
        END IF;
        v_told := ARRAY(SELECT DISTINCT a.principal_id FROM case_access a
          WHERE a.case_id = p_case AND a.principal_kind = 'user' AND a.reason IN ('registered', 'assigned')
            AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())
            AND a.principal_id <> p_by AND mawa_is_supervisor(a.principal_id) AND NOT mawa_blocked(p_case, a.principal_id));
        IF v_told = '{}' THEN
          v_told := ARRAY(SELECT u.id FROM users u
            WHERE u.id <> p_by AND mawa_is_supervisor(u.id) AND NOT mawa_blocked(p_case, u.id));
        END IF;
        RETURN v_told;
      END $$;

      -- Answers 'opened', 'open' (it is so already), 'too_many', or 'none' for whatever else there may be.
      CREATE FUNCTION break_glass(p_id uuid, p_number text, p_cause text, OUT answer text, OUT case_id uuid, OUT until_at timestamptz)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        v_case uuid; v_actor uuid := mawa_actor(); v_user uuid; v_parts text[]; v_due timestamptz; v_restricted boolean;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('break-glass/' || v_actor, 0));
        IF (SELECT count(*) FROM break_glass g WHERE g.user_id = v_actor AND g.at > mawa_now() - interval '24 hours')
             >= (mawa_setting('break_glass_per_day'))::int THEN
          answer := 'too_many';
          RETURN;
        END IF;
        v_case := (SELECT c.id FROM cases c WHERE c.case_number = p_number);
        IF v_case IS NOT NULL THEN
          PERFORM mawa_access_turn(v_case);
        END IF;
        v_restricted := mawa_restricted(v_case);
        IF NOT mawa_may_open_cases() OR v_case IS NULL OR mawa_blocked(v_case, v_actor)
           OR (v_restricted AND NOT mawa_named(v_case, v_actor) AND NOT mawa_is_supervisor(v_actor)) THEN
          INSERT INTO break_glass (id, user_id, cause) VALUES (p_id, v_actor, p_cause);
          IF v_case IS NOT NULL THEN
            INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, outcome, body)
            VALUES (0, v_actor, 'people.break_glass', 'case', ARRAY[v_case], 'refused', '{"cause":"' || p_cause || '"}');
          END IF;
          answer := 'none';
          RETURN;
        END IF;
        SELECT parts INTO v_parts FROM access_reasons WHERE reason = 'break_glass';
        case_id := v_case;
        IF v_case <> ALL (mawa_hidden_cases()) AND v_parts <@ ARRAY(
             SELECT p FROM case_access a CROSS JOIN unnest(a.parts) AS p
              WHERE a.case_id = v_case AND a.principal_id = ANY (mawa_principals()) AND a.from_at <= mawa_now()
                AND (a.until_at IS NULL OR a.until_at > mawa_now())) THEN
          answer := 'open';
          RETURN;
        END IF;
        answer := 'opened';
        until_at := mawa_now() + make_interval(hours => (mawa_setting('break_glass_hours'))::int);
        INSERT INTO break_glass (id, case_id, user_id, cause, restricted, until_at)
        VALUES (p_id, v_case, v_actor, p_cause, v_restricted, until_at);
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
        VALUES (v_case, 'user', v_actor, 'break_glass', v_parts, p_id, until_at, v_actor);
        v_due := mawa_now() + make_interval(hours => (mawa_setting('break_glass_review_hours'))::int);
        FOREACH v_user IN ARRAY mawa_told_of_glass(v_case, v_actor) LOOP
          PERFORM open_task('break_glass', v_case, p_id, NULL, v_user, v_due);
        END LOOP;
        PERFORM 1 FROM tasks t WHERE t.kind = 'break_glass' AND t.subject_id = p_id;
        IF NOT FOUND THEN
          PERFORM open_task('break_glass', v_case, p_id, 'case_supervisor', NULL, v_due);
        END IF;
      END $$;

      -- The note is sealed under the person's key, which is open only from now on.
      CREATE FUNCTION note_break_glass(p_id uuid, p_note bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE break_glass SET note = p_note WHERE id = p_id AND user_id = mawa_actor() AND case_id IS NOT NULL AND note IS NULL;
        IF NOT FOUND THEN RAISE EXCEPTION 'no note is missing here' USING ERRCODE = '42501'; END IF;
      END $$;

      CREATE FUNCTION mawa_may_review(p_case uuid, p_by uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT p_case IS NOT NULL AND mawa_actor() <> p_by AND NOT mawa_blocked(p_case, mawa_actor())
           AND CASE WHEN mawa_restricted(p_case)
             THEN mawa_named(p_case, mawa_actor()) AND (mawa_has_role('case_supervisor') OR mawa_holds_fully(p_case))
             ELSE mawa_has_role('case_supervisor') END $$;

      CREATE FUNCTION glass_to_review()
        RETURNS TABLE (id uuid, case_number text, by_name text, cause text, at timestamptz, until_at timestamptz, restricted boolean)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN QUERY
          SELECT g.id, c.case_number, u.name, g.cause, g.at, g.until_at, g.restricted
            FROM break_glass g JOIN cases c ON c.id = g.case_id JOIN users u ON u.id = g.user_id
           WHERE g.reviewed_at IS NULL AND mawa_may_review(g.case_id, g.user_id)
           ORDER BY g.at, g.id;
      END $$;

      CREATE FUNCTION glass_note(p_id uuid)
        RETURNS TABLE (case_id uuid, case_number text, by_name text, cause text, at timestamptz, until_at timestamptz,
          restricted boolean, note bytea, wrapped bytea, reviewed boolean)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid := (SELECT g.case_id FROM break_glass g WHERE g.id = p_id AND mawa_may_review(g.case_id, g.user_id));
      BEGIN
        IF v_case IS NULL THEN RETURN; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, fields, body)
        VALUES (0, mawa_actor(), 'people.read_break_glass', 'case', ARRAY[v_case, p_id], ARRAY['note'], '{"question":"review"}');
        RETURN QUERY
          SELECT g.case_id, c.case_number, u.name, g.cause, g.at, g.until_at, g.restricted, g.note, k.wrapped, g.reviewed_at IS NOT NULL
            FROM break_glass g JOIN cases c ON c.id = g.case_id JOIN users u ON u.id = g.user_id
            LEFT JOIN keys.case_keys k ON k.case_id = g.case_id
           WHERE g.id = p_id;
      END $$;

      -- Answers how many were reviewed: none where somebody was first. Not justified ends it at once.
      CREATE FUNCTION review_glass(p_id uuid, p_verdict text, p_note bytea) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_count integer;
      BEGIN
        UPDATE break_glass g SET reviewed_by = mawa_actor(), reviewed_at = mawa_now(), verdict = p_verdict, review_note = p_note
         WHERE g.id = p_id AND g.reviewed_at IS NULL AND mawa_may_review(g.case_id, g.user_id);
        GET DIAGNOSTICS v_count = ROW_COUNT;
        IF v_count > 0 THEN
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
           WHERE kind = 'break_glass' AND subject_id = p_id AND done_at IS NULL;
          IF p_verdict = 'not_justified' THEN
            UPDATE case_access SET until_at = mawa_now()
             WHERE reason = 'break_glass' AND source_id = p_id AND until_at > mawa_now();
          END IF;
        END IF;
        RETURN v_count;
      END $$;

      REVOKE EXECUTE ON FUNCTION break_glass(uuid, text, text), note_break_glass(uuid, bytea), glass_to_review(), glass_note(uuid),
        review_glass(uuid, text, bytea) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION break_glass(uuid, text, text), note_break_glass(uuid, bytea), glass_to_review(), glass_note(uuid),
        review_glass(uuid, text, bytea) TO mawa_app;
      ALTER FUNCTION break_glass(uuid, text, text) OWNER TO mawa_gate;
      ALTER FUNCTION note_break_glass(uuid, bytea) OWNER TO mawa_gate;
      ALTER FUNCTION glass_to_review() OWNER TO mawa_gate;
      ALTER FUNCTION glass_note(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION review_glass(uuid, text, bytea) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION break_glass, note_break_glass, glass_to_review, glass_note, review_glass, mawa_may_review, mawa_told_of_glass,
        mawa_is_supervisor;
      DROP POLICY case_keys_for_the_review ON keys.case_keys;
      REVOKE SELECT (case_id, wrapped) ON keys.case_keys FROM mawa_gate;
      REVOKE USAGE ON SCHEMA keys FROM mawa_gate;
      DROP POLICY tasks_break_glass_is_reviewed ON tasks;
      DROP POLICY tasks_break_glass_for_the_gate ON tasks;
      DROP POLICY tasks_break_glass_is_told ON tasks;
      REVOKE SELECT, UPDATE ON tasks FROM mawa_gate;
      DROP TABLE break_glass;
      DELETE FROM tasks WHERE kind = 'break_glass';
      DELETE FROM case_access WHERE reason = 'break_glass';
      DELETE FROM access_reasons WHERE reason = 'break_glass';
      DELETE FROM settings WHERE key IN ('break_glass_hours', 'break_glass_per_day', 'break_glass_review_hours');
    `);
  }
}
