import type { MigrationInterface, QueryRunner } from 'typeorm';

const DAY = (column = 'on_day') =>
  `${column} date NOT NULL CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
/** Who plans and reads trainings of officials (modules/access/policy.ts), behind the policy once more. */
const READERS = `(SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system())`;

/** What may be counted of each, through the figures' door. */
const TABLES: Readonly<Record<string, string>> = {
  capacity_learners: 'id, sex, kind, list_version, region, merged_into',
  capacity_digests: '',
  capacity_merges: '',
  capacity_participants: 'id, training_id, learner_id, kind, list_version, left_on',
  capacity_marks: 'id, training_id, participant_id, on_day, mark, place',
  capacity_tests: 'id, participant_id, moment, score, on_day, place',
};
const NAMES = Object.keys(TABLES);
const refuse = (why: string, constraint: string): string =>
  `RAISE EXCEPTION '${why}' USING ERRCODE = '23514', CONSTRAINT = '${constraint}'`;
const definer = (name: string, body: string): string => `
      CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$${body}$$;`;
const FUNCTIONS = [
  'capacity_participant_has_a_place()',
  'capacity_mark_is_of_who_attends()',
  'capacity_merge_joins()',
] as const;

/**
 * Those who learn: officials, each once, found again by digests of what they are known by; what they took part in,
 * for how long, and what they knew before and after. Who they are lies sealed under a key of each.
 */
export class TrainOfficials1700000001221 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE capacity_learners (
        id uuid PRIMARY KEY,
        -- Name, institution and how to reach them, under a key of this learner.
        sealed bytea NOT NULL,
        sex text NOT NULL CHECK (sex IN ('female', 'male', 'other', 'not_said')),
        -- As of the last registration; a participation keeps its own.
        kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{1,60}$'),
        list_version integer NOT NULL CHECK (list_version >= 1),
        region text CHECK (region ~ '^[0-9]{2}$'),
        merged_into uuid REFERENCES capacity_learners (id) CHECK (merged_into <> id),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        -- What one calls them by on paper: it says nothing of them.
        number integer GENERATED ALWAYS AS IDENTITY CONSTRAINT capacity_learners_numbers UNIQUE
      );
      CREATE INDEX capacity_learners_by_merge ON capacity_learners (merged_into) WHERE merged_into IS NOT NULL;

      -- Under a key outside the database: of the name, of name and institution, of e-mail, of telephone, of name and e-mail.
      CREATE TABLE capacity_digests (
        learner_id uuid NOT NULL REFERENCES capacity_learners (id),
        what text NOT NULL CHECK (what IN ('name', 'office', 'email', 'phone', 'self')),
        digest bytea NOT NULL,
        PRIMARY KEY (what, digest, learner_id)
      );
      CREATE UNIQUE INDEX capacity_learners_once ON capacity_digests (digest) WHERE what = 'self';
      CREATE INDEX capacity_digests_by_learner ON capacity_digests (learner_id);

      CREATE TABLE capacity_merges (
        id uuid PRIMARY KEY,
        kept_id uuid NOT NULL REFERENCES capacity_learners (id),
        gone_id uuid NOT NULL CONSTRAINT capacity_merged_once UNIQUE REFERENCES capacity_learners (id),
        ${DAY()},
        ${WRITTEN},
        CONSTRAINT capacity_merges_two CHECK (kept_id <> gone_id)
      );
      CREATE INDEX capacity_merges_by_kept ON capacity_merges (kept_id);

      CREATE TABLE capacity_participants (
        id uuid PRIMARY KEY,
        training_id uuid NOT NULL REFERENCES capacity_trainings (id),
        learner_id uuid NOT NULL REFERENCES capacity_learners (id),
        -- Where they worked then.
        kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{1,60}$'),
        list_version integer NOT NULL CHECK (list_version >= 1),
        left_on date,
        left_by uuid REFERENCES users (id),
        ${WRITTEN},
        CONSTRAINT capacity_participants_of_a_training UNIQUE (id, training_id),
        CONSTRAINT capacity_participants_leave_by_somebody CHECK ((left_on IS NULL) = (left_by IS NULL))
      );
      CREATE UNIQUE INDEX capacity_participants_once ON capacity_participants (training_id, learner_id) WHERE left_on IS NULL;
      CREATE INDEX capacity_participants_by_learner ON capacity_participants (learner_id);

      CREATE TABLE capacity_marks (
        id uuid PRIMARY KEY,
        training_id uuid NOT NULL,
        participant_id uuid NOT NULL,
        on_day date NOT NULL,
        mark text NOT NULL CHECK (mark IN ('present', 'half', 'absent')),
        ${WRITTEN},
        FOREIGN KEY (participant_id, training_id) REFERENCES capacity_participants (id, training_id),
        CONSTRAINT capacity_marks_on_a_day FOREIGN KEY (training_id, on_day) REFERENCES capacity_days (training_id, on_day)
      );
      CREATE INDEX capacity_marks_by_participant ON capacity_marks (participant_id, on_day, place DESC);

      CREATE TABLE capacity_tests (
        id uuid PRIMARY KEY,
        participant_id uuid NOT NULL REFERENCES capacity_participants (id),
        moment text NOT NULL CHECK (moment IN ('before', 'after')),
        score numeric(5,2) NOT NULL CHECK (score BETWEEN 0 AND 100),
        ${DAY()},
        ${WRITTEN}
      );
      CREATE INDEX capacity_tests_by_participant ON capacity_tests (participant_id, moment, place DESC);

      ${NAMES.map(
        (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_by_role ON ${table} TO mawa_app USING (${READERS}) WITH CHECK (${READERS});
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
      ).join('')}
      ${Object.entries(TABLES)
        .filter(([, columns]) => columns !== '')
        .map(
          ([table, columns]) => `
      CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT (${columns}) ON ${table} TO mawa_figures;`,
        )
        .join('')}
      GRANT INSERT (id, sealed, sex, kind, list_version, region), UPDATE (sealed, kind, list_version, region) ON capacity_learners TO mawa_app;
      GRANT UPDATE (merged_into) ON capacity_learners TO mawa_gate;
      GRANT INSERT ON capacity_digests TO mawa_app;
      GRANT INSERT (id, kept_id, gone_id, on_day) ON capacity_merges TO mawa_app;
      GRANT INSERT (id, training_id, learner_id, kind, list_version), UPDATE (left_on, left_by) ON capacity_participants TO mawa_app;
      GRANT INSERT (id, training_id, participant_id, on_day, mark) ON capacity_marks TO mawa_app;
      GRANT INSERT (id, participant_id, moment, score, on_day) ON capacity_tests TO mawa_app;
      CREATE POLICY record_keys_of_learners ON keys.record_keys AS RESTRICTIVE TO mawa_app
        USING (kind NOT IN ('learner', 'capacity_training') OR ${READERS}) WITH CHECK (kind NOT IN ('learner', 'capacity_training') OR ${READERS});

      -- Two at once for the last place: the second waits, and there is none.
      ${definer(
        'capacity_participant_has_a_place()',
        `
      DECLARE v capacity_trainings;
      BEGIN
        SELECT * INTO v FROM capacity_trainings WHERE id = NEW.training_id FOR NO KEY UPDATE;
        IF v.state NOT IN ('planned', 'held') THEN ${refuse('it does not take place', 'capacity_takes_place')}; END IF;
        IF (SELECT count(*) FROM capacity_participants p WHERE p.training_id = NEW.training_id AND p.left_on IS NULL) >= v.places THEN
          ${refuse('no place', 'capacity_has_a_place')};
        END IF;
        IF EXISTS (SELECT 1 FROM capacity_learners l WHERE l.id = NEW.learner_id AND l.merged_into IS NOT NULL) THEN
          ${refuse('joined to another', 'capacity_learner_stands')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER capacity_participants_have_a_place BEFORE INSERT ON capacity_participants
        FOR EACH ROW EXECUTE FUNCTION capacity_participant_has_a_place();

      CREATE FUNCTION capacity_participant_leaves_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.left_on IS NOT NULL OR NEW.left_by IS DISTINCT FROM mawa_actor() THEN ${refuse('left already', 'capacity_left_once')}; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER capacity_participants_leave_once BEFORE UPDATE OF left_on, left_by ON capacity_participants
        FOR EACH ROW EXECUTE FUNCTION capacity_participant_leaves_once();

      ${definer(
        'capacity_mark_is_of_who_attends()',
        `
      BEGIN
        IF NEW.on_day > mawa_day(mawa_now()) THEN ${refuse('not happened yet', 'capacity_has_happened')}; END IF;
        IF NOT EXISTS (SELECT 1 FROM capacity_participants p JOIN capacity_trainings t ON t.id = p.training_id
             WHERE p.id = NEW.participant_id AND p.left_on IS NULL AND t.state IN ('planned', 'held')) THEN
          ${refuse('does not attend', 'capacity_attends')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER capacity_marks_are_of_who_attends BEFORE INSERT ON capacity_marks
        FOR EACH ROW EXECUTE FUNCTION capacity_mark_is_of_who_attends();
      CREATE TRIGGER capacity_tests_are_of_who_attends BEFORE INSERT ON capacity_tests
        FOR EACH ROW EXECUTE FUNCTION capacity_mark_is_of_who_attends();

      -- Whoever was joined to the one that goes belongs to the one that stays.
      ${definer(
        'capacity_merge_joins()',
        `
      BEGIN
        PERFORM 1 FROM capacity_learners WHERE id IN (NEW.kept_id, NEW.gone_id) ORDER BY id FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM capacity_learners l WHERE l.id IN (NEW.kept_id, NEW.gone_id) AND l.merged_into IS NOT NULL) THEN
          ${refuse('joined already', 'capacity_merged_once')};
        END IF;
        IF EXISTS (SELECT 1 FROM capacity_participants p JOIN capacity_learners l ON l.id = p.learner_id
             WHERE p.left_on IS NULL AND coalesce(l.merged_into, l.id) IN (NEW.kept_id, NEW.gone_id)
             GROUP BY p.training_id HAVING count(*) > 1) THEN
          ${refuse('both at one training', 'capacity_merge_in_one_training')};
        END IF;
        UPDATE capacity_learners SET merged_into = NEW.kept_id WHERE id = NEW.gone_id OR merged_into = NEW.gone_id;
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER capacity_merges_join AFTER INSERT ON capacity_merges FOR EACH ROW EXECUTE FUNCTION capacity_merge_joins();

      -- How long each was there, and whether that is enough: the one definition of "completed".
      CREATE VIEW capacity_presence WITH (security_invoker = true) AS
      SELECT p.id AS participant_id, p.training_id, p.learner_id, p.kind, h.minutes, h.of_minutes,
             t.state = 'held' AND p.left_on IS NULL AND 100 * h.minutes >= t.least_presence * h.of_minutes AS completed
        FROM capacity_participants p JOIN capacity_trainings t ON t.id = p.training_id
       CROSS JOIN LATERAL (
             SELECT coalesce(sum(d.minutes * CASE m.mark WHEN 'present' THEN 1 WHEN 'half' THEN 0.5 ELSE 0 END), 0) AS minutes,
                    sum(d.minutes)::numeric AS of_minutes
               FROM capacity_days d LEFT JOIN LATERAL (SELECT k.mark FROM capacity_marks k WHERE k.participant_id = p.id AND k.on_day = d.on_day
                 ORDER BY k.place DESC LIMIT 1) m ON true
              WHERE d.training_id = p.training_id) h;
      GRANT SELECT ON capacity_presence TO mawa_app, mawa_gate, mawa_figures;
      ${FUNCTIONS.map(
        (name) =>
          `REVOKE EXECUTE ON FUNCTION ${name} FROM PUBLIC; ALTER FUNCTION ${name} OWNER TO mawa_gate;`,
      ).join('\n      ')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP VIEW capacity_presence;
      DROP POLICY record_keys_of_learners ON keys.record_keys;
      DROP TABLE ${NAMES.toReversed().join(', ')};
      DROP FUNCTION capacity_participant_leaves_once(), ${FUNCTIONS.join(', ')};
      ALTER TABLE keys.record_keys NO FORCE ROW LEVEL SECURITY;
      DELETE FROM keys.record_keys WHERE kind = 'learner';
      ALTER TABLE keys.record_keys FORCE ROW LEVEL SECURITY;
    `);
  }
}
