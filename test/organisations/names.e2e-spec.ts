import { aPartner } from '../referrals/partners';
import { type SignedIn, startApp, type TestApp } from '../support/app';

const ARABIC = 'اللجنة الوطنية';
const FRENCH = 'Commission nationale';

describe('the name of an organisation in each language', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let id: string;
  const page = async (language: 'fr' | 'ar' | 'en', path: string) =>
    (await (await mawa.signIn('administrator', { language })).get(path).expect(200)).text;
  const facts = { name: 'CNCLT Rabat', country: 'MA', language: 'fr' };
  const describeAs = (body: object) =>
    admin.post(`/api/v1/organisations/${id}`, { ...facts, ...body });
  const row = async () =>
    (await mawa.admin.query('SELECT name, names FROM organisations WHERE id = $1', [id])).rows[0];

  beforeAll(async () => {
    mawa = await startApp();
    admin = await mawa.signIn('administrator');
    const names = { fr: FRENCH, ar: ` ${ARABIC} ` };
    const made = { code: 'CNCLT', kind: 'commission', name: 'CNCLT Rabat', names };
    id = (await admin.post('/api/v1/organisations', made).expect(201)).body.id;
  });
  afterAll(() => mawa.stop());

  it('is shown on pages in that language, and the name itself in a language that has none', async () => {
    const path = '/admin/organisations';
    const [french, arabic, english] = [
      await page('fr', path),
      await page('ar', path),
      await page('en', path),
    ];
    expect(french).toContain(`>${FRENCH}</a>`);
    expect(french).not.toContain(ARABIC);
    expect(arabic).toContain(`>${ARABIC}</a>`);
    expect(arabic).not.toContain(FRENCH);
    expect(english).toContain('>CNCLT Rabat</a>');
  });

  it('is in a list sorted by the name that is shown', async () => {
    const second = await aPartner(mawa, { name: 'Zaouia' });
    const first = await aPartner(mawa, { name: 'Amal' });
    await admin
      .post(`/api/v1/organisations/${second}`, { ...facts, name: 'Zaouia', names: { en: 'Aaa' } })
      .expect(201);
    const inOrder = (text: string, ...ids: string[]) => ids.map((one) => text.indexOf(one));
    const french = inOrder(await page('fr', '/admin/organisations'), first, second);
    const english = inOrder(await page('en', '/admin/organisations'), second, first);
    for (const [before, after] of [french, english]) expect(before).toBeLessThan(after!);
  });

  it('is not what a program reads: it gets the name itself, and all names beside it', async () => {
    for (const language of ['fr', 'ar', 'en'] as const) {
      const program = await mawa.signIn('administrator', { language });
      const { body } = await program.get('/api/v1/organisations').expect(200);
      const one = body.find((each: { id: string }) => each.id === id);
      expect(one).toMatchObject({
        name: 'CNCLT Rabat',
        plainName: 'CNCLT Rabat',
        names: { fr: FRENCH, ar: ARABIC },
      });
    }
  });

  it('is entered in three fields of the form, which come back filled in, and none clears them', async () => {
    const form = await page('fr', `/admin/organisations/${id}`);
    expect(form).toMatch(
      new RegExp(`name="names.ar"[^>]*value="${ARABIC}"[^>]*dir="rtl" lang="ar"`),
    );
    expect(form).toMatch(/name="name"[^>]*value="CNCLT Rabat"/);
    const sent = { ...facts, 'names.fr': '', 'names.ar': '', 'names.en': 'National commission' };
    await admin.submit(`/admin/organisations/${id}`, sent).expect(303);
    expect(await row()).toEqual({ name: 'CNCLT Rabat', names: { en: 'National commission' } });
    await admin.submit(`/admin/organisations/${id}`, { ...sent, 'names.en': '' }).expect(303);
    expect((await row()).names).toBeNull();
    await describeAs({ names: { fr: FRENCH, ar: ARABIC } }).expect(201);
  });

  it('stays where a program that does not know it says the rest anew, and null takes all away', async () => {
    await describeAs({}).expect(201);
    expect((await row()).names).toEqual({ fr: FRENCH, ar: ARABIC });
    await describeAs({ names: null }).expect(201);
    expect((await row()).names).toBeNull();
    await describeAs({ names: { fr: FRENCH, ar: ARABIC } }).expect(201);
  });

  it.each([
    ['too long', { ar: 'ا'.repeat(201) }, 'names.ar', 'common.too_long'],
    ['of spaces', { fr: '   ' }, 'names.fr', 'common.required'],
    ['of two lines', { fr: 'Une\nautre' }, 'names.fr', 'common.required'],
    ['no text', { en: 7 }, 'names.en', 'common.required'],
    ['in another language', { es: 'Comisión' }, 'names.es', 'common.unknown_field'],
  ])('is refused beside its field where it is %s', async (_, names, field, code) => {
    const { body } = await describeAs({ names }).expect(422);
    expect(body.errors).toEqual([expect.objectContaining({ field, code })]);
  });

  it('is refused in the form beside its field, which is open', async () => {
    const sent = { ...facts, 'names.ar': 'ا'.repeat(201) };
    const { text } = await admin.submit(`/admin/organisations/${id}`, sent).expect(422);
    expect(text).toContain('<details class="local-names" open>');
    expect(text).toContain('id="e-names.ar"');
  });

  it.each([
    [`{}`],
    [`[]`],
    [`"x"`],
    [`{"es": "x"}`],
    [`{"fr": ""}`],
    [`{"fr": null}`],
    [`{"fr": 7}`],
    [`{"fr": {"x": "y"}}`],
    [`{"fr": "a\\nb"}`],
    [JSON.stringify({ fr: 'x'.repeat(201) })],
  ])('is kept by PostgreSQL as a name or not at all: not %s', async (names) => {
    await expect(
      mawa.admin.query('UPDATE organisations SET names = $2 WHERE id = $1', [id, names]),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^(23514|22023)$/) });
  });

  it('is entered by those who manage organisations alone', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const names = { fr: 'Autre' };
    await officer.post(`/api/v1/organisations/${id}`, { ...facts, names }).expect(403);
    expect((await row()).names).toEqual({ fr: FRENCH, ar: ARABIC });
  });

  it('is recorded among the fields of the change', async () => {
    await describeAs({ names: { fr: FRENCH, ar: ARABIC } }).expect(201);
    const { rows } = await mawa.admin.query(
      `SELECT body FROM audit_log WHERE action = 'organisations.describe' ORDER BY seq DESC LIMIT 1`,
    );
    expect(JSON.stringify(rows[0].body)).toContain('names');
    expect(JSON.stringify(rows[0].body)).not.toContain(ARABIC);
  });

  it('is found by the search in each of its languages and by the name itself', async () => {
    const arabic = await mawa.signIn('administrator', { language: 'ar' });
    for (const q of ['اللجنة', 'commission nationale', 'CNCLT Rabat']) {
      const { text } = await arabic.submit('/search/part', { q }).expect(200);
      expect(text).toContain(`/admin/organisations/${id}`);
      expect(text).toContain(ARABIC);
    }
  });

  it('is in pickers of pages, and in the export in columns of its own', async () => {
    expect(await page('ar', '/admin')).toContain(`>${ARABIC}<`);
    expect(await page('fr', '/admin')).toContain(`>${FRENCH}<`);
    const asked = { list: 'organisations', format: 'csv', language: 'ar' };
    const { text } = await admin.post('/api/v1/exports', asked).buffer(true);
    expect(text).toContain(`CNCLT Rabat;${FRENCH};${ARABIC};;`);
    expect(text).toContain('الاسم بالعربية');
  });

  it('follows a setting that decides nothing: another language, or none, shows a name', async () => {
    const shown = async (language: string) =>
      (
        await mawa.admin.query<{ shown: string }>(
          `SELECT localized_name(name, names) AS shown FROM organisations, set_config('mawa.language', $2, false)
            WHERE id = $1`,
          [id, language],
        )
      ).rows[0]!.shown;
    expect(await shown('ar')).toBe(ARABIC);
    for (const other of ['', 'en', 'es', `ar' OR true`])
      expect(await shown(other)).toBe('CNCLT Rabat');
    await mawa.admin.query('RESET "mawa.language"');
  });
});
