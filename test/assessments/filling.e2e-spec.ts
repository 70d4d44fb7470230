import { startApp, type SignedIn, type TestApp } from '../support/app';
import { assessmentsPath, HIGH_RISK, no, save, signed, started, yes } from './samples';

describe('filling in a form', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let caseId: string;
  let path: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    const people = [{ sex: 'female', birthDate: '1994-03-08' }];
    const { body } = await officer.post('/api/v1/people', { people }).expect(201);
    caseId = body.cases[0].id;
    path = assessmentsPath(caseId);
  });

  const one = async (id: string, reader = officer) =>
    (await reader.get(`${path}/${id}`).expect(200)).body;

  it('the forms of the programme can be begun, those for children only by children', async () => {
    const forms = async (of: string) => {
      const { body } = await officer.get(assessmentsPath(of)).expect(200);
      return body.forms.map(({ key }: { key: string }) => key);
    };
    const all = ['needs', 'risk', 'vulnerability'];
    expect(await forms(caseId)).toEqual([...all, 'ilo_indicators', 'delphi_adult_labour']);
    const people = [{ birthDate: '2014-03-08' }, {}];
    const { body } = await officer.post('/api/v1/people', { people }).expect(201);
    const [child, unknown] = body.cases as { id: string }[];
    expect(await forms(child!.id)).toEqual([...all, 'best_interests', 'ilo_indicators']);
    // Where the age is not known, what is for children and for adults may be asked.
    expect(await forms(unknown!.id)).toHaveLength(6);
    const refused = await officer.post(path, { form: 'best_interests' }).expect(409);
    expect(refused.body.code).toBe('assessments.not_for_them');
    await officer.post(path, { form: 'horoscope' }).expect(404);
    await officer.post(path, { form: "No'; DROP" }).expect(422);
  });

  it('is paused in one session and resumed in another, by a colleague who holds the file too', async () => {
    const id = await started(officer, caseId, 'risk');
    await save(officer, caseId, id, 'now', { feels_safe: no }).expect(200);
    const phone = await mawa.signInAs(officer.email);
    const resumed = await one(id, phone);
    expect(resumed).toMatchObject({ state: 'draft', answers: { feels_safe: no } });
    const colleague = await mawa.signIn('reintegration_officer');
    await colleague.get(`${path}/${id}`).expect(404);
    await officer
      .post(`/api/v1/people/${caseId}/access`, { userId: colleague.actor.userId })
      .expect(204);
    await save(colleague, caseId, id, 'reach', { near: yes }).expect(200);
    expect((await one(id)).answers).toEqual({ feels_safe: no, near: yes });
    const { text } = await officer.get(`/people/${caseId}/assessments`).expect(200);
    expect(text).toContain('2 pages sur 5 enregistrées');
    expect(text).toContain(colleague.actor.name);
  });

  it('two who save the same page at once lose nothing: the second is told who was first', async () => {
    const id = await started(officer, caseId, 'risk');
    const colleague = await mawa.signIn('reintegration_officer');
    await officer
      .post(`/api/v1/people/${caseId}/access`, { userId: colleague.actor.userId })
      .expect(204);
    const answers = await Promise.all([
      save(officer, caseId, id, 'reach', { near: yes }),
      save(colleague, caseId, id, 'reach', { near: no }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = answers.find(({ status }) => status === 409)!;
    expect(late.body.code).toBe('assessments.written_over');
    const { rows } = await mawa.admin.query(
      'SELECT revision FROM assessment_answers WHERE assessment_id = $1',
      [id],
    );
    expect(rows).toEqual([{ revision: 1 }]);
  });

  it('the page keeps what was typed, takes over what only the other changed, and shows what both did', async () => {
    const id = await started(officer, caseId, 'risk');
    const page = `/people/${caseId}/assessments/${id}/sections/reach`;
    await save(officer, caseId, id, 'reach', { near: yes, influence: no }).expect(200);
    // Somebody else saves while the page of revision 1 is open.
    await save(officer, caseId, id, 'reach', { near: no, debt_claimed: yes }, 1).expect(200);
    const shown = [
      'knows_place',
      'knows_phone',
      'near',
      'close_person',
      'influence',
      'debt_claimed',
    ];
    const stale = {
      shown,
      revision: '1',
      act: 'next',
      'v.knows_place': 'yes',
      'v.knows_phone': '~not_asked',
      'v.near': '~declined',
      'v.influence': 'no',
      'v.close_person': '~not_asked',
      'v.debt_claimed': '~not_asked',
    };
    const { text } = await officer.submit(page, stale).expect(409);
    expect(text).toContain('name="revision" value="2"');
    expect(text).toContain('Écrit entre-temps par quelqu’un d’autre');
    const checked = (name: string) =>
      new RegExp(`name="v.${name}" value="([^"]*)" checked`).exec(text)?.[1];
    expect(['knows_place', 'near', 'influence', 'debt_claimed'].map(checked)).toEqual([
      'yes',
      '~declined',
      'no',
      'yes',
    ]);
    await officer.submit(page, { ...stale, revision: '2', 'v.debt_claimed': 'yes' }).expect(303);
    expect((await one(id)).answers).toMatchObject({
      knows_place: yes,
      near: { gap: 'declined' },
      influence: no,
      debt_claimed: yes,
    });
  });

  it('of two who begin at once there is one; a form thrown away can be begun anew', async () => {
    const begun = await Promise.all([
      officer.post(path, { form: 'needs' }),
      officer.post(path, { form: 'needs' }),
    ]);
    expect(begun.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { id } = begun.find(({ status }) => status === 201)!.body;
    await save(officer, caseId, id, 'own_words', { first_wish: { value: 'Zoulikha' } }).expect(200);
    await officer.delete(`${path}/${id}`).expect(204);
    await officer.get(`${path}/${id}`).expect(404);
    const { rows } = await mawa.admin.query(
      'SELECT 1 FROM assessment_answers WHERE assessment_id = $1',
      [id],
    );
    expect(rows).toEqual([]);
    await started(officer, caseId, 'needs');
  });

  it('the same request twice begins one', async () => {
    const first = await officer.post(path, { form: 'needs' }, 'begin-once-1').expect(201);
    const again = await officer.post(path, { form: 'needs' }, 'begin-once-1').expect(201);
    expect(again.body).toEqual(first.body);
  });

  it('answers open questions on the same page, and the page asks them before it goes on', async () => {
    const id = await started(officer, caseId, 'risk');
    const { body } = await save(officer, caseId, id, 'threats', { threatened: yes }).expect(200);
    expect(body).toEqual({
      revision: 1,
      opened: ['threat_when', 'threat_kinds', 'injured_others'],
    });
    const page = `/people/${caseId}/assessments/${id}/sections/children`;
    const posted = { shown: 'has_children', revision: '0', act: 'next', 'v.has_children': 'yes' };
    const led = await officer.submit(page, posted).expect(303);
    expect(led.headers.location).toBe(page);
    const { text } = await officer.get(page).expect(200);
    expect(text).toContain('Les enfants sont-ils menacés aussi');
    const more = { ...posted, shown: ['has_children', 'children_threatened'], revision: '1' };
    const on = await officer.submit(page, { ...more, 'v.children_threatened': 'no' }).expect(303);
    expect(on.headers.location).toMatch(/\/sections\/self$/);
  });

  it('is filled in page by page without a script, and any question can be left out', async () => {
    const begun = await officer
      .submit(`/people/${caseId}/assessments`, { form: 'needs' })
      .expect(303);
    const file = begun.headers.location as string;
    const overview = await officer.get(file).expect(200);
    expect(overview.text).toContain('0 page sur 6');
    let at = `${file}/sections/first_things`;
    for (const next of ['health', 'papers_rights', 'people', 'ahead', 'own_words', null]) {
      const led = await officer.submit(at, { revision: '0', act: 'next' }).expect(303);
      const wanted: string = next ? `${file}/sections/${next}` : file;
      expect(led.headers.location).toBe(wanted);
      at = wanted;
    }
    await officer.submit(`${file}/finish`, {}).expect(303);
    const { text } = await officer.get(file).expect(200);
    expect(text).toContain('Peu de besoins');
    expect(text).toContain('Pas demandé');
  });

  it('once signed nothing changes, not even by SQL as the application', async () => {
    const id = await signed(officer, caseId, 'risk', HIGH_RISK);
    const late = await save(officer, caseId, id, 'reach', { near: no }, 1).expect(409);
    expect(late.body.code).toBe('assessments.not_a_draft');
    await officer.delete(`${path}/${id}`).expect(409);
    const attempt = (sql: string, values: unknown[] = [id]) =>
      mawa.transactions.run(officer.actor, (tx) => tx.query(sql, values));
    for (const sql of [
      `UPDATE assessments SET state = 'draft', signed_by = NULL, signed_at = NULL, about_at = NULL WHERE id = $1`,
      `UPDATE assessments SET signed_at = signed_at - interval '1 day' WHERE id = $1`,
      'DELETE FROM assessment_answers WHERE assessment_id = $1',
      `INSERT INTO assessment_answers (id, assessment_id, case_id, part, section, revision, answers, saved_by)
       SELECT gen_random_uuid(), id, case_id, part, 'reach', 9, 'x', started_by FROM assessments WHERE id = $1`,
      `INSERT INTO assessment_results SELECT id, case_id, form_key, form_version, NULL, about_at, 0, 'low', NULL, 'low', false
         FROM assessments WHERE id = $1`,
    ]) {
      await expect(attempt(sql)).rejects.toThrow(/what is finished never changes/);
    }
    for (const sql of [
      'UPDATE assessment_answers SET revision = 1 WHERE assessment_id = $1',
      'UPDATE assessment_results SET level = level WHERE assessment_id = $1',
      'DELETE FROM assessment_facts WHERE assessment_id = $1',
      'UPDATE assessments SET part = part WHERE id = $1',
      'DELETE FROM assessments WHERE id = $1',
    ]) {
      await expect(attempt(sql)).rejects.toThrow(/permission denied/);
    }
    expect(await one(id)).toMatchObject({ state: 'finished', signedBy: officer.actor.name });
  });

  it('signing keeps one set of answers: earlier saves and what is not put any more are gone', async () => {
    const id = await started(officer, caseId, 'risk');
    await save(officer, caseId, id, 'threats', {
      threatened: yes,
      threat_when: { value: 'week' },
    }).expect(200);
    await save(officer, caseId, id, 'threats', { threatened: no }, 1).expect(200);
    expect((await one(id)).answers).toEqual({ threatened: no, threat_when: { value: 'week' } });
    await officer.post(`${path}/${id}/signature`).expect(201);
    expect((await one(id)).answers).toEqual({ threatened: no });
    const { rows } = await mawa.admin.query(
      'SELECT section, revision FROM assessment_answers WHERE assessment_id = $1',
      [id],
    );
    expect(rows).toEqual([{ section: 'threats', revision: 3 }]);
  });

  it('is corrected by another that names its reason; the first stays readable', async () => {
    const id = await signed(officer, caseId, 'risk', HIGH_RISK);
    await officer.post(`${path}/${id}/corrections`, {}).expect(422);
    const { body } = await officer
      .post(`${path}/${id}/corrections`, { reason: 'mistake' })
      .expect(201);
    expect(await one(body.id)).toMatchObject({
      state: 'draft',
      corrects: id,
      correctionReason: 'mistake',
      answers: { knows_place: yes, near: yes },
    });
    mawa.clock.set('2026-11-24T23:20:00Z');
    await save(officer, caseId, body.id, 'reach', { knows_place: no }, 1).expect(200);
    await officer.post(`${path}/${body.id}/signature`).expect(201);
    mawa.clock.set('2026-11-24T23:10:00Z');
    expect(await one(id)).toMatchObject({ correctedBy: body.id, answers: { knows_place: yes } });
    const again = await officer
      .post(`${path}/${id}/corrections`, { reason: 'mistake' })
      .expect(409);
    expect(again.body.code).toBe('assessments.corrected_already');
    const { body: list } = await officer.get(path).expect(200);
    // It speaks of the day of the one that it corrects, and takes its place.
    expect(list.results).toMatchObject([
      { assessmentId: body.id, score: 2, band: 'low', at: '2026-11-24T23:10:00.000Z' },
    ]);
  });

  it.each([
    [
      'a text of ten thousand characters',
      'own_words',
      { first_wish: { value: 'x'.repeat(10_000) } },
      422,
      'common.too_long',
    ],
    [
      'a code that is none',
      'first_things',
      { need_food: { value: 'astral' } },
      422,
      'common.not_choice',
    ],
    [
      'a field of another page',
      'first_things',
      { need_school: { value: 'none' } },
      422,
      'common.unknown_field',
    ],
    [
      'the question for children',
      'ahead',
      { need_school: { value: 'none' } },
      422,
      'common.unknown_field',
    ],
    [
      'half a surrogate pair',
      'own_words',
      { first_wish: { value: '\ud83d' } },
      422,
      'common.broken_text',
    ],
    ['a page that is not there', 'nowhere', {}, 404, 'common.not_found'],
    ['no answers at all', 'own_words', 'none', 422, 'common.invalid'],
  ] as const)(
    '%s changes nothing and gets its sentence',
    async (_name, section, answers, status, code) => {
      const id = await started(officer, caseId, 'needs');
      const { body } = await save(officer, caseId, id, section, answers as never).expect(status);
      expect([
        body.code,
        ...(body.errors ?? []).map((one: { code: string }) => one.code),
      ]).toContain(code);
      const { rows } = await mawa.admin.query(
        'SELECT 1 FROM assessment_answers WHERE assessment_id = $1',
        [id],
      );
      expect(rows).toEqual([]);
    },
  );

  it('what is wrong stands beside its question, and what was typed stays', async () => {
    const id = await started(officer, caseId, 'needs');
    const page = `/people/${caseId}/assessments/${id}/sections/own_words`;
    const typed = { shown: ['first_wish', 'strengths'], revision: '0', act: 'next' };
    const { text } = await officer
      .submit(page, { ...typed, 'v.first_wish': 'mes enfants', 'v.strengths': 'x'.repeat(4001) })
      .expect(422);
    expect(text).toContain('mes enfants');
    expect(text).toMatch(/Ce texte est trop long : 4.000 caractères au plus/);
    const both = { 'v.first_wish': 'ma sœur', 'g.first_wish': 'declined' };
    const second = await officer.submit(page, { ...typed, ...both }).expect(422);
    expect(second.text).toContain('Donnez une réponse, ou la raison');
  });

  it('signed meanwhile by another: what was typed is shown once more', async () => {
    const id = await started(officer, caseId, 'needs');
    await officer.post(`${path}/${id}/signature`).expect(201);
    const page = `/people/${caseId}/assessments/${id}/sections/own_words`;
    const typed = { shown: ['first_wish'], revision: '0', 'v.first_wish': 'revoir sa fille' };
    const { text } = await officer.submit(page, typed).expect(409);
    expect(text).toContain('revoir sa fille');
    expect(text).toContain('signée entre-temps');
  });
});
