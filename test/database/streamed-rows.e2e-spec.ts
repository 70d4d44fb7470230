import { startApp, type SignedIn, type TestApp } from '../support/app';

const ROWS = 5_000;
const numbers = {
  result: null,
  select: { sql: `SELECT n FROM generate_series(1, ${ROWS}) n ORDER BY n`, params: [] },
};

describe('the rows of a streamed cursor', () => {
  let mawa: TestApp;
  let reader: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    reader = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const openTransactions = async (): Promise<number> => {
    const { rows } = await mawa.admin.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM pg_stat_activity
        WHERE datname = current_database() AND usename = 'mawa_app' AND state = 'idle in transaction'`,
    );
    return rows[0]!.open;
  };
  const readToTheEnd = async (next: (count: number) => Promise<(string | null)[][]>) => {
    const all: string[] = [];
    for (;;) {
      const rows = await next(1_000);
      if (rows.length === 0) return all;
      all.push(...rows.map(([value]) => value!));
    }
  };

  it('are all there for a slow reader, after the transaction was closed', async () => {
    const { rows } = await mawa.transactions.streamCursor(
      reader.actor,
      () => Promise.resolve(numbers),
      50,
    );
    const first = await rows.next(10);
    expect(await openTransactions()).toBe(1);
    while ((await openTransactions()) > 0) await new Promise((done) => setTimeout(done, 20));
    const rest = await readToTheEnd(rows.next);
    await rows.close();
    expect([...first.map(([value]) => value), ...rest]).toEqual(
      Array.from({ length: ROWS }, (_none, index) => String(index + 1)),
    );
  });

  it('end with the reader who goes away: nothing stays open', async () => {
    const { rows } = await mawa.transactions.streamCursor(reader.actor, () =>
      Promise.resolve(numbers),
    );
    await rows.next(10);
    await rows.close();
    expect(await openTransactions()).toBe(0);
    expect(await rows.next(10)).toEqual([]);
  });

  it('are read alone: nothing can be written in that transaction', async () => {
    const writing = mawa.transactions.streamCursor(reader.actor, async (tx) => {
      await tx.query(`UPDATE users SET language = 'ar' WHERE id = $1`, [reader.actor.userId]);
      return numbers;
    });
    await expect(writing).rejects.toMatchObject({ code: '25006' });
    expect(await openTransactions()).toBe(0);
  });
});
