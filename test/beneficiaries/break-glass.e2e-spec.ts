import { randomUUID } from 'node:crypto';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPerson, rowsSeen, type TestPerson, tomorrow, withRowSecurityAlone } from './test-people';

const NOTE = 'elle ne répond plus et a parlé de se jeter du pont';

describe('opening a case in an emergency', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  let manager: SignedIn;
  let person: TestPerson;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    mawa.clock.set('2026-11-24T23:10:00Z');
    manager = await mawa.signIn('shelter_manager');
    person = await aPerson(officer);
  });

  const emergency = (more: object = {}) => ({
    caseNumber: person.caseNumber,
    cause: 'life',
    note: NOTE,
    ...more,
  });
  const breakIt = (by: SignedIn, more: object = {}) =>
    by.post('/api/v1/break-glass', emergency(more));
  const waiting = async (by: SignedIn) =>
    (
      (await by.get('/api/v1/break-glass/reviews').expect(200)).body as {
        id: string;
        caseNumber: string;
      }[]
    ).filter(({ caseNumber }) => caseNumber === person.caseNumber);
  const glassId = async (): Promise<string> => {
    const { rows } = await mawa.admin.query<{ id: string }>(
      'SELECT id FROM break_glass WHERE case_id = $1',
      [person.id],
    );
    return rows[0]!.id;
  };

  it('gives identity, contact, health and care for twelve hours, and no account, law or money', async () => {
    await manager.get(person.path).expect(404);
    const { body } = await breakIt(manager).expect(200);
    expect(body).toEqual({ caseId: person.id, until: '2026-11-25T11:10:00.000Z', already: false });
    const file = await manager.get(person.path).expect(200);
    expect(file.body.parts.sort()).toEqual(
      ['care', 'contact', 'facts', 'health', 'identity', 'placement', 'safe_contact'].sort(),
    );
    const shown = await manager.post(`${person.path}/identity`, { parts: ['identity', 'story'] });
    expect(shown.body.names.given).toBe('Mahjouba');
    expect(JSON.stringify(shown.body)).not.toContain('récit');
    await tomorrow(mawa, manager, '2026-11-25T11:10:00Z', (later) =>
      later.get(person.path).expect(404),
    );
    mawa.clock.set('2026-11-25T11:10:00Z');
    expect(await rowsSeen(mawa, manager, person)).toEqual(['access']);
  });

  it('does not let one hand the case on, restrict it, or keep a colleague out', async () => {
    await breakIt(manager).expect(200);
    await manager.get(`${person.path}/access`).expect(403);
    await manager.post(`${person.path}/access`, { userId: supervisor.actor.userId }).expect(403);
    const block = { userId: officer.actor.userId, scope: 'case', reason: 'x' };
    await manager.post(`${person.path}/blocks`, block).expect(403);
    const step = { to: 'presumed', reason: 'assessment' };
    const { body } = await manager.post(`${person.path}/stages`, step).expect(403);
    expect(body.code).toBe('people.not_yours_to_change');
  });

  it('tells the supervisors of the case at once; where it has none, all of them', async () => {
    const another = await mawa.signIn('case_supervisor');
    await breakIt(manager).expect(200);
    expect(await waiting(supervisor)).toHaveLength(1);
    const reviewTasks = async () => {
      const { rows } = await mawa.admin.query<{ for_user: string; due_at: Date }>(
        `SELECT for_user, due_at FROM tasks WHERE kind = 'break_glass' AND case_id = $1 AND done_at IS NULL`,
        [person.id],
      );
      return rows;
    };
    const all = (await reviewTasks()).map(({ for_user }) => for_user);
    expect(all).toEqual(expect.arrayContaining([supervisor.actor.userId, another.actor.userId]));
    expect((await reviewTasks())[0]!.due_at).toEqual(new Date('2026-11-25T23:10:00Z'));
    person = await aPerson(officer);
    await officer.post(`${person.path}/access`, { userId: another.actor.userId }).expect(204);
    await breakIt(manager).expect(200);
    expect((await reviewTasks()).map(({ for_user }) => for_user)).toEqual([another.actor.userId]);
  });

  it('keeps the note sealed; the review opens it, and is another person’s', async () => {
    const breaker = await mawa.signIn('case_supervisor');
    await breakIt(breaker).expect(200);
    const id = await glassId();
    const { rows } = await mawa.admin.query(
      `SELECT encode(note, 'escape') AS note FROM break_glass WHERE id = $1`,
      [id],
    );
    expect(rows[0].note).not.toContain('pont');
    expect(await waiting(breaker)).toEqual([]);
    await breaker.get(`/api/v1/break-glass/reviews/${id}`).expect(404);
    const verdict = { verdict: 'justified', note: 'les secours l’ont trouvée' };
    await breaker.post(`/api/v1/break-glass/reviews/${id}`, verdict).expect(404);
    // The reviewer reads the note, and still sees no case.
    const { body } = await supervisor.get(`/api/v1/break-glass/reviews/${id}`).expect(200);
    expect(body).toMatchObject({ caseNumber: person.caseNumber, cause: 'life', note: NOTE });
    expect(body.key).toBeUndefined();
    await supervisor.get(person.path).expect(404);
    const page = await supervisor.get(`/break-glass/reviews/${id}`).expect(200);
    expect(page.text).toContain('jeter du pont');
    await supervisor.post(`/api/v1/break-glass/reviews/${id}`, verdict).expect(204);
    const again = await supervisor.post(`/api/v1/break-glass/reviews/${id}`, verdict).expect(409);
    expect(again.body.code).toBe('case-access.reviewed_already');
    expect(await waiting(supervisor)).toEqual([]);
    const open = await mawa.admin.query(
      `SELECT 1 FROM tasks WHERE kind = 'break_glass' AND subject_id = $1 AND done_at IS NULL`,
      [id],
    );
    expect(open.rows).toEqual([]);
    const file = await officer.get(`/people/${person.id}`).expect(200);
    expect(file.text).toContain('Danger de mort');
    expect(file.text).toContain('Accès d’urgence contrôlé : justifié');
  });

  it('a review that finds no reason closes the case at once', async () => {
    await breakIt(manager).expect(200);
    const verdict = { verdict: 'not_justified', note: 'simple curiosité' };
    await supervisor.post(`/api/v1/break-glass/reviews/${await glassId()}`, verdict).expect(204);
    await manager.get(person.path).expect(404);
  });

  it('two reviews at the same moment: one counts', async () => {
    const second = await mawa.signIn('case_supervisor');
    await breakIt(manager).expect(200);
    const id = await glassId();
    const answers = await Promise.all(
      [supervisor, second].map((who) =>
        who.post(`/api/v1/break-glass/reviews/${id}`, { verdict: 'justified', note: 'relu' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('begins with a number, a reason and a note, or does not begin', async () => {
    for (const missing of ['caseNumber', 'cause', 'note']) {
      await breakIt(manager, { [missing]: '' }).expect(422);
    }
    await breakIt(manager, { cause: 'curious' }).expect(422);
    await manager.get(person.path).expect(404);
    const empty = await manager.search(person.caseNumber);
    expect(empty.text).toContain(`/break-glass?number&#x3D;${person.caseNumber}`);
    const byName = await manager.search('Mahjouba');
    expect(byName.text).not.toContain('/break-glass?');
    const form = await manager.get(`/break-glass?number=${person.caseNumber}`).expect(200);
    expect(form.text).toContain(`value="${person.caseNumber}"`);
    const opened = await manager.submit('/break-glass', emergency() as Record<string, string>);
    expect([opened.status, opened.headers.location]).toEqual([303, `/people/${person.id}`]);
  });

  it('no such case, kept out, or a role that opens none: one answer', async () => {
    const blocked = await mawa.signIn('shelter_manager');
    const block = { userId: blocked.actor.userId, scope: 'case', reason: 'son frère' };
    await officer.post(`${person.path}/blocks`, block).expect(201);
    const answers = [
      await breakIt(manager, { caseNumber: 'M-0000-000-0' }),
      await breakIt(manager, { caseNumber: 'rien du tout' }),
      await breakIt(blocked),
    ];
    await breakIt(await mawa.signIn('finance_officer')).expect(403);
    await withRowSecurityAlone(mawa, async () => {
      for (const role of [
        'administrator',
        'finance_officer',
        'auditor',
        'shelter_staff',
      ] as const) {
        const stranger = await mawa.signIn(role);
        answers.push(await breakIt(stranger));
        expect((await stranger.get('/api/v1/break-glass/reviews').expect(200)).body).toEqual([]);
        expect(await rowsSeen(mawa, stranger, person)).toEqual([]);
      }
    });
    const said = answers.map(({ status, body }) => ({ status, ...body, instance: '' }));
    for (const one of said) expect(one).toEqual(said[0]);
    expect(said[0]).toMatchObject({ status: 422, code: 'case-access.glass_nothing' });
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS refused FROM audit_log WHERE action = 'people.break_glass' AND outcome = 'refused' AND actor_id = $1`,
      [blocked.actor.userId],
    );
    expect(rows).toEqual([{ refused: 1 }]);
  });

  it('is limited to five in a day, found or not, also under two at once', async () => {
    const numbers = ['M-0000-000-0', 'M-0000-000-0', 'M-0000-000-0', 'M-0000-000-0'];
    for (const caseNumber of numbers) await breakIt(manager, { caseNumber }).expect(422);
    const other = await aPerson(officer);
    const last = await Promise.all([
      breakIt(manager),
      breakIt(manager, { caseNumber: other.caseNumber }),
    ]);
    expect(last.map(({ status }) => status).sort()).toEqual([200, 429]);
    const { body } = await breakIt(manager, { caseNumber: 'M-0000-000-0' }).expect(429);
    expect(body.code).toBe('case-access.glass_too_many');
    await tomorrow(mawa, manager, '2026-11-25T23:11:00Z', (later) =>
      breakIt(later, { caseNumber: other.caseNumber }).expect(200),
    );
  });

  it('what is open already is opened, and counts for nothing', async () => {
    const { body } = await breakIt(officer).expect(200);
    expect(body).toEqual({ caseId: person.id, until: null, already: true });
    const { rows } = await mawa.admin.query('SELECT 1 FROM break_glass WHERE case_id = $1', [
      person.id,
    ]);
    expect(rows).toEqual([]);
  });

  it('a review of nobody’s is not found, and a case number alone reviews nothing', async () => {
    for (const id of [randomUUID(), person.id]) {
      await supervisor.get(`/api/v1/break-glass/reviews/${id}`).expect(404);
    }
  });
});
