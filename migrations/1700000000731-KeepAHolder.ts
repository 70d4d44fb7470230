import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who has a case, told to those who answer for it; handing on and ending with the one rule that
 * holds under two at once: a case keeps somebody who answers for it. The same rule stands behind
 * blocks and named people, so their gates are here too.
 */
export class KeepAHolder1700000000731 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Changes of one case's access take turns.
      CREATE FUNCTION mawa_access_turn(p_case uuid) RETURNS void LANGUAGE sql AS $$
        SELECT pg_advisory_xact_lock(hashtextextended('access/' || p_case, 0)) $$;

      -- Somebody who can be given a case: an account in use with a confirmed role that opens cases.
      CREATE FUNCTION mawa_can_hold(p_user uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM users u JOIN user_roles r ON r.user_id = u.id
          WHERE u.id = p_user AND u.active AND NOT u.system AND r.opens_cases
            AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL) $$;

      CREATE FUNCTION mawa_blocked(p_case uuid, p_user uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM case_blocks b
          WHERE b.user_id = p_user AND b.ended_at IS NULL AND b.from_at <= mawa_now()
            AND (b.until_at IS NULL OR b.until_at > mawa_now())
            AND (b.case_id = p_case OR b.scope = 'family' AND EXISTS (
              SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
               WHERE f.case_id = b.case_id AND g.case_id = p_case))) $$;

      CREATE FUNCTION mawa_restricted(p_case uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM case_restrictions WHERE case_id = p_case AND lifted_at IS NULL) $$;

      CREATE FUNCTION mawa_named(p_case uuid, p_user uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM case_named WHERE case_id = p_case AND user_id = p_user AND ended_at IS NULL) $$;

      -- Raises where nobody would be left who answers for the case without an end.
      CREATE FUNCTION mawa_must_keep_a_holder(p_case uuid) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM case_access a
             WHERE a.case_id = p_case AND a.principal_kind = 'user' AND a.reason IN ('registered', 'assigned')
               AND a.from_at <= mawa_now() AND a.until_at IS NULL AND mawa_can_hold(a.principal_id)
               AND NOT mawa_blocked(p_case, a.principal_id)
               AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, a.principal_id))) THEN
          RAISE EXCEPTION 'nobody would answer for this case'
            USING ERRCODE = '23514', CONSTRAINT = 'case_keeps_a_holder';
        END IF;
      END $$;

      -- Where a restricted person sleeps or is expected, a named manager opens and closes the door.
      CREATE FUNCTION mawa_must_name_a_manager(p_case uuid) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
             WHERE bp.case_id = p_case AND (bp.state IN ('promised', 'stay') OR bp.state = 'hold' AND k.hold_until > mawa_now())
               AND NOT EXISTS (SELECT 1 FROM case_named n
                   JOIN memberships m ON m.user_id = n.user_id AND m.principal_kind = 'shelter' AND m.principal_id = k.shelter_id
                    AND m.from_at <= mawa_now() AND (m.until_at IS NULL OR m.until_at > mawa_now())
                   JOIN user_roles r ON r.user_id = n.user_id AND r.role = 'shelter_manager'
                    AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
                  WHERE n.case_id = p_case AND n.ended_at IS NULL)) THEN
          RAISE EXCEPTION 'no manager of the house is named'
            USING ERRCODE = '23514', CONSTRAINT = 'case_named_a_manager';
        END IF;
      END $$;

      CREATE FUNCTION mawa_answers_for(p_case uuid) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT mawa_holds_fully(p_case) THEN
          RAISE EXCEPTION 'this actor does not answer for this case' USING ERRCODE = '42501';
        END IF;
      END $$;

      -- Who has this case and who had it. Only those who answer for it read this.
      CREATE FUNCTION access_of_case(p_case uuid)
        RETURNS TABLE (id uuid, kind text, principal_id uuid, name text, reason text, parts text[], source_id uuid,
          from_at timestamptz, until_at timestamptz, given_by text, named boolean)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM mawa_answers_for(p_case);
        RETURN QUERY
          SELECT a.id, a.principal_kind, a.principal_id, coalesce(u.name, s.code_name, o.name), a.reason, a.parts, a.source_id,
                 a.from_at, a.until_at, g.name, mawa_named(p_case, a.principal_id)
            FROM case_access a
            LEFT JOIN users u ON a.principal_kind = 'user' AND u.id = a.principal_id
            LEFT JOIN shelters s ON a.principal_kind = 'shelter' AND s.id = a.principal_id
            LEFT JOIN organisations o ON a.principal_kind = 'organisation' AND o.id = a.principal_id
            LEFT JOIN users g ON g.id = a.given_by
           WHERE a.case_id = p_case
           ORDER BY a.from_at, a.id;
      END $$;

      -- A conflict of interest ------------------------------------------------------------------
      CREATE FUNCTION block_user(p_id uuid, p_case uuid, p_user uuid, p_scope text, p_reason bytea, p_until timestamptz)
        RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid;
      BEGIN
        PERFORM mawa_access_turn(p_case);
        PERFORM mawa_answers_for(p_case);
        INSERT INTO case_blocks (id, case_id, user_id, scope, reason, decided_by, until_at)
        VALUES (p_id, p_case, p_user, p_scope, p_reason, mawa_actor(), p_until);
        FOR v_case IN
          SELECT p_case UNION SELECT g.case_id FROM family_members f JOIN family_members g USING (family_id)
                         WHERE p_scope = 'family' AND f.case_id = p_case ORDER BY 1
        LOOP
          PERFORM mawa_access_turn(v_case);
          PERFORM mawa_must_keep_a_holder(v_case);
        END LOOP;
      END $$;

      CREATE FUNCTION lift_block(p_id uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid := (SELECT case_id FROM case_blocks WHERE id = p_id); v_count integer;
      BEGIN
        PERFORM mawa_answers_for(v_case);
        UPDATE case_blocks SET ended_at = mawa_now(), ended_by = mawa_actor()
         WHERE id = p_id AND ended_at IS NULL AND (until_at IS NULL OR until_at > mawa_now());
        GET DIAGNOSTICS v_count = ROW_COUNT;
        RETURN v_count;
      END $$;

      -- Named people ----------------------------------------------------------------------------
      CREATE FUNCTION restrict_case(p_id uuid, p_case uuid, p_reason bytea, p_named uuid[]) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM mawa_access_turn(p_case);
        PERFORM mawa_answers_for(p_case);
        IF NOT mawa_has_role('case_supervisor') THEN
          RAISE EXCEPTION 'only a case supervisor restricts a case' USING ERRCODE = '42501';
        END IF;
        INSERT INTO case_restrictions (id, case_id, reason, set_by) VALUES (p_id, p_case, p_reason, mawa_actor());
        INSERT INTO case_named (case_id, user_id, named_by)
        SELECT p_case, named, mawa_actor() FROM (SELECT DISTINCT unnest(array_append(p_named, mawa_actor())) AS named) n
         WHERE mawa_can_hold(named);
        PERFORM mawa_must_keep_a_holder(p_case);
        PERFORM mawa_must_name_a_manager(p_case);
      END $$;

      CREATE FUNCTION name_person(p_case uuid, p_user uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM mawa_access_turn(p_case);
        PERFORM mawa_answers_for(p_case);
        IF NOT mawa_restricted(p_case) OR NOT mawa_can_hold(p_user) THEN
          RAISE EXCEPTION 'nobody is named here' USING ERRCODE = '42501';
        END IF;
        INSERT INTO case_named (case_id, user_id, named_by) VALUES (p_case, p_user, mawa_actor()) ON CONFLICT DO NOTHING;
      END $$;

      CREATE FUNCTION unname_person(p_case uuid, p_user uuid) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_count integer;
      BEGIN
        PERFORM mawa_access_turn(p_case);
        PERFORM mawa_answers_for(p_case);
        UPDATE case_named SET ended_at = mawa_now(), ended_by = mawa_actor()
         WHERE case_id = p_case AND user_id = p_user AND ended_at IS NULL;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        IF v_count > 0 THEN
          PERFORM mawa_must_keep_a_holder(p_case);
          PERFORM mawa_must_name_a_manager(p_case);
        END IF;
        RETURN v_count;
      END $$;

      -- Asked by a supervisor, confirmed by somebody else who answers for the case; or left as it is.
      CREATE FUNCTION ask_lift(p_case uuid) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_count integer;
      BEGIN
        PERFORM mawa_access_turn(p_case);
        PERFORM mawa_answers_for(p_case);
        IF NOT mawa_has_role('case_supervisor') THEN
          RAISE EXCEPTION 'only a case supervisor asks to lift' USING ERRCODE = '42501';
        END IF;
        UPDATE case_restrictions SET lift_asked_by = mawa_actor(), lift_asked_at = mawa_now()
         WHERE case_id = p_case AND lifted_at IS NULL AND lift_asked_at IS NULL;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        RETURN v_count;
      END $$;

      CREATE FUNCTION answer_lift(p_case uuid, p_lift boolean) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_count integer;
      BEGIN
        PERFORM mawa_access_turn(p_case);
        PERFORM mawa_answers_for(p_case);
        IF p_lift THEN
          UPDATE case_restrictions SET lifted_by = mawa_actor(), lifted_at = mawa_now()
           WHERE case_id = p_case AND lifted_at IS NULL AND lift_asked_at IS NOT NULL;
          GET DIAGNOSTICS v_count = ROW_COUNT;
          IF v_count > 0 THEN
            UPDATE case_named SET ended_at = mawa_now(), ended_by = mawa_actor() WHERE case_id = p_case AND ended_at IS NULL;
          END IF;
        ELSE
          UPDATE case_restrictions SET lift_asked_by = NULL, lift_asked_at = NULL
           WHERE case_id = p_case AND lifted_at IS NULL AND lift_asked_at IS NOT NULL;
          GET DIAGNOSTICS v_count = ROW_COUNT;
        END IF;
        RETURN v_count;
      END $$;

      DROP FUNCTION end_access(uuid, uuid);
      CREATE FUNCTION end_access(p_case uuid, p_principal uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_count integer;
      BEGIN
        PERFORM mawa_access_turn(p_case);
        PERFORM mawa_answers_for(p_case);
        -- What somebody registered is theirs to leave, or a supervisor's to take over.
        UPDATE case_access SET until_at = mawa_now()
         WHERE case_id = p_case AND principal_id = p_principal AND (until_at IS NULL OR until_at > mawa_now())
           AND (reason = 'assigned'
             OR reason = 'registered' AND (p_principal = mawa_actor() OR mawa_has_role('case_supervisor')));
        GET DIAGNOSTICS v_count = ROW_COUNT;
        IF v_count > 0 THEN
          PERFORM mawa_must_keep_a_holder(p_case);
        END IF;
        RETURN v_count;
      END $$;

      REVOKE EXECUTE ON FUNCTION access_of_case(uuid), block_user(uuid, uuid, uuid, text, bytea, timestamptz), lift_block(uuid),
        restrict_case(uuid, uuid, bytea, uuid[]), name_person(uuid, uuid), unname_person(uuid, uuid), ask_lift(uuid),
        answer_lift(uuid, boolean), end_access(uuid, uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access_of_case(uuid), block_user(uuid, uuid, uuid, text, bytea, timestamptz), lift_block(uuid),
        restrict_case(uuid, uuid, bytea, uuid[]), name_person(uuid, uuid), unname_person(uuid, uuid), ask_lift(uuid),
        answer_lift(uuid, boolean), end_access(uuid, uuid) TO mawa_app;
      ALTER FUNCTION access_of_case(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION block_user(uuid, uuid, uuid, text, bytea, timestamptz) OWNER TO mawa_gate;
      ALTER FUNCTION lift_block(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION restrict_case(uuid, uuid, bytea, uuid[]) OWNER TO mawa_gate;
      ALTER FUNCTION name_person(uuid, uuid) OWNER TO mawa_gate;
      ALTER FUNCTION unname_person(uuid, uuid) OWNER TO mawa_gate;
      ALTER FUNCTION ask_lift(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION answer_lift(uuid, boolean) OWNER TO mawa_gate;
      ALTER FUNCTION end_access(uuid, uuid) OWNER TO mawa_gate;

      SET LOCAL ROLE mawa_gate;
      CREATE OR REPLACE FUNCTION grant_access(p_case uuid, p_kind text, p_principal uuid, p_until timestamptz DEFAULT NULL)
        RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM mawa_access_turn(p_case);
        PERFORM mawa_answers_for(p_case);
        IF p_kind <> 'user' OR NOT mawa_can_hold(p_principal) THEN
          RAISE EXCEPTION 'a case is handed to a colleague whose role opens cases' USING ERRCODE = '42501';
        END IF;
        IF mawa_blocked(p_case, p_principal) THEN
          RAISE EXCEPTION 'this colleague is kept out' USING ERRCODE = '23514', CONSTRAINT = 'case_access_not_blocked';
        END IF;
        -- Whoever hands a restricted case on names that colleague.
        IF mawa_restricted(p_case) THEN
          INSERT INTO case_named (case_id, user_id, named_by) VALUES (p_case, p_principal, mawa_actor()) ON CONFLICT DO NOTHING;
        END IF;
        IF EXISTS (SELECT 1 FROM case_access WHERE case_id = p_case AND principal_id = p_principal
             AND reason IN ('registered', 'assigned') AND until_at IS NULL) THEN
          IF p_until IS NOT NULL THEN
            RAISE EXCEPTION 'held already without an end' USING ERRCODE = '23514', CONSTRAINT = 'case_access_held_already';
          END IF;
          RETURN;
        END IF;
        UPDATE case_access SET until_at = mawa_now()
         WHERE case_id = p_case AND principal_id = p_principal AND reason = 'assigned' AND until_at > mawa_now();
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, until_at, given_by)
        SELECT p_case, p_kind, p_principal, reason, parts, p_until, mawa_actor() FROM access_reasons WHERE reason = 'assigned';
      END $$;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE mawa_gate;
      CREATE OR REPLACE FUNCTION grant_access(p_case uuid, p_kind text, p_principal uuid, p_until timestamptz DEFAULT NULL)
        RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_holds_fully(p_case) THEN
          RAISE EXCEPTION 'this actor may not hand on this case' USING ERRCODE = '42501';
        END IF;
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, until_at, given_by)
        SELECT p_case, p_kind, p_principal, reason, parts, p_until, mawa_actor() FROM access_reasons WHERE reason = 'assigned'
        ON CONFLICT DO NOTHING;
      END $$;
      RESET ROLE;
      DROP FUNCTION access_of_case, block_user, lift_block, restrict_case, name_person, unname_person, ask_lift, answer_lift,
        end_access, mawa_answers_for, mawa_must_name_a_manager, mawa_must_keep_a_holder, mawa_named, mawa_restricted,
        mawa_blocked, mawa_can_hold, mawa_access_turn;
      CREATE FUNCTION end_access(p_case uuid, p_principal uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_holds_fully(p_case) THEN
          RAISE EXCEPTION 'this actor may not end access to this case' USING ERRCODE = '42501';
        END IF;
        UPDATE case_access SET until_at = mawa_now()
         WHERE case_id = p_case AND principal_id = p_principal AND reason = 'assigned'
           AND (until_at IS NULL OR until_at > mawa_now());
      END $$;
      REVOKE EXECUTE ON FUNCTION end_access(uuid, uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION end_access(uuid, uuid) TO mawa_app;
      ALTER FUNCTION end_access(uuid, uuid) OWNER TO mawa_gate;
    `);
  }
}
