import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, partTable, twoRights } from './support';

/**
 * What is filled in with a form: answers sealed under the person's key, section by section, each save
 * a row; once signed nothing changes, and a correction is another assessment. The part of the case
 * that the form names reads and writes it; only the result stands with the care of the person.
 */
export class KeepAssessments1700000000821 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('assessment_approval_days', '2020-01-01Z', '5', 'programme rule: an assessment that waits for approval is looked at within'),
        ('assessment_approval_access_days', '2020-01-01Z', '30', 'programme rule: how long a file is open to whoever is asked to approve'),
        ('assessment_more_days', '2020-01-01Z', '14', 'programme rule: after a decision that more is needed, one looks again within');

      CREATE TABLE assessments (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        form_key text NOT NULL,
        form_version integer NOT NULL,
        part text NOT NULL CHECK (part IN ('care', 'health', 'story', 'legal')),
        -- The age on the day it was begun, so that a birthday does not change the questions.
        audience text NOT NULL CHECK (audience IN ('child', 'adult', 'unknown')),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'finished', 'dropped')),
        corrects uuid,
        correction_reason text CHECK (correction_reason IN ('mistake', 'new_facts', 'person_asked')),
        started_by uuid NOT NULL REFERENCES users (id),
        started_at timestamptz NOT NULL DEFAULT mawa_now(),
        writers uuid[] NOT NULL DEFAULT '{}',
        saved_by uuid REFERENCES users (id),
        saved_at timestamptz,
        signed_by uuid REFERENCES users (id),
        signed_at timestamptz,
        -- The instant that it speaks of: of a correction that of what it corrects.
        about_at timestamptz,
        approved_by uuid REFERENCES users (id),
        approved_at timestamptz,
        FOREIGN KEY (form_key, form_version) REFERENCES form_versions (form_key, version),
        CONSTRAINT assessments_of_a_case UNIQUE (id, case_id),
        CONSTRAINT assessments_of_a_part UNIQUE (id, case_id, part),
        CONSTRAINT assessments_of_a_form UNIQUE (id, case_id, form_key),
        CONSTRAINT assessments_correct_their_own FOREIGN KEY (corrects, case_id, form_key)
          REFERENCES assessments (id, case_id, form_key) ON UPDATE CASCADE,
        CONSTRAINT assessments_correction_names_its_reason CHECK ((corrects IS NULL) = (correction_reason IS NULL)),
        CONSTRAINT assessments_are_signed CHECK (
          num_nonnulls(signed_by, signed_at, about_at) = CASE WHEN state IN ('sent', 'finished') THEN 3 ELSE 0 END),
        CONSTRAINT assessments_approved_by_another CHECK (approved_by <> ALL (writers) AND approved_by <> signed_by AND approved_by <> started_by),
        CONSTRAINT assessments_approval_is_whole CHECK (num_nonnulls(approved_by, approved_at) IN (0, 2)
          AND (approved_by IS NULL OR state = 'finished'))
      );
      CREATE UNIQUE INDEX assessments_one_open ON assessments (case_id, form_key) WHERE state IN ('draft', 'sent');
      CREATE UNIQUE INDEX assessments_corrected_once ON assessments (corrects) WHERE state <> 'dropped';
      CREATE INDEX assessments_by_case ON assessments (case_id, form_key, about_at DESC);

      -- Each save of a section is a row; the highest revision counts.
      CREATE TABLE assessment_answers (
        id uuid PRIMARY KEY,
        assessment_id uuid NOT NULL,
        case_id uuid NOT NULL,
        part text NOT NULL,
        section text NOT NULL,
        revision integer NOT NULL CHECK (revision BETWEEN 1 AND 100000),
        answers bytea NOT NULL,
        saved_by uuid NOT NULL REFERENCES users (id),
        saved_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT assessment_answers_in_turn UNIQUE (assessment_id, section, revision),
        FOREIGN KEY (assessment_id, case_id, part) REFERENCES assessments (id, case_id, part) ON UPDATE CASCADE
      );
      CREATE INDEX assessment_answers_by_case ON assessment_answers (case_id);

      -- In clear: what the form marks as a coded fact, and nothing else.
      CREATE TABLE assessment_facts (
        assessment_id uuid NOT NULL,
        case_id uuid NOT NULL,
        part text NOT NULL,
        form_key text NOT NULL,
        field text NOT NULL,
        code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9_]{0,59}$'),
        coded boolean GENERATED ALWAYS AS (true) STORED,
        PRIMARY KEY (assessment_id, field, code),
        FOREIGN KEY (assessment_id, case_id, part) REFERENCES assessments (id, case_id, part) ON UPDATE CASCADE,
        CONSTRAINT assessment_facts_are_coded FOREIGN KEY (form_key, field, coded) REFERENCES form_fields (form_key, field, coded)
      );
      CREATE INDEX assessment_facts_by_code ON assessment_facts (form_key, field, code);
      CREATE INDEX assessment_facts_by_case ON assessment_facts (case_id);

      -- How high it is, for whoever cares for the person and reads no answer.
      CREATE TABLE assessment_results (
        assessment_id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        form_key text NOT NULL,
        form_version integer NOT NULL,
        corrects uuid,
        at timestamptz NOT NULL,
        score integer NOT NULL,
        band text NOT NULL,
        could_be text,
        level text NOT NULL CHECK (level IN ('low', 'moderate', 'high')),
        alert boolean NOT NULL,
        FOREIGN KEY (assessment_id, case_id, form_key) REFERENCES assessments (id, case_id, form_key) ON UPDATE CASCADE,
        FOREIGN KEY (form_key, form_version) REFERENCES form_versions (form_key, version)
      );
      CREATE INDEX assessment_results_by_case ON assessment_results (case_id, form_key, at DESC);
      CREATE INDEX assessment_results_correct ON assessment_results (corrects) WHERE corrects IS NOT NULL;

      CREATE TABLE assessment_states (
        id uuid PRIMARY KEY,
        assessment_id uuid NOT NULL,
        case_id uuid NOT NULL,
        part text NOT NULL,
        from_state text,
        to_state text NOT NULL CHECK (to_state IN ('draft', 'sent', 'finished', 'dropped')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        note bytea,
        FOREIGN KEY (assessment_id, case_id, part) REFERENCES assessments (id, case_id, part) ON UPDATE CASCADE
      );
      CREATE INDEX assessment_states_by_case ON assessment_states (case_id, at);
      CREATE INDEX assessment_states_by_assessment ON assessment_states (assessment_id, at);

      -- What a person decided after a screening: never the form itself.
      CREATE TABLE assessment_decisions (
        id uuid PRIMARY KEY,
        assessment_id uuid NOT NULL,
        case_id uuid NOT NULL,
        part text NOT NULL,
        decision text NOT NULL CHECK (decision IN ('presumed', 'not_presumed', 'more_needed')),
        decided_by text NOT NULL CHECK (decided_by ~ '^[a-z_]{3,40}$'),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        note bytea,
        FOREIGN KEY (assessment_id, case_id, part) REFERENCES assessments (id, case_id, part) ON UPDATE CASCADE
      );
      CREATE INDEX assessment_decisions_by_case ON assessment_decisions (case_id, at);
      CREATE INDEX assessment_decisions_by_assessment ON assessment_decisions (assessment_id, at);
    `);
    await queryRunner.query(`
      ${['assessments', 'assessment_answers', 'assessment_facts', 'assessment_states', 'assessment_decisions'].map(partTable).join('')}
      ${caseTable('assessment_results', 'care')}
      ${twoRights('assessment_results', 'care')}
      GRANT SELECT, INSERT ON assessments, assessment_facts, assessment_results, assessment_states, assessment_decisions TO mawa_app;
      GRANT UPDATE (state, writers, saved_by, saved_at, signed_by, signed_at, about_at, approved_by, approved_at) ON assessments TO mawa_app;
      GRANT SELECT, INSERT, DELETE ON assessment_answers TO mawa_app;

      CREATE FUNCTION assessment_begins() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v form_versions;
      BEGIN
        SELECT * INTO v FROM form_versions WHERE form_key = NEW.form_key AND version = NEW.form_version;
        IF v.state IS DISTINCT FROM 'approved' OR v.in_force_from > mawa_now() OR v.definition->>'part' <> NEW.part THEN
          RAISE EXCEPTION 'not a form in force' USING ERRCODE = '23514', CONSTRAINT = 'assessments_by_a_form_in_force';
        END IF;
        IF NEW.state <> 'draft' OR (NEW.corrects IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.id = NEW.corrects AND a.state = 'finished')) THEN
          RAISE EXCEPTION 'begins as a draft' USING ERRCODE = '23514', CONSTRAINT = 'assessments_begin_as_drafts';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER assessments_take_no_more BEFORE INSERT ON assessments FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      CREATE TRIGGER assessments_begin BEFORE INSERT ON assessments FOR EACH ROW EXECUTE FUNCTION assessment_begins();

      CREATE FUNCTION assessment_stands() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_approval boolean;
      BEGIN
        -- The row of an erased person follows it to its new id.
        IF (to_jsonb(OLD) - 'case_id') = (to_jsonb(NEW) - 'case_id') THEN RETURN NEW; END IF;
        IF OLD.state IN ('finished', 'dropped') THEN
          RAISE EXCEPTION 'what is finished never changes' USING ERRCODE = '23514', CONSTRAINT = 'assessment_is_finished';
        END IF;
        IF (OLD.id, OLD.case_id, OLD.form_key, OLD.form_version, OLD.part, OLD.audience, OLD.corrects, OLD.correction_reason, OLD.started_by, OLD.started_at)
             IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.form_key, NEW.form_version, NEW.part, NEW.audience, NEW.corrects, NEW.correction_reason, NEW.started_by, NEW.started_at)
           OR NEW.writers IS NULL OR NOT NEW.writers @> OLD.writers THEN
          RAISE EXCEPTION 'what it is and who wrote it stays written' USING ERRCODE = '23514', CONSTRAINT = 'assessment_stays_itself';
        END IF;
        SELECT coalesce((definition->>'approval')::boolean, false) INTO v_approval FROM form_versions
         WHERE form_key = NEW.form_key AND version = NEW.form_version;
        IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('draft', 'dropped'), ('sent', 'draft'), ('sent', 'finished'))
           AND NOT (OLD.state = 'draft' AND NEW.state = CASE WHEN v_approval THEN 'sent' ELSE 'finished' END) THEN
          RAISE EXCEPTION 'not a step of an assessment' USING ERRCODE = '23514', CONSTRAINT = 'assessment_steps_are_legal';
        END IF;
        IF NEW.state = 'finished' AND v_approval
           AND (NEW.approved_by IS NULL OR NEW.approved_by <> mawa_actor() OR NOT mawa_has_role('case_supervisor')) THEN
          RAISE EXCEPTION 'a supervisor approves it' USING ERRCODE = '23514', CONSTRAINT = 'assessments_approved_by_another';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER assessments_stand BEFORE UPDATE ON assessments FOR EACH ROW EXECUTE FUNCTION assessment_stands();

      CREATE FUNCTION assessment_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_state text;
      BEGIN
        -- Erasing a person is the gate's.
        IF TG_OP = 'DELETE' AND current_user = 'mawa_gate' THEN RETURN OLD; END IF;
        SELECT state INTO v_state FROM assessments
         WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.assessment_id ELSE NEW.assessment_id END FOR SHARE;
        IF v_state IS NULL OR NOT v_state = ANY (TG_ARGV) THEN
          RAISE EXCEPTION 'what is finished never changes' USING ERRCODE = '23514', CONSTRAINT = 'assessment_is_finished';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      CREATE TRIGGER assessment_answers_of_a_draft BEFORE INSERT OR DELETE ON assessment_answers
        FOR EACH ROW EXECUTE FUNCTION assessment_is_open('draft');
      CREATE TRIGGER assessment_facts_before_the_end BEFORE INSERT ON assessment_facts
        FOR EACH ROW EXECUTE FUNCTION assessment_is_open('draft', 'sent');
      CREATE TRIGGER assessment_results_before_the_end BEFORE INSERT ON assessment_results
        FOR EACH ROW EXECUTE FUNCTION assessment_is_open('draft', 'sent');
      CREATE TRIGGER assessment_decisions_after_the_end BEFORE INSERT ON assessment_decisions
        FOR EACH ROW EXECUTE FUNCTION assessment_is_open('finished');

      -- Erasing: the answers go with the key; coded facts and results stay as numbers under the new id.
      GRANT SELECT (case_id), DELETE ON assessment_answers TO mawa_gate;
      CREATE POLICY assessment_answers_erased_by_the_gate ON assessment_answers TO mawa_gate USING (true);
      CREATE FUNCTION assessments_follow_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM assessment_answers WHERE case_id = OLD.id;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION assessments_follow_erasure() FROM PUBLIC;
      CREATE TRIGGER assessments_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION assessments_follow_erasure();
      ALTER FUNCTION assessments_follow_erasure() OWNER TO mawa_gate;

      -- Whether it was corrected since, for whoever sees how high it was and not the answers: a correction
      -- under a version without points has no result of its own, and the earlier one counts no more.
      GRANT SELECT (corrects, state) ON assessments TO mawa_gate;
      CREATE POLICY assessments_for_the_gate ON assessments FOR SELECT TO mawa_gate USING (true);
      CREATE FUNCTION assessment_was_corrected(p_assessment uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT 1 FROM assessments WHERE corrects = p_assessment AND state = 'finished') $$;
      REVOKE EXECUTE ON FUNCTION assessment_was_corrected(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION assessment_was_corrected(uuid) TO mawa_app;
      ALTER FUNCTION assessment_was_corrected(uuid) OWNER TO mawa_gate;

      -- The figures' door: who was found how, and coded facts; no answer.
      GRANT SELECT (id, case_id, form_key, form_version, state, corrects, about_at) ON assessments TO mawa_figures;
      GRANT SELECT (assessment_id, case_id, form_key, corrects, at, band, level) ON assessment_results TO mawa_figures;
      GRANT SELECT (assessment_id, case_id, form_key, field, code) ON assessment_facts TO mawa_figures;
      GRANT EXECUTE ON FUNCTION mawa_day(timestamptz) TO mawa_figures;
      CREATE POLICY assessments_for_figures ON assessments FOR SELECT TO mawa_figures USING (true);
      CREATE POLICY assessment_results_for_figures ON assessment_results FOR SELECT TO mawa_figures USING (true);
      CREATE POLICY assessment_facts_for_figures ON assessment_facts FOR SELECT TO mawa_figures USING (true);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE EXECUTE ON FUNCTION mawa_day(timestamptz) FROM mawa_figures;
      DROP TRIGGER assessments_follow_erasure ON cases;
      DROP TABLE assessment_decisions, assessment_states, assessment_results, assessment_facts, assessment_answers, assessments;
      DROP FUNCTION assessment_was_corrected, assessments_follow_erasure, assessment_is_open, assessment_stands, assessment_begins;
      DELETE FROM settings WHERE key IN ('assessment_approval_days', 'assessment_approval_access_days', 'assessment_more_days');
    `);
  }
}
