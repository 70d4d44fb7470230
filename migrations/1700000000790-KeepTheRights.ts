import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable } from './support';

/**
 * The rights of the person: what was asked and by when it is answered, legal holds, erasure.
 * Erasing destroys the key, the identity and every free text; the coded row stays under a new random
 * id without number or access, so that no total moves.
 */
export class KeepTheRights1700000000790 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- An erased row gets a new id: everything that refers to it follows.
      DO $$
      DECLARE k record;
      BEGIN
        FOR k IN SELECT conname, conrelid::regclass AS owner, pg_get_constraintdef(oid) AS def FROM pg_constraint
                  WHERE contype = 'f' AND confrelid = 'cases'::regclass AND confupdtype <> 'c' LOOP
          EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.owner, k.conname);
          EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.owner, k.conname,
            replace(k.def, 'REFERENCES cases(id)', 'REFERENCES cases(id) ON UPDATE CASCADE'));
        END LOOP;
      END $$;

      ALTER TABLE cases ADD COLUMN erased_at timestamptz;
      ALTER TABLE cases ALTER COLUMN case_number DROP NOT NULL;
      ALTER TABLE cases ADD CONSTRAINT cases_erased_have_no_number CHECK ((case_number IS NULL) = (erased_at IS NOT NULL));

      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('rights_answer_days', '2000-01-01Z', '10', 'law 09-08, article 8 as read in docs/rights.md; to be confirmed by counsel'),
        ('retention_years', '2000-01-01Z', '5', 'choice of the programme: years after closing');

      CREATE TABLE rights_requests (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        kind text NOT NULL CHECK (kind IN ('access', 'rectification', 'erasure', 'objection')),
        received_on date NOT NULL,
        due_on date NOT NULL CHECK (due_on >= received_on),
        recorded_by uuid NOT NULL REFERENCES users (id),
        recorded_at timestamptz NOT NULL DEFAULT mawa_now(),
        answer text CHECK (answer IN ('done', 'in_part', 'refused', 'withdrawn')),
        answered_at timestamptz,
        answered_by uuid REFERENCES users (id),
        CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL))
      );
      CREATE UNIQUE INDEX rights_requests_one_open ON rights_requests (case_id, kind) WHERE answer IS NULL;
      ${caseTable('rights_requests', 'care')}
      GRANT SELECT, INSERT ON rights_requests TO mawa_app;
      GRANT UPDATE (answer, answered_at, answered_by) ON rights_requests TO mawa_app;

      CREATE TABLE legal_holds (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        reason text NOT NULL CHECK (reason IN ('court_order', 'proceedings', 'complaint', 'audit', 'person_asked')),
        set_by uuid NOT NULL REFERENCES users (id),
        set_at timestamptz NOT NULL DEFAULT mawa_now(),
        ended_at timestamptz,
        ended_by uuid REFERENCES users (id),
        CHECK ((ended_at IS NULL) = (ended_by IS NULL))
      );
      CREATE UNIQUE INDEX legal_holds_one_of_a_reason ON legal_holds (case_id, reason) WHERE ended_at IS NULL;
      ${caseTable('legal_holds', 'care')}
      GRANT SELECT, INSERT ON legal_holds TO mawa_app;
      GRANT UPDATE (ended_at, ended_by) ON legal_holds TO mawa_app;

      -- Asked for by one, decided by another, done by a job. Once done only a keyed digest of the number stays.
      CREATE TABLE erasures (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid,
        number_digest bytea NOT NULL,
        reason text NOT NULL CHECK (reason IN ('person_asked', 'retention_ended', 'entered_in_error', 'court_order')),
        asked_by uuid NOT NULL REFERENCES users (id),
        asked_at timestamptz NOT NULL DEFAULT mawa_now(),
        decision text CHECK (decision IN ('approved', 'refused')),
        decided_by uuid REFERENCES users (id),
        decided_at timestamptz,
        done_at timestamptz,
        CONSTRAINT erasures_need_two CHECK (decided_by <> asked_by),
        CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
        CHECK (done_at IS NULL OR decision = 'approved'),
        CONSTRAINT erasures_done_name_nobody CHECK ((done_at IS NULL) = (case_id IS NOT NULL))
      );
      CREATE UNIQUE INDEX erasures_one_open ON erasures (case_id) WHERE decision IS NULL OR (decision = 'approved' AND done_at IS NULL);
      CREATE INDEX erasures_by_number ON erasures (number_digest);
      ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
      ALTER TABLE erasures FORCE ROW LEVEL SECURITY;
      CREATE POLICY erasures_by_role ON erasures TO mawa_app
        USING ((SELECT mawa_has_role('case_supervisor')) OR (SELECT mawa_is_system()) OR asked_by = (SELECT mawa_actor()))
        WITH CHECK ((SELECT mawa_has_role('case_supervisor')) OR asked_by = (SELECT mawa_actor()));
      CREATE POLICY erasures_for_the_gate ON erasures TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON erasures TO mawa_app;
      GRANT UPDATE (decision, decided_by, decided_at) ON erasures TO mawa_app;
      GRANT SELECT, UPDATE ON erasures TO mawa_gate;

      -- What the gate may do to erase, and nothing of it is reachable but through the two functions below.
      GRANT USAGE ON SCHEMA keys TO mawa_gate;
      GRANT SELECT (case_id), DELETE ON keys.case_keys TO mawa_gate;
      GRANT SELECT (case_id), DELETE ON case_seals, document_digests, family_members TO mawa_gate;
      GRANT SELECT (case_id, from_case_id), DELETE ON keep_apart TO mawa_gate;
      GRANT SELECT, DELETE ON stage_notes, case_former_values TO mawa_gate;
      GRANT DELETE ON case_access TO mawa_gate;
      GRANT SELECT (case_id, state) ON booking_people TO mawa_gate;
      GRANT SELECT (case_id, ended_at) ON legal_holds TO mawa_gate;
      GRANT SELECT (case_id, done_at), UPDATE (done_at, done_by) ON tasks TO mawa_gate;
      GRANT UPDATE (id, case_number, birth_year, languages, access_need, pregnant, medical, may_call, erased_at) ON cases TO mawa_gate;
      CREATE POLICY case_keys_erased_by_the_gate ON keys.case_keys TO mawa_gate USING (true);
      CREATE POLICY case_seals_erased_by_the_gate ON case_seals TO mawa_gate USING (true);
      CREATE POLICY document_digests_erased_by_the_gate ON document_digests TO mawa_gate USING (true);
      CREATE POLICY family_members_erased_by_the_gate ON family_members TO mawa_gate USING (true);
      CREATE POLICY keep_apart_erased_by_the_gate ON keep_apart TO mawa_gate USING (true);
      CREATE POLICY stage_notes_erased_by_the_gate ON stage_notes TO mawa_gate USING (true);
      CREATE POLICY case_former_values_erased_by_the_gate ON case_former_values TO mawa_gate USING (true);
      CREATE POLICY booking_people_seen_by_the_gate ON booking_people FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY legal_holds_seen_by_the_gate ON legal_holds FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY tasks_closed_by_the_gate ON tasks FOR UPDATE TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY tasks_seen_by_the_gate ON tasks FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY cases_erased_by_the_gate ON cases FOR UPDATE TO mawa_gate USING (true) WITH CHECK (true);

      CREATE FUNCTION wipe_case(p_case uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM keys.case_keys WHERE case_id = p_case;
        DELETE FROM case_seals WHERE case_id = p_case;
        DELETE FROM document_digests WHERE case_id = p_case;
        DELETE FROM stage_notes WHERE case_id = p_case;
        DELETE FROM case_former_values WHERE case_id = p_case;
        DELETE FROM family_members WHERE case_id = p_case;
        DELETE FROM keep_apart WHERE case_id = p_case OR from_case_id = p_case;
        DELETE FROM case_access WHERE case_id = p_case;
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor() WHERE case_id = p_case AND done_at IS NULL;
        UPDATE cases SET id = gen_random_uuid(), case_number = NULL, erased_at = mawa_now(), birth_year = NULL, languages = '{}',
          access_need = NULL, pregnant = NULL, medical = NULL, may_call = NULL WHERE id = p_case;
      END $$;

      CREATE FUNCTION erase_case(p_erasure uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid;
      BEGIN
        SELECT case_id INTO v_case FROM erasures
         WHERE id = p_erasure AND decision = 'approved' AND done_at IS NULL FOR UPDATE;
        IF v_case IS NULL OR NOT (mawa_has_role('case_supervisor') OR mawa_is_system()) THEN
          RAISE EXCEPTION 'this erasure is not approved' USING ERRCODE = '42501';
        END IF;
        IF EXISTS (SELECT 1 FROM legal_holds WHERE case_id = v_case AND ended_at IS NULL) THEN
          RAISE EXCEPTION 'a legal hold stands' USING ERRCODE = '23514', CONSTRAINT = 'erasure_under_legal_hold';
        END IF;
        IF EXISTS (SELECT 1 FROM booking_people WHERE case_id = v_case AND state IN ('hold', 'promised', 'stay')) THEN
          RAISE EXCEPTION 'this person has a bed' USING ERRCODE = '23514', CONSTRAINT = 'erasure_while_in_a_bed';
        END IF;
        PERFORM wipe_case(v_case);
        UPDATE erasures SET done_at = mawa_now(), case_id = NULL WHERE id = p_erasure;
      END $$;

      -- After a restore: whoever was erased since the backup is erased again, before anybody can look.
      CREATE FUNCTION erase_again(p_cases uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid; v_count integer := 0;
      BEGIN
        IF NOT mawa_is_system() THEN
          RAISE EXCEPTION 'only the start of the application repeats an erasure' USING ERRCODE = '42501';
        END IF;
        FOR v_case IN SELECT id FROM cases WHERE id = ANY (p_cases) LOOP
          PERFORM wipe_case(v_case);
          UPDATE erasures SET decision = 'approved', decided_by = coalesce(decided_by, mawa_actor()),
            decided_at = coalesce(decided_at, mawa_now()), done_at = mawa_now(), case_id = NULL
            WHERE case_id = v_case;
          v_count := v_count + 1;
        END LOOP;
        RETURN v_count;
      END $$;

      REVOKE EXECUTE ON FUNCTION wipe_case(uuid), erase_case(uuid), erase_again(uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION wipe_case(uuid) TO mawa_gate;
      GRANT EXECUTE ON FUNCTION erase_case(uuid), erase_again(uuid[]) TO mawa_app;
      ALTER FUNCTION wipe_case(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION erase_case(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION erase_again(uuid[]) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION erase_again, erase_case, wipe_case;
      DROP POLICY cases_erased_by_the_gate ON cases;
      DROP POLICY tasks_seen_by_the_gate ON tasks;
      DROP POLICY tasks_closed_by_the_gate ON tasks;
      DROP POLICY booking_people_seen_by_the_gate ON booking_people;
      DROP POLICY case_former_values_erased_by_the_gate ON case_former_values;
      DROP POLICY stage_notes_erased_by_the_gate ON stage_notes;
      DROP POLICY keep_apart_erased_by_the_gate ON keep_apart;
      DROP POLICY family_members_erased_by_the_gate ON family_members;
      DROP POLICY document_digests_erased_by_the_gate ON document_digests;
      DROP POLICY case_seals_erased_by_the_gate ON case_seals;
      DROP POLICY case_keys_erased_by_the_gate ON keys.case_keys;
      REVOKE UPDATE (id, case_number, birth_year, languages, access_need, pregnant, medical, may_call, erased_at) ON cases FROM mawa_gate;
      REVOKE SELECT (case_id, done_at), UPDATE (done_at, done_by) ON tasks FROM mawa_gate;
      REVOKE SELECT (case_id, state) ON booking_people FROM mawa_gate;
      REVOKE DELETE ON case_access, keys.case_keys, case_seals, document_digests, family_members, keep_apart FROM mawa_gate;
      REVOKE SELECT, DELETE ON stage_notes, case_former_values FROM mawa_gate;
      REVOKE SELECT (case_id) ON keys.case_keys, case_seals, document_digests, family_members FROM mawa_gate;
      REVOKE SELECT (case_id, from_case_id) ON keep_apart FROM mawa_gate;
      REVOKE USAGE ON SCHEMA keys FROM mawa_gate;
      DROP TABLE erasures, legal_holds, rights_requests;
      DELETE FROM settings WHERE key IN ('rights_answer_days', 'retention_years');
      DELETE FROM cases WHERE case_number IS NULL;
      ALTER TABLE cases DROP COLUMN erased_at;
      ALTER TABLE cases ALTER COLUMN case_number SET NOT NULL;
    `);
  }
}
