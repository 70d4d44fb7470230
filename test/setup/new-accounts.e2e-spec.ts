import { aShelter, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const PASSWORD = 'une lampe bleue au grenier';

describe('several accounts at once', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let admin: SignedIn;
  let second: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({
      env: { MAWA_IDLE_MINUTES: '240', MAWA_PUBLIC_URL: 'https://mawa.example.org' },
    });
    house = await aShelter(mawa, { A: { beds: 2 } });
    admin = await mawa.signIn('administrator', { language: 'en' });
    second = await mawa.signIn('administrator', { language: 'en' });
  });
  afterAll(() => mawa.stop());

  const houseName = async () =>
    (
      await mawa.admin.query<{ name: string }>(
        'SELECT code_name AS name FROM shelters WHERE id = $1',
        [house.id],
      )
    ).rows[0]!.name;
  const accountOf = async (email: string) =>
    (
      await mawa.admin.query(
        `SELECT u.language, ARRAY(SELECT role FROM user_roles r WHERE r.user_id = u.id AND r.ended_at IS NULL ORDER BY 1) AS roles,
                ARRAY(SELECT principal_id FROM memberships m WHERE m.user_id = u.id)::text[] AS places,
                (SELECT count(*)::int FROM password_links l WHERE l.user_id = u.id AND l.confirmed_by IS NULL) AS links
           FROM users u WHERE email = $1`,
        [email],
      )
    ).rows[0];

  const managersOnTheList = async () => {
    const { body } = await admin.get('/api/v1/setup-checklist').expect(200);
    return body.items.find(({ key }: { key: string }) => key === 'shelter_managers').state;
  };

  it('makes each row whole and says of the others why not', async () => {
    const rows = [
      'Name;E-mail address;Roles;Shelters;Language',
      `Nadia;nadia@example.org;Shelter manager;${await houseName()};ar`,
      'Omar;omar@example.org;programme_officer, finance_officer;;',
      `Taken;${admin.email};auditor;;`,
      'Bad;bad@example.org;director;Nowhere;es',
      // A focal point belongs to no shelter: found while writing, so that this row leaves nothing behind.
      `Focal;focal@example.org;focal_point;${await houseName()};`,
    ].join('\n');
    const { text } = await admin.submit('/admin/new-accounts', { rows }).expect(200);
    expect(text).toContain('Accounts made: 2.');
    expect(text).toContain('Rows refused, of which nothing was written: 3.');
    expect(text).toContain('Unknown role: “director”.');
    expect(text).toContain('Unknown shelter: “Nowhere”.');
    expect(await accountOf('nadia@example.org')).toEqual({
      language: 'ar',
      roles: ['shelter_manager'],
      places: [house.id],
      links: 1,
    });
    expect(await accountOf('omar@example.org')).toEqual({
      language: 'en',
      roles: ['finance_officer', 'programme_officer'],
      places: [],
      links: 1,
    });
    expect(await accountOf('bad@example.org')).toBeUndefined();
    expect(await accountOf('focal@example.org')).toBeUndefined();
    // What was refused can be put right: its rows stand in the form again.
    expect(text).toContain('Bad;bad@example.org;director;Nowhere;es');
    expect(text).not.toContain('nadia@example.org;Shelter manager');
  });

  it('sent again makes nobody twice', async () => {
    const rows = 'name,email\nOmar,omar@example.org';
    const { body } = await admin.post('/api/v1/new-accounts', { rows }).expect(201);
    expect(body).toEqual([
      expect.objectContaining({
        row: 2,
        userId: null,
        errors: [expect.objectContaining({ code: 'access.email_taken' })],
      }),
    ]);
  });

  it('shows the links once, to another administrator than who asked, and they work', async () => {
    const mine = await admin.get('/admin/new-accounts').expect(200);
    expect(mine.text).not.toContain('nadia@example.org');
    const page = await second.get('/admin/new-accounts').expect(200);
    const ids = [...page.text.matchAll(/name="ids" value="([0-9a-f-]{36})"/g)].map(([, id]) => id!);
    expect(ids).toHaveLength(2);
    const own = await admin.submit('/admin/new-accounts/links', { ids });
    expect([own.status, own.text.includes('None of these links waits for you')]).toEqual([
      409,
      true,
    ]);
    const { text } = await second.submit('/admin/new-accounts/links', { ids }).expect(200);
    const links = [...text.matchAll(/https:\/\/mawa\.example\.org(\/password\/[\w-]{43})/g)].map(
      ([, link]) => link!,
    );
    expect(links).toHaveLength(2);
    const again = await second.submit('/admin/new-accounts/links', { ids });
    expect(again.status).toBe(409);
    const stranger = await mawa.signIn('partner_viewer');
    await stranger
      .submit(links[0]!, { newPassword: PASSWORD, repeatedPassword: PASSWORD })
      .expect(303);
    // The roles wait for another administrator than whoever handed the link over.
    const { rows } = await mawa.admin.query<{ id: string; waiting: boolean }>(
      `SELECT r.id, r.confirmed_by IS NULL AS waiting FROM user_roles r JOIN users u ON u.id = r.user_id
        WHERE u.email = 'nadia@example.org' AND r.ended_at IS NULL`,
    );
    expect(rows).toEqual([{ id: expect.any(String), waiting: true }]);
    const confirm = (by: SignedIn) => by.post(`/api/v1/roles/${rows[0]!.id}/confirmation`);
    expect(await managersOnTheList()).toBe('missing');
    await confirm(second).expect(403);
    await confirm(admin).expect(204);
    expect(await managersOnTheList()).toBe('done');
    await (await mawa.signInAs('nadia@example.org')).get('/beds').expect(200);
  });

  it('confirms a link for one of two who ask at once', async () => {
    await admin
      .post('/api/v1/new-accounts', { rows: 'name\temail\nLina\tlina@example.org' })
      .expect(201);
    const third = await mawa.signIn('administrator');
    const { text } = await second.get('/admin/new-accounts');
    const ids = [...text.matchAll(/name="ids" value="([0-9a-f-]{36})"/g)].map(([, id]) => id!);
    const answers = await Promise.all(
      [second, third].map((one) => one.submit('/admin/new-accounts/links', { ids })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('reads a file, and refuses what is none with a sentence', async () => {
    const send = (bytes: string, name = 'list.csv') =>
      mawa
        .http()
        .post('/admin/new-accounts/file')
        .set(admin.headers)
        .field('_csrf', admin.headers['x-csrf-token']!)
        .attach('file', Buffer.from(bytes), name);
    const made = await send('Nom;Courriel;Rôle\nHind;hind@example.org;Audit\n');
    expect([made.status, made.text.includes('Accounts made: 1.')]).toEqual([200, true]);
    for (const [rows, words] of [
      ['Nom;Courriel\n', ''],
      ['Nom;Salaire\nA;1\n', 'Unknown heading: Salaire.'],
      ['"Nom;Courriel\nA', ''],
    ] as const) {
      const { status, text } = await admin.submit('/admin/new-accounts', { rows });
      expect([rows, status, text.includes(words)]).toEqual([rows, 422, true]);
    }
    const empty = await admin.submit('/admin/new-accounts', { rows: '' });
    expect(empty.status).toBe(422);
  });

  it('gives the roles of a row their last day, and refuses one that is over', async () => {
    const rows = [
      'Name;E-mail address;Roles;Last day of the roles',
      'Guest;guest@example.org;auditor, programme_officer;31/03/2027',
      'Stays;stays@example.org;auditor;',
      'Late;late@example.org;auditor;01/01/2020',
    ].join('\n');
    const { text } = await admin.submit('/admin/new-accounts', { rows }).expect(200);
    expect(text).toContain('Accounts made: 2.');
    expect(text).toContain('This last day is over already.');
    const { rows: given } = await mawa.admin.query(
      `SELECT u.email, r.role, r.last_day::text AS "lastDay" FROM user_roles r JOIN users u ON u.id = r.user_id
        WHERE u.email IN ('guest@example.org', 'stays@example.org', 'late@example.org') ORDER BY 1, 2`,
    );
    expect(given).toEqual([
      { email: 'guest@example.org', role: 'auditor', lastDay: '2027-03-31' },
      { email: 'guest@example.org', role: 'programme_officer', lastDay: '2027-03-31' },
      { email: 'stays@example.org', role: 'auditor', lastDay: null },
    ]);
    expect(await accountOf('late@example.org')).toBeUndefined();
  });

  it('is for administrators alone', async () => {
    for (const role of ['shelter_manager', 'programme_officer', 'auditor'] as const) {
      const person = await mawa.signIn(role);
      expect((await person.get('/admin/new-accounts')).status).toBe(403);
      expect(
        (await person.submit('/admin/new-accounts', { rows: 'name,email\nA,a@b.org' })).status,
      ).toBe(403);
      expect((await person.post('/api/v1/new-accounts', { rows: 'x' })).status).toBe(403);
      expect((await person.submit('/admin/new-accounts/links', { ids: [] })).status).toBe(403);
    }
  });

  it('gives a single account its role and language at once', async () => {
    const fields = {
      email: 'one@example.org',
      name: 'One',
      role: 'auditor',
      language: 'ar',
      organisationId: '',
    };
    await admin.submit('/admin/users', fields).expect(303);
    expect(await accountOf('one@example.org')).toMatchObject({
      language: 'ar',
      roles: ['auditor'],
      links: 1,
    });
    const { rows } = await mawa.admin.query(
      `SELECT confirmed_by FROM user_roles r JOIN users u ON u.id = r.user_id WHERE u.email = 'one@example.org'`,
    );
    expect(rows).toEqual([{ confirmed_by: null }]);
    const bad = await admin.submit('/admin/users', {
      ...fields,
      email: 'two@example.org',
      role: 'king',
    });
    expect(bad.status).toBe(422);
    expect(await accountOf('two@example.org')).toBeUndefined();
  });

  it('reads shelters and organisations by the names that pages show', async () => {
    await mawa.admin.query('UPDATE shelters SET names = $2 WHERE id = $1', [
      house.id,
      { ar: 'دار الأرز' },
    ]);
    const made = { code: 'AML', kind: 'partner', name: 'Amal', names: { ar: 'جمعية أمل' } };
    const { body } = await admin.post('/api/v1/organisations', made).expect(201);
    const rows =
      'name,email,roles,shelters,organisation\nSalma,salma@example.org,shelter_staff,دار الأرز,جمعية أمل';
    await admin.post('/api/v1/new-accounts', { rows }).expect(201);
    expect(await accountOf('salma@example.org')).toMatchObject({ places: [house.id] });
    const found = await mawa.admin.query(
      `SELECT organisation_id AS id FROM users WHERE email = 'salma@example.org'`,
    );
    expect(found.rows).toEqual([{ id: body.id }]);
    await mawa.admin.query('UPDATE shelters SET names = NULL WHERE id = $1', [house.id]);
  });
});
