import { bothHeld, join } from '../duplicates/pairs';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { ADULT, yesTo } from '../consents/consent-answers';
import { agrees, aPartner, aPerson, aReferral, asking, hasPlaces, NEEDS } from './partners';

describe('referring a person to a partner', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let clinic: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    clinic = await aPartner(mawa, { name: 'Clinique Atlas' });
    await hasPlaces(officer, clinic, 50).expect(201);
    const administrator = await mawa.signIn('administrator');
    const { body } = await administrator
      .post('/api/v1/shelters', {
        codeName: 'Maison Argane',
        region: '04',
        kind: 'emergency',
        receives: ['woman'],
        languages: ['ary'],
      })
      .expect(201);
    await administrator
      .put(`/api/v1/shelters/${body.id}/address`, {
        address: '7 rue des Tisserands, quartier Batha, Fès',
      })
      .expect(204);
  });
  afterAll(() => mawa.stop());

  const send = (caseId: string, body: object, requestId?: string) =>
    officer.post(`/api/v1/people/${caseId}/referrals`, body, requestId);
  const count = async (table: string): Promise<number> =>
    Number((await mawa.admin.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n);

  it('takes a place, opens a share and says by when an answer is due', async () => {
    const { id, caseId } = await aReferral(officer, clinic);
    const { body } = await officer.get(`/api/v1/referrals/${id}`).expect(200);
    expect(body).toMatchObject({
      state: 'sent',
      partner: 'Clinique Atlas',
      service: 'medical',
      urgency: 'soon',
      // Five days for “soon”.
      sentAt: '2026-11-24T23:10:00.000Z',
      dueAt: '2026-11-29T23:10:00.000Z',
      hasAccount: false,
      sheet: { needs: NEEDS },
    });
    expect(body.sheet.facts).toEqual({
      sex: 'female',
      age: { low: 25, high: 34 },
      languages: [],
      nationality: null,
      accessNeed: null,
    });
    const { body: shares } = await officer.get(`/api/v1/people/${caseId}/shares`).expect(200);
    expect(shares).toMatchObject([
      {
        reference: body.reference,
        open: true,
        how: 'partner_link',
        why: 'health_care',
        what: ['facts', 'needs', 'safe_contact'],
      },
    ]);
    const { body: partner } = await officer.get(`/api/v1/partners/${clinic}`).expect(200);
    expect(partner.now).toMatchObject([{ service: 'medical', places: 50, taken: 1, free: 49 }]);
  });

  it('stands in the file: its page, the timeline, the list of what waits', async () => {
    const { id, caseId } = await aReferral(officer, clinic);
    const file = await officer.get(`/people/${caseId}`).expect(200);
    expect(file.text).toContain('Orientation vers Clinique Atlas envoyée');
    expect(file.text).toContain(`/people/${caseId}/referrals`);
    const tab = await officer.get(`/people/${caseId}/referrals`).expect(200);
    expect(tab.text).toContain('Soins médicaux');
    const list = await officer.get('/referrals').expect(200);
    expect(list.text).toContain(`/referrals/${id}`);
    expect(list.text).toContain('days__gone');
    const one = await officer.get(`/referrals/${id}`).expect(200);
    expect(one.text).toContain(NEEDS);
    expect(one.text).toContain('Faire le lien du partenaire');
  });

  it('is refused without a live consent for this partner, and changes nothing', async () => {
    const caseId = await aPerson(officer);
    const before = [await count('referrals'), await count('shares')];
    const { body } = await send(caseId, asking(clinic)).expect(409);
    expect(body).toMatchObject({ code: 'referrals.no_consent', errors: [{ field: 'partnerId' }] });
    const other = await aPartner(mawa);
    await hasPlaces(officer, other, 5).expect(201);
    await agrees(officer, caseId, other);
    await send(caseId, asking(clinic)).expect(409);
    expect([await count('referrals'), await count('shares')]).toEqual(before);
    expect(await count('referral_sheets')).toBe(await count('referrals'));
  });

  it('is refused where the partner is full, or where nobody knows, and the share is not opened', async () => {
    const full = await aPartner(mawa);
    const caseId = await aPerson(officer);
    await agrees(officer, caseId, full);
    const unknown = await send(caseId, asking(full)).expect(409);
    expect(unknown.body.code).toBe('referrals.places_unknown');
    await hasPlaces(officer, full, 0).expect(201);
    const none = await send(caseId, asking(full)).expect(409);
    expect(none.body.code).toBe('referrals.no_place');
    expect((await officer.get(`/api/v1/people/${caseId}/shares`)).body).toEqual([]);
    // Another kind of help of the same partner is another matter.
    await send(caseId, asking(full, { service: 'legal' })).expect(409);
    await hasPlaces(officer, full, 'open').expect(201);
    await send(caseId, asking(full)).expect(201);
  });

  it('what a partner said a month ago does not count any more', async () => {
    const old = await aPartner(mawa);
    await hasPlaces(officer, old, 3).expect(201);
    await mawa.admin.query(
      `UPDATE partner_places SET noted_at = noted_at - interval '30 days' WHERE organisation_id = $1`,
      [old],
    );
    const caseId = await aPerson(officer);
    await agrees(officer, caseId, old);
    expect((await send(caseId, asking(old)).expect(409)).body.code).toBe(
      'referrals.places_unknown',
    );
  });

  it('of two at once for the last place one gets it', async () => {
    const small = await aPartner(mawa);
    for (let round = 0; round < 4; round += 1) {
      await hasPlaces(officer, small, 1).expect(201);
      const people = await Promise.all([aPerson(officer), aPerson(officer), aPerson(officer)]);
      for (const caseId of people) await agrees(officer, caseId, small);
      const answers = await Promise.all(people.map((caseId) => send(caseId, asking(small))));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual([
        'referrals.no_place',
        'referrals.no_place',
      ]);
    }
    const { rows } = await mawa.admin.query(
      'SELECT bool_and(taken <= places) AS held FROM partner_places WHERE organisation_id = $1',
      [small],
    );
    expect(rows[0].held).toBe(true);
  });

  it('the same person is not sent twice for the same at the same time', async () => {
    const { caseId } = await aReferral(officer, clinic);
    expect((await send(caseId, asking(clinic)).expect(409)).body.code).toBe(
      'referrals.already_there',
    );
    await hasPlaces(officer, clinic, 20, 'legal').expect(201);
    await send(caseId, asking(clinic, { service: 'legal' })).expect(201);
  });

  it('the same request sent twice is one referral', async () => {
    const caseId = await aPerson(officer);
    await agrees(officer, caseId, clinic);
    const first = await send(caseId, asking(clinic), 'orientation-1').expect(201);
    const again = await send(caseId, asking(clinic), 'orientation-1').expect(201);
    expect(again.body).toEqual(first.body);
    expect((await officer.get(`/api/v1/people/${caseId}/referrals`)).body).toHaveLength(1);
  });

  it('two presses at once make one referral, and each gets a link: the last one opens', async () => {
    const opened = async (paths: readonly string[]) =>
      (
        await Promise.all(
          paths.map(async (path) => (await mawa.http().post(path).type('form').send({})).status),
        )
      ).sort();
    for (let round = 0; round < 4; round += 1) {
      const caseId = await aPerson(officer);
      await agrees(officer, caseId, clinic);
      const form = { ...asking(clinic), _request: `deux-fois-${round}` };
      const press = () => officer.submit(`/people/${caseId}/referrals`, form);
      const pages = await Promise.all([press(), press()]);
      expect(pages.map(({ status }) => status)).toEqual([201, 201]);
      const shown = pages.map(
        ({ text }) => `/r/${/[0-9a-z]{4}(-[0-9a-z]{4}){7}/.exec(text)![0]}?l=fr`,
      );
      expect(await opened(shown)).toEqual([200, 404]);
      const { body } = await officer.get(`/api/v1/people/${caseId}/referrals`).expect(200);
      expect(body).toHaveLength(1);
      const again = () => officer.post(`/api/v1/referrals/${body[0].id}/link`);
      const links = await Promise.all([again(), again()]);
      expect(links.map(({ status }) => status)).toEqual([201, 201]);
      expect(await opened(links.map((link) => link.body.path as string))).toEqual([200, 404]);
    }
  });

  it.each([
    ['tells_name', 'Hafsa a mal au dos'],
    ['tells_number', 'la joindre au 06 61 99 88 77'],
  ])('a text that says who it is goes to nobody: %s', async (code, needs) => {
    const caseId = await aPerson(officer);
    await agrees(officer, caseId, clinic);
    const { body } = await send(caseId, asking(clinic, { needs })).expect(422);
    expect(body).toMatchObject({ code: `referrals.${code}`, errors: [{ field: 'needs' }] });
  });

  it('nor one with the name that the team uses for her', async () => {
    const names = { given: 'Hafsa', family: 'Idrissi', working: 'Tournesol' };
    const caseId = await aPerson(officer, { names, sex: 'female', birthDate: '1994-03-08' });
    await agrees(officer, caseId, clinic);
    const { body } = await send(caseId, asking(clinic, { needs: 'tournesol a mal au dos' }));
    expect(body.code).toBe('referrals.tells_name');
  });

  it('nor one with the name that she has in a file that was joined', async () => {
    const held = await bothHeld(mawa);
    await join(held.officer, held.pair, held.mina);
    await agrees(held.officer, held.mina.id, clinic);
    const needs = 'بناني عندها ألم في الظهر';
    const { body } = await held.officer.post(
      `/api/v1/people/${held.mina.id}/referrals`,
      asking(clinic, { needs }),
    );
    expect(body.code).toBe('referrals.tells_name');
  });

  it('nor where the last answer was a no, on another file of the same person', async () => {
    const held = await bothHeld(mawa);
    await agrees(held.officer, held.mina.id, clinic);
    mawa.clock.advance(60_000);
    await held.officer
      .post(`/api/v1/people/${held.again.id}/consents`, {
        ...yesTo('sharing', { recipientId: clinic }),
        decision: 'refused',
      })
      .expect(201);
    await join(held.officer, held.pair, held.mina);
    const path = `/api/v1/people/${held.mina.id}/referrals`;
    const needs = 'une consultation';
    const refused = await held.officer.post(path, asking(clinic, { needs }));
    expect([refused.status, refused.body.code]).toEqual([409, 'referrals.no_consent']);
    const answer = async () =>
      (await held.officer.get(`/api/v1/people/${held.mina.id}/consents`)).body.standing;
    expect(await answer()).toMatchObject([{ recipientId: clinic, state: 'refused' }]);
    mawa.clock.advance(60_000);
    await agrees(held.officer, held.mina.id, clinic);
    expect(await answer()).toMatchObject([{ recipientId: clinic, state: 'given' }]);
    await held.officer.post(path, asking(clinic, { needs })).expect(201);
  });

  it.each([
    'elle dort à la Maison Argane',
    'la chercher rue des Tisserands, quartier Batha',
    'venir à la MAISON-ARGANE',
  ])('a text that tells of a house goes to nobody, and leaves a row: %s', async (needs) => {
    const caseId = await aPerson(officer);
    await agrees(officer, caseId, clinic);
    const before = await count('referrals');
    const { body } = await send(caseId, asking(clinic, { needs })).expect(422);
    expect(body).toMatchObject({ code: 'referrals.tells_place', errors: [{ field: 'needs' }] });
    expect(JSON.stringify(body)).not.toMatch(/Argane|Tisserands|Batha/);
    expect(await count('referrals')).toBe(before);
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'referrals.send_refused' AND subject_ids = ARRAY[$1::uuid]`,
      [caseId],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('nor does the safe hour of contact that tells of a house, with the needs or without them', async () => {
    // Five texts of a day that tell of a house are one colleague's limit: these two are another's.
    const colleague = await mawa.signIn('reintegration_officer');
    const safeContact = { mayCall: true, safeTimes: 'après 18 h, rue des Tisserands' };
    const caseId = await aPerson(colleague, { ...ADULT, safeContact });
    await agrees(colleague, caseId, clinic);
    const sending = (parts: readonly string[]) =>
      colleague.post(`/api/v1/people/${caseId}/referrals`, asking(clinic, { parts }));
    const before = await count('referrals');
    for (const [parts, field] of [
      [['facts', 'safe_contact'], 'parts'],
      [['facts', 'safe_contact', 'needs'], 'needs'],
    ] as const) {
      const { body } = await sending(parts).expect(422);
      expect(body).toMatchObject({ code: 'referrals.tells_place', errors: [{ field }] });
    }
    expect(await count('referrals')).toBe(before);
    await sending(['facts']).expect(201);
  });

  it.each([
    [{ partnerId: 'x' }, 'referrals.whom'],
    [{ service: 'no_such_help' }, 'common.not_choice'],
    [{ parts: [] }, 'referrals.parts'],
    [{ parts: ['identity'] }, 'common.not_choice'],
    [{ urgency: 'yesterday' }, 'common.not_choice'],
    [{ needs: '  ' }, 'referrals.needs_missing'],
    [{ partnerId: '00000000-0000-4000-8000-0000000000aa' }, 'common.not_choice'],
  ])('what cannot be is said: %o', async (more, code) => {
    const caseId = await aPerson(officer);
    await agrees(officer, caseId, clinic);
    const { body } = await send(caseId, asking(clinic, more)).expect(422);
    expect([body.code, ...(body.errors ?? []).map((one: { code: string }) => one.code)]).toContain(
      code,
    );
  });

  it('only what was chosen is told', async () => {
    const { id } = await aReferral(officer, clinic, { parts: ['facts'], needs: undefined });
    const { body } = await officer.get(`/api/v1/referrals/${id}`).expect(200);
    expect(Object.keys(body.sheet)).toEqual(['facts']);
  });

  it('what would be told is shown before it is sent, with who has a place and who was agreed to', async () => {
    const person = { ...ADULT, safeContact: { mayCall: false, safeTimes: 'le matin' } };
    const caseId = await aPerson(officer, person);
    await agrees(officer, caseId, clinic);
    const { text } = await officer
      .get(`/people/${caseId}/referrals/new?service=medical`)
      .expect(200);
    expect(text).toContain('Clinique Atlas');
    expect(text).toContain('La personne est d’accord jusqu’au');
    const chosen = await officer
      .get(`/people/${caseId}/referrals/new?service=medical&partner=${clinic}`)
      .expect(200);
    for (const line of ['de 25 à 34 ans', 'Ne jamais l’appeler', 'le matin', 'Jamais dit']) {
      expect(chosen.text).toContain(line);
    }
    expect(chosen.text).not.toContain('Hafsa');
    const stranger = await aPerson(officer);
    const hindered = await officer
      .get(`/people/${stranger}/referrals/new?service=medical&partner=${clinic}`)
      .expect(200);
    expect(hindered.text).toContain('La personne n’a pas encore dit si elle veut');
  });

  it('by the form: filled in again with words beside what is wrong, then the link at once', async () => {
    const caseId = await aPerson(officer);
    await agrees(officer, caseId, clinic);
    const fields = { partnerId: clinic, service: 'medical', urgency: 'soon', parts: ['needs'] };
    const wrong = await officer
      .submit(`/people/${caseId}/referrals`, { ...fields, needs: '' })
      .expect(422);
    expect(wrong.text).toContain('Écrivez de quoi la personne a besoin');
    const sent = await officer
      .submit(`/people/${caseId}/referrals`, { ...fields, needs: NEEDS })
      .expect(201);
    expect(sent.text).toMatch(/\/r\/([2-9a-z0]{4}-){7}[2-9a-z0]{4}/);
    expect(sent.text).toContain('Ce lien n’est montré qu’une fois');
    expect(sent.text).not.toContain('Hafsa');
    // The slip is handed to the partner: nothing of the file stands on it.
    const { body } = await officer.get(`/api/v1/people/${caseId}`).expect(200);
    expect(sent.text).not.toContain('case-header');
    expect(sent.text).not.toContain(body.caseNumber);
  });

  it('is for those who may: a colleague without the file gets what does not exist, others a refusal', async () => {
    const { id, caseId } = await aReferral(officer, clinic);
    const stranger = await mawa.signIn('reintegration_officer');
    await stranger.get(`/api/v1/referrals/${id}`).expect(404);
    await stranger.get(`/referrals/${id}`).expect(404);
    await stranger.post(`/api/v1/referrals/${id}/link`).expect(404);
    await stranger.post(`/api/v1/referrals/${id}/revocation`, { reason: 'mistake' }).expect(404);
    await stranger.post(`/api/v1/people/${caseId}/referrals`, asking(clinic)).expect(404);
    expect((await stranger.get('/api/v1/referrals').expect(200)).body.referrals).toEqual([]);
    for (const role of ['shelter_staff', 'finance_officer', 'partner_viewer'] as const) {
      const person = await mawa.signIn(role);
      await person.post(`/api/v1/people/${caseId}/referrals`, asking(clinic)).expect(403);
      await person.post(`/api/v1/partners/${clinic}/places`, {}).expect(403);
    }
    const finance = await mawa.signIn('finance_officer');
    await finance.get('/api/v1/referrals').expect(403);
    await finance.get('/api/v1/partners').expect(403);
    await finance.get('/api/v1/referral-figures').expect(403);
  });

  it('one partner is the single point of contact of its country, and no second', async () => {
    const admin = await mawa.signIn('administrator');
    const [one, other] = [await aPartner(mawa), await aPartner(mawa)];
    const facts = { name: 'Accueil Dakar', country: 'SN', language: 'fr', singleContact: true };
    await admin.post(`/api/v1/organisations/${one}`, facts).expect(201);
    const { body } = await admin.post(`/api/v1/organisations/${other}`, facts).expect(409);
    expect(body.code).toBe('organisations.contact_taken');
    const page = await admin
      .submit(`/admin/organisations/${other}`, { ...facts, singleContact: 'yes' })
      .expect(409);
    expect(page.text).toContain('a déjà un point de contact unique');
    await admin
      .post(`/api/v1/organisations/${one}`, { ...facts, singleContact: false })
      .expect(201);
    await admin.post(`/api/v1/organisations/${other}`, facts).expect(201);
    await officer.post(`/api/v1/organisations/${other}`, facts).expect(403);
  });
});
