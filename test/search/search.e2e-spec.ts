import { aQuarter } from '../donor-reports/a-quarter';
import { aPartner } from '../referrals/partners';
import { aShelter, type TestShelter } from '../shelter-beds/house';
import type { Role } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';

describe('the search at the top of each page', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  let shelter: TestShelter;
  let partner: string;
  let donor: string;
  let person: { id: string; caseNumber: string };
  let report: string;

  beforeAll(async () => {
    mawa = await startApp();
    const { donorId, grantId } = await aQuarter(mawa);
    donor = donorId;
    shelter = await aShelter(mawa, { Jasmin: { beds: 1 } });
    await mawa.admin.query(`UPDATE shelters SET code_name = 'Maison Arganier' WHERE id = $1`, [
      shelter.id,
    ]);
    await mawa.admin.query(`UPDATE beds SET label = 'J7' WHERE shelter_id = $1`, [shelter.id]);
    partner = await aPartner(mawa, { name: 'Association Tafoukt' });
    leila = await mawa.signIn('reintegration_officer');
    const people = [{ names: { given: 'Zoulikha', family: 'Tafoukt' }, sex: 'female' }];
    const { body } = await leila.post('/api/v1/people', { people }).expect(201);
    person = body.cases[0];
    const officer = await mawa.signIn('programme_officer');
    const asked = { kind: 'iom-quarterly', grantId, period: '2026-Q3' };
    const drafted = await officer.post('/api/v1/reports', asked);
    expect(drafted.status).toBeLessThan(300);
    report = (await mawa.admin.query('SELECT id FROM reports')).rows[0].id;
  });
  afterAll(() => mawa.stop());

  const part = (who: SignedIn, q: string) => who.submit('/search/part', { q });
  const paths = (text: string) =>
    [...text.matchAll(/<a href="([^"]+)"/g)].map(([, path]) => path!.replaceAll('&#x3D;', '='));
  const as = (role: Role) =>
    mawa.signIn(role, {
      organisationId:
        role === 'partner_viewer' ? partner : role === 'donor_viewer' ? donor : undefined,
    });

  it.each<[string, string, () => string, Role[], Role[]]>([
    [
      'a person by name',
      'zoulikha',
      () => `/people/${person.id}`,
      [],
      ['reintegration_officer', 'hotline_operator', 'partner_viewer', 'donor_viewer', 'auditor'],
    ],
    [
      'a house',
      'arganier',
      () => `/beds?shelter=${shelter.id}`,
      ['shelter_staff', 'hotline_operator'],
      ['finance_officer', 'partner_viewer', 'donor_viewer', 'legal_officer'],
    ],
    [
      'a room',
      'jasmin',
      () => `/beds?shelter=${shelter.id}`,
      ['shelter_manager'],
      ['auditor', 'partner_viewer'],
    ],
    [
      'a bed',
      'j7',
      () => `/beds?shelter=${shelter.id}`,
      ['case_supervisor'],
      ['programme_officer', 'donor_viewer'],
    ],
    [
      'a partner',
      'tafoukt',
      () => `/partners/${partner}`,
      ['shelter_staff', 'programme_officer'],
      ['finance_officer', 'auditor', 'partner_viewer', 'donor_viewer'],
    ],
    [
      'an organisation',
      'tafoukt',
      () => `/admin/organisations/${partner}`,
      ['administrator'],
      ['reintegration_officer', 'partner_viewer'],
    ],
    [
      'a report by its period',
      'trimestre 2026',
      () => `/reports/${report}`,
      ['programme_officer', 'finance_officer', 'auditor'],
      ['reintegration_officer', 'partner_viewer', 'donor_viewer', 'commission_officer'],
    ],
    [
      'a setting',
      'seuils',
      () => '/admin/settings',
      ['administrator'],
      ['partner_viewer', 'shelter_staff'],
    ],
    [
      'a page',
      'audiences',
      () => '/hearings',
      ['legal_officer', 'reintegration_officer'],
      ['partner_viewer', 'administrator', 'donor_viewer'],
    ],
  ])('finds %s for those alone who may open it', async (_what, words, path, may, mayNot) => {
    if (words === 'zoulikha') {
      expect(paths((await part(leila, words).expect(200)).text)).toContain(path());
    }
    for (const [role, sees] of [
      ...may.map((one) => [one, true]),
      ...mayNot.map((one) => [one, false]),
    ] as [Role, boolean][]) {
      const { text } = await part(await as(role), words).expect(200);
      const found = paths(text).some((one) => one.startsWith(path()));
      expect({ role, found }).toEqual({ role, found: sees });
    }
  });

  it('leads to pages that open', async () => {
    for (const [role, words] of [
      ['administrator', 'tafoukt'],
      ['shelter_manager', 'arganier'],
      ['case_supervisor', 'tafoukt'],
      ['programme_officer', 'trimestre 2026'],
      ['administrator', 'alarm'],
    ] as const) {
      const who = await as(role);
      const found = paths((await part(who, words).expect(200)).text);
      expect({ words, found: found.length > 0 }).toEqual({ words, found: true });
      for (const path of found) expect([path, (await who.get(path)).status]).toEqual([path, 200]);
    }
  });

  it('groups what it finds on a page, and keeps the words out of its address', async () => {
    const asked = await leila.submit('/search', { q: 'tafoukt' }).expect(303);
    expect(asked.headers.location).toBe('/search');
    const cookie = [asked.headers['set-cookie']].flat().map((one) => String(one).split(';')[0]);
    const { text } = await leila
      .get('/search')
      .set('cookie', [leila.headers['cookie'], ...cookie].join('; '))
      .expect(200);
    expect(text).toContain('<h2 id="g-people">Dossiers</h2>');
    expect(text).toContain('Zoulikha Tafoukt');
    expect(text).toContain('<h2 id="g-partners">Partenaires</h2>');
    expect(text).toContain('Association Tafoukt');
  });

  it('opens the file of a whole number at once, and says nothing of another’s', async () => {
    const typed = person.caseNumber.toLowerCase().replaceAll('-', ' ');
    const own = await leila.submit('/search', { q: typed }).expect(303);
    expect(own.headers.location).toBe(`/people/${person.id}`);
    const badr = await mawa.signIn('reintegration_officer');
    const other = await badr.submit('/search', { q: typed }).expect(303);
    expect(other.headers.location).toBe('/people/search');
    const partnerAccount = await as('partner_viewer');
    const third = await partnerAccount.submit('/search', { q: typed }).expect(303);
    expect(third.headers.location).toBe('/search');
  });

  it('finds a person by the beginning of a number', async () => {
    const { text } = await part(leila, person.caseNumber.slice(0, 6)).expect(200);
    expect(paths(text)).toContain(`/people/${person.id}`);
  });

  it('shows the files opened last before a letter is typed, each to the one who opened it', async () => {
    await leila.get(`/people/${person.id}`).expect(200);
    const { text } = await part(leila, '').expect(200);
    expect(paths(text)).toEqual([`/people/${person.id}`]);
    expect(text).toContain('data-heading="Dossiers ouverts en dernier"');
    expect(text).not.toContain('Zoulikha');
    expect((await leila.get('/search').expect(200)).text).toContain(person.caseNumber);
    const badr = await mawa.signIn('reintegration_officer');
    expect(paths((await part(badr, '').expect(200)).text)).toEqual([]);
    expect(paths((await part(await as('donor_viewer'), '').expect(200)).text)).toEqual([]);
  });

  it('records a search among people without its words, and no search elsewhere', async () => {
    const count = async () =>
      (
        await mawa.admin.query(
          `SELECT count(*)::int AS n FROM audit_log WHERE action = 'people.pick'`,
        )
      ).rows[0].n as number;
    const before = await count();
    await part(leila, 'zoulikha').expect(200);
    expect(await count()).toBe(before + 1);
    await part(await as('programme_officer'), 'tafoukt').expect(200);
    expect(await count()).toBe(before + 1);
    const { rows } = await mawa.admin.query(
      `SELECT body FROM audit_log WHERE body ILIKE '%zoulikha%' OR body ILIKE '%tafoukt%'`,
    );
    expect(rows).toEqual([]);
  });

  it('answers in the language of whoever asks', async () => {
    const arabic = await mawa.signIn('reintegration_officer', { language: 'ar' });
    const { text } = await part(arabic, 'الجلسات').expect(200);
    expect(paths(text)).toContain('/hearings');
  });

  it.each([
    ['one letter', 'a'],
    ['nothing but signs', '== ++ //'],
    ['101 letters', 'ab'.repeat(51)],
  ])('refuses %s with a sentence', async (_what, q) => {
    const sentence = 'Écrivez au moins deux lettres ou chiffres';
    expect((await part(leila, q).expect(200)).text).toContain(sentence);
    expect((await leila.submit('/search', { q }).expect(422)).text).toContain(sentence);
  });

  it.each([
    ['markup', '<img src=x onerror=alert(1)>'],
    ['SQL', "zz'; DROP TABLE shelters; --"],
    ['a pattern', '(a+)+$%_*'],
    ['a template', '{{title}} ${1}'],
    ['signs of another direction', '\u202Ezz\u202C\u200F'],
    ['a hundred letters', 'zy'.repeat(50)],
  ])('takes %s as words and nothing else', async (_what, q) => {
    for (const who of [leila, await as('administrator')]) {
      const { text } = await part(who, q).expect(200);
      expect(text).not.toContain('<img');
      expect(paths(text)).toEqual([]);
    }
  });

  it('refuses a list, unknown fields and whoever is not signed in', async () => {
    await leila.submit('/search/part', { q: ['a', 'b'] }).expect(422);
    await leila.submit('/search/part', { q: 'abc', x: '1' }).expect(422);
    await leila.submit('/search', { q: 'abc', x: '1' }).expect(422);
    const { status } = await mawa.http().post('/search/part').type('form').send({ q: 'abc' });
    expect([401, 403]).toContain(status);
  });

  it('takes few statements', async () => {
    expect(await countStatements(mawa, () => part(leila, 'tafoukt'))).toBeLessThanOrEqual(16);
    const admin = await as('administrator');
    expect(await countStatements(mawa, () => part(admin, 'tafoukt'))).toBeLessThanOrEqual(10);
  });
});
