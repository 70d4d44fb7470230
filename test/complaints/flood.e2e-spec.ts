import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aFocalPoint } from './complaints';

describe('sixty complaints from sixty addresses within an hour', () => {
  let mawa: TestApp;
  let first: SignedIn;
  let second: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { TRUST_PROXY: '127.0.0.1', MAWA_IDLE_MINUTES: '240' } });
    first = await aFocalPoint(mawa);
    second = await aFocalPoint(mawa, 'partner');
    for (let at = 1; at <= 60; at += 1) {
      await mawa
        .http()
        .post('/api/v1/mot')
        .set('x-forwarded-for', `198.51.100.${at}`)
        .send({ text: `Un mot, le ${at}.` })
        .expect(201);
    }
  });
  afterAll(() => mawa.stop());

  const kinds = async (reader: SignedIn): Promise<Record<string, number>> => {
    const { rows } = await mawa.admin.query<{ kind: string; count: number }>(
      `SELECT kind, count(*)::int AS count FROM tasks
        WHERE for_user = $1 AND done_at IS NULL GROUP BY kind ORDER BY kind`,
      [reader.actor.userId],
    );
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  };
  const queue = async (): Promise<string[]> =>
    (
      await mawa.admin.query<{ id: string }>(
        'SELECT id FROM complaints WHERE queued AND handler_id IS NULL',
      )
    ).rows.map(({ id }) => id);

  it('are all kept, with forty tasks for each focal point and one for all the others', async () => {
    const { rows } = await mawa.admin.query('SELECT 1 FROM complaints');
    expect(rows).toHaveLength(60);
    for (const reader of [first, second]) {
      expect(await kinds(reader)).toEqual({ complaint_new: 40, queue_of_complaints: 1 });
    }
    expect((await first.get('/api/v1/complaints').expect(200)).body.queued).toBe(20);
    const { text } = await first.get('/complaints').expect(200);
    expect(text).toContain('Dans la file, sans tâche propre : 20.');
    const { body } = await first.get('/api/v1/tasks').expect(200);
    expect((body.tasks as { kind: string }[]).map(({ kind }) => kind)).toContain(
      'queue_of_complaints',
    );
  });

  it('leave the queue as they are taken in hand, and its task ends with the last', async () => {
    const [one, ...others] = await queue();
    await first.post(`/api/v1/complaints/${one}/steps`, { to: 'acknowledged' }).expect(204);
    expect(await kinds(first)).toMatchObject({ complaint_answer: 1, queue_of_complaints: 1 });
    for (const id of others) {
      await second.post(`/api/v1/complaints/${id}/steps`, { to: 'acknowledged' }).expect(204);
    }
    for (const reader of [first, second]) {
      expect(Object.keys(await kinds(reader))).not.toContain('queue_of_complaints');
    }
    expect((await first.get('/api/v1/complaints').expect(200)).body.queued).toBe(0);
  });

  it('make a task each again an hour later', async () => {
    mawa.clock.advance(61 * 60_000);
    await mawa.http().post('/api/v1/mot').send({ text: 'Plus tard.' }).expect(201);
    expect((await kinds(first)).complaint_new).toBe(41);
  });
});
