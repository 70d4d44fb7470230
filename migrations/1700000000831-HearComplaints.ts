import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FIRST_KINDS } from './data/complaint-kinds-1';

const labels = ([fr, ar, en]: readonly [string, string, string]): string =>
  JSON.stringify({ fr, ar, en });

/** Whose step it is: the channel receives, a focal point works, the person may always come back. */
const STEPS: readonly [from: string | null, by: string, to: readonly string[]][] = [
  [null, 'channel', ['received']],
  ['received', 'focal_point', ['acknowledged']],
  ['acknowledged', 'focal_point', ['looking', 'measures', 'answered', 'referred']],
  ['looking', 'focal_point', ['measures', 'answered', 'referred']],
  ['measures', 'focal_point', ['looking', 'answered', 'referred']],
  ['referred', 'focal_point', ['looking', 'measures', 'answered']],
  ['answered', 'focal_point', ['looking', 'referred', 'closed']],
  ['answered', 'person', ['reopened', 'appealed']],
  ['closed', 'focal_point', ['reopened']],
  ['closed', 'person', ['reopened', 'appealed']],
  ['reopened', 'focal_point', ['looking', 'measures', 'answered', 'referred']],
  ['reopened', 'person', ['appealed']],
  ['appealed', 'focal_point', ['acknowledged']],
];

/**
 * Complaints: what was said, sealed under a key of each; who is accused; what was done, by when. Who
 * may read any of it is the next step's.
 */
export class HearComplaints1700000000831 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('complaint_deadlines', '2020-01-01Z', '{
           "ordinary":     {"acknowledge_hours": 48, "answer_days": 30},
           "safeguarding": {"acknowledge_hours": 24, "answer_days": 15}}', 'programme list'),
        ('complaint_words_hours', '2020-01-01Z', '48', 'programme list: further words of the person are read within'),
        ('complaint_check_days', '2020-01-01Z', '14', 'programme list: whether anybody makes the person pay for it'),
        ('complaint_keep_years', '2020-01-01Z', '5', 'programme list: years after closing'),
        ('complaint_paper', '2020-01-01Z', '{"address": "", "phone": ""}', 'programme list: what is printed on paper slips');

      CREATE TABLE complaint_kinds (
        code text PRIMARY KEY CHECK (code ~ '^[a-z_]{3,40}$'),
        position smallint NOT NULL,
        icon text NOT NULL CHECK (icon ~ '^[a-z0-9-]{2,40}$'),
        -- Grave: shorter deadlines, and a second focal point is told at once.
        safeguarding boolean NOT NULL,
        label jsonb NOT NULL CHECK (label ?& ARRAY['fr', 'ar', 'en']),
        -- In the words of the page without an account.
        plain jsonb NOT NULL CHECK (plain ?& ARRAY['fr', 'ar', 'en']),
        source text NOT NULL,
        retired_at timestamptz
      );
      GRANT SELECT ON complaint_kinds TO mawa_app, mawa_gate, mawa_figures;

      -- Paper: a sheet of slips for a wall. Half of the number stands on the slip, only its digest here.
      CREATE TABLE complaint_batches (
        id uuid PRIMARY KEY,
        shelter_id uuid REFERENCES shelters (id),
        slips smallint NOT NULL CHECK (slips BETWEEN 1 AND 200),
        printed_by uuid NOT NULL REFERENCES users (id),
        printed_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE TABLE complaint_slips (
        digest bytea PRIMARY KEY CHECK (length(digest) = 32),
        batch_id uuid NOT NULL REFERENCES complaint_batches (id)
      );

      CREATE TABLE complaints (
        id uuid PRIMARY KEY,
        -- Keyed outside the database; the number itself is kept nowhere.
        code_digest bytea CONSTRAINT complaints_code_once UNIQUE CHECK (length(code_digest) = 32),
        received_at timestamptz NOT NULL DEFAULT mawa_now(),
        way text NOT NULL CHECK (way IN ('page', 'paper', 'phone')),
        language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
        kind_said text REFERENCES complaint_kinds (code),
        kind text REFERENCES complaint_kinds (code),
        child boolean,
        about text CHECK (about IN ('staff', 'manager', 'resident', 'partner', 'authority', 'focal_point', 'other')),
        region text CHECK (region ~ '^[a-z0-9]{2,10}$'),
        shelter_id uuid REFERENCES shelters (id),
        batch_id uuid REFERENCES complaint_batches (id),
        safeguarding boolean NOT NULL,
        stage text NOT NULL DEFAULT 'received',
        handler_id uuid REFERENCES users (id),
        second_id uuid REFERENCES users (id),
        handed_up_at timestamptz,
        handed_up_by uuid REFERENCES users (id),
        acknowledge_by timestamptz NOT NULL,
        answer_by timestamptz NOT NULL,
        -- The deadline that runs now; none while it is answered or closed.
        due_at timestamptz,
        acknowledged_at timestamptz,
        answered_at timestamptz,
        closed_at timestamptz,
        destroyed_at timestamptz,
        CONSTRAINT complaints_second_is_another CHECK (second_id <> handler_id),
        CONSTRAINT complaints_destroyed_are_empty
          CHECK (destroyed_at IS NULL OR (code_digest IS NULL AND closed_at IS NOT NULL)),
        CONSTRAINT complaints_handed_up_by_somebody CHECK ((handed_up_at IS NULL) = (handed_up_by IS NULL))
      );
      CREATE INDEX complaints_by_due ON complaints (due_at, id) WHERE closed_at IS NULL;

      CREATE TABLE complaint_steps (
        id smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        from_stage text,
        to_stage text NOT NULL CHECK (to_stage IN ('received', 'acknowledged', 'looking', 'measures', 'referred',
          'answered', 'closed', 'reopened', 'appealed')),
        by text NOT NULL CHECK (by IN ('channel', 'focal_point', 'person')),
        UNIQUE NULLS NOT DISTINCT (from_stage, to_stage, by)
      );
      CREATE TABLE complaint_stages (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        from_stage text,
        to_stage text NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        -- Null: the person who complained.
        by uuid REFERENCES users (id),
        reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
        due_at timestamptz,
        place bigint GENERATED ALWAYS AS IDENTITY
      );
      CREATE INDEX complaint_stages_by_complaint ON complaint_stages (complaint_id, at);

      CREATE TABLE complaint_words (
        id uuid PRIMARY KEY,
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        -- said and contact (how to be reached): by the person; answer: to the person; note: among focal points.
        kind text NOT NULL CHECK (kind IN ('said', 'contact', 'answer', 'note')),
        author_id uuid REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        text_sealed bytea NOT NULL,
        place bigint GENERATED ALWAYS AS IDENTITY,
        CONSTRAINT complaint_words_have_an_author CHECK ((kind IN ('said', 'contact')) = (author_id IS NULL))
      );
      CREATE INDEX complaint_words_by_complaint ON complaint_words (complaint_id, at);

      -- Never deleted: whoever was named once does not read it later either.
      CREATE TABLE complaint_accused (
        id uuid PRIMARY KEY,
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        what text NOT NULL CHECK (what IN ('user', 'shelter', 'organisation', 'unnamed')),
        user_id uuid REFERENCES users (id),
        shelter_id uuid REFERENCES shelters (id),
        organisation_id uuid REFERENCES organisations (id),
        words_sealed bytea,
        named_by uuid NOT NULL REFERENCES users (id),
        named_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT complaint_accused_is_one CHECK (num_nonnulls(user_id, shelter_id, organisation_id, words_sealed) = 1
          AND CASE what WHEN 'user' THEN user_id IS NOT NULL WHEN 'shelter' THEN shelter_id IS NOT NULL
            WHEN 'organisation' THEN organisation_id IS NOT NULL ELSE true END)
      );
      CREATE INDEX complaint_accused_by_complaint ON complaint_accused (complaint_id);

      CREATE TABLE complaint_kept_out (
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        user_id uuid NOT NULL REFERENCES users (id),
        why text NOT NULL CHECK (why IN ('stepped_aside', 'appeal')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (complaint_id, user_id)
      );
      CREATE TABLE complaint_hands (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        user_id uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE TABLE complaint_measures (
        id uuid PRIMARY KEY,
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        kind text NOT NULL CHECK (kind IN ('no_contact', 'moved_away', 'suspended', 'case_blocked', 'safe_place', 'medical', 'other')),
        note_sealed bytea,
        decided_by uuid NOT NULL REFERENCES users (id),
        decided_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      -- Whether anybody makes the person pay for having spoken.
      CREATE TABLE complaint_checks (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        due_at timestamptz NOT NULL,
        finding text CHECK (finding IN ('none', 'signs', 'not_reached')),
        note_sealed bytea,
        done_by uuid REFERENCES users (id),
        done_at timestamptz,
        CHECK ((finding IS NULL) = (done_at IS NULL) AND (finding IS NULL) = (done_by IS NULL))
      );
      CREATE UNIQUE INDEX complaint_checks_one_open ON complaint_checks (complaint_id) WHERE done_at IS NULL;
      CREATE TABLE complaint_opinions (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        satisfied boolean NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      -- Only where the person said who they are and asked for it.
      CREATE TABLE complaint_links (
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        linked_by uuid NOT NULL REFERENCES users (id),
        linked_at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (complaint_id, case_id)
      );
      CREATE INDEX complaint_links_by_case ON complaint_links (case_id);
      CREATE TABLE complaint_destructions (
        complaint_id uuid PRIMARY KEY REFERENCES complaints (id),
        asked_by uuid NOT NULL REFERENCES users (id),
        asked_at timestamptz NOT NULL DEFAULT mawa_now(),
        approved_by uuid REFERENCES users (id),
        approved_at timestamptz,
        CONSTRAINT complaint_destructions_need_two CHECK (approved_by <> asked_by),
        CHECK ((approved_by IS NULL) = (approved_at IS NULL))
      );

      -- A step is one of the table's, by whom the table says, from where it stands now.
      CREATE FUNCTION complaint_takes_a_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
      END $$;
      CREATE TRIGGER complaint_stages_take_a_step BEFORE INSERT ON complaint_stages
        FOR EACH ROW EXECUTE FUNCTION complaint_takes_a_step();

      CREATE FUNCTION complaint_changes_hands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO complaint_hands (complaint_id, user_id) VALUES (NEW.id, NEW.handler_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER complaints_change_hands AFTER UPDATE OF handler_id ON complaints FOR EACH ROW
        WHEN (NEW.handler_id IS NOT NULL AND NEW.handler_id IS DISTINCT FROM OLD.handler_id)
        EXECUTE FUNCTION complaint_changes_hands();

      -- Whoever is erased is no longer pointed at from here.
      CREATE FUNCTION erased_have_no_complaint() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM complaint_links WHERE case_id IN (NEW.id, OLD.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER cases_erased_have_no_complaint AFTER UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL) EXECUTE FUNCTION erased_have_no_complaint();

      GRANT SELECT, INSERT, UPDATE ON complaints TO mawa_gate;
      GRANT SELECT ON complaint_steps, complaint_batches TO mawa_app, mawa_gate;
      GRANT SELECT ON complaint_words, complaint_accused, complaint_slips, complaint_destructions TO mawa_gate;
      GRANT SELECT, INSERT ON complaint_stages, complaint_kept_out, complaint_hands TO mawa_gate;
      GRANT SELECT, INSERT, DELETE ON complaint_links TO mawa_gate;
      REVOKE EXECUTE ON FUNCTION complaint_takes_a_step(), complaint_changes_hands(), erased_have_no_complaint() FROM PUBLIC;
      ALTER FUNCTION complaint_takes_a_step() OWNER TO mawa_gate;
      ALTER FUNCTION complaint_changes_hands() OWNER TO mawa_gate;
      ALTER FUNCTION erased_have_no_complaint() OWNER TO mawa_gate;
    `);
    for (const [at, kind] of FIRST_KINDS.entries()) {
      await queryRunner.query(
        `INSERT INTO complaint_kinds (code, position, icon, safeguarding, label, plain, source)
         VALUES ($1, $2, $3, $4, $5, $6, 'programme list')`,
        [kind.code, at + 1, kind.icon, kind.safeguarding, labels(kind.label), labels(kind.plain)],
      );
    }
    for (const [from, by, to] of STEPS) {
      await queryRunner.query(
        `INSERT INTO complaint_steps (from_stage, by, to_stage) SELECT $1, $2, unnest($3::text[])`,
        [from, by, to],
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER cases_erased_have_no_complaint ON cases;
      DROP TABLE complaint_destructions, complaint_links, complaint_opinions, complaint_checks, complaint_measures,
        complaint_hands, complaint_kept_out, complaint_accused, complaint_words, complaint_stages, complaint_steps,
        complaints, complaint_slips, complaint_batches, complaint_kinds;
      DROP FUNCTION complaint_takes_a_step, complaint_changes_hands, erased_have_no_complaint;
      DELETE FROM settings WHERE key IN ('complaint_deadlines', 'complaint_words_hours', 'complaint_check_days',
        'complaint_keep_years', 'complaint_paper');
    `);
  }
}
