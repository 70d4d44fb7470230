import { randomUUID } from 'node:crypto';
import { Refusals } from '../../modules/audit';
import { startApp, type TestApp } from '../support/app';

describe('the refusals of one source', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp()));
  afterAll(() => mawa.stop());

  const rows = async (userId: string) =>
    (
      await mawa.admin.query<{ action: string; fields: string[]; count: number }>(
        `SELECT action, fields, count(*)::int AS count FROM audit_log
          WHERE actor_id = $1 AND outcome <> 'done' GROUP BY action, fields ORDER BY count DESC`,
        [userId],
      )
    ).rows;

  it('beyond sixty in a minute are written as one row that counts them', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    for (let n = 0; n < 75; n += 1) await officer.get(`/people/${randomUUID()}`).expect(404);
    const beyond = { action: 'refusals.more', fields: ['count:15'], count: 1 };
    const first = { action: 'GET /people/:id', fields: [], count: 60 };
    expect(await rows(officer.actor.userId)).toEqual([first]);
    await mawa.app.get(Refusals).flush();
    expect(await rows(officer.actor.userId)).toEqual([first, beyond]);
    await mawa.app.get(Refusals).flush();
    expect(await rows(officer.actor.userId)).toEqual([first, beyond]);
  });

  it('stay single rows below the limit', async () => {
    const manager = await mawa.signIn('shelter_manager');
    await manager.get(`/people/${randomUUID()}`).expect(404);
    await mawa.app.get(Refusals).flush();
    expect(await rows(manager.actor.userId)).toEqual([
      { action: 'GET /people/:id', fields: [], count: 1 },
    ]);
  });
});
