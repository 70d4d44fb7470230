import type { MigrationInterface, QueryRunner } from 'typeorm';
import { visible } from './support';
import { LISTS_3 } from './data/lists-3';
import { dropLists, seedLists } from './data/seed-lists';

/** The line that answers: the organisation of whoever works at it; null where accounts have none. */
const OF_THE_LINE = (table: string) =>
  `${table}.line_id IS NOT DISTINCT FROM (SELECT mawa_organisation()) AND (SELECT mawa_has_role('hotline_operator', 'case_supervisor'))`;
const OPERATES = (table: string) =>
  `${table}.line_id IS NOT DISTINCT FROM (SELECT mawa_organisation()) AND (SELECT mawa_has_role('hotline_operator'))`;
/** Her own call, while it goes on and for the hours in which she may still put it right. */
const stillHers = (
  call: string,
) => `${call}.taken_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('hotline_operator'))
      AND (${call}.ended_at IS NULL
        OR ${call}.ended_at > (SELECT mawa_now() - make_interval(hours => mawa_setting('hotline_own_hours')::int)))`;
const STILL_HERS = stillHers('c');

const WORDS_OF_A_CALL = `kind <> 'call' OR EXISTS (SELECT 1 FROM calls c WHERE c.id = record_id
      AND (${STILL_HERS} OR (SELECT mawa_has_role('case_supervisor'))))`;
const WORDS_OF_A_CALL_BACK = `kind <> 'call_back' OR EXISTS (SELECT 1 FROM call_backs b WHERE b.id = record_id)`;

const NUMBERS = JSON.stringify([
  { key: 'police', number: '19' },
  { key: 'gendarmerie', number: '177' },
  { key: 'ambulance', number: '15' },
]);

/**
 * The free number. A call holds coded facts and, sealed under a key of its own, what was typed; no case.
 * Its caller's number is kept as a keyed digest alone, so that a number that calls again is known for it
 * and nobody can read it. A call-back holds the number sealed, under another key. A call and a case are
 * linked by a row of its own that each side sees as its own.
 */
export class AnswerTheLine1700000000920 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('hotline_own_hours', '2020-01-01Z', '12', 'programme rule: how long after a call whoever took it reads and corrects it'),
        ('hotline_open_hours', '2020-01-01Z', '12', 'programme rule: a call that nobody ended ends by itself'),
        ('hotline_text_keep_days', '2020-01-01Z', '90', 'programme rule: how long what was typed in a call is kept'),
        ('hotline_number_keep_days', '2020-01-01Z', '180', 'programme rule: how long the digest of a number is kept'),
        ('hotline_call_keep_days', '2020-01-01Z', '1826', 'programme rule: how long a call is kept at all'),
        ('call_back_keep_days', '2020-01-01Z', '7', 'programme rule: how long a call-back is kept once it is over'),
        ('call_back_expire_days', '2020-01-01Z', '14', 'programme rule: a call-back that nobody could make ends'),
        ('hotline_block_pranks', '2020-01-01Z', '3', 'programme rule: from how many pranks on an operator may block a number'),
        ('hotline_block_days_most', '2020-01-01Z', '30', 'programme rule: the longest that a number is blocked'),
        ('hotline_link_tries', '2020-01-01Z', '20', 'programme rule: how many case numbers one person may try to link in a day'),
        ('hotline_numbers', '2020-01-01Z', '${NUMBERS}', 'emergency numbers of Morocco: to be checked by the programme');

      CREATE TABLE calls (
        id uuid PRIMARY KEY,
        line_id uuid REFERENCES organisations (id),
        taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        began_at timestamptz NOT NULL DEFAULT mawa_now(),
        saved_at timestamptz NOT NULL DEFAULT mawa_now(),
        revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
        type text CHECK (type ~ '^[a-z_]{3,40}$'),
        type_version integer,
        language text CHECK (language ~ '^[a-z]{3}$'),
        region text CHECK (region ~ '^[a-z0-9_]{2,20}$'),
        -- Null: not asked yet. Skipped is an answer too.
        danger text CHECK (danger IN ('yes', 'no', 'skipped')),
        minor text CHECK (minor IN ('yes', 'no', 'skipped')),
        medical text CHECK (medical IN ('yes', 'no', 'skipped')),
        no_place text CHECK (no_place IN ('yes', 'no', 'skipped')),
        -- HMAC of the number in one form, with a key that is not in the database.
        caller bytea CHECK (length(caller) = 32),
        sealed bytea,
        ended_at timestamptz,
        outcome text CHECK (outcome IN ('informed', 'oriented', 'bed', 'call_back', 'services_sent', 'cut_off', 'no_words', 'refused')),
        CONSTRAINT calls_end_whole CHECK ((ended_at IS NULL) = (outcome IS NULL)),
        CONSTRAINT calls_end_after_they_began CHECK (ended_at >= began_at),
        CONSTRAINT calls_type_of_a_version CHECK ((type IS NULL) = (type_version IS NULL)),
        -- Whoever is in danger, or was not asked, is never sent away, blocked or not: a telephone is shared.
        CONSTRAINT calls_danger_is_heard CHECK (outcome IS DISTINCT FROM 'refused' OR danger IS NOT DISTINCT FROM 'no')
      );
      CREATE UNIQUE INDEX calls_one_open_each ON calls (taken_by) WHERE ended_at IS NULL;
      CREATE INDEX calls_by_line ON calls (line_id, began_at DESC);
      CREATE INDEX calls_by_day ON calls (began_at);
      CREATE INDEX calls_by_caller ON calls (caller) WHERE caller IS NOT NULL;
      ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
      ALTER TABLE calls FORCE ROW LEVEL SECURITY;
      CREATE POLICY calls_read ON calls FOR SELECT TO mawa_app USING (${OF_THE_LINE('calls')});
      CREATE POLICY calls_add ON calls FOR INSERT TO mawa_app
        WITH CHECK (${OPERATES('calls')} AND taken_by = (SELECT mawa_actor()));
      CREATE POLICY calls_change ON calls FOR UPDATE TO mawa_app
        USING (${OPERATES('calls')} AND ${stillHers('calls')}) WITH CHECK (${OPERATES('calls')});
      CREATE POLICY calls_for_the_gate ON calls TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY calls_for_figures ON calls FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT, INSERT ON calls TO mawa_app;
      GRANT UPDATE (saved_at, revision, type, type_version, language, region, danger, minor, medical, no_place, caller, sealed,
        ended_at, outcome) ON calls TO mawa_app;
      GRANT SELECT, UPDATE, DELETE ON calls TO mawa_gate;
      GRANT SELECT (id, line_id, began_at, ended_at, type, type_version, language, region, danger, minor, medical, no_place,
        outcome) ON calls TO mawa_figures;

      -- What a call led to: coded facts, of nobody.
      CREATE TABLE call_steps (
        call_id uuid NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
        step text NOT NULL CHECK (step IN ('case', 'request', 'hold')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        people smallint NOT NULL CHECK (people BETWEEN 1 AND 20),
        shelter_id uuid REFERENCES shelters (id),
        held_until timestamptz,
        PRIMARY KEY (call_id, step),
        CONSTRAINT call_steps_hold_is_somewhere CHECK ((step = 'hold') = (held_until IS NOT NULL) AND (step = 'hold') = (shelter_id IS NOT NULL))
      );
      ALTER TABLE call_steps ENABLE ROW LEVEL SECURITY;
      ALTER TABLE call_steps FORCE ROW LEVEL SECURITY;
      CREATE POLICY call_steps_with_the_call ON call_steps FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM calls c WHERE c.id = call_steps.call_id));
      CREATE POLICY call_steps_by_whoever_took_it ON call_steps FOR INSERT TO mawa_app
        WITH CHECK (EXISTS (SELECT 1 FROM calls c WHERE c.id = call_steps.call_id AND ${STILL_HERS}));
      CREATE POLICY call_steps_for_the_gate ON call_steps TO mawa_gate USING (true);
      CREATE POLICY call_steps_for_figures ON call_steps FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT, INSERT ON call_steps TO mawa_app;
      GRANT SELECT, DELETE ON call_steps TO mawa_gate;
      GRANT SELECT (call_id, step, at, people) ON call_steps TO mawa_figures;

      -- A call-back: when and whom one may ring, sealed with the number under a key of its own.
      CREATE TABLE call_backs (
        id uuid PRIMARY KEY,
        call_id uuid REFERENCES calls (id) ON DELETE SET NULL,
        line_id uuid REFERENCES organisations (id),
        due_at timestamptz NOT NULL,
        language text CHECK (language ~ '^[a-z]{3}$'),
        opened_at timestamptz NOT NULL DEFAULT mawa_now(),
        opened_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        sealed bytea NOT NULL,
        closed_at timestamptz,
        closed_by uuid REFERENCES users (id),
        closed_why text CHECK (closed_why IN ('reached', 'not_wanted', 'unsafe', 'called_again', 'expired')),
        CONSTRAINT call_backs_closed_whole CHECK (num_nonnulls(closed_at, closed_by, closed_why) IN (0, 3))
      );
      CREATE INDEX call_backs_due ON call_backs (line_id, due_at) WHERE closed_at IS NULL;
      CREATE INDEX call_backs_by_call ON call_backs (call_id);
      ALTER TABLE call_backs ENABLE ROW LEVEL SECURITY;
      ALTER TABLE call_backs FORCE ROW LEVEL SECURITY;
      CREATE POLICY call_backs_of_the_line ON call_backs FOR SELECT TO mawa_app USING (${OF_THE_LINE('call_backs')});
      CREATE POLICY call_backs_add ON call_backs FOR INSERT TO mawa_app WITH CHECK (${OPERATES('call_backs')});
      CREATE POLICY call_backs_change ON call_backs FOR UPDATE TO mawa_app
        USING (${OPERATES('call_backs')}) WITH CHECK (${OPERATES('call_backs')});
      CREATE POLICY call_backs_for_the_gate ON call_backs TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON call_backs TO mawa_app;
      GRANT UPDATE (due_at, closed_at, closed_by, closed_why) ON call_backs TO mawa_app;
      GRANT SELECT, UPDATE, DELETE ON call_backs TO mawa_gate;
      CREATE FUNCTION call_backs_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'this call-back is over' USING ERRCODE = '23514', CONSTRAINT = 'call_backs_end_once';
      END $$;
      CREATE TRIGGER call_backs_end_once BEFORE UPDATE OF due_at, closed_at ON call_backs FOR EACH ROW
        WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION call_backs_end_once();

      CREATE TABLE call_back_attempts (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        call_back_id uuid NOT NULL REFERENCES call_backs (id) ON DELETE CASCADE,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        outcome text NOT NULL CHECK (outcome IN ('reached', 'no_answer', 'engaged', 'somebody_else', 'unsafe', 'not_wanted')),
        next_at timestamptz CHECK (next_at > at)
      );
      CREATE INDEX call_back_attempts_by_call_back ON call_back_attempts (call_back_id, at);
      ALTER TABLE call_back_attempts ENABLE ROW LEVEL SECURITY;
      ALTER TABLE call_back_attempts FORCE ROW LEVEL SECURITY;
      CREATE POLICY call_back_attempts_read ON call_back_attempts FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM call_backs b WHERE b.id = call_back_id));
      CREATE POLICY call_back_attempts_add ON call_back_attempts FOR INSERT TO mawa_app
        WITH CHECK ((SELECT mawa_has_role('hotline_operator'))
          AND EXISTS (SELECT 1 FROM call_backs b WHERE b.id = call_back_id AND b.closed_at IS NULL));
      CREATE POLICY call_back_attempts_for_the_gate ON call_back_attempts TO mawa_gate USING (true);
      GRANT SELECT, INSERT ON call_back_attempts TO mawa_app;
      GRANT SELECT, DELETE ON call_back_attempts TO mawa_gate;

      -- Numbers that are sent away for a time, by a decision; no number stands here.
      CREATE TABLE caller_blocks (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        line_id uuid REFERENCES organisations (id),
        caller bytea NOT NULL CHECK (length(caller) = 32),
        reason text NOT NULL CHECK (reason IN ('prank', 'threats', 'insults', 'advertising')),
        from_at timestamptz NOT NULL DEFAULT mawa_now(),
        until_at timestamptz NOT NULL,
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        lifted_at timestamptz,
        lifted_by uuid REFERENCES users (id),
        CONSTRAINT caller_blocks_end CHECK (until_at > from_at),
        CONSTRAINT caller_blocks_lifted_whole CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
        CONSTRAINT caller_blocks_one_at_a_time EXCLUDE USING gist
          (coalesce(line_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, caller WITH =,
           tstzrange(from_at, greatest(from_at, least(lifted_at, until_at))) WITH &&)
      );
      ALTER TABLE caller_blocks ENABLE ROW LEVEL SECURITY;
      ALTER TABLE caller_blocks FORCE ROW LEVEL SECURITY;
      CREATE POLICY caller_blocks_of_the_line ON caller_blocks TO mawa_app
        USING (${OF_THE_LINE('caller_blocks')}) WITH CHECK (${OF_THE_LINE('caller_blocks')});
      CREATE POLICY caller_blocks_for_the_gate ON caller_blocks TO mawa_gate USING (true);
      GRANT SELECT, INSERT ON caller_blocks TO mawa_app;
      GRANT UPDATE (lifted_at, lifted_by) ON caller_blocks TO mawa_app;
      GRANT SELECT, DELETE ON caller_blocks TO mawa_gate;
      CREATE FUNCTION caller_blocks_are_short() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.until_at > NEW.from_at + make_interval(days => mawa_setting('hotline_block_days_most')::int) THEN
          RAISE EXCEPTION 'nobody is blocked for so long' USING ERRCODE = '23514', CONSTRAINT = 'caller_blocks_are_short';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER caller_blocks_are_short BEFORE INSERT ON caller_blocks FOR EACH ROW EXECUTE FUNCTION caller_blocks_are_short();

      -- A call is refused for a block that stands, and for nothing else.
      CREATE FUNCTION calls_are_refused_by_a_block() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.outcome = 'refused' AND NOT EXISTS (SELECT 1 FROM caller_blocks b
             WHERE b.caller = NEW.caller AND b.line_id IS NOT DISTINCT FROM NEW.line_id AND b.lifted_at IS NULL
               AND b.from_at <= mawa_now() AND b.until_at > mawa_now()) THEN
          RAISE EXCEPTION 'this number is not blocked' USING ERRCODE = '23514', CONSTRAINT = 'calls_are_refused_by_a_block';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER calls_are_refused_by_a_block BEFORE UPDATE OF outcome ON calls FOR EACH ROW
        WHEN (OLD.outcome IS DISTINCT FROM NEW.outcome) EXECUTE FUNCTION calls_are_refused_by_a_block();

      -- A call and a person's file: deliberate, and taken back by a row's end.
      CREATE TABLE call_links (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        call_id uuid REFERENCES calls (id) ON DELETE SET NULL,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        request_id uuid REFERENCES bed_requests (id),
        -- What those who have the file are told of the call, and no more.
        called_at timestamptz NOT NULL,
        type text,
        type_version integer,
        how text NOT NULL CHECK (how IN ('opened', 'linked')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        ended_at timestamptz,
        ended_by uuid REFERENCES users (id),
        CONSTRAINT call_links_ended_whole CHECK ((ended_at IS NULL) = (ended_by IS NULL))
      );
      CREATE UNIQUE INDEX call_links_once ON call_links (call_id, case_id) WHERE ended_at IS NULL;
      CREATE INDEX call_links_by_case ON call_links (case_id);
      ALTER TABLE call_links ENABLE ROW LEVEL SECURITY;
      ALTER TABLE call_links FORCE ROW LEVEL SECURITY;
      CREATE POLICY call_links_read ON call_links FOR SELECT TO mawa_app
        USING (by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('hotline_operator'))
          OR ${visible('call_links.case_id', 'care')});
      CREATE POLICY call_links_change ON call_links FOR UPDATE TO mawa_app
        USING (by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('hotline_operator')) OR mawa_holds_fully(case_id));
      CREATE POLICY call_links_for_the_gate ON call_links TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON call_links TO mawa_app;
      GRANT UPDATE (ended_at, ended_by) ON call_links TO mawa_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON call_links TO mawa_gate;
      CREATE TRIGGER call_links_take_no_more BEFORE INSERT ON call_links FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();

      -- Each case number that is tried counts, found or not.
      CREATE TABLE call_link_tries (
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX call_link_tries_by_user ON call_link_tries (by, at);
      GRANT SELECT, INSERT, DELETE ON call_link_tries TO mawa_gate;

      -- Keys: of a call's words its operator's for some hours, then the supervisors' of the line alone.
      CREATE POLICY record_keys_of_calls ON keys.record_keys AS RESTRICTIVE TO mawa_app
        USING (${WORDS_OF_A_CALL}) WITH CHECK (${WORDS_OF_A_CALL});
      CREATE POLICY record_keys_of_call_backs ON keys.record_keys AS RESTRICTIVE TO mawa_app
        USING (${WORDS_OF_A_CALL_BACK}) WITH CHECK (kind <> 'call_back' OR (SELECT mawa_has_role('hotline_operator')));
      CREATE POLICY record_keys_of_calls_at_the_gate ON keys.record_keys TO mawa_gate USING (kind IN ('call', 'call_back'));

      -- A task to call back is for the line that promised it.
      CREATE POLICY tasks_of_call_backs_are_the_lines ON tasks AS RESTRICTIVE TO mawa_app
        USING (kind <> 'call_back' OR (SELECT mawa_is_system()) OR EXISTS (SELECT 1 FROM call_backs b WHERE b.id = tasks.subject_id));

      -- Between a call and a file ---------------------------------------------------------------
      -- The one who took the call links it: to the files opened from it, which are still in her hand, or to a
      -- number that she was told. No such number, kept out or restricted: one answer.
      CREATE FUNCTION link_call(p_call uuid, p_case uuid, p_request uuid) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_has_role('hotline_operator') OR NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = p_call AND ${STILL_HERS})
           OR NOT mawa_holds_fully(p_case) THEN
          RAISE EXCEPTION 'this actor does not link this call' USING ERRCODE = '42501';
        END IF;
        INSERT INTO call_links (call_id, case_id, request_id, called_at, type, type_version, how)
        SELECT c.id, p_case, p_request, c.began_at, c.type, c.type_version, 'opened' FROM calls c WHERE c.id = p_call;
      END $$;
      CREATE FUNCTION link_call_by_number(p_call uuid, p_number text) RETURNS uuid LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid; v_id uuid; v_tries integer;
      BEGIN
        IF NOT mawa_has_role('hotline_operator') OR NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = p_call AND ${STILL_HERS}) THEN
          RAISE EXCEPTION 'this actor does not link this call' USING ERRCODE = '42501';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('link tries/' || mawa_actor(), 0));
        SELECT count(*) INTO v_tries FROM call_link_tries WHERE by = mawa_actor() AND at > mawa_now() - interval '1 day';
        IF v_tries >= mawa_setting('hotline_link_tries')::int THEN
          RAISE EXCEPTION 'too many numbers were tried' USING ERRCODE = '23514', CONSTRAINT = 'call_link_tries';
        END IF;
        INSERT INTO call_link_tries DEFAULT VALUES;
        SELECT mawa_person(k.id) INTO v_case FROM cases k WHERE k.case_number = p_number;
        IF v_case IS NULL OR mawa_blocked(v_case, mawa_actor()) OR mawa_restricted(v_case) THEN RETURN NULL; END IF;
        SELECT id INTO v_id FROM call_links WHERE call_id = p_call AND case_id = v_case AND ended_at IS NULL;
        IF v_id IS NOT NULL THEN RETURN v_id; END IF;
        INSERT INTO call_links (call_id, case_id, called_at, type, type_version, how)
        SELECT c.id, v_case, c.began_at, c.type, c.type_version, 'linked' FROM calls c WHERE c.id = p_call RETURNING id INTO v_id;
        RETURN v_id;
      END $$;

      -- A file opened from a call goes at once to somebody who answers for it: an officer of the line's own
      -- organisation with the fewest files, else its supervisor, else an officer of another. The operator keeps
      -- nothing of it; where nobody could take it, it stays with her, rather than with nobody.
      CREATE FUNCTION hand_on_from_the_line(p_cases uuid[], p_request uuid) RETURNS uuid LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_to uuid; v_case uuid;
      BEGIN
        IF NOT mawa_has_role('hotline_operator') OR EXISTS (SELECT 1 FROM unnest(p_cases) AS one (id)
             WHERE NOT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = one.id AND a.reason = 'registered'
               AND a.principal_id = mawa_actor() AND a.until_at IS NULL)) THEN
          RAISE EXCEPTION 'these files were not opened by this actor' USING ERRCODE = '42501';
        END IF;
        -- Whoever opens people's files in another role as well keeps what they opened.
        IF mawa_has_role('reintegration_officer', 'case_supervisor') THEN RETURN mawa_actor(); END IF;
        SELECT u.id INTO v_to FROM users u JOIN user_roles r ON r.user_id = u.id AND r.role IN ('reintegration_officer', 'case_supervisor')
         WHERE u.active AND NOT u.system AND u.id <> mawa_actor() AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
         ORDER BY u.organisation_id IS DISTINCT FROM mawa_organisation(), r.role = 'case_supervisor',
           (SELECT count(*) FROM case_access a WHERE a.principal_id = u.id AND a.reason IN ('registered', 'assigned') AND a.until_at IS NULL), u.id
         LIMIT 1;
        IF v_to IS NULL THEN RETURN NULL; END IF;
        FOREACH v_case IN ARRAY p_cases LOOP
          PERFORM mawa_access_turn(v_case);
          INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, given_by)
          SELECT v_case, 'user', v_to, reason, parts, mawa_actor() FROM access_reasons WHERE reason = 'assigned'
          ON CONFLICT DO NOTHING;
          UPDATE case_access SET until_at = mawa_now()
           WHERE case_id = v_case AND principal_id = mawa_actor() AND reason IN ('registered', 'assigned') AND until_at IS NULL;
          PERFORM mawa_must_keep_a_holder(v_case);
          PERFORM open_task('hotline_case', v_case, p_request, NULL, v_to, mawa_now());
        END LOOP;
        RETURN v_to;
      END $$;

      -- Erasing a person forgets that somebody called about them.
      CREATE FUNCTION call_links_are_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_calls uuid[]; v_backs uuid[];
      BEGIN
        -- What was said on the telephone became the file's story: it goes with it, as does how to ring back.
        SELECT coalesce(array_agg(DISTINCT call_id), '{}') INTO v_calls FROM call_links
         WHERE case_id = OLD.id AND call_id IS NOT NULL AND how = 'opened';
        SELECT coalesce(array_agg(id), '{}') INTO v_backs FROM call_backs WHERE call_id = ANY (v_calls);
        UPDATE calls SET sealed = NULL, caller = NULL WHERE id = ANY (v_calls);
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
         WHERE kind = 'call_back' AND subject_id = ANY (v_backs) AND done_at IS NULL;
        DELETE FROM keys.record_keys WHERE kind = 'call' AND record_id = ANY (v_calls) OR kind = 'call_back' AND record_id = ANY (v_backs);
        DELETE FROM call_backs WHERE id = ANY (v_backs);
        DELETE FROM call_links WHERE case_id = OLD.id;
        RETURN NEW;
      END $$;
      -- The numbers of the files opened from a call, for whoever took it and only for her hours.
      CREATE FUNCTION files_opened_from(p_call uuid) RETURNS TABLE ("caseNumber" text) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT k.case_number FROM call_links l JOIN calls c ON c.id = l.call_id JOIN cases k ON k.id = l.case_id
         WHERE l.call_id = p_call AND l.how = 'opened' AND l.ended_at IS NULL AND ${STILL_HERS} ORDER BY 1 $$;
      CREATE TRIGGER call_links_are_erased BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION call_links_are_erased();

      -- What is kept for a time only ------------------------------------------------------------
      CREATE FUNCTION tend_hotline() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_ids uuid[]; v_some uuid[]; v_count integer := 0;
      BEGIN
        IF NOT mawa_is_system() THEN
          RAISE EXCEPTION 'only a system user tends the line' USING ERRCODE = '42501';
        END IF;
        UPDATE calls SET ended_at = mawa_now(), outcome = 'cut_off', revision = revision + 1
         WHERE ended_at IS NULL AND began_at <= mawa_now() - make_interval(hours => mawa_setting('hotline_open_hours')::int);

        SELECT coalesce(array_agg(d.id), '{}') INTO v_ids FROM (SELECT id FROM calls WHERE sealed IS NOT NULL AND ended_at IS NOT NULL
           AND ended_at <= mawa_now() - make_interval(days => mawa_setting('hotline_text_keep_days')::int) ORDER BY id FOR UPDATE) d;
        UPDATE calls SET sealed = NULL WHERE id = ANY (v_ids);
        DELETE FROM keys.record_keys WHERE kind = 'call' AND record_id = ANY (v_ids);
        v_count := v_count + cardinality(v_ids);

        UPDATE calls SET caller = NULL WHERE caller IS NOT NULL AND ended_at IS NOT NULL
           AND began_at <= mawa_now() - make_interval(days => mawa_setting('hotline_number_keep_days')::int)
           AND NOT EXISTS (SELECT 1 FROM caller_blocks b WHERE b.caller = calls.caller AND b.lifted_at IS NULL AND b.until_at > mawa_now());
        DELETE FROM caller_blocks WHERE least(lifted_at, until_at) <= mawa_now() - make_interval(days => mawa_setting('hotline_number_keep_days')::int);

        SELECT coalesce(array_agg(d.id), '{}') INTO v_some FROM (SELECT id FROM calls WHERE ended_at IS NOT NULL
           AND began_at <= mawa_now() - make_interval(days => mawa_setting('hotline_call_keep_days')::int) ORDER BY id FOR UPDATE) d;
        DELETE FROM keys.record_keys WHERE kind = 'call' AND record_id = ANY (v_some);
        DELETE FROM calls WHERE id = ANY (v_some);
        v_ids := v_ids || v_some;
        v_count := v_count + cardinality(v_some);
        IF cardinality(v_ids) > 0 THEN
          INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
          VALUES (0, mawa_actor(), 'calls.prune', 'call', v_ids, '{"kept":"over"}');
        END IF;

        DELETE FROM call_link_tries WHERE at <= mawa_now() - interval '1 day';

        -- Nobody could be reached: the promise ends, and is not forgotten silently.
        SELECT coalesce(array_agg(d.id), '{}') INTO v_ids FROM (SELECT id FROM call_backs WHERE closed_at IS NULL
           AND greatest(due_at, opened_at) <= mawa_now() - make_interval(days => mawa_setting('call_back_expire_days')::int) ORDER BY id FOR UPDATE) d;
        UPDATE call_backs SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = 'expired' WHERE id = ANY (v_ids);
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
         WHERE kind = 'call_back' AND subject_id = ANY (v_ids) AND done_at IS NULL;
        IF cardinality(v_ids) > 0 THEN
          INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
          VALUES (0, mawa_actor(), 'call_backs.expire', 'call_back', v_ids, '{"kept":"over"}');
        END IF;
        SELECT coalesce(array_agg(d.id), '{}') INTO v_ids FROM (SELECT id FROM call_backs WHERE closed_at IS NOT NULL
           AND closed_at <= mawa_now() - make_interval(days => mawa_setting('call_back_keep_days')::int) ORDER BY id FOR UPDATE) d;
        DELETE FROM keys.record_keys WHERE kind = 'call_back' AND record_id = ANY (v_ids);
        DELETE FROM call_backs WHERE id = ANY (v_ids);
        IF cardinality(v_ids) > 0 THEN
          INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
          VALUES (0, mawa_actor(), 'call_backs.prune', 'call_back', v_ids, '{"kept":"over"}');
        END IF;
        RETURN v_count + cardinality(v_ids);
      END $$;

      REVOKE EXECUTE ON FUNCTION link_call(uuid, uuid, uuid), link_call_by_number(uuid, text), hand_on_from_the_line(uuid[], uuid),
        call_links_are_erased(), files_opened_from(uuid), tend_hotline() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION link_call(uuid, uuid, uuid), link_call_by_number(uuid, text), hand_on_from_the_line(uuid[], uuid),
        files_opened_from(uuid), tend_hotline() TO mawa_app;
      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION link_call(uuid, uuid, uuid) OWNER TO mawa_gate;
      ALTER FUNCTION link_call_by_number(uuid, text) OWNER TO mawa_gate;
      ALTER FUNCTION hand_on_from_the_line(uuid[], uuid) OWNER TO mawa_gate;
      ALTER FUNCTION call_links_are_erased() OWNER TO mawa_gate;
      ALTER FUNCTION files_opened_from(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION tend_hotline() OWNER TO mawa_gate;
    `);
    await seedLists(queryRunner, LISTS_3, 80);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropLists(
      queryRunner,
      LISTS_3.map(({ name }) => name),
    );
    await queryRunner.query(`
      DROP TRIGGER call_links_are_erased ON cases;
      DROP FUNCTION tend_hotline, files_opened_from, call_links_are_erased, hand_on_from_the_line, link_call_by_number, link_call;
      DROP POLICY tasks_of_call_backs_are_the_lines ON tasks;
      DROP POLICY record_keys_of_calls_at_the_gate ON keys.record_keys;
      DROP POLICY record_keys_of_call_backs ON keys.record_keys;
      DROP POLICY record_keys_of_calls ON keys.record_keys;
      ALTER TABLE keys.record_keys NO FORCE ROW LEVEL SECURITY;
      DELETE FROM keys.record_keys WHERE kind IN ('call', 'call_back');
      ALTER TABLE keys.record_keys FORCE ROW LEVEL SECURITY;
      ALTER TABLE tasks NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE task_changes NO FORCE ROW LEVEL SECURITY;
      DELETE FROM task_changes WHERE task_id IN (SELECT id FROM tasks WHERE kind IN ('call_back', 'hotline_case'));
      DELETE FROM tasks WHERE kind IN ('call_back', 'hotline_case');
      SET CONSTRAINTS ALL IMMEDIATE;
      ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
      ALTER TABLE task_changes FORCE ROW LEVEL SECURITY;
      DROP TABLE call_link_tries, call_links, caller_blocks, call_back_attempts, call_backs, call_steps, calls;
      DROP FUNCTION calls_are_refused_by_a_block, caller_blocks_are_short, call_backs_end_once;
      DELETE FROM settings WHERE key IN ('hotline_own_hours', 'hotline_open_hours', 'hotline_text_keep_days',
        'hotline_number_keep_days', 'hotline_call_keep_days', 'call_back_keep_days', 'call_back_expire_days',
        'hotline_block_pranks', 'hotline_block_days_most', 'hotline_link_tries', 'hotline_numbers');
    `);
  }
}
