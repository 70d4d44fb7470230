import { FirstSetup } from '../../modules/setup';
import { copyProgrammeName, programmeNameOf } from '../../src/practice/copy-accounts';
import { cookies, startApp, type TestApp } from '../support/app';

const NAMES = { fr: 'Dar Amal', ar: 'دار الأمل', en: 'House of Hope' };
const ADMINISTRATORS = [
  { name: 'Salma', email: 'salma@example.org' },
  { name: 'Driss', email: 'driss@example.org', language: 'fr' },
];

describe('the settings of the programme', () => {
  let mawa: TestApp;
  beforeEach(async () => (mawa = await startApp({ at: '2026-11-24T10:00:00Z' })));
  afterEach(() => mawa.stop());

  const token = async () => (await mawa.app.get(FirstSetup).newToken())!.path.split('=')[1]!;
  const setUp = async (programme: object) => {
    const first = await mawa.http().get('/api/v1/session');
    return mawa
      .http()
      .post('/api/v1/setup')
      .set('cookie', cookies(first))
      .set('x-csrf-token', (first.body as { csrfToken: string }).csrfToken)
      .set('accept-language', 'en')
      .send({ token: await token(), administrators: ADMINISTRATORS, programme });
  };
  const signInPage = (language: string) =>
    mawa.http().get('/sign-in').set('accept-language', language).expect(200);

  it('are chosen at the first set-up: its name in the language of each reader, its first language', async () => {
    expect((await signInPage('en')).text).not.toContain('brand__programme');
    const { status } = await setUp({
      name: NAMES,
      language: 'ar',
      timeZone: 'Africa/Casablanca',
      nightStartsAt: '12:00',
      currency: 'MAD',
    });
    expect(status).toBe(201);
    expect((await signInPage('fr')).text).toContain('>Dar Amal<');
    expect((await signInPage('ar')).text).toContain('>دار الأمل<');
    expect((await signInPage('en')).text).toContain('>House of Hope<');
    const { text } = await signInPage('de');
    expect([text.includes('lang="ar"'), text.includes('>دار الأمل<')]).toEqual([true, true]);
    const { rows } = await mawa.admin.query(
      `SELECT email, language FROM users WHERE NOT system ORDER BY email`,
    );
    expect(rows).toEqual([
      { email: 'driss@example.org', language: 'fr' },
      { email: 'salma@example.org', language: 'ar' },
    ]);
  });

  it('refuse at the set-up what would not be honoured everywhere, and write nothing', async () => {
    const attempts: [object, string][] = [
      [{ name: NAMES, timeZone: 'Europe/Paris' }, 'counts the days by the time of Morocco'],
      [{ name: NAMES, nightStartsAt: '18:00' }, 'counts the nights from noon to noon'],
      [{ name: NAMES, currency: 'EUR' }, 'are in dirham'],
      [{ name: { ...NAMES, ar: ' ' } }, 'Write the name of the programme in this language'],
    ];
    for (const [programme, words] of attempts) {
      const { status, text } = await setUp(programme);
      expect([status, text.includes(words)]).toEqual([422, true]);
    }
    const { rows } = await mawa.admin.query(
      `SELECT (SELECT count(*)::int FROM users WHERE NOT system) AS users,
              (SELECT count(*)::int FROM settings WHERE set_by IS NOT NULL) AS settings`,
    );
    expect(rows).toEqual([{ users: 0, settings: 0 }]);
  });

  it('are asked for on the set-up page, each wrong one with a sentence at its field', async () => {
    const first = await mawa.http().get('/api/v1/session');
    const path = (await mawa.app.get(FirstSetup).newToken())!.path;
    const get = () => mawa.http().get(path).set('cookie', cookies(first));
    const page = await get().set('accept-language', 'en').expect(200);
    for (const name of ['name.fr', 'name.ar', 'name.en', 'language', 'timeZone', 'currency'])
      expect(page.text).toContain(`name="programme.${name}"`);
    const refused = await mawa
      .http()
      .post('/setup')
      .set('cookie', cookies(first))
      .set('accept-language', 'en')
      .type('form')
      .send({
        _csrf: (first.body as { csrfToken: string }).csrfToken,
        token: path.split('=')[1]!,
        'administrators.0.name': 'Salma',
        'administrators.0.email': 'salma@example.org',
        'administrators.1.name': 'Driss',
        'administrators.1.email': 'driss@example.org',
        'programme.name.fr': 'Dar Amal',
        'programme.name.ar': '',
        'programme.name.en': 'House of Hope',
        'programme.timeZone': 'Europe/Paris',
      });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="e-programme.name.ar"');
    expect(refused.text).toContain('another time zone would not be honoured everywhere');
    expect(refused.text).toContain('value="House of Hope"');
  });

  it('are changed later as other settings are: a new name stands on the next page and document', async () => {
    await setUp({ name: NAMES });
    const admin = await mawa.signIn('administrator', { language: 'en' });
    const officer = await mawa.signIn('programme_officer', { language: 'fr' });
    const statistics = '/api/v1/statistics?year=2026';
    const asked = (value: unknown) => ({ value, from: '2026-11-24', source: 'board' });
    const propose = (key: string, value: unknown) =>
      admin.post(`/api/v1/settings/${key}/proposals`, asked(value));
    mawa.clock.advance(60_000);
    await propose('programme_name', {
      ...NAMES,
      en: 'Dar Amal Shelters',
      fr: 'Maison Amal',
    }).expect(201);
    expect((await admin.get('/').expect(200)).text).toContain('>Dar Amal Shelters<');
    expect((await officer.get('/').expect(200)).text).toContain('>Maison Amal<');
    const { body } = await officer.get(statistics).expect(200);
    expect(JSON.stringify(body)).toContain('Maison Amal');
    for (const [key, value] of [
      ['programme_time', { timeZone: 'Europe/Paris', nightStartsAt: '12:00' }],
      ['programme_currency', 'EUR'],
      ['programme_name', { ...NAMES, ar: '' }],
    ] as const) {
      expect([key, (await propose(key, value)).status]).toEqual([key, 422]);
    }
    const { body: items } = await admin.get('/api/v1/setup-checklist').expect(200);
    expect(JSON.stringify(items)).toContain(
      '"key":"programme_name","part":"security","state":"done"',
    );
  });

  it('give the practice programme the same name', async () => {
    const practice = await startApp({
      env: { MAWA_SYNTHETIC: 'true', MAWA_NAME_PREFIX: 'Exercice · ' },
    });
    try {
      await setUp({ name: NAMES });
      const name = await programmeNameOf(mawa.database.appUrl);
      await copyProgrammeName(name, practice.database.adminUrl, practice.clock.now());
      await copyProgrammeName(name, practice.database.adminUrl, practice.clock.now());
      const { text } = await practice.http().get('/sign-in').set('accept-language', 'ar');
      expect(text).toContain('>Exercice · دار الأمل<');
    } finally {
      await practice.stop();
    }
  });

  it('are begun by nobody but the server', async () => {
    const admin = await mawa.signIn('administrator');
    const begin = mawa.transactions.run(admin.actor, (tx) =>
      tx.query(`SELECT begin_programme('{"programme_language": "en"}')`),
    );
    await expect(begin).rejects.toMatchObject({ code: '42501' });
  });
});
