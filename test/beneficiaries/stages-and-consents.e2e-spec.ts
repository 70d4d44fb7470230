import { ADULT, ALL_POINTS } from '../consents/consent-answers';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('stages and consents', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const person = async () => {
    const { body } = await officer.post('/api/v1/people', { people: [ADULT] }).expect(201);
    return body.cases[0].id as string;
  };

  it('a stage is a row that says who, when and why', async () => {
    const id = await person();
    const step = { to: 'presumed', reason: 'assessment' };
    const one = await officer.post(`/api/v1/people/${id}/stages`, step, 'etape-0001').expect(201);
    const two = await officer.post(`/api/v1/people/${id}/stages`, step, 'etape-0001').expect(201);
    expect(two.body).toEqual(one.body);
    const { body } = await officer.get(`/api/v1/people/${id}`).expect(200);
    expect(body.stage).toBe('presumed');
    expect(body.stages).toMatchObject([
      { to: 'detected' },
      { from: 'detected', to: 'presumed', reason: 'assessment', by: officer.actor.name },
    ]);
  });

  it('a step that the table does not know is refused, and so is a reason in free words', async () => {
    const id = await person();
    const path = `/api/v1/people/${id}/stages`;
    await officer.post(path, { to: 'followed_up', reason: 'assessment' }).expect(409);
    await officer.post(path, { to: 'presumed', reason: 'Fatima a dit' }).expect(422);
    await officer.post(path, { to: 'presumed', reason: 'earlier_records' }).expect(422);
    await officer.post(path, { to: 'paradise', reason: 'assessment' }).expect(422);
    const { body } = await officer.get(`/api/v1/people/${id}`).expect(200);
    expect(body.stages).toHaveLength(1);
  });

  it('of two steps at the same moment one wins', async () => {
    const id = await person();
    const path = `/api/v1/people/${id}/stages`;
    const answers = await Promise.all([
      officer.post(path, { from: 'detected', to: 'not_victim', reason: 'assessment' }),
      officer.post(path, { from: 'detected', to: 'first_contact', reason: 'assessment' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(refused.body.code).toBe('stages.changed_meanwhile');
  });

  it('a page that shows an earlier stage is refused, and shows the stage of now', async () => {
    const id = await person();
    const before = await officer.get(`/people/${id}/stages`).expect(200);
    expect(before.text).toContain('name="from" value="detected"');
    await officer.post(`/api/v1/people/${id}/stages`, { to: 'presumed', reason: 'assessment' });
    const step = { from: 'detected', to: 'not_victim', reason: 'assessment' };
    const refused = await officer.submit(`/people/${id}/stages`, step);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Une autre étape a été notée entre-temps.');
    expect(refused.text).toContain('name="from" value="presumed"');
  });

  it('the newest consent of each purpose and recipient counts; all stay written', async () => {
    const id = await person();
    const path = `/api/v1/people/${id}/consents`;
    const consent = {
      purpose: 'shelter',
      decision: 'given',
      how: 'oral',
      language: 'ary',
      points: ALL_POINTS,
    };
    await officer.post(path, consent).expect(201);
    mawa.clock.advance(60_000);
    await officer.post(path, { ...consent, decision: 'withdrawn' }).expect(201);
    const { body } = await officer.get(path).expect(200);
    expect(body.history).toHaveLength(2);
    expect(body.standing).toMatchObject([
      { purpose: 'shelter', decision: 'withdrawn', explainedBy: officer.actor.name },
    ]);
  });

  it.each([
    ['sharing with nobody named', { purpose: 'sharing' }],
    ['a consent of tomorrow', { at: '2027-01-01T00:00:00Z' }],
    ['withdrawing what was never given', { decision: 'withdrawn' }],
    ['a recipient that is not there', { recipientId: '00000000-0000-4000-8000-0000000000aa' }],
    ['a language that is not in the list', { language: 'klingon' }],
    ['a purpose of one’s own', { purpose: 'everything' }],
  ])('refuses %s', async (_what, more) => {
    const id = await person();
    const { body } = await officer
      .post(`/api/v1/people/${id}/consents`, {
        purpose: 'shelter',
        decision: 'given',
        how: 'oral',
        language: 'fra',
        points: ALL_POINTS,
        ...more,
      })
      .expect(422);
    expect(body.errors).toHaveLength(1);
    const list = await officer.get(`/api/v1/people/${id}/consents`).expect(200);
    expect(list.body.history).toEqual([]);
  });

  it('an answer about shelter, also a refusal, settles the task that asked for it', async () => {
    const id = await person();
    await mawa.admin.query(
      `INSERT INTO tasks (kind, case_id, for_role, due_at, opened_at)
       VALUES ('consent', $1, 'shelter_manager', '2026-11-27T23:10:00Z', '2026-11-24T23:10:00Z')`,
      [id],
    );
    const before = await officer.get(`/api/v1/people/${id}`).expect(200);
    expect(before.body.tasks).toMatchObject([{ kind: 'consent', overdue: false }]);
    await officer
      .post(`/api/v1/people/${id}/consents`, {
        purpose: 'shelter',
        decision: 'refused',
        how: 'oral',
        language: 'fra',
      })
      .expect(201);
    const after = await officer.get(`/api/v1/people/${id}`).expect(200);
    expect(after.body.tasks).toEqual([]);
  });

  it('consent to share names an organisation of the programme', async () => {
    const admin = await mawa.signIn('administrator');
    const created = await admin
      .post('/api/v1/organisations', { code: 'ADALA', kind: 'partner', name: 'Adala' })
      .expect(201);
    const id = await person();
    await officer
      .post(`/api/v1/people/${id}/consents`, {
        purpose: 'sharing',
        recipientId: created.body.id,
        decision: 'given',
        how: 'written',
        language: 'fra',
        points: ALL_POINTS,
      })
      .expect(201);
    const { body } = await officer.get(`/api/v1/people/${id}/consents`).expect(200);
    expect(body.standing).toMatchObject([{ recipient: 'Adala', decision: 'given' }]);
    await officer
      .post('/api/v1/organisations', { code: 'X1', kind: 'partner', name: 'X' })
      .expect(403);
    const { body: organisations } = await officer.get('/api/v1/organisations').expect(200);
    expect(organisations).toMatchObject([{ code: 'ADALA', name: 'Adala' }]);
  });
});
