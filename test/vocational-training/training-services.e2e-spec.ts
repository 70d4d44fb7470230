import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aProvider, aSession, begun, codesOf, enrolled, step } from './training';

/** Today is 24 November 2026, a Tuesday; the session is held on Mondays to Fridays until 4 December. */
describe('a service that is planned for the days of a training', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let manager: SignedIn;
  let provider: string;
  let person: TestPerson;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T12:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('programme_officer');
    provider = await aProvider(mawa);
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    person = await aPerson(officer, ADULT);
  });

  const plan = ({ path }: { path: string }, more: object = {}, by = officer, key?: string) =>
    by.post(`${path}/services`, { typeCode: 'transport', at: '08:15', ...more }, key);
  const appointments = async () =>
    (
      await mawa.admin.query<{ day: string; hour: string; state: string; reason: string | null }>(
        `SELECT due_on::text AS day, left(due_at::text, 5) AS hour, state, reason FROM service_appointments
          WHERE case_id = $1 ORDER BY due_on`,
        [person.id],
      )
    ).rows;
  const daysStill = async (state = 'planned') =>
    (await appointments()).filter((one) => one.state === state).map(({ day }) => day);

  it('is an appointment on each day still to come, between two days where they are given, once', async () => {
    const session = await aSession(manager, provider);
    const enrolment = await begun(officer, person, session.id);
    const key = '0b3f6f3e-53c5-4a26-9a51-0d6d0f7c1a01';
    const some = { from: '2026-11-26', until: '2026-11-30' };
    const first = await plan(enrolment, some, officer, key).expect(201);
    expect((await plan(enrolment, some, officer, key).expect(201)).body).toEqual(first.body);
    expect(first.body).toEqual({ planned: 3 });
    expect((await appointments()).map(({ day, hour }) => `${day} ${hour}`)).toEqual([
      '2026-11-26 08:15',
      '2026-11-27 08:15',
      '2026-11-30 08:15',
    ]);
    expect((await officer.get(enrolment.path).expect(200)).body).toMatchObject({
      servicesPlanned: 3,
    });
    expect((await plan(enrolment, { at: undefined }).expect(201)).body).toEqual({ planned: 5 });
  });

  it('is planned once a day, also by two at once, and a sentence says so', async () => {
    const enrolment = await begun(officer, person, (await aSession(manager, provider)).id);
    const both = await Promise.all([plan(enrolment), plan(enrolment)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await daysStill()).toHaveLength(8);
    expect(codesOf(await plan(enrolment))).toEqual(['training.services_planned']);
    expect((await plan(enrolment, { typeCode: 'medical_consultation' }).expect(201)).body).toEqual({
      planned: 8,
    });
    const page = `/people/${person.id}/training/enrolments/${enrolment.id}/services`;
    const again = await officer.submit(page, { typeCode: 'transport', at: '' }).expect(409);
    expect(again.text).toContain('Ce service est déjà prévu pour chacun de ces jours.');
  });

  it('is called off with the session from the day on which it is not held any more', async () => {
    const session = await aSession(manager, provider);
    const enrolment = await begun(officer, person, session.id);
    await plan(enrolment, { until: '2026-11-27' }).expect(201);
    await officer
      .post('/api/v1/service-appointments', {
        caseId: person.id,
        typeCode: 'transport',
        dueOn: '2026-12-01',
      })
      .expect(201);
    await manager
      .post(`${session.path}/cancellation`, { reason: 'no_trainer', from: '2026-11-25' })
      .expect(201);
    expect(await daysStill('cancelled')).toEqual(['2026-11-25', '2026-11-26', '2026-11-27']);
    expect((await appointments()).map(({ reason }) => reason)).toEqual([
      'training_ended',
      'training_ended',
      'training_ended',
      null,
    ]);
    const { text } = await officer.get(`/people/${person.id}/services`).expect(200);
    expect(text).toContain('2026-12-01');
    const again = await plan(enrolment);
    expect([again.status, ...codesOf(again)]).toEqual([409, 'training.no_services']);
  });

  it('is called off for who leaves, after the day of leaving, and for who declines', async () => {
    const session = await aSession(manager, provider);
    const left = await begun(officer, person, session.id);
    await plan(left).expect(201);
    await step(officer, left, 'dropped_out', { on: '2026-11-24', reason: 'health' }).expect(201);
    expect(await daysStill()).toEqual([]);
    person = await aPerson(officer, ADULT);
    const declined = await enrolled(officer, person, session.id);
    await plan(declined).expect(201);
    await step(officer, declined, 'withdrawn', { reason: 'changed_mind' }).expect(201);
    expect(await daysStill()).toEqual([]);
  });

  it('waits for its answer where its day has come, whatever the day of leaving', async () => {
    const session = await aSession(manager, provider);
    const left = await begun(officer, person, session.id);
    await plan(left).expect(201);
    await mawa.admin.query(
      `UPDATE service_appointments SET due_on = due_on - 2
        WHERE case_id = $1 AND due_on BETWEEN '2026-11-25' AND '2026-11-26'`,
      [person.id],
    );
    await step(officer, left, 'dropped_out', { on: '2026-11-20', reason: 'health' }).expect(201);
    expect(await daysStill()).toEqual(['2026-11-23', '2026-11-24']);
  });

  it('stays one of the training on another day, and is called off with it there', async () => {
    const session = await aSession(manager, provider);
    const left = await begun(officer, person, session.id);
    await plan(left, { until: '2026-11-26' }).expect(201);
    const { rows } = await mawa.admin.query(
      'SELECT id FROM service_appointments WHERE case_id = $1 ORDER BY due_on',
      [person.id],
    );
    const move = (id: string) =>
      officer
        .post(`/api/v1/service-appointments/${id}/cancellation`, {
          reason: 'person_wishes',
          againOn: '2026-12-02',
        })
        .expect(201);
    await move(rows[0].id);
    expect((await officer.get(left.path).expect(200)).body).toMatchObject({ servicesPlanned: 2 });
    await step(officer, left, 'dropped_out', { on: '2026-11-24', reason: 'health' }).expect(201);
    expect(await daysStill()).toEqual([]);
    // A service of no training moves as before.
    person = await aPerson(officer, ADULT);
    const { body } = await officer
      .post('/api/v1/service-appointments', {
        caseId: person.id,
        typeCode: 'transport',
        dueOn: '2026-12-01',
      })
      .expect(201);
    await move(body.ids[0]);
    expect(await daysStill()).toEqual(['2026-12-02']);
  });

  it('is for nobody in the waiting list, for no day that is over, and by nobody who does not accompany the person', async () => {
    const session = await aSession(manager, provider, { session: { places: 1 } });
    await enrolled(officer, await aPerson(officer, ADULT), session.id);
    const waits = await enrolled(officer, person, session.id);
    expect(waits.state).toBe('waiting');
    expect(codesOf(await plan(waits))).toEqual(['training.no_services']);
    const other = await begun(officer, person, (await aSession(manager, provider)).id);
    expect(codesOf(await plan(other, { until: '2026-11-20' }))).toEqual([
      'training.no_service_day',
    ]);
    expect(codesOf(await plan(other, { typeCode: 'nothing_known' }))).toEqual([
      'services.unknown_type',
    ]);
    const stranger = await mawa.signIn('reintegration_officer');
    await plan(other, {}, stranger).expect(404);
    const supervisor = await mawa.signIn('case_supervisor');
    await officer.post(`${person.path}/access`, { userId: supervisor.actor.userId }).expect(204);
    await plan(other, {}, supervisor).expect(403);
    expect(await appointments()).toEqual([]);
  });

  it('is an appointment of the same person alone', async () => {
    const enrolment = await begun(officer, person, (await aSession(manager, provider)).id);
    const other = await aPerson(officer, ADULT);
    const { body } = await officer
      .post('/api/v1/service-appointments', {
        caseId: other.id,
        typeCode: 'transport',
        dueOn: '2026-12-01',
      })
      .expect(201);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `INSERT INTO training_appointments (appointment_id, case_id, enrolment_id) VALUES ($1, $2, $3)`,
          [body.ids[0], person.id, enrolment.id],
        ),
      ),
    ).rejects.toThrow(/somebody else/);
  });

  it('is left over by nobody who leaves while it is planned', async () => {
    const session = await aSession(manager, provider);
    const enrolment = await begun(officer, person, session.id);
    const gone = { on: '2026-11-24', reason: 'health' };
    const [planned, ended] = await Promise.all([
      plan(enrolment),
      step(officer, enrolment, 'dropped_out', gone),
    ]);
    expect(ended.status).toBe(201);
    expect([201, 409]).toContain(planned.status);
    expect(await daysStill()).toEqual([]);
  });

  it('is planned from the page of the person’s training, which says how many are left', async () => {
    const session = await aSession(manager, provider);
    const enrolment = await begun(officer, person, session.id);
    const page = `/people/${person.id}/training`;
    const own = `${page}/enrolments/${enrolment.id}/services`;
    expect((await officer.get(page).expect(200)).text).toContain(`${own}/new`);
    const form = await officer.get(`${own}/new`).expect(200);
    expect(form.text).toContain('value="09:00"');
    expect(form.text).toContain('value="2026-11-25"');
    const none = await officer
      .submit(own, { typeCode: 'transport', at: '', from: '2026-12-05', until: '2026-12-04' })
      .expect(422);
    expect(none.text).toContain('la session n’a plus de jour à venir');
    await officer
      .submit(own, { typeCode: 'transport', at: '08:15', from: '2026-12-03', until: '2026-12-04' })
      .expect(303);
    expect((await officer.get(page).expect(200)).text).toContain(
      '2 services prévus pour cette formation',
    );
  });
});
