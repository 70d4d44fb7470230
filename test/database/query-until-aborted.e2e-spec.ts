import { queryUntilAborted } from '../../modules/platform/database/query-until-aborted';
import type { Tx } from '../../modules/platform/database/transactions';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { DataSource } from 'typeorm';

describe('a statement whose answer nobody waits for any more', () => {
  let mawa: TestApp;
  let source: DataSource;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    source = mawa.app.get(DataSource);
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const sleepUntil = (tx: Tx, seconds: number, signal: AbortSignal) =>
    queryUntilAborted(source, tx, signal, () => tx.query('SELECT pg_sleep($1)', [seconds]));

  it('fails at once, and its transaction is rolled back', async () => {
    const ending = new AbortController();
    const begun = Date.now();
    const asked = mawa.transactions.run(officer.actor, (tx) => sleepUntil(tx, 30, ending.signal));
    setTimeout(() => ending.abort(), 50);
    await expect(asked).rejects.toMatchObject({ code: '57014' });
    expect(Date.now() - begun).toBeLessThan(2_000);
  });

  it('is not even sent after the signal', async () => {
    await expect(
      mawa.transactions.run(officer.actor, (tx) => sleepUntil(tx, 30, AbortSignal.abort())),
    ).rejects.toThrow(/aborted/);
  });

  it('leaves what its connection does afterwards alone, whenever the cancel comes', async () => {
    // Aborted at the very end of the statement, before it and after it: what follows on the connection is never hit.
    const ended = { answered: 0, cancelled: 0 };
    for (let n = 0; n < 60; n += 1) {
      const ending = new AbortController();
      setTimeout(() => ending.abort(), n % 6);
      await mawa.transactions.run(officer.actor, async (tx) => {
        await tx.query('SAVEPOINT before');
        const end = await sleepUntil(tx, 0.003, ending.signal).then(
          () => 'answered' as const,
          () => 'cancelled' as const,
        );
        ended[end] += 1;
        await tx.query('ROLLBACK TO SAVEPOINT before');
        await tx.query('SELECT pg_sleep(0.01)');
      });
      await mawa.transactions.run(officer.actor, (tx) => tx.query('SELECT pg_sleep(0.002)'));
    }
    expect(ended.answered + ended.cancelled).toBe(60);
    expect(Math.min(ended.answered, ended.cancelled)).toBeGreaterThan(0);
  });
});
