import { aPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { enteredRate, openedGrant } from '../grant-budgeting/samples';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import * as give from './training';
import { aProvider, aSession, begun, codesOf, COURSES, mark, step } from './training';

/** Today is 24 November 2026; these sessions begin in December. */
const COMES = { startsOn: '2026-12-07', endsOn: '2026-12-18' };

describe('a course of the catalogue', () => {
  let mawa: TestApp;
  let officer: SignedIn;
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
    manager = await mawa.signIn('programme_officer');
    provider = await aProvider(mawa);
  });
  afterAll(() => mawa.stop());

  const read = async (id: string) => (await officer.get(`${COURSES}/${id}`).expect(200)).body;
  const change = (id: string, more: object, by = manager) =>
    by.put(`${COURSES}/${id}`, give.course(provider, { revision: 1, ...more }));
  const aCourse = async (more: object = {}): Promise<string> =>
    (await manager.post(COURSES, give.course(provider, more)).expect(201)).body.id;

  it('is changed by the programme, and what it was is kept with who and when', async () => {
    const id = await aCourse();
    const other = await aProvider(mawa, 'Institut Nour');
    const more = {
      providerId: other,
      title: 'Cuisine de collectivité',
      costPerPlace: '1350.50',
      stipend: '60.00',
      lineId: line,
      access: [],
    };
    await change(id, more).expect(204);
    const found = await read(id);
    expect(found).toMatchObject({ ...more, revision: 2, provider: 'Institut Nour' });
    expect(found.changes).toEqual([
      {
        changedAt: expect.any(String),
        changedBy: expect.any(String),
        former: {
          providerId: provider,
          title: 'Cuisine collective',
          costPerPlace: '1200.00',
          stipend: '0.00',
          lineId: null,
          access: ['step_free'],
        },
      },
    ]);
    const { text } = await manager.get(`/training/courses/${id}/change`).expect(200);
    for (const words of ['Centre Al Amal', 'Cuisine collective', '1 200,00', 'Anciennes valeurs'])
      expect(text.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain(words);
    await manager.get(`/training/courses/${id}/change`).expect(200);
  });

  it('is changed by nobody else, by page, API or past them', async () => {
    const id = await aCourse();
    const staff = await mawa.signIn('shelter_staff');
    for (const by of [officer, staff]) {
      expect((await change(id, { title: 'Autre chose' }, by)).status).toBe(403);
      await by.get(`/training/courses/${id}/change`).expect(403);
      await by.post(`${COURSES}/${id}/withdrawal`).expect(403);
      await by.delete(`${COURSES}/${id}/withdrawal`).expect(403);
      await by.submit(`/training/courses/${id}/withdrawal`, {}).expect(403);
      await by.submit(`/training/courses/${id}/withdrawal/end`, {}).expect(403);
      expect((await by.get('/training/courses').expect(200)).text).not.toContain('/change');
    }
    const supervisor = await mawa.signIn('case_supervisor');
    await change(id, { title: 'Cuisine du marché' }, supervisor).expect(204);
    const forced = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query(`UPDATE training_courses SET title = 'Passé' WHERE id = $1 RETURNING id`, [id]),
    );
    expect(forced).toEqual([]);
    expect((await read(id)).title).toBe('Cuisine du marché');
  });

  it('is not written over: the second of two is told so, with what was typed', async () => {
    const id = await aCourse();
    const both = await Promise.all([
      change(id, { title: 'Cuisine du nord' }),
      change(id, { title: 'Cuisine du sud' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(codesOf(await change(id, { title: 'Cuisine de l’est' }))).toEqual([
      'training.saved_by_another',
    ]);
    expect((await read(id)).changes).toHaveLength(1);
    const fields = {
      ...give.course(provider, { title: 'Cuisine de l’ouest', strenuous: 'no', paysExcused: 'no' }),
      access: ['step_free'],
      revision: '1',
    };
    const shown = await manager.submit(`/training/courses/${id}/change`, fields as never);
    expect(shown.status).toBe(409);
    expect(shown.text).toContain('Quelqu’un a enregistré entre-temps');
    expect(shown.text).toContain('Cuisine de l’ouest');
    expect(shown.text).toContain('name="revision" value="1"');
    const saved = await manager.submit(`/training/courses/${id}/change`, {
      ...fields,
      revision: '2',
    } as never);
    expect(saved.status).toBe(303);
    expect((await read(id)).title).toBe('Cuisine de l’ouest');
  });

  it('keeps what its sessions rest on once one has begun, and is changed in the rest', async () => {
    const { courseId } = await aSession(manager, provider);
    for (const more of [
      { costPerPlace: '1.00' },
      { stipend: '5.00', lineId: line },
      { field: '07' },
      { trade: 'cooking' },
      { providerId: await aProvider(mawa, 'Autre centre') },
      { language: 'fra' },
    ]) {
      expect(codesOf(await change(courseId, more))).toEqual(['training.course_has_begun']);
    }
    await change(courseId, { title: 'Cuisine du jour', childCare: 'none', buildsOn: '1' }).expect(
      204,
    );
    expect(await read(courseId)).toMatchObject({ hasBegun: true, childCare: 'none', revision: 2 });
    const { text } = await manager.get(`/training/courses/${courseId}/change`).expect(200);
    expect(text).toContain('Une session a commencé');
    expect(text).toContain('type="hidden" name="costPerPlace" value="1200.00"');
    // What is to come, or was never held, fixes nothing.
    const comes = await aSession(manager, provider, { session: COMES });
    await change(comes.courseId, { costPerPlace: '900.00' }).expect(204);
    const never = await aSession(manager, provider, { session: { startsOn: '2026-11-24' } });
    expect(codesOf(await change(never.courseId, { costPerPlace: '900.00' }))).toEqual([
      'training.course_has_begun',
    ]);
    await manager
      .post(`${never.path}/cancellation`, { reason: 'few_people', from: '2026-11-24' })
      .expect(201);
    await change(never.courseId, { costPerPlace: '900.00' }).expect(204);
  });

  it('keeps an agreement that covers its sessions', async () => {
    const { courseId } = await aSession(manager, provider, { session: COMES });
    for (const more of [{ agreedFrom: '2026-12-08' }, { agreedUntil: '2026-12-17' }]) {
      expect(codesOf(await change(courseId, more))).toEqual(['training.agreement_of_sessions']);
    }
    expect(codesOf(await change(courseId, { agreedUntil: '2025-01-01' }))).toEqual([
      'training.agreed_backwards',
    ]);
    await change(courseId, { agreedUntil: '2026-12-18' }).expect(204);
    // Of one that was called off, the days before.
    const ended = await aSession(manager, provider, { session: COMES });
    await manager.post(`${ended.path}/cancellation`, { reason: 'provider' }).expect(201);
    await change(ended.courseId, { agreedUntil: '2026-12-01' }).expect(204);
  });

  it('leaves a certificate as it was issued', async () => {
    const session = await aSession(manager, provider, { course: { title: 'Pâtisserie fine' } });
    const person = await aPerson(officer, ADULT);
    const enrolment = await begun(officer, person, session.id);
    await mark(officer, session, '2026-11-03', [[enrolment.id, 'present']]).expect(201);
    await step(officer, enrolment, 'completed', { on: '2026-11-20' }).expect(201);
    const passed = { on: '2026-11-20', result: 'passed' };
    await officer.post(`${enrolment.path}/assessments`, passed).expect(201);
    await officer.post(`${enrolment.path}/certificate`, { on: '2026-11-23' }).expect(201);
    mawa.clock.set('2026-11-24T23:20:00Z');
    await change(session.courseId, { title: 'Pains et gâteaux' }).expect(204);
    mawa.clock.set('2026-11-24T23:30:00Z');
    await change(session.courseId, { title: 'Pains du monde', revision: 2 }).expect(204);
    mawa.clock.set('2026-11-24T23:10:00Z');
    const { certificate } = (await officer.get(enrolment.path).expect(200)).body;
    const told = await mawa.http().post('/api/v1/verify').send({ code: certificate.code });
    expect(told.body).toMatchObject({ valid: true, course: 'Pâtisserie fine' });
    const paper = await officer.get(
      `/people/${person.id}/training/enrolments/${enrolment.id}/certificate`,
    );
    expect(paper.text).toContain('Pâtisserie fine');
    expect(paper.text).not.toContain('Pains');
    expect((await read(session.courseId)).title).toBe('Pains du monde');
  });

  it('is withdrawn from the catalogue, by one of two, and put back; its sessions are held', async () => {
    const session = await aSession(manager, provider, { session: COMES });
    const id = session.courseId;
    const withdraw = () => manager.post(`${COURSES}/${id}/withdrawal`);
    const both = await Promise.all([withdraw(), withdraw()]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    const open = () => manager.post(`${COURSES}/${id}/sessions`, give.session(COMES));
    expect(codesOf(await open())).toEqual(['training.course_withdrawn']);
    await manager.get(`/training/courses/${id}/sessions/new`).expect(409);
    expect(await read(id)).toMatchObject({ withdrawnOn: '2026-11-24', revision: 2 });
    await officer.get(session.path).expect(200);
    const page = await manager.get('/training/courses').expect(200);
    expect(page.text).toContain('Retirée');
    expect(page.text).not.toContain(`/training/courses/${id}/sessions/new`);
    await manager.delete(`${COURSES}/${id}/withdrawal`).expect(204);
    await manager.delete(`${COURSES}/${id}/withdrawal`).expect(409);
    await open().expect(201);
    const pressed = await manager.submit(`/training/courses/${id}/withdrawal`, {});
    expect(pressed.status).toBe(303);
    await manager.submit(`/training/courses/${id}/withdrawal/end`, {}).expect(303);
    const { changes } = await read(id);
    expect(changes).toHaveLength(4);
    const form = await manager.get(`/training/courses/${id}/change`).expect(200);
    expect(form.text).toContain('Était retirée du catalogue');
  });

  it('has no session that was opened while it was being withdrawn', async () => {
    for (let round = 0; round < 3; round += 1) {
      const id = await aCourse();
      const [opened, withdrawn] = await Promise.all([
        manager.post(`${COURSES}/${id}/sessions`, give.session(COMES)),
        manager.post(`${COURSES}/${id}/withdrawal`),
      ]);
      expect(withdrawn.status).toBe(204);
      expect([201, 409]).toContain(opened.status);
      const { rows } = await mawa.admin.query(
        `SELECT 1 FROM training_sessions s JOIN training_courses c ON c.id = s.course_id
          WHERE c.id = $1 AND s.at > c.withdrawn_at`,
        [id],
      );
      expect(rows).toEqual([]);
    }
  });
});
