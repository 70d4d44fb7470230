import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aCall, aLine, endCall, type TestLine } from './hotline';

const NUMBER = '06 99 88 77 66';
const SAFE = {
  when: 'avant 14 h',
  who: 'elle seule',
  say: 'La couturière, pour la robe',
  dueAt: '2026-11-25T09:00:00Z',
};
const back = (id: string) => `/api/v1/hotline/call-backs/${id}`;

describe('calling somebody back', () => {
  let mawa: TestApp;
  let line: TestLine;
  let stranger: TestLine;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    line = await aLine(mawa);
    stranger = await aLine(mawa);
  });
  afterAll(() => mawa.stop());
  afterEach(() => at('2026-11-24T23:10:00Z'));

  async function at(instant: string) {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  }
  async function aCallBack(more: object = {}): Promise<string> {
    const call = await aCall(line.operator, { type: 'emergency', language: 'fra', number: NUMBER });
    const { body } = await line.operator
      .post(`/api/v1/hotline/calls/${call}/call-backs`, { ...SAFE, sameNumber: true, ...more })
      .expect(201);
    await endCall(line.operator, call, 'call_back');
    return body.id;
  }
  const tasksOf = async (who: SignedIn, id: string) => {
    const { rows } = await mawa.admin.query<{ dueAt: Date; done: boolean }>(
      `SELECT due_at AS "dueAt", done_at IS NOT NULL AS done FROM tasks WHERE kind = 'call_back' AND subject_id = $1`,
      [id],
    );
    const seen = await mawa.transactions.run(who.actor, (tx) =>
      tx.query('SELECT 1 FROM tasks WHERE subject_id = $1', [id]),
    );
    return { tasks: rows, seen: seen.length };
  };

  it('is a task of the line with its hour; the number of the call is not typed again', async () => {
    const id = await aCallBack();
    expect(await tasksOf(line.colleague, id)).toEqual({
      tasks: [{ dueAt: new Date('2026-11-25T09:00:00Z'), done: false }],
      seen: 1,
    });
    expect((await tasksOf(stranger.operator, id)).seen).toBe(0);
    const { body } = await line.colleague.get('/api/v1/hotline/call-backs').expect(200);
    expect(body).toHaveLength(1);
    expect(body[0]).toMatchObject({ id, language: 'fra', isDue: false, attempts: [] });
    expect(JSON.stringify(body)).not.toMatch(/couturière|99887766|elle seule/);
    await at('2026-11-25T09:00:00Z');
    expect(
      (await line.colleague.get('/hotline/call-backs').expect(200)).text.includes('C’est l’heure'),
    ).toBe(true);
    await at('2026-11-25T11:20:00Z');
    for (const path of ['/hotline/call-backs', `/hotline/call-backs/${id}`, '/']) {
      const { text } = await line.colleague.get(path).expect(200);
      expect(text.replaceAll('\u00a0', ' ')).toContain('En retard de 2 heures');
    }
    expect(
      (await line.operator.get('/tasks').expect(200)).text.includes('Rappeler une personne'),
    ).toBe(true);
  });

  it('the number shows by a press of whoever calls, with what to mind, and that is recorded', async () => {
    const id = await aCallBack();
    const page = await line.colleague.get(`/hotline/call-backs/${id}`).expect(200);
    expect(page.text.includes('99887766')).toBe(false);
    const shown = await line.colleague.submit(`/hotline/call-backs/${id}/number`, {}).expect(200);
    expect(shown.text.includes('+212699887766')).toBe(true);
    expect(shown.text.includes('La couturière, pour la robe')).toBe(true);
    const { body } = await line.operator.post(`${back(id)}/number`).expect(200);
    expect(body).toEqual({
      number: '+212699887766',
      when: 'avant 14 h',
      who: 'elle seule',
      say: 'La couturière, pour la robe',
    });
    const { rows } = await mawa.admin.query(
      `SELECT actor_id AS by, fields FROM audit_log WHERE action = 'call_backs.show' AND $1 = ANY (subject_ids) ORDER BY seq`,
      [id],
    );
    expect(rows.map(({ by }) => by)).toEqual([
      line.colleague.actor.userId,
      line.operator.actor.userId,
    ]);
  });

  it('not to another line, a supervisor, an officer or a house; nor behind the first wall', async () => {
    const id = await aCallBack();
    await stranger.operator.get(back(id)).expect(404);
    await stranger.operator.post(`${back(id)}/number`).expect(404);
    await stranger.operator.post(`${back(id)}/attempts`, { outcome: 'reached' }).expect(404);
    await line.supervisor.get(back(id)).expect(200);
    await line.supervisor.post(`${back(id)}/number`).expect(403);
    await line.supervisor.post(`${back(id)}/attempts`, { outcome: 'reached' }).expect(403);
    await line.officer.get(back(id)).expect(403);
    const keys = (who: SignedIn) =>
      mawa.transactions.run(who.actor, (tx) =>
        tx.query(`SELECT 1 FROM keys.record_keys WHERE kind = 'call_back' AND record_id = $1`, [
          id,
        ]),
      );
    expect((await keys(line.colleague)).length).toBe(1);
    expect((await keys(stranger.operator)).length).toBe(0);
    expect((await keys(line.officer)).length).toBe(0);
  });

  it('each attempt is a row; nobody answered moves the hour and the task, reached ends both', async () => {
    const id = await aCallBack();
    await at('2026-11-25T09:00:00Z');
    const none = await line.colleague.post(`${back(id)}/attempts`, { outcome: 'no_answer' });
    expect([none.status, none.body]).toEqual([201, { closed: false }]);
    expect((await tasksOf(line.operator, id)).tasks).toEqual([
      { dueAt: new Date('2026-11-25T10:00:00Z'), done: false },
    ]);
    await at('2026-11-25T10:00:00Z');
    const both = await Promise.all(
      ['premier-essai', 'second-essai'].map((key) =>
        line.operator.post(`${back(id)}/attempts`, { outcome: 'reached' }, key),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { body } = await line.operator.get(back(id)).expect(200);
    expect(body).toMatchObject({ closedWhy: 'reached' });
    expect(body.attempts.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'no_answer',
      'reached',
    ]);
    expect((await tasksOf(line.operator, id)).tasks[0]!.done).toBe(true);
    // Over is over: the number does not show any more.
    const late = await line.operator.post(`${back(id)}/number`);
    expect([late.status, late.body.code]).toEqual([409, 'hotline.call_back_over']);
  });

  it('a sign of danger ends it, and she who calls by herself ends it too', async () => {
    const id = await aCallBack();
    await line.operator.post(`${back(id)}/attempts`, { outcome: 'unsafe' }).expect(201);
    expect((await line.operator.get(back(id))).body.closedWhy).toBe('unsafe');
    const other = await aCallBack();
    await line.operator.delete(back(other)).expect(204);
    expect((await line.operator.get(back(other))).body.closedWhy).toBe('called_again');
  });

  it('without a number, in the past or next year: a sentence beside the field, and no promise', async () => {
    const call = await aCall(line.operator, { type: 'information' });
    const path = `/api/v1/hotline/calls/${call}/call-backs`;
    const refused = async (body: object) => {
      const { status, body: said } = await line.operator.post(path, body);
      return [status, said.code];
    };
    expect(await refused({ ...SAFE, sameNumber: true })).toEqual([422, 'hotline.number_needed']);
    expect(await refused({ ...SAFE, number: 'au café' })).toEqual([422, 'hotline.number']);
    const early = { ...SAFE, number: NUMBER, dueAt: '2026-11-24T20:00:00Z' };
    expect(await refused(early)).toEqual([422, 'hotline.call_back_when']);
    expect(await refused({ ...early, dueAt: '2027-11-24T20:00:00Z' })).toEqual([
      422,
      'hotline.call_back_when',
    ]);
    expect((await refused({ ...early, dueAt: 'demain' }))[0]).toBe(422);
    const form = await line.operator.submit(`/hotline/calls/${call}/call-back`, {
      dueAt: '2026-11-25T10:30',
      number: 'au café',
      say: 'la robe',
    });
    expect(form.status).toBe(422);
    expect(form.text.includes('la robe')).toBe(true);
    await line.operator
      .submit(`/hotline/calls/${call}/call-back`, { dueAt: '2026-11-25T10:30', number: NUMBER })
      .expect(303);
    // As the programme's clock shows it: that of UTC here.
    const { rows } = await mawa.admin.query('SELECT due_at FROM call_backs WHERE call_id = $1', [
      call,
    ]);
    expect(rows).toEqual([{ due_at: new Date('2026-11-25T10:30:00Z') }]);
  });
});
