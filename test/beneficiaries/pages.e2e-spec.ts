import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('the pages of people', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const registered = async (person: object = {}) => {
    const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
    return body.cases[0] as { id: string; caseNumber: string };
  };

  it('an empty list says what will be here and the one thing to do first', async () => {
    const { text } = await officer.get('/people').expect(200);
    expect(text).toContain('Aucune personne ne correspond');
    expect(text).toContain('href="/people/new"');
  });

  it('the form asks for nothing: sent empty it opens a file', async () => {
    const { text } = await officer.get('/people/new').expect(200);
    expect(text).toContain('Aucune réponse n’est obligatoire');
    const { headers } = await officer.submit('/people', { 'people.0.here': '1' }).expect(303);
    expect(headers.location).toMatch(/^\/people\/[0-9a-f-]{36}$/);
  });

  it('a family: another person is added without losing what was typed, and removed again', async () => {
    const typed = {
      'people.0.here': '1',
      'people.0.names.given': 'Itto',
      'people.0.languages': ['ary', 'fra'],
      'people.0.sex': 'female',
    };
    const added = await officer.submit('/people', { ...typed, act: 'add' }).expect(200);
    expect(added.text).toContain('value="Itto"');
    expect(added.text).toContain('name="people.1.names.given"');
    // The focus goes to who was added.
    expect(added.text.match(/data-focus>[^<]+/g)).toEqual(['data-focus>Personne 2']);
    const removed = await officer
      .submit('/people', { ...typed, 'people.1.names.given': 'Rayan', act: 'remove-0' })
      .expect(200);
    expect(removed.text).toContain('value="Rayan"');
    expect(removed.text).not.toContain('value="Itto"');
    expect(removed.text).not.toContain('people.1.');
    expect(removed.text).not.toContain('data-focus');
  });

  it('registers a family from the form, with everything that was ticked', async () => {
    const { headers } = await officer
      .submit('/people', {
        _request: 'formulaire-0001',
        'people.0.here': '1',
        'people.0.names.given': 'Hanane',
        'people.0.names.aliases': 'Nana, Mama Hanane',
        'people.0.birthDate': '1994-06-01',
        'people.0.safeContact.mayCall': 'no',
        'people.0.documents.0.number': 'ZX 1',
        'people.0.exploitation.purposes': ['servitude', 'begging'],
        'people.0.exploitation.means': 'fraud',
        'people.1.here': '1',
        'people.1.relation': 'child',
        'people.1.ageAtRegistration': '٧',
        'people.1.estimated': 'yes',
      })
      .expect(303);
    const { text } = await officer.get(headers.location!).expect(200);
    expect(text).toContain('Ne pas appeler');
    expect(text).toContain('Servitude');
    expect(text).not.toContain('Hanane');
    const { rows } = await mawa.admin.query(
      `SELECT age_at_registration AS age, age_certainty AS certainty FROM cases c
        JOIN family_members f ON f.case_id = c.id AND f.relation = 'child'`,
    );
    expect(rows).toEqual([{ age: 7, certainty: 'estimated' }]);
    const shown = await officer.submit(`${headers.location}/identity`, {}).expect(200);
    expect(shown.text).toContain('Hanane');
    expect(shown.text.indexOf('Contact sûr')).toBeLessThan(shown.text.indexOf('Hanane'));
  });

  it('what is wrong stands beside the field and on top, and nothing typed is lost', async () => {
    const answer = await officer
      .submit('/people', {
        'people.0.here': '1',
        'people.0.names.given': '=1+1',
        'people.0.birthYear': 'mille',
        'people.0.story': 'ce qu’elle a dit\n  sur deux lignes',
      })
      .expect(422);
    const text = answer.text.replaceAll('&#x3D;', '=');
    expect(text).toContain('Un nom ne peut pas commencer par =');
    expect(text).toContain('Écrivez une année avec quatre chiffres');
    expect(text).toContain('href="#f-people.0.birthYear"');
    expect(text).toContain('value="=1+1"');
    expect(text).toContain('ce qu’elle a dit\n  sur deux lignes</textarea>');
  });

  it('the list shows no name until asked, and then writes one audit row', async () => {
    await registered({ names: { given: 'Oumnia' } });
    const plain = await officer.get('/people').expect(200);
    expect(plain.text).not.toContain('Oumnia');
    const before = await audits('people.list_names');
    await officer.submit('/shown-names', { shown: 'yes', next: '/people' }).expect(303);
    const named = await officer.get('/people').expect(200);
    await officer.submit('/shown-names', { shown: 'no', next: '/people' }).expect(303);
    expect(named.text).toContain('Oumnia');
    expect((await audits('people.list_names')) - before).toBe(1);
  });

  /** As a browser does: the form, then where it leads, with the cookie that came along. */
  const searched = async (person: SignedIn, q: string, more = '') => {
    const asked = await person.submit('/people/search', { q }).expect(303);
    expect(asked.headers.location).toBe('/people/search');
    const [kept] = ([] as string[]).concat(asked.headers['set-cookie'] ?? []);
    const cookie = `${person.headers.cookie}; ${kept!.split(';')[0]}`;
    return { kept: kept!, cookie, page: await person.get(`/people/search${more}`).set({ cookie }) };
  };

  it('a search finds by name and by number, and takes nobody for a formula', async () => {
    const { caseNumber } = await registered({ names: { given: 'Youssef', family: 'Berrada' } });
    const { page: byName } = await searched(officer, 'يوسف');
    expect(byName.text).toContain(caseNumber);
    const { page: byNumber } = await searched(officer, caseNumber.toLowerCase());
    expect(byNumber.text).toContain(caseNumber);
    expect(byNumber.text).not.toContain('Youssef');
    const { page: nobody } = await searched(officer, 'Xyzzyq');
    expect(nobody.text).toContain('Personne n’a été trouvé');
    const bad = await officer.submit('/people/search', { q: '=' }).expect(422);
    expect(bad.text).toContain('value="&#x3D;"');
  });

  it('the words of a search are in no address, title or readable cookie, and nobody else’s', async () => {
    await registered({ names: { given: 'Mahjouba' } });
    const { kept, cookie, page } = await searched(officer, 'Mahjouba');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).not.toMatch(/<title>[^<]*Mahjouba/);
    expect(page.text).not.toMatch(/(href|action)="[^"]*Mahjouba/);
    expect(kept).toMatch(/^mawa_words=[\w-]+; .*Path=\/; HttpOnly/);
    expect(kept).not.toContain('Mahjouba');
    const words = /mawa_words=[\w-]+/.exec(cookie)![0];
    const other = await mawa.signIn('reintegration_officer');
    const stolen = await other
      .get('/people/search')
      .set('cookie', `${other.headers.cookie}; ${words}`);
    expect([stolen.status, stolen.text.includes('Mahjouba')]).toEqual([200, false]);
    await officer.get('/people?q=Mahjouba').expect(422);
    const left = await mawa.http().post('/quick-exit').set('cookie', cookie).expect(303);
    expect(String(left.headers['set-cookie'])).toMatch(/mawa_words=;/);
    officer = await mawa.signInAs(officer.email);
  });

  it('a stage is changed from the file, and a bad step is told beside the field', async () => {
    const { id } = await registered();
    await officer
      .submit(`/people/${id}/stages`, { to: 'presumed', reason: 'assessment' })
      .expect(303);
    const { text } = await officer.get(`/people/${id}?kind=stage`).expect(200);
    expect(text).toContain('Victime présumée : après un entretien d’évaluation');
    const bad = await officer
      .submit(`/people/${id}/stages`, { to: 'followed_up', reason: 'assessment' })
      .expect(409);
    expect(bad.text).toContain('Cette étape ne peut pas suivre');
  });

  it('reads from right to left in Arabic, and in English', async () => {
    const { id } = await registered({ safeContact: { mayCall: false } });
    for (const [language, words] of [
      ['ar', 'لا تتصلوا'],
      ['en', 'Do not call'],
    ] as const) {
      const colleague = await mawa.signIn('reintegration_officer', { language });
      await officer.post(`/api/v1/people/${id}/access`, { userId: colleague.actor.userId });
      const { text } = await colleague.get(`/people/${id}`).expect(200);
      expect(text).toContain(words);
      expect(text).toContain(language === 'ar' ? 'dir="rtl"' : 'dir="ltr"');
      for (const path of ['/people', '/people/new', `/people/${id}/consents`]) {
        const page = await colleague.get(path).expect(200);
        expect(page.text).not.toMatch(/(people|consents|common):[a-z_.]+/);
      }
    }
  });

  it('a consent is recorded on its page, and stands on the timeline', async () => {
    const { id } = await registered({ birthDate: '1994-03-08' });
    const { text } = await officer.get(`/people/${id}/consents`).expect(200);
    expect(text).toContain('l’aide ne dépend pas de sa réponse');
    const answer = {
      decision: 'given',
      how: 'oral',
      language: 'fra',
      'points.purpose_explained': 'yes',
      'points.use_explained': 'yes',
      'points.withdrawal_explained': 'yes',
    };
    const path = `/people/${id}/consents`;
    const bad = await officer.submit(path, { ...answer, purpose: 'sharing' }).expect(422);
    expect(bad.text).toContain('Dites avec qui');
    await officer.submit(path, { ...answer, purpose: 'shelter' }).expect(303);
    const file = await officer.get(`/people/${id}`).expect(200);
    expect(file.text).toContain('Consentement donné : Hébergement');
  });

  it('the administrator adds an organisation, and a taken code is told', async () => {
    const admin = await mawa.signIn('administrator');
    await admin.get('/admin/organisations').expect(200);
    const fields = { name: 'Association Argane', code: 'ARG', kind: 'partner' };
    await admin.submit('/admin/organisations', fields).expect(303);
    const again = await admin.submit('/admin/organisations', fields).expect(409);
    expect(again.text).toContain('Le code ARG est déjà pris');
    const { text } = await admin.get('/admin/organisations').expect(200);
    expect(text).toContain('Association Argane');
    await officer.get('/admin/organisations').expect(403);
  });

  const audits = async (action: string) =>
    Number(
      (await mawa.admin.query('SELECT count(*) AS n FROM audit_log WHERE action = $1', [action]))
        .rows[0].n,
    );
});
