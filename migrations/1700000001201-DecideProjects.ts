import type { MigrationInterface, QueryRunner } from 'typeorm';
import { reword } from './support';

const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const DAY = (column = 'on_day') =>
  `${column} date NOT NULL CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const OF_PROJECT = 'project_id uuid NOT NULL REFERENCES projects (id)';
const TABLES = [
  'project_sittings',
  'project_seats',
  'project_agendas',
  'project_recusals',
  'project_scores',
  'project_decisions',
  'project_tranches',
];
const OF_A_PROJECT = TABLES.slice(2);
const FUNCTIONS = [
  'project_in_conflict(uuid, uuid)',
  'project_scored(uuid, uuid, uuid)',
  'project_mean(uuid, uuid)',
  'projects_sat_on()',
  'project_sittings_read()',
  'project_standing(uuid)',
  'project_may_sit(uuid)',
  'project_recusal_is_lawful()',
  'project_agenda_is_lawful()',
  'project_score_is_lawful()',
  'project_decision_is_lawful()',
  'project_decision_moves()',
  'project_tranches_make_the_grant()',
  'project_decisions_follow_erasure()',
];
const READ = `RETURN ARRAY(SELECT pp.project_id`;
const SITS = `RETURN projects_sat_on() || ARRAY(SELECT pp.project_id`;
const MOVES = `UPDATE projects SET state = NEW.to_state WHERE id = v.id;`;
const BY_DECISION = `IF NEW.from_state = 'submitted' AND NEW.to_state <> 'withdrawn' AND pg_trigger_depth() < 2 THEN
          RAISE EXCEPTION 'the committee decides' USING ERRCODE = '23514', CONSTRAINT = 'project_is_decided';
        END IF;
        ${MOVES}`;

/**
 * A committee decides: who sits is named for a sitting, each scores alone, whoever has to do with the project does not;
 * the chair decides on a quorum, and lays down the tranches of the grant in the same breath.
 */
export class DecideProjects1700000001201 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.tables(queryRunner);
    await this.gate(queryRunner);
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('project_quorum', '2020-01-01Z', '3', 'programme rule: scores of members without a conflict'),
        ('project_threshold', '2020-01-01Z', '3', 'programme rule: weighted mean, of 5, under which an approval gives its reason'),
        ('project_seat_days', '2020-01-01Z', '30', 'programme rule: days after a sitting during which its members read its projects');
      -- Those of the last day on or before a sitting hold for it.
      CREATE TABLE project_criteria (
        valid_from date NOT NULL,
        code text NOT NULL CHECK (code ~ '^[a-z_]{2,40}$'),
        weight smallint NOT NULL CHECK (weight BETWEEN 1 AND 100),
        place smallint NOT NULL,
        source text NOT NULL,
        PRIMARY KEY (valid_from, code)
      );
      INSERT INTO project_criteria (valid_from, code, weight, place, source) VALUES
        ('2000-01-01', 'viability', 30, 1, 'programme rule, to be confirmed'),
        ('2000-01-01', 'skills', 20, 2, 'programme rule, to be confirmed'),
        ('2000-01-01', 'market', 20, 3, 'programme rule, to be confirmed'),
        ('2000-01-01', 'safety', 15, 4, 'programme rule, to be confirmed'),
        ('2000-01-01', 'benefit', 15, 5, 'programme rule, to be confirmed');

      CREATE TABLE project_sittings (
        id uuid PRIMARY KEY,
        ${DAY('held_on')},
        chair_id uuid NOT NULL REFERENCES users (id),
        ${WRITTEN}
      );
      CREATE TABLE project_seats (
        sitting_id uuid NOT NULL REFERENCES project_sittings (id),
        user_id uuid NOT NULL REFERENCES users (id),
        ${WRITTEN},
        PRIMARY KEY (sitting_id, user_id)
      );
      CREATE TABLE project_agendas (
        sitting_id uuid NOT NULL REFERENCES project_sittings (id),
        ${OF_PROJECT},
        plan_id uuid NOT NULL,
        ${WRITTEN},
        CONSTRAINT project_agendas_once PRIMARY KEY (sitting_id, project_id),
        FOREIGN KEY (plan_id, project_id) REFERENCES project_plans (id, project_id)
      );
      CREATE INDEX project_agendas_by_project ON project_agendas (project_id);
      CREATE TABLE project_recusals (
        sitting_id uuid NOT NULL,
        project_id uuid NOT NULL,
        user_id uuid NOT NULL DEFAULT mawa_actor(),
        reason text NOT NULL CHECK (reason IN ('knows', 'family', 'interest', 'other')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT project_recusals_once PRIMARY KEY (sitting_id, project_id, user_id),
        FOREIGN KEY (sitting_id, project_id) REFERENCES project_agendas (sitting_id, project_id),
        FOREIGN KEY (sitting_id, user_id) REFERENCES project_seats (sitting_id, user_id)
      );
      CREATE TABLE project_scores (
        id uuid PRIMARY KEY,
        sitting_id uuid NOT NULL,
        project_id uuid NOT NULL,
        user_id uuid NOT NULL DEFAULT mawa_actor(),
        criterion text NOT NULL,
        points smallint NOT NULL CHECK (points BETWEEN 1 AND 5),
        -- Under the key of the project.
        reason bytea,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT project_scores_once UNIQUE (sitting_id, project_id, user_id, criterion),
        FOREIGN KEY (sitting_id, project_id) REFERENCES project_agendas (sitting_id, project_id),
        FOREIGN KEY (sitting_id, user_id) REFERENCES project_seats (sitting_id, user_id)
      );
      CREATE TABLE project_decisions (
        id uuid PRIMARY KEY,
        sitting_id uuid NOT NULL,
        project_id uuid NOT NULL,
        plan_id uuid NOT NULL CONSTRAINT project_decided_once UNIQUE,
        outcome text NOT NULL CHECK (outcome IN ('approved', 'returned', 'refused')),
        amount numeric(12,2) CHECK (amount > 0),
        currency char(3) NOT NULL DEFAULT 'MAD' CHECK (currency = 'MAD'),
        line_id uuid REFERENCES budget_lines (id),
        mean numeric(4,2) NOT NULL,
        reason bytea,
        ${WRITTEN},
        CONSTRAINT project_decisions_of_a_project UNIQUE (id, project_id),
        FOREIGN KEY (sitting_id, project_id) REFERENCES project_agendas (sitting_id, project_id),
        FOREIGN KEY (plan_id, project_id) REFERENCES project_plans (id, project_id),
        CONSTRAINT project_grants_have_an_amount CHECK (num_nonnulls(amount, line_id) = CASE outcome WHEN 'approved' THEN 2 ELSE 0 END)
      );
      CREATE INDEX project_decisions_by_project ON project_decisions (project_id, place);
      CREATE TABLE project_tranches (
        id uuid PRIMARY KEY,
        decision_id uuid NOT NULL,
        ${OF_PROJECT},
        number smallint NOT NULL CHECK (number BETWEEN 1 AND 12),
        amount numeric(12,2) NOT NULL CHECK (amount > 0),
        -- What has to be reached before it is paid; under the key of the project.
        milestone bytea,
        ${DAY('due_on')},
        place integer GENERATED ALWAYS AS IDENTITY,
        CONSTRAINT project_tranches_of_a_project UNIQUE (id, project_id),
        CONSTRAINT project_tranches_numbers UNIQUE (decision_id, number),
        FOREIGN KEY (decision_id, project_id) REFERENCES project_decisions (id, project_id)
      );
      CREATE INDEX project_tranches_by_project ON project_tranches (project_id, number);

      ${TABLES.map(
        (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
      ).join('')}
      GRANT SELECT ON project_criteria TO mawa_app, mawa_gate;
      GRANT INSERT (id, held_on, chair_id) ON project_sittings TO mawa_app;
      GRANT INSERT (sitting_id, user_id) ON project_seats TO mawa_app;
      GRANT INSERT (sitting_id, project_id, plan_id) ON project_agendas TO mawa_app;
      GRANT INSERT (sitting_id, project_id, reason) ON project_recusals TO mawa_app;
      GRANT INSERT (id, sitting_id, project_id, criterion, points, reason) ON project_scores TO mawa_app;
      GRANT INSERT (id, sitting_id, project_id, plan_id, outcome, amount, line_id, mean, reason) ON project_decisions TO mawa_app;
      GRANT INSERT (id, decision_id, project_id, number, amount, milestone, due_on) ON project_tranches TO mawa_app;
      GRANT UPDATE (reason) ON project_scores, project_decisions TO mawa_gate;
      GRANT UPDATE (milestone) ON project_tranches TO mawa_gate;
      GRANT SELECT (project_id, outcome, amount, currency, at, place) ON project_decisions TO mawa_figures;
      CREATE POLICY project_decisions_for_figures ON project_decisions FOR SELECT TO mawa_figures USING (true);
    `);
  }

  private async gate(queryRunner: QueryRunner): Promise<void> {
    const refuse = (words: string, constraint: string) =>
      `RAISE EXCEPTION '${words}' USING ERRCODE = '23514', CONSTRAINT = '${constraint}'`;
    const definer = (name: string, body: string) => `
      CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$${body}$$;`;
    const answers = (name: string, type: string, body: string) => `
      CREATE FUNCTION ${name} RETURNS ${type} LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$${body}$$;`;
    await queryRunner.query(`
      CREATE FUNCTION project_criteria_on(p_on date) RETURNS SETOF project_criteria LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT c.* FROM project_criteria c WHERE c.valid_from = (SELECT max(k.valid_from) FROM project_criteria k WHERE k.valid_from <= p_on)
         ORDER BY c.place $$;
      GRANT EXECUTE ON FUNCTION project_criteria_on(date) TO mawa_app, mawa_gate;

      -- Who may be named: an account that decides. The same roles stand in the policy; a test compares.
      ${answers(
        'project_may_sit(p_user uuid)',
        'boolean',
        `
      BEGIN
        RETURN EXISTS (SELECT 1 FROM users u JOIN user_roles r ON r.user_id = u.id WHERE u.id = p_user AND u.active AND r.ended_at IS NULL
          AND r.role IN ('programme_officer', 'case_supervisor', 'finance_officer') AND (r.confirmed_by IS NOT NULL OR NOT r.opens_cases));
      END `,
      )}
      -- Follows the project or the file of one of its people, wrote its plan, or moved it on its way.
      ${answers(
        'project_in_conflict(p_project uuid, p_user uuid)',
        'boolean',
        `
      BEGIN
        RETURN EXISTS (SELECT 1 FROM projects p WHERE p.id = p_project AND p_user IN (p.officer_id, p.by))
            OR EXISTS (SELECT 1 FROM project_plans l WHERE l.project_id = p_project AND l.by = p_user)
            OR EXISTS (SELECT 1 FROM project_steps s WHERE s.project_id = p_project AND s.by = p_user AND s.from_state <> 'submitted')
            OR EXISTS (SELECT 1 FROM project_people pp JOIN case_access a ON a.case_id = pp.case_id
                 WHERE pp.project_id = p_project AND a.principal_id = p_user AND a.reason IN ('registered', 'assigned')
                   AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
            OR EXISTS (SELECT 1 FROM project_people pp JOIN case_blocks b ON b.case_id = pp.case_id
                 WHERE pp.project_id = p_project AND b.user_id = p_user AND b.ended_at IS NULL);
      END `,
      )}
      ${answers(
        'project_scored(p_sitting uuid, p_project uuid, p_user uuid)',
        'boolean',
        `
      BEGIN
        RETURN EXISTS (SELECT 1 FROM project_scores s WHERE s.sitting_id = p_sitting AND s.project_id = p_project AND s.user_id = p_user);
      END `,
      )}
      -- The mean over the members of their weighted means; of those who withdrew nothing counts.
      ${answers(
        'project_mean(p_sitting uuid, p_project uuid)',
        'TABLE (mean numeric, members integer)',
        `
      BEGIN
        RETURN QUERY SELECT round(avg(x.own), 2), count(*)::int FROM (
          SELECT sum(s.points * c.weight)::numeric / sum(c.weight) AS own FROM project_scores s
            JOIN project_sittings t ON t.id = s.sitting_id JOIN project_criteria_on(t.held_on) c ON c.code = s.criterion
           WHERE s.sitting_id = p_sitting AND s.project_id = p_project
             AND NOT EXISTS (SELECT 1 FROM project_recusals r WHERE r.sitting_id = s.sitting_id AND r.project_id = s.project_id AND r.user_id = s.user_id)
           GROUP BY s.user_id) x;
      END `,
      )}
      -- What a seat opens: the projects of that sitting, for some weeks, and none of its people.
      ${answers(
        'projects_sat_on()',
        'uuid[]',
        `
      BEGIN
        RETURN ARRAY(SELECT g.project_id FROM project_seats s JOIN project_agendas g ON g.sitting_id = s.sitting_id
          JOIN project_sittings t ON t.id = s.sitting_id WHERE s.user_id = mawa_actor() AND project_may_sit(s.user_id)
           AND NOT EXISTS (SELECT 1 FROM project_people h WHERE h.project_id = g.project_id AND h.case_id = ANY (mawa_hidden_cases()))
           AND t.held_on >= mawa_day(mawa_now()) - (mawa_setting('project_seat_days'))::text::int);
      END `,
      )}
      ${answers(
        'project_sittings_read()',
        'uuid[]',
        `
      BEGIN
        RETURN ARRAY(SELECT t.id FROM project_sittings t WHERE project_may_sit(mawa_actor())
          AND (t.by = mawa_actor() OR EXISTS (SELECT 1 FROM project_seats s WHERE s.sitting_id = t.id AND s.user_id = mawa_actor())));
      END `,
      )}
      -- Who of a sitting has scored, withdrew or has to do with a project: for whoever sits there, without a number.
      ${answers(
        'project_standing(p_sitting uuid)',
        'TABLE (project_id uuid, user_id uuid, scored boolean, recused boolean, conflict boolean)',
        `
      BEGIN
        RETURN QUERY SELECT g.project_id, s.user_id, project_scored(g.sitting_id, g.project_id, s.user_id),
          EXISTS (SELECT 1 FROM project_recusals r WHERE r.sitting_id = g.sitting_id AND r.project_id = g.project_id AND r.user_id = s.user_id),
          project_in_conflict(g.project_id, s.user_id)
          FROM project_agendas g JOIN project_seats s ON s.sitting_id = g.sitting_id
         WHERE g.sitting_id = p_sitting AND p_sitting = ANY (project_sittings_read());
      END `,
      )}

      -- A day and who presides: of nobody, and known to whoever puts a project before it.
      CREATE POLICY project_sittings_read ON project_sittings FOR SELECT TO mawa_app USING (true);
      CREATE POLICY project_sittings_add ON project_sittings FOR INSERT TO mawa_app
        WITH CHECK ((SELECT project_may_sit(mawa_actor())) AND (SELECT project_may_sit(chair_id)));
      CREATE POLICY project_seats_read ON project_seats FOR SELECT TO mawa_app USING (sitting_id = ANY ((SELECT project_sittings_read())::uuid[]));
      CREATE POLICY project_seats_add ON project_seats FOR INSERT TO mawa_app
        WITH CHECK (sitting_id = ANY ((SELECT project_sittings_read())::uuid[]) AND project_may_sit(user_id));
      ${['project_agendas', 'project_recusals', 'project_decisions', 'project_tranches']
        .map(
          (table) => `
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (project_id = ANY ((SELECT projects_read())::uuid[]));`,
        )
        .join('')}
      -- Put before a sitting by whoever writes the project.
      CREATE POLICY project_agendas_add ON project_agendas FOR INSERT TO mawa_app
        WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));
      -- Nobody sees what others scored before they have scored themselves, or it is decided.
      CREATE POLICY project_scores_read ON project_scores FOR SELECT TO mawa_app USING (project_id = ANY ((SELECT projects_read())::uuid[])
        AND (user_id = (SELECT mawa_actor()) OR project_scored(sitting_id, project_id, (SELECT mawa_actor()))
          OR EXISTS (SELECT 1 FROM project_decisions d WHERE d.sitting_id = project_scores.sitting_id AND d.project_id = project_scores.project_id)));
      ${['project_recusals', 'project_scores']
        .map(
          (table) => `
      CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (user_id = (SELECT mawa_actor())
        AND project_id = ANY ((SELECT projects_sat_on())::uuid[]));`,
        )
        .join('')}
      CREATE POLICY project_decisions_add ON project_decisions FOR INSERT TO mawa_app WITH CHECK (project_id = ANY ((SELECT projects_sat_on())::uuid[]));
      CREATE POLICY project_tranches_add ON project_tranches FOR INSERT TO mawa_app WITH CHECK (project_id = ANY ((SELECT projects_sat_on())::uuid[]));

      ${definer(
        'project_agenda_is_lawful()',
        `
      BEGIN
        PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) <> 'submitted' THEN ${refuse('not submitted', 'project_is_submitted')}; END IF;
        IF NEW.plan_id <> (SELECT p.id FROM project_plans p WHERE p.project_id = NEW.project_id ORDER BY p.edition DESC LIMIT 1) THEN
          ${refuse('not its last plan', 'project_last_plan')};
        END IF;
        IF EXISTS (SELECT 1 FROM project_agendas g JOIN project_sittings t ON t.id = g.sitting_id
             WHERE g.plan_id = NEW.plan_id AND t.held_on >= mawa_day(mawa_now())) THEN
          ${refuse('before another sitting', 'project_before_one_sitting')};
        END IF;
        IF (SELECT t.held_on FROM project_sittings t WHERE t.id = NEW.sitting_id) < mawa_day(mawa_now()) THEN
          ${refuse('that sitting is over', 'project_sitting_is_ahead')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_agendas_are_lawful BEFORE INSERT ON project_agendas FOR EACH ROW EXECUTE FUNCTION project_agenda_is_lawful();

      ${definer(
        'project_recusal_is_lawful()',
        `
      BEGIN
        PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM project_decisions d WHERE d.sitting_id = NEW.sitting_id AND d.project_id = NEW.project_id) THEN
          ${refuse('decided', 'project_not_decided')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_recusals_are_lawful BEFORE INSERT ON project_recusals FOR EACH ROW EXECUTE FUNCTION project_recusal_is_lawful();

      ${definer(
        'project_score_is_lawful()',
        `
      DECLARE v_on date := (SELECT t.held_on FROM project_sittings t WHERE t.id = NEW.sitting_id);
      BEGIN
        PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM project_decisions d WHERE d.sitting_id = NEW.sitting_id AND d.project_id = NEW.project_id)
           OR (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) <> 'submitted' THEN
          ${refuse('decided', 'project_not_decided')};
        END IF;
        IF v_on > mawa_day(mawa_now()) THEN ${refuse('it has not sat', 'project_sitting_has_begun')}; END IF;
        IF project_in_conflict(NEW.project_id, NEW.user_id) OR EXISTS (SELECT 1 FROM project_recusals r
             WHERE r.sitting_id = NEW.sitting_id AND r.project_id = NEW.project_id AND r.user_id = NEW.user_id) THEN
          ${refuse('has to do with it', 'project_without_conflict')};
        END IF;
        IF NEW.criterion NOT IN (SELECT c.code FROM project_criteria_on(v_on) c) THEN ${refuse('no such criterion', 'project_criterion')}; END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_scores_are_lawful BEFORE INSERT ON project_scores FOR EACH ROW EXECUTE FUNCTION project_score_is_lawful();
      -- Every criterion or none.
      CREATE FUNCTION project_scores_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT count(*) FROM project_scores s WHERE s.sitting_id = NEW.sitting_id AND s.project_id = NEW.project_id AND s.user_id = NEW.user_id)
           <> (SELECT count(*) FROM project_sittings t, project_criteria_on(t.held_on) c WHERE t.id = NEW.sitting_id) THEN
          ${refuse('a criterion is missing', 'project_scores_are_whole')};
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER project_scores_are_whole AFTER INSERT ON project_scores DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION project_scores_are_whole();

      ${definer(
        'project_decision_is_lawful()',
        `
      DECLARE v projects; v_members int; v_sitting project_sittings;
      BEGIN
        SELECT * INTO v FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        SELECT * INTO v_sitting FROM project_sittings WHERE id = NEW.sitting_id;
        IF v.state <> 'submitted' OR NOT EXISTS (SELECT 1 FROM project_agendas g WHERE g.sitting_id = NEW.sitting_id
             AND g.project_id = v.id AND g.plan_id = NEW.plan_id) THEN
          ${refuse('decided', 'project_not_decided')};
        END IF;
        IF v_sitting.chair_id <> mawa_actor() THEN ${refuse('the chair decides', 'project_chair_decides')}; END IF;
        IF project_in_conflict(v.id, mawa_actor()) OR EXISTS (SELECT 1 FROM project_recusals r
             WHERE r.sitting_id = NEW.sitting_id AND r.project_id = v.id AND r.user_id = mawa_actor()) THEN
          ${refuse('has to do with it', 'project_without_conflict')};
        END IF;
        SELECT m.mean, m.members INTO NEW.mean, v_members FROM project_mean(NEW.sitting_id, v.id) m;
        IF v_members < (mawa_setting('project_quorum'))::text::int THEN ${refuse('too few have scored', 'project_quorum')}; END IF;
        IF NEW.reason IS NULL AND (NEW.outcome <> 'approved' OR NEW.mean < (mawa_setting('project_threshold'))::text::numeric) THEN
          ${refuse('it says no reason', 'project_decision_says_why')};
        END IF;
        IF NEW.amount > (SELECT p.grant_asked FROM project_plans p WHERE p.id = NEW.plan_id) THEN
          ${refuse('more than was asked', 'project_grant_as_asked')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_decisions_are_lawful BEFORE INSERT ON project_decisions FOR EACH ROW EXECUTE FUNCTION project_decision_is_lawful();
      ${definer(
        'project_decision_moves()',
        `
      BEGIN
        INSERT INTO project_steps (id, project_id, from_state, to_state, on_day)
        VALUES (gen_random_uuid(), NEW.project_id, 'submitted', NEW.outcome, mawa_day(mawa_now()));
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER project_decisions_move AFTER INSERT ON project_decisions FOR EACH ROW EXECUTE FUNCTION project_decision_moves();
      ${definer(
        'project_tranches_make_the_grant()',
        `
      DECLARE v project_decisions; v_sum numeric; v_count int; v_last int; v_late boolean;
      BEGIN
        SELECT * INTO v FROM project_decisions d WHERE d.id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
        SELECT coalesce(sum(t.amount), 0), count(*), max(t.number), coalesce(bool_or(t.due_on < t.before), false) INTO v_sum, v_count, v_last, v_late
          FROM (SELECT x.*, lag(x.due_on) OVER (ORDER BY x.number) AS before FROM project_tranches x WHERE x.decision_id = v.id) t;
        IF v.outcome = 'approved' AND (v_sum <> v.amount OR v_count <> v_last OR v_late) OR v.outcome <> 'approved' AND v_count > 0 THEN
          ${refuse('not the grant', 'project_tranches_make_the_grant')};
        END IF;
        RETURN NULL;
      END `,
      )}
      CREATE CONSTRAINT TRIGGER project_decisions_have_their_tranches AFTER INSERT ON project_decisions DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION project_tranches_make_the_grant('id');
      CREATE CONSTRAINT TRIGGER project_tranches_make_the_grant AFTER INSERT ON project_tranches DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION project_tranches_make_the_grant('decision_id');

      ${definer(
        'project_decisions_follow_erasure()',
        `
      BEGIN
        UPDATE project_scores SET reason = NULL WHERE project_id IN (SELECT project_gone(OLD.id));
        UPDATE project_decisions SET reason = NULL WHERE project_id IN (SELECT project_gone(OLD.id));
        UPDATE project_tranches SET milestone = NULL WHERE project_id IN (SELECT project_gone(OLD.id));
        RETURN NEW;
      END `,
      )}
      CREATE FUNCTION project_gone(p_case uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT pp.project_id FROM project_people pp WHERE pp.case_id = p_case AND NOT EXISTS (SELECT 1 FROM project_people o
          JOIN cases c ON c.id = o.case_id WHERE o.project_id = pp.project_id AND o.case_id <> p_case AND c.erased_at IS NULL) $$;
      GRANT EXECUTE ON FUNCTION project_gone(uuid) TO mawa_gate;
      CREATE TRIGGER project_decisions_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION project_decisions_follow_erasure();

      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
      SET LOCAL ROLE mawa_gate;
      GRANT EXECUTE ON FUNCTION project_scored(uuid, uuid, uuid), projects_sat_on(), project_sittings_read(),
        project_standing(uuid), project_may_sit(uuid) TO mawa_app;
      RESET ROLE;
      ${reword('projects_read()', READ, SITS)}
      ${reword('project_step_moves()', MOVES, BY_DECISION)}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${reword('project_step_moves()', BY_DECISION, MOVES)}
      ${reword('projects_read()', SITS, READ)}
      DROP TRIGGER project_decisions_follow_erasure ON cases;
      DROP TABLE ${OF_A_PROJECT.toReversed().join(', ')} CASCADE;
      DROP TABLE project_seats, project_sittings CASCADE;
      DROP FUNCTION project_criteria_on;
      DROP TABLE project_criteria;
      DROP FUNCTION ${FUNCTIONS.map((one) => one.replace(/\(.*/, '')).join(', ')}, project_scores_are_whole, project_gone;
      DELETE FROM settings WHERE key IN ('project_quorum', 'project_threshold', 'project_seat_days');
    `);
  }
}
