import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Only whoever has it in hand reads the key of an intake, and only while it is open. */
const IN_HAND = `kind <> 'intake' OR EXISTS (SELECT 1 FROM intakes i WHERE i.id = record_id AND i.ended_at IS NULL)`;

/**
 * An intake that is not registered yet: what was typed, sealed under a key of its own, in one person's
 * hand. Registering, cancelling or letting it lie too long destroys the key; the row stays, and says
 * when and how it ended.
 */
export class KeepIntakes1700000000840 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('intake_keep_days', '2020-01-01Z', '14', 'programme rule: how long an intake that nobody goes on with is kept'),
        ('intake_warning_days', '2020-01-01Z', '3', 'programme rule: how long before that its holder is told');

      CREATE TABLE intakes (
        id uuid PRIMARY KEY,
        begun_by uuid NOT NULL REFERENCES users (id),
        begun_at timestamptz NOT NULL DEFAULT mawa_now(),
        holder_id uuid NOT NULL REFERENCES users (id),
        saved_at timestamptz NOT NULL DEFAULT mawa_now(),
        revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
        step text NOT NULL CHECK (step ~ '^[a-z]{3,20}$'),
        people smallint NOT NULL DEFAULT 1 CHECK (people BETWEEN 1 AND 20),
        -- Nothing was typed yet while it is null.
        sealed bytea,
        ended_at timestamptz,
        ended_by uuid REFERENCES users (id),
        outcome text CHECK (outcome IN ('registered', 'cancelled', 'expired')),
        reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
        CONSTRAINT intakes_end_is_signed CHECK (num_nonnulls(ended_at, ended_by, outcome) IN (0, 3)),
        CONSTRAINT intakes_cancelled_for_a_reason CHECK ((outcome IS NOT DISTINCT FROM 'cancelled') = (reason IS NOT NULL)),
        CONSTRAINT intakes_ended_hold_nothing CHECK (ended_at IS NULL OR sealed IS NULL)
      );
      CREATE INDEX intakes_in_hand ON intakes (holder_id, saved_at DESC) WHERE ended_at IS NULL;
      CREATE INDEX intakes_open_by_age ON intakes (saved_at) WHERE ended_at IS NULL;
      ALTER TABLE intakes ENABLE ROW LEVEL SECURITY;
      ALTER TABLE intakes FORCE ROW LEVEL SECURITY;
      CREATE POLICY intakes_read ON intakes FOR SELECT TO mawa_app
        USING (holder_id = (SELECT mawa_actor()) AND (SELECT mawa_may_open_cases()));
      CREATE POLICY intakes_add ON intakes FOR INSERT TO mawa_app
        WITH CHECK (holder_id = (SELECT mawa_actor()) AND begun_by = (SELECT mawa_actor()) AND (SELECT mawa_may_open_cases()));
      CREATE POLICY intakes_change ON intakes FOR UPDATE TO mawa_app
        USING (holder_id = (SELECT mawa_actor()) AND (SELECT mawa_may_open_cases()))
        WITH CHECK (holder_id = (SELECT mawa_actor()) AND (SELECT mawa_may_open_cases()));
      CREATE POLICY intakes_for_the_gate ON intakes TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON intakes TO mawa_app;
      GRANT UPDATE (saved_at, revision, step, people, sealed) ON intakes TO mawa_app;
      GRANT SELECT, UPDATE ON intakes TO mawa_gate;

      CREATE TABLE intake_hand_overs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        intake_id uuid NOT NULL REFERENCES intakes (id),
        from_user uuid NOT NULL REFERENCES users (id),
        to_user uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT intake_hand_overs_to_another CHECK (from_user <> to_user)
      );
      CREATE INDEX intake_hand_overs_by_intake ON intake_hand_overs (intake_id, at);
      ALTER TABLE intake_hand_overs ENABLE ROW LEVEL SECURITY;
      ALTER TABLE intake_hand_overs FORCE ROW LEVEL SECURITY;
      CREATE POLICY intake_hand_overs_of_both ON intake_hand_overs FOR SELECT TO mawa_app
        USING ((SELECT mawa_actor()) IN (from_user, to_user));
      CREATE POLICY intake_hand_overs_by_the_gate ON intake_hand_overs TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON intake_hand_overs TO mawa_app;
      GRANT INSERT ON intake_hand_overs TO mawa_gate;

      CREATE FUNCTION intakes_saved_one_after_another() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_user = 'mawa_app' AND (OLD.ended_at IS NOT NULL OR NEW.revision <> OLD.revision + 1) THEN
          RAISE EXCEPTION 'an intake is saved by one revision at a time, while it is open'
            USING ERRCODE = '23514', CONSTRAINT = 'intakes_saved_one_after_another';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER intakes_saved_one_after_another BEFORE UPDATE ON intakes
        FOR EACH ROW EXECUTE FUNCTION intakes_saved_one_after_another();

      -- Keys of records are open to the application but for those of complaints: here those of intakes close
      -- too. A kind with a rule of its own adds a restrictive policy, never a permissive one.
      CREATE POLICY record_keys_of_intakes ON keys.record_keys AS RESTRICTIVE TO mawa_app
        USING (${IN_HAND}) WITH CHECK (${IN_HAND});
      CREATE POLICY record_keys_of_intakes_at_the_gate ON keys.record_keys TO mawa_gate USING (kind = 'intake');

      -- The end of an intake, whichever way: the key goes, and with it every word of the people in it.
      CREATE FUNCTION close_intake(p_intake uuid, p_outcome text, p_reason text) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE intakes SET sealed = NULL, ended_at = mawa_now(), ended_by = mawa_actor(), outcome = p_outcome, reason = p_reason
         WHERE id = p_intake AND ended_at IS NULL;
        DELETE FROM keys.record_keys WHERE kind = 'intake' AND record_id = p_intake;
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
         WHERE kind IN ('intake_ends', 'intake_handed') AND subject_id = p_intake AND done_at IS NULL;
      END $$;

      CREATE FUNCTION end_intake(p_intake uuid, p_outcome text, p_reason text) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF p_outcome NOT IN ('registered', 'cancelled') OR NOT mawa_may_open_cases() OR NOT EXISTS (
             SELECT 1 FROM intakes WHERE id = p_intake AND holder_id = mawa_actor() AND ended_at IS NULL FOR UPDATE) THEN
          RAISE EXCEPTION 'this intake is not in the actor''s hand' USING ERRCODE = '42501';
        END IF;
        PERFORM close_intake(p_intake, p_outcome, p_reason);
      END $$;

      CREATE FUNCTION hand_intake(p_intake uuid, p_to uuid) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_may_open_cases() OR NOT EXISTS (
             SELECT 1 FROM intakes WHERE id = p_intake AND holder_id = mawa_actor() AND ended_at IS NULL FOR UPDATE) THEN
          RAISE EXCEPTION 'this intake is not in the actor''s hand' USING ERRCODE = '42501';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM users u JOIN user_roles r ON r.user_id = u.id
             WHERE u.id = p_to AND u.active AND NOT u.system AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
               AND r.role IN ('shelter_manager', 'reintegration_officer', 'case_supervisor')) THEN
          RAISE EXCEPTION 'whoever takes it over registers people' USING ERRCODE = '23514', CONSTRAINT = 'intakes_to_one_who_registers';
        END IF;
        INSERT INTO intake_hand_overs (intake_id, from_user, to_user) VALUES (p_intake, mawa_actor(), p_to);
        UPDATE intakes SET holder_id = p_to, revision = revision + 1, saved_at = mawa_now() WHERE id = p_intake;
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
         WHERE kind IN ('intake_ends', 'intake_handed') AND subject_id = p_intake AND done_at IS NULL;
        PERFORM open_task('intake_handed', NULL, p_intake, NULL, p_to, mawa_now());
      END $$;

      -- Whoever holds it and works here no more: it goes to a supervisor of theirs, else to another, rather
      -- than to the end of its days unseen. Who, says the row of the hand-over.
      CREATE FUNCTION intakes_find_a_hand() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_from uuid; v_to uuid; v_intake uuid;
      BEGIN
        v_from := CASE TG_TABLE_NAME WHEN 'users' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'user_id')::uuid END;
        IF NOT EXISTS (SELECT 1 FROM intakes i WHERE i.holder_id = v_from AND i.ended_at IS NULL)
           OR EXISTS (SELECT 1 FROM users u JOIN user_roles r ON r.user_id = u.id
             WHERE u.id = v_from AND u.active AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
               AND r.role IN ('shelter_manager', 'reintegration_officer', 'case_supervisor')) THEN
          RETURN NULL;
        END IF;
        SELECT u.id INTO v_to FROM users u JOIN user_roles r ON r.user_id = u.id AND r.role = 'case_supervisor'
         WHERE u.id <> v_from AND u.active AND NOT u.system AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
         ORDER BY u.organisation_id IS DISTINCT FROM (SELECT organisation_id FROM users WHERE id = v_from),
           (SELECT count(*) FROM intakes i WHERE i.holder_id = u.id AND i.ended_at IS NULL), u.id LIMIT 1;
        IF v_to IS NULL THEN RETURN NULL; END IF;
        FOR v_intake IN SELECT id FROM intakes WHERE holder_id = v_from AND ended_at IS NULL ORDER BY id FOR UPDATE LOOP
          INSERT INTO intake_hand_overs (intake_id, from_user, to_user) VALUES (v_intake, v_from, v_to);
          UPDATE intakes SET holder_id = v_to, revision = revision + 1, saved_at = mawa_now() WHERE id = v_intake;
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
           WHERE kind IN ('intake_ends', 'intake_handed') AND subject_id = v_intake AND done_at IS NULL;
          PERFORM open_task('intake_handed', NULL, v_intake, NULL, v_to, mawa_now());
        END LOOP;
        RETURN NULL;
      END $$;
      CREATE TRIGGER intakes_find_a_hand AFTER UPDATE OF active ON users FOR EACH ROW
        WHEN (OLD.active AND NOT NEW.active) EXECUTE FUNCTION intakes_find_a_hand();
      CREATE TRIGGER intakes_find_a_hand AFTER UPDATE OF ended_at ON user_roles FOR EACH ROW
        WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION intakes_find_a_hand();

      -- Those that nobody went on with: their holder is told in time, then they go.
      CREATE FUNCTION prune_intakes() RETURNS integer LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        kept interval := make_interval(days => mawa_setting('intake_keep_days')::int);
        warned interval := make_interval(days => mawa_setting('intake_warning_days')::int);
        v_ids uuid[];
      BEGIN
        IF NOT mawa_is_system() THEN
          RAISE EXCEPTION 'only a system user prunes' USING ERRCODE = '42501';
        END IF;
        SELECT coalesce(array_agg(d.id), '{}') INTO v_ids FROM (
          SELECT id FROM intakes WHERE ended_at IS NULL AND saved_at + kept <= mawa_now() ORDER BY id FOR UPDATE) d;
        PERFORM close_intake(i, 'expired', NULL) FROM unnest(v_ids) AS i;
        IF cardinality(v_ids) > 0 THEN
          INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
          VALUES (0, mawa_actor(), 'intakes.expire', 'intake', v_ids, '{"kept":"over"}');
        END IF;
        PERFORM open_task('intake_ends', NULL, i.id, NULL, i.holder_id, i.saved_at + kept)
           FROM intakes i WHERE i.ended_at IS NULL AND i.saved_at + kept - warned <= mawa_now();
        RETURN cardinality(v_ids);
      END $$;

      REVOKE EXECUTE ON FUNCTION close_intake(uuid, text, text), end_intake(uuid, text, text), hand_intake(uuid, uuid),
        prune_intakes(), intakes_find_a_hand() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION close_intake(uuid, text, text) TO mawa_gate;
      GRANT EXECUTE ON FUNCTION end_intake(uuid, text, text), hand_intake(uuid, uuid), prune_intakes() TO mawa_app;
      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION close_intake(uuid, text, text) OWNER TO mawa_gate;
      ALTER FUNCTION end_intake(uuid, text, text) OWNER TO mawa_gate;
      ALTER FUNCTION hand_intake(uuid, uuid) OWNER TO mawa_gate;
      ALTER FUNCTION prune_intakes() OWNER TO mawa_gate;
      ALTER FUNCTION intakes_find_a_hand() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER intakes_find_a_hand ON users;
      DROP TRIGGER intakes_find_a_hand ON user_roles;
      DROP FUNCTION intakes_find_a_hand, prune_intakes, hand_intake, end_intake, close_intake;
      DROP POLICY record_keys_of_intakes_at_the_gate ON keys.record_keys;
      DROP POLICY record_keys_of_intakes ON keys.record_keys;
      DELETE FROM keys.record_keys WHERE kind = 'intake';
      DROP TABLE intake_hand_overs, intakes;
      DROP FUNCTION intakes_saved_one_after_another;
      DELETE FROM settings WHERE key IN ('intake_keep_days', 'intake_warning_days');
    `);
  }
}
