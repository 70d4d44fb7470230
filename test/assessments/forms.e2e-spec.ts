import { RISK } from '../../migrations/data/forms/risk';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPerson } from '../beneficiaries/test-people';
import { assessmentsPath, no, save, signed, started, yes } from './samples';

type Written = typeof RISK & Record<string, unknown>;
const copy = (form: object = RISK): Written => JSON.parse(JSON.stringify(form)) as Written;

describe('forms, drafted by one and approved by another', () => {
  let mawa: TestApp;
  let author: SignedIn;
  let second: SignedIn;
  let officer: SignedIn;
  beforeEach(async () => {
    mawa = await startApp();
    author = await mawa.signIn('programme_officer');
    second = await mawa.signIn('case_supervisor');
    officer = await mawa.signIn('reintegration_officer');
  });
  afterEach(() => mawa.stop());

  const path = '/api/v1/forms/risk';
  const draft = async () => (await author.get(`${path}/draft`).expect(200)).body.draft;
  /** The questions of a page of the draft, changed. */
  const change = async (edit: (form: Written) => void) => {
    const { revision, form } = await draft();
    edit(form);
    return author.put(`${path}/draft`, { revision, definition: form });
  };
  const questionsOf = (form: Written, section: string) =>
    form.sections.find(({ id }) => id === section)!.questions as Record<string, unknown>[];
  const approve = async (by = second) => {
    const { revision } = await draft();
    return by.post(`${path}/approval`, { revision });
  };

  it('are there from the beginning, each with its version in force', async () => {
    const { body } = await officer.get('/api/v1/forms').expect(200);
    expect(
      body.map(({ key, inForce }: { key: string; inForce: number }) => [key, inForce]),
    ).toEqual([
      ['needs', 1],
      ['risk', 1],
      ['vulnerability', 1],
      ['best_interests', 1],
      ['ilo_indicators', 1],
      ['delphi_adult_labour', 1],
    ]);
    const { body: risk } = await officer.get(`${path}/versions/1`).expect(200);
    expect(risk.form.title.fr).toBe('Risque et sécurité');
    const { text } = await officer.get('/forms/delphi_adult_labour/versions/1').expect(200);
    expect(text).toContain('non vérifié dans sa source');
    await officer.get('/forms').expect(200);
  });

  it('who wrote a draft cannot approve it, not even by SQL; another does, and it is in force', async () => {
    await author.post(`${path}/draft`).expect(201);
    expect(
      (await change((form) => (form.title = { fr: 'Danger', ar: 'خطر', en: 'Danger' }))).status,
    ).toBe(200);
    const own = await approve(author);
    expect([own.status, own.body.code]).toEqual([403, 'assessments.form_second_person']);
    await expect(
      mawa.transactions.run(author.actor, (tx) =>
        tx.query(
          `UPDATE form_versions SET state = 'approved', approved_by = mawa_actor(), approved_at = mawa_now(), in_force_from = mawa_now()
            WHERE form_key = 'risk' AND state = 'draft'`,
        ),
      ),
    ).rejects.toThrow(/form_versions_approved_by_another/);
    const { body } = await (await approve()).body;
    expect(body).toBeUndefined();
    const { body: list } = await officer.get('/api/v1/forms').expect(200);
    expect(list[1]).toMatchObject({
      key: 'risk',
      inForce: 2,
      title: { fr: 'Danger' },
      draft: null,
    });
    for (const sql of [
      `UPDATE form_versions SET definition = '{}' WHERE form_key = 'risk' AND version = 2`,
      `UPDATE form_versions SET state = 'draft', approved_by = NULL, approved_at = NULL, in_force_from = NULL WHERE version = 2`,
    ]) {
      await expect(mawa.admin.query(sql)).rejects.toThrow(/only a draft changes/);
    }
  });

  it('a supervisor who wrote in it as well leaves it to a third', async () => {
    await author.post(`${path}/draft`).expect(201);
    const { revision, form } = await draft();
    await second.put(`${path}/draft`, { revision, definition: form }).expect(200);
    expect((await approve(second)).status).toBe(403);
    expect((await approve(await mawa.signIn('programme_officer'))).status).toBe(201);
  });

  it('a new version leaves old answers readable in their own words, and compares by stable ids', async () => {
    const person = await aPerson(officer);
    const before = await signed(officer, person.id, 'risk', {
      now: { feels_safe: no },
      reach: { knows_phone: yes },
    });
    const half = await started(officer, (await aPerson(officer)).id, 'risk');
    await author.post(`${path}/draft`).expect(201);
    const changed = await change((form) => {
      const [alone, safe] = questionsOf(form, 'now');
      alone!.retired = true;
      safe!.label = {
        fr: 'Vous sentez-vous protégée ici ?',
        ar: 'هل هناك حماية؟',
        en: 'Protected?',
      };
      questionsOf(form, 'reach').push({
        id: 'car_seen',
        kind: 'yes_no',
        points: { yes: 1 },
        label: { fr: 'Une voiture qui revient ?', ar: 'سيارة تعود؟', en: 'A car that comes back?' },
      });
    });
    expect(changed.body.problems).toEqual([]);
    expect((await approve()).status).toBe(201);
    mawa.clock.set('2026-11-24T23:20:00Z');
    const after = await signed(officer, person.id, 'risk', {
      now: { feels_safe: no },
      reach: { knows_phone: no, car_seen: yes },
    });
    const { text: old } = await officer
      .get(`/people/${person.id}/assessments/${before}`)
      .expect(200);
    expect(old).toContain('Vous sentez-vous en sécurité là où vous êtes');
    expect(old).not.toContain('Vous sentez-vous protégée ici');
    const { text: recent } = await officer
      .get(`/people/${person.id}/assessments/${after}`)
      .expect(200);
    expect(recent).toContain('Vous sentez-vous protégée ici');
    const { body } = await officer
      .get(`${assessmentsPath(person.id)}/comparison?from=${after}&to=${before}`)
      .expect(200);
    const of = (field: string) => body.fields.find((one: { field: string }) => one.field === field);
    expect([body.before, body.after]).toEqual([before, after]);
    expect(of('feels_safe')).toMatchObject({
      change: 'same',
      reworded: 'Vous sentez-vous en sécurité là où vous êtes\u00a0?',
    });
    expect(of('knows_phone')).toMatchObject({ change: 'changed', before: 'Oui', after: 'Non' });
    expect(of('car_seen')).toMatchObject({ change: 'added', after: 'Oui' });
    expect(of('alone')).toMatchObject({ change: 'dropped' });
    const page = await officer
      .get(`/people/${person.id}/assessments/compare?from=${before}&to=${after}`)
      .expect(200);
    expect(page.text).toContain('compare--changed');
    // What was begun keeps the version that it was begun with.
    const { rows } = await mawa.admin.query('SELECT form_version FROM assessments WHERE id = $1', [
      half,
    ]);
    expect(rows).toEqual([{ form_version: 1 }]);
    const { body: versions } = await author.get(`${path}/comparison?from=1&to=2`).expect(200);
    expect(
      versions.changes.fields.map(({ field, change }: { field: string; change: string }) => [
        field,
        change,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['feels_safe', 'changed'],
        ['car_seen', 'added'],
        ['alone', 'retired'],
      ]),
    );
    expect((await author.get('/forms/risk/compare?from=1&to=2').expect(200)).text).toContain(
      'car_seen',
    );
  });

  it('a field keeps its kind for ever, even after it was retired, also in the database', async () => {
    await author.post(`${path}/draft`).expect(201);
    const asText = await change((form) => {
      questionsOf(form, 'now')[1] = {
        id: 'feels_safe',
        kind: 'text',
        label: { fr: 'x', ar: 'x', en: 'x' },
      };
    });
    expect(asText.body.problems).toMatchObject([
      { code: 'field_changed', params: { field: 'feels_safe', before: 'yes_no' } },
    ]);
    const refused = await approve();
    expect([refused.status, refused.body.code]).toEqual([409, 'assessments.form_has_problems']);
    await expect(
      mawa.transactions.run(second.actor, (tx) =>
        tx.query(
          `UPDATE form_versions SET state = 'approved', approved_by = mawa_actor(), approved_at = mawa_now(), in_force_from = mawa_now()
            WHERE form_key = 'risk' AND state = 'draft'`,
        ),
      ),
    ).rejects.toThrow(/a field was something else before/);
  });

  it('wait for a second person once a writer asks, until they are changed again', async () => {
    const ask = async (by: SignedIn) =>
      by.post(`${path}/draft/approval-request`, { revision: (await draft()).revision });
    const asked = async () => {
      const { readyAt, readyBy } = await draft();
      return [readyAt, readyBy];
    };
    const waiting = async (who: SignedIn): Promise<string[]> =>
      (await who.get('/api/v1/decisions').expect(200)).body.decisions.map(
        ({ source }: { source: string }) => source,
      );
    await author.post(`${path}/draft`).expect(201);
    expect(await waiting(second)).toEqual([]);
    expect((await second.get('/forms/risk').expect(200)).text).toContain(
      'personne n’a encore demandé l’approbation',
    );
    const other = await ask(second);
    expect([other.status, other.body.code]).toEqual([403, 'assessments.form_not_written']);
    await officer.post(`${path}/draft/approval-request`, { revision: 1 }).expect(403);
    await author.post(`${path}/draft/approval-request`, { revision: 7 }).expect(409);
    mawa.clock.advance(60_000);
    expect((await author.get('/forms/risk/draft').expect(200)).text).toContain(
      'action="/forms/risk/draft/approval-request"',
    );
    await author.submit('/forms/risk/draft/approval-request', { revision: '1' }).expect(303);
    const since = mawa.clock.now().toISOString();
    expect(await asked()).toEqual([since, author.actor.name]);
    // A second request changes nothing.
    mawa.clock.advance(60_000);
    expect((await ask(author)).status).toBe(204);
    expect((await asked())[0]).toBe(since);
    expect([await waiting(second), await waiting(author)]).toEqual([['forms'], []]);
    expect((await second.get('/forms/risk').expect(200)).text).toContain(
      `${author.actor.name} a demandé l’approbation`,
    );
    expect((await author.get('/forms/risk/draft').expect(200)).text).not.toContain(
      'approval-request',
    );
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'forms.request_approval'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
    await change((form) => (form.title = { fr: 'Danger', ar: 'خطر', en: 'Danger' }));
    expect(await asked()).toEqual([null, null]);
    expect(await waiting(second)).toEqual([]);
    await change((form) => (questionsOf(form, 'now')[0]!.label = { fr: 'x', ar: '', en: 'x' }));
    const unfinished = await ask(author);
    expect([unfinished.status, unfinished.body.code]).toEqual([
      409,
      'assessments.form_has_problems',
    ]);
    const page = await author
      .submit('/forms/risk/draft/approval-request', { revision: String((await draft()).revision) })
      .expect(409);
    expect(page.text).toContain('à régler encore');
    for (const sql of [
      'ready_at = now()',
      'ready_at = now(), ready_by = (SELECT id FROM users WHERE id <> ALL (writers) LIMIT 1)',
    ]) {
      await expect(
        mawa.admin.query(`UPDATE form_versions SET ${sql} WHERE state = 'draft'`),
      ).rejects.toThrow(/form_versions_ready_by_a_writer/);
    }
  });

  it('of two who write at once one is told; of two drafts begun at once there is one', async () => {
    const begun = await Promise.all([author.post(`${path}/draft`), second.post(`${path}/draft`)]);
    expect(begun.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { revision, form } = await draft();
    const written = await Promise.all([
      author.put(`${path}/draft`, { revision, definition: form }),
      second.put(`${path}/draft`, { revision, definition: form }),
    ]);
    expect(written.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('what was read is what is approved: a draft that changed meanwhile is read again', async () => {
    await author.post(`${path}/draft`).expect(201);
    const { revision, form } = await draft();
    await author.put(`${path}/draft`, { revision, definition: form }).expect(200);
    const { body } = await second.post(`${path}/approval`, { revision }).expect(409);
    expect(body.code).toBe('assessments.form_written_over');
  });

  it('may come into force on a later day, and until then the earlier one is asked', async () => {
    await author.post(`${path}/draft`).expect(201);
    const { revision } = await draft();
    for (const from of ['2026-11-23', '1888-01-01', '2100-01-01', '2026-02-30']) {
      await second.post(`${path}/approval`, { revision, from }).expect(422);
    }
    await second.post(`${path}/approval`, { revision, from: '2026-11-25' }).expect(201);
    const of = async () => (await officer.get('/api/v1/forms').expect(200)).body[1].inForce;
    expect(await of()).toBe(1);
    mawa.clock.set('2026-11-25T00:00:00Z');
    officer = await mawa.signInAs(officer.email);
    expect(await of()).toBe(2);
  });

  it('a wrong definition is refused with a sentence for each place, and nothing is kept', async () => {
    await author.post(`${path}/draft`).expect(201);
    const { revision } = await draft();
    const wrong = copy();
    (wrong as Record<string, unknown>).colour = 'red';
    questionsOf(wrong, 'now')[0]!.kind = 'horoscope';
    const { body } = await author.put(`${path}/draft`, { revision, definition: wrong }).expect(422);
    expect(
      body.errors.map(({ field, code }: { field: string; code: string }) => [field, code]),
    ).toEqual([
      ['sections.0.questions.0.kind', 'assessments.problem.one_of'],
      ['colour', 'assessments.problem.unknown_key'],
    ]);
    for (const [definition, code] of [
      [{ ...copy(), form: 'other_form' }, 'assessments.problem.other_form'],
      [{ ...copy(), kind: 'needs' }, 'assessments.problem.other_kind'],
      [{ ...copy(), part: 'facts' }, 'assessments.problem.one_of'],
      // Answers that few read are not carried over into a part that more do.
      [
        { ...copy(), part: copy().part === 'care' ? 'story' : 'care' },
        'assessments.problem.other_part',
      ],
    ] as const) {
      const answer = await author.put(`${path}/draft`, { revision, definition }).expect(422);
      expect([
        answer.body.code,
        ...(answer.body.errors ?? []).map((one: { code: string }) => one.code),
      ]).toContain(code);
    }
    expect((await draft()).revision).toBe(revision);
    const { body: checked } = await author
      .post('/api/v1/forms/check', { definition: wrong })
      .expect(200);
    expect(checked.problems).toHaveLength(2);
  });

  it('the text of a draft is checked line by line while one types', async () => {
    await author.post(`${path}/draft`).expect(201);
    const lines = JSON.stringify(copy(), null, 2).split('\n');
    const at = lines.findIndex((line) => line.includes('"feels_safe"')) + 1;
    const text = lines.join('\n').replace('"feels_safe"', '"Se sent sûre"');
    const { text: shown } = await author.submit('/forms/risk/draft/preview', { text }).expect(200);
    expect(shown).toContain(`Ligne ${at}`);
    expect(shown).toContain('Un identifiant commence par une lettre minuscule');
    const broken = await author
      .submit('/forms/risk/draft/text', { text: '{ "form": ', revision: '1' })
      .expect(422);
    expect(broken.text).toContain('&quot;form&quot;');
    await author
      .submit('/forms/risk/draft/text', { text: lines.join('\n'), revision: '1' })
      .expect(303);
  });

  it('is changed page by page: a question put in, worded, scored, moved, retired', async () => {
    const at = '/forms/risk/draft';
    await author.submit('/forms/risk/start', {}).expect(303);
    const words = (name: string, fr: string) => ({
      [`${name}.fr`]: fr,
      [`${name}.ar`]: 'سؤال',
      [`${name}.en`]: 'A question',
    });
    await author
      .submit(`${at}/questions`, { revision: '1', section: 'now', id: 'door_locked', kind: 'one' })
      .expect(303);
    const question = {
      revision: '2',
      asked: 'person',
      for: 'all',
      weight: '2',
      ...words('label', 'La porte ferme-t-elle ?'),
      'options.0.code': 'well',
      ...words('options.0.label', 'Bien'),
      'options.0.points': '0',
      'options.1.code': 'badly',
      ...words('options.1.label', 'Mal'),
      'options.1.points': '2',
      'options.1.atLeast': 'moderate',
      'condition.how': 'all',
      'condition.tests.0.field': 'feels_safe',
      'condition.tests.0.is': 'no',
    };
    const half = { ...question, 'label.ar': '' };
    const missing = await author.submit(`${at}/questions/door_locked`, half).expect(303);
    expect(missing.headers.location).toBe(at);
    const { text } = await author.get(at).expect(200);
    expect(text).toContain('Le texte manque en العربية');
    await author.submit(`${at}/questions/door_locked`, { ...question, revision: '3' }).expect(303);
    await author
      .submit(`${at}/questions/door_locked/place`, { revision: '4', act: 'up' })
      .expect(303);
    const wrongPlace = await author
      .submit(`${at}/questions/feels_safe/place`, { revision: '5', act: 'remove' })
      .expect(409);
    expect(wrongPlace.text).toContain('retirez-la');
    await author.submit(`${at}/questions/near/place`, { revision: '5', act: 'retire' }).expect(303);
    const { form } = await draft();
    const now = questionsOf(form, 'now');
    expect(now.map(({ id }) => id)).toEqual(['alone', 'door_locked', 'feels_safe']);
    expect(now[1]).toMatchObject({
      weight: 2,
      points: { well: 0, badly: 2 },
      atLeast: { badly: 'moderate' },
      showIf: { field: 'feels_safe', is: 'no' },
    });
    // Its condition asks about a question that now comes after it.
    const page = await author.get(at).expect(200);
    expect(page.text).toContain('qui n’est posée que plus loin');
    await author
      .submit(`${at}/questions/door_locked/place`, { revision: '6', act: 'down' })
      .expect(303);
    const typo = await author
      .submit(`${at}/questions/door_locked`, { ...question, revision: '7', weight: 'trois' })
      .expect(422);
    expect(typo.text).toContain('Un nombre est attendu ici');
    expect(typo.text).toContain('La porte ferme-t-elle ?');
    const { body } = await author.get(`${path}/draft`).expect(200);
    expect(body.problems).toEqual([]);
    const bands = await author.get(`${at}/scoring`).expect(200);
    expect(bands.text).toContain('value="14"');
    await author.get(`${at}/head`).expect(200);
    await author.get(`${at}/text`).expect(200);
    await author.get(`${at}/sections/now`).expect(200);
    await second.submit('/forms/risk/approve', { revision: '7' }).expect(303);
  });

  it('a band page with a hole says so before anybody approves', async () => {
    const at = '/forms/risk/draft';
    await author.submit('/forms/risk/start', {}).expect(303);
    const { text } = await author.get(`${at}/scoring`).expect(200);
    const fields = Object.fromEntries(
      [...text.matchAll(/<input[^>]*name="(bands[^"]+)"[^>]*value="([^"]*)"( checked)?/g)]
        .filter(([, name, , checked]) => !name!.endsWith('alert') || checked)
        .map(([, name, value]) => [name!, value!]),
    );
    const texts = Object.fromEntries(
      [...text.matchAll(/<textarea[^>]*name="(bands[^"]+)"[^>]*>([^<]*)</g)].map(
        ([, name, value]) => [name!, value!],
      ),
    );
    const selects = Object.fromEntries(
      [...text.matchAll(/<select[^>]*name="(bands[^"]+)"[\s\S]*?<\/select>/g)].map(
        ([select, name]) => [name!, /value="([^"]+)" selected/.exec(select)?.[1] ?? ''],
      ),
    );
    await author
      .submit(`${at}/scoring`, {
        revision: '1',
        ...fields,
        ...texts,
        ...selects,
        'bands.1.from': '8',
      })
      .expect(303);
    const page = await author.get(at).expect(200);
    expect(page.text).toContain('Aucun résultat pour les points de 6 à 7');
    const { form } = await draft();
    expect(form.scoring.bands[2]).toMatchObject({
      id: 'high',
      task: { kind: 'safety_plan', hours: 24 },
      nextDays: 7,
    });
  });

  it('a new form is written from nothing, filled in once approved, and its key is taken once', async () => {
    const form = {
      ...copy(),
      form: 'night_risk',
      title: { fr: 'La nuit', ar: 'الليل', en: 'At night' },
    };
    await author.submit('/forms/new', { text: JSON.stringify(form) }).expect(303);
    const taken = await second.post('/api/v1/forms', { definition: form }).expect(409);
    expect(taken.body.code).toBe('assessments.form_taken');
    const person = await aPerson(officer);
    await officer.post(assessmentsPath(person.id), { form: 'night_risk' }).expect(404);
    await second.post('/api/v1/forms/night_risk/approval', { revision: 1 }).expect(201);
    const id = await started(officer, person.id, 'night_risk');
    await save(officer, person.id, id, 'now', { feels_safe: yes }).expect(200);
  });

  it('a key whose only draft was thrown away is free again', async () => {
    const form = { ...copy(), form: 'night_risk' };
    await author.post('/api/v1/forms', { definition: form }).expect(201);
    await author.delete('/api/v1/forms/night_risk/draft').expect(204);
    await author.post('/api/v1/forms', { definition: form }).expect(201);
  });

  it('is written by those who own forms alone, and row level security alone says the same', async () => {
    for (const role of [
      'reintegration_officer',
      'shelter_manager',
      'finance_officer',
      'administrator',
    ] as const) {
      const other = await mawa.signIn(role);
      await other.post(`${path}/draft`).expect(403);
      await other.post('/api/v1/forms', { definition: copy() }).expect(403);
      await other.post(`${path}/approval`, { revision: 1 }).expect(403);
    }
    await author.post(`${path}/draft`).expect(201);
    const attempt = (sql: string) => mawa.transactions.run(officer.actor, (tx) => tx.query(sql));
    expect(
      await attempt(`UPDATE form_versions SET state = 'dropped' WHERE state = 'draft' RETURNING 1`),
    ).toEqual([]);
    await expect(
      attempt(`INSERT INTO forms (key, kind, created_by) VALUES ('mine', 'needs', mawa_actor())`),
    ).rejects.toThrow(/row-level security/);
    await expect(
      attempt(`INSERT INTO form_versions (form_key, version, definition, author_id, writers)
        SELECT form_key, 9, definition, mawa_actor(), ARRAY[mawa_actor()] FROM form_versions WHERE form_key = 'needs'`),
    ).rejects.toThrow(/row-level security/);
    // A programme officer, too, cannot put a version in force in one step.
    await expect(
      mawa.transactions.run(author.actor, (tx) =>
        tx.query(
          `INSERT INTO form_versions (form_key, version, state, definition, author_id, writers, approved_by, approved_at, in_force_from)
          SELECT form_key, 9, 'approved', definition, mawa_actor(), ARRAY[mawa_actor()], $1, mawa_now(), mawa_now() FROM form_versions WHERE form_key = 'needs'`,
          [second.actor.userId],
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });
});
