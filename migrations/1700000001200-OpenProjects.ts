import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTS_PROJECTS } from './data/lists-projects-1';
import { PROJECT_TRANSITIONS } from './data/project-transitions-1';
import { dropLists, seedLists } from './data/seed-lists';
import { caseTable, twoRights } from './support';

const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const DAY = (column = 'on_day', more = 'NOT NULL') =>
  `${column} date ${more} CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const OF_PROJECT = 'project_id uuid NOT NULL REFERENCES projects (id)';
const OWN = ['project_steps', 'project_plans', 'project_plan_lines'];
const TABLES = ['projects', 'project_people', ...OWN];
const ONE = `SELECT pp.project_id FROM project_people pp JOIN case_access a ON a.case_id = pp.case_id
             WHERE a.principal_id = ANY (mawa_principals()) AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())
               AND pp.case_id <> ALL (mawa_hidden_cases())`;
const FUNCTIONS = [
  'projects_read()',
  'projects_of_people()',
  'projects_written()',
  'project_counts(uuid[])',
  'project_person_joins()',
  'project_person_leaves()',
  'project_plan_is_next()',
  'project_step_moves()',
  'projects_end_with_the_case()',
  'projects_follow_erasure()',
];

/**
 * Projects of one person, of several or for many: who is in them with how many shares is case data; what belongs to
 * the project is read through any of its people. Its way is moved by rows of steps, its plan is laid down in editions.
 */
export class OpenProjects1700000001200 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await seedLists(queryRunner, LISTS_PROJECTS, 170);
    await this.tables(queryRunner);
    await this.reading(queryRunner);
    await this.gate(queryRunner);
    for (const [place, row] of PROJECT_TRANSITIONS.entries()) {
      await queryRunner.query('INSERT INTO project_transitions VALUES ($1, $2, $3, $4)', [
        ...row,
        place,
      ]);
    }
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE project_transitions (
        of_what text NOT NULL CHECK (of_what IN ('project', 'asset')),
        from_state text NOT NULL,
        to_state text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (of_what, from_state, to_state)
      );
      GRANT SELECT ON project_transitions TO mawa_app, mawa_gate;

      CREATE TABLE projects (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('own', 'cooperative', 'community')),
        -- What it is called; of nobody and of no place.
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
        activity text NOT NULL CHECK (activity ~ '^[A-Za-z0-9_]{1,60}$'),
        list_version integer NOT NULL CHECK (list_version >= 1),
        region text NOT NULL CHECK (region ~ '^[0-9]{2}$'),
        state text NOT NULL DEFAULT 'new',
        officer_id uuid NOT NULL REFERENCES users (id),
        -- Under a key of the project.
        idea bytea,
        ${WRITTEN}
      );
      CREATE TABLE project_people (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        shares integer CHECK (shares BETWEEN 1 AND 1000000),
        ${DAY('joined_on')},
        ${DAY('left_on', '')},
        left_by uuid REFERENCES users (id),
        ${WRITTEN},
        CONSTRAINT project_people_of_a_project UNIQUE (id, project_id),
        CONSTRAINT project_people_leave_after_joining CHECK (left_on >= joined_on),
        CONSTRAINT project_people_left_by_somebody CHECK ((left_on IS NULL) = (left_by IS NULL))
      );
      CREATE UNIQUE INDEX project_people_once ON project_people (project_id, case_id) WHERE left_on IS NULL;
      CREATE INDEX project_people_by_case ON project_people (case_id);

      CREATE TABLE project_steps (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        from_state text NOT NULL,
        to_state text NOT NULL,
        ${DAY()},
        reason text,
        note bytea,
        ${WRITTEN},
        CONSTRAINT project_steps_end_with_a_reason CHECK (CASE to_state
          WHEN 'ended' THEN coalesce(reason IN ('alive', 'closed', 'given_up'), false)
          WHEN 'withdrawn' THEN coalesce(reason IN ('changed_mind', 'other_way', 'somebody_left', 'for_safety', 'case_closed'), false)
          ELSE reason IS NULL END)
      );
      CREATE INDEX project_steps_by_project ON project_steps (project_id, place);

      CREATE TABLE project_plans (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        edition smallint NOT NULL CHECK (edition >= 1),
        -- The first of its twelve months.
        ${DAY('starts_on')},
        own_contribution numeric(12,2) NOT NULL CHECK (own_contribution >= 0),
        grant_asked numeric(12,2) NOT NULL CHECK (grant_asked >= 0),
        currency char(3) NOT NULL DEFAULT 'MAD' CHECK (currency = 'MAD'),
        ${WRITTEN},
        CONSTRAINT project_plans_of_a_project UNIQUE (id, project_id),
        CONSTRAINT project_plans_editions UNIQUE (project_id, edition),
        CONSTRAINT project_plans_begin_with_a_month CHECK (extract(day FROM starts_on) = 1)
      );
      CREATE TABLE project_plan_lines (
        id uuid PRIMARY KEY,
        plan_id uuid NOT NULL,
        ${OF_PROJECT},
        kind text NOT NULL CHECK (kind IN ('need', 'income', 'expense')),
        label text NOT NULL CHECK (length(label) BETWEEN 1 AND 80),
        -- One amount for a need at the start, twelve for the months.
        amounts numeric(12,2)[] NOT NULL CHECK (0 <= ALL (amounts)),
        place integer GENERATED ALWAYS AS IDENTITY,
        FOREIGN KEY (plan_id, project_id) REFERENCES project_plans (id, project_id),
        CONSTRAINT project_plan_lines_have_their_months CHECK (cardinality(amounts) = CASE kind WHEN 'need' THEN 1 ELSE 12 END
          AND array_position(amounts, NULL) IS NULL)
      );
      CREATE INDEX project_plan_lines_by_plan ON project_plan_lines (plan_id, place);

      ${caseTable('project_people', 'care')}${twoRights('project_people', 'care')}
      ${['projects', ...OWN]
        .map(
          (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`,
        )
        .join('')}
      ${TABLES.map(
        (table) => `
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
      ).join('')}
      CREATE TRIGGER project_people_take_no_more BEFORE INSERT ON project_people FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      GRANT INSERT (id, kind, title, activity, list_version, region, officer_id, idea) ON projects TO mawa_app;
      GRANT INSERT (id, project_id, case_id, shares, joined_on) ON project_people TO mawa_app;
      GRANT INSERT (id, project_id, from_state, to_state, on_day, reason, note) ON project_steps TO mawa_app, mawa_gate;
      GRANT INSERT (id, project_id, edition, starts_on, own_contribution, grant_asked) ON project_plans TO mawa_app;
      GRANT INSERT (id, plan_id, project_id, kind, label, amounts) ON project_plan_lines TO mawa_app;
      GRANT UPDATE (left_on, left_by) ON project_people TO mawa_app, mawa_gate;
      GRANT UPDATE (state, title, idea) ON projects TO mawa_gate;
      GRANT UPDATE (note) ON project_steps TO mawa_gate;
      GRANT UPDATE (label) ON project_plan_lines TO mawa_gate;

      GRANT SELECT (id, kind, activity, region, state, place) ON projects TO mawa_figures;
      GRANT SELECT (id, project_id, case_id, joined_on, left_on) ON project_people TO mawa_figures;
      GRANT SELECT (project_id, from_state, to_state, on_day, reason, place) ON project_steps TO mawa_figures;
      ${['projects', 'project_people', 'project_steps']
        .map(
          (table) => `
      CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);`,
        )
        .join('')}
    `);
  }

  /** Read through any of its people, written through one who is in it now. An array, asked once a statement. */
  private async reading(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION projects_read() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN ARRAY(${ONE} AND a.parts @> ARRAY['care']);
      END $$;
      -- The same for what a seat does not open.
      CREATE FUNCTION projects_of_people() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN ARRAY(${ONE} AND a.parts @> ARRAY['care']);
      END $$;
      CREATE FUNCTION projects_written() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN ARRAY(${ONE} AND pp.left_on IS NULL
          AND a.reason = ANY (ARRAY(SELECT r.reason FROM access_reasons r WHERE r.writes @> ARRAY['care'])));
      END $$;
      -- Of projects that one reads: how many are in them, never who.
      CREATE FUNCTION project_counts(p_projects uuid[]) RETURNS TABLE (project_id uuid, people integer, shares integer)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT pp.project_id, count(*)::int, coalesce(sum(pp.shares), 0)::int FROM project_people pp
         WHERE pp.project_id = ANY (p_projects) AND pp.project_id = ANY (projects_read()) AND pp.left_on IS NULL GROUP BY 1 $$;
      -- What a plan leaves at its lowest, the start counted.
      CREATE FUNCTION project_plan_lowest(p_plan uuid) RETURNS numeric LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        WITH start AS (
          SELECT p.own_contribution + p.grant_asked - coalesce((SELECT sum(l.amounts[1]) FROM project_plan_lines l
            WHERE l.plan_id = p.id AND l.kind = 'need'), 0) AS opening FROM project_plans p WHERE p.id = p_plan),
        months AS (
          SELECT m, coalesce((SELECT sum(CASE l.kind WHEN 'income' THEN l.amounts[m] ELSE -l.amounts[m] END) FROM project_plan_lines l
            WHERE l.plan_id = p_plan AND l.kind <> 'need'), 0) AS net FROM generate_series(1, 12) m)
        SELECT least(s.opening, (SELECT min(s.opening + r.total) FROM (SELECT sum(net) OVER (ORDER BY m) AS total FROM months) r)) FROM start s $$;
      GRANT EXECUTE ON FUNCTION project_plan_lowest(uuid) TO mawa_app, mawa_gate;

      CREATE POLICY projects_read ON projects FOR SELECT TO mawa_app USING (id = ANY ((SELECT projects_read())::uuid[]));
      CREATE POLICY projects_add ON projects FOR INSERT TO mawa_app WITH CHECK (officer_id = (SELECT mawa_actor()));
      ${OWN.map(
        (table) => `
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (project_id = ANY ((SELECT projects_read())::uuid[]));
      CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));`,
      ).join('')}
    `);
  }

  private async gate(queryRunner: QueryRunner): Promise<void> {
    const refuse = (words: string, constraint: string) =>
      `RAISE EXCEPTION '${words}' USING ERRCODE = '23514', CONSTRAINT = '${constraint}'`;
    const definer = (name: string, body: string) => `
      CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$${body}$$;`;
    await queryRunner.query(`
      ${definer(
        'project_person_joins()',
        `
      DECLARE v projects; v_there int;
      BEGIN
        SELECT * INTO v FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        SELECT count(*) INTO v_there FROM project_people WHERE project_id = NEW.project_id AND left_on IS NULL;
        -- Whoever opens a project puts the first of its people in; another joins by whoever writes it.
        IF v.state <> 'new' AND NEW.project_id <> ALL (projects_written()) THEN
          RAISE EXCEPTION 'not one of theirs' USING ERRCODE = '42501';
        END IF;
        IF v.state IN ('ended', 'refused', 'withdrawn') THEN ${refuse('it is over', 'project_is_over')}; END IF;
        IF v.kind = 'own' AND v_there > 0 THEN ${refuse('of one person', 'project_of_one')}; END IF;
        IF (v.kind = 'cooperative') <> (NEW.shares IS NOT NULL) THEN ${refuse('shares of a cooperative', 'project_shares')}; END IF;
        IF EXISTS (SELECT 1 FROM project_people pp WHERE pp.project_id = NEW.project_id AND pp.left_on IS NULL
             AND pp.case_id IN (SELECT mawa_files(NEW.case_id))) THEN
          ${refuse('in it already', 'project_people_once')};
        END IF;
        IF mawa_closed_on(NEW.case_id) IS NOT NULL THEN ${refuse('this case is closed', 'project_of_an_open_case')}; END IF;
        IF NEW.joined_on > mawa_day(mawa_now()) THEN ${refuse('not happened yet', 'project_step_has_happened')}; END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_people_join BEFORE INSERT ON project_people FOR EACH ROW EXECUTE FUNCTION project_person_joins();

      ${definer(
        'project_person_leaves()',
        `
      BEGIN
        IF OLD.left_on IS NOT NULL THEN ${refuse('left already', 'project_left_once')}; END IF;
        IF NEW.left_on > mawa_day(mawa_now()) THEN ${refuse('not happened yet', 'project_step_has_happened')}; END IF;
        PERFORM 1 FROM projects WHERE id = OLD.project_id FOR NO KEY UPDATE;
        -- The last one does not leave: the project ends or is withdrawn.
        IF NOT EXISTS (SELECT 1 FROM project_people pp WHERE pp.project_id = OLD.project_id AND pp.left_on IS NULL AND pp.id <> OLD.id) THEN
          ${refuse('nobody would be left', 'project_keeps_somebody')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_people_leave BEFORE UPDATE OF left_on ON project_people FOR EACH ROW EXECUTE FUNCTION project_person_leaves();

      ${definer(
        'project_plan_is_next()',
        `
      BEGIN
        PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) <> 'plan' THEN ${refuse('not being planned', 'project_is_planned')}; END IF;
        IF NEW.edition <> (SELECT coalesce(max(p.edition), 0) + 1 FROM project_plans p WHERE p.project_id = NEW.project_id) THEN
          ${refuse('another edition was written', 'project_plans_editions')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_plans_follow BEFORE INSERT ON project_plans FOR EACH ROW EXECUTE FUNCTION project_plan_is_next();
      -- An edition is whole when it is written: nobody adds to it later.
      CREATE FUNCTION project_plan_line_in_its_turn() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM project_plans p WHERE p.id = NEW.plan_id AND p.at = mawa_now() AND p.by = mawa_actor()) THEN
          ${refuse('the edition is written', 'project_plan_is_whole')};
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER project_plan_lines_in_their_turn BEFORE INSERT ON project_plan_lines FOR EACH ROW EXECUTE FUNCTION project_plan_line_in_its_turn();

      ${definer(
        'project_step_moves()',
        `
      DECLARE v projects; v_people int; v_plan project_plans;
      BEGIN
        SELECT * INTO v FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        IF v.state IS DISTINCT FROM NEW.from_state THEN ${refuse('it stands elsewhere by now', 'project_step_follows')}; END IF;
        IF NOT EXISTS (SELECT 1 FROM project_transitions t WHERE t.of_what = 'project' AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
          ${refuse('no legal step', 'project_step_is_legal')};
        END IF;
        IF NEW.on_day > mawa_day(mawa_now()) THEN ${refuse('a step that has not happened', 'project_step_has_happened')}; END IF;
        IF NEW.on_day < (SELECT max(s.on_day) FROM project_steps s WHERE s.project_id = NEW.project_id) THEN
          ${refuse('a step before the last one', 'project_step_in_order')};
        END IF;
        SELECT count(*) INTO v_people FROM project_people WHERE project_id = v.id AND left_on IS NULL;
        IF v_people = 0 OR NEW.to_state IN ('submitted', 'running') AND v.kind = 'cooperative' AND v_people < 2 THEN
          ${refuse('two at least', 'project_of_several')};
        END IF;
        IF NEW.to_state = 'submitted' THEN
          SELECT * INTO v_plan FROM project_plans p WHERE p.project_id = v.id ORDER BY p.edition DESC LIMIT 1;
          IF v_plan.id IS NULL OR v_plan.grant_asked = 0 THEN ${refuse('nothing is asked', 'project_asks_something')}; END IF;
          IF project_plan_lowest(v_plan.id) < 0 THEN ${refuse('the plan falls under zero', 'project_plan_holds')}; END IF;
        END IF;
        UPDATE projects SET state = NEW.to_state WHERE id = v.id;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_steps_move BEFORE INSERT ON project_steps FOR EACH ROW EXECUTE FUNCTION project_step_moves();

      CREATE FUNCTION project_has_begun() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM project_steps s WHERE s.project_id = NEW.id) THEN ${refuse('it has no first step', 'project_has_begun')}; END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER projects_have_begun AFTER INSERT ON projects DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION project_has_begun();

      -- What has not begun ends with the file, or goes on with the others; a business goes on.
      ${definer(
        'projects_end_with_the_case()',
        `
      DECLARE v record;
      BEGIN
        FOR v IN SELECT pp.id, pp.project_id, p.state, EXISTS (SELECT 1 FROM project_people o WHERE o.project_id = p.id AND o.left_on IS NULL
                   AND o.id <> pp.id) AS others, pp.joined_on
              FROM project_people pp JOIN projects p ON p.id = pp.project_id
             WHERE pp.case_id IN (SELECT mawa_files(NEW.case_id)) AND pp.left_on IS NULL
               AND p.state IN ('idea', 'training', 'plan', 'submitted', 'returned', 'approved') ORDER BY p.id LOOP
          IF v.others THEN
            UPDATE project_people SET left_on = greatest(mawa_day(mawa_now()), v.joined_on), left_by = mawa_somebody() WHERE id = v.id;
          ELSIF v.state <> 'approved' THEN
            INSERT INTO project_steps (id, project_id, from_state, to_state, on_day, reason)
            VALUES (gen_random_uuid(), v.project_id, v.state, 'withdrawn', mawa_day(mawa_now()), 'case_closed');
          END IF;
        END LOOP;
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER projects_end_with_the_case AFTER INSERT ON stage_changes FOR EACH ROW
        WHEN (NEW.to_stage = 'closed') EXECUTE FUNCTION projects_end_with_the_case();

      -- With the last of its people the texts of a project are gone.
      ${definer('projects_follow_erasure()', erasing(['projects', 'project_steps', 'project_plan_lines']))}
      CREATE TRIGGER projects_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION projects_follow_erasure();
      GRANT EXECUTE ON FUNCTION mawa_principals() TO mawa_gate;
      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
      SET LOCAL ROLE mawa_gate;
      GRANT EXECUTE ON FUNCTION projects_read(), projects_of_people(), projects_written(), project_counts(uuid[]) TO mawa_app;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER projects_follow_erasure ON cases;
      DROP TRIGGER projects_end_with_the_case ON stage_changes;
      DROP TABLE ${TABLES.toReversed().join(', ')} CASCADE;
      DROP TABLE project_transitions;
      DROP FUNCTION ${FUNCTIONS.map((one) => one.replace(/\(.*/, '')).join(', ')}, project_has_begun, project_plan_line_in_its_turn, project_plan_lowest;
    `);
    await dropLists(
      queryRunner,
      LISTS_PROJECTS.map(({ name }) => name),
    );
  }
}

/** Texts of projects in which nobody is left who is not erased. */
function erasing(tables: readonly string[]): string {
  const gone = `(SELECT pp.project_id FROM project_people pp WHERE pp.case_id = OLD.id AND NOT EXISTS (SELECT 1 FROM project_people o
            JOIN cases c ON c.id = o.case_id WHERE o.project_id = pp.project_id AND o.case_id <> OLD.id AND c.erased_at IS NULL))`;
  const lost: Readonly<Record<string, string>> = {
    projects: `UPDATE projects SET title = '-', idea = NULL WHERE id IN ${gone};`,
    project_steps: `UPDATE project_steps SET note = NULL WHERE project_id IN ${gone};`,
    project_plan_lines: `UPDATE project_plan_lines SET label = '-' WHERE project_id IN ${gone};`,
  };
  return `
      BEGIN
        ${tables.map((table) => lost[table]).join('\n        ')}
        RETURN NEW;
      END `;
}
