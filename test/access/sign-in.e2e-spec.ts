import { PasswordHashes } from '../../modules/access';
import { createApp } from '../../src/create-app';
import { cookies, joined, PASSWORD, startApp, type TestApp } from '../support/app';
import { signInByPassword } from './signing-in';

describe('signing in', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp()));
  afterAll(() => mawa.stop());

  const fresh = async () => {
    const first = await mawa.http().get('/api/v1/session');
    const cookie = ([] as string[])
      .concat(first.headers['set-cookie'] ?? [])
      .map((line) => line.split(';')[0])
      .join('; ');
    return { cookie, token: (first.body as { csrfToken: string }).csrfToken };
  };
  const send = (cookie: string, token: string, body: object) =>
    mawa.http().post('/api/v1/session').set('cookie', cookie).set('x-csrf-token', token).send(body);
  const attempt = async (email: string, password: string) => {
    const { cookie, token } = await fresh();
    return send(cookie, token, { email, password });
  };

  it('opens a session with the right password, in a cookie that scripts cannot read', async () => {
    const { email } = await mawa.signIn('programme_officer');
    const answer = await attempt(email, PASSWORD);
    expect(answer.status).toBe(201);
    const line = ([] as string[])
      .concat(answer.headers['set-cookie'] ?? [])
      .find((text) => text.startsWith('mawa_session='));
    expect(line).toMatch(/HttpOnly/);
    expect(line).toMatch(/SameSite=Lax/);
  });

  it('says to an account whose role nobody confirmed yet what it waits for', async () => {
    const who = await mawa.signIn('case_supervisor');
    await mawa.admin.query(
      'UPDATE user_roles SET confirmed_by = NULL, confirmed_at = NULL WHERE user_id = $1',
      [who.actor.userId],
    );
    const home = await who.get('/').expect(403);
    expect(home.text).toContain('une deuxième personne doit le confirmer');
    const { body } = await who.get('/api/v1/people').expect(403);
    expect((body as { code: string }).code).toBe('access.no_role_yet');
  });

  it('keeps only a digest of the token', async () => {
    const { email } = await mawa.signIn('auditor');
    const answer = await attempt(email, PASSWORD);
    const token = /mawa_session=([^;]+)/.exec(String(answer.headers['set-cookie']))![1]!;
    const { rows } = await mawa.admin.query<{ all: string }>(
      `SELECT string_agg(s::text, ' ') AS all FROM sessions s`,
    );
    expect(rows[0]!.all).not.toContain(token);
  });

  it('has no account from the beginning with which anybody could sign in', async () => {
    const { rows } = await mawa.admin.query<{ email: string; has: boolean }>(
      'SELECT email, password_hash IS NOT NULL AS has FROM users WHERE system',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ has }) => has)).toEqual([]);
    for (const { email } of rows) {
      for (const password of ['', 'admin', 'password', PASSWORD])
        expect([email, [401, 422].includes((await attempt(email, password)).status)]).toEqual([
          email,
          true,
        ]);
    }
  });

  it('draws 256 bits for each token, no two alike', async () => {
    const { email } = await mawa.signIn('auditor');
    const tokens = new Set<string>();
    for (let times = 0; times < 6; times += 1) {
      const answer = await attempt(email, PASSWORD);
      tokens.add(/mawa_session=([^;]+)/.exec(String(answer.headers['set-cookie']))![1]!);
    }
    expect(tokens.size).toBe(6);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  });

  it('answers a wrong password, an unknown address and a closed account alike', async () => {
    const known = await mawa.signIn('finance_officer');
    const closed = await mawa.signIn('finance_officer');
    await mawa.admin.query('UPDATE users SET active = false WHERE id = $1', [closed.actor.userId]);
    const answers = [
      await attempt(known.email, 'pas le bon mot de passe'),
      await attempt('personne.ici@example.org', PASSWORD),
      await attempt(closed.email, PASSWORD),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect({ ...answer.body, instance: '' }).toEqual({ ...answers[0]!.body, instance: '' });
    }
  });

  it('writes failed attempts in the audit, without the address typed', async () => {
    await attempt('secret.typed@example.org', 'wrong wrong wrong');
    const { rows } = await mawa.admin.query<{ body: string; outcome: string }>(
      `SELECT body, outcome FROM audit_log WHERE action = 'session.start' AND outcome = 'refused'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('secret.typed');
  });

  it('writes who signed in and by what in the audit, and failed attempts beside it', async () => {
    const { email, actor } = await mawa.signIn('auditor');
    await attempt(email, 'pas le bon mot de passe');
    await attempt(email, PASSWORD);
    const { rows } = await mawa.admin.query<{ outcome: string; ids: string[]; body: string }>(
      `SELECT outcome, subject_ids AS ids, body FROM audit_log
        WHERE action = 'session.start' AND subject_ids @> ARRAY[$1::uuid] ORDER BY at, outcome DESC`,
      [actor.userId],
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
    expect(JSON.stringify(rows.at(-1)!.body)).toContain('by:password');
  });

  it('gives forms a new secret with the session: a token of before it is refused', async () => {
    const { email } = await mawa.signIn('auditor');
    const { cookie, token } = await fresh();
    const signedIn = await send(cookie, token, { email, password: PASSWORD }).expect(201);
    const after = joined(cookie, cookies(signedIn));
    const end = (csrf: string) =>
      mawa.http().delete('/api/v1/session').set('cookie', after).set('x-csrf-token', csrf);
    const refused = await end(token);
    expect([refused.status, refused.body.code]).toEqual([403, 'access.form_expired']);
    await end(signedIn.body.csrfToken).expect(204);
  });

  it('says to its owner and to administrators in which browser and from where, and to nobody else', async () => {
    const { email, actor } = await mawa.signIn('partner_viewer');
    const { cookie, token } = await fresh();
    const browser =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0';
    const answer = await send(cookie, token, { email, password: PASSWORD }).set(
      'user-agent',
      browser,
    );
    const owner = mawa
      .http()
      .get('/api/v1/account')
      .set('user-agent', browser)
      .set('cookie', joined(cookie, cookies(answer)));
    const here = { device: 'Firefox, Windows', address: '127.0.0.1', here: true };
    expect((await owner).body.sessions[0]).toMatchObject(here);
    const administrator = await mawa.signIn('administrator');
    const page = await administrator.get(`/admin/users/${actor.userId}`);
    expect(page.text).toContain('Firefox, Windows');
    const auditor = await mawa.signIn('auditor');
    const seen = await mawa.transactions.run(auditor.actor, (tx) =>
      tx.query('SELECT * FROM account_sessions($1, NULL)', [actor.userId]),
    );
    expect(seen).toEqual([]);
  });

  it('ends the earlier session of the same browser, and no other', async () => {
    const person = await mawa.signIn('auditor');
    const elsewhere = await mawa.signInAs(person.email);
    const again = await mawa
      .http()
      .post('/sign-in')
      .set('cookie', person.headers.cookie!)
      .type('form')
      .send({ email: person.email, password: PASSWORD, _csrf: person.headers['x-csrf-token']! });
    expect([again.status, again.headers.location]).toEqual([303, '/']);
    await person.get('/api/v1/account').expect(401);
    await elsewhere.get('/api/v1/account').expect(200);
  });

  it('ends a session after the idle time, and at sign-out', async () => {
    const person = await mawa.signIn('auditor');
    await person.get('/api/v1/session').expect(200);
    expect((await person.get('/api/v1/session')).body.actor).not.toBeNull();
    mawa.clock.advance(21 * 60_000);
    expect((await person.get('/api/v1/session')).body.actor).toBeNull();
    const other = await mawa.signIn('auditor');
    await other.delete('/api/v1/session').expect(204);
    expect((await other.get('/api/v1/session')).body.actor).toBeNull();
  });

  it('ends a session after twelve hours, however busy it is', async () => {
    const person = await mawa.signIn('auditor');
    const isOpen = async () => (await person.get('/api/v1/session')).body.actor !== null;
    for (let quarter = 1; quarter < 48; quarter += 1) {
      mawa.clock.advance(15 * 60_000);
      if (!(await isOpen())) throw new Error(`ended after ${quarter} quarters of an hour`);
    }
    mawa.clock.advance(15 * 60_000);
    expect(await isOpen()).toBe(false);
  });

  it('refuses a change without the token of our own forms, or from another site', async () => {
    const { cookie, token } = await fresh();
    const body = { email: 'a@example.org', password: PASSWORD };
    const send = () => mawa.http().post('/api/v1/session').set('cookie', cookie);
    const without = await send().send(body);
    expect(without.status).toBe(403);
    expect(without.body.code).toBe('access.form_expired');
    const elsewhere = await send()
      .set('x-csrf-token', token)
      .set('sec-fetch-site', 'cross-site')
      .send(body);
    expect(elsewhere.body.code).toBe('access.elsewhere');
    const origin = await send()
      .set('x-csrf-token', token)
      .set('origin', 'https://evil.example')
      .send(body);
    expect(origin.body.code).toBe('access.elsewhere');
  });

  it('leaves at once by the quick exit, signed out, whatever the form', async () => {
    const person = await mawa.signIn('shelter_manager');
    const answer = await person.submit('/quick-exit', { _csrf: 'too old' });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe(mawa.env.MAWA_EXIT_URL);
    expect((await person.get('/api/v1/session')).body.actor).toBeNull();
  });

  it('leads nowhere when the quick exit is sent behind the page, and signs out all the same', async () => {
    const person = await mawa.signIn('shelter_manager');
    const answer = await person.submit('/quick-exit', { background: 'yes' });
    expect([answer.status, answer.headers.location]).toEqual([204, undefined]);
    expect((await person.get('/api/v1/session')).body.actor).toBeNull();
  });

  it('sends a stranger to the sign-in page, and an API caller a problem', async () => {
    const page = await mawa.http().get('/admin').set('accept', 'text/html');
    expect([302, 303]).toContain(page.status);
    expect(page.headers.location).toMatch(/^\/sign-in/);
    const search = await mawa.http().get('/people?q=Fatima').set('accept', 'text/html');
    expect(search.headers.location).toBe('/sign-in?next=%2Fpeople');
    const call = await mawa.http().get('/api/v1/users');
    expect(call.status).toBe(401);
    expect(call.headers['content-type']).toMatch(/application\/problem\+json/);
  });
});

describe('signing in behind TLS', () => {
  it('takes cookies that no neighbouring host can set', async () => {
    const mawa = await startApp({ env: { MAWA_TLS: 'true' } });
    try {
      const { email } = await mawa.signIn('auditor');
      const { cookie, token } = await signInByPassword(mawa, email);
      const names = cookie.split('; ').map((pair) => pair.split('=')[0]);
      expect(names.sort()).toEqual(['__Host-_csrf', '__Host-mawa_device', '__Host-mawa_session']);
      const account = (carried: string) =>
        mawa.http().get('/api/v1/account').set('cookie', carried);
      await account(cookie).expect(200);
      await account(cookie.replaceAll('__Host-', '')).expect(401);
      const end = mawa.http().delete('/api/v1/session').set('cookie', cookie);
      await end.set('x-csrf-token', token).expect(204);
      await account(cookie).expect(401);
    } finally {
      await mawa.stop();
    }
  });
});

describe('what a password costs', () => {
  it('is what OWASP recommends, unless whoever composes the application says otherwise', async () => {
    const mawa = await startApp();
    const served = await createApp({ env: mawa.env, databaseUrl: mawa.database.appUrl });
    try {
      const hash = await served.get(PasswordHashes).hash(PASSWORD);
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await mawa.app.get(PasswordHashes).matches(hash, PASSWORD)).toBe(true);
      expect(await mawa.app.get(PasswordHashes).matches(hash, `${PASSWORD}.`)).toBe(false);
    } finally {
      await served.close();
      await mawa.stop();
    }
  });
});
