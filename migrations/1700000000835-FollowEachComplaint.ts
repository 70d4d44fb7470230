import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FIRST_STEP, FIRST_TELLING } from './data/complaint-acts-1';

/** Whatever could change who reads a complaint, or what it asks of them. */
const ABOUT_ONE = [
  ['complaints', 'AFTER INSERT OR UPDATE', ''],
  ['complaint_accused', 'AFTER INSERT', ''],
  ['complaint_kept_out', 'AFTER INSERT', ''],
  ['complaint_checks', 'AFTER INSERT OR UPDATE', ''],
  ['complaint_destructions', 'AFTER INSERT OR UPDATE', ''],
  ['complaint_words', 'AFTER INSERT', `WHEN (NEW.kind IN ('said', 'answer'))`],
  ['complaint_trail', 'AFTER INSERT', `WHEN (NEW.action = 'complaints.read')`],
] as const;
const ABOUT_ALL = [
  ['user_roles', 'AFTER INSERT OR UPDATE'],
  ['users', 'AFTER UPDATE OF active, organisation_id'],
  ['memberships', 'AFTER INSERT OR UPDATE'],
  ['shelters', 'AFTER UPDATE OF organisation_id, region'],
  ['organisations', 'AFTER UPDATE OF kind'],
] as const;

/**
 * What waits for whom follows from how a complaint stands, and is worked out in one place: nobody opens
 * or closes such a task by hand, so none is lost when hands, roles, accounts or houses change. Whoever
 * may no longer read a complaint lets go of it at once.
 */
export class FollowEachComplaint1700000000835 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER complaints_change_readers ON complaints;
      DROP TRIGGER complaint_kept_out_change_readers ON complaint_kept_out;
      DROP TRIGGER complaint_accused_change_readers ON complaint_accused;
      DROP FUNCTION complaint_readers_changed, complaint_readers_change, told_of_complaint, tell_of_complaint, open_complaint_task;

      -- Up to which of the person's words somebody has answered for it, or answered.
      ALTER TABLE complaints ADD COLUMN heard_to bigint NOT NULL DEFAULT 0;
      SET LOCAL ROLE mawa_gate;
      UPDATE complaints c SET heard_to = w.place FROM (
        SELECT w.complaint_id, max(w.place) AS place FROM complaint_words w JOIN complaints c ON c.id = w.complaint_id
         WHERE w.kind = 'answer' OR w.at <= c.acknowledged_at GROUP BY w.complaint_id) w
       WHERE w.complaint_id = c.id;
      RESET ROLE;

      -- What each complaint asks of whom, now.
      CREATE FUNCTION complaint_tasks(p_of uuid) RETURNS TABLE (kind text, complaint_id uuid, user_id uuid, due_at timestamptz)
        LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        WITH r AS MATERIALIZED (
          SELECT x.complaint_id AS id, x.user_id, f.level FROM complaint_readers(p_of) x JOIN focal_points() f ON f.user_id = x.user_id),
        c AS MATERIALIZED (
          SELECT c.*, make_interval(hours => (mawa_setting('complaint_words_hours'))::int) AS of_words
            FROM complaints c WHERE (p_of IS NULL OR c.id = p_of) AND c.destroyed_at IS NULL)
        -- In nobody's hands: all who may are asked.
        SELECT 'complaint_new', c.id, r.user_id, coalesce(c.due_at,
               (SELECT max(s.at) FROM complaint_stages s WHERE s.complaint_id = c.id) + c.of_words, c.acknowledge_by)
          FROM c JOIN r ON r.id = c.id WHERE c.handler_id IS NULL AND c.closed_at IS NULL
        UNION ALL
        SELECT 'complaint_answer', c.id, c.handler_id, c.due_at FROM c WHERE c.handler_id IS NOT NULL AND c.due_at IS NOT NULL
        UNION ALL
        SELECT 'complaint_words', c.id, c.handler_id, min(w.at) + c.of_words
          FROM c JOIN complaint_words w ON w.complaint_id = c.id AND w.kind = 'said' AND w.place > c.heard_to
         WHERE c.handler_id IS NOT NULL GROUP BY c.id, c.handler_id, c.of_words
        UNION ALL
        SELECT 'complaint_check', c.id, r.user_id, k.due_at
          FROM c JOIN complaint_checks k ON k.complaint_id = c.id AND k.done_at IS NULL JOIN r ON r.id = c.id
         WHERE r.user_id = c.handler_id OR (c.handler_id IS NULL AND c.closed_at IS NOT NULL)
        UNION ALL
        SELECT 'complaint_second', c.id, r.user_id, c.acknowledge_by FROM c JOIN r ON r.id = c.id
         WHERE c.safeguarding AND c.second_id IS NULL AND c.closed_at IS NULL AND r.user_id <> c.handler_id
        UNION ALL
        -- Its years are over: all who may are asked; once one has asked for its end, the others.
        SELECT 'complaint_destroy', c.id, r.user_id, coalesce(d.asked_at + c.of_words, c.over_at)
          FROM (SELECT c.id, c.of_words, c.closed_at, c.closed_at + make_interval(years => (mawa_setting('complaint_keep_years'))::int) AS over_at FROM c) c
          JOIN r ON r.id = c.id LEFT JOIN complaint_destructions d ON d.complaint_id = c.id AND d.asked_at >= c.closed_at
         WHERE c.over_at <= mawa_now() AND r.user_id IS DISTINCT FROM d.asked_by
        UNION ALL
        -- Handed up, taken from somebody, sorted so that others are out, or late, and in the hands of the first:
        -- each of the commission opens the words once after that, also where it was closed meanwhile.
        SELECT 'complaint_look', c.id, r.user_id, c.since + c.of_words
          FROM (SELECT c.id, c.of_words, c.handler_id, greatest(c.handed_up_at, c.redirected_at, c.late_since, c.taken_over_at,
                  (SELECT max(a.named_at) FROM complaint_accused a WHERE a.complaint_id = c.id AND a.what <> 'unnamed'),
                  CASE WHEN coalesce(c.acknowledged_at, mawa_now()) > c.acknowledge_by THEN c.acknowledge_by END,
                  CASE WHEN coalesce(c.answered_at, mawa_now()) > c.answer_by THEN c.answer_by END,
                  CASE WHEN c.due_at < mawa_now() THEN c.due_at END) AS since FROM c) c
          JOIN r ON r.id = c.id AND r.level = 'escalation'
          JOIN r h ON h.id = c.id AND h.user_id = c.handler_id AND h.level = 'first'
         WHERE c.since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM complaint_trail t
           WHERE t.subject_ids @> ARRAY[c.id] AND t.actor_id = r.user_id AND t.action = 'complaints.read' AND t.at >= c.since) $$;

      -- An act of a focal point counts as theirs; the person's, an administrator's or the clock's as nobody's.
      CREATE FUNCTION complaint_tasks_follow(p_of uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      DECLARE v_by uuid := CASE WHEN mawa_has_role('focal_point') THEN mawa_actor() END;
      BEGIN
        IF p_of IS NULL AND NOT EXISTS (SELECT 1 FROM complaints WHERE destroyed_at IS NULL) THEN RETURN; END IF;
        WITH r AS MATERIALIZED (SELECT x.complaint_id, x.user_id FROM complaint_readers(p_of) x),
        gone AS (
          SELECT c.id, c.handler_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM r WHERE r.complaint_id = c.id AND r.user_id = c.handler_id) AS handler,
                 c.second_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM r WHERE r.complaint_id = c.id AND r.user_id = c.second_id) AS second
            FROM complaints c WHERE (p_of IS NULL OR c.id = p_of) AND c.destroyed_at IS NULL)
        UPDATE complaints c SET handler_id = CASE WHEN NOT gone.handler THEN c.handler_id END,
               second_id = CASE WHEN NOT gone.second THEN c.second_id END
          FROM gone WHERE gone.id = c.id AND (gone.handler OR gone.second);
        WITH wanted AS MATERIALIZED (SELECT * FROM complaint_tasks(p_of)),
        over AS (
          UPDATE tasks t SET done_at = mawa_now(), done_by = v_by
           WHERE t.kind LIKE 'complaint%' AND t.done_at IS NULL AND (p_of IS NULL OR t.subject_id = p_of)
             AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.kind = t.kind AND w.complaint_id = t.subject_id AND w.user_id = t.for_user)),
        -- Brought forward it is due sooner, also where somebody had put it off to a later day.
        sooner AS (
          UPDATE tasks t SET due_at = w.due_at FROM wanted w
           WHERE t.done_at IS NULL AND t.kind = w.kind AND t.subject_id = w.complaint_id AND t.for_user = w.user_id AND w.due_at < t.due_at
             AND NOT EXISTS (SELECT 1 FROM task_changes h WHERE h.task_id = t.id AND h.change = 'postponed' AND h.due_before <= w.due_at))
        INSERT INTO tasks (kind, subject_id, for_user, due_at)
        SELECT w.kind, w.complaint_id, w.user_id, w.due_at FROM wanted w ON CONFLICT DO NOTHING;
      END $$;

      CREATE FUNCTION complaint_is_followed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_of uuid;
      BEGIN
        CASE TG_TABLE_NAME
          WHEN 'complaints' THEN v_of := NEW.id;
          WHEN 'complaint_trail' THEN v_of := NEW.subject_ids[1];
          ELSE v_of := NEW.complaint_id;
        END CASE;
        PERFORM complaint_tasks_follow(v_of);
        RETURN NULL;
      END $$;
      CREATE FUNCTION complaint_is_answered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE complaints SET heard_to = NEW.place WHERE id = NEW.complaint_id;
        RETURN NULL;
      END $$;
      -- Outside the application (a migration, a repair by hand) there is no instant: the hourly round catches up.
      CREATE FUNCTION complaints_are_followed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF coalesce(current_setting('mawa.now', true), '') <> '' THEN PERFORM complaint_tasks_follow(NULL); END IF;
        RETURN NULL;
      END $$;
      CREATE FUNCTION tend_complaints() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_is_system() THEN RAISE EXCEPTION 'not yours' USING ERRCODE = '42501'; END IF;
        PERFORM complaint_tasks_follow(NULL);
      END $$;

      CREATE TRIGGER complaint_words_answer AFTER INSERT ON complaint_words
        FOR EACH ROW WHEN (NEW.kind = 'answer') EXECUTE FUNCTION complaint_is_answered();
      ${ABOUT_ONE.map(
        ([table, when, only]) => `
      CREATE TRIGGER ${table}_followed ${when} ON ${table}
        FOR EACH ROW ${only} EXECUTE FUNCTION complaint_is_followed();`,
      ).join('')}
      ${ABOUT_ALL.map(
        ([table, when]) => `
      CREATE TRIGGER ${table}_change_who_reads_complaints ${when} ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION complaints_are_followed();`,
      ).join('')}

      GRANT SELECT (at, actor_id, action, subject_ids) ON complaint_trail TO mawa_gate;
      GRANT DELETE ON complaint_destructions TO mawa_gate;
      CREATE POLICY complaint_trail_for_the_gate ON complaint_trail FOR SELECT TO mawa_gate USING (true);
      GRANT SELECT (change, due_before) ON task_changes TO mawa_gate;

      SET LOCAL ROLE mawa_gate;
      CREATE OR REPLACE FUNCTION complaint_takes_a_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE
        c complaints%ROWTYPE;
        v_by text := CASE WHEN NEW.from_stage IS NULL THEN 'channel' WHEN NEW."by" IS NULL THEN 'person' ELSE 'focal_point' END;
        v_takes boolean;
      BEGIN
        SELECT * INTO c FROM complaints WHERE id = NEW.complaint_id FOR UPDATE;
        IF c.destroyed_at IS NOT NULL OR c.stage IS DISTINCT FROM coalesce(NEW.from_stage, 'received')
           OR (NEW.from_stage IS NULL AND EXISTS (SELECT 1 FROM complaint_stages s WHERE s.complaint_id = c.id))
           OR NOT EXISTS (SELECT 1 FROM complaint_steps s WHERE s.from_stage IS NOT DISTINCT FROM NEW.from_stage
                AND s.to_stage = NEW.to_stage AND s.by = v_by) THEN
          RAISE EXCEPTION 'not a step from here' USING ERRCODE = '23514', CONSTRAINT = 'complaint_step_is_legal';
        END IF;
        -- Acknowledging and reopening take it in hand.
        v_takes := v_by = 'focal_point' AND NEW.to_stage IN ('acknowledged', 'reopened');
        IF v_by = 'focal_point' AND NOT v_takes AND c.handler_id IS DISTINCT FROM NEW."by" THEN
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
        -- Its end was asked for as it stood then: opened again, it is asked for anew.
        IF NEW.to_stage IN ('reopened', 'appealed') THEN
          DELETE FROM complaint_destructions d WHERE d.complaint_id = c.id AND d.approved_at IS NULL;
        END IF;
        IF NEW.to_stage = 'appealed' THEN
          INSERT INTO complaint_kept_out (complaint_id, user_id, why)
          SELECT DISTINCT c.id, h.user_id, 'appeal' FROM complaint_hands h WHERE h.complaint_id = c.id ON CONFLICT DO NOTHING;
        END IF;
        UPDATE complaints SET stage = NEW.to_stage, due_at = NEW.due_at,
          handler_id = CASE WHEN v_takes THEN NEW."by" WHEN NEW.to_stage <> 'appealed' THEN handler_id END,
          second_id = CASE WHEN v_takes AND second_id = NEW."by" THEN NULL ELSE second_id END,
          heard_to = CASE WHEN v_takes THEN greatest(heard_to, (SELECT max(w.place) FROM complaint_words w
            WHERE w.complaint_id = c.id AND w.kind = 'said')) ELSE heard_to END,
          acknowledged_at = CASE NEW.to_stage WHEN 'acknowledged' THEN coalesce(acknowledged_at, mawa_now()) ELSE acknowledged_at END,
          answered_at = CASE NEW.to_stage WHEN 'answered' THEN coalesce(answered_at, mawa_now()) ELSE answered_at END,
          closed_at = CASE WHEN NEW.to_stage = 'closed' THEN mawa_now() END
         WHERE id = c.id;
        RETURN NEW;
      END $$;
      RESET ROLE;

      REVOKE EXECUTE ON FUNCTION complaint_tasks(uuid), complaint_tasks_follow(uuid), complaint_is_followed(), complaint_is_answered(),
        complaints_are_followed(), tend_complaints() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION complaint_tasks(uuid), complaint_tasks_follow(uuid) TO mawa_gate;
      GRANT EXECUTE ON FUNCTION tend_complaints() TO mawa_app;
      ALTER FUNCTION complaint_is_followed() OWNER TO mawa_gate;
      ALTER FUNCTION complaint_is_answered() OWNER TO mawa_gate;
      ALTER FUNCTION complaints_are_followed() OWNER TO mawa_gate;
      ALTER FUNCTION tend_complaints() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE mawa_gate;
      ${FIRST_STEP}
      RESET ROLE;
      REVOKE SELECT (change, due_before) ON task_changes FROM mawa_gate;
      REVOKE DELETE ON complaint_destructions FROM mawa_gate;
      DROP POLICY complaint_trail_for_the_gate ON complaint_trail;
      REVOKE SELECT (at, actor_id, action, subject_ids) ON complaint_trail FROM mawa_gate;
      ${ABOUT_ALL.map(([table]) => `DROP TRIGGER ${table}_change_who_reads_complaints ON ${table};`).join('\n')}
      ${ABOUT_ONE.map(([table]) => `DROP TRIGGER ${table}_followed ON ${table};`).join('\n')}
      DROP TRIGGER complaint_words_answer ON complaint_words;
      DROP FUNCTION tend_complaints, complaints_are_followed, complaint_is_answered, complaint_is_followed, complaint_tasks_follow,
        complaint_tasks;
      ALTER TABLE complaints DROP COLUMN heard_to;
      ${FIRST_TELLING}
    `);
  }
}
