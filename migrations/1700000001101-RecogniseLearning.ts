import type { MigrationInterface, QueryRunner } from 'typeorm';
import { RECOGNITION_TRANSITIONS } from './data/recognition-transitions-1';
import { caseTable, twoRights } from './support';

const TABLES = [
  'recognition_procedures',
  'recognition_steps',
  'recognition_evidence',
  'recognition_assessors',
  'recognition_declarations',
  'recognition_judgements',
  'recognition_results',
  'recognition_gaps',
] as const;
const SEALED = [
  'recognition_steps',
  'recognition_evidence',
  'recognition_declarations',
  'recognition_judgements',
  'recognition_results',
];
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const DAY = `on_day date NOT NULL CHECK (on_day BETWEEN '1950-01-01' AND '2100-01-01')`;
const OF_PROCEDURE = `FOREIGN KEY (procedure_id, case_id, standard_id)
          REFERENCES recognition_procedures (id, case_id, standard_id) ON UPDATE CASCADE`;
const IN_PROCEDURE =
  'FOREIGN KEY (procedure_id, case_id) REFERENCES recognition_procedures (id, case_id) ON UPDATE CASCADE';
const OVER = `('not_eligible', 'certified_full', 'certified_partial', 'closed', 'withdrawn')`;
/** In these an assessor judges. */
const JUDGED = `('portfolio_submitted', 'gap_training', 'appealed')`;
const DEFINERS = [
  'recognition_procedure_begins()',
  'recognition_step_moves()',
  'recognition_step_follows()',
  'recognition_evidence_is_lawful()',
  'recognition_assessor_is_asked()',
  'recognition_assessor_may_look()',
  'recognition_declaration_is_own()',
  'recognition_declaration_follows()',
  'recognition_judgement_is_lawful()',
  'recognition_result_is_lawful()',
  'recognition_gap_is_hers()',
  'recognition_ends_with_the_case()',
  'recognition_follows_erasure()',
  'recognition_conflict(uuid, uuid, uuid)',
  'recognition_assesses(uuid, uuid)',
  'recognition_result_of(uuid, uuid)',
] as const;

/**
 * The recognition of what somebody can do already: a procedure under one edition of a standard, moved by rows of
 * steps; its portfolio, judged piece by piece; an assessor who declares no conflict and has none; a result for
 * each unit, the last of which counts. An assessor is let into the care of the person for some days and writes
 * nothing there but declaration, judgements, results and the step that ends the assessment.
 */
export class RecogniseLearning1700000001101 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.tables(queryRunner);
    await this.rules(queryRunner);
    for (const [place, row] of RECOGNITION_TRANSITIONS.entries()) {
      await queryRunner.query('INSERT INTO recognition_transitions VALUES ($1, $2, $3)', [
        ...row,
        place,
      ]);
    }
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('recognition_access_days', '2020-01-01Z', '30', 'programme rule: days for which an assessor who was asked reads the care of the person'),
        ('recognition_assess_days', '2020-01-01Z', '10', 'programme rule: days within which an assessor who was asked answers');
      INSERT INTO access_reasons (reason, parts, writes) VALUES ('assessor', '{placement,facts,care}', '{}');
      -- Whoever is let in to assess alone does not learn where the person sleeps.
      CREATE FUNCTION assessed_alone() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT ARRAY(SELECT a.case_id FROM case_access a WHERE a.reason = 'assessor' AND a.principal_id = mawa_actor()
           AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())
           AND NOT EXISTS (SELECT 1 FROM case_access o WHERE o.case_id = a.case_id AND o.principal_id = ANY (mawa_principals())
             AND o.reason <> 'assessor' AND o.parts @> ARRAY['facts'] AND o.from_at <= mawa_now() AND (o.until_at IS NULL OR o.until_at > mawa_now()))) $$;
      REVOKE EXECUTE ON FUNCTION assessed_alone() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION assessed_alone() TO mawa_app;
      ALTER FUNCTION assessed_alone() OWNER TO mawa_gate;
      CREATE POLICY booking_people_not_of_the_assessed ON booking_people AS RESTRICTIVE FOR SELECT TO mawa_app
        USING (case_id <> ALL ((SELECT assessed_alone())::uuid[]));

      CREATE TABLE recognition_transitions (
        from_state text NOT NULL,
        to_state text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (from_state, to_state)
      );
      GRANT SELECT ON recognition_transitions TO mawa_app, mawa_gate;

      CREATE TABLE recognition_procedures (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        standard_id uuid NOT NULL REFERENCES recognition_standards (id),
        state text NOT NULL DEFAULT 'new',
        officer_id uuid NOT NULL REFERENCES users (id),
        ${WRITTEN},
        CONSTRAINT recognition_procedures_of_a_case UNIQUE (id, case_id),
        CONSTRAINT recognition_procedures_of_a_standard UNIQUE (id, case_id, standard_id)
      );
      CREATE UNIQUE INDEX recognition_procedures_once ON recognition_procedures (case_id, standard_id) WHERE state NOT IN ${OVER};
      CREATE INDEX recognition_procedures_by_case ON recognition_procedures (case_id);

      CREATE TABLE recognition_steps (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        procedure_id uuid NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        ${DAY},
        reason text CHECK (reason ~ '^[a-z0-9_]{2,60}$'),
        note bytea,
        ${WRITTEN},
        ${IN_PROCEDURE},
        CONSTRAINT recognition_steps_say_why CHECK (CASE
          WHEN from_state = 'appealed' AND to_state <> 'withdrawn' THEN
            reason IS NOT NULL AND reason IN ('upheld', 'dismissed', 'taken_back', 'case_closed') AND (reason = 'upheld') <= (to_state = 'assessed')
          WHEN to_state = 'not_eligible' THEN reason IS NOT NULL AND reason IN ('too_little_experience', 'no_standard', 'asked_of_others', 'other_way')
          WHEN to_state = 'closed' THEN reason IS NOT NULL AND reason IN ('not_yet', 'no_answer', 'authority_ended', 'other_way')
          WHEN to_state = 'withdrawn' THEN reason IS NOT NULL AND reason IN ('person_asked', 'changed_mind', 'other_way', 'case_closed')
          ELSE reason IS NULL END)
      );
      CREATE INDEX recognition_steps_by_procedure ON recognition_steps (procedure_id, place);
      CREATE INDEX recognition_steps_by_case ON recognition_steps (case_id);

      -- The day is that of what it proves; what it is lies sealed in the note.
      CREATE TABLE recognition_evidence (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        procedure_id uuid NOT NULL,
        standard_id uuid NOT NULL,
        unit_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('direct', 'indirect', 'historical')),
        form text NOT NULL,
        ${DAY},
        document_id uuid REFERENCES documents (id),
        note bytea,
        ${WRITTEN},
        CONSTRAINT recognition_evidence_of_a_case UNIQUE (id, case_id, procedure_id),
        CONSTRAINT recognition_evidence_of_its_kind CHECK ((kind, form) IN (('direct', 'work_sample'), ('direct', 'demonstration'),
          ('indirect', 'employer'), ('indirect', 'client'), ('historical', 'certificate'))),
        ${OF_PROCEDURE},
        CONSTRAINT recognition_evidence_of_the_standard FOREIGN KEY (unit_id, standard_id) REFERENCES recognition_units (id, standard_id)
      );
      CREATE INDEX recognition_evidence_by_procedure ON recognition_evidence (procedure_id, unit_id);
      CREATE INDEX recognition_evidence_by_case ON recognition_evidence (case_id);

      -- Who was asked to assess, and for what.
      CREATE TABLE recognition_assessors (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        procedure_id uuid NOT NULL,
        assessor_id uuid NOT NULL REFERENCES users (id),
        -- The step by which it was appealed; null for the first assessment.
        appeal_id uuid REFERENCES recognition_steps (id),
        ${DAY},
        ${WRITTEN},
        CONSTRAINT recognition_assessors_of_a_case UNIQUE (id, case_id, procedure_id),
        ${IN_PROCEDURE}
      );
      CREATE INDEX recognition_assessors_by_procedure ON recognition_assessors (procedure_id, place);
      CREATE INDEX recognition_assessors_by_case ON recognition_assessors (case_id);
      CREATE INDEX recognition_assessors_by_assessor ON recognition_assessors (assessor_id);

      CREATE TABLE recognition_declarations (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        procedure_id uuid NOT NULL,
        asked_id uuid NOT NULL CONSTRAINT recognition_declarations_once UNIQUE,
        ${DAY},
        conflict text NOT NULL CHECK (conflict IN ('none', 'knows', 'family', 'taught', 'work', 'other')),
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (asked_id, case_id, procedure_id) REFERENCES recognition_assessors (id, case_id, procedure_id) ON UPDATE CASCADE
      );
      CREATE INDEX recognition_declarations_by_case ON recognition_declarations (case_id);

      CREATE TABLE recognition_judgements (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        procedure_id uuid NOT NULL,
        evidence_id uuid NOT NULL,
        ${DAY},
        authentic boolean NOT NULL,
        sufficient boolean NOT NULL,
        valid boolean NOT NULL,
        current boolean NOT NULL,
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (evidence_id, case_id, procedure_id) REFERENCES recognition_evidence (id, case_id, procedure_id) ON UPDATE CASCADE
      );
      CREATE INDEX recognition_judgements_by_evidence ON recognition_judgements (evidence_id, place);
      CREATE INDEX recognition_judgements_by_case ON recognition_judgements (case_id);

      CREATE TABLE recognition_results (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        procedure_id uuid NOT NULL,
        standard_id uuid NOT NULL,
        unit_id uuid NOT NULL,
        ${DAY},
        result text NOT NULL CHECK (result IN ('competent', 'partly', 'not_yet')),
        -- Shown before the assessor.
        demonstrated boolean NOT NULL,
        -- One more with each gap that was filled and each appeal.
        attempt smallint NOT NULL,
        note bytea,
        ${WRITTEN},
        ${OF_PROCEDURE},
        CONSTRAINT recognition_results_of_the_standard FOREIGN KEY (unit_id, standard_id) REFERENCES recognition_units (id, standard_id)
      );
      CREATE INDEX recognition_results_by_procedure ON recognition_results (procedure_id, unit_id, place);
      CREATE INDEX recognition_results_by_case ON recognition_results (case_id);

      -- The course by which a gap is filled.
      CREATE TABLE recognition_gaps (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        procedure_id uuid NOT NULL,
        enrolment_id uuid NOT NULL REFERENCES training_enrolments (id),
        ${DAY},
        ${WRITTEN},
        CONSTRAINT recognition_gaps_once UNIQUE (procedure_id, enrolment_id),
        ${IN_PROCEDURE}
      );
      CREATE INDEX recognition_gaps_by_case ON recognition_gaps (case_id);

      ${TABLES.map((table) => caseTable(table, 'care') + twoRights(table, 'care')).join('')}
      ${TABLES.map(
        (table) => `
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
      ).join('')}
      ${[
        'recognition_declarations',
        'recognition_judgements',
        'recognition_results',
        'recognition_steps',
      ]
        .map(
          (table) => `
      CREATE POLICY ${table}_by_the_assessor ON ${table} FOR INSERT TO mawa_app WITH CHECK (EXISTS (SELECT 1 FROM recognition_assessors a
        WHERE a.procedure_id = ${table}.procedure_id AND a.case_id = ${table}.case_id AND a.assessor_id = mawa_actor())
        ${table === 'recognition_steps' ? `AND from_state IN ${JUDGED} AND to_state IN ('portfolio_open', 'assessed', 'certified_partial', 'closed')` : ''});`,
        )
        .join('')}
      CREATE TRIGGER recognition_procedures_take_no_more BEFORE INSERT ON recognition_procedures FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      GRANT INSERT (id, case_id, standard_id, officer_id) ON recognition_procedures TO mawa_app;
      GRANT INSERT (id, case_id, procedure_id, from_state, to_state, on_day, reason, note) ON recognition_steps TO mawa_app, mawa_gate;
      GRANT INSERT (id, case_id, procedure_id, standard_id, unit_id, kind, form, on_day, document_id, note) ON recognition_evidence TO mawa_app;
      GRANT INSERT (id, case_id, procedure_id, assessor_id, on_day) ON recognition_assessors TO mawa_app;
      GRANT INSERT (id, case_id, procedure_id, asked_id, on_day, conflict, note) ON recognition_declarations TO mawa_app;
      GRANT INSERT (id, case_id, procedure_id, evidence_id, on_day, authentic, sufficient, valid, current, note) ON recognition_judgements TO mawa_app;
      GRANT INSERT (id, case_id, procedure_id, standard_id, unit_id, on_day, result, demonstrated, note) ON recognition_results TO mawa_app;
      GRANT INSERT (id, case_id, procedure_id, enrolment_id, on_day) ON recognition_gaps TO mawa_app;
      GRANT UPDATE (state) ON recognition_procedures TO mawa_gate;
      GRANT UPDATE (note) ON ${SEALED.join(', ')} TO mawa_gate;
    `);
  }

  private async rules(queryRunner: QueryRunner): Promise<void> {
    const refuse = (words: string, constraint: string) =>
      `RAISE EXCEPTION '${words}' USING ERRCODE = '23514', CONSTRAINT = '${constraint}'`;
    const definer = (name: string, returns: string, body: string) => `
      CREATE FUNCTION ${name} RETURNS ${returns} LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$${body}$$;`;
    /** The procedure, held until the end of the transaction: two who click at once take turns. */
    const held = `SELECT * INTO v FROM recognition_procedures WHERE id = NEW.procedure_id AND case_id = NEW.case_id FOR NO KEY UPDATE`;
    const hasCome = `
        IF NEW.on_day > mawa_day(mawa_now()) THEN ${refuse('a day to come', 'recognition_has_happened')}; END IF;`;
    const inOrder = `${hasCome}
        IF NEW.on_day < (SELECT max(s.on_day) FROM recognition_steps s WHERE s.procedure_id = NEW.procedure_id) THEN
          ${refuse('before the last step', 'recognition_in_order')};
        END IF;`;
    await queryRunner.query(`
      -- Why this user may not assess this person, as a code; null where nothing stands against it.
      ${definer(
        'recognition_conflict(p_procedure uuid, p_user uuid, p_appeal uuid)',
        'text',
        `
      DECLARE v recognition_procedures; v_files uuid[];
      BEGIN
        SELECT * INTO v FROM recognition_procedures WHERE id = p_procedure;
        v_files := ARRAY(SELECT mawa_files(v.case_id)) || v.case_id;
        IF v.officer_id = p_user OR v."by" = p_user OR EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = ANY (v_files)
             AND a.principal_kind = 'user' AND a.principal_id = p_user AND a.reason IN ('registered', 'assigned') AND a.until_at IS NULL) THEN
          RETURN 'officer';
        END IF;
        IF EXISTS (SELECT 1 FROM training_attendance t WHERE t.case_id = ANY (v_files) AND t.by = p_user)
           OR EXISTS (SELECT 1 FROM training_assessments t WHERE t.case_id = ANY (v_files) AND t.by = p_user) THEN
          RETURN 'taught';
        END IF;
        IF EXISTS (SELECT 1 FROM recognition_steps s WHERE s.procedure_id = p_procedure AND s.to_state = 'counselled' AND s.by = p_user)
           OR EXISTS (SELECT 1 FROM training_orientations o WHERE o.case_id = ANY (v_files) AND o.by = p_user) THEN
          RETURN 'counselled';
        END IF;
        IF EXISTS (SELECT 1 FROM recognition_evidence e WHERE e.procedure_id = p_procedure AND e.by = p_user) THEN RETURN 'gathered'; END IF;
        -- What somebody once declared stays, however often they are asked.
        IF EXISTS (SELECT 1 FROM recognition_declarations d JOIN recognition_assessors a ON a.id = d.asked_id
             WHERE a.procedure_id = p_procedure AND a.assessor_id = p_user AND d.conflict <> 'none') THEN
          RETURN 'declared';
        END IF;
        -- Whoever was asked before this appeal does not decide it.
        IF p_appeal IS NOT NULL AND EXISTS (SELECT 1 FROM recognition_assessors a WHERE a.procedure_id = p_procedure
             AND a.assessor_id = p_user AND a.appeal_id IS DISTINCT FROM p_appeal) THEN
          RETURN 'first';
        END IF;
        -- Whoever accompanies the person for a time, in somebody's place.
        IF EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = ANY (v_files) AND a.principal_kind = 'user' AND a.principal_id = p_user
             AND a.reason IN ('registered', 'assigned') AND a.from_at <= mawa_now() AND a.until_at > mawa_now()) THEN
          RETURN 'officer';
        END IF;
        RETURN NULL;
      END `,
      )}

      -- Whether this user assesses it now: asked, with no conflict declared, and with none; an appeal by whom it was given.
      ${definer(
        'recognition_assesses(p_procedure uuid, p_user uuid)',
        'boolean',
        `
      DECLARE v_state text; v_appeal uuid; v_asked uuid; v_for uuid;
      BEGIN
        SELECT p.state INTO v_state FROM recognition_procedures p WHERE p.id = p_procedure;
        SELECT s.id INTO v_appeal FROM recognition_steps s WHERE s.procedure_id = p_procedure AND s.to_state = 'appealed' ORDER BY s.place DESC LIMIT 1;
        SELECT a.id, a.appeal_id INTO v_asked, v_for FROM recognition_assessors a JOIN recognition_declarations d ON d.asked_id = a.id AND d.conflict = 'none'
         WHERE a.procedure_id = p_procedure AND a.assessor_id = p_user AND (v_state <> 'appealed' OR a.appeal_id = v_appeal)
         ORDER BY a.place DESC LIMIT 1;
        RETURN v_asked IS NOT NULL AND recognition_conflict(p_procedure, p_user, v_for) IS NULL;
      END `,
      )}

      ${definer(
        'recognition_result_of(p_procedure uuid, p_unit uuid)',
        'text',
        `
      BEGIN
        RETURN (SELECT r.result FROM recognition_results r WHERE r.procedure_id = p_procedure AND r.unit_id = p_unit ORDER BY r.place DESC LIMIT 1);
      END `,
      )}

      ${definer(
        'recognition_procedure_begins()',
        'trigger',
        `
      BEGIN
        IF mawa_closed_on(NEW.case_id) IS NOT NULL THEN ${refuse('this case is closed', 'recognition_of_an_open_case')}; END IF;
        IF EXISTS (SELECT 1 FROM recognition_standards s JOIN recognition_standards n ON n.root_id = s.root_id AND n.edition > s.edition
             WHERE s.id = NEW.standard_id) THEN
          ${refuse('there is a later edition', 'recognition_of_the_last_edition')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER recognition_procedures_begin BEFORE INSERT ON recognition_procedures FOR EACH ROW EXECUTE FUNCTION recognition_procedure_begins();
      CREATE FUNCTION recognition_has_begun() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM recognition_steps s WHERE s.procedure_id = NEW.id) THEN
          ${refuse('it has no first step', 'recognition_has_begun')};
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER recognition_procedures_have_begun AFTER INSERT ON recognition_procedures DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION recognition_has_begun();

      ${definer(
        'recognition_step_moves()',
        'trigger',
        `
      DECLARE v recognition_procedures; v_from text; v_why text; v_attempt integer; v_all boolean; v_some boolean; v_gap boolean;
      BEGIN
        ${held};
        IF v.state IS DISTINCT FROM NEW.from_state THEN ${refuse('it stands elsewhere by now', 'recognition_step_follows')}; END IF;
        IF NOT EXISTS (SELECT 1 FROM recognition_transitions t WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
          ${refuse('no legal step', 'recognition_step_is_legal')};
        END IF;
        ${inOrder}
        IF NEW.to_state = 'portfolio_submitted' AND NOT EXISTS (SELECT 1 FROM recognition_evidence e WHERE e.procedure_id = v.id) THEN
          ${refuse('a portfolio without a piece', 'recognition_submits_something')};
        END IF;
        SELECT s.from_state INTO v_from FROM recognition_steps s WHERE s.procedure_id = v.id AND s.to_state = 'appealed' ORDER BY s.place DESC LIMIT 1;
        SELECT s.reason INTO v_why FROM recognition_steps s WHERE s.procedure_id = v.id ORDER BY s.place DESC LIMIT 1;
        SELECT 1 + count(*) INTO v_attempt FROM recognition_steps s WHERE s.procedure_id = v.id AND s.to_state IN ('gap_training', 'appealed');
        SELECT coalesce(bool_and(r.is) FILTER (WHERE u.required), false), bool_or(r.is), bool_or(NOT r.is) INTO v_all, v_some, v_gap
          FROM recognition_units u CROSS JOIN LATERAL (SELECT coalesce(recognition_result_of(v.id, u.id) = 'competent', false) AS is) r
         WHERE u.standard_id = v.standard_id;
        -- What an assessment has found, whoever assesses says; an appeal is decided likewise.
        IF (NEW.to_state = 'assessed' AND NEW.from_state <> 'appealed' OR NEW.from_state = 'appealed' AND NEW.reason IN ('upheld', 'dismissed')
            OR NEW.from_state = 'portfolio_submitted' AND NEW.to_state = 'portfolio_open')
           AND NOT recognition_assesses(v.id, mawa_actor()) THEN
          ${refuse('not the assessor', 'recognition_by_the_assessor')};
        END IF;
        IF NEW.to_state = 'assessed' AND NEW.from_state = 'portfolio_submitted' AND EXISTS (SELECT 1 FROM recognition_units u
             WHERE u.standard_id = v.standard_id AND u.required AND recognition_result_of(v.id, u.id) IS NULL) THEN
          ${refuse('a unit without a result', 'recognition_assesses_every_unit')};
        END IF;
        IF (NEW.to_state = 'assessed' AND NEW.from_state = 'gap_training' OR NEW.from_state = 'appealed' AND NEW.reason = 'upheld')
           AND NOT EXISTS (SELECT 1 FROM recognition_results r WHERE r.procedure_id = v.id AND r.attempt = v_attempt) THEN
          ${refuse('nothing was assessed anew', 'recognition_assesses_anew')};
        END IF;
        IF NEW.from_state = 'appealed' AND NEW.to_state = 'withdrawn' AND v_from <> 'assessed'
           OR NEW.from_state = 'appealed' AND NEW.reason IN ('dismissed', 'taken_back', 'case_closed') AND NEW.to_state NOT IN (v_from, 'withdrawn')
           OR NEW.from_state <> 'appealed' AND NEW.to_state = 'closed' AND NEW.reason = 'not_yet' AND NEW.from_state <> 'assessed' THEN
          ${refuse('no legal step', 'recognition_step_is_legal')};
        END IF;
        IF NEW.to_state = 'appealed' AND (NOT v_gap OR NEW.from_state = 'closed' AND v_why NOT IN ('not_yet', 'dismissed', 'taken_back')) THEN
          ${refuse('nothing to appeal', 'recognition_appeals_a_judgement')};
        END IF;
        IF NEW.to_state = 'gap_training' AND NOT v_gap THEN ${refuse('no gap', 'recognition_has_a_gap')}; END IF;
        IF NEW.to_state = 'certified_full' AND NOT v_all THEN ${refuse('a required unit is missing', 'recognition_full_when_all')}; END IF;
        IF NEW.to_state = 'certified_partial' AND NEW.from_state = 'assessed' AND (v_all OR NOT v_some) THEN
          ${refuse('all or nothing', 'recognition_partial_when_some')};
        END IF;
        UPDATE recognition_procedures SET state = NEW.to_state WHERE id = v.id;
        RETURN NEW;
      END `,
      )}
      ${definer(
        'recognition_step_follows()',
        'trigger',
        `
      BEGIN
        IF NEW.from_state IN ${JUDGED} OR NEW.to_state IN ${OVER} THEN
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody()
           WHERE kind = 'recognition_assess' AND subject_id = NEW.procedure_id AND done_at IS NULL;
        END IF;
        IF NEW.to_state IN ${OVER} THEN
          UPDATE case_access SET until_at = mawa_now() WHERE reason = 'assessor' AND source_id = NEW.procedure_id AND until_at > mawa_now();
        END IF;
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER recognition_steps_move BEFORE INSERT ON recognition_steps FOR EACH ROW EXECUTE FUNCTION recognition_step_moves();
      CREATE TRIGGER recognition_steps_lead_on AFTER INSERT ON recognition_steps FOR EACH ROW EXECUTE FUNCTION recognition_step_follows();

      ${definer(
        'recognition_evidence_is_lawful()',
        'trigger',
        `
      DECLARE v recognition_procedures;
      BEGIN
        ${held};
        IF v.state NOT IN ('portfolio_open', 'gap_training') THEN ${refuse('the portfolio is closed', 'recognition_portfolio_is_open')}; END IF;
        ${hasCome}
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER recognition_evidence_lawful BEFORE INSERT ON recognition_evidence FOR EACH ROW EXECUTE FUNCTION recognition_evidence_is_lawful();

      ${definer(
        'recognition_assessor_is_asked()',
        'trigger',
        `
      DECLARE v recognition_procedures; v_conflict text;
      BEGIN
        IF NOT mawa_holds_fully(NEW.case_id) THEN RAISE EXCEPTION 'this actor opens this file to nobody' USING ERRCODE = '42501'; END IF;
        ${held};
        IF v.state IN ${OVER} THEN ${refuse('it is over', 'recognition_is_open')}; END IF;
        ${hasCome}
        IF v.state = 'appealed' THEN
          SELECT s.id INTO NEW.appeal_id FROM recognition_steps s WHERE s.procedure_id = v.id AND s.to_state = 'appealed' ORDER BY s.place DESC LIMIT 1;
        END IF;
        v_conflict := recognition_conflict(v.id, NEW.assessor_id, NEW.appeal_id);
        IF v_conflict IS NOT NULL THEN
          RAISE EXCEPTION 'in conflict' USING ERRCODE = '23514', CONSTRAINT = 'recognition_conflict_' || v_conflict;
        END IF;
        -- Who is kept out of this file is told as anybody who cannot be asked.
        IF mawa_blocked(NEW.case_id, NEW.assessor_id) OR NOT mawa_can_hold(NEW.assessor_id) THEN
          ${refuse('cannot be asked', 'recognition_assessor_cannot')};
        END IF;
        RETURN NEW;
      END `,
      )}
      ${definer(
        'recognition_assessor_may_look()',
        'trigger',
        `
      BEGIN
        IF mawa_restricted(NEW.case_id) THEN
          INSERT INTO case_named (case_id, user_id, named_by) VALUES (NEW.case_id, NEW.assessor_id, mawa_actor()) ON CONFLICT DO NOTHING;
        END IF;
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
        SELECT NEW.case_id, 'user', NEW.assessor_id, r.reason, r.parts, NEW.procedure_id,
               mawa_now() + make_interval(days => (mawa_setting('recognition_access_days'))::text::int), mawa_actor()
          FROM access_reasons r WHERE r.reason = 'assessor';
        PERFORM open_task('recognition_assess', NEW.case_id, NEW.procedure_id, NULL, NEW.assessor_id,
          mawa_now() + make_interval(days => (mawa_setting('recognition_assess_days'))::text::int));
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER recognition_assessors_are_asked BEFORE INSERT ON recognition_assessors FOR EACH ROW EXECUTE FUNCTION recognition_assessor_is_asked();
      CREATE TRIGGER recognition_assessors_may_look AFTER INSERT ON recognition_assessors FOR EACH ROW EXECUTE FUNCTION recognition_assessor_may_look();

      ${definer(
        'recognition_declaration_is_own()',
        'trigger',
        `
      DECLARE v recognition_procedures; v_asked recognition_assessors; v_conflict text;
      BEGIN
        ${held};
        SELECT * INTO v_asked FROM recognition_assessors WHERE id = NEW.asked_id;
        IF v_asked.assessor_id IS DISTINCT FROM mawa_actor() THEN ${refuse('asked of another', 'recognition_declares_own')}; END IF;
        IF v.state IN ${OVER} THEN ${refuse('it is over', 'recognition_is_open')}; END IF;
        ${hasCome}
        IF NEW.conflict = 'none' THEN
          v_conflict := recognition_conflict(v.id, v_asked.assessor_id, v_asked.appeal_id);
          IF v_conflict IS NOT NULL THEN
            RAISE EXCEPTION 'in conflict' USING ERRCODE = '23514', CONSTRAINT = 'recognition_conflict_' || v_conflict;
          END IF;
        END IF;
        RETURN NEW;
      END `,
      )}
      -- Whoever is in conflict looks no longer.
      ${definer(
        'recognition_declaration_follows()',
        'trigger',
        `
      BEGIN
        IF NEW.conflict <> 'none' THEN
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody()
           WHERE kind = 'recognition_assess' AND subject_id = NEW.procedure_id AND for_user = NEW."by" AND done_at IS NULL;
          UPDATE case_access SET until_at = mawa_now() WHERE reason = 'assessor' AND source_id = NEW.procedure_id
             AND principal_id = NEW."by" AND until_at > mawa_now();
        END IF;
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER recognition_declarations_are_own BEFORE INSERT ON recognition_declarations FOR EACH ROW EXECUTE FUNCTION recognition_declaration_is_own();
      CREATE TRIGGER recognition_declarations_lead_on AFTER INSERT ON recognition_declarations FOR EACH ROW EXECUTE FUNCTION recognition_declaration_follows();

      ${definer(
        'recognition_judgement_is_lawful()',
        'trigger',
        `
      DECLARE v recognition_procedures;
      BEGIN
        ${held};
        IF v.state NOT IN ${JUDGED} THEN ${refuse('nothing to judge now', 'recognition_is_judged')}; END IF;
        IF NOT recognition_assesses(v.id, mawa_actor()) THEN ${refuse('not the assessor', 'recognition_by_the_assessor')}; END IF;
        ${inOrder}
        IF NEW.current AND EXISTS (SELECT 1 FROM recognition_evidence e JOIN recognition_standards s ON s.id = e.standard_id
             WHERE e.id = NEW.evidence_id AND e.on_day < (NEW.on_day - make_interval(years => s.current_years))::date) THEN
          ${refuse('too old', 'recognition_piece_is_current')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER recognition_judgements_lawful BEFORE INSERT ON recognition_judgements FOR EACH ROW EXECUTE FUNCTION recognition_judgement_is_lawful();

      ${definer(
        'recognition_result_is_lawful()',
        'trigger',
        `
      DECLARE v recognition_procedures;
      BEGIN
        ${held};
        IF v.state NOT IN ${JUDGED} THEN ${refuse('nothing to judge now', 'recognition_is_judged')}; END IF;
        IF NOT recognition_assesses(v.id, mawa_actor()) THEN ${refuse('not the assessor', 'recognition_by_the_assessor')}; END IF;
        ${inOrder}
        IF v.state = 'gap_training' AND recognition_result_of(v.id, NEW.unit_id) = 'competent' THEN
          ${refuse('competent already', 'recognition_fills_the_gap')};
        END IF;
        IF NEW.result = 'competent' AND NOT NEW.demonstrated AND NOT EXISTS (SELECT 1 FROM recognition_evidence e
             CROSS JOIN LATERAL (SELECT j.authentic AND j.sufficient AND j.valid AND j.current AS holds FROM recognition_judgements j
               WHERE j.evidence_id = e.id ORDER BY j.place DESC LIMIT 1) l
             WHERE e.procedure_id = v.id AND e.unit_id = NEW.unit_id AND l.holds) THEN
          ${refuse('rests on nothing', 'recognition_result_rests')};
        END IF;
        SELECT 1 + count(*) INTO NEW.attempt FROM recognition_steps s WHERE s.procedure_id = v.id AND s.to_state IN ('gap_training', 'appealed');
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER recognition_results_lawful BEFORE INSERT ON recognition_results FOR EACH ROW EXECUTE FUNCTION recognition_result_is_lawful();

      ${definer(
        'recognition_gap_is_hers()',
        'trigger',
        `
      DECLARE v recognition_procedures;
      BEGIN
        ${held};
        IF v.state <> 'gap_training' THEN ${refuse('no gap to fill now', 'recognition_gap_is_open')}; END IF;
        ${hasCome}
        IF NOT EXISTS (SELECT 1 FROM training_enrolments e WHERE e.id = NEW.enrolment_id
             AND e.case_id = ANY (ARRAY(SELECT mawa_files(NEW.case_id)) || NEW.case_id)) THEN
          ${refuse('of somebody else', 'recognition_gap_is_hers')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER recognition_gaps_are_hers BEFORE INSERT ON recognition_gaps FOR EACH ROW EXECUTE FUNCTION recognition_gap_is_hers();

      ${definer(
        'recognition_ends_with_the_case()',
        'trigger',
        `
      DECLARE v recognition_procedures; v_from text;
      BEGIN
        FOR v IN SELECT * FROM recognition_procedures WHERE case_id IN (SELECT mawa_files(NEW.case_id)) AND state NOT IN ${OVER} ORDER BY place LOOP
          SELECT s.from_state INTO v_from FROM recognition_steps s WHERE s.procedure_id = v.id AND s.to_state = 'appealed' ORDER BY s.place DESC LIMIT 1;
          INSERT INTO recognition_steps (id, case_id, procedure_id, from_state, to_state, on_day, reason)
          VALUES (gen_random_uuid(), v.case_id, v.id, v.state,
            CASE WHEN v.state = 'appealed' AND v_from <> 'assessed' THEN v_from ELSE 'withdrawn' END, mawa_day(mawa_now()), 'case_closed');
        END LOOP;
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER recognition_ends_with_the_case AFTER INSERT ON stage_changes FOR EACH ROW
        WHEN (NEW.to_stage = 'closed') EXECUTE FUNCTION recognition_ends_with_the_case();

      ${definer(
        'recognition_follows_erasure()',
        'trigger',
        `
      BEGIN
        ${SEALED.map((table) => `UPDATE ${table} SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;`).join('\n        ')}
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER recognition_follows_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION recognition_follows_erasure();

      ${DEFINERS.map((one) => `REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;`).join('\n      ')}
      GRANT EXECUTE ON FUNCTION recognition_assesses(uuid, uuid) TO mawa_app;
      ${DEFINERS.map((one) => `ALTER FUNCTION ${one} OWNER TO mawa_gate;`).join('\n      ')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER recognition_follows_erasure ON cases;
      DROP TRIGGER recognition_ends_with_the_case ON stage_changes;
      DELETE FROM tasks WHERE kind = 'recognition_assess';
      DROP POLICY booking_people_not_of_the_assessed ON booking_people;
      DROP FUNCTION assessed_alone;
      DELETE FROM case_access WHERE reason = 'assessor';
      DELETE FROM access_reasons WHERE reason = 'assessor';
      DELETE FROM settings WHERE key IN ('recognition_access_days', 'recognition_assess_days');
      DROP TABLE ${TABLES.toReversed().join(', ')} CASCADE;
      DROP TABLE recognition_transitions;
      DROP FUNCTION ${DEFINERS.map((one) => one.slice(0, one.indexOf('('))).join(', ')}, recognition_has_begun;
    `);
  }
}
