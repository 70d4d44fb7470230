import { Users } from '../../modules/access';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { FirstSetup } from '../../modules/setup';
import { cookies, joined, startApp, type TestApp } from '../support/app';

const PASSWORD = 'quatre chevaux sous la pluie';
const PEOPLE = {
  'administrators.0.name': 'Salma Idrissi',
  'administrators.0.email': 'salma@example.org',
  'administrators.0.language': 'fr',
  'administrators.1.name': 'Driss Alami',
  'administrators.1.email': 'driss@example.org',
  'administrators.1.language': 'ar',
};

describe('the set-up page of an installation without accounts', () => {
  let mawa: TestApp;
  beforeEach(async () => (mawa = await startApp()));
  afterEach(() => mawa.stop());

  const newPath = async () => (await mawa.app.get(FirstSetup).newToken())!.path;
  const tokenIn = (path: string) => path.split('=')[1]!;
  const browser = async () => {
    const first = await mawa.http().get('/api/v1/session');
    const jar = cookies(first);
    const _csrf = (first.body as { csrfToken: string }).csrfToken;
    return {
      get: (path: string) => mawa.http().get(path).set('cookie', jar).set('accept-language', 'en'),
      submit: (path: string, fields: Record<string, string>) =>
        mawa
          .http()
          .post(path)
          .set('cookie', jar)
          .set('accept-language', 'en')
          .type('form')
          .send({ ...fields, _csrf }),
    };
  };
  const rowsOf = async (table: string, where = 'true') =>
    (
      await mawa.admin.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${table} WHERE ${where}`,
      )
    ).rows[0]!.n;
  const nothingWritten = async () => {
    expect(await rowsOf('users', 'NOT system')).toBe(0);
    expect(await rowsOf('user_roles')).toBe(0);
    expect(await rowsOf('password_links')).toBe(0);
  };

  it('makes two administrators, who choose their passwords, sign in and find the check list', async () => {
    const path = await newPath();
    const { get, submit } = await browser();
    const form = await get(path).expect(200);
    expect(form.text).toContain('First set-up');
    const made = await submit('/setup', { ...PEOPLE, token: tokenIn(path) }).expect(200);
    const links = [...made.text.matchAll(/href="(\/password\/[\w-]{43})"/g)].map(
      ([, link]) => link!,
    );
    expect(links).toHaveLength(2);
    expect(made.text).toContain('/sign-in?next=/setup-checklist');
    for (const link of links) {
      const fields = { newPassword: PASSWORD, repeatedPassword: PASSWORD };
      await submit(link, fields).expect(303);
    }
    const { rows } = await mawa.admin.query(
      `SELECT u.email, u.language, r.role, r.confirmed_by IS NOT NULL AS confirmed
         FROM users u JOIN user_roles r ON r.user_id = u.id AND r.ended_at IS NULL ORDER BY 1`,
    );
    expect(rows).toEqual([
      { email: 'driss@example.org', language: 'ar', role: 'administrator', confirmed: true },
      { email: 'salma@example.org', language: 'fr', role: 'administrator', confirmed: true },
    ]);
    const signedIn = await submit('/sign-in', {
      email: 'salma@example.org',
      password: PASSWORD,
      next: '/setup-checklist',
    });
    expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/setup-checklist']);
    const jar = joined(cookies(await mawa.http().get('/sign-in')), cookies(signedIn));
    const led = await mawa.http().get('/setup-checklist').set('cookie', jar);
    expect([led.status, led.headers.location]).toEqual([
      303,
      '/account/second-factor?next=%2Fsetup-checklist',
    ]);
    const salma = await mawa.signInAs('salma@example.org');
    expect((await salma.get('/').expect(200)).text).toContain('Mise en place');
    const { body } = await salma.get('/api/v1/setup-checklist').expect(200);
    expect(body.items[0]).toMatchObject({ key: 'administrators', state: 'done' });
  });

  it('keeps its token as a digest alone, in no audit row and no log', async () => {
    const path = await newPath();
    const { submit } = await browser();
    await submit('/setup', { ...PEOPLE, token: tokenIn(path) }).expect(200);
    const { rows } = await mawa.admin.query<{ all: string }>(
      `SELECT (SELECT string_agg(t::text, ' ') FROM setup_tokens t) || (SELECT string_agg(a::text, ' ') FROM audit_log a) AS all`,
    );
    expect(rows[0]!.all).not.toContain(tokenIn(path));
    expect(rows[0]!.all).toContain('setup.first_administrators');
  });

  it('refuses a token used twice, and writes nothing the second time', async () => {
    const path = await newPath();
    const { get, submit } = await browser();
    await submit('/setup', { ...PEOPLE, token: tokenIn(path) }).expect(200);
    const again = {
      ...PEOPLE,
      token: tokenIn(path),
      'administrators.0.email': 'other@example.org',
    };
    const refused = await submit('/setup', again);
    expect([refused.status, refused.text.includes('was used already')]).toEqual([409, true]);
    const looked = await get(path);
    expect([looked.status, looked.text.includes('was used already')]).toEqual([409, true]);
    expect(await rowsOf('users', 'NOT system')).toBe(2);
  });

  it('of two at once one makes the accounts', async () => {
    const token = tokenIn(await newPath());
    const [one, two] = [await browser(), await browser()];
    const other = {
      ...PEOPLE,
      'administrators.0.email': 'x@example.org',
      'administrators.1.email': 'y@example.org',
    };
    const answers = await Promise.all([
      one.submit('/setup', { ...PEOPLE, token }),
      two.submit('/setup', { ...other, token }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await rowsOf('users', 'NOT system')).toBe(2);
  });

  it('refuses a token whose time is over, one that was replaced and one that never was', async () => {
    const { get, submit } = await browser();
    const first = await newPath();
    const second = await newPath();
    const attempts: [string, string, number][] = [
      [first, 'A later address', 409],
      ['/setup?token=' + 'x'.repeat(43), 'no such set-up address', 404],
      ['/setup?token=short', 'no such set-up address', 404],
      ['/setup', 'no such set-up address', 404],
    ];
    for (const [path, words, status] of attempts) {
      const answer = await get(path);
      expect([path, answer.status, answer.text.includes(words)]).toEqual([path, status, true]);
    }
    mawa.clock.advance(24 * 3_600_000);
    const late = await submit('/setup', { ...PEOPLE, token: tokenIn(second) });
    expect([late.status, late.text.includes('has expired')]).toEqual([409, true]);
    await nothingWritten();
  });

  it('is closed as soon as there is an account, whichever way it was made', async () => {
    const path = await newPath();
    await mawa.transactions.run(SETUP_ACTOR, (tx) =>
      mawa.app.get(Users).createIn(tx, { email: 'nadia@example.org', name: 'Nadia' }),
    );
    const { get, submit } = await browser();
    expect((await get(path)).status).toBe(409);
    const refused = await submit('/setup', { ...PEOPLE, token: tokenIn(path) });
    expect([refused.status, refused.text.includes('There are accounts here already')]).toEqual([
      409,
      true,
    ]);
    expect(await rowsOf('users', 'NOT system')).toBe(1);
    expect(await mawa.app.get(FirstSetup).newToken()).toBeNull();
    expect((await get('/setup')).status).toBe(409);
  });

  it('gives back what was typed with a sentence at the field, and keeps the token open', async () => {
    const token = tokenIn(await newPath());
    const { submit } = await browser();
    const same = { ...PEOPLE, token, 'administrators.1.email': 'SALMA@example.org' };
    const refused = await submit('/setup', same);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Both people have the same address');
    expect(refused.text).toContain('value="Salma Idrissi"');
    const bad = await submit('/setup', { ...PEOPLE, token, 'administrators.1.email': 'driss' });
    expect(bad.status).toBe(422);
    await nothingWritten();
    await submit('/setup', { ...PEOPLE, token }).expect(200);
  });

  it('makes them over the API as well', async () => {
    const token = tokenIn(await newPath());
    const first = await mawa.http().get('/api/v1/session');
    const call = mawa.http().post('/api/v1/setup').set('cookie', cookies(first));
    const { body } = await call
      .set('x-csrf-token', (first.body as { csrfToken: string }).csrfToken)
      .send({
        token,
        administrators: [
          { name: 'Salma', email: 'salma@example.org' },
          { name: 'Driss', email: 'driss@example.org' },
        ],
      })
      .expect(201);
    expect(body.map(({ path }: { path: string }) => path)).toEqual([
      expect.stringMatching(/^\/password\/[\w-]{43}$/),
      expect.stringMatching(/^\/password\/[\w-]{43}$/),
    ]);
  });

  it('gives nobody but the server a token', async () => {
    const admin = await mawa.signIn('administrator');
    const ask = mawa.transactions.run(admin.actor, (tx) =>
      tx.query(`SELECT new_setup_token(sha256('x'), mawa_now() + interval '1 hour')`),
    );
    await expect(ask).rejects.toMatchObject({ code: '42501' });
    const read = mawa.transactions.run(admin.actor, (tx) => tx.query('SELECT * FROM setup_tokens'));
    await expect(read).rejects.toMatchObject({ code: '42501' });
  });
});
