import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('the views that somebody keeps of a list', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let colleague: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('reintegration_officer');
    const people = [
      { names: { given: 'Mariam' }, sex: 'female', nationality: 'CI', languages: ['fra', 'dyu'] },
      { names: { given: 'Youssef' }, sex: 'male', nationality: 'MA' },
    ];
    for (const one of people) {
      await officer.post('/api/v1/people', { people: [one] }).expect(201);
    }
  });
  afterAll(() => mawa.stop());

  const view = (more: object = {}) => ({
    list: 'people',
    name: 'Les femmes',
    filters: { sex: 'female' },
    ...more,
  });
  const keep = (who: SignedIn, more: object = {}) => who.post('/api/v1/views', view(more));
  const viewsOf = async (who: SignedIn, list = 'people') =>
    (await who.get(`/api/v1/views?list=${list}`).expect(200)).body as {
      id: string;
      name: string;
    }[];

  it('keeps filters and columns under a name, and leads back to them from the list', async () => {
    const saved = await officer
      .submit('/views', {
        list: 'people',
        name: ' Femmes par langue ',
        'filters.sex': 'female',
        columns: 'number,languages',
      })
      .expect(303);
    const path = '/people?sex=female&columns=number,languages';
    expect(saved.headers.location).toBe(path);
    const { text } = await officer.get(path).expect(200);
    expect(text).toContain('Femmes par langue');
    expect(text).toMatch(
      /href="\/people\?sex&#x3D;female&amp;columns&#x3D;number,languages" aria-current="page"/,
    );
    expect(text).toContain('Langues');
    expect(text).not.toContain('Enregistrée le</th>');
    expect(text.match(/<tr>/g)).toHaveLength(2); // the head and one woman
  });

  it('shows them to nobody else, and lets nobody else remove them', async () => {
    const { body } = await keep(officer, { name: 'À moi seule' }).expect(201);
    expect(await viewsOf(colleague)).toEqual([]);
    await colleague.delete(`/api/v1/views/${body.id}`).expect(404);
    await colleague.submit(`/views/${body.id}/remove`, {}).expect(404);
    expect((await viewsOf(officer)).map(({ name }) => name)).toContain('À moi seule');
    const theirs = await mawa.transactions.run(colleague.actor, (tx) =>
      tx.query('SELECT id FROM saved_views'),
    );
    expect(theirs).toEqual([]);
    await expect(
      mawa.transactions.run(colleague.actor, (tx) =>
        tx.query(
          `INSERT INTO saved_views (id, user_id, list, place, name, filters, columns)
           VALUES (gen_random_uuid(), $1, 'people', 9, '\\x00', '{}', '{}')`,
          [officer.actor.userId],
        ),
      ),
    ).rejects.toThrow('row-level security');
    await officer.delete(`/api/v1/views/${body.id}`).expect(204);
    expect((await viewsOf(officer)).map(({ name }) => name)).not.toContain('À moi seule');
  });

  it('keeps no name in clear, for people call a view after a person', async () => {
    await keep(officer, { name: 'Zoulikha et ses sœurs', filters: { year: 2026 } }).expect(201);
    const { rows } = await mawa.admin.query('SELECT v::text AS row FROM saved_views v');
    expect(JSON.stringify(rows)).not.toContain('Zoulikha');
    expect((await viewsOf(officer)).map(({ name }) => name)).toContain('Zoulikha et ses sœurs');
  });

  it('keeps neither a page nor what was searched nor names opened', async () => {
    const filters = { sex: 'male', after: '2026-01-01_x', names: 'true', q: 'Youssef' };
    const { body } = await keep(officer, { name: 'Les hommes', filters }).expect(201);
    expect(body.filters).toEqual({ sex: 'male' });
  });

  it('refuses the same name twice, an empty one, one too long, and a list that is not theirs', async () => {
    await keep(officer, { name: 'Deux fois' }).expect(201);
    const { body } = await keep(officer, { name: 'Deux fois ' }).expect(409);
    expect(body.code).toBe('views.name_taken');
    await keep(officer, { name: '   ' }).expect(422);
    await keep(officer, { name: 'x'.repeat(61) }).expect(422);
    await keep(officer, { name: 'a\u0000b' }).expect(422);
    await keep(officer, { list: 'audit' }).expect(404);
    await keep(officer, { list: 'nothing' }).expect(404);
    const again = await officer
      .submit('/views', { list: 'people', name: 'Deux fois', 'filters.sex': 'female' })
      .expect(409);
    expect(again.text).toContain('choisissez-en un autre');
    expect(again.text).toContain('name="filters.sex" value="female"');
  });

  it('pressed twice at once keeps one, and never more than twenty', async () => {
    const reader = await mawa.signIn('reintegration_officer');
    const both = await Promise.all([keep(reader, { name: 'Une' }), keep(reader, { name: 'Une' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    for (let n = 2; n <= 20; n += 1) await keep(reader, { name: `Vue ${n}` }).expect(201);
    const { body } = await keep(reader, { name: 'De trop' }).expect(409);
    expect(body.code).toBe('views.too_many');
    expect(await viewsOf(reader)).toHaveLength(20);
  });

  it('says in the list what comes next of each, and filters by it', async () => {
    const { body } = await officer
      .post('/api/v1/people', { people: [{ names: { given: 'Hawa' }, sex: 'female' }] })
      .expect(201);
    const caseId = body.cases[0].id as string;
    await officer
      .post('/api/v1/tasks', { caseId, title: 'appeler', dueOn: '2026-11-27' })
      .expect(201);
    const week = await officer.get('/api/v1/people?waiting=week').expect(200);
    expect(week.body.people.map(({ id }: { id: string }) => id)).toEqual([caseId]);
    expect(week.body.people[0].nextTask).toMatchObject({ kind: 'own', overdue: false });
    expect((await officer.get('/api/v1/people?waiting=overdue').expect(200)).body.total).toBe(0);
    await officer.get('/people?waiting=week&columns=next&columns=age').expect(200);
    await officer.get('/people?waiting=next_year').expect(422);
  });
});
