import { startApp, type SignedIn, type TestApp } from '../support/app';

/** 23:10 on 24 November; a day later is 25 November, and so on. */
const hours = (some: number) => new Date(Date.parse('2026-11-24T23:10:00Z') + some * 3_600_000);

describe('what waits to be done', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let colleague: SignedIn;
  let caseId: string;
  let caseNumber: string;
  beforeEach(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('reintegration_officer');
    const { body } = await officer.post('/api/v1/people', { people: [{}] }).expect(201);
    caseId = body.cases[0].id;
    caseNumber = body.cases[0].caseNumber;
  });
  afterEach(() => mawa.stop());

  const open = (
    kind: string,
    due: Date,
    more: { caseId?: string | null; subject?: string; role?: string; user?: string } = {},
  ) =>
    mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT add_task($1, $2, $3, $4, $5, $6)', [
        kind,
        more.caseId === undefined ? caseId : more.caseId,
        more.subject ?? null,
        more.role ?? null,
        more.user ?? null,
        due,
      ]),
    );
  const list = async (reader: SignedIn, query = '') =>
    (await reader.get(`/api/v1/tasks${query}`).expect(200)).body;
  const share = () =>
    officer.post(`/api/v1/people/${caseId}/access`, { userId: colleague.actor.userId }).expect(204);
  const consent = { purpose: 'shelter', decision: 'refused', how: 'oral', language: 'fra' };

  it('is offered to nobody who is kept out of the file, as though they had never held it', async () => {
    const holders = async (who: SignedIn): Promise<string[]> => {
      const rows = await mawa.transactions.run(who.actor, (tx) =>
        tx.query<{ id: string }>('SELECT user_id AS id FROM case_holders($1)', [caseId]),
      );
      return rows.map(({ id }) => id);
    };
    await share();
    expect(new Set(await holders(officer))).toEqual(
      new Set([officer.actor.userId, colleague.actor.userId]),
    );
    const block = { userId: colleague.actor.userId, scope: 'case', reason: 'sa cousine' };
    await officer.post(`/api/v1/people/${caseId}/blocks`, block).expect(201);
    expect(await holders(officer)).toEqual([officer.actor.userId]);
    expect(await holders(colleague)).toEqual([]);
    const task = { caseId, title: 'appeler', dueOn: '2026-11-26', forUserId: block.userId };
    await officer.post('/api/v1/tasks', task).expect(422);
  });

  it('stands in order: late, today, coming, each with the number, the place and the hour', async () => {
    await open('consent', hours(-2), { role: 'reintegration_officer' });
    await open('check_up', hours(0.5), { user: officer.actor.userId });
    await open('visit', hours(24), { role: 'reintegration_officer' });
    await open('far', hours(24 * 30), { role: 'reintegration_officer' });
    const { tasks, counts } = await list(officer);
    expect(tasks).toMatchObject([
      { kind: 'consent', when: 'overdue', caseNumber, path: `/people/${caseId}/consents` },
      { kind: 'check_up', when: 'today', path: `/people/${caseId}` },
      { kind: 'visit', when: 'coming' },
    ]);
    expect(counts).toEqual({ overdue: 1, today: 1, coming: 1 });
    const { text } = await officer.get('/tasks').expect(200);
    expect(text).toMatch(
      /En retard[\s\S]*Recueillir le consentement[\s\S]*Aujourd’hui[\s\S]*À venir/,
    );
    expect(text).toContain(caseNumber);
  });

  it('a task about a person whom one may not see is not there at all', async () => {
    await open('consent', hours(1), { role: 'reintegration_officer' });
    const id = (await list(officer)).tasks[0].id;
    expect(await list(colleague, '?whose=all')).toMatchObject({
      tasks: [],
      counts: { overdue: 0, today: 0, coming: 0 },
    });
    await colleague.get(`/api/v1/tasks/${id}`).expect(404);
    await colleague.get(`/tasks/${id}`).expect(404);
    await colleague.post(`/api/v1/tasks/${id}/taking`).expect(404);
    await colleague
      .post(`/api/v1/tasks/${id}/postponements`, { until: '2026-11-30', reason: 'no_time' })
      .expect(404);
    await share();
    expect((await list(colleague)).tasks).toHaveLength(1);
  });

  it('being named for a task opens no file', async () => {
    await open('visit', hours(1), { user: colleague.actor.userId });
    expect((await list(colleague, '?whose=all')).tasks).toEqual([]);
  });

  it('without a person it is for the role that is named, and for nobody else', async () => {
    await open('finance', hours(1), { caseId: null, role: 'finance_officer' });
    const finance = await mawa.signIn('finance_officer');
    const administrator = await mawa.signIn('administrator');
    expect((await list(finance)).tasks).toMatchObject([{ kind: 'finance', path: '/budget' }]);
    expect((await list(administrator, '?whose=all')).tasks).toEqual([]);
    expect((await list(officer, '?whose=all')).tasks).toEqual([]);
  });

  it('one subject has a task for each of two roles, and each of them once', async () => {
    const subject = '00000000-0000-4000-8000-00000000aaaa';
    for (const role of ['finance_officer', 'programme_officer', 'finance_officer'])
      await open('finance', hours(1), { caseId: null, subject, role });
    for (const role of ['finance_officer', 'programme_officer'] as const) {
      const { tasks } = await list(await mawa.signIn(role));
      expect([role, tasks.map(({ kind }: { kind: string }) => kind)]).toEqual([role, ['finance']]);
    }
  });

  it('partners and donors have no tasks, and auditors none of those who work with people', async () => {
    for (const role of ['partner_viewer', 'donor_viewer'] as const) {
      const reader = await mawa.signIn(role);
      await reader.get('/api/v1/tasks').expect(403);
      await reader.get('/tasks').expect(403);
    }
    await share();
    await open('visit', hours(1), { role: 'reintegration_officer' });
    const auditor = await mawa.signIn('auditor');
    expect((await list(officer)).tasks).toHaveLength(1);
    expect((await list(auditor)).tasks).toEqual([]);
  });

  it('is taken by one of two who press at once; the other is told by whom', async () => {
    await share();
    await open('visit', hours(1), { role: 'reintegration_officer' });
    const id = (await list(officer)).tasks[0].id;
    const answers = await Promise.all([
      officer.post(`/api/v1/tasks/${id}/taking`),
      colleague.post(`/api/v1/tasks/${id}/taking`),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    const mine = await list(officer);
    const hers = await list(colleague);
    expect(mine.tasks.length + hers.tasks.length).toBe(1);
    const winner = answers[0].status === 204 ? officer : colleague;
    await winner.delete(`/api/v1/tasks/${id}/taking`).expect(204);
    expect((await list(colleague)).tasks).toHaveLength(1);
  });

  it('the act itself closes it, and nobody by a word', async () => {
    await open('consent', hours(1), { role: 'reintegration_officer' });
    const id = (await list(officer)).tasks[0].id;
    await officer.post(`/api/v1/tasks/${id}/completion`).expect(409);
    await officer.post(`/api/v1/people/${caseId}/consents`, consent).expect(201);
    const { tasks, done } = await list(officer);
    expect(tasks).toEqual([]);
    expect(done).toMatchObject([{ id, kind: 'consent', doneBy: officer.actor.name }]);
  });

  it('what was done today is not asked for again today, but tomorrow', async () => {
    await open('consent', hours(1), { role: 'reintegration_officer' });
    await officer.post(`/api/v1/people/${caseId}/consents`, consent).expect(201);
    await open('consent', hours(2), { role: 'reintegration_officer' });
    expect((await list(officer)).tasks).toEqual([]);
    mawa.clock.set('2026-11-25T00:01:00Z');
    await open('consent', hours(3), { role: 'reintegration_officer' });
    await open('consent', hours(4), { role: 'reintegration_officer' });
    const again = await mawa.signInAs(officer.email);
    expect((await list(again)).tasks).toHaveLength(1);
  });

  it('is put off with a reason, to a later day and not for ever', async () => {
    await open('visit', hours(-1), { role: 'reintegration_officer' });
    const id = (await list(officer)).tasks[0].id;
    const path = `/api/v1/tasks/${id}/postponements`;
    await officer.post(path, { until: '2026-11-23', reason: 'no_time' }).expect(422);
    await officer.post(path, { until: '2027-03-01', reason: 'no_time' }).expect(422);
    await officer.post(path, { until: '2026-11-30', reason: 'Fatima a dit' }).expect(422);
    await officer.post(path, { until: '2026-11-30' }).expect(422);
    await officer.post(path, { until: '2026-11-30', reason: 'not_safe_now' }).expect(204);
    const { body } = await officer.get(`/api/v1/tasks/${id}`).expect(200);
    expect(body.task).toMatchObject({ when: 'coming', dueAt: '2026-11-30T23:59:00.000Z' });
    expect(body.changes).toMatchObject([{ change: 'postponed', reason: 'not_safe_now' }]);
  });

  it('one makes one’s own for a colleague who holds the file; its words are sealed', async () => {
    const task = { caseId, title: 'Rappeler la tante Zoulikha', dueOn: '2026-11-25' };
    const forHer = { ...task, forUserId: colleague.actor.userId };
    await officer.post('/api/v1/tasks', forHer).expect(422);
    await share();
    const made = await officer.post('/api/v1/tasks', forHer, 'tache-0001').expect(201);
    const again = await officer.post('/api/v1/tasks', forHer, 'tache-0001').expect(201);
    expect(again.body).toEqual(made.body);
    expect((await list(colleague)).tasks).toMatchObject([{ kind: 'own', title: task.title }]);
    const { rows } = await mawa.admin.query('SELECT title FROM tasks WHERE id = $1', [
      made.body.id,
    ]);
    expect(rows[0].title.toString('latin1')).not.toContain('Zoulikha');
    const audit = await mawa.admin.query(
      `SELECT fields, body FROM audit_log WHERE action = 'tasks.read' AND actor_id = $1`,
      [colleague.actor.userId],
    );
    expect(audit.rows[0].fields).toEqual(['title']);
    expect(JSON.stringify(audit.rows)).not.toContain('Zoulikha');
    await colleague.post(`/api/v1/tasks/${made.body.id}/completion`).expect(204);
    await officer.delete(`/api/v1/tasks/${made.body.id}/completion`).expect(409);
    await colleague.delete(`/api/v1/tasks/${made.body.id}/completion`).expect(204);
    expect((await list(colleague)).tasks).toHaveLength(1);
  });

  it('nobody makes one for a person whom they do not see', async () => {
    await colleague.post('/api/v1/tasks', { caseId, title: 'x', dueOn: '2026-11-25' }).expect(404);
    await colleague.get(`/tasks/new?case=${caseId}`).expect(404);
    await colleague.get('/tasks/new').expect(404);
  });

  it('the pages take, put off, note and mark the same', async () => {
    const answer = await officer.submit('/tasks', { caseId, title: '', dueOn: '2026-11-20' });
    expect(answer.status).toBe(422);
    await officer
      .submit('/tasks', { caseId, title: 'Voir la préfecture', dueOn: '2026-11-26' })
      .expect(303);
    await open('visit', hours(1), { role: 'reintegration_officer' });
    const { tasks } = await list(officer);
    const [visit, own] = tasks.map(({ id }: { id: string }) => id);
    await officer.submit(`/tasks/${visit}/take`, {}).expect(303);
    await officer.submit(`/tasks/${visit}/put-back`, {}).expect(303);
    await officer.submit(`/tasks/${visit}/postpone`, { until: '' }).expect(422);
    await officer
      .submit(`/tasks/${visit}/postpone`, { until: '2026-11-27', reason: 'person_asked' })
      .expect(303);
    await officer.submit(`/tasks/${own}/done`, {}).expect(303);
    await officer.submit(`/tasks/${own}/not-done`, {}).expect(303);
    const { text } = await officer.get(`/tasks/${visit}`).expect(200);
    expect(text).toContain('La personne l’a demandé');
  });

  it('the next page goes on where the last ended; a new task shifts nothing', async () => {
    for (let n = 0; n < 53; n += 1) {
      await open('visit', hours(1 + n / 10), {
        role: 'reintegration_officer',
        subject: `00000000-0000-4000-8000-0000000010${String(n).padStart(2, '0')}`,
      });
    }
    const one = await list(officer);
    await open('check_up', hours(0.5), { role: 'reintegration_officer' });
    const two = await list(officer, `?after=${encodeURIComponent(one.next)}`);
    expect([one.tasks.length, two.tasks.length, two.next]).toEqual([50, 3, null]);
    await officer.get('/api/v1/tasks?after=nonsense').expect(422);
  });
});
