import { asFigures, type Tx } from '../../modules/platform/database/transactions';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** Statements leave before the one before them is answered: their order, and what is said where one fails. */
describe('statements in flight', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    await mawa.admin.query(
      'CREATE TABLE numbers (n int CHECK (n < 1000)); GRANT ALL ON numbers TO mawa_app',
    );
  });
  beforeEach(() => mawa.admin.query('TRUNCATE numbers'));
  afterAll(() => mawa.stop());

  const kept = async (): Promise<number[]> => {
    const { rows } = await mawa.admin.query<{ n: number }>('SELECT n FROM numbers ORDER BY n');
    return rows.map(({ n }) => n);
  };

  it('are executed in the order of asking, whether anybody waits for them or not', async () => {
    const seen = await mawa.transactions.run(officer.actor, async (tx) => {
      tx.execute('INSERT INTO numbers VALUES (1)');
      const first = tx.query<{ n: number }>('SELECT sum(n)::int AS n FROM numbers');
      tx.execute('INSERT INTO numbers VALUES (2)');
      const second = tx.query<{ n: number }>('SELECT sum(n)::int + 0 AS n FROM numbers');
      return (await Promise.all([first, second])).map(([row]) => row!.n);
    });
    expect(seen).toEqual([1, 3]);
    expect(await kept()).toEqual([1, 2]);
  });

  it('keep nothing where one that nobody waits for fails, and say why', async () => {
    const work = mawa.transactions.run(officer.actor, async (tx) => {
      await tx.query('INSERT INTO numbers VALUES (1)');
      tx.execute('INSERT INTO numbers VALUES (1000)');
      return 'done';
    });
    await expect(work).rejects.toMatchObject({ constraint: 'numbers_n_check' });
    expect(await kept()).toEqual([]);
  });

  it('say why the first failed, and not that the transaction has', async () => {
    const work = mawa.transactions.run(officer.actor, async (tx) => {
      tx.execute('INSERT INTO numbers VALUES (1000)');
      await tx.query('INSERT INTO numbers VALUES (2)');
    });
    await expect(work).rejects.toMatchObject({ constraint: 'numbers_n_check' });
    expect(await kept()).toEqual([]);
  });

  it('are undone with work that gives up, and the connection is as new', async () => {
    const refused = mawa.transactions.run(officer.actor, async (tx) => {
      tx.execute('INSERT INTO numbers VALUES (1)');
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    const failed = mawa.transactions.run(officer.actor, (tx) =>
      asFigures(tx, () => tx.query('SELECT 1 / 0')),
    );
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    const role = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT current_user::text AS role'),
    );
    expect(role).toEqual([{ role: 'mawa_app' }]);
    expect(await kept()).toEqual([]);
  });

  it('are refused once the transaction is over', async () => {
    const seen: string[] = [];
    const beside = async (tx: Tx) => {
      await tx.query('SELECT pg_sleep(0.05)');
      await tx.query('INSERT INTO numbers VALUES (7)').catch(({ message }) => seen.push(message));
    };
    let other: Promise<void> | undefined;
    const work = mawa.transactions.run(officer.actor, async (tx) => {
      other = beside(tx);
      await Promise.all([other, Promise.reject(new Error('no'))]);
    });
    await expect(work).rejects.toThrow('no');
    await other;
    expect(seen).toEqual(['the transaction is over']);
    expect(await kept()).toEqual([]);
  });

  it('stay in order where prepared statements are given up for others', async () => {
    await mawa.transactions.run(officer.actor, async (tx) => {
      insertEach(tx, 0, 300, 0);
      insertEach(tx, 0, 300, 300);
    });
    expect(await kept()).toEqual(Array.from({ length: 600 }, (_none, n) => n));
    expect(await preparedInserts()).toBeLessThanOrEqual(250);
  });

  it('give up later what a transaction that failed could not', async () => {
    await mawa.transactions.run(officer.actor, async (tx) => {
      insertEach(tx, 300, 600, 0);
      insertEach(tx, 300, 600, 0);
    });
    const failed = mawa.transactions.run(officer.actor, async (tx) => {
      tx.execute('SELECT 1 / 0');
      insertEach(tx, 600, 620, 0);
      insertEach(tx, 600, 620, 0);
    });
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    await mawa.transactions.run(officer.actor, async (tx) => insertEach(tx, 600, 620, 0));
    expect(await preparedInserts()).toBeLessThanOrEqual(250);
  });

  /** One statement of its own text for each number; each inserts the number and `plus`. */
  function insertEach(tx: Tx, from: number, to: number, plus: number): void {
    for (let n = from; n < to; n += 1)
      tx.execute(`INSERT INTO numbers SELECT ${n} + $2::int WHERE $1::int = ${n}`, [n, plus]);
  }

  /** Those of this test alone: what the application does beside it prepares statements too. */
  async function preparedInserts(): Promise<number> {
    const rows = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query<{ count: number }>(
        "SELECT count(*)::int FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO numbers SELECT %'",
      ),
    );
    return rows[0]!.count;
  }
});
