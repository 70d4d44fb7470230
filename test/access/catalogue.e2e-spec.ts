import { Client } from 'pg';
import { freshDatabase, type TestDatabase } from '../support/database';
import listed from './definer-functions.json';

/** What asks who acts: the actor, their role, what they reach, or the secret that they hold. */
const ASKS =
  /\b(?:projects_read|project_sittings_read|linked_report|silent_cases|caseloads_to_hand_over|actor_reach|mawa_(actor|nobody_acts|has_role|is_system|manages_accounts|principals|reaches|sees|holds_fully|answers_for|hidden_cases|may_\w+|complaints_seen|number|link|linked|partner_organisation|reads_network|keeps_network|undoes_import))\s*\(/;

interface DefinerFunction {
  readonly name: string;
  readonly body: string;
  readonly fixedPath: boolean;
  readonly open: boolean;
  readonly callable: boolean;
  readonly trigger: boolean;
}

const FUNCTIONS = `
  SELECT p.proname AS name, p.prosrc AS body, p.prorettype = 'trigger'::regtype AS trigger,
         EXISTS (SELECT 1 FROM unnest(p.proconfig) c WHERE c = 'search_path=public, pg_temp') AS "fixedPath",
         has_function_privilege('public', p.oid, 'EXECUTE') AS open,
         EXISTS (SELECT 1 FROM unnest(ARRAY['mawa_app', 'mawa_figures']) r
                  WHERE has_function_privilege(r, p.oid, 'EXECUTE')) AS callable
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE p.prosecdef AND n.nspname IN ('public', 'keys') ORDER BY 1`;

/** Tables of people: of a case, of an account, or of both. */
const ABOUT_PEOPLE = `
  SELECT DISTINCT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'keys') AND NOT c.relrowsecurity
     AND (c.relname = 'users' OR a.attname ~ '(^|_)(case|person|user)_id$'
       OR EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid = 'cases'::regclass))`;

describe('what the catalogue of PostgreSQL says', () => {
  let database: TestDatabase;
  let admin: Client;
  let functions: DefinerFunction[];

  beforeAll(async () => {
    database = await freshDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    ({ rows: functions } = await admin.query<DefinerFunction>(FUNCTIONS));
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const names = (which: (one: DefinerFunction) => boolean): string[] => [
    ...new Set(functions.filter(which).map(({ name }) => name)),
  ];
  const column = async (text: string): Promise<string[]> =>
    (await admin.query<{ name: string }>(text)).rows.map(({ name }) => name);

  describe('of functions that run with the rights of another role', () => {
    it('each has a fixed search path', () => {
      expect(functions.length).toBeGreaterThan(300);
      expect(names(({ fixedPath }) => !fixedPath)).toEqual([]);
    });

    it('none is open to everybody', () => {
      expect(names(({ open }) => open)).toEqual([]);
    });

    // Called by other such functions alone, or by its trigger, after a policy let the statement through.
    it('each that can be called asks who acts, or stands on the list with its reason', () => {
      const silent = names(
        ({ callable, trigger, body }) => callable && !trigger && !ASKS.test(body),
      );
      expect(silent).toEqual(Object.keys(listed).sort());
    });

    it('each reason is a sentence', () => {
      expect(Object.entries(listed).filter(([, reason]) => reason.length < 40)).toEqual([]);
    });
  });

  describe('of tables', () => {
    it('each with row level security has it for its owner too', async () => {
      expect(
        await column(
          `SELECT oid::regclass::text AS name FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity`,
        ),
      ).toEqual([]);
    });

    it('each about a case or an account has row level security', async () => {
      expect(await column(ABOUT_PEOPLE)).toEqual([]);
    });

    it('the search for those without finds one that was opened, so that it can be believed', async () => {
      await admin.query('BEGIN');
      await admin.query('ALTER TABLE memberships DISABLE ROW LEVEL SECURITY');
      await admin.query('ALTER TABLE cases NO FORCE ROW LEVEL SECURITY');
      expect(await column(ABOUT_PEOPLE)).toEqual(['memberships']);
      await admin.query('ROLLBACK');
    });
  });
});
