import type { MigrationInterface, QueryRunner } from 'typeorm';
import { visible } from './support';

const FINDER = `'00000000-0000-4000-8000-00000000000d'::uuid`;

/** What a comparison hands over: pairs of people who are there and not erased, and who was compared. */
const FOUND = `(SELECT r.* FROM jsonb_to_recordset(p_pairs) AS r (a uuid, b uuid, strength text, reasons text[])
  JOIN cases ca ON ca.id = r.a AND ca.erased_at IS NULL JOIN cases cb ON cb.id = r.b AND cb.erased_at IS NULL)`;
const SEEN = `jsonb_to_recordset(p_seen) AS s (id uuid, mark uuid)`;

/** What can change who is taken for whom: after it a person is compared again. */
const MARKS: readonly [table: string, event: string, column: string][] = [
  ['cases', 'INSERT', 'id'],
  ['cases', 'UPDATE', 'id'],
  ['case_seals', 'INSERT', 'case_id'],
  ['case_seals', 'UPDATE', 'case_id'],
  ['document_digests', 'INSERT', 'case_id'],
];
const markedRows = (table: string, event: string): string =>
  table === 'cases' && event === 'UPDATE'
    ? `SELECT n.id FROM now_there n JOIN was_there o ON o.id = n.id
        WHERE (o.sex, o.birth_year, o.age_at_registration, o.age_certainty, o.nationality)
          IS DISTINCT FROM (n.sex, n.birth_year, n.age_at_registration, n.age_certainty, n.nationality)`
    : table === 'case_seals'
      ? `SELECT case_id FROM now_there WHERE field = 'names'`
      : `SELECT ${table === 'cases' ? 'id' : 'case_id'} FROM now_there`;

/**
 * Perhaps one person under two numbers. A system user of its own compares everybody's names, opened in
 * the application; what it finds is a pair, seen by those who see both files. Whoever answers for one
 * side alone is told no more than that, and only where nothing hides the other (docs/duplicates.md).
 */
export class FindDuplicates1700000000800 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO users (id, email, name, system, created_at) VALUES
        (${FINDER}, 'duplicate-finder@system.mawa', 'duplicate finder', true, '2020-01-01Z');
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('duplicate_told_per_day', '2020-01-01Z', '10', 'programme rule: how often in 24 hours one person is told of one side'),
        ('duplicate_questions_per_day', '2020-01-01Z', '40', 'programme rule: registrations in 24 hours that are answered whether a document is known'),
        ('duplicate_review_days', '2020-01-01Z', '7', 'programme rule: a pair is looked at within'),
        ('duplicate_look_days', '2020-01-01Z', '14', 'programme rule: how long a file is open to whoever looks at it beside their own');
      -- What telling two people apart needs, and nothing of their story, health or help.
      INSERT INTO access_reasons (reason, parts, writes) VALUES ('duplicate', '{placement,facts,identity}', '{}');

      CREATE TABLE duplicate_waiting (
        case_id uuid PRIMARY KEY REFERENCES cases (id) ON UPDATE CASCADE,
        -- Another one with each change: what changed while it was compared still waits.
        mark uuid NOT NULL DEFAULT gen_random_uuid()
      );
      CREATE TABLE duplicate_runs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        how text NOT NULL CHECK (how IN ('intake', 'nightly')),
        matcher text NOT NULL,
        finished_at timestamptz NOT NULL DEFAULT mawa_now(),
        compared integer NOT NULL,
        found integer NOT NULL,
        common integer NOT NULL,
        unread integer NOT NULL
      );
      CREATE TABLE duplicate_pairs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        other_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        strength text NOT NULL CHECK (strength IN ('possible', 'probable')),
        reasons text[] NOT NULL CHECK (cardinality(reasons) > 0),
        found_at timestamptz NOT NULL DEFAULT mawa_now(),
        found_how text NOT NULL CHECK (found_how IN ('intake', 'nightly')),
        matcher text NOT NULL,
        -- withdrawn: corrected facts no longer say so.
        state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'withdrawn', 'not_same', 'merged')),
        CONSTRAINT duplicate_pairs_in_order CHECK (case_id < other_id),
        CONSTRAINT duplicate_pairs_once UNIQUE (case_id, other_id)
      );
      CREATE INDEX duplicate_pairs_by_other ON duplicate_pairs (other_id);
      CREATE INDEX duplicate_pairs_proposed ON duplicate_pairs (found_at, id) WHERE state = 'proposed';
      CREATE TABLE duplicate_states (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        pair_id uuid NOT NULL REFERENCES duplicate_pairs (id) ON DELETE CASCADE,
        from_state text,
        to_state text NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        why text CHECK (why ~ '^[a-z_]{3,40}$')
      );
      CREATE INDEX duplicate_states_by_pair ON duplicate_states (pair_id, at);
      -- Who was told of which side, and whether the other side may look at it.
      CREATE TABLE duplicate_told (
        pair_id uuid NOT NULL REFERENCES duplicate_pairs (id) ON DELETE CASCADE,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        user_id uuid NOT NULL REFERENCES users (id),
        sees_both boolean NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        answer text CHECK (answer IN ('may_look', 'declined')),
        answered_at timestamptz,
        PRIMARY KEY (pair_id, user_id),
        CHECK ((answer IS NULL) = (answered_at IS NULL))
      );
      CREATE INDEX duplicate_told_by_user ON duplicate_told (user_id);
      CREATE INDEX tasks_told_of_duplicates ON tasks (for_user, opened_at) WHERE kind = 'duplicate';
      CREATE INDEX duplicate_told_by_case ON duplicate_told (case_id);

      ${[
        'duplicate_waiting',
        'duplicate_runs',
        'duplicate_pairs',
        'duplicate_states',
        'duplicate_told',
      ]
        .map(
          (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO mawa_gate;`,
        )
        .join('')}
      CREATE POLICY duplicate_runs_of_the_system ON duplicate_runs FOR SELECT TO mawa_app USING ((SELECT mawa_is_system()));
      CREATE POLICY duplicate_pairs_seen_from_both ON duplicate_pairs FOR SELECT TO mawa_app
        USING (${visible('duplicate_pairs.case_id', 'facts')} AND ${visible('duplicate_pairs.other_id', 'facts')});
      CREATE POLICY duplicate_states_with_the_pair ON duplicate_states FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM duplicate_pairs p WHERE p.id = duplicate_states.pair_id));
      -- One's own, and once one sees both files also who else was told.
      CREATE POLICY duplicate_told_oneself ON duplicate_told FOR SELECT TO mawa_app
        USING (user_id = (SELECT mawa_actor()) AND ${visible('duplicate_told.case_id', 'facts')}
          OR EXISTS (SELECT 1 FROM duplicate_pairs p WHERE p.id = duplicate_told.pair_id));
      GRANT SELECT ON duplicate_runs, duplicate_pairs, duplicate_states, duplicate_told TO mawa_app;

      -- Everybody there is waits for the first comparison.
      ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE duplicate_waiting NO FORCE ROW LEVEL SECURITY;
      INSERT INTO duplicate_waiting (case_id) SELECT id FROM cases WHERE erased_at IS NULL;
      ALTER TABLE duplicate_waiting FORCE ROW LEVEL SECURITY;
      ALTER TABLE cases FORCE ROW LEVEL SECURITY;
      ${MARKS.map(
        ([table, event]) => `
      CREATE FUNCTION ${table}_${event.toLowerCase()}_is_compared() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO duplicate_waiting (case_id) SELECT DISTINCT * FROM (${markedRows(table, event)}) marked
        ON CONFLICT (case_id) DO UPDATE SET mark = gen_random_uuid();
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION ${table}_${event.toLowerCase()}_is_compared() FROM PUBLIC;
      CREATE TRIGGER ${table}_${event.toLowerCase()}_is_compared AFTER ${event} ON ${table}
        REFERENCING NEW TABLE AS now_there${event === 'UPDATE' ? ' OLD TABLE AS was_there' : ''}
        FOR EACH STATEMENT EXECUTE FUNCTION ${table}_${event.toLowerCase()}_is_compared();
      ALTER FUNCTION ${table}_${event.toLowerCase()}_is_compared() OWNER TO mawa_gate;`,
      ).join('')}
    `);
    await this.doors(queryRunner);
    await this.gate(queryRunner);
  }

  /** What the finder alone reads. */
  private async doors(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT (id, sex, birth_year, age_at_registration, age_certainty, nationality, registered_on, erased_at)
        ON cases TO mawa_blind;
      GRANT SELECT ON duplicate_waiting TO mawa_blind;
      CREATE POLICY cases_for_duplicates ON cases FOR SELECT TO mawa_blind USING ((SELECT mawa_actor()) = ${FINDER});
      CREATE POLICY case_seals_for_duplicates ON case_seals FOR SELECT TO mawa_blind
        USING ((SELECT mawa_actor()) = ${FINDER} AND field = 'names');
      CREATE POLICY case_keys_for_duplicates ON keys.case_keys FOR SELECT TO mawa_blind
        USING ((SELECT mawa_actor()) = ${FINDER});
      CREATE POLICY duplicate_waiting_for_duplicates ON duplicate_waiting FOR SELECT TO mawa_blind
        USING ((SELECT mawa_actor()) = ${FINDER});

      -- Nobody where nobody waits, unless all are compared with all.
      CREATE FUNCTION people_to_compare(p_all boolean)
        RETURNS TABLE (id uuid, sex text, birth_year integer, age_at_registration integer, age_certainty text,
          registered_in integer, nationality text, families uuid[], mark uuid, sealed bytea, wrapped bytea)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_waiting integer := (SELECT count(*) FROM duplicate_waiting);
      BEGIN
        IF mawa_actor() IS DISTINCT FROM ${FINDER} THEN
          RAISE EXCEPTION 'only the duplicate finder asks this' USING ERRCODE = '42501';
        END IF;
        IF v_waiting = 0 AND NOT p_all THEN RETURN; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, fields, body)
        VALUES (0, mawa_actor(), 'blind.duplicates', 'case', ARRAY['names', 'facts'],
          json_build_object('question', 'duplicates', 'all', p_all, 'waiting', v_waiting,
            'people', (SELECT count(*) FROM cases c WHERE c.erased_at IS NULL))::text);
        RETURN QUERY
          SELECT c.id, c.sex, c.birth_year::integer, c.age_at_registration::integer, c.age_certainty,
                 extract(year FROM c.registered_on)::integer, c.nationality::text,
                 ARRAY(SELECT f.family_id FROM family_members f WHERE f.case_id = c.id), w.mark, s.sealed, k.wrapped
            FROM cases c
            LEFT JOIN case_seals s ON s.case_id = c.id AND s.field = 'names'
            LEFT JOIN keys.case_keys k ON k.case_id = c.id
            LEFT JOIN duplicate_waiting w ON w.case_id = c.id
           WHERE c.erased_at IS NULL;
      END $$;

      CREATE FUNCTION same_documents(p_all boolean) RETURNS TABLE (one uuid, other uuid)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF mawa_actor() IS DISTINCT FROM ${FINDER} THEN
          RAISE EXCEPTION 'only the duplicate finder asks this' USING ERRCODE = '42501';
        END IF;
        RETURN QUERY
          SELECT DISTINCT a.case_id, b.case_id FROM document_digests a JOIN document_digests b
              ON b.digest = a.digest AND b.case_id > a.case_id
           WHERE p_all OR EXISTS (SELECT 1 FROM duplicate_waiting w WHERE w.case_id IN (a.case_id, b.case_id));
      END $$;

      -- Is one of these document numbers known to the programme? Yes or no, and never of a person who is
      -- hidden from whoever asks; beyond the day's limit always no.
      GRANT SELECT (actor_id, action, at) ON audit_log TO mawa_blind;
      CREATE POLICY audit_is_counted_for_blind ON audit_log FOR SELECT TO mawa_blind
        USING (actor_id = (SELECT mawa_actor()) AND action = 'blind.same_document');
      CREATE FUNCTION blind_known_document(p_digests bytea[]) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_asked integer;
      BEGIN
        IF NOT mawa_may_open_cases() THEN RAISE EXCEPTION 'not asked by one who opens cases' USING ERRCODE = '42501'; END IF;
        -- Two at once count as two.
        PERFORM pg_advisory_xact_lock(hashtextextended('same-document/' || mawa_actor(), 0));
        v_asked := (SELECT count(*) FROM audit_log WHERE actor_id = mawa_actor() AND action = 'blind.same_document'
          AND at > mawa_now() - interval '24 hours');
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, outcome, body)
        VALUES (0, mawa_actor(), 'blind.same_document', 'document',
          CASE WHEN v_asked < mawa_setting('duplicate_questions_per_day')::integer THEN 'done' ELSE 'refused' END,
          json_build_object('question', 'same document', 'numbers', cardinality(p_digests))::text);
        RETURN v_asked < mawa_setting('duplicate_questions_per_day')::integer
          AND EXISTS (SELECT 1 FROM document_digests
                WHERE digest = ANY (p_digests) AND case_id <> ALL (mawa_hidden_cases()));
      END $$;

      REVOKE EXECUTE ON FUNCTION people_to_compare(boolean), same_documents(boolean), blind_known_document(bytea[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION people_to_compare(boolean), same_documents(boolean), blind_known_document(bytea[]) TO mawa_app;
      DROP FUNCTION blind_same_document(bytea);
      ALTER FUNCTION people_to_compare(boolean) OWNER TO mawa_blind;
      ALTER FUNCTION same_documents(boolean) OWNER TO mawa_blind;
      ALTER FUNCTION blind_known_document(bytea[]) OWNER TO mawa_blind;
    `);
  }

  /** Writing what was found, telling of it, and what those who were told may do. */
  private async gate(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT (case_id, at, fields) ON case_corrections TO mawa_gate;
      CREATE POLICY case_corrections_for_the_gate ON case_corrections FOR SELECT TO mawa_gate USING (true);

      -- Those who answer for a case without an end and without anything that hides it from them.
      CREATE FUNCTION mawa_answering(p_case uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        SELECT DISTINCT a.principal_id FROM case_access a
         WHERE a.case_id = p_case AND a.principal_kind = 'user' AND a.reason IN ('registered', 'assigned')
           AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())
           AND mawa_can_hold(a.principal_id) AND NOT mawa_blocked(p_case, a.principal_id)
           AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, a.principal_id)) $$;

      CREATE FUNCTION duplicate_becomes(p_pair uuid, p_state text, p_why text) RETURNS integer LANGUAGE plpgsql AS $$
      DECLARE v_before text := (SELECT state FROM duplicate_pairs WHERE id = p_pair FOR UPDATE);
      BEGIN
        IF v_before IS NULL OR v_before = p_state THEN RETURN 0; END IF;
        UPDATE duplicate_pairs SET state = p_state WHERE id = p_pair;
        INSERT INTO duplicate_states (pair_id, from_state, to_state, why) VALUES (p_pair, v_before, p_state, p_why);
        IF p_state <> 'proposed' THEN
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
           WHERE kind = 'duplicate' AND subject_id = p_pair AND done_at IS NULL;
          UPDATE case_access SET until_at = mawa_now()
           WHERE reason = 'duplicate' AND source_id = p_pair AND (until_at IS NULL OR until_at > mawa_now());
          DELETE FROM duplicate_told WHERE pair_id = p_pair;
        END IF;
        RETURN 1;
      END $$;

      CREATE FUNCTION tell_of_duplicate(p_pair uuid, p_case uuid, p_user uuid, p_sees_both boolean) RETURNS void
        LANGUAGE plpgsql AS $$
      BEGIN
        -- Tasks are counted: what somebody was told stays there, whatever becomes of the pair.
        IF NOT p_sees_both AND (SELECT count(*) FROM tasks t WHERE t.kind = 'duplicate' AND t.for_user = p_user
             AND t.opened_at > mawa_now() - interval '24 hours') >= mawa_setting('duplicate_told_per_day')::integer THEN
          RETURN;
        END IF;
        INSERT INTO duplicate_told (pair_id, case_id, user_id, sees_both) VALUES (p_pair, p_case, p_user, p_sees_both)
        ON CONFLICT DO NOTHING;
        -- Whoever has both files finds what is only possible in the list: a task is for what is probable, or
        -- for what nobody can look at before somebody answers.
        IF (NOT p_sees_both OR EXISTS (SELECT 1 FROM duplicate_pairs p WHERE p.id = p_pair AND p.strength = 'probable'))
           AND (FOUND OR NOT EXISTS (SELECT 1 FROM tasks t WHERE t.kind = 'duplicate' AND t.subject_id = p_pair AND t.for_user = p_user)) THEN
          -- Of no case, so that colleagues who see this file see nothing of it.
          INSERT INTO tasks (kind, subject_id, for_user, due_at)
          VALUES ('duplicate', p_pair, p_user, mawa_now() + make_interval(days => mawa_setting('duplicate_review_days')::integer))
          ON CONFLICT DO NOTHING;
        END IF;
      END $$;

      -- Whoever no longer answers, or is kept out by now, is asked no more.
      -- Whoever answers for both is told, and nobody else. Where there is no such person each side is told of
      -- itself alone: of a restricted other only once that side agreed, and nobody whom a conflict keeps from it.
      CREATE FUNCTION tell_of_duplicates(p_pair uuid) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE v_pair record; v_user uuid; v_both boolean; v_case uuid; v_other uuid;
      BEGIN
        FOR v_pair IN SELECT p.id, p.case_id, p.other_id FROM duplicate_pairs p
                       WHERE p.state = 'proposed' AND (p_pair IS NULL OR p.id = p_pair) ORDER BY p.strength DESC, p.found_at, p.id LOOP
          WITH gone AS (
            DELETE FROM duplicate_told t WHERE t.pair_id = v_pair.id AND (
              mawa_blocked(v_pair.case_id, t.user_id) OR mawa_blocked(v_pair.other_id, t.user_id)
              OR t.user_id NOT IN (SELECT mawa_answering(t.case_id))) RETURNING t.user_id)
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
           WHERE kind = 'duplicate' AND subject_id = v_pair.id AND for_user IN (SELECT user_id FROM gone) AND done_at IS NULL;
          v_both := false;
          FOR v_user IN SELECT mawa_answering(v_pair.case_id) INTERSECT SELECT mawa_answering(v_pair.other_id) LOOP
            v_both := true;
            PERFORM tell_of_duplicate(v_pair.id, v_pair.case_id, v_user, true);
          END LOOP;
          CONTINUE WHEN v_both;
          FOR v_case, v_other IN VALUES (v_pair.case_id, v_pair.other_id), (v_pair.other_id, v_pair.case_id) LOOP
            CONTINUE WHEN mawa_restricted(v_other) AND NOT EXISTS (SELECT 1 FROM duplicate_told t
              WHERE t.pair_id = v_pair.id AND t.case_id = v_other AND t.answer = 'may_look');
            FOR v_user IN SELECT a FROM mawa_answering(v_case) a WHERE NOT mawa_blocked(v_other, a) ORDER BY a LOOP
              PERFORM tell_of_duplicate(v_pair.id, v_case, v_user, false);
            END LOOP;
          END LOOP;
        END LOOP;
      END $$;

      -- What a comparison found, in one go: pairs come, come back only where facts were corrected since somebody
      -- said "not the same", and go where they are found no more. Answers how many are new.
      CREATE FUNCTION propose_duplicates(p_how text, p_matcher text, p_all boolean, p_pairs jsonb, p_seen jsonb,
          p_common integer, p_unread integer) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_new integer; v_pair uuid;
      BEGIN
        IF mawa_actor() IS DISTINCT FROM ${FINDER} THEN
          RAISE EXCEPTION 'only the duplicate finder proposes' USING ERRCODE = '42501';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('duplicates', 0));
        WITH added AS (
          INSERT INTO duplicate_pairs (case_id, other_id, strength, reasons, found_how, matcher)
          SELECT a, b, strength, reasons, p_how, p_matcher FROM ${FOUND} f
          ON CONFLICT ON CONSTRAINT duplicate_pairs_once DO NOTHING RETURNING id),
        first_state AS (INSERT INTO duplicate_states (pair_id, to_state) SELECT id, 'proposed' FROM added)
        SELECT count(*) INTO v_new FROM added;

        UPDATE duplicate_pairs p SET strength = f.strength, reasons = f.reasons, matcher = p_matcher
          FROM ${FOUND} f
         WHERE p.case_id = f.a AND p.other_id = f.b AND p.state <> 'merged'
           AND (p.strength, p.reasons, p.matcher) IS DISTINCT FROM (f.strength, f.reasons, p_matcher);
        FOR v_pair IN SELECT p.id FROM duplicate_pairs p JOIN ${FOUND} f ON p.case_id = f.a AND p.other_id = f.b
                       WHERE p.state = 'withdrawn' OR p.state = 'not_same' AND EXISTS (
                         SELECT 1 FROM case_corrections c WHERE c.case_id IN (p.case_id, p.other_id)
                           AND c.fields && '{names,birthDate,birthYear,ageAtRegistration,ageCertainty,documents,sex,nationality}'
                           AND c.at > (SELECT max(s.at) FROM duplicate_states s WHERE s.pair_id = p.id AND s.to_state = 'not_same')) LOOP
          v_new := v_new + duplicate_becomes(v_pair, 'proposed', 'facts_changed');
        END LOOP;
        FOR v_pair IN SELECT p.id FROM duplicate_pairs p
                       WHERE p.state = 'proposed' AND NOT EXISTS (SELECT 1 FROM ${FOUND} f WHERE f.a = p.case_id AND f.b = p.other_id)
                         AND (p_all OR EXISTS (SELECT 1 FROM ${SEEN} WHERE s.id IN (p.case_id, p.other_id))) LOOP
          PERFORM duplicate_becomes(v_pair, 'withdrawn', 'not_found');
        END LOOP;

        DELETE FROM duplicate_waiting w USING ${SEEN} WHERE s.id = w.case_id AND s.mark = w.mark;
        PERFORM tell_of_duplicates(NULL);
        INSERT INTO duplicate_runs (how, matcher, compared, found, common, unread)
        SELECT p_how, p_matcher, count(*), v_new, p_common, p_unread FROM ${SEEN};
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, body)
        VALUES (0, mawa_actor(), 'duplicates.propose', 'case',
          json_build_object('how', p_how, 'compared', (SELECT count(*) FROM ${SEEN}), 'new', v_new)::text);
        RETURN v_new;
      END $$;

      -- Letting the other side look: opens both to both once each side has agreed, for a time. A restricted
      -- file opens to nobody who is not named in it.
      CREATE FUNCTION answer_duplicate(p_pair uuid, p_answer text) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_count integer;
      BEGIN
        -- Two sides that agree at once take turns: the second opens.
        PERFORM 1 FROM duplicate_pairs WHERE id = p_pair AND state = 'proposed' FOR UPDATE;
        IF NOT FOUND THEN RETURN 0; END IF;
        UPDATE duplicate_told t SET answer = p_answer, answered_at = mawa_now()
         WHERE t.pair_id = p_pair AND t.user_id = mawa_actor() AND NOT t.sees_both
           AND t.answer IS DISTINCT FROM p_answer AND t.answer IS DISTINCT FROM 'may_look' AND mawa_holds_fully(t.case_id);
        GET DIAGNOSTICS v_count = ROW_COUNT;
        IF v_count = 0 THEN RETURN 0; END IF;
        IF p_answer = 'declined' THEN
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
           WHERE kind = 'duplicate' AND subject_id = p_pair AND for_user = mawa_actor() AND done_at IS NULL;
          RETURN v_count;
        END IF;
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
        SELECT DISTINCT ON (o.case_id, t.user_id) o.case_id, 'user', t.user_id, r.reason, r.parts, p_pair,
               mawa_now() + make_interval(days => mawa_setting('duplicate_look_days')::integer), o.user_id
          FROM duplicate_told t
          JOIN duplicate_told o ON o.pair_id = t.pair_id AND o.case_id <> t.case_id AND o.answer = 'may_look'
          JOIN access_reasons r ON r.reason = 'duplicate'
         WHERE t.pair_id = p_pair AND t.answer = 'may_look'
           AND NOT mawa_blocked(o.case_id, t.user_id) AND (NOT mawa_restricted(o.case_id) OR mawa_named(o.case_id, t.user_id))
           AND NOT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = o.case_id AND a.principal_id = t.user_id
                 AND a.reason = 'duplicate' AND a.source_id = p_pair AND a.until_at > mawa_now());
        PERFORM tell_of_duplicates(p_pair);
        RETURN v_count;
      END $$;

      CREATE FUNCTION mawa_sees(p_case uuid, p_part text) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT p_case <> ALL (mawa_hidden_cases()) AND EXISTS (SELECT 1 FROM case_access a
          WHERE a.case_id = p_case AND a.principal_id = ANY (mawa_principals()) AND a.parts @> ARRAY[p_part]
            AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())) $$;

      -- "Not the same": by one who sees who both are and answers for one of them.
      CREATE FUNCTION tell_apart(p_pair uuid, p_why text) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_pair record;
      BEGIN
        SELECT p.case_id, p.other_id, p.state INTO v_pair FROM duplicate_pairs p WHERE p.id = p_pair FOR UPDATE;
        IF NOT FOUND OR NOT mawa_may_open_cases() OR NOT mawa_sees(v_pair.case_id, 'identity') OR NOT mawa_sees(v_pair.other_id, 'identity')
           OR NOT (mawa_holds_fully(v_pair.case_id) OR mawa_holds_fully(v_pair.other_id)) THEN
          RAISE EXCEPTION 'this pair is not for this actor to judge' USING ERRCODE = '42501';
        END IF;
        IF v_pair.state <> 'proposed' THEN RETURN 0; END IF;
        RETURN duplicate_becomes(p_pair, 'not_same', p_why);
      END $$;

      -- Erasing gives the row of a person a new id: nobody is likened to them any more.
      CREATE FUNCTION duplicates_end_with_their_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor() WHERE kind = 'duplicate' AND done_at IS NULL
           AND subject_id IN (SELECT p.id FROM duplicate_pairs p WHERE OLD.id IN (p.case_id, p.other_id));
        UPDATE case_access SET until_at = mawa_now() WHERE reason = 'duplicate' AND until_at > mawa_now()
           AND source_id IN (SELECT p.id FROM duplicate_pairs p WHERE OLD.id IN (p.case_id, p.other_id));
        DELETE FROM duplicate_pairs WHERE OLD.id IN (case_id, other_id);
        DELETE FROM duplicate_waiting WHERE case_id = OLD.id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER cases_end_their_duplicates BEFORE UPDATE OF id ON cases FOR EACH ROW
        WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION duplicates_end_with_their_person();

      GRANT SELECT (erased_at) ON cases TO mawa_gate;
      REVOKE EXECUTE ON FUNCTION propose_duplicates(text, text, boolean, jsonb, jsonb, integer, integer),
        answer_duplicate(uuid, text), tell_apart(uuid, text), duplicates_end_with_their_person() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION propose_duplicates(text, text, boolean, jsonb, jsonb, integer, integer),
        answer_duplicate(uuid, text), tell_apart(uuid, text) TO mawa_app;
      ALTER FUNCTION propose_duplicates(text, text, boolean, jsonb, jsonb, integer, integer) OWNER TO mawa_gate;
      ALTER FUNCTION answer_duplicate(uuid, text) OWNER TO mawa_gate;
      ALTER FUNCTION tell_apart(uuid, text) OWNER TO mawa_gate;
      ALTER FUNCTION duplicates_end_with_their_person() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER cases_end_their_duplicates ON cases;
      ${MARKS.map(
        ([table, event]) => `
      DROP TRIGGER ${table}_${event.toLowerCase()}_is_compared ON ${table};
      DROP FUNCTION ${table}_${event.toLowerCase()}_is_compared;`,
      ).join('')}
      DROP FUNCTION duplicates_end_with_their_person, tell_apart, mawa_sees, answer_duplicate, propose_duplicates,
        tell_of_duplicates, tell_of_duplicate, duplicate_becomes, mawa_answering;
      DROP POLICY case_corrections_for_the_gate ON case_corrections;
      REVOKE SELECT (case_id, at, fields) ON case_corrections FROM mawa_gate;
      REVOKE SELECT (erased_at) ON cases FROM mawa_gate;
      DROP FUNCTION people_to_compare, same_documents, blind_known_document;
      DROP POLICY audit_is_counted_for_blind ON audit_log;
      REVOKE SELECT (actor_id, action, at) ON audit_log FROM mawa_blind;
      CREATE FUNCTION blind_same_document(p_digest bytea) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_may_open_cases() THEN RAISE EXCEPTION 'not asked by one who opens cases' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, body)
        VALUES (0, mawa_actor(), 'blind.same_document', 'document', '{"question":"same document"}');
        RETURN (SELECT count(DISTINCT case_id)::integer FROM document_digests WHERE digest = p_digest);
      END $$;
      REVOKE EXECUTE ON FUNCTION blind_same_document(bytea) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION blind_same_document(bytea) TO mawa_app;
      ALTER FUNCTION blind_same_document(bytea) OWNER TO mawa_blind;
      DROP POLICY cases_for_duplicates ON cases;
      DROP POLICY case_seals_for_duplicates ON case_seals;
      DROP POLICY case_keys_for_duplicates ON keys.case_keys;
      REVOKE SELECT (sex, birth_year, age_at_registration, age_certainty, nationality, erased_at) ON cases FROM mawa_blind;
      DROP INDEX tasks_told_of_duplicates;
      DROP TABLE duplicate_told, duplicate_states, duplicate_pairs, duplicate_runs, duplicate_waiting;
      DELETE FROM tasks WHERE kind = 'duplicate';
      DELETE FROM case_access WHERE reason = 'duplicate';
      DELETE FROM access_reasons WHERE reason = 'duplicate';
      DELETE FROM settings WHERE key IN ('duplicate_told_per_day', 'duplicate_questions_per_day', 'duplicate_review_days', 'duplicate_look_days');
      DELETE FROM users WHERE email = 'duplicate-finder@system.mawa';
    `);
  }
}
