import { Client } from 'pg';
import { freshDatabase } from '../support/database';

describe('A database of one’s own', () => {
  it('is there at once, apart from every other, and gone when dropped', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect(one.name).not.toBe(two.name);
    const client = new Client({ connectionString: one.appUrl });
    await client.connect();
    const { rows } = await client.query(
      'SELECT current_user::text AS me, current_database() AS at',
    );
    expect(rows).toEqual([{ me: 'mawa_app', at: one.name }]);
    // Whatever connects as the runtime role, psql too, holds a connection no longer than the application does.
    const { rows: limit } = await client.query('SHOW statement_timeout');
    expect(limit).toEqual([{ statement_timeout: '1min' }]);
    await client.query(`SET statement_timeout = '50ms'`);
    await expect(client.query('SELECT pg_sleep(1)')).rejects.toMatchObject({ code: '57014' });
    await client.end();
    await Promise.all([one.drop(), two.drop()]);
    const gone = new Client({ connectionString: one.appUrl });
    await expect(gone.connect()).rejects.toThrow(/does not exist/);
  });
});
