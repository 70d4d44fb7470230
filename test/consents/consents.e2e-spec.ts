import { startApp, type SignedIn, type TestApp } from '../support/app';
import { ADULT, ALL_POINTS, CHILD, yesForChild, yesTo } from './consent-answers';

describe('asking for consent', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let partnerId: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    const admin = await mawa.signIn('administrator');
    const { body } = await admin
      .post('/api/v1/organisations', { code: 'MINARET', kind: 'partner', name: 'Minaret' })
      .expect(201);
    partnerId = body.id;
  });
  afterAll(() => mawa.stop());

  const registered = async (person: object = ADULT): Promise<string> => {
    const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
    return body.cases[0].id;
  };
  const answer = (id: string, body: object) => officer.post(`/api/v1/people/${id}/consents`, body);

  it('keeps the version of the text, the seven points, how it was asked, and until when it counts', async () => {
    const id = await registered();
    const said = { channel: 'phone', interpreter: true, language: 'ary' };
    await answer(id, yesTo('sharing', { ...said, recipientId: partnerId })).expect(201);
    const { body } = await officer.get(`/api/v1/people/${id}/consents`).expect(200);
    expect(body.standing).toMatchObject([
      {
        purpose: 'sharing',
        recipient: 'Minaret',
        state: 'given',
        htcds: true,
        channel: 'phone',
        interpreter: true,
        language: 'ary',
        textVersion: 1,
        points: ALL_POINTS,
        untilAt: '2027-05-24T23:10:00.000Z',
      },
    ]);
    const text = await officer.get(`/api/v1/consent-texts/${body.standing[0].textId}`).expect(200);
    expect(text.body).toMatchObject({ purpose: 'sharing', language: 'ara', version: 1 });
  });

  it('is refused with the sentence of each point that was not explained', async () => {
    const id = await registered();
    const points = { ...ALL_POINTS, access_explained: 'skipped', withdrawal_explained: 'no' };
    const { body } = await answer(id, yesTo('sharing', { recipientId: partnerId, points })).expect(
      422,
    );
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'points.access_explained',
      'points.withdrawal_explained',
    ]);
    const { rows } = await mawa.admin.query('SELECT 1 FROM consents WHERE case_id = $1', [id]);
    expect(rows).toEqual([]);
    await answer(id, { ...yesTo('sharing', { recipientId: partnerId }), decision: 'refused', points: {} }).expect(201); // oxfmt-ignore
  });

  it('expires: a person asked for a shorter time, and afterwards nothing stands', async () => {
    const id = await registered();
    await answer(id, yesTo('contact', { until: '2026-11-25' })).expect(201);
    await answer(id, yesTo('shelter', { until: '2028-01-01' })).expect(422);
    await answer(id, yesTo('shelter', { until: '2026-11-01' })).expect(422);
    const before = mawa.clock.now();
    mawa.clock.set('2026-11-26T00:00:00Z');
    const later = await mawa.signInAs(officer.email);
    const { body } = await later.get(`/api/v1/people/${id}/consents`).expect(200);
    expect(body.standing).toMatchObject([{ purpose: 'contact', state: 'expired' }]);
    mawa.clock.set(before);
  });

  describe('for a child', () => {
    it('needs who decides, and what the child says', async () => {
      const id = await registered(CHILD);
      const fields = async (body: object) =>
        (await answer(id, body).expect(422)).body.errors.map(
          ({ field }: { field: string }) => field,
        );
      expect(await fields(yesTo('shelter'))).toEqual(['guardian.relation']);
      const guardian = { relation: 'mother' };
      expect(await fields(yesForChild('shelter', { guardian }))).toEqual(['guardian.name']);
      expect(await fields(yesForChild('shelter', { assent: undefined }))).toEqual(['assent']);
      expect(await fields(yesForChild('shelter', { assent: 'too_young' }))).toEqual(['assent']);
      await answer(id, yesForChild('shelter')).expect(201);
      await answer(id, yesForChild('assistance', { guardian: { relation: 'ad_hoc' } })).expect(201);
    });

    it('whose age nobody knows the same counts, and an adult decides alone', async () => {
      const unknown = await registered({});
      const { body } = await answer(unknown, yesTo('shelter')).expect(422);
      expect(body.errors[0].detail ?? JSON.stringify(body)).toContain('âge');
      const adult = await registered();
      await answer(adult, yesForChild('shelter')).expect(422);
    });

    it('her refusal stands over her mother’s yes to sharing, over HTTP and in the database', async () => {
      const id = await registered(CHILD);
      const shared = yesForChild('sharing', { recipientId: partnerId, assent: 'refused' });
      const { body } = await answer(id, shared).expect(422);
      expect(JSON.stringify(body)).toContain('son refus l’emporte');
      await expect(
        mawa.transactions.run(officer.actor, (tx) =>
          tx.query(
            `INSERT INTO consents (case_id, purpose, recipient_id, decision, how, language, explained_by, guardian_relation, assent)
             VALUES ($1, 'sharing', $2, 'given', 'guardian', 'fra', $3, 'mother', 'refused')`,
            [id, partnerId, officer.actor.userId],
          ),
        ),
      ).rejects.toMatchObject({ constraint: 'consents_childs_refusal_stands' });
      // Without anybody else she may refuse; and a bed is not refused to her.
      const refusal = { ...yesTo('sharing', { recipientId: partnerId }), decision: 'refused' };
      await answer(id, refusal).expect(201);
      await answer(id, yesForChild('shelter', { assent: 'refused' })).expect(201);
    });

    it('her guardian’s name is sealed, and shown only on purpose, which is recorded', async () => {
      const id = await registered(CHILD);
      const { body: made } = await answer(id, yesForChild('shelter')).expect(201);
      const { rows } = await mawa.admin.query<{ all: string }>(
        'SELECT to_jsonb(c)::text AS all FROM consents c WHERE id = $1',
        [made.id],
      );
      expect(rows[0]!.all).not.toContain('Zineb');
      const list = await officer.get(`/api/v1/people/${id}/consents`).expect(200);
      expect(list.text).not.toContain('Zineb');
      expect(list.body.standing[0]).toMatchObject({
        guardianNamed: true,
        guardianRelation: 'mother',
      });
      const path = `/people/${id}/consents/${made.id}/guardian`;
      const shown = await officer.post(`/api/v1${path}`).expect(201);
      expect(shown.body).toEqual({ name: 'Zineb Alami' });
      expect((await officer.submit(path, {}).expect(200)).text).toContain('Zineb Alami');
      const audits = await mawa.admin.query(
        `SELECT 1 FROM audit_log WHERE action = 'consents.show_guardian' AND $1 = ANY (subject_ids)`,
        [id],
      );
      expect(audits.rowCount).toBe(2);
      const stranger = await mawa.signIn('reintegration_officer');
      await stranger.post(`/api/v1${path}`).expect(404);
    });

    it('a mother in the programme is linked, never another child', async () => {
      const { body } = await officer
        .post('/api/v1/people', {
          people: [ADULT, { ...CHILD, relation: 'child' }, { ...CHILD, relation: 'child' }],
        })
        .expect(201);
      const [mother, girl, sister] = body.cases.map(({ id }: { id: string }) => id);
      const by = (caseId: string) =>
        yesForChild('shelter', { guardian: { relation: 'mother', caseId } });
      await answer(girl, by(sister)).expect(422);
      await answer(girl, by(girl)).expect(422);
      await answer(girl, by(mother)).expect(201);
      const { body: list } = await officer.get(`/api/v1/people/${girl}/consents`).expect(200);
      expect(list.standing[0].guardianCaseNumber).toBe(body.cases[0].caseNumber);
      const page = await officer.get(`/people/${girl}/consents`).expect(200);
      expect(page.text).toContain(body.cases[0].caseNumber);
    });
  });

  it('of two answers at the same moment one stands', async () => {
    const id = await registered();
    const at = '2026-11-24T20:00:00Z';
    const answers = await Promise.all([
      answer(id, yesTo('contact', { at })),
      answer(id, { ...yesTo('contact', { at }), decision: 'refused' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, expect.any(Number)]);
    expect([409, 422]).toContain(Math.max(...answers.map(({ status }) => status)));
    const { rows } = await mawa.admin.query('SELECT 1 FROM consents WHERE case_id = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  it('becomes a task a month before it ends, once, and the answer settles it', async () => {
    const id = await registered();
    await answer(id, yesTo('contact', { until: '2026-12-10' })).expect(201);
    await answer(id, yesTo('assistance')).expect(201);
    const tend = () =>
      mawa.transactions.run(officer.actor, (tx) => tx.query('SELECT run_consent_housekeeping()'));
    await tend();
    await tend();
    const open = async () =>
      (await officer.get(`/api/v1/people/${id}`).expect(200)).body.tasks as object[];
    expect(await open()).toMatchObject([
      { kind: 'consent_expires', dueAt: '2026-12-10T23:59:59.000Z', overdue: false },
    ]);
    await answer(id, yesTo('contact')).expect(201);
    await tend();
    expect(await open()).toEqual([]);
  });

  it('that a guardian gave is asked for again of who has come of age, by a task and on the page', async () => {
    const id = await registered({ ...CHILD, birthDate: '2008-11-30' });
    const young = await registered({ ...CHILD, birthDate: '2009-11-30' });
    for (const one of [id, young]) {
      await answer(one, yesForChild('assistance', { guardian: { relation: 'ad_hoc' } })).expect(
        201,
      );
    }
    const tend = () =>
      mawa.transactions.run(officer.actor, (tx) => tx.query('SELECT run_consent_housekeeping()'));
    const tasksOf = async (who: string) =>
      (
        await mawa.admin.query(
          `SELECT for_role, done_at IS NULL AS open FROM tasks WHERE kind = 'consent_expires' AND case_id = $1`,
          [who],
        )
      ).rows;
    const standing = async (who: string) =>
      (await officer.get(`/api/v1/people/${who}/consents`).expect(200)).body.standing[0];
    expect(await standing(id)).toMatchObject({ state: 'given', toAskAsAdult: false });
    const before = await officer.get(`/people/${id}/consents`).expect(200);
    expect(before.text).not.toContain('majeure à présent');
    mawa.clock.set('2027-01-04T09:00:00Z');
    officer = await mawa.signInAs(officer.email);
    await tend();
    await tend();
    expect(await tasksOf(id)).toEqual([{ for_role: 'reintegration_officer', open: true }]);
    expect(await tasksOf(young)).toEqual([]);
    expect(await standing(id)).toMatchObject({ state: 'given', toAskAsAdult: true });
    expect(await standing(young)).toMatchObject({ toAskAsAdult: false });
    const { text } = await officer.get(`/people/${id}/consents`).expect(200);
    expect(text).toContain('majeure à présent');
    expect(text).toMatch(/consents\/new\?purpose&#x3D;assistance">Redemander</);
    await answer(id, yesTo('assistance')).expect(201);
    expect(await tasksOf(id)).toEqual([{ for_role: 'reintegration_officer', open: false }]);
    await tend();
    expect(await standing(id)).toMatchObject({ state: 'given', toAskAsAdult: false });
    mawa.clock.set('2026-11-24T23:10:00Z');
    officer = await mawa.signInAs(officer.email);
  });

  it('is read aloud in the person’s language, on one page with a place for a mark', async () => {
    const id = await registered({ ...ADULT, languages: ['ary'] });
    const form = await officer.get(`/people/${id}/consents/new?purpose=sharing`).expect(200);
    expect(form.text).toContain('lang="ar" dir="rtl"');
    expect(form.text).toContain('يمكنك أن تقول لا');
    const paper = await officer
      .get(`/people/${id}/consents/text?purpose=sharing&language=eng&recipientId=${partnerId}`)
      .expect(200);
    for (const words of ['You can say no', 'Thumbprint', 'Minaret', '6 months', 'version 1']) {
      expect(paper.text).toContain(words);
    }
    await mawa.admin.query('UPDATE organisations SET names = $2 WHERE id = $1', [
      partnerId,
      { ar: 'جمعية المنارة', fr: 'Le Minaret de la Mer' },
    ]);
    const printed = async (language: string) =>
      (
        await officer
          .get(
            `/people/${id}/consents/text?purpose=sharing&language=${language}&recipientId=${partnerId}`,
          )
          .expect(200)
      ).text;
    // The officer's pages are in French: the paper is in the language of the person who signs it.
    for (const language of ['ara', 'ary']) {
      expect(await printed(language)).toContain('<bdi>جمعية المنارة</bdi>');
      expect(await printed(language)).not.toContain('Minaret');
    }
    expect(await printed('fra')).toContain('<bdi>Le Minaret de la Mer</bdi>');
    expect(await printed('eng')).toMatch(/<bdi>[^<]*Minaret[^<]*<\/bdi>/);
    expect(await printed('eng')).not.toContain('Minaret de la Mer');
    const choices = await officer.get(`/people/${id}/consents/new?purpose=sharing`).expect(200);
    expect(choices.text).toContain('Le Minaret de la Mer');
    await mawa.admin.query('UPDATE organisations SET names = NULL WHERE id = $1', [partnerId]);
    const wolof = await officer.get(`/people/${id}/consents/new?language=wol`).expect(200);
    expect(wolof.text).toContain('Traduisez de vive voix : Français');
  });
});

describe('the texts that are read aloud', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp()));
  afterAll(() => mawa.stop());

  const body = 'Un nouveau texte, plus simple.\n\nVous pouvez dire non.';
  const proposal = {
    purpose: 'contact',
    language: 'fra',
    body,
    source: 'relu avec des survivantes',
  };

  it('are proposed by one person and approved by another; an old consent keeps its version', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const nadia = await mawa.signIn('programme_officer');
    const supervisor = await mawa.signIn('case_supervisor');
    const { body: people } = await officer.post('/api/v1/people', { people: [ADULT] }).expect(201);
    const path = `/api/v1/people/${people.cases[0].id}/consents`;
    await officer.post(path, yesTo('contact')).expect(201);
    const { body: made } = await nadia.post('/api/v1/consent-texts', proposal).expect(201);
    await nadia.post(`/api/v1/consent-texts/${made.id}/approval`).expect(403);
    const early = await officer.post(path, yesTo('contact', { textId: made.id })).expect(422);
    expect(early.body.errors[0].field).toBe('textId');
    await supervisor.post(`/api/v1/consent-texts/${made.id}/approval`).expect(204);
    await supervisor.post(`/api/v1/consent-texts/${made.id}/approval`).expect(409);
    mawa.clock.advance(60_000);
    await officer.post(path, yesTo('contact')).expect(201);
    const { body: list } = await officer.get(path).expect(200);
    expect(list.history.map(({ textVersion }: { textVersion: number }) => textVersion)).toEqual([
      1, 2,
    ]);
  });

  it('are approved no more once a higher version was: not over the API, on no page, in no list of decisions', async () => {
    const nadia = await mawa.signIn('programme_officer');
    const supervisor = await mawa.signIn('case_supervisor');
    const proposed = async (body: string): Promise<string> =>
      (await nadia.post('/api/v1/consent-texts', { ...proposal, purpose: 'shelter', body }).expect(201)).body.id; // oxfmt-ignore
    const waiting = async () => {
      const { body } = await supervisor.get('/api/v1/decisions').expect(200);
      return (body.decisions as { path: string; words: string }[])
        .filter(({ path }) => [wrong, right].some((id) => path === `/consent-texts/${id}`))
        .map(({ words }) => words)
        .sort();
    };
    const wrong = await proposed('Un texte avec une faute, qui ne doit jamais être lu.');
    const right = await proposed('Le même texte sans la faute, que l’on lira désormais.');
    const one = (version: number) =>
      `Texte de consentement à approuver : Hébergement · Français · version ${version}`;
    expect(await waiting()).toEqual([one(2), one(3)]);
    await supervisor.post(`/api/v1/consent-texts/${right}/approval`).expect(204);
    expect(await waiting()).toEqual([]);
    const late = await supervisor.post(`/api/v1/consent-texts/${wrong}/approval`);
    expect([late.status, late.body.code]).toEqual([409, 'consents.text_replaced']);
    const { text } = await supervisor.get(`/consent-texts/${wrong}`).expect(200);
    expect(text).not.toContain(`/consent-texts/${wrong}/approval`);
    const list = await supervisor.get('/consent-texts').expect(200);
    expect(list.text).toContain('remplacé avant d’être approuvé');
    const { rows } = await mawa.admin.query(
      'SELECT valid_from FROM consent_texts WHERE id = $1 AND valid_from IS NOT NULL',
      [wrong],
    );
    expect(rows).toEqual([]);
  });

  it('of which two are approved at once are in force in their order', async () => {
    const nadia = await mawa.signIn('programme_officer');
    const supervisor = await mawa.signIn('case_supervisor');
    const ids: string[] = [];
    for (const body of ['Une première version de ce texte.', 'Une deuxième version de ce texte.']) {
      const text = { ...proposal, purpose: 'statistics', body };
      ids.push((await nadia.post('/api/v1/consent-texts', text).expect(201)).body.id);
    }
    const [first, second] = await Promise.all(
      ids.map((id) => supervisor.post(`/api/v1/consent-texts/${id}/approval`)),
    );
    expect([204, 409]).toContain(first!.status);
    expect(second!.status).toBe(204);
    const { body } = await supervisor.get(`/api/v1/consent-texts/${ids[1]}`).expect(200);
    expect(body.current).toBe(true);
  });

  it('cannot be changed once approved, nor approved by whoever proposed them, also by SQL', async () => {
    const nadia = await mawa.signIn('programme_officer');
    const change = (sql: string) => mawa.transactions.run(nadia.actor, (tx) => tx.query(sql));
    await expect(change(`UPDATE consent_texts SET body = 'x'`)).rejects.toThrow(/permission/);
    expect(
      await change(
        'UPDATE consent_texts SET valid_from = mawa_now() WHERE version = 1 RETURNING 1',
      ),
    ).toEqual([]);
    const { body: made } = await nadia.post('/api/v1/consent-texts', proposal).expect(201);
    await expect(
      change(
        `UPDATE consent_texts SET approved_by = mawa_actor(), valid_from = mawa_now() WHERE id = '${made.id}'`,
      ),
    ).rejects.toMatchObject({ constraint: 'consent_texts_second_person' });
  });

  it('are read by those who ask and written by those who own them', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    await officer.get('/api/v1/consent-texts').expect(200);
    await officer.post('/api/v1/consent-texts', proposal).expect(403);
    const viewer = await mawa.signIn('partner_viewer');
    await viewer.get('/api/v1/consent-texts').expect(403);
    const supervisor = await mawa.signIn('case_supervisor');
    const bad = await supervisor
      .submit('/consent-texts', { ...proposal, body: 'court' })
      .expect(422);
    expect(bad.text).toContain('Le texte a de 20');
    const sent = await supervisor.submit('/consent-texts', proposal).expect(303);
    const page = await supervisor.get(sent.headers.location!).expect(200);
    expect(page.text).toContain('une autre personne doit l’approuver');
  });
});
