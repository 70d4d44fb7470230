/** What migrations 831 and 832 made and a later one replaced, for going back to it. */
export const FIRST_TELLING = `
      -- Unlike other tasks it is opened again on the day on which it was done: somebody may write again.
      CREATE FUNCTION open_complaint_task(p_kind text, p_complaint uuid, p_user uuid, p_due timestamptz) RETURNS void LANGUAGE sql AS $$
        INSERT INTO tasks (kind, subject_id, for_user, due_at) VALUES (p_kind, p_complaint, p_user, p_due) ON CONFLICT DO NOTHING $$;

      CREATE FUNCTION tell_of_complaint(p_complaint uuid, p_kind text, p_due timestamptz, p_only uuid DEFAULT NULL) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_user uuid;
      BEGIN
        IF p_complaint IS DISTINCT FROM mawa_complaint_by_number() AND NOT p_complaint = ANY (mawa_complaints_seen()) THEN
          RAISE EXCEPTION 'not a complaint of this actor' USING ERRCODE = '42501';
        END IF;
        FOR v_user IN SELECT r.user_id FROM complaint_readers(p_complaint) r WHERE p_only IS NULL OR r.user_id = p_only LOOP
          PERFORM open_complaint_task(p_kind, p_complaint, v_user, p_due);
        END LOOP;
      END $$;
      CREATE FUNCTION told_of_complaint(p_complaint uuid, p_kinds text[]) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF p_complaint IS DISTINCT FROM mawa_complaint_by_number() AND NOT p_complaint = ANY (mawa_complaints_seen()) THEN
          RAISE EXCEPTION 'not a complaint of this actor' USING ERRCODE = '42501';
        END IF;
        UPDATE tasks SET done_at = mawa_now(), done_by = (SELECT id FROM users WHERE id = mawa_actor())
         WHERE subject_id = p_complaint AND kind = ANY (p_kinds) AND done_at IS NULL;
      END $$;

      -- Other readers from now on: those who no longer may let go of it, those who may are told.
      CREATE FUNCTION complaint_readers_change(p_complaint uuid) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        v_readers uuid[] := ARRAY(SELECT r.user_id FROM complaint_readers(p_complaint) r);
        v_user uuid;
        v_due timestamptz;
      BEGIN
        UPDATE complaints SET handler_id = CASE WHEN handler_id = ANY (v_readers) THEN handler_id END,
            second_id = CASE WHEN second_id = ANY (v_readers) THEN second_id END
         WHERE id = p_complaint AND (handler_id <> ALL (v_readers) OR second_id <> ALL (v_readers));
        UPDATE tasks SET done_at = mawa_now() WHERE subject_id = p_complaint AND kind LIKE 'complaint%'
           AND done_at IS NULL AND for_user <> ALL (v_readers);
        SELECT coalesce(due_at, mawa_now()) INTO v_due FROM complaints
         WHERE id = p_complaint AND handler_id IS NULL AND closed_at IS NULL;
        IF NOT FOUND THEN RETURN; END IF;
        FOREACH v_user IN ARRAY v_readers LOOP
          PERFORM open_complaint_task('complaint_new', p_complaint, v_user, v_due);
        END LOOP;
      END $$;
      CREATE FUNCTION complaint_readers_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM complaint_readers_change(CASE TG_TABLE_NAME WHEN 'complaints' THEN (to_jsonb(NEW) ->> 'id')::uuid
          ELSE (to_jsonb(NEW) ->> 'complaint_id')::uuid END);
        RETURN NULL;
      END $$;
      CREATE TRIGGER complaint_accused_change_readers AFTER INSERT ON complaint_accused
        FOR EACH ROW EXECUTE FUNCTION complaint_readers_changed();
      CREATE TRIGGER complaint_kept_out_change_readers AFTER INSERT ON complaint_kept_out
        FOR EACH ROW EXECUTE FUNCTION complaint_readers_changed();
      CREATE TRIGGER complaints_change_readers AFTER UPDATE OF about, region, shelter_id, safeguarding, handed_up_at ON complaints
        FOR EACH ROW EXECUTE FUNCTION complaint_readers_changed();
      REVOKE EXECUTE ON FUNCTION tell_of_complaint(uuid, text, timestamptz, uuid), told_of_complaint(uuid, text[]),
        open_complaint_task(text, uuid, uuid, timestamptz), complaint_readers_change(uuid), complaint_readers_changed() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION tell_of_complaint(uuid, text, timestamptz, uuid), told_of_complaint(uuid, text[]) TO mawa_app;
      GRANT EXECUTE ON FUNCTION complaint_readers_change(uuid), open_complaint_task(text, uuid, uuid, timestamptz) TO mawa_gate;
      ALTER FUNCTION tell_of_complaint(uuid, text, timestamptz, uuid) OWNER TO mawa_gate;
      ALTER FUNCTION told_of_complaint(uuid, text[]) OWNER TO mawa_gate;
      ALTER FUNCTION complaint_readers_changed() OWNER TO mawa_gate;`;

export const FIRST_STEP = `
      CREATE OR REPLACE FUNCTION complaint_takes_a_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE
        c complaints%ROWTYPE;
        v_by text := CASE WHEN NEW.from_stage IS NULL THEN 'channel' WHEN NEW."by" IS NULL THEN 'person' ELSE 'focal_point' END;
      BEGIN
        SELECT * INTO c FROM complaints WHERE id = NEW.complaint_id FOR UPDATE;
        IF c.destroyed_at IS NOT NULL OR c.stage IS DISTINCT FROM coalesce(NEW.from_stage, 'received')
           OR (NEW.from_stage IS NULL AND EXISTS (SELECT 1 FROM complaint_stages s WHERE s.complaint_id = c.id))
           OR NOT EXISTS (SELECT 1 FROM complaint_steps s WHERE s.from_stage IS NOT DISTINCT FROM NEW.from_stage
                AND s.to_stage = NEW.to_stage AND s.by = v_by) THEN
          RAISE EXCEPTION 'not a step from here' USING ERRCODE = '23514', CONSTRAINT = 'complaint_step_is_legal';
        END IF;
        IF v_by = 'focal_point' AND NEW.to_stage <> 'acknowledged' AND c.handler_id IS DISTINCT FROM NEW."by" THEN
          RAISE EXCEPTION 'another follows it' USING ERRCODE = '23514', CONSTRAINT = 'complaint_has_a_handler';
        END IF;
        IF NEW.to_stage = 'answered' AND NOT EXISTS (
             SELECT 1 FROM complaint_words w WHERE w.complaint_id = c.id AND w.kind = 'answer'
                AND w.at >= coalesce((SELECT max(s.at) FROM complaint_stages s WHERE s.complaint_id = c.id
                      AND s.to_stage IN ('reopened', 'appealed')), c.received_at)) THEN
          RAISE EXCEPTION 'an answer has words' USING ERRCODE = '23514', CONSTRAINT = 'complaint_answer_has_words';
        END IF;
        IF NEW.to_stage = 'closed' AND c.safeguarding AND c.second_id IS NULL THEN
          RAISE EXCEPTION 'a second focal point has not seen it' USING ERRCODE = '23514', CONSTRAINT = 'complaint_needs_a_second';
        END IF;
        IF NEW.to_stage = 'appealed' THEN
          INSERT INTO complaint_kept_out (complaint_id, user_id, why)
          SELECT DISTINCT c.id, h.user_id, 'appeal' FROM complaint_hands h WHERE h.complaint_id = c.id ON CONFLICT DO NOTHING;
        END IF;
        UPDATE complaints SET stage = NEW.to_stage, due_at = NEW.due_at,
          handler_id = CASE NEW.to_stage WHEN 'acknowledged' THEN NEW."by" WHEN 'appealed' THEN NULL ELSE handler_id END,
          second_id = CASE WHEN NEW.to_stage = 'acknowledged' AND second_id = NEW."by" THEN NULL ELSE second_id END,
          acknowledged_at = CASE NEW.to_stage WHEN 'acknowledged' THEN coalesce(acknowledged_at, mawa_now()) ELSE acknowledged_at END,
          answered_at = CASE NEW.to_stage WHEN 'answered' THEN coalesce(answered_at, mawa_now()) ELSE answered_at END,
          closed_at = CASE WHEN NEW.to_stage = 'closed' THEN mawa_now() END
         WHERE id = c.id;
        RETURN NEW;
      END $$;`;

export const FIRST_DESTROYING = `
      CREATE OR REPLACE FUNCTION destroy_complaint(p_complaint uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT p_complaint = ANY (mawa_complaints_seen()) OR NOT EXISTS (SELECT 1 FROM complaint_destructions d
             WHERE d.complaint_id = p_complaint AND d.approved_by = mawa_actor()) THEN
          RAISE EXCEPTION 'not approved' USING ERRCODE = '42501';
        END IF;
        IF EXISTS (SELECT 1 FROM documents d WHERE d.owner_kind = 'complaint' AND d.owner_id = p_complaint AND d.removed_at IS NULL) THEN
          RAISE EXCEPTION 'files are left' USING ERRCODE = '23514', CONSTRAINT = 'complaint_has_files';
        END IF;
        DELETE FROM keys.record_keys WHERE kind = 'complaint' AND record_id = p_complaint;
        DELETE FROM complaint_words WHERE complaint_id = p_complaint;
        DELETE FROM complaint_links WHERE complaint_id = p_complaint;
        DELETE FROM complaint_accused WHERE complaint_id = p_complaint AND what = 'unnamed';
        UPDATE complaint_measures SET note_sealed = NULL WHERE complaint_id = p_complaint;
        UPDATE complaint_checks SET note_sealed = NULL WHERE complaint_id = p_complaint;
        UPDATE complaints SET code_digest = NULL, destroyed_at = mawa_now() WHERE id = p_complaint;
      END $$;`;
