import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { Tx } from '../../modules/platform/database/transactions';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const ENDS_ITSELF = 'SELECT pg_terminate_backend(pg_backend_pid())';

describe('a connection that breaks', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    // The connection ends after the last statement of the work, while PostgreSQL commits.
    await mawa.admin.query(
      `CREATE TABLE kept (n int);
       GRANT ALL ON kept TO mawa_app;
       CREATE FUNCTION end_at_commit() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
       CREATE CONSTRAINT TRIGGER ends_at_commit AFTER INSERT ON kept DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW WHEN (NEW.n = 1) EXECUTE FUNCTION end_at_commit()`,
    );
  });
  afterAll(() => mawa.stop());

  it('before the commit is replaced, and the work is done on another', async () => {
    let runs = 0;
    await mawa.transactions.run(officer.actor, async (tx: Tx) => {
      runs += 1;
      if (runs === 1) await tx.query(ENDS_ITSELF);
      await tx.query('INSERT INTO kept VALUES (2)');
    });
    expect(runs).toBe(2);
    const { rows } = await mawa.admin.query('SELECT n FROM kept');
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('at the commit is said, and nothing is written a second time', async () => {
    let runs = 0;
    const work = mawa.transactions.run(officer.actor, async (tx: Tx) => {
      runs += 1;
      await tx.query('INSERT INTO kept VALUES (1)');
    });
    await expect(work).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'common.outcome_unknown',
    });
    expect(runs).toBe(1);
  });

  it('between the last statement and the commit, which left together, is said, and nothing is written twice', async () => {
    let runs = 0;
    const work = mawa.transactions.run(officer.actor, async (tx: Tx) => {
      runs += 1;
      const [own] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      // PostgreSQL reads both from its socket after the sleep, whoever still listens then.
      tx.execute('SELECT pg_sleep(0.5)');
      tx.execute('INSERT INTO kept VALUES (3)');
      setTimeout(() => breakConnection(own!.pid), 100);
    });
    await expect(work).rejects.toMatchObject({ code: 'common.outcome_unknown' });
    expect(runs).toBe(1);
    await new Promise((done) => setTimeout(done, 1_000));
    const { rows } = await mawa.admin.query('SELECT n FROM kept WHERE n = 3');
    expect(rows.length).toBeLessThanOrEqual(1);
  });

  /** As a cable that is pulled: the socket of this process ends, and PostgreSQL does not know of it yet. */
  const breakConnection = (pid: number) => {
    const { master } = mawa.app.get(DataSource).driver as unknown as { master: Pool };
    const { _clients: clients } = master as unknown as { _clients: BrokenClient[] };
    clients.find(({ processID }) => processID === pid)!.connection.stream.destroy();
  };
});

interface BrokenClient {
  readonly processID: number;
  readonly connection: { readonly stream: { destroy(): void } };
}
