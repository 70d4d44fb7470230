import { Client } from 'pg';
import { ensureBackupRole } from '../../modules/platform/database/roles';
import { freshDatabase, type TestDatabase } from '../support/database';

describe('the role for backups, as mawa migrate makes it', () => {
  let database: TestDatabase;
  let backup: Client;

  beforeAll(async () => {
    database = await freshDatabase();
    await ensureBackupRole(database.adminUrl, database.name, 'first word');
    await ensureBackupRole(database.adminUrl, database.name, 'a word');
    const url = new URL(database.adminUrl);
    url.username = 'mawa_backup';
    url.password = 'a word';
    backup = new Client({ connectionString: url.href });
    await backup.connect();
  });

  afterAll(async () => {
    await backup.end();
    const admin = new URL(database.adminUrl);
    admin.pathname = '/postgres';
    await database.drop();
    const client = new Client({ connectionString: admin.href });
    await client.connect();
    await client.query('DROP ROLE mawa_backup');
    await client.end();
  });

  it('signs in with the password that was given last, and passes row-level security', async () => {
    const { rows } = await backup.query(
      'SELECT rolbypassrls AS bypass, rolsuper AS super FROM pg_roles WHERE rolname = current_user',
    );
    expect(rows).toEqual([{ bypass: true, super: false }]);
    await expect(backup.query('SELECT FROM cases')).resolves.toBeDefined();
    await expect(backup.query('SELECT FROM keys.case_keys')).resolves.toBeDefined();
  });

  it.each([
    ['writes no row', 'INSERT INTO cases DEFAULT VALUES'],
    ['changes no row', 'UPDATE cases SET id = id'],
    ['removes no row', 'DELETE FROM audit_log'],
    ['makes no table', 'CREATE TABLE of_its_own ()'],
    ['becomes no other role', 'SET ROLE mawa_owner'],
  ])('%s', async (_, statement) => {
    await expect(backup.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});
