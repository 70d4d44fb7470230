import { Client } from 'pg';
import { contents } from '../archive/contents';
import { freshDatabase, type TestDatabase } from '../support/database';

describe('a database that waits for the next test', () => {
  let database: TestDatabase;
  let admin: Client;
  const reset = async (): Promise<boolean> => {
    const { rows } = await admin.query<{ reset: boolean }>('SELECT pristine.reset()');
    return rows[0]!.reset;
  };
  const sequences = async (): Promise<unknown> =>
    (await admin.query('SELECT * FROM pg_sequences WHERE last_value IS NOT NULL ORDER BY 1, 2'))
      .rows;

  beforeEach(async () => {
    database = await freshDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterEach(async () => {
    await admin.end();
    await database.drop();
  });

  it('has the rows and the sequences of the template again, whatever a test did to them, any number of times', async () => {
    const [rows, numbers] = [await contents(database.adminUrl), await sequences()];
    for (const round of [1, 2, 3]) {
      await admin.query(`SET session_replication_role = replica;
        INSERT INTO organisations (code, kind, name, created_at)
          SELECT 'X' || n, 'partner', 'X', '2026-11-24Z' FROM generate_series(1, 50) n;
        INSERT INTO audit_log (lane, at, action, subject_kind, body)
          VALUES (0, '2026-11-24Z', 'x', 'x', '{}');
        UPDATE list_items SET fr = fr || ' ?' WHERE list = 'sex';
        DELETE FROM indicators WHERE code = (SELECT min(code) FROM indicators);
        DELETE FROM survey_questions;
        TRUNCATE report_audiences CASCADE;
        INSERT INTO complaint_kinds SELECT code || '_x', "position" + 100, icon, safeguarding, label, plain, source
          FROM complaint_kinds LIMIT 1;
        SELECT nextval(seqrelid::regclass) FROM pg_sequence;
        RESET session_replication_role`);
      expect([round, await contents(database.adminUrl)]).not.toEqual([round, rows]);
      expect([round, await reset()]).toEqual([round, true]);
      expect([round, await contents(database.adminUrl)]).toEqual([round, rows]);
      expect([round, await sequences()]).toEqual([round, numbers]);
    }
  });

  it.each([
    'ALTER TABLE beds DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE cases DISABLE TRIGGER USER',
    'ALTER TABLE cases ALTER COLUMN sex SET DEFAULT NULL',
    'CREATE TABLE of_a_test ()',
    'DROP VIEW current_access CASCADE',
    'GRANT SELECT ON keys.case_keys TO mawa_figures',
    'DROP POLICY IF EXISTS none ON cases; ALTER FUNCTION mawa_now() STABLE',
  ])('is given up where the schema was changed: %s', async (change) => {
    await admin.query(change);
    expect(await reset()).toBe(false);
  });

  it('is given up where a table has grown large', async () => {
    await admin.query(
      `SET session_replication_role = replica;
       INSERT INTO organisations (code, kind, name, created_at)
         SELECT 'X' || n, 'partner', repeat('x', 200), '2026-11-24Z' FROM generate_series(1, 20000) n`,
    );
    expect(await reset()).toBe(false);
  });

  it('is kept where a table of a session alone was made', async () => {
    await admin.query('CREATE TEMPORARY TABLE of_a_session (id int)');
    expect(await reset()).toBe(true);
  });
});
