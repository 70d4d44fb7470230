import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTS_RETURNS } from './data/lists-returns-1';
import { RETURN_NEEDS, RETURN_TRANSITIONS } from './data/return-transitions-1';
import { dropLists, seedLists } from './data/seed-lists';
import { caseTable, twoRights, type CasePart } from './support';

/** Each table of a track, and the part of the case that reads and writes it. */
const TABLES: readonly (readonly [string, CasePart])[] = [
  ['return_tracks', 'care'],
  ['return_steps', 'care'],
  ['return_counselling', 'care'],
  ['return_decisions', 'care'],
  // What a family is like and what threatens somebody belong to the story: no house reads them.
  ['return_family', 'story'],
  ['return_risks', 'story'],
  ['return_risk_decisions', 'story'],
  ['return_documents', 'care'],
  ['return_document_steps', 'care'],
  ['return_fitness', 'health'],
];
const SEALED = [
  'return_steps',
  'return_counselling',
  'return_decisions',
  'return_family',
  'return_risks',
  'return_risk_decisions',
  'return_document_steps',
  'return_fitness',
];

const OF_TRACK =
  'FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE';
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const DAY = (column: string) =>
  `${column} date NOT NULL CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const LEVEL = (column: string) =>
  `${column} text NOT NULL CHECK (${column} IN ('none', 'low', 'medium', 'high', 'unknown'))`;

const FUNCTIONS = [
  'return_unmet(uuid, text, date)',
  'return_missing(uuid, text, date)',
  'return_step_moves()',
  'return_track_is_live()',
  'return_decision_is_lawful()',
  'return_risk_is_decided()',
  'return_document_moves()',
  'returns_follow_erasure()',
] as const;

/**
 * The track of a return or of a reintegration at home. Its state is moved by rows of `return_steps`
 * alone; which steps are legal and what each of them needs are two tables, read by the pages and held by
 * a trigger: nobody departs without a free and informed decision, a risk that a second person weighed,
 * a paper to travel with and a body fit for it.
 */
export class OpenReturnTracks1700000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await seedLists(queryRunner, LISTS_RETURNS, 110);
    await this.rules(queryRunner);
    await this.tables(queryRunner);
    await this.rights(queryRunner);
    await this.gate(queryRunner);
    await this.decisions(queryRunner);
  }

  private async rules(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('return_cooling_off_days', '2020-01-01Z', '3', 'programme rule: days between a decision to return and its first consequence'),
        ('return_follow_months', '2020-01-01Z', '12', 'programme rule: months after arrival or exit from the shelter for which a person is accompanied'),
        ('return_risk_days', '2020-01-01Z', '60', 'programme rule: days for which a risk assessment before return holds'),
        ('return_fitness_days', '2020-01-01Z', '30', 'programme rule: days for which a medical opinion on travel holds where it names none');

      CREATE TABLE return_transitions (
        door text NOT NULL CHECK (door IN ('return', 'home')),
        from_state text NOT NULL,
        to_state text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (door, from_state, to_state)
      );
      CREATE TABLE return_needs (
        door text NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        need text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (door, from_state, to_state, need),
        FOREIGN KEY (door, from_state, to_state) REFERENCES return_transitions (door, from_state, to_state)
      );
      GRANT SELECT ON return_transitions, return_needs TO mawa_app, mawa_gate;
    `);
    for (const [place, row] of RETURN_TRANSITIONS.entries()) {
      await queryRunner.query('INSERT INTO return_transitions VALUES ($1, $2, $3, $4)', [
        ...row,
        place,
      ]);
    }
    for (const [door, from, to, needs] of RETURN_NEEDS) {
      await queryRunner.query(
        'INSERT INTO return_needs SELECT $1, $2, $3, n.need, n.place FROM unnest($4::text[]) WITH ORDINALITY n (need, place)',
        [door, from, to, needs],
      );
    }
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE return_tracks (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        door text NOT NULL CHECK (door IN ('return', 'home')),
        -- Where to: a country of origin, or a region at home. Never an address.
        country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
        region text CHECK (region ~ '^[0-9]{2}$'),
        state text NOT NULL DEFAULT 'new',
        live boolean GENERATED ALWAYS AS (CASE WHEN state NOT IN ('withdrawn', 'stopped', 'completed') THEN true END) STORED,
        ${DAY('opened_on')},
        -- The day on which a person left the shelter, where the track begins at home.
        left_on date CHECK (left_on BETWEEN '2000-01-01' AND '2100-01-01'),
        officer_id uuid NOT NULL REFERENCES users (id),
        opened_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        opened_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT return_tracks_of_a_case UNIQUE (id, case_id),
        CONSTRAINT return_tracks_door_and_place CHECK (CASE door
          WHEN 'return' THEN country <> 'MA' AND region IS NULL AND left_on IS NULL
          ELSE country = 'MA' AND region IS NOT NULL AND left_on IS NOT NULL END)
      );
      CREATE UNIQUE INDEX return_tracks_one_at_a_time ON return_tracks (case_id) WHERE live;
      CREATE INDEX return_tracks_by_case ON return_tracks (case_id);
      CREATE INDEX return_tracks_live ON return_tracks (state) WHERE live;

      CREATE TABLE return_steps (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        ${DAY('on_day')},
        reason text CHECK (reason IN ('do_not_go', 'other_way', 'unreachable', 'mistake')),
        note bytea,
        ${WRITTEN},
        ${OF_TRACK},
        -- Nobody has to say why they withdraw; whoever stops a track has to.
        CONSTRAINT return_steps_stop_with_a_reason CHECK ((to_state = 'stopped') = (reason IS NOT NULL))
      );
      CREATE INDEX return_steps_by_track ON return_steps (track_id, place);
      CREATE INDEX return_steps_by_case ON return_steps (case_id);

      CREATE TABLE return_counselling (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        ${DAY('held_on')},
        how text NOT NULL CHECK (how IN ('in_person', 'phone', 'video')),
        language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
        interpreter text NOT NULL CHECK (interpreter IN ('not_needed', 'professional', 'staff', 'remote', 'relative')),
        -- Without anybody who could press.
        alone boolean NOT NULL,
        topics text[] NOT NULL CHECK (cardinality(topics) BETWEEN 1 AND 40),
        list_version integer NOT NULL CHECK (list_version >= 1),
        understood text NOT NULL CHECK (understood IN ('yes', 'partly', 'no')),
        note bytea,
        ${WRITTEN},
        ${OF_TRACK}
      );
      CREATE INDEX return_counselling_by_track ON return_counselling (track_id);
      CREATE INDEX return_counselling_by_case ON return_counselling (case_id);

      CREATE TABLE return_decisions (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        ${DAY('decided_on')},
        decision text NOT NULL CHECK (decision IN ('go', 'wait', 'no')),
        -- A child, or somebody whose age nobody knows well enough.
        as_child boolean NOT NULL,
        decider text NOT NULL CHECK (decider IN ('self', 'parent', 'relative', 'legal_guardian', 'ad_hoc', 'authority')),
        capacity text CHECK (capacity IN ('not_in_doubt', 'assessed', 'lacking')),
        assent text CHECK (assent IN ('given', 'refused', 'too_young')),
        -- Asked alone whether anybody presses.
        pressure text NOT NULL CHECK (pressure IN ('none', 'some', 'not_asked')),
        best_interests_id uuid REFERENCES assessments (id),
        -- The first day on which anything may follow from it.
        settled_on date NOT NULL DEFAULT '2000-01-01',
        note bytea,
        ${WRITTEN},
        ${OF_TRACK},
        CONSTRAINT return_decisions_child_is_heard CHECK (CASE WHEN as_child THEN decider <> 'self' AND assent IS NOT NULL AND capacity IS NULL
          ELSE assent IS NULL AND capacity IS NOT NULL AND (capacity = 'lacking') = (decider <> 'self') END),
        CONSTRAINT return_decisions_are_free CHECK (decision <> 'go' OR pressure = 'none'),
        CONSTRAINT return_decisions_child_agrees CHECK (decision <> 'go' OR assent IS DISTINCT FROM 'refused')
      );
      CREATE INDEX return_decisions_by_track ON return_decisions (track_id, place);
      CREATE INDEX return_decisions_by_case ON return_decisions (case_id);

      CREATE TABLE return_family (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('assessment', 'tracing')),
        outcome text NOT NULL,
        ${DAY('done_on')},
        note bytea,
        ${WRITTEN},
        ${OF_TRACK},
        CONSTRAINT return_family_outcomes CHECK (CASE kind
          WHEN 'tracing' THEN outcome IN ('found', 'not_found', 'under_way', 'not_wished')
          ELSE outcome IN ('safe', 'safe_with_help', 'unsafe', 'no_family', 'not_wished') END)
      );
      CREATE INDEX return_family_by_track ON return_family (track_id, place);
      CREATE INDEX return_family_by_case ON return_family (case_id);

      CREATE TABLE return_risks (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        ${DAY('assessed_on')},
        ${LEVEL('retrafficking')},
        ${LEVEL('family')},
        ${LEVEL('debts')},
        ${LEVEL('stigma')},
        ${LEVEL('country')},
        -- Of when the information on the country is.
        ${DAY('informed_on')},
        valid_until date NOT NULL DEFAULT '2000-01-01',
        note bytea,
        ${WRITTEN},
        ${OF_TRACK},
        CONSTRAINT return_risks_of_a_case UNIQUE (id, case_id, track_id),
        CONSTRAINT return_risks_know_before CHECK (informed_on <= assessed_on)
      );
      CREATE INDEX return_risks_by_track ON return_risks (track_id, place);
      CREATE INDEX return_risks_by_case ON return_risks (case_id);

      CREATE TABLE return_risk_decisions (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        risk_id uuid NOT NULL CONSTRAINT return_risks_decided_once UNIQUE,
        decision text NOT NULL CHECK (decision IN ('go', 'wait', 'do_not_go')),
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (risk_id, case_id, track_id) REFERENCES return_risks (id, case_id, track_id) ON UPDATE CASCADE
      );
      CREATE INDEX return_risk_decisions_by_case ON return_risk_decisions (case_id);

      CREATE TABLE return_documents (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        -- Of an owned list, with the version that it was chosen from.
        kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{2,60}$'),
        kind_version integer NOT NULL CHECK (kind_version >= 1),
        -- Whose consulate or office.
        country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
        due_on date CHECK (due_on BETWEEN '2000-01-01' AND '2100-01-01'),
        state text NOT NULL DEFAULT 'new',
        valid_until date,
        ${WRITTEN},
        ${OF_TRACK},
        CONSTRAINT return_documents_of_a_case UNIQUE (id, case_id)
      );
      CREATE INDEX return_documents_by_track ON return_documents (track_id);
      CREATE INDEX return_documents_by_case ON return_documents (case_id);

      CREATE TABLE return_document_steps (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        document_id uuid NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL CHECK (to_state IN ('to_ask', 'asked', 'appointment', 'issued', 'refused', 'lost')),
        ${DAY('on_day')},
        valid_until date CHECK (valid_until BETWEEN '2000-01-01' AND '2100-01-01'),
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (document_id, case_id) REFERENCES return_documents (id, case_id) ON UPDATE CASCADE,
        CONSTRAINT return_document_steps_end_is_known CHECK ((to_state = 'issued') = (valid_until IS NOT NULL)
          AND (valid_until IS NULL OR valid_until >= on_day))
      );
      CREATE INDEX return_document_steps_by_document ON return_document_steps (document_id, place);
      CREATE INDEX return_document_steps_by_case ON return_document_steps (case_id);

      CREATE TABLE return_fitness (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        ${DAY('seen_on')},
        verdict text NOT NULL CHECK (verdict IN ('fit', 'fit_escorted', 'not_yet', 'not_fit')),
        ${DAY('valid_until')},
        note bytea,
        ${WRITTEN},
        ${OF_TRACK},
        CONSTRAINT return_fitness_holds CHECK (valid_until >= seen_on)
      );
      CREATE INDEX return_fitness_by_track ON return_fitness (track_id, place);
      CREATE INDEX return_fitness_by_case ON return_fitness (case_id);
    `);
  }

  private async rights(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${TABLES.map(([table, part]) => caseTable(table, part) + twoRights(table, part)).join('')}
      ${TABLES.map(
        ([table]) => `
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
      ).join('')}
      CREATE TRIGGER return_tracks_take_no_more BEFORE INSERT ON return_tracks FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();

      -- A state, a day from which something holds and a day until which it does are nobody's to write.
      GRANT INSERT (id, case_id, door, country, region, opened_on, left_on, officer_id) ON return_tracks TO mawa_app;
      GRANT INSERT (id, case_id, track_id, from_state, to_state, on_day, reason, note) ON return_steps TO mawa_app;
      GRANT INSERT (id, case_id, track_id, held_on, how, language, interpreter, alone, topics, list_version, understood, note) ON return_counselling TO mawa_app;
      GRANT INSERT (id, case_id, track_id, decided_on, decision, as_child, decider, capacity, assent, pressure, best_interests_id, note) ON return_decisions TO mawa_app;
      GRANT INSERT (id, case_id, track_id, kind, outcome, done_on, note) ON return_family TO mawa_app;
      GRANT INSERT (id, case_id, track_id, assessed_on, retrafficking, family, debts, stigma, country, informed_on, note) ON return_risks TO mawa_app;
      GRANT INSERT (id, case_id, track_id, risk_id, decision, note) ON return_risk_decisions TO mawa_app;
      GRANT INSERT (id, case_id, track_id, kind, kind_version, country, due_on) ON return_documents TO mawa_app;
      GRANT INSERT (id, case_id, document_id, from_state, to_state, on_day, valid_until, note) ON return_document_steps TO mawa_app;
      GRANT INSERT (id, case_id, track_id, seen_on, verdict, valid_until, note) ON return_fitness TO mawa_app;
      GRANT UPDATE (state) ON return_tracks TO mawa_gate;
      GRANT UPDATE (state, valid_until) ON return_documents TO mawa_gate;
      GRANT UPDATE (note) ON ${SEALED.join(', ')} TO mawa_gate;
      GRANT SELECT ON list_items, list_versions TO mawa_gate;
      GRANT SELECT (id, birth_year, born_from) ON cases TO mawa_gate;
      CREATE POLICY list_items_known_to_the_gate ON list_items FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY list_versions_known_to_the_gate ON list_versions FOR SELECT TO mawa_gate USING (true);
    `);
  }

  private async gate(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What the step still needs, in the order in which it is said. One definition, for the page and for the trigger.
      CREATE FUNCTION return_unmet(p_track uuid, p_to text, p_on date) RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_track return_tracks; v_decision return_decisions; v_need text; v_met boolean;
      BEGIN
        SELECT * INTO v_track FROM return_tracks WHERE id = p_track;
        SELECT * INTO v_decision FROM return_decisions WHERE track_id = p_track ORDER BY place DESC LIMIT 1;
        FOR v_need IN SELECT n.need FROM return_needs n
           WHERE n.door = v_track.door AND n.from_state = v_track.state AND n.to_state = p_to ORDER BY n.place
        LOOP
          v_met := CASE v_need
            WHEN 'counselling' THEN EXISTS (SELECT 1 FROM return_counselling c
              WHERE c.track_id = p_track AND c.alone AND c.understood = 'yes' AND c.interpreter <> 'relative' AND c.held_on <= p_on)
            WHEN 'topics' THEN NOT EXISTS (SELECT 1 FROM list_items i
              WHERE i.list = 'return_topics' AND NOT i.retired
                AND i.version = (SELECT max(v.version) FROM list_versions v
                  WHERE v.list = i.list AND v.state = 'approved' AND v.holds_from <= mawa_day(mawa_now()))
                AND NOT EXISTS (SELECT 1 FROM return_counselling c WHERE c.track_id = p_track AND c.held_on <= p_on
                  AND c.understood <> 'no' AND i.code = ANY (c.topics)))
            WHEN 'decision' THEN v_decision.decision = 'go' AND v_decision.decided_on <= p_on
            -- These three say nothing before somebody decided.
            WHEN 'best_interests' THEN v_decision.id IS NULL OR NOT v_decision.as_child OR v_decision.best_interests_id IS NOT NULL
            WHEN 'cooling_off' THEN v_decision.id IS NULL OR v_decision.decision <> 'go' OR v_decision.settled_on <= p_on
            WHEN 'tracing' THEN v_decision.id IS NULL OR NOT v_decision.as_child
              OR (SELECT f.outcome FROM return_family f WHERE f.track_id = p_track AND f.kind = 'tracing' AND f.done_on <= p_on
                   ORDER BY f.place DESC LIMIT 1) IN ('found', 'not_found')
            WHEN 'family' THEN coalesce((SELECT f.outcome <> 'unsafe' OR NOT coalesce(v_decision.as_child, true) FROM return_family f
              WHERE f.track_id = p_track AND f.kind = 'assessment' AND f.done_on <= p_on ORDER BY f.place DESC LIMIT 1), false)
            WHEN 'risk' THEN coalesce((SELECT d.decision = 'go' AND r.valid_until >= p_on AND r.assessed_on <= p_on
              FROM return_risks r LEFT JOIN return_risk_decisions d ON d.risk_id = r.id
              WHERE r.track_id = p_track ORDER BY r.place DESC LIMIT 1), false)
            WHEN 'document' THEN EXISTS (SELECT 1 FROM return_documents d WHERE d.track_id = p_track AND d.state = 'issued'
              AND d.valid_until >= p_on AND d.kind NOT IN ('child_permission', 'transit_visa')
              AND (SELECT s.on_day FROM return_document_steps s WHERE s.document_id = d.id ORDER BY s.place DESC LIMIT 1) <= p_on)
            WHEN 'fitness' THEN coalesce((SELECT f.verdict IN ('fit', 'fit_escorted') AND p_on BETWEEN f.seen_on AND f.valid_until
              FROM return_fitness f WHERE f.track_id = p_track ORDER BY f.place DESC LIMIT 1), false)
            WHEN 'year' THEN coalesce(v_track.left_on, (SELECT max(s.on_day) FROM return_steps s
              WHERE s.track_id = p_track AND s.to_state = 'arrived')) + make_interval(months => (mawa_setting('return_follow_months'))::text::int) <= p_on
          END;
          IF v_met IS NOT TRUE THEN RETURN NEXT v_need; END IF;
        END LOOP;
      END $$;

      CREATE FUNCTION return_missing(p_track uuid, p_to text, p_on date) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT u FROM return_tracks t CROSS JOIN LATERAL return_unmet(t.id, p_to, p_on) u
         WHERE t.id = p_track AND t.case_id <> ALL (mawa_hidden_cases())
           AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = t.case_id AND a.principal_id = ANY (mawa_principals())
             AND a.parts @> ARRAY['care'] AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())) $$;

      CREATE FUNCTION return_step_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_track return_tracks; v_missing text;
      BEGIN
        SELECT * INTO v_track FROM return_tracks WHERE id = NEW.track_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        IF v_track.state IS DISTINCT FROM NEW.from_state THEN
          RAISE EXCEPTION 'it stands elsewhere by now' USING ERRCODE = '23514', CONSTRAINT = 'return_step_follows';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM return_transitions t WHERE t.door = v_track.door
             AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
          RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'return_step_is_legal';
        END IF;
        IF NEW.on_day > mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'a step that has not happened' USING ERRCODE = '23514', CONSTRAINT = 'return_step_has_happened';
        END IF;
        IF NEW.on_day < (SELECT max(s.on_day) FROM return_steps s WHERE s.track_id = NEW.track_id) THEN
          RAISE EXCEPTION 'a step before the last one' USING ERRCODE = '23514', CONSTRAINT = 'return_step_in_order';
        END IF;
        SELECT string_agg(u, ', ') INTO v_missing FROM return_unmet(NEW.track_id, NEW.to_state, NEW.on_day) u;
        IF v_missing IS NOT NULL THEN
          RAISE EXCEPTION 'it needs %', v_missing USING ERRCODE = '23514', CONSTRAINT = 'return_step_has_what_it_needs';
        END IF;
        UPDATE return_tracks SET state = NEW.to_state WHERE id = NEW.track_id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_steps_move BEFORE INSERT ON return_steps FOR EACH ROW EXECUTE FUNCTION return_step_moves();

      CREATE FUNCTION return_track_has_begun() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM return_steps s WHERE s.track_id = NEW.id) THEN
          RAISE EXCEPTION 'it has no first step' USING ERRCODE = '23514', CONSTRAINT = 'return_track_has_begun';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER return_tracks_have_begun AFTER INSERT ON return_tracks DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION return_track_has_begun();
    `);
  }

  private async decisions(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What rests on a track that is over: nothing new.
      CREATE FUNCTION return_track_is_live() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        -- A departure and what takes its ground away wait for each other.
        PERFORM 1 FROM return_tracks WHERE id = NEW.track_id AND case_id = NEW.case_id AND live FOR NO KEY UPDATE;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'this track is over' USING ERRCODE = '23514', CONSTRAINT = 'return_track_is_live';
        END IF;
        RETURN NEW;
      END $$;
      ${['counselling', 'decisions', 'family', 'risks', 'risk_decisions', 'documents', 'fitness']
        .map(
          (of) => `
      CREATE TRIGGER return_${of}_on_a_live_track BEFORE INSERT ON return_${of} FOR EACH ROW EXECUTE FUNCTION return_track_is_live();`,
        )
        .join('')}

      -- The determination is one of this very person, finished, and seen by who writes.
      CREATE FUNCTION return_decision_rests() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.best_interests_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM assessments a JOIN forms f ON f.key = a.form_key
             WHERE a.id = NEW.best_interests_id AND a.state = 'finished' AND f.kind = 'best_interests'
               AND a.case_id IN (SELECT mawa_files(NEW.case_id))) THEN
          RAISE EXCEPTION 'no such determination' USING ERRCODE = '23514', CONSTRAINT = 'return_decision_rests';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_decisions_rest BEFORE INSERT ON return_decisions FOR EACH ROW EXECUTE FUNCTION return_decision_rests();

      CREATE FUNCTION return_decision_is_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.decided_on > mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'not decided yet' USING ERRCODE = '23514', CONSTRAINT = 'return_decision_has_happened';
        END IF;
        -- By the earliest day on which the person can be born: certainly a child.
        IF NOT NEW.as_child AND EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.case_id
             AND coalesce(c.born_from, make_date(c.birth_year, 1, 1)) + interval '18 years' > NEW.decided_on) THEN
          RAISE EXCEPTION 'a child does not decide alone' USING ERRCODE = '23514', CONSTRAINT = 'return_decision_of_a_child';
        END IF;
        IF NEW.decision = 'go' AND NOT EXISTS (SELECT 1 FROM return_counselling c
             WHERE c.track_id = NEW.track_id AND c.held_on <= NEW.decided_on) THEN
          RAISE EXCEPTION 'nobody explained anything' USING ERRCODE = '23514', CONSTRAINT = 'return_decision_is_informed';
        END IF;
        NEW.settled_on := NEW.decided_on + (mawa_setting('return_cooling_off_days'))::text::int;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_decisions_are_lawful BEFORE INSERT ON return_decisions FOR EACH ROW EXECUTE FUNCTION return_decision_is_lawful();

      CREATE FUNCTION return_risk_holds() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.assessed_on > mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'not assessed yet' USING ERRCODE = '23514', CONSTRAINT = 'return_risk_has_happened';
        END IF;
        NEW.valid_until := NEW.assessed_on + (mawa_setting('return_risk_days'))::text::int;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_risks_hold BEFORE INSERT ON return_risks FOR EACH ROW EXECUTE FUNCTION return_risk_holds();

      CREATE FUNCTION return_risk_is_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_risk return_risks;
      BEGIN
        SELECT * INTO v_risk FROM return_risks WHERE id = NEW.risk_id AND track_id = NEW.track_id;
        IF v_risk."by" = NEW."by" THEN
          RAISE EXCEPTION 'a second person decides' USING ERRCODE = '23514', CONSTRAINT = 'return_risk_by_a_second_person';
        END IF;
        IF NEW.decision = 'go' AND NEW.note IS NULL AND ARRAY[v_risk.retrafficking, v_risk.family, v_risk.debts, v_risk.stigma, v_risk.country]
             && ARRAY['high', 'unknown'] THEN
          RAISE EXCEPTION 'why, with such a risk' USING ERRCODE = '23514', CONSTRAINT = 'return_risk_go_says_why';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_risks_are_decided BEFORE INSERT ON return_risk_decisions FOR EACH ROW EXECUTE FUNCTION return_risk_is_decided();

      CREATE FUNCTION return_document_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_state text;
      BEGIN
        SELECT state INTO v_state FROM return_documents WHERE id = NEW.document_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        IF v_state IS DISTINCT FROM NEW.from_state OR v_state = NEW.to_state THEN
          RAISE EXCEPTION 'it stands elsewhere by now' USING ERRCODE = '23514', CONSTRAINT = 'return_document_follows';
        END IF;
        IF NEW.on_day > mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'return_document_has_happened';
        END IF;
        UPDATE return_documents SET state = NEW.to_state, valid_until = NEW.valid_until WHERE id = NEW.document_id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_document_steps_move BEFORE INSERT ON return_document_steps FOR EACH ROW EXECUTE FUNCTION return_document_moves();

      -- Erasing: what was written in words goes; coded rows stay under the new id.
      CREATE FUNCTION returns_follow_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        ${SEALED.map((table) => `UPDATE ${table} SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;`).join('\n        ')}
        RETURN NEW;
      END $$;
      CREATE TRIGGER returns_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION returns_follow_erasure();

      GRANT EXECUTE ON FUNCTION return_missing(uuid, text, date) TO mawa_app;
      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER returns_follow_erasure ON cases;
      DROP FUNCTION return_missing, return_unmet;
      DROP TABLE ${TABLES.map(([table]) => table)
        .toReversed()
        .join(', ')} CASCADE;
      DROP TABLE return_needs, return_transitions;
      DROP FUNCTION return_step_moves, return_track_has_begun, return_track_is_live, return_decision_rests, return_decision_is_lawful,
        return_risk_holds, return_risk_is_decided, return_document_moves, returns_follow_erasure;
      DROP POLICY list_items_known_to_the_gate ON list_items;
      DROP POLICY list_versions_known_to_the_gate ON list_versions;
      REVOKE SELECT ON list_items, list_versions FROM mawa_gate;
      DELETE FROM settings WHERE key LIKE 'return\\_%';
    `);
    await dropLists(
      queryRunner,
      LISTS_RETURNS.map(({ name }) => name),
    );
  }
}
