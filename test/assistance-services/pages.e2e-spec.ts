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
    const series = { 'repeat.everyDays': '7', 'repeat.times': '3', 'cost.amount': '' };
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
    expect(session.text).toContain('Absente');
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
});
