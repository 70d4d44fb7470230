import { People, unknownPerson } from '../../modules/beneficiaries';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { enteredRate, entriesOf, openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('the pages of services', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let leila: SignedIn;
  let person: { id: string; caseNumber: string };

  const form = (more: Record<string, string> = {}) => ({
    caseNumber: person.caseNumber.toLowerCase().replaceAll('-', ' '),
    typeCode: 'psychological_session',
    givenOn: '2026-11-24',
    quantity: '1,5',
    'cost.amount': '1 250,50',
    'cost.currency': 'MAD',
    providerId: '',
    note: '',
    ...more,
  });

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    await enteredRate(app, ['USD', 'MAD', '2026-11-01', '9.20']);
    leila = await app.signIn('reintegration_officer');
    const { cases } = await app.transactions.run(leila.actor, (tx) =>
      app.app.get(People).register(tx, [unknownPerson('2026-10-05')]),
    );
    person = cases[0]!;
  });
  afterAll(() => app.stop());

  it('say what will be here while nothing is', async () => {
    const { text } = await leila.get('/services').expect(200);
    expect(text).toContain('Les services donnés apparaîtront ici.');
  });

  it('open the form with the person, today and dirhams already chosen', async () => {
    const { text } = await leila.get(`/services/new?case=${person.id}`).expect(200);
    expect(text).toContain(`value="${person.caseNumber}"`);
    expect(text).toContain('value="2026-11-24"');
    expect(text).toContain('<option value="MAD" selected>');
    expect(text).toContain('Psychosocial · Séance de soutien psychologique');
  });

  it('take a number and an amount as people write them', async () => {
    const answer = await leila.submit('/services', form()).expect(303);
    expect(answer.headers.location).toBe(`/services?case=${person.id}`);
    const { rows } = await app.admin.query(
      'SELECT quantity, cost_amount, note_sealed FROM services',
    );
    expect(rows).toEqual([{ quantity: '1.50', cost_amount: '1250.50', note_sealed: null }]);
    expect(await entriesOf(app.admin, grant.lines['IOM-2.2']!)).toEqual({ spent: '135.92' });
    const { text } = await leila.get(`/services?case=${person.caseNumber}`).expect(200);
    expect(text).toContain('1\u00a0250,50\u00a0MAD');
    expect(text).toContain('1 résultat');
  });

  it('take nothing where nothing was paid, and lead on to the next one', async () => {
    const answer = await leila
      .submit('/services', form({ 'cost.amount': '', act: 'another' }))
      .expect(303);
    expect(answer.headers.location).toBe(`/services/new?case=${person.id}`);
  });

  it('are one service when the form is sent twice', async () => {
    const before = (await app.admin.query('SELECT count(*)::int AS n FROM services')).rows[0].n;
    const once = { ...form(), _request: '3f0c2a4e-6a55-4b6e-9c3b-0a8a3d9f5b11' };
    await leila.submit('/services', once).expect(303);
    await leila.submit('/services', once).expect(303);
    const after = (await app.admin.query('SELECT count(*)::int AS n FROM services')).rows[0].n;
    expect(after).toBe(before + 1);
  });

  it.each([
    [{ caseNumber: 'M-0000-000-1' }, 'Aucun dossier qui vous est ouvert n’a ce numéro.'],
    [{ givenOn: '2026-11-25' }, 'Cette date est à venir.'],
    [{ 'cost.amount': '1,250' }, 'Écrivez un montant avec deux décimales au plus'],
    [{ quantity: '0' }, 'Écrivez une quantité entre 0,01'],
    [{ typeCode: '' }, 'Ce champ est nécessaire.'],
  ])('show %j again, with words beside the field and what was typed', async (wrong, sentence) => {
    const { text } = await leila
      .submit('/services', form({ note: 'à garder', ...wrong }))
      .expect(422);
    expect(text).toContain(sentence);
    expect(text).toContain('à garder');
    for (const value of Object.values(wrong)) if (value) expect(text).toContain(`value="${value}"`);
  });

  describe('for a person who is named rather than numbered', () => {
    const register = async (names: object) => {
      const body = { people: [{ names, sex: 'female', birthYear: 1992 }] };
      const answer = await leila.post('/api/v1/people', body).expect(201);
      return answer.body.cases[0] as { id: string; caseNumber: string };
    };
    const servicesOf = async (caseId: string) => {
      const { rows } = await app.admin.query<{ type: string; day: string }>(
        'SELECT type_code AS type, given_on::text AS day FROM services WHERE case_id = $1 ORDER BY 1',
        [caseId],
      );
      return rows;
    };
    const free = { 'cost.amount': '', typeCode: 'transport', quantity: '1' };
    let amina: { id: string; caseNumber: string };
    let amine: { id: string; caseNumber: string };
    let zohra: { id: string; caseNumber: string };
    beforeAll(async () => {
      amina = await register({ given: 'Amina', family: 'Touré' });
      amine = await register({ given: 'أمينة', family: 'بناني' });
      zohra = await register({ given: 'Zohra', family: 'Alami' });
    });

    it('ask which one is meant, and keep the rest of what was typed', async () => {
      const { text } = await leila
        .submit('/services', form({ ...free, caseNumber: 'amina', note: 'à garder' }))
        .expect(422);
      expect(text).toContain('2 personnes correspondent : choisissez.');
      for (const { caseNumber } of [amina, amine])
        expect(text).toContain(`name="caseNumber-choice" value="${caseNumber}"`);
      expect(text).toContain('name="caseNumber-asked" value="amina"');
      expect(text).toContain('value="amina"');
      expect(text).toContain('à garder');
      expect(await servicesOf(amina.id)).toEqual([]);
    });

    it('ask even where one person alone fits, and take the answer', async () => {
      const one = form({ ...free, caseNumber: 'zohra' });
      const { text } = await leila.submit('/services', one).expect(422);
      expect(text).toContain('Une personne correspond : choisissez-la.');
      const choice = { 'caseNumber-asked': 'zohra', 'caseNumber-choice': zohra.caseNumber };
      const done = await leila.submit('/services', { ...one, ...choice }).expect(303);
      expect(done.headers.location).toBe(`/services?case=${zohra.id}`);
      expect(await servicesOf(zohra.id)).toEqual([{ type: 'transport', day: '2026-11-24' }]);
    });

    it('do not take a choice that was made for another text', async () => {
      const stale = { 'caseNumber-asked': 'zohra', 'caseNumber-choice': zohra.caseNumber };
      const { text } = await leila
        .submit('/services', form({ ...free, caseNumber: 'touré', ...stale }))
        .expect(422);
      expect(text).toContain(`name="caseNumber-choice" value="${amina.caseNumber}"`);
      expect(await servicesOf(zohra.id)).toHaveLength(1);
    });

    it('say that nobody is found, also of somebody whose case is another’s', async () => {
      const badr = await app.signIn('reintegration_officer');
      const { text } = await badr
        .submit('/services', form({ ...free, caseNumber: 'zohra' }))
        .expect(422);
      expect(text).toContain('Personne ne correspond à ce texte');
      expect(text).not.toContain(zohra.caseNumber);
    });

    it('say for whom they are noted, and keep the service for somebody else', async () => {
      const same = form({ ...free, caseNumber: amina.caseNumber, act: 'same' });
      const answer = await leila.submit('/services', same).expect(303);
      const address = answer.headers.location!;
      expect(address).toBe('/services/new?typeCode=transport&givenOn=2026-11-24&quantity=1');
      const flash = String(answer.headers['set-cookie']).split(';')[0]!;
      const { text } = await leila
        .get(address)
        .set('cookie', `${leila.headers['cookie']}; ${flash}`)
        .expect(200);
      expect(text).toContain(`Noté pour ${amina.caseNumber} : Transport.`);
      expect(text).toContain('<option value="transport" selected>');
      expect((await leila.get('/services').expect(200)).text).toContain('1 trajet<');
      expect(text).toMatch(/id="f-caseNumber" name="caseNumber" value=""/);
    });

    it('are noted for three people at once, one record each, once', async () => {
      const three = {
        ...form({ ...free, typeCode: 'accompaniment', caseNumber: amina.caseNumber }),
        'also.0': amine.caseNumber,
        'also.3': zohra.caseNumber,
        _request: '9d6a1f0c-4f51-4a83-a8c1-5b6f25c1f7aa',
      };
      const { rows } = await app.admin.query<{ code: string }>(
        `SELECT code FROM service_types WHERE active ORDER BY code`,
      );
      const typeCode = rows.find(({ code }) => code !== 'transport')!.code;
      for (let twice = 0; twice < 2; twice += 1) {
        const answer = await leila.submit('/services', { ...three, typeCode }).expect(303);
        expect(answer.headers.location).toBe('/services');
      }
      for (const { id } of [amina, amine, zohra])
        expect((await servicesOf(id)).filter(({ type }) => type === typeCode)).toHaveLength(1);
    });

    it.each([
      ['with a cost', { 'cost.amount': '10,00' }, 'Un coût se note pour une seule personne.'],
      ['with a note', { note: 'triste' }, 'Une note va dans le dossier d’une seule personne.'],
      ['with a person twice', { 'also.1': 'SAME' }, 'Cette personne est déjà choisie plus haut.'],
      ['with nobody found', { 'also.1': 'Xxyyzz' }, 'Personne ne correspond à ce texte'],
      ['with a day before the file', { givenOn: '2026-08-01' }, 'dossier'],
    ])('are noted for none of several %s', async (_what, wrong, sentence) => {
      const before = (await app.admin.query('SELECT count(*)::int AS n FROM services')).rows[0].n;
      const asked = Object.fromEntries(
        Object.entries(wrong).map(([name, value]) => [
          name,
          value === 'SAME' ? amina.caseNumber : value,
        ]),
      );
      const { text } = await leila
        .submit('/services', {
          ...form({ ...free, caseNumber: amina.caseNumber, 'also.0': amine.caseNumber, ...asked }),
        })
        .expect(422);
      expect(text).toContain(sentence);
      expect(text).toContain(`value="${amine.caseNumber}"`);
      expect((await app.admin.query('SELECT count(*)::int AS n FROM services')).rows[0].n).toBe(
        before,
      );
    });

    it('are planned for several where the day is to come', async () => {
      await leila
        .submit(
          '/services',
          form({
            ...free,
            caseNumber: amina.caseNumber,
            'also.0': zohra.caseNumber,
            givenOn: '2026-12-09',
          }),
        )
        .expect(303);
      const { rows } = await app.admin.query(
        `SELECT case_id AS id FROM service_appointments WHERE due_on = '2026-12-09'`,
      );
      expect(rows.map(({ id }) => id).sort()).toEqual([amina.id, zohra.id].sort());
    });

    it('filter the list by the beginning of a number, and by no name in an address', async () => {
      for (const path of ['/services', '/services/planned']) {
        const part = await leila.get(`${path}?case=${zohra.caseNumber.slice(0, 10)}`).expect(200);
        expect(part.text).toContain(`value="${zohra.caseNumber}"`);
        const named = await leila.get(`${path}?case=zohra`).expect(200);
        expect(named.text).toContain('Le filtre prend un numéro de dossier ou son début.');
        expect(named.text).not.toContain('Alami');
        const badr = await app.signIn('reintegration_officer');
        const hidden = await badr.get(`${path}?case=${zohra.caseNumber.slice(0, 10)}`).expect(200);
        expect(hidden.text).not.toContain(zohra.caseNumber);
      }
    });
  });

  it('show the note on demand, say what cancelling does, and cancel', async () => {
    await leila
      .submit('/services', form({ note: 'Parle peu, dort mal <b>', typeCode: 'transport' }))
      .expect(303);
    const { rows } = await app.admin.query(`SELECT id FROM services WHERE note_sealed IS NOT NULL`);
    const path = `/services/${rows[0].id}`;
    const shown = await leila.get(path).expect(200);
    expect(shown.text).not.toContain('Parle peu');
    expect(shown.text).toContain('Son coût de 1\u00a0250,50\u00a0MAD est repris');
    const opened = await leila.submit(`${path}/note`, {}).expect(200);
    expect(opened.text).toContain('Parle peu, dort mal &lt;b&gt;');
    const missing = await leila.submit(`${path}/cancellation`, {}).expect(422);
    expect(missing.text).toContain('Ce champ est nécessaire.');
    await leila.submit(`${path}/cancellation`, { reason: 'wrong_person' }).expect(303);
    const after = await leila.get(path).expect(200);
    expect(after.text).toContain('Noté pour une autre personne');
    expect(after.text).not.toContain(`action="${path}/cancellation"`);
  });

  it('turn a later day into an appointment by themselves, answered by one press and taken back', async () => {
    const later = { givenOn: '2026-11-24', at: '23:30', 'cost.amount': '', note: '' };
    const answer = await leila.submit('/services', form(later)).expect(303);
    expect(answer.headers.location).toBe(`/services/planned?case=${person.id}`);
    const agenda = await leila.get(answer.headers.location!).expect(200);
    const [, id] = /action="\/services\/planned\/([0-9a-f-]{36})\/given"/.exec(agenda.text)!;
    const back = `/people/${person.id}/services`;
    const given = await leila.submit(`/services/planned/${id}/given`, { back }).expect(303);
    expect(given.headers.location).toBe(back);
    const file = await leila.get(back).expect(200);
    expect(file.text).toContain(`action="/services/planned/${id}/undo"`);
    const twice = await leila.submit(`/services/planned/${id}/given`, {}).expect(409);
    expect(twice.text).toContain('l’a déjà noté comme donné');
    const away = { back: 'https://example.org/' };
    const undone = await leila.submit(`/services/planned/${id}/undo`, away).expect(303);
    expect(undone.headers.location).toBe('/services/planned');
    const missed = { reason: 'person_absent', againOn: '2026-11-27' };
    await leila.submit(`/services/planned/${id}/missed`, missed).expect(303);
    const shown = await leila.get(`/services/planned/${id}`).expect(200);
    expect(shown.text).toContain('La personne n’est pas venue');
    const { text } = await leila.get('/services/planned').expect(200);
    expect(text).toContain('id="day-2026-11-27"');
  });

  it('make a series in one press, and end it in one press', async () => {
    // As a keyboard of Arabic digits writes them.
    const series = { 'repeat.everyDays': '٧', 'repeat.times': '٣', 'cost.amount': '' };
    await leila.submit('/services', form({ givenOn: '2026-12-10', ...series })).expect(303);
    const today = await leila.submit('/services', form(series)).expect(422);
    expect(today.text).toContain('Une série commence un jour à venir.');
    const { rows } = await app.admin.query(
      `SELECT id, due_on::text FROM service_appointments WHERE series_id IS NOT NULL ORDER BY due_on`,
    );
    expect(rows.map(({ due_on }) => due_on)).toEqual(['2026-12-10', '2026-12-17', '2026-12-24']);
    await leila.submit(`/services/planned/${rows[1].id}/series-end`, {}).expect(303);
    const left = await app.admin.query(
      `SELECT count(*)::int AS n FROM service_appointments WHERE series_id IS NOT NULL AND state = 'planned'`,
    );
    expect(left.rows).toEqual([{ n: 1 }]);
  });

  it('record a session on one screen, and show how each came', async () => {
    const { text } = await leila.get('/services/sessions/new').expect(200);
    expect(text).toContain(`name="who.${person.id}"`);
    const fields = { typeCode: 'transport', givenOn: '2026-11-24', [`who.${person.id}`]: 'absent' };
    const wrong = await leila
      .submit('/services/sessions', { ...fields, 'cost.amount': '50', 'cost.currency': 'MAD' })
      .expect(422);
    expect(wrong.text).toContain('Personne n’était là');
    const held = await leila.submit('/services/sessions', fields).expect(303);
    const session = await leila.get(held.headers.location!).expect(200);
    expect(session.text).toMatch(/>\s*Absence\s*</);
    expect(session.text).toContain(person.caseNumber);
  });

  it('ask how it was, once', async () => {
    const { rows } = await app.admin.query(
      'SELECT id FROM services WHERE cancelled_at IS NULL LIMIT 1',
    );
    const path = `/services/${rows[0].id}`;
    await leila.submit(`${path}/rating`, { rating: 'declined' }).expect(303);
    const { text } = await leila.get(path).expect(200);
    expect(text).toContain('N’a pas souhaité le dire');
    await leila.submit(`${path}/rating`, { rating: '5' }).expect(409);
  });

  it('are refused to those who may not record, and hide what one may not see', async () => {
    const staff = await app.signIn('shelter_staff');
    await staff.get('/services/new').expect(403);
    const { text } = await staff.get(`/services?case=${person.caseNumber}`).expect(200);
    expect(text).toContain('Aucun dossier qui vous est ouvert');
    await (await app.signIn('finance_officer')).get('/services').expect(403);
  });

  it('stand in the case file’s timeline', async () => {
    const { text } = await leila.get(`/people/${person.id}`).expect(200);
    expect(text).toContain('Service : Séance de soutien psychologique');
    expect(text).toContain('Service annulé : Transport');
  });

  it.each(['ar', 'en'] as const)('are written in %s as well', async (language) => {
    const other = await app.signIn('reintegration_officer', { language });
    const { text } = await other.get('/services/new').expect(200);
    expect(text).not.toMatch(/services:|common:|budget:/);
    expect(text).toContain(language === 'ar' ? 'تسجيل خدمة' : 'Record a service');
  });

  it('offer partners in the order of the names that are shown', async () => {
    const admin = await app.signIn('administrator');
    const partner = (code: string, name: string, names: object) =>
      admin
        .post('/api/v1/organisations', { code, kind: 'partner', name, names })
        .expect(201)
        .then(({ body }) => body.id as string);
    const zaouia = await partner('ZAO', 'Zaouia', { en: 'Aaa House' });
    const amal = await partner('AMA', 'Amal', { en: 'Zzz House' });
    const offered = async (language: 'fr' | 'en') => {
      const other = await app.signIn('reintegration_officer', { language });
      const { text } = await other.get('/services/new').expect(200);
      return [...text.matchAll(/<option value="([^"]+)"/g)]
        .map(([, id]) => id)
        .filter((id) => id === zaouia || id === amal);
    };
    expect(await offered('fr')).toEqual([amal, zaouia]);
    expect(await offered('en')).toEqual([zaouia, amal]);
  });
});
