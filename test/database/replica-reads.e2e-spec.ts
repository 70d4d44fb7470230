import { DataSource } from 'typeorm';
import { ReplicaReads } from '../../modules/platform/database/replica';
import type { Tx } from '../../modules/platform/database/transactions';
import { registry } from '../../modules/platform/metrics';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const TIME = { offsetMinutes: 0, nightStartsAt: 12 };
const NOWHERE = 'postgresql://mawa_app:none@127.0.0.1:1/mawa';

const readsBy = async (outcome: string): Promise<number> => {
  const metric = await registry.getSingleMetric('mawa_replica_reads_total')!.get();
  return metric.values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
};

describe('a long read', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  const made: ReplicaReads[] = [];
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(async () => {
    for (const reads of made) await reads.onApplicationShutdown();
    await mawa.stop();
  });

  const readsOn = (url: string | null): ReplicaReads => {
    const primary = { transactions: mawa.transactions, source: mawa.app.get(DataSource) };
    const settings = url === null ? null : { url, pool: 2, lagMs: 500 };
    const reads = new ReplicaReads(primary, settings, mawa.clock, TIME);
    made.push(reads);
    return reads;
  };
  const userIn = async (tx: Tx) => {
    const [row] = await tx.query<{ id: string; name: string }>(
      `SELECT mawa_actor() AS id, current_setting('application_name') AS name`,
    );
    return row!;
  };

  it('is answered by the primary where no replica is set, and counts as none', async () => {
    const before = await readsBy('unreachable');
    const read = await readsOn(null).run('a test', officer.actor, userIn);
    expect(read.id).toBe(officer.actor.userId);
    expect(await readsBy('unreachable')).toBe(before);
    expect(await readsOn(null).lagSeconds()).toBeNull();
  });

  it('is answered by the primary where the replica does not answer, which is asked once in a while', async () => {
    const reads = readsOn(NOWHERE);
    const before = await readsBy('unreachable');
    for (let n = 0; n < 3; n += 1) {
      const read = await reads.run('a test', officer.actor, userIn);
      expect(read.id).toBe(officer.actor.userId);
    }
    expect((await readsBy('unreachable')) - before).toBe(3);
    expect(await reads.lagSeconds()).toBeNull();
  });

  it('is answered by the primary where the replica is a primary', async () => {
    const reads = readsOn(mawa.database.appUrl);
    const before = await readsBy('promoted');
    expect((await reads.run('a test', officer.actor, userIn)).id).toBe(officer.actor.userId);
    expect((await readsBy('promoted')) - before).toBe(1);
    expect(await reads.lagSeconds()).toBeNull();
  });

  it('writes nothing, on the primary either', async () => {
    const write = readsOn(null).run('a test', officer.actor, (tx) =>
      tx.query('UPDATE users SET language = language WHERE id = mawa_actor()'),
    );
    await expect(write).rejects.toMatchObject({ code: '25006' });
  });

  it('sees one instant, whatever is committed meanwhile', async () => {
    const counts = await readsOn(null).run('a test', officer.actor, async (tx) => {
      const count = () => tx.query<{ n: number }>('SELECT count(*)::int AS n FROM rate_limits');
      const first = await count();
      await mawa.admin.query(
        `INSERT INTO rate_limits (key, points, expire) VALUES ('a test of replica reads', 1, 1)`,
      );
      return [first, await count()];
    });
    expect(counts[1]).toEqual(counts[0]);
  });

  it('whose work fails is not read again, and its error is thrown', async () => {
    let runs = 0;
    const read = readsOn(null).run('a test', officer.actor, () => {
      runs += 1;
      return Promise.reject(new Error('of the work'));
    });
    await expect(read).rejects.toThrow('of the work');
    expect(runs).toBe(1);
  });
});
