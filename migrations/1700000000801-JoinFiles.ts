import type { MigrationInterface, QueryRunner } from 'typeorm';
import { visible } from './support';

type Owner = 'mawa_owner' | 'mawa_gate' | 'mawa_blind';
const FILES = (of: string): string => `IN (SELECT mawa_files(${of}))`;
const PERSON = (row: string): string => `coalesce(${row}.person_id, ${row}.case_id)`;
/** A function that stands, and the words in it that change. */
type Reworded = readonly [
  owner: Owner,
  signature: string,
  ...words: (readonly [from: string, to: string])[],
];

const EVERY_FILE = 'p_cases := mawa_files_of(p_cases);\n        RETURN';

/**
 * What was asked of one file is asked of the person: of all files of theirs. Only these words change,
 * whatever else the functions say.
 */
const REWORDED: readonly Reworded[] = [
  [
    'mawa_gate',
    'lapse_holds(uuid[], uuid[])',
    ['bp.case_id = ANY (p_cases)', 'bp.case_id = ANY ((SELECT mawa_files_of(p_cases))::uuid[])'],
  ],
  [
    'mawa_gate',
    'lapse_requests(uuid[])',
    ['p.case_id = ANY (p_cases)', 'p.case_id = ANY ((SELECT mawa_files_of(p_cases))::uuid[])'],
  ],
  [
    'mawa_gate',
    'request_stands_alone(uuid)',
    ['USING (case_id)', `ON ${PERSON('o')} = ${PERSON('p')}`],
  ],
  [
    'mawa_blind',
    'blind_strangers(uuid[], daterange, uuid[])',
    ['RETURN QUERY', `${EVERY_FILE} QUERY`],
    ['f.case_id = bp.case_id', 'f.case_id IN (SELECT mawa_files(bp.case_id))'],
  ],
  [
    'mawa_blind',
    'blind_barred(uuid[], daterange, uuid[])',
    ['RETURN QUERY', `${EVERY_FILE} QUERY`],
    ['bp.case_id = CASE WHEN ka', 'bp.case_id IN (SELECT mawa_files(CASE WHEN ka'],
    ['ELSE ka.case_id END', 'ELSE ka.case_id END))'],
  ],
  [
    'mawa_blind',
    'blind_already_placed(daterange, uuid[])',
    ['RETURN EXISTS', `${EVERY_FILE} EXISTS`],
  ],
  [
    'mawa_blind',
    'blind_stays_to_review(uuid[], date)',
    [
      'ka.case_id = m.who AND ka.from_case_id = t.who',
      'mawa_same(ka.case_id, m.who) AND mawa_same(ka.from_case_id, t.who)',
    ],
    [
      'ka.case_id = t.who AND ka.from_case_id = m.who',
      'mawa_same(ka.case_id, t.who) AND mawa_same(ka.from_case_id, m.who)',
    ],
    [
      'f.case_id = m.who AND g.case_id = t.who',
      'mawa_same(f.case_id, m.who) AND mawa_same(g.case_id, t.who)',
    ],
  ],
  [
    'mawa_blind',
    'caseload(text, uuid, integer)',
    [
      "c.stage NOT IN ('closed', 'not_victim')",
      "c.merged_into IS NULL AND c.stage NOT IN ('closed', 'not_victim')",
    ],
  ],
  [
    'mawa_blind',
    'caseload_cases(uuid)',
    [
      "c.stage NOT IN ('closed', 'not_victim')",
      "c.merged_into IS NULL AND c.stage NOT IN ('closed', 'not_victim')",
    ],
  ],
  // Access is ended where it was given; what was copied from it ends with it.
  [
    'mawa_gate',
    'end_access(uuid, uuid)',
    [
      'WHERE case_id = p_case AND principal_id',
      'WHERE case_id IN (SELECT mawa_files(p_case)) AND mirror_of IS NULL AND principal_id',
    ],
  ],
  [
    'mawa_gate',
    'grant_access(uuid, text, uuid, timestamptz)',
    [
      'VALUES (p_case, p_principal, mawa_actor()) ON CONFLICT',
      'SELECT r.case_id, p_principal, mawa_actor() FROM case_restrictions r WHERE r.case_id IN (SELECT mawa_files(p_case)) AND r.lifted_at IS NULL ON CONFLICT',
    ],
  ],
  // A refusal or withdrawal is the person's, in whichever file it is written down.
  [
    'mawa_gate',
    'consent_stands()',
    [
      "        IF NEW.decision <> 'given' THEN\n          UPDATE shares",
      `        IF NEW.decision <> 'given' THEN
          UPDATE consent_standing SET given = false, consent_id = NEW.id, at = NEW.at, until_at = NULL
           WHERE case_id IN (SELECT mawa_files(NEW.case_id)) AND case_id <> NEW.case_id AND purpose = NEW.purpose
             AND recipient_id IS NOT DISTINCT FROM NEW.recipient_id AND given;
          UPDATE shares`,
    ],
    [
      'WHERE case_id = NEW.case_id AND purpose = NEW.purpose AND recipient_id = NEW.recipient_id AND closed_at',
      'WHERE case_id IN (SELECT mawa_files(NEW.case_id)) AND purpose = NEW.purpose AND recipient_id = NEW.recipient_id AND closed_at',
    ],
  ],
  // What hides one file hides the person: the stricter of two counts.
  [
    'mawa_gate',
    'mawa_hidden_cases()',
    ['RETURN ARRAY(', 'RETURN mawa_files_of(ARRAY('],
    [
      'FROM case_blocks b JOIN family_members f ON f.case_id = b.case_id',
      'FROM case_blocks b CROSS JOIN mawa_files(b.case_id) own JOIN family_members f ON f.case_id = own',
    ],
    ['a.until_at > mawa_now()));', 'a.until_at > mawa_now())));'],
  ],
  [
    'mawa_owner',
    'mawa_blocked(uuid, uuid)',
    ['(b.case_id = p_case OR', '(mawa_same(b.case_id, p_case) OR'],
    [
      'f.case_id = b.case_id AND g.case_id = p_case',
      `f.case_id ${FILES('b.case_id')} AND g.case_id ${FILES('p_case')}`,
    ],
  ],
  [
    'mawa_owner',
    'mawa_restricted(uuid)',
    ['WHERE case_id = p_case', `WHERE case_id ${FILES('p_case')}`],
  ],
  // Named in each file that is restricted.
  [
    'mawa_owner',
    'mawa_named(uuid, uuid)',
    [
      'WHERE case_id = p_case AND user_id = p_user AND ended_at IS NULL)',
      `WHERE case_id ${FILES('p_case')} AND user_id = p_user AND ended_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM case_restrictions r WHERE r.case_id ${FILES('p_case')} AND r.lifted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM case_named n WHERE n.case_id = r.case_id AND n.user_id = p_user AND n.ended_at IS NULL))`,
    ],
  ],
  [
    'mawa_owner',
    'mawa_must_name_a_manager(uuid)',
    ['WHERE bp.case_id = p_case AND', `WHERE bp.case_id ${FILES('p_case')} AND`],
    [
      'WHERE n.case_id = p_case AND n.ended_at IS NULL',
      'WHERE n.ended_at IS NULL AND mawa_named(p_case, n.user_id)',
    ],
  ],
  // Erasing a person erases all files of theirs.
  [
    'mawa_gate',
    'erase_case(uuid)',
    ['legal_holds WHERE case_id = v_case', `legal_holds WHERE case_id ${FILES('v_case')}`],
    ['booking_people WHERE case_id = v_case', `booking_people WHERE case_id ${FILES('v_case')}`],
    [
      'PERFORM wipe_case(v_case);',
      'PERFORM wipe_case(f) FROM unnest(mawa_files_of(ARRAY[v_case])) f;',
    ],
  ],
  // Putting back what stood there before is no new fact.
  [
    'mawa_owner',
    'case_facts_change_by_version()',
    [
      'IF NEW.version <> OLD.version + 1',
      "IF current_user <> 'mawa_gate' AND NEW.version <> OLD.version + 1",
    ],
  ],
  // A file that was joined to another opens no new work of its own.
  [
    'mawa_gate',
    'tend_consents()',
    ['AND c.stage NOT IN', 'AND c.merged_into IS NULL AND c.stage NOT IN'],
  ],
  [
    'mawa_gate',
    'propose_duplicates(text, text, boolean, jsonb, jsonb, integer, integer)',
    ['cb.erased_at IS NULL)', 'cb.erased_at IS NULL AND NOT mawa_same(r.a, r.b))'],
  ],
];

/** Runs each function's own text through; a word that is not there, or not once more, stops the migration. */
const reword = ([owner, signature, ...words]: Reworded, back: boolean): string => `
      ${owner === 'mawa_owner' ? '' : `SET LOCAL ROLE ${owner};`}
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('${signature}'::regprocedure);
      BEGIN
        ${(back ? [...words].reverse() : words)
          .map(([from, to]) => (back ? [to, from] : [from, to]))
          .map(
            ([
              from,
              to,
            ]) => `IF strpos(v_text, $w$${from}$w$) = 0 THEN RAISE EXCEPTION 'these words are not in ${signature}'; END IF;
        v_text := replace(v_text, $w$${from}$w$, $w$${to}$w$);`,
          )
          .join('\n        ')}
        EXECUTE v_text;
      END $reword$;
      RESET ROLE;`;

/** Where nothing new is written once a file was joined to another; what protects may still be done there. */
const TAKES_NO_MORE = [
  'request_people',
  'services',
  'plans',
  'plan_states',
  'plan_progress',
  'documents',
  'stage_changes',
  'case_corrections',
  'shares',
  'family_members',
  'keep_apart',
  'rights_requests',
  'legal_holds',
];

const PERSON_TABLES = ['booking_people', 'request_people'];

/** Tasks that the survivor takes over, and those of a plan that is no longer followed. */
const MOVES = `('consent', 'consent_expires', 'reflection_ends')`;
const ENDS = `('plan_step', 'plan_approval', 'plan_returned')`;

/** What of a file can be corrected from the other one while joining, and comes back with the undo. */
const FACTS = `sex, birth_year, age_at_registration, age_certainty, nationality, languages, region_recruitment,
  region_exploitation, access_need, pregnant, medical, may_call, version`;

/** Of these the gate may change already what erasing clears. */
const NOT_YET_THE_GATES = `sex, age_at_registration, age_certainty, nationality, region_recruitment, region_exploitation, version`;

/**
 * Two files of one person. The joined file keeps its rows and its key and points to the one that goes on;
 * reading follows. Undoing takes the pointer away and puts back what joining changed, row by row.
 */
export class JoinFiles1700000000801 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.tables(queryRunner);
    await this.access(queryRunner);
    await this.gate(queryRunner);
    for (const one of REWORDED) await queryRunner.query(reword(one, false));
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE cases ADD COLUMN merged_into uuid REFERENCES cases (id) ON UPDATE CASCADE;
      ALTER TABLE cases ADD CONSTRAINT cases_not_merged_into_themselves CHECK (merged_into <> id);
      CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;
      GRANT SELECT (merged_into) ON cases TO mawa_gate, mawa_blind, mawa_figures;
      GRANT SELECT (${FACTS}), UPDATE (merged_into, ${NOT_YET_THE_GATES}) ON cases TO mawa_gate;

      CREATE FUNCTION mawa_person(p_case uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT coalesce(c.merged_into, c.id) FROM cases c WHERE c.id = p_case $$;
      CREATE FUNCTION mawa_same(p_one uuid, p_other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT p_one = p_other OR mawa_person(p_one) = mawa_person(p_other) $$;
      -- All files of the person whose file this is.
      CREATE FUNCTION mawa_files(p_case uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        SELECT c.id FROM cases s JOIN cases c ON c.id = coalesce(s.merged_into, s.id) OR c.merged_into = coalesce(s.merged_into, s.id)
         WHERE s.id = p_case $$;
      CREATE FUNCTION mawa_files_of(p_cases uuid[]) RETURNS uuid[] LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN p_cases IS NOT NULL THEN ARRAY(SELECT DISTINCT f FROM unnest(p_cases) s, mawa_files(s) f) END $$;

      CREATE TABLE case_merges (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        into_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        pair_id uuid,
        why text NOT NULL CHECK (why IN ('same_document', 'person_says', 'known_to_team', 'facts_agree')),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        -- What joining wrote beside the pointer, so that undoing takes back exactly that.
        families uuid[] NOT NULL DEFAULT '{}',
        closed_tasks uuid[] NOT NULL DEFAULT '{}',
        opened_tasks uuid[] NOT NULL DEFAULT '{}',
        undone_by uuid REFERENCES users (id),
        undone_at timestamptz,
        undone_why text CHECK (undone_why IN ('two_people', 'mistake', 'other_way')),
        CHECK (case_id <> into_id),
        CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undone_why IS NULL))
      );
      CREATE UNIQUE INDEX case_merges_once ON case_merges (case_id) WHERE undone_at IS NULL;
      CREATE INDEX case_merges_by_into ON case_merges (into_id);
      ALTER TABLE case_merges ENABLE ROW LEVEL SECURITY;
      ALTER TABLE case_merges FORCE ROW LEVEL SECURITY;
      CREATE POLICY case_merges_by_access ON case_merges FOR SELECT TO mawa_app
        USING (${visible('case_merges.case_id', 'facts')} AND ${visible('case_merges.into_id', 'facts')});
      CREATE POLICY case_merges_for_figures ON case_merges FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT ON case_merges TO mawa_app;
      GRANT SELECT (case_id, into_id, at, undone_at) ON case_merges TO mawa_figures;

      -- The file that goes on as it was: its coded facts and each sealed value, byte for byte.
      CREATE TABLE case_merge_before (
        merge_id uuid PRIMARY KEY REFERENCES case_merges (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        facts jsonb NOT NULL
      );
      CREATE INDEX case_merge_before_by_case ON case_merge_before (case_id);
      CREATE TABLE case_merge_seals (
        merge_id uuid NOT NULL REFERENCES case_merge_before (merge_id) ON DELETE CASCADE,
        field text NOT NULL,
        sealed bytea NOT NULL,
        sealed_at timestamptz NOT NULL,
        PRIMARY KEY (merge_id, field)
      );
      ${['case_merges', 'case_merge_before', 'case_merge_seals']
        .map(
          (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO mawa_gate;`,
        )
        .join('')}

      -- The pointer is the gate's alone.
      CREATE FUNCTION files_are_joined_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_user = 'mawa_app' THEN
          RAISE EXCEPTION 'files are joined and parted by the gate alone' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER files_are_joined_at_the_gate BEFORE UPDATE OF merged_into ON cases FOR EACH ROW
        WHEN (OLD.merged_into IS DISTINCT FROM NEW.merged_into) EXECUTE FUNCTION files_are_joined_at_the_gate();
      CREATE TRIGGER files_begin_apart BEFORE INSERT ON cases FOR EACH ROW
        WHEN (NEW.merged_into IS NOT NULL) EXECUTE FUNCTION files_are_joined_at_the_gate();

      -- One person sleeps in one bed a night and waits in one request, under whichever number.
      CREATE FUNCTION person_is_known() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.person_id := nullif(mawa_person(NEW.case_id), NEW.case_id);
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION person_is_known() FROM PUBLIC;
      ${PERSON_TABLES.map(
        (table) => `
      -- Null: the person of this very file.
      ALTER TABLE ${table} ADD COLUMN person_id uuid REFERENCES cases (id) ON UPDATE CASCADE;
      CREATE TRIGGER ${table}_of_a_person BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION person_is_known();
      CREATE INDEX ${table}_by_person ON ${table} (person_id) WHERE person_id IS NOT NULL;
      GRANT SELECT (person_id), UPDATE (person_id) ON ${table} TO mawa_gate;
      CREATE POLICY ${table}_joined_by_the_gate ON ${table} FOR UPDATE TO mawa_gate USING (true) WITH CHECK (true);`,
      ).join('')}
      ALTER FUNCTION person_is_known() OWNER TO mawa_gate;
      ALTER TABLE booking_people DROP CONSTRAINT booking_people_one_person_once;
      ALTER TABLE booking_people ADD CONSTRAINT booking_people_one_person_once
        EXCLUDE USING gist ((coalesce(person_id, case_id)) WITH =, nights WITH &&) WHERE (state <> 'void');
      DROP INDEX booking_people_one_active, request_people_one_open;
      CREATE UNIQUE INDEX booking_people_one_active ON booking_people ((coalesce(person_id, case_id))) WHERE state IN ('hold', 'promised', 'stay');
      CREATE UNIQUE INDEX request_people_one_open ON request_people ((coalesce(person_id, case_id))) WHERE state = 'open';

      -- Asked with the eyes of whoever writes: of a file they do not see they learn nothing here.
      CREATE FUNCTION file_takes_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND merged_into IS NOT NULL) THEN
          RAISE EXCEPTION 'this file was joined to another' USING ERRCODE = '23514', CONSTRAINT = 'file_was_joined';
        END IF;
        RETURN NEW;
      END $$;
      ${TAKES_NO_MORE.map(
        (table) => `
      CREATE TRIGGER ${table}_take_no_more BEFORE INSERT ON ${table} FOR EACH ROW
        WHEN (NEW.case_id IS NOT NULL) EXECUTE FUNCTION file_takes_no_more();`,
      ).join('')}
      CREATE TRIGGER consents_take_no_more BEFORE INSERT ON consents FOR EACH ROW
        WHEN (NEW.decision = 'given') EXECUTE FUNCTION file_takes_no_more();

      ALTER TABLE case_corrections DROP CONSTRAINT case_corrections_why_check;
      ALTER TABLE case_corrections ADD CONSTRAINT case_corrections_why_check
        CHECK (why IN ('mistake', 'changed', 'person_asked', 'merged'));
      DROP TRIGGER case_version_has_its_row ON cases;
      CREATE CONSTRAINT TRIGGER case_version_has_its_row AFTER UPDATE OF version ON cases
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.version > OLD.version) EXECUTE FUNCTION case_version_has_its_row();

      -- For a period that is closed people are as they were when it was closed; else as they are now.
      CREATE FUNCTION mawa_merged(p_until date) RETURNS TABLE (case_id uuid, person_id uuid) LANGUAGE sql STABLE AS $$
        WITH RECURSIVE closing AS (SELECT min(c.closed_at) AS at FROM closed_periods c WHERE c.until_day >= p_until - 1),
        edges AS (
          SELECT m.case_id, m.into_id FROM case_merges m, closing
           WHERE CASE WHEN closing.at IS NULL THEN m.undone_at IS NULL
                      ELSE m.at < closing.at AND (m.undone_at IS NULL OR m.undone_at >= closing.at) END),
        up AS (
          SELECT e.case_id, e.into_id FROM edges e
          UNION SELECT up.case_id, e.into_id FROM up JOIN edges e ON e.case_id = up.into_id)
        SELECT up.case_id, up.into_id FROM up WHERE NOT EXISTS (SELECT 1 FROM edges e WHERE e.case_id = up.into_id) $$;
    `);
  }

  /** Whoever has access to one file of a person has it to all; what hides one hides all. */
  private async access(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE case_access ADD COLUMN mirror_of uuid REFERENCES case_access (id) ON DELETE CASCADE;
      DROP INDEX case_access_once;
      CREATE UNIQUE INDEX case_access_once ON case_access (case_id, principal_id, reason, source_id) NULLS NOT DISTINCT
        WHERE until_at IS NULL AND mirror_of IS NULL;
      CREATE UNIQUE INDEX case_access_mirrored_once ON case_access (mirror_of, case_id) WHERE mirror_of IS NOT NULL;

      CREATE FUNCTION access_is_of_the_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, from_at, until_at, given_by, mirror_of)
          SELECT f, NEW.principal_kind, NEW.principal_id, NEW.reason, NEW.parts, NEW.source_id, NEW.from_at, NEW.until_at, NEW.given_by, NEW.id
            FROM mawa_files(NEW.case_id) f WHERE f <> NEW.case_id;
        ELSE
          UPDATE case_access SET until_at = NEW.until_at WHERE mirror_of = NEW.id AND until_at IS DISTINCT FROM NEW.until_at;
        END IF;
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION access_is_of_the_person() FROM PUBLIC;
      CREATE TRIGGER access_is_of_the_person AFTER INSERT OR UPDATE OF until_at ON case_access FOR EACH ROW
        WHEN (NEW.mirror_of IS NULL) EXECUTE FUNCTION access_is_of_the_person();
      ALTER FUNCTION access_is_of_the_person() OWNER TO mawa_gate;
    `);
  }

  private async gate(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT INSERT ON family_members TO mawa_gate;
      GRANT SELECT (field, sealed, sealed_at), INSERT, UPDATE (sealed, sealed_at) ON case_seals TO mawa_gate;
      GRANT SELECT (id, version, why), DELETE ON case_corrections TO mawa_gate;
      GRANT DELETE ON tasks TO mawa_gate;
      GRANT SELECT (task_id) ON task_changes TO mawa_gate;
      CREATE POLICY case_corrections_parted_by_the_gate ON case_corrections FOR DELETE TO mawa_gate USING (true);
      CREATE POLICY tasks_parted_by_the_gate ON tasks FOR DELETE TO mawa_gate USING (true);
      CREATE POLICY task_changes_for_the_gate ON task_changes FOR SELECT TO mawa_gate USING (true);

      -- Those who answer for both, and whose role joins files.
      CREATE FUNCTION mawa_may_join(p_one uuid, p_other uuid) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT mawa_has_role('reintegration_officer', 'case_supervisor') OR NOT mawa_holds_fully(p_one) OR NOT mawa_holds_fully(p_other) THEN
          RAISE EXCEPTION 'this actor does not answer for both files' USING ERRCODE = '42501';
        END IF;
        IF EXISTS (SELECT 1 FROM erasures WHERE case_id IN (SELECT mawa_files(p_one) UNION SELECT mawa_files(p_other))
             AND done_at IS NULL AND decision IS DISTINCT FROM 'refused') THEN
          RAISE EXCEPTION 'an erasure was asked for' USING ERRCODE = '23514', CONSTRAINT = 'joined_while_erased';
        END IF;
      END $$;

      -- Answers the id of the file that was joined; null where somebody was first.
      CREATE FUNCTION join_files(p_id uuid, p_pair uuid, p_into uuid, p_why text) RETURNS uuid
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_pair record; v_from uuid; v_case uuid; v_families uuid[]; v_closed uuid[]; v_opened uuid[];
      BEGIN
        SELECT p.case_id, p.other_id, p.state INTO v_pair FROM duplicate_pairs p WHERE p.id = p_pair FOR UPDATE;
        IF NOT FOUND OR NOT mawa_holds_fully(v_pair.case_id) OR NOT mawa_holds_fully(v_pair.other_id) THEN
          RAISE EXCEPTION 'this actor does not answer for both files' USING ERRCODE = '42501';
        END IF;
        IF v_pair.state <> 'proposed' THEN RETURN NULL; END IF;
        IF p_into NOT IN (mawa_person(v_pair.case_id), mawa_person(v_pair.other_id)) THEN
          RAISE EXCEPTION 'no file of this pair' USING ERRCODE = '42501';
        END IF;
        FOR v_case IN SELECT f FROM (SELECT mawa_files(v_pair.case_id) UNION SELECT mawa_files(v_pair.other_id)) x (f) ORDER BY f LOOP
          PERFORM mawa_access_turn(v_case);
        END LOOP;
        v_from := CASE p_into WHEN mawa_person(v_pair.case_id) THEN mawa_person(v_pair.other_id) ELSE mawa_person(v_pair.case_id) END;
        IF v_from = p_into THEN RETURN NULL; END IF;
        PERFORM mawa_may_join(v_from, p_into);
        PERFORM 1 FROM consent_standing a JOIN consent_standing b ON b.purpose = a.purpose AND b.recipient_id IS NOT DISTINCT FROM a.recipient_id
          WHERE a.case_id IN (SELECT mawa_files(v_from)) AND b.case_id IN (SELECT mawa_files(p_into)) AND a.given <> b.given
            AND EXISTS (SELECT 1 FROM shares s WHERE s.case_id IN (a.case_id, b.case_id) AND s.purpose = a.purpose
                  AND s.recipient_id = a.recipient_id AND s.closed_at IS NULL);
        IF FOUND THEN
          RAISE EXCEPTION 'one file shares what the other refused' USING ERRCODE = '23514', CONSTRAINT = 'joined_consents_differ';
        END IF;

        INSERT INTO case_merges (id, case_id, into_id, pair_id, why) VALUES (p_id, v_from, p_into, p_pair, p_why);
        INSERT INTO case_merge_before (merge_id, case_id, facts)
        SELECT p_id, c.id, to_jsonb(f) FROM cases c CROSS JOIN LATERAL (SELECT ${FACTS}) f WHERE c.id = p_into;
        INSERT INTO case_merge_seals (merge_id, field, sealed, sealed_at)
        SELECT p_id, s.field, s.sealed, s.sealed_at FROM case_seals s WHERE s.case_id = p_into;
        UPDATE cases SET merged_into = p_into WHERE id IN (SELECT mawa_files(v_from));
        ${PERSON_TABLES.map((table) => `UPDATE ${table} t SET person_id = p_into WHERE ${PERSON('t')} = v_from;`).join('\n        ')}
        WITH added AS (
          INSERT INTO family_members (family_id, case_id, relation)
          SELECT f.family_id, p_into, f.relation FROM family_members f WHERE f.case_id = v_from ON CONFLICT DO NOTHING RETURNING family_id)
        SELECT array_agg(family_id) INTO v_families FROM added;

        WITH closed AS (
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
           WHERE case_id = v_from AND done_at IS NULL AND (kind IN ${MOVES} OR kind IN ${ENDS}) RETURNING *),
        opened AS (
          INSERT INTO tasks (kind, case_id, subject_id, for_role, for_user, due_at)
          SELECT kind, p_into, subject_id, for_role, for_user, due_at FROM closed WHERE kind IN ${MOVES} ON CONFLICT DO NOTHING RETURNING id),
        told AS (
          INSERT INTO tasks (kind, case_id, subject_id, for_user, due_at)
          SELECT 'files_joined', p_into, p_id, a, mawa_now() + make_interval(days => mawa_setting('duplicate_review_days')::integer)
            FROM (SELECT mawa_answering(v_from) UNION SELECT mawa_answering(p_into)) x (a) WHERE a <> mawa_actor()
          ON CONFLICT DO NOTHING RETURNING id)
        SELECT (SELECT array_agg(id) FROM closed), (SELECT array_agg(id) FROM (SELECT id FROM opened UNION ALL SELECT id FROM told) o)
          INTO v_closed, v_opened;
        UPDATE case_merges SET families = coalesce(v_families, '{}'), closed_tasks = coalesce(v_closed, '{}'),
          opened_tasks = coalesce(v_opened, '{}') WHERE id = p_id;

        FOR v_case IN SELECT p.id FROM duplicate_pairs p WHERE p.state = 'proposed' AND mawa_same(p.case_id, p.other_id) LOOP
          PERFORM duplicate_becomes(v_case, 'merged', p_why);
        END LOOP;
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, from_at, until_at, given_by, mirror_of)
        SELECT f, a.principal_kind, a.principal_id, a.reason, a.parts, a.source_id, a.from_at, a.until_at, a.given_by, a.id
          FROM mawa_files(p_into) f JOIN case_access a ON a.case_id IN (SELECT mawa_files(p_into)) AND a.case_id <> f
         WHERE a.mirror_of IS NULL AND (a.until_at IS NULL OR a.until_at > mawa_now())
        ON CONFLICT DO NOTHING;
        PERFORM mawa_must_keep_a_holder(p_into);
        IF mawa_restricted(p_into) THEN PERFORM mawa_must_name_a_manager(p_into); END IF;
        RETURN v_from;
      END $$;

      -- Apart again, as before: the pointer goes, and with it what joining had written. What was corrected or
      -- written since stays where it was written. Answers false where somebody was first.
      CREATE FUNCTION part_files(p_merge uuid, p_why text) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_merge record; v_apart uuid[]; v_case uuid; v_correction record; v_before jsonb;
      BEGIN
        SELECT m.* INTO v_merge FROM case_merges m WHERE m.id = p_merge FOR UPDATE;
        IF NOT FOUND THEN RAISE EXCEPTION 'no such files' USING ERRCODE = '42501'; END IF;
        IF v_merge.undone_at IS NOT NULL AND (mawa_holds_fully(v_merge.case_id) OR mawa_holds_fully(v_merge.into_id)) THEN
          RETURN false;
        END IF;
        FOR v_case IN SELECT mawa_files(v_merge.case_id) f ORDER BY f LOOP
          PERFORM mawa_access_turn(v_case);
        END LOOP;
        PERFORM mawa_may_join(v_merge.case_id, v_merge.into_id);
        UPDATE case_merges SET undone_by = mawa_actor(), undone_at = mawa_now(), undone_why = p_why WHERE id = p_merge;
        v_apart := ARRAY(WITH RECURSIVE apart AS (
          SELECT v_merge.case_id AS id UNION
          SELECT m.case_id FROM apart JOIN case_merges m ON m.into_id = apart.id AND m.undone_at IS NULL)
          SELECT id FROM apart);

        UPDATE cases SET merged_into = nullif(v_merge.case_id, id) WHERE id = ANY (v_apart);
        ${PERSON_TABLES.map((table) => `UPDATE ${table} SET person_id = nullif(v_merge.case_id, case_id) WHERE case_id = ANY (v_apart);`).join('\n        ')}
        DELETE FROM family_members WHERE case_id = v_merge.into_id AND family_id = ANY (v_merge.families);
        DELETE FROM case_access m USING case_access o
         WHERE o.id = m.mirror_of AND (m.case_id = ANY (v_apart)) <> (o.case_id = ANY (v_apart));
        DELETE FROM tasks t WHERE t.id = ANY (v_merge.opened_tasks) AND t.done_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM task_changes h WHERE h.task_id = t.id);
        UPDATE tasks t SET done_at = NULL, done_by = NULL WHERE t.id = ANY (v_merge.closed_tasks)
           AND NOT EXISTS (SELECT 1 FROM tasks n WHERE n.kind = t.kind AND n.case_id = t.case_id AND n.done_at IS NULL
                 AND n.subject_id IS NOT DISTINCT FROM t.subject_id AND n.for_user IS NOT DISTINCT FROM t.for_user);

        -- Facts that were taken over while joining, unless somebody corrected the file since.
        SELECT c.id, c.version INTO v_correction FROM case_corrections c JOIN cases k ON k.id = c.case_id AND k.version = c.version
         WHERE c.case_id = v_merge.into_id AND c.why = 'merged' AND c.at = v_merge.at;
        SELECT b.facts INTO v_before FROM case_merge_before b WHERE b.merge_id = p_merge;
        IF v_correction.id IS NOT NULL AND v_before IS NOT NULL THEN
          UPDATE cases c SET (${FACTS}) = (SELECT ${FACTS} FROM jsonb_populate_record(NULL::cases, v_before)) WHERE c.id = v_merge.into_id;
          DELETE FROM case_seals s WHERE s.case_id = v_merge.into_id AND NOT EXISTS (
            SELECT 1 FROM case_merge_seals b WHERE b.merge_id = p_merge AND b.field = s.field);
          INSERT INTO case_seals (case_id, field, sealed, sealed_at)
          SELECT v_merge.into_id, b.field, b.sealed, b.sealed_at FROM case_merge_seals b WHERE b.merge_id = p_merge
          ON CONFLICT (case_id, field) DO UPDATE SET sealed = excluded.sealed, sealed_at = excluded.sealed_at;
          DELETE FROM case_former_values WHERE correction_id = v_correction.id;
          DELETE FROM case_corrections WHERE id = v_correction.id;
        END IF;
        DELETE FROM case_merge_before WHERE merge_id = p_merge;

        FOR v_case IN SELECT p.id FROM duplicate_pairs p WHERE p.state = 'merged' AND NOT mawa_same(p.case_id, p.other_id) LOOP
          PERFORM duplicate_becomes(v_case, 'proposed', 'undone');
          PERFORM tell_of_duplicates(v_case);
        END LOOP;
        PERFORM mawa_must_keep_a_holder(v_merge.case_id);
        PERFORM mawa_must_keep_a_holder(v_merge.into_id);
        RETURN true;
      END $$;

      -- Who sees one of two joined files only because they are joined; told to those who answer for them.
      CREATE FUNCTION access_by_joining(p_one uuid, p_other uuid) RETURNS TABLE (name text)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM mawa_answers_for(p_one);
        PERFORM mawa_answers_for(p_other);
        RETURN QUERY
          SELECT DISTINCT coalesce(u.name, s.code_name, o.name) AS name FROM case_access m
            LEFT JOIN users u ON m.principal_kind = 'user' AND u.id = m.principal_id
            LEFT JOIN shelters s ON m.principal_kind = 'shelter' AND s.id = m.principal_id
            LEFT JOIN organisations o ON m.principal_kind = 'organisation' AND o.id = m.principal_id
           WHERE m.case_id IN (p_one, p_other) AND m.mirror_of IS NOT NULL AND (m.until_at IS NULL OR m.until_at > mawa_now())
             AND NOT EXISTS (SELECT 1 FROM case_access own WHERE own.case_id = m.case_id AND own.principal_id = m.principal_id
                   AND own.mirror_of IS NULL AND (own.until_at IS NULL OR own.until_at > mawa_now()))
           ORDER BY name;
      END $$;

      -- Which files an erasure takes, for the list that outlives a restore.
      ALTER TABLE erasures ADD COLUMN other_digests bytea[] NOT NULL DEFAULT '{}';
      CREATE FUNCTION files_to_erase(p_erasure uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN CASE WHEN mawa_has_role('case_supervisor') OR mawa_is_system() THEN
          (SELECT mawa_files_of(ARRAY[e.case_id]) FROM erasures e WHERE e.id = p_erasure AND e.decision = 'approved' AND e.done_at IS NULL) END;
      END $$;

      -- What was kept for an undo is identity as well: it goes with the person, who can be parted no more.
      CREATE FUNCTION joins_end_with_their_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM case_merge_before WHERE case_id = OLD.id;
        UPDATE case_merges SET families = '{}' WHERE OLD.id IN (case_id, into_id);
        RETURN NEW;
      END $$;
      CREATE TRIGGER cases_end_their_joins BEFORE UPDATE OF id ON cases FOR EACH ROW
        WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION joins_end_with_their_person();

      REVOKE EXECUTE ON FUNCTION join_files(uuid, uuid, uuid, text), part_files(uuid, text), files_to_erase(uuid), access_by_joining(uuid, uuid),
        joins_end_with_their_person() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION join_files(uuid, uuid, uuid, text), part_files(uuid, text), files_to_erase(uuid), access_by_joining(uuid, uuid) TO mawa_app;
      ALTER FUNCTION join_files(uuid, uuid, uuid, text) OWNER TO mawa_gate;
      ALTER FUNCTION part_files(uuid, text) OWNER TO mawa_gate;
      ALTER FUNCTION files_to_erase(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION access_by_joining(uuid, uuid) OWNER TO mawa_gate;
      ALTER FUNCTION joins_end_with_their_person() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const one of [...REWORDED].reverse()) await queryRunner.query(reword(one, true));
    await queryRunner.query(`
      DROP TRIGGER cases_end_their_joins ON cases;
      DROP FUNCTION joins_end_with_their_person, access_by_joining, files_to_erase, part_files, join_files, mawa_may_join, mawa_merged;
      ALTER TABLE erasures DROP COLUMN other_digests;
      DROP POLICY task_changes_for_the_gate ON task_changes;
      DROP POLICY tasks_parted_by_the_gate ON tasks;
      DROP POLICY case_corrections_parted_by_the_gate ON case_corrections;
      REVOKE SELECT (task_id) ON task_changes FROM mawa_gate;
      REVOKE DELETE ON tasks, case_corrections FROM mawa_gate;
      REVOKE SELECT (id, version, why) ON case_corrections FROM mawa_gate;
      REVOKE SELECT (field, sealed, sealed_at), INSERT, UPDATE (sealed, sealed_at) ON case_seals FROM mawa_gate;
      REVOKE INSERT ON family_members FROM mawa_gate;

      DROP TRIGGER access_is_of_the_person ON case_access;
      DROP FUNCTION access_is_of_the_person;
      DELETE FROM case_access WHERE mirror_of IS NOT NULL;
      DROP INDEX case_access_mirrored_once, case_access_once;
      ALTER TABLE case_access DROP COLUMN mirror_of;
      CREATE UNIQUE INDEX case_access_once ON case_access (case_id, principal_id, reason, source_id) NULLS NOT DISTINCT
        WHERE until_at IS NULL;

      DROP TRIGGER case_version_has_its_row ON cases;
      CREATE CONSTRAINT TRIGGER case_version_has_its_row AFTER UPDATE OF version ON cases
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION case_version_has_its_row();
      ALTER TABLE case_corrections DROP CONSTRAINT case_corrections_why_check;
      ALTER TABLE case_corrections ADD CONSTRAINT case_corrections_why_check
        CHECK (why IN ('mistake', 'changed', 'person_asked'));
      DROP TRIGGER consents_take_no_more ON consents;
      ${TAKES_NO_MORE.map((table) => `DROP TRIGGER ${table}_take_no_more ON ${table};`).join('\n      ')}
      DROP FUNCTION file_takes_no_more;

      DROP INDEX booking_people_one_active, request_people_one_open;
      ALTER TABLE booking_people DROP CONSTRAINT booking_people_one_person_once;
      ALTER TABLE booking_people ADD CONSTRAINT booking_people_one_person_once
        EXCLUDE USING gist (case_id WITH =, nights WITH &&) WHERE (state <> 'void');
      CREATE UNIQUE INDEX booking_people_one_active ON booking_people (case_id) WHERE state IN ('hold', 'promised', 'stay');
      CREATE UNIQUE INDEX request_people_one_open ON request_people (case_id) WHERE state = 'open';
      ${PERSON_TABLES.map(
        (table) => `
      DROP POLICY ${table}_joined_by_the_gate ON ${table};
      DROP TRIGGER ${table}_of_a_person ON ${table};
      ALTER TABLE ${table} DROP COLUMN person_id;`,
      ).join('')}
      DROP FUNCTION person_is_known;
      DROP TRIGGER files_begin_apart ON cases;
      DROP TRIGGER files_are_joined_at_the_gate ON cases;
      DROP FUNCTION files_are_joined_at_the_gate;
      DROP TABLE case_merge_seals, case_merge_before, case_merges;
      DROP FUNCTION mawa_files_of, mawa_files, mawa_same, mawa_person;
      REVOKE SELECT (${FACTS}), UPDATE (${NOT_YET_THE_GATES}) ON cases FROM mawa_gate;
      ALTER TABLE cases DROP COLUMN merged_into;
      DELETE FROM tasks WHERE kind = 'files_joined';
    `);
  }
}
