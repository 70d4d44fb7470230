import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WORK_TRANSITIONS } from './data/work-transitions-1';
import { caseTable, twoRights } from './support';

const TABLES = {
  work_applications: 'care',
  work_application_steps: 'care',
  work_placements: 'care',
  work_placement_steps: 'care',
  work_follow_ups: 'story',
  work_alert_answers: 'story',
} as const;
const NAMES = Object.keys(TABLES);
const SEALED = [
  'work_application_steps',
  'work_placement_steps',
  'work_follow_ups',
  'work_alert_answers',
];
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const DAY = (column = 'on_day') =>
  `${column} date NOT NULL CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const OF_PLACEMENT =
  'FOREIGN KEY (placement_id, case_id) REFERENCES work_placements (id, case_id) ON UPDATE CASCADE';
/** The eleven of the ILO's booklet. */
const SIGNS = `ARRAY['vulnerability', 'deception', 'movement', 'isolation', 'violence', 'threats', 'documents', 'wages', 'debt', 'conditions', 'overtime']`;
const CURRENCY = (column: string) => `${column} char(3) CHECK (${column} ~ '^[A-Z]{3}$')`;

const FUNCTIONS = [
  'work_application_step_moves()',
  'work_placement_is_lawful()',
  'work_placement_step_moves()',
  'work_follow_up_is_due()',
  'work_sign_calls()',
  'work_answer_quiets()',
  'work_ends_with_the_case()',
  'work_follows_erasure()',
] as const;
const FIGURES: Readonly<Record<string, string>> = {
  work_placements: 'id, case_id, kind, state, income_before, currency_before, place',
  work_placement_steps: 'case_id, placement_id, to_state, on_day, place',
  work_follow_ups:
    'id, case_id, placement_id, months, tried_on, outcome, in_work, income, currency, signs_seen, place',
};

/**
 * The way of a person to work: applications that hold a place of an offer, placements that PostgreSQL refuses
 * where nobody vetted the employer, the wage is under the floor or a sign of forced labour stands in the terms,
 * and the follow-up of which a sign calls somebody in the same transaction.
 */
export class PlacePeople1700000001111 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.tables(queryRunner);
    await this.gate(queryRunner);
    for (const [place, row] of WORK_TRANSITIONS.entries()) {
      await queryRunner.query('INSERT INTO work_transitions VALUES ($1, $2, $3, $4)', [
        ...row,
        place,
      ]);
    }
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE work_transitions (
        of_what text NOT NULL CHECK (of_what IN ('application', 'placement')),
        from_state text NOT NULL,
        to_state text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (of_what, from_state, to_state)
      );
      GRANT SELECT ON work_transitions TO mawa_app, mawa_gate;

      CREATE TABLE work_applications (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        offer_id uuid NOT NULL REFERENCES work_offers (id),
        state text NOT NULL DEFAULT 'new',
        -- The place of the offer that it holds; one alone holds it.
        seat smallint CHECK (seat >= 1),
        officer_id uuid NOT NULL REFERENCES users (id),
        ${WRITTEN},
        CONSTRAINT work_applications_of_a_case UNIQUE (id, case_id),
        CONSTRAINT work_seats_held_once UNIQUE (offer_id, seat),
        CONSTRAINT work_applications_hold_their_seat CHECK ((seat IS NOT NULL) = (state = 'accepted'))
      );
      CREATE UNIQUE INDEX work_applications_once ON work_applications (case_id, offer_id) WHERE state NOT IN ('declined', 'withdrawn');
      CREATE INDEX work_applications_by_case ON work_applications (case_id);

      CREATE TABLE work_application_steps (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        application_id uuid NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        ${DAY()},
        -- Who declined.
        by_whom text CHECK (by_whom IN ('person', 'employer')),
        reason text CHECK (reason IN ('wage', 'hours', 'distance', 'safety', 'other_way', 'changed_mind', 'no_answer', 'other_chosen',
          'not_suited', 'no_longer_open', 'case_closed')),
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (application_id, case_id) REFERENCES work_applications (id, case_id) ON UPDATE CASCADE,
        CONSTRAINT work_steps_end_with_a_reason CHECK ((to_state IN ('declined', 'withdrawn')) = (reason IS NOT NULL)),
        CONSTRAINT work_declined_by_somebody CHECK ((to_state = 'declined') = (by_whom IS NOT NULL))
      );
      CREATE INDEX work_application_steps_by_application ON work_application_steps (application_id, place);
      CREATE INDEX work_application_steps_by_case ON work_application_steps (case_id);

      CREATE TABLE work_placements (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        kind text NOT NULL CHECK (kind IN ('employed', 'self')),
        employer_id uuid REFERENCES work_employers (id),
        application_id uuid CONSTRAINT work_placements_once UNIQUE,
        occupation text NOT NULL CHECK (occupation ~ '^[A-Za-z0-9_]{1,60}$'),
        list_version integer NOT NULL CHECK (list_version >= 1),
        ${DAY('starts_on')},
        contract_form text CHECK (contract_form IN ('written', 'oral', 'none')),
        contract_kind text CHECK (contract_kind IN ('open_ended', 'fixed_term', 'apprenticeship')),
        unwritten_reason text CHECK (unwritten_reason IN ('awaited', 'household', 'custom', 'other')),
        cnss boolean,
        wage numeric(10,2) CHECK (wage >= 0),
        wage_period text CHECK (wage_period IN ('hour', 'day', 'month')),
        -- Which floor holds: outside agriculture or in it.
        floor_kind text CHECK (floor_kind IN ('smig', 'smag')),
        hours_a_week numeric(4,1) NOT NULL CHECK (hours_a_week BETWEEN 1 AND 84),
        -- Seven is no day of rest.
        days_a_week smallint NOT NULL CHECK (days_a_week BETWEEN 1 AND 7),
        papers_kept_by text CHECK (papers_kept_by IN ('worker', 'employer')),
        free_to_leave boolean,
        housing_tied boolean,
        grievance_known boolean,
        -- Of a month, before this work; null where it was not told.
        income_before numeric(10,2) CHECK (income_before >= 0),
        ${CURRENCY('currency_before')},
        state text NOT NULL DEFAULT 'new',
        officer_id uuid NOT NULL REFERENCES users (id),
        ${WRITTEN},
        CONSTRAINT work_placements_of_a_case UNIQUE (id, case_id),
        FOREIGN KEY (application_id, case_id) REFERENCES work_applications (id, case_id) ON UPDATE CASCADE,
        -- Who works for themselves has no employer, and no terms that somebody else sets.
        CONSTRAINT work_placements_are_whole CHECK (CASE kind
          WHEN 'self' THEN num_nonnulls(employer_id, application_id, contract_form, contract_kind, cnss, wage, wage_period, floor_kind,
            papers_kept_by, free_to_leave, housing_tied, grievance_known) = 0
          ELSE num_nulls(employer_id, contract_form, contract_kind, cnss, wage, wage_period, floor_kind, papers_kept_by, free_to_leave,
            housing_tied, grievance_known) = 0 END),
        CONSTRAINT work_unwritten_says_why CHECK ((coalesce(contract_form, 'written') <> 'written') = (unwritten_reason IS NOT NULL)),
        CONSTRAINT work_apprentices_have_it_written CHECK (contract_kind <> 'apprenticeship' OR contract_form = 'written'),
        CONSTRAINT work_papers_stay_with_the_worker CHECK (papers_kept_by <> 'employer'),
        CONSTRAINT work_workers_may_leave CHECK (free_to_leave),
        CONSTRAINT work_income_has_a_currency CHECK ((income_before IS NULL) = (currency_before IS NULL))
      );
      CREATE INDEX work_placements_by_case ON work_placements (case_id);
      CREATE INDEX work_placements_by_employer ON work_placements (employer_id);
      CREATE INDEX work_placements_open ON work_placements (id) WHERE state IN ('placed', 'started');

      CREATE TABLE work_placement_steps (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        placement_id uuid NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        ${DAY()},
        reason text CHECK (reason ~ '^[a-z0-9_]{2,60}$'),
        list_version integer CHECK (list_version >= 1),
        note bytea,
        ${WRITTEN},
        ${OF_PLACEMENT},
        CONSTRAINT work_placements_end_with_a_reason CHECK ((to_state = 'ended') = (reason IS NOT NULL)
          AND (reason IS NULL OR reason = 'case_closed') = (list_version IS NULL))
      );
      CREATE INDEX work_placement_steps_by_placement ON work_placement_steps (placement_id, place);
      CREATE INDEX work_placement_steps_by_case ON work_placement_steps (case_id);

      CREATE TABLE work_follow_ups (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        placement_id uuid NOT NULL,
        -- Of the calendar: one month after, three, …; 0 between two of them, when somebody speaks out of turn.
        months smallint NOT NULL CHECK (months >= 0),
        ${DAY('tried_on')},
        mode text NOT NULL CHECK (mode IN ('call', 'visit', 'office', 'partner')),
        outcome text NOT NULL CHECK (outcome IN ('reached', 'not_reached', 'refused', 'unsafe')),
        why text CHECK (why IN ('no_answer', 'moved', 'number_changed', 'no_way_there', 'nobody_free')),
        in_work text CHECK (in_work IN ('same', 'other', 'no', 'not_told')),
        -- Of a month.
        income numeric(10,2) CHECK (income >= 0),
        ${CURRENCY('currency')},
        hours_a_week numeric(4,1) CHECK (hours_a_week BETWEEN 0 AND 120),
        -- What is in neither was asked and not seen.
        signs_seen text[] CHECK (signs_seen <@ ${SIGNS}),
        signs_not_asked text[] CHECK (signs_not_asked <@ ${SIGNS}),
        note bytea,
        ${WRITTEN},
        ${OF_PLACEMENT},
        CONSTRAINT work_follow_ups_of_a_case UNIQUE (id, case_id),
        CONSTRAINT work_follow_ups_say_why CHECK ((outcome = 'not_reached') = (why IS NOT NULL)),
        CONSTRAINT work_follow_ups_are_told CHECK (CASE WHEN outcome = 'reached'
          THEN num_nulls(in_work, signs_seen, signs_not_asked) = 0
          ELSE num_nonnulls(in_work, income, currency, hours_a_week, signs_seen, signs_not_asked) = 0 END),
        CONSTRAINT work_follow_ups_out_of_turn CHECK (months > 0 OR outcome = 'reached'),
        CONSTRAINT work_income_with_currency CHECK ((income IS NULL) = (currency IS NULL)),
        CONSTRAINT work_signs_said_once CHECK (NOT (signs_seen && signs_not_asked))
      );
      CREATE UNIQUE INDEX work_follow_ups_reached_once ON work_follow_ups (placement_id, months) WHERE outcome = 'reached' AND months > 0;
      CREATE INDEX work_follow_ups_by_placement ON work_follow_ups (placement_id, months, place);
      CREATE INDEX work_follow_ups_by_case ON work_follow_ups (case_id);

      -- What was done about a sign; until there is one the task stays.
      CREATE TABLE work_alert_answers (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        follow_up_id uuid NOT NULL CONSTRAINT work_alerts_answered_once UNIQUE,
        ${DAY()},
        done text[] NOT NULL CHECK (cardinality(done) BETWEEN 1 AND 8
          AND done <@ ARRAY['safe_place', 'left_job', 'lawyer', 'inspector', 'police', 'health', 'talked', 'no_sign']),
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (follow_up_id, case_id) REFERENCES work_follow_ups (id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX work_alert_answers_by_case ON work_alert_answers (case_id);

      ${Object.entries(TABLES)
        .map(([table, part]) => caseTable(table, part) + twoRights(table, part))
        .join('')}
      ${NAMES.map(
        (table) => `
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
      ).join('')}
      ${['work_applications', 'work_placements']
        .map(
          (table) => `
      CREATE TRIGGER ${table}_take_no_more BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();`,
        )
        .join('')}
      GRANT INSERT (id, case_id, offer_id, officer_id) ON work_applications TO mawa_app;
      GRANT INSERT (id, case_id, application_id, from_state, to_state, on_day, by_whom, reason, note) ON work_application_steps TO mawa_app, mawa_gate;
      GRANT INSERT (id, case_id, kind, employer_id, application_id, occupation, list_version, starts_on, contract_form, contract_kind,
        unwritten_reason, cnss, wage, wage_period, floor_kind, hours_a_week, days_a_week, papers_kept_by, free_to_leave, housing_tied,
        grievance_known, income_before, currency_before, officer_id) ON work_placements TO mawa_app;
      GRANT INSERT (id, case_id, placement_id, from_state, to_state, on_day, reason, list_version, note) ON work_placement_steps TO mawa_app, mawa_gate;
      GRANT INSERT (id, case_id, placement_id, months, tried_on, mode, outcome, why, in_work, income, currency, hours_a_week, signs_seen,
        signs_not_asked, note) ON work_follow_ups TO mawa_app;
      GRANT INSERT (id, case_id, follow_up_id, on_day, done, note) ON work_alert_answers TO mawa_app;
      GRANT UPDATE (state, seat) ON work_applications TO mawa_gate;
      GRANT UPDATE (state) ON work_placements TO mawa_gate;
      GRANT UPDATE (note) ON ${SEALED.join(', ')} TO mawa_gate;

      -- Each follow-up that is or will be due, counted from the day on which the work began, also where it ended since.
      CREATE VIEW work_due WITH (security_invoker = true) AS
        SELECT s.placement_id, s.case_id, s.on_day AS base, m.months, d.due_on,
               d.due_on - m.days_before AS opens_on, d.due_on + m.days_after AS closes_on
          FROM work_placement_steps s
          JOIN work_marks m ON m.valid_from = (SELECT max(k.valid_from) FROM work_marks k WHERE k.valid_from <= s.on_day)
          CROSS JOIN LATERAL (SELECT (s.on_day + make_interval(months => m.months))::date AS due_on) d
         WHERE s.to_state = 'started';
      GRANT SELECT ON work_due TO mawa_app, mawa_gate, mawa_figures;

      ${Object.entries(FIGURES)
        .map(
          ([table, columns]) => `
      GRANT SELECT (${columns}) ON ${table} TO mawa_figures;
      CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);`,
        )
        .join('')}
    `);
  }

  private async gate(queryRunner: QueryRunner): Promise<void> {
    const refuse = (words: string, constraint: string) =>
      `RAISE EXCEPTION '${words}' USING ERRCODE = '23514', CONSTRAINT = '${constraint}'`;
    const definer = (name: string, body: string) => `
      CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$${body}$$;`;
    const legal = (what: string, steps: string, column: string) => `
        IF v.state IS DISTINCT FROM NEW.from_state THEN ${refuse('it stands elsewhere by now', 'work_step_follows')}; END IF;
        IF NOT EXISTS (SELECT 1 FROM work_transitions t WHERE t.of_what = '${what}' AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
          ${refuse('no legal step', 'work_step_is_legal')};
        END IF;
        IF NEW.on_day > mawa_day(mawa_now()) THEN ${refuse('a step that has not happened', 'work_step_has_happened')}; END IF;
        IF NEW.on_day < (SELECT max(s.on_day) FROM ${steps} s WHERE s.${column} = NEW.${column}) THEN
          ${refuse('a step before the last one', 'work_step_in_order')};
        END IF;
        IF NEW.from_state = 'new' AND mawa_closed_on(NEW.case_id) IS NOT NULL THEN ${refuse('this case is closed', 'work_of_an_open_case')}; END IF;`;
    await queryRunner.query(`
      ${definer(
        'work_application_step_moves()',
        `
      DECLARE v work_applications; v_offer work_offers; v_seat smallint; v_today date := mawa_day(mawa_now());
      BEGIN
        -- Whoever wants a place of an offer waits for who was before.
        SELECT o.* INTO v_offer FROM work_offers o WHERE o.id = (SELECT a.offer_id FROM work_applications a
          WHERE a.id = NEW.application_id AND a.case_id = NEW.case_id) FOR NO KEY UPDATE;
        SELECT * INTO v FROM work_applications WHERE id = NEW.application_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        ${legal('application', 'work_application_steps', 'application_id')}
        IF NEW.to_state = 'sent' AND NEW.on_day > v_offer.until_day THEN ${refuse('the offer is over', 'work_offer_is_open')}; END IF;
        IF NEW.to_state IN ('sent', 'accepted') AND NOT work_vetted(v_offer.employer_id, v_today) THEN
          ${refuse('nobody vetted this employer', 'work_employer_is_vetted')};
        END IF;
        IF NEW.to_state = 'accepted' THEN
          SELECT min(s)::smallint INTO v_seat FROM generate_series(1, v_offer.places) s
           WHERE NOT EXISTS (SELECT 1 FROM work_applications a WHERE a.offer_id = v_offer.id AND a.seat = s);
          IF v_seat IS NULL THEN ${refuse('no place', 'work_offer_has_a_place')}; END IF;
        END IF;
        IF NEW.from_state = 'accepted' AND EXISTS (SELECT 1 FROM work_placements p WHERE p.application_id = v.id) THEN
          ${refuse('it led to work', 'work_application_led_on')};
        END IF;
        UPDATE work_applications SET state = NEW.to_state, seat = v_seat WHERE id = v.id;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER work_application_steps_move BEFORE INSERT ON work_application_steps FOR EACH ROW EXECUTE FUNCTION work_application_step_moves();

      ${definer(
        'work_placement_is_lawful()',
        `
      DECLARE v_floor numeric;
      BEGIN
        IF NEW.kind = 'self' THEN RETURN NEW; END IF;
        -- Whoever strikes this employer and whoever places somebody there wait for each other.
        PERFORM 1 FROM work_employers WHERE id = NEW.employer_id FOR NO KEY UPDATE;
        IF NOT (work_vetted(NEW.employer_id, mawa_day(mawa_now())) AND work_vetted(NEW.employer_id, NEW.starts_on)) THEN
          ${refuse('nobody vetted this employer', 'work_employer_is_vetted')};
        END IF;
        IF NEW.application_id IS NOT NULL THEN
          PERFORM 1 FROM work_applications a WHERE a.id = NEW.application_id FOR NO KEY UPDATE;
          IF NOT EXISTS (SELECT 1 FROM work_applications a JOIN work_offers o ON o.id = a.offer_id
               WHERE a.id = NEW.application_id AND a.case_id = NEW.case_id AND a.state = 'accepted' AND o.employer_id = NEW.employer_id) THEN
            ${refuse('not of that offer', 'work_placement_of_its_application')};
          END IF;
        END IF;
        IF NEW.starts_on > mawa_day(mawa_now()) + 180 THEN ${refuse('too far ahead', 'work_starts_soon')}; END IF;
        -- An apprenticeship is not measured with the floor: it is written, which a check holds.
        IF NEW.contract_kind <> 'apprenticeship' THEN
          v_floor := work_floor(NEW.floor_kind, NEW.starts_on);
          IF v_floor IS NULL THEN ${refuse('no floor is known', 'work_floor_is_known')}; END IF;
          IF NEW.wage < work_least_wage(NEW.floor_kind, v_floor, NEW.wage_period, NEW.hours_a_week, NEW.days_a_week) THEN
            ${refuse('under the floor', 'work_wage_is_enough')};
          END IF;
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER work_placements_are_lawful BEFORE INSERT ON work_placements FOR EACH ROW EXECUTE FUNCTION work_placement_is_lawful();

      ${definer(
        'work_placement_step_moves()',
        `
      DECLARE v work_placements;
      BEGIN
        SELECT * INTO v FROM work_placements WHERE id = NEW.placement_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        ${legal('placement', 'work_placement_steps', 'placement_id')}
        -- Age, wage and employer were looked at for that day.
        IF NEW.to_state = 'started' AND NEW.on_day NOT BETWEEN v.starts_on AND v.starts_on + 31 THEN
          ${refuse('not the day that was looked at', 'work_starts_on_its_day')};
        END IF;
        IF NEW.reason = 'unsafe' AND NEW.from_state = 'started' AND NOT EXISTS (SELECT 1 FROM work_follow_ups f
             WHERE f.placement_id = v.id AND cardinality(f.signs_seen) > 0) THEN
          ${refuse('the signs come first', 'work_unsafe_has_a_sign')};
        END IF;
        UPDATE work_placements SET state = NEW.to_state WHERE id = v.id;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER work_placement_steps_move BEFORE INSERT ON work_placement_steps FOR EACH ROW EXECUTE FUNCTION work_placement_step_moves();

      -- With the eyes of whoever writes; where an age is a range its lower end counts, where none is known nothing is held.
      CREATE FUNCTION work_is_old_enough() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM cases c WHERE c.id = ANY (ARRAY(SELECT mawa_files(NEW.case_id)) || NEW.case_id)
             AND least(extract(year FROM age(NEW.starts_on, c.born_until))::int, extract(year FROM NEW.starts_on)::int - c.birth_year - 1,
                   c.age_at_registration + (NEW.starts_on - c.registered_on::date) / 366)
               < (mawa_setting('work_least_age'))::text::int) THEN
          ${refuse('too young to be placed', 'work_is_old_enough')};
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER work_placements_are_old_enough BEFORE INSERT ON work_placements FOR EACH ROW EXECUTE FUNCTION work_is_old_enough();

      CREATE FUNCTION work_has_begun() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM work_application_steps s WHERE s.application_id = NEW.id
            UNION ALL SELECT 1 FROM work_placement_steps s WHERE s.placement_id = NEW.id) THEN
          ${refuse('it has no first step', 'work_has_begun')};
        END IF;
        RETURN NULL;
      END $$;
      ${['work_applications', 'work_placements']
        .map(
          (table) => `
      CREATE CONSTRAINT TRIGGER ${table}_have_begun AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION work_has_begun();`,
        )
        .join('')}

      ${definer(
        'work_follow_up_is_due()',
        `
      DECLARE v_opens date;
      BEGIN
        PERFORM 1 FROM work_placements WHERE id = NEW.placement_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        IF NEW.tried_on > mawa_day(mawa_now()) THEN ${refuse('not happened yet', 'work_step_has_happened')}; END IF;
        -- What shows between two marks does not wait for one.
        SELECT CASE NEW.months WHEN 0 THEN min(d.base) ELSE min(d.opens_on) FILTER (WHERE d.months = NEW.months) END INTO v_opens
          FROM work_due d WHERE d.placement_id = NEW.placement_id;
        IF v_opens IS NULL THEN ${refuse('no such follow-up', 'work_follow_up_which')}; END IF;
        IF NEW.tried_on < v_opens THEN ${refuse('its time has not come', 'work_follow_up_opens')}; END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER work_follow_ups_are_due BEFORE INSERT ON work_follow_ups FOR EACH ROW EXECUTE FUNCTION work_follow_up_is_due();

      -- A sign of forced labour: somebody is called at once, and nobody else is sent there before a second look.
      ${definer(
        'work_sign_calls()',
        `
      DECLARE v work_placements; v_officer uuid;
        v_due timestamptz := mawa_now() + make_interval(hours => (mawa_setting('work_alert_hours'))::text::int);
      BEGIN
        SELECT * INTO v FROM work_placements WHERE id = NEW.placement_id;
        SELECT a.principal_id INTO v_officer FROM case_access a WHERE a.case_id = NEW.case_id AND a.principal_id = v.officer_id
           AND a.parts @> ARRAY['story'] AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()) LIMIT 1;
        PERFORM open_task('work_sign', NEW.case_id, NEW.id, NULL, coalesce(v_officer, mawa_actor()), v_due);
        -- Where no supervisor reads the story of this file, one of them is called without a name.
        PERFORM open_task('work_sign', CASE WHEN EXISTS (SELECT 1 FROM user_roles r JOIN case_access a ON a.principal_id = r.user_id
             WHERE r.role = 'case_supervisor' AND r.ended_at IS NULL AND r.confirmed_by IS NOT NULL AND a.case_id = NEW.case_id
               AND a.parts @> ARRAY['story'] AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
          THEN NEW.case_id END, NEW.id, 'case_supervisor', NULL, v_due);
        IF v.employer_id IS NOT NULL THEN
          PERFORM 1 FROM work_employers WHERE id = v.employer_id FOR NO KEY UPDATE;
          IF (SELECT w.result FROM work_vettings w WHERE w.employer_id = v.employer_id ORDER BY w.place DESC LIMIT 1) IN ('accepted', 'conditions') THEN
            INSERT INTO work_vettings (id, employer_id, on_day, result, reason)
            VALUES (gen_random_uuid(), v.employer_id, mawa_day(mawa_now()), 'redo', 'signs');
          END IF;
        END IF;
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER work_signs_call AFTER INSERT ON work_follow_ups FOR EACH ROW
        WHEN (cardinality(NEW.signs_seen) > 0) EXECUTE FUNCTION work_sign_calls();

      ${definer(
        'work_answer_quiets()',
        `
      BEGIN
        IF NEW.on_day > mawa_day(mawa_now()) THEN ${refuse('not done yet', 'work_step_has_happened')}; END IF;
        IF NOT EXISTS (SELECT 1 FROM work_follow_ups f WHERE f.id = NEW.follow_up_id AND cardinality(f.signs_seen) > 0 AND f.tried_on <= NEW.on_day) THEN
          ${refuse('nothing calls there', 'work_answer_to_a_sign')};
        END IF;
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody() WHERE kind = 'work_sign' AND subject_id = NEW.follow_up_id AND done_at IS NULL;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER work_alert_answers_quiet BEFORE INSERT ON work_alert_answers FOR EACH ROW EXECUTE FUNCTION work_answer_quiets();

      -- What had not begun ends with the file; a job goes on.
      ${definer(
        'work_ends_with_the_case()',
        `
      DECLARE v_application work_applications; v_placement work_placements; v_today date := mawa_day(mawa_now());
      BEGIN
        FOR v_application IN SELECT * FROM work_applications a WHERE a.case_id IN (SELECT mawa_files(NEW.case_id))
             AND a.state IN ('sent', 'interview', 'accepted')
             AND NOT EXISTS (SELECT 1 FROM work_placements p WHERE p.application_id = a.id) ORDER BY a.offer_id, a.place LOOP
          INSERT INTO work_application_steps (id, case_id, application_id, from_state, to_state, on_day, reason)
          VALUES (gen_random_uuid(), v_application.case_id, v_application.id, v_application.state, 'withdrawn', v_today, 'case_closed');
        END LOOP;
        FOR v_placement IN SELECT * FROM work_placements WHERE case_id IN (SELECT mawa_files(NEW.case_id)) AND state = 'placed' ORDER BY place LOOP
          INSERT INTO work_placement_steps (id, case_id, placement_id, from_state, to_state, on_day, reason)
          VALUES (gen_random_uuid(), v_placement.case_id, v_placement.id, 'placed', 'ended', v_today, 'case_closed');
        END LOOP;
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER work_ends_with_the_case AFTER INSERT ON stage_changes FOR EACH ROW
        WHEN (NEW.to_stage = 'closed') EXECUTE FUNCTION work_ends_with_the_case();

      ${definer(
        'work_follows_erasure()',
        `
      BEGIN
        ${SEALED.map((table) => `UPDATE ${table} SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;`).join('\n        ')}
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER work_follows_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION work_follows_erasure();

      -- Places of offers that are held: a number across files, never who.
      CREATE FUNCTION work_standing(p_offers uuid[]) RETURNS TABLE (offer_id uuid, taken integer) LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT o.id, count(a.seat)::int FROM unnest(p_offers) o (id) LEFT JOIN work_applications a ON a.offer_id = o.id GROUP BY o.id $$;
      REVOKE EXECUTE ON FUNCTION work_standing(uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION work_standing(uuid[]) TO mawa_app;
      ${[...FUNCTIONS, 'work_standing(uuid[])']
        .map(
          (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
        )
        .join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER work_follows_erasure ON cases;
      DROP TRIGGER work_ends_with_the_case ON stage_changes;
      DELETE FROM tasks WHERE kind = 'work_sign';
      DROP FUNCTION work_standing;
      DROP VIEW work_due;
      DROP TABLE ${NAMES.toReversed().join(', ')} CASCADE;
      DROP TABLE work_transitions;
      DROP FUNCTION ${FUNCTIONS.map((one) => one.replace('()', '')).join(', ')}, work_has_begun, work_is_old_enough;
    `);
  }
}
