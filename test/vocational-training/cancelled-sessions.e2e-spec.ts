import { trainingFigures } from '../../modules/vocational-training';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { enteredRate, ledgerHolds, openedGrant } from '../grant-budgeting/samples';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import * as give from './training';
import { aProvider, aSession, begun, codesOf, enrolled, mark, step, trainingOf } from './training';

/** Today is 24 November 2026, a Tuesday. */
const TODAY = '2026-11-24';
const TOMORROW = '2026-11-25';
const PERIOD = { from: '2026-01-01', until: '2027-01-01' };

describe('a session that is called off', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let colleague: SignedIn;
  let manager: SignedIn;
  let provider: string;
  let line: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T12:10:00Z');
    const grant = await openedGrant(mawa);
    await enteredRate(mawa, ['USD', 'MAD', '2026-11-01', '9.20']);
    line = grant.lines['IOM-2.2']!;
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('programme_officer');
    provider = await aProvider(mawa);
  });
  afterAll(() => mawa.stop());

  const someone = (by = officer): Promise<TestPerson> => aPerson(by, ADULT);
  const people = (count: number) => Promise.all(Array.from({ length: count }, () => someone()));
  const read = async (path: string, by = officer) => (await by.get(path).expect(200)).body;
  const cancel = (path: string, more: object = {}, by = manager) =>
    by.post(`${path}/cancellation`, { reason: 'no_trainer', ...more });
  const rows = async <R extends object>(sql: string, params: unknown[] = []): Promise<R[]> =>
    (await mawa.admin.query<R>(sql, params)).rows;
  const openTasks = (sessionId: string) =>
    rows<{ case_id: string; for_user: string }>(
      `SELECT t.case_id, t.for_user FROM tasks t JOIN training_enrolments e ON e.id = t.subject_id
        WHERE t.kind = 'training_cancelled' AND t.done_at IS NULL AND e.session_id = $1`,
      [sessionId],
    );
  const figures = () =>
    mawa.transactions.run(manager.actor, async (tx) => {
      const { figures, cancelled } = await trainingFigures(tx, PERIOD);
      return { ...figures, cancelled };
    });

  describe('is called off', () => {
    it('by those who plan sessions, by page and API', async () => {
      const supervisor = await mawa.signIn('case_supervisor');
      const session = await aSession(manager, provider);
      const page = `/training/sessions/${session.id}`;
      const staff = await mawa.signIn('shelter_staff');
      for (const by of [officer, staff]) {
        expect((await cancel(session.path, {}, by)).status).toBe(403);
        await by.get(`${session.path}/cancellation`).expect(403);
        await by.get(`${page}/cancellation/new`).expect(403);
        expect((await by.get(page).expect(200)).text).not.toContain('cancellation/new');
      }
      expect((await manager.get(page).expect(200)).text).toContain(`${page}/cancellation/new`);
      await cancel(session.path, {}, supervisor).expect(201);
      const after = await manager.get(page).expect(200);
      expect(after.text).not.toContain('cancellation/new');
      expect(after.text).toContain('Session annulée à partir du');
    });

    it('by nobody else in the database either', async () => {
      const session = await aSession(manager, provider);
      const forced = mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `INSERT INTO training_cancellations (session_id, from_day, reason) VALUES ($1, '2026-11-24', 'other')`,
          [session.id],
        ),
      );
      await expect(forced).rejects.toThrow('row-level security');
    });

    it('after a page that says what will happen, which is shown again with what was typed', async () => {
      const session = await aSession(manager, provider, {
        course: { stipend: '60.00', transport: '20.00', lineId: line },
        session: { places: 2 },
      });
      const [a, b, c] = await people(3);
      const first = await begun(officer, a!, session.id);
      await enrolled(officer, b!, session.id);
      await enrolled(officer, c!, session.id);
      await mark(officer, session, '2026-11-23', [[first.id, 'present']]).expect(201);
      expect(await read(`${session.path}/cancellation`, manager)).toMatchObject({
        enrolled: 2,
        waiting: 1,
        completed: 0,
        allowances: 1,
        allowancesAmount: '80.00',
        allowedUntil: '2026-11-23',
        days: { first: '2026-11-02', last: TOMORROW, usual: TODAY },
      });
      const { text } = await manager
        .get(`/training/sessions/${session.id}/cancellation/new`)
        .expect(200);
      for (const words of [
        '2 inscriptions prennent fin',
        '1 personne quitte la liste d’attente',
        '1 jour d’indemnité reste dû',
        'Une session annulée ne se rétablit pas',
      ])
        expect(text).toContain(words);
      for (const person of [a!, b!, c!]) expect(text).not.toContain(person.caseNumber);
      const press = (fields: Record<string, string>) =>
        manager.submit(`/training/sessions/${session.id}/cancellation`, fields);
      const named = { from: TODAY, reason: 'no_room', remark: `Voir ${a!.caseNumber}` };
      expect((await press(named)).text).toContain('ni nom ni numéro de dossier');
      const again = await press({ from: TODAY, remark: 'Le moulin est en panne' });
      expect(again.status).toBe(422);
      expect(again.text).toContain('Le moulin est en panne');
      await press({ reason: 'no_room', from: TODAY, remark: 'Le moulin est en panne' });
      const { cancelled } = await read(session.path);
      expect(cancelled).toMatchObject({
        from: TODAY,
        reason: 'no_room',
        remark: 'Le moulin est en panne',
        on: TODAY,
      });
    });

    it('once, while it is not over, from one of its days, tomorrow at the latest', async () => {
      const over = await aSession(manager, provider, { session: { endsOn: '2026-11-20' } });
      expect(codesOf(await cancel(over.path))).toEqual(['training.over_not_cancelled']);
      const runs = await aSession(manager, provider);
      for (const from of ['2026-11-01', '2026-11-26', '2026-12-31']) {
        expect(codesOf(await cancel(runs.path, { from }))).toEqual(['training.cancelled_from']);
      }
      const comes = await aSession(manager, provider, { session: { startsOn: '2026-12-01' } });
      expect(codesOf(await cancel(comes.path, { from: TOMORROW }))).toEqual([
        'training.cancelled_from',
      ]);
      expect((await cancel(comes.path).expect(201)).body).toEqual({
        id: comes.id,
        from: '2026-12-01',
      });
      expect(codesOf(await cancel(comes.path))).toEqual(['training.cancelled_already']);
      await manager.get(`/training/sessions/${comes.id}/cancellation/new`).expect(409);
    });

    it('by one of two who do it at once', async () => {
      const session = await aSession(manager, provider);
      await begun(officer, await someone(), session.id);
      const found = await Promise.all([1, 2, 3].map(() => cancel(session.path)));
      expect(found.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(await openTasks(session.id)).toHaveLength(1);
    });

    it('with nobody left in it, whoever enrols at the same moment', async () => {
      const [a, b, c, d] = await people(4);
      const session = await aSession(manager, provider, { session: { places: 2 } });
      const ask = (person: TestPerson) =>
        officer.post(`${trainingOf(person)}/enrolments`, { sessionId: session.id, on: TODAY });
      const found = await Promise.all([ask(a!), ask(b!), cancel(session.path), ask(c!), ask(d!)]);
      for (const { status } of found) expect([201, 409]).toContain(status);
      expect(
        await rows(
          `SELECT DISTINCT state FROM training_enrolments WHERE session_id = $1 AND state <> 'cancelled'`,
          [session.id],
        ),
      ).toEqual([]);
      const late = await ask(await someone());
      expect(codesOf(late)).toEqual(['training.session_cancelled']);
    });
  });

  it('and a case that is closed at the same moment wait for each other', async () => {
    const session = await aSession(manager, provider);
    const person = await someone();
    const enrolment = await enrolled(officer, person, session.id);
    for (const [to, reason] of [
      ['presumed', 'assessment'],
      ['assisted', 'support_begins'],
    ]) {
      await officer
        .post(`${person.path}/stages`, { to, reason, decidedBy: 'programme' })
        .expect(201);
    }
    const closes = { to: 'closed', reason: 'goals_reached', decidedBy: 'programme' };
    const [closed, off] = await Promise.all([
      officer.post(`${person.path}/stages`, closes),
      cancel(session.path),
    ]);
    expect([closed.status, off.status]).toEqual([201, 201]);
    expect(['cancelled', 'withdrawn']).toContain((await read(enrolment.path)).state);
  });

  it('ends enrolments and waiting list as called off, with a task for each officer, and offers no place', async () => {
    const session = await aSession(manager, provider, {
      course: { title: 'Broderie fine' },
      session: { startsOn: '2026-11-23', places: 4 },
    });
    const [a, b, c, d] = await people(4);
    const theirs = await someone(colleague);
    const on = { on: '2026-11-23' };
    const completed = await enrolled(officer, a!, session.id);
    for (const to of ['admitted', 'started']) await step(officer, completed, to, on).expect(201);
    await mark(officer, session, '2026-11-23', [[completed.id, 'present']]).expect(201);
    await step(officer, completed, 'completed', on).expect(201);
    const runs = await enrolled(colleague, theirs, session.id);
    for (const to of ['admitted', 'started']) await step(colleague, runs, to, on).expect(201);
    const asked = await enrolled(officer, b!, session.id);
    const leaves = await enrolled(officer, c!, session.id);
    const waits = await enrolled(officer, d!, session.id);
    const last = await enrolled(officer, await someone(), session.id);
    // The place that becomes free is offered: a task that the end of the session closes.
    await step(officer, leaves, 'withdrawn', { ...on, reason: 'changed_mind' }).expect(201);
    expect((await read(waits.path)).state).toBe('offered');
    expect((await read(last.path)).state).toBe('waiting');

    await cancel(session.path, { from: TOMORROW, remark: 'La salle est fermée' }).expect(201);
    const states = await Promise.all(
      [completed, asked, leaves, waits, last].map(async ({ path }) => (await read(path)).state),
    );
    expect(states).toEqual(['completed', 'cancelled', 'withdrawn', 'cancelled', 'cancelled']);
    const ended = await read(runs.path, colleague);
    expect(ended).toMatchObject({ state: 'cancelled', next: [] });
    expect(ended.steps.at(-1)).toMatchObject({ from: 'started', reason: null, on: TODAY });
    expect(await read(session.path)).toMatchObject({ taken: 1, free: 0, waiting: 0 });
    expect(
      await rows(`SELECT 1 FROM tasks WHERE kind = 'training_offer' AND done_at IS NULL`),
    ).toEqual([]);
    const tasks = await openTasks(session.id);
    expect(tasks).toHaveLength(4);
    expect(tasks.find(({ case_id }) => case_id === theirs.id)!.for_user).toBe(
      colleague.actor.userId,
    );
    expect(new Set(tasks.map(({ for_user }) => for_user)).size).toBe(2);
    // Whoever completed it before is still certified.
    const passed = { on: TODAY, result: 'passed' };
    await officer.post(`${completed.path}/assessments`, passed).expect(201);
    await officer.post(`${completed.path}/certificate`, { on: TODAY }).expect(201);

    const page = await colleague.get(`/people/${theirs.id}/training`).expect(200);
    expect(page.text).toContain('Session annulée à partir du');
    expect(page.text).toContain('personne pour former');
    expect(page.text).toContain('La salle est fermée');
    expect(page.text).toContain('Ce n’est pas compté comme un abandon.');
    const list = await colleague.get('/tasks').expect(200);
    expect(list.text).toContain('Session de formation annulée : trouver une autre session');
    expect((await officer.get('/training?month=2026-11').expect(200)).text).toContain('Annulée');
  });

  it('leaves a task with somebody who may read it: not with whoever is kept out of the case', async () => {
    const session = await aSession(manager, provider);
    const person = await someone();
    await enrolled(officer, person, session.id);
    await officer
      .post(`/api/v1/people/${person.id}/access`, { userId: colleague.actor.userId })
      .expect(204);
    await mawa.admin.query(
      `INSERT INTO case_blocks (id, case_id, user_id, scope, reason, decided_by)
       VALUES (gen_random_uuid(), $1, $2, 'case', '\\x00', $3)`,
      [person.id, officer.actor.userId, colleague.actor.userId],
    );
    await cancel(session.path).expect(201);
    expect((await openTasks(session.id)).map(({ for_user }) => for_user)).toEqual([
      colleague.actor.userId,
    ]);
  });

  it('leaves a task with whoever calls it off where nobody else holds the case', async () => {
    const leaving = await mawa.signIn('reintegration_officer');
    const supervisor = await mawa.signIn(['case_supervisor', 'reintegration_officer']);
    const session = await aSession(manager, provider);
    const person = await someone(leaving);
    await enrolled(leaving, person, session.id);
    await leaving
      .post(`/api/v1/people/${person.id}/access`, { userId: supervisor.actor.userId })
      .expect(204);
    await mawa.admin.query('UPDATE users SET active = false WHERE id = $1', [leaving.actor.userId]);
    await cancel(session.path, {}, supervisor).expect(201);
    expect((await openTasks(session.id)).map(({ for_user }) => for_user)).toEqual([
      supervisor.actor.userId,
    ]);
  });

  it('is proposed to nobody; the task is done once the person is enrolled in another', async () => {
    const person = await someone();
    const away = await aSession(manager, provider, { session: { startsOn: '2026-11-23' } });
    const other = await aSession(manager, provider, { session: { startsOn: '2026-11-23' } });
    const { body } = await officer
      .post(`${trainingOf(person)}/orientations`, give.orientation({ on: TODAY }))
      .expect(201);
    await enrolled(officer, person, away.id, TODAY);
    await cancel(away.path).expect(201);
    const { proposals } = await read(trainingOf(person));
    const sessions = proposals.map(({ sessionId }: { sessionId: string }) => sessionId);
    expect(sessions).toContain(other.id);
    expect(sessions).not.toContain(away.id);
    const chosen = { choice: 'session', sessionId: away.id, on: TODAY };
    const choice = `${trainingOf(person)}/orientations/${body.id}/choice`;
    expect(codesOf(await officer.post(choice, chosen))).toEqual(['training.session_cancelled']);
    expect(await openTasks(away.id)).toHaveLength(1);
    await enrolled(officer, person, other.id, TODAY);
    expect(await openTasks(away.id)).toEqual([]);
  });

  it('pays the days on which it was held, also those marked later, and none since', async () => {
    const session = await aSession(manager, provider, {
      course: { stipend: '60.00', transport: '20.00', paysExcused: true, lineId: line },
    });
    const { id } = await begun(officer, await someone(), session.id);
    const paid = async () =>
      (
        await rows<{ sum: string }>(
          `SELECT coalesce(sum(e.original_amount), 0)::numeric(12,2)::text AS sum
             FROM training_allowances a
             JOIN ledger_transactions f ON f.source_kind = 'training' AND f.source_id = a.id::text
             JOIN ledger_transactions t ON t.id = f.id OR t.reverses = f.id
             JOIN ledger_entries e ON e.transaction_id = t.id
             JOIN ledger_accounts x ON x.id = e.account_id AND x.kind IN ('spent', 'unfunded')
            WHERE a.session_id = $1`,
          [session.id],
        )
      )[0]!.sum;
    await mark(officer, session, TODAY, [[id, 'present']]).expect(201);
    expect(await paid()).toBe('80.00');
    // Somebody was there today: it is held until tomorrow at least.
    expect(codesOf(await cancel(session.path, { from: TODAY }))).toEqual(['training.held_later']);
    expect(codesOf(await cancel(session.path))).toEqual(['training.held_later']);
    await cancel(session.path, { from: TOMORROW }).expect(201);
    expect(await paid()).toBe('80.00');
    await mark(officer, session, '2026-11-23', [[id, 'excused']]).expect(201);
    expect(await paid()).toBe('140.00');
    const { days } = await read(session.path);
    expect(days.at(-1)).toBe(TODAY);
    expect(codesOf(await mark(officer, session, TOMORROW, [[id, 'present']]))).toEqual([
      'training.no_session_that_day',
    ]);
    const enrolment = (
      await rows<{ case_id: string }>('SELECT case_id FROM training_enrolments WHERE id = $1', [id])
    )[0]!;
    mawa.clock.set('2026-11-26T10:00:00Z');
    const forced = mawa.transactions.run(officer.actor, (tx) =>
      tx.query(
        `INSERT INTO training_attendance (id, case_id, enrolment_id, session_id, on_day, mark)
         VALUES (gen_random_uuid(), $1, $2, $3, $4, 'present')`,
        [enrolment.case_id, id, session.id, TOMORROW],
      ),
    );
    await expect(forced).rejects.toThrow('called off by then');
    mawa.clock.set('2026-11-24T23:10:00Z');
    await officer.get(`/training/sessions/${session.id}/register/${TOMORROW}`).expect(404);
    expect(await ledgerHolds(mawa.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  it('counts against nobody: no figure of leaving or completing changes', async () => {
    const session = await aSession(manager, provider, { session: { places: 7 } });
    const all = await people(7);
    const enrolments = await Promise.all(all.map((one) => begun(officer, one, session.id)));
    const first = enrolments[0]!;
    await mark(officer, session, '2026-11-03', [[first.id, 'present']]).expect(201);
    await step(officer, first, 'completed', { on: '2026-11-20' }).expect(201);
    const gone = { on: '2026-11-20', reason: 'transport' };
    await step(officer, enrolments[1]!, 'dropped_out', gone).expect(201);
    const before = await figures();
    await cancel(session.path).expect(201);
    // Five were in training; one had completed it and one had left.
    expect(await figures()).toEqual({ ...before, cancelled: before.cancelled + 5 });
    const page = await manager.get('/training/figures?year=2026').expect(200);
    expect(page.text).toContain('Inscriptions arrêtées par l’annulation de la session');
  });

  it('before its first day was never held: its places and whoever had begun are not counted', async () => {
    const before = await figures();
    const session = await aSession(manager, provider, { session: { startsOn: TODAY, places: 9 } });
    const enrolment = await enrolled(officer, await someone(), session.id, TODAY);
    for (const to of ['admitted', 'started']) {
      await step(officer, enrolment, to, { on: TODAY }).expect(201);
    }
    expect(await figures()).toMatchObject({
      enrolled: before.enrolled + 1,
      places: before.places + 9,
    });
    await cancel(session.path, { from: TODAY }).expect(201);
    expect(await figures()).toEqual(before);
  });

  it('says so in the words of each reader’s language', async () => {
    const session = await aSession(manager, provider);
    await cancel(session.path, { reason: 'few_people' }).expect(201);
    const path = `/training/sessions/${session.id}`;
    for (const [language, words] of [
      ['ar', 'عدد التسجيلات قليل'],
      ['en', 'too few people enrolled'],
    ] as const) {
      const reader = await mawa.signIn('shelter_manager', { language });
      expect((await reader.get(path).expect(200)).text).toContain(words);
    }
  });
});
