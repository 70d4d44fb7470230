import { OfficerDay } from '../../modules/plans';
import { aRequest, aShelter, aWoman, inBeds } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { orientation } from '../vocational-training/training';

const day = 86_400_000;

describe('the day and the caseload', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterEach(() => mawa.stop());

  const person = async (of = officer): Promise<string> => {
    const { body } = await of.post('/api/v1/people', { people: [{}] }).expect(201);
    return body.cases[0].id;
  };
  const task = (caseId: string, from: number, subject: string | null = null) =>
    mawa.transactions.run(officer.actor, (tx) =>
      tx.query(`SELECT add_task('visit', $1, $2, 'reintegration_officer', NULL, $3)`, [
        caseId,
        subject,
        new Date(mawa.clock.now().getTime() + from),
      ]),
    );

  it('shows on one page who is late, what is today, what comes and whose stay ends', async () => {
    const shelter = await aShelter(mawa, { A: { beds: 2 } });
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelter.id] });
    const { id, caseIds } = await aRequest(mawa, officer, [aWoman()], { nights: 5 });
    const path = `/api/v1/bed-requests/${id}`;
    const placements = inBeds(caseIds, shelter.rooms.A!.beds);
    await officer.post(`${path}/holds`, { placements }).expect(201);
    await officer.post(`${path}/promise`).expect(201);
    await manager.post(`${path}/check-in`).expect(201);
    await task(caseIds[0]!, -day);
    await task(await person(), 60_000);
    await task(await person(), 2 * day);
    await task(await person(), 10 * day);
    const { body } = await officer.get('/api/v1/day').expect(200);
    expect(body).toMatchObject({
      counts: { overdue: 1, today: 1, coming: 3 },
      overdue: [{ caseId: caseIds[0] }],
      dueToday: [{ kind: 'visit' }],
      coming: [{ kind: 'person_arrived', caseId: caseIds[0] }, { kind: 'visit' }],
      entries: [{ caseId: caseIds[0], day: '2026-11-29', text: 'Fin de séjour prévue' }],
    });
    expect(body.week.map(({ count }: { count: number }) => count)).toEqual([1, 1, 1, 0, 0, 1, 0]);
    const { text } = await officer.get('/').expect(200);
    expect(text).toMatch(/En retard[\s\S]*Aujourd’hui[\s\S]*À venir[\s\S]*Fin de séjour prévue/);
    expect((await manager.get('/').expect(200)).text).toContain('Fin de séjour prévue');
    const stranger = await mawa.signIn('reintegration_officer');
    const hers = await stranger.get('/').expect(200);
    expect(hers.text).toContain('Rien n’est en retard');
    expect(hers.text).not.toContain('Fin de séjour prévue');
  });

  it('groups by person what is late, with a count that is that of the list of tasks', async () => {
    const caseId = await person();
    const other = await person();
    const subject = (n: number) => `00000000-0000-4000-8000-0000000030${n}`;
    await task(other, -3 * day);
    for (let n = 10; n < 20; n += 1) await task(caseId, -2 * day, subject(n));
    await task(other, -day, subject(20));
    const { text } = await officer.get('/').expect(200);
    const late = text.slice(text.indexOf('id="when-overdue"'));
    const section = late.slice(0, late.indexOf('</section>'));
    expect(section).toMatch(/En retard <span class="tag tag--danger">12</);
    // Eight are shown, about two people, each of whom is named once.
    expect(section.match(/<li class="task/g)).toHaveLength(8);
    expect(section.match(/<a class="case-number"/g)).toHaveLength(2);
    expect(section).toContain('<a href="/tasks#when-overdue">Tout voir (12)</a>');
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS late FROM tasks WHERE done_at IS NULL AND due_at < '2026-11-24T00:00Z'`,
    );
    expect(rows).toEqual([{ late: 12 }]);
    const list = await officer.get('/tasks').expect(200);
    expect(list.text).toMatch(/id="when-overdue">En retard <span class="tag tag--danger">12</);
  });

  it('keeps the doors of the house for the other roles', async () => {
    const finance = await mawa.signIn('finance_officer');
    expect((await finance.get('/').expect(200)).text).toContain('Choisissez par où commencer');
    await (await mawa.signIn('partner_viewer')).get('/api/v1/day').expect(403);
  });

  it('asks the database as often for forty tasks as for one', async () => {
    const statements = async () => {
      const before = await asked();
      await mawa.app.get(OfficerDay).of(officer.actor);
      return (await asked()) - before;
    };
    let count = 0;
    const original = mawa.transactions.run.bind(mawa.transactions);
    const spy = jest.spyOn(mawa.transactions, 'run').mockImplementation((actor, work, request) =>
      original(
        actor,
        (tx) =>
          work({
            ...tx,
            query: <T>(sql: string, params?: unknown[]) => {
              count += 1;
              return tx.query<T>(sql, params);
            },
          }),
        request,
      ),
    );
    const asked = async () => count;
    const caseId = await person();
    await task(caseId, 60_000);
    const one = await statements();
    for (let n = 10; n < 49; n += 1) {
      await task(caseId, n * 60_000, `00000000-0000-4000-8000-0000000020${n}`);
    }
    expect(await statements()).toBe(one);
    // Tasks, stays that end, hearings, follow-ups of the year after and at work, interviews that wait.
    expect(one).toBeLessThanOrEqual(11);
    spy.mockRestore();
  });

  it('counts per officer without opening a file; the files shared with the supervisor are shown', async () => {
    const quiet = await mawa.signIn('reintegration_officer');
    const [late, shared] = [await person(), await person()];
    await person(quiet);
    const gone = await person();
    await officer
      .post(`/api/v1/people/${gone}/stages`, { to: 'not_victim', reason: 'assessment' })
      .expect(201);
    await task(late, -day);
    await task(shared, -day);
    await task(shared, -2 * day, '00000000-0000-4000-8000-000000000077');
    await officer
      .post(`/api/v1/people/${shared}/access`, { userId: supervisor.actor.userId })
      .expect(204);
    const load = async () => {
      const { body } = await supervisor.get('/api/v1/caseload').expect(200);
      return Object.fromEntries(
        body.officers.map(({ userId, name: _name, ...counts }: Record<string, unknown>) => [
          userId,
          Object.values(counts),
        ]),
      );
    };
    // Open files, late tasks, without contact, plans waiting.
    expect(await load()).toEqual({
      [officer.actor.userId]: [2, 3, 0, 0],
      [quiet.actor.userId]: [1, 0, 0, 0],
    });
    await mawa.admin.query(
      `INSERT INTO case_restrictions (id, case_id, set_by, set_at, reason)
       VALUES (gen_random_uuid(), $1, $2, '2026-11-24Z', '')`,
      [late, officer.actor.userId],
    );
    expect((await load())[officer.actor.userId]).toEqual([1, 2, 0, 0]);
    await mawa.admin.query('DELETE FROM case_restrictions');
    const { body } = await supervisor.get(`/api/v1/caseload/${officer.actor.userId}`).expect(200);
    expect(body.cases).toMatchObject([{ caseId: shared, overdue: 2, plansWaiting: false }]);
    expect(body.next).toBeNull();
    const { text } = await supervisor.get(`/caseload?officer=${officer.actor.userId}`).expect(200);
    expect(text).toContain(body.cases[0].caseNumber);
    expect(text).not.toContain(late);
    mawa.clock.set('2026-12-26T10:00:00Z');
    supervisor = await mawa.signInAs(supervisor.email);
    expect((await load())[officer.actor.userId]).toEqual([2, 3, 2, 0]);
    // Whoever was met for a training was in contact, though no service is noted.
    const back = await mawa.signInAs(officer.email);
    await back
      .post(`/api/v1/people/${shared}/training/orientations`, orientation({ on: '2026-12-21' }))
      .expect(201);
    expect((await load())[officer.actor.userId]).toEqual([2, 3, 1, 0]);
    const now = await supervisor.get(`/api/v1/caseload/${officer.actor.userId}`).expect(200);
    expect(now.body.cases).toMatchObject([{ caseId: shared, contactOn: '2026-12-21' }]);
  });

  it('is for supervisors of the same organisation alone', async () => {
    await officer.get('/api/v1/caseload').expect(403);
    await officer.get('/caseload').expect(403);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query('SELECT * FROM caseload(NULL, NULL, 10)'),
      ),
    ).rejects.toThrow(/supervisor/);
    const { rows } = await mawa.admin.query(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ('X', 'partner', 'X', '2026-01-01Z') RETURNING id`,
    );
    const elsewhere = await mawa.signIn('case_supervisor', { organisationId: rows[0].id });
    const { body } = await elsewhere.get('/api/v1/caseload').expect(200);
    expect(body.officers).toEqual([]);
  });

  it('goes on to the next page after the last name', async () => {
    for (let n = 0; n < 26; n += 1) await mawa.signIn('reintegration_officer');
    const one = (await supervisor.get('/api/v1/caseload').expect(200)).body;
    const two = (await supervisor.get(`/api/v1/caseload?after=${one.next}`).expect(200)).body;
    expect([one.officers.length, two.officers.length, two.next]).toEqual([25, 2, null]);
    await supervisor.get('/api/v1/caseload?after=nobody').expect(422);
  });

  it('goes on to the next page of one officer’s files, nobody twice and nobody left out', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const people = Array.from({ length: 20 }, () => ({}));
      const { body } = await officer.post('/api/v1/people', { people }).expect(201);
      ids.push(...body.cases.map(({ id }: { id: string }) => id));
    }
    for (const id of ids) {
      const access = { userId: supervisor.actor.userId };
      await officer.post(`/api/v1/people/${id}/access`, access).expect(204);
    }
    await task(ids[7]!, -day);
    const path = `/api/v1/caseload/${officer.actor.userId}`;
    const one = (await supervisor.get(path).expect(200)).body;
    const two = (await supervisor.get(`${path}?after=${one.next}`).expect(200)).body;
    expect([one.cases.length, two.cases.length, two.next]).toEqual([50, 10, null]);
    expect(one.cases[0].caseId).toBe(ids[7]);
    const shown = [...one.cases, ...two.cases].map(({ caseId }: { caseId: string }) => caseId);
    expect(new Set(shown)).toEqual(new Set(ids));
    await supervisor.get(`${path}?after=1_2026-02-31_M-1`).expect(422);
    const { text } = await supervisor.get(`/caseload?officer=${officer.actor.userId}`).expect(200);
    expect(text).toMatch(/files&#x3D;0_2026-11-24_M-[^"]*#files" rel="next"/);
  });
});
