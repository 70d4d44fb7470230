import { AccountMails } from '../../modules/access';
import type { Role } from '../../modules/platform/shared/actor';
import { Browser } from '../support/browser';
import { PASSWORD, startApp, type TestApp } from '../support/app';
import { type MailServer, startMailServer, wordsOf } from '../support/mail-server';
import { enrol } from '../support/second-factor';

const NEW = 'quatre mots sans lien';
const LINK = /http\S+(\/reset-password\/[\w-]{43})/;

describe('a forgotten password', () => {
  let mawa: TestApp;
  let server: MailServer;
  beforeAll(async () => (server = await startMailServer()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    server.mails.length = 0;
    mawa = await startApp({ env: { MAWA_MAIL_URL: server.url } });
  });
  afterEach(() => mawa.stop());

  async function requested(email: string): Promise<string[]> {
    const browser = new Browser(mawa);
    const asked = await browser.send(await browser.open('/reset-password'), '/reset-password', {
      email,
    });
    expect([asked.status, asked.headers.location]).toEqual([303, '/sign-in']);
    await mawa.app.get(AccountMails).settled();
    return server.mails.map(wordsOf);
  }
  const linkIn = (mail = ''): string => LINK.exec(mail)![1]!;
  async function chosen(link: string, fields: Record<string, string> = {}) {
    const browser = new Browser(mawa);
    const all = { newPassword: NEW, repeatedPassword: NEW, ...fields };
    return browser.send(await browser.open(link), link, all);
  }
  async function signInWith(email: string, password: string) {
    const browser = new Browser(mawa);
    const answer = await browser.send(await browser.open('/sign-in'), '/sign-in', {
      email,
      password,
    });
    return answer.headers.location ?? answer.status;
  }
  const audited = async (action: string) =>
    (
      await mawa.admin.query<{ outcome: string }>(
        'SELECT outcome FROM audit_log WHERE action = $1 ORDER BY seq',
        [action],
      )
    ).rows.map(({ outcome }) => outcome);

  it('is asked for on the sign-in page, mailed and set once, and ends every session', async () => {
    const { email, actor, ...open } = await mawa.signIn('partner_viewer');
    // A browser that somebody used with the password of before.
    expect(await signInWith(email, PASSWORD)).toBe('/');
    await mawa.app.get(AccountMails).settled();
    server.mails.length = 0;
    expect((await mawa.http().get('/sign-in')).text).toContain('href="/reset-password"');
    const [mail] = await requested(email.toUpperCase());
    // Nothing in it says whose account it is or what the programme does.
    expect(mail).not.toContain('personne');
    expect(server.mails[0]).toContain(`To: ${email}`);
    const link = linkIn(mail);
    await open.get('/api/v1/account').expect(200);
    expect((await mawa.http().get(link)).text).not.toContain('name="otp"');
    expect((await chosen(link, { repeatedPassword: 'autre chose' })).status).not.toBe(303);
    expect((await chosen(link, { newPassword: 'court', repeatedPassword: 'court' })).status).toBe(
      422,
    );
    expect((await chosen(link)).headers.location).toBe('/sign-in');
    await open.get('/api/v1/account').expect(401);
    expect(await signInWith(email, PASSWORD)).not.toBe('/');
    await mawa.app.get(AccountMails).settled();
    expect(wordsOf(server.mails[1]!)).toContain('vient d’être changé');
    const { rows } = await mawa.admin.query(
      'SELECT 1 FROM known_devices WHERE user_id = $1 AND ended_at IS NULL',
      [actor.userId],
    );
    expect(rows).toEqual([]);
    expect(await signInWith(email, NEW)).toBe('/');
    expect((await mawa.http().get(link)).status).toBe(404);
    expect(await audited('account.request_password_reset')).toEqual(['done']);
    expect(await audited('account.reset_password')).toEqual(['done']);
  });

  it('answers alike whether the account exists, is closed or never had a password', async () => {
    const closed = await mawa.signIn('partner_viewer');
    const fresh = await mawa.signIn('partner_viewer');
    await mawa.admin.query('UPDATE users SET active = false WHERE id = $1', [closed.actor.userId]);
    await mawa.admin.query('UPDATE users SET password_hash = NULL WHERE id = $1', [
      fresh.actor.userId,
    ]);
    const there = await mawa.signIn('partner_viewer');
    const answers = [];
    for (const email of ['nobody@example.org', closed.email, fresh.email, there.email]) {
      const browser = new Browser(mawa);
      const page = await browser.open('/reset-password');
      const asked = await browser.send(page, '/reset-password', { email });
      answers.push([asked.status, asked.headers.location, asked.text]);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await mawa.app.get(AccountMails).settled();
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toContain(`To: ${there.email}`);
  });

  it('is over after half an hour and after another change of the password, and not after a newer one', async () => {
    const { email } = await mawa.signIn('partner_viewer');
    const [first] = await requested(email);
    const second = (await requested(email))[1];
    expect((await mawa.http().get(linkIn(first))).status).toBe(200);
    mawa.clock.advance(29 * 60_000);
    expect((await mawa.http().get(linkIn(second))).status).toBe(200);
    mawa.clock.advance(60_000);
    expect((await chosenWithoutPage(linkIn(second))).status).toBe(404);
    const third = (await requested(email))[2];
    const again = await mawa.signInAs(email);
    const change = { currentPassword: PASSWORD, newPassword: NEW };
    expect((await again.post('/api/v1/account/password', change)).status).toBeLessThan(300);
    expect((await mawa.http().get(linkIn(third))).status).toBe(404);
  });

  /** As a program would, from a page that was opened before. */
  async function chosenWithoutPage(link: string) {
    const browser = new Browser(mawa);
    const page = await browser.open('/reset-password');
    page.text = page.text.replaceAll('action="/reset-password"', `action="${link}"`);
    return browser.send(page, link, { newPassword: NEW, repeatedPassword: NEW });
  }

  it('takes the second factor too where the account has one, and no guesses of it', async () => {
    const { actor, email } = await mawa.signIn('administrator');
    const { app, recoveryCodes } = await enrol(mawa, actor);
    await mawa.app.get(AccountMails).settled();
    expect(server.mails.splice(0).map(wordsOf)[0]).toContain('vient d’être ajoutée');
    const link = linkIn((await requested(email))[0]);
    expect((await mawa.http().get(link)).text).toContain('name="otp"');
    expect((await chosen(link)).status).toBe(422);
    for (let n = 0; n < 9; n += 1) await chosen(link, { otp: `00000${n}` });
    const refused = await chosen(link, { otp: app.next() });
    expect([refused.status, refused.headers.location]).not.toEqual([303, '/sign-in']);
    expect((await chosen(link, { otp: recoveryCodes[0]! })).headers.location).toBe('/sign-in');
    expect(await signInWith(email, NEW)).toBe('/sign-in/code');
    // Nobody but its owner saw the secret: the roles stay as they were.
    const roles = await mawa.admin.query(
      'SELECT 1 FROM user_roles WHERE user_id = $1 AND ended_at IS NULL AND confirmed_by IS NOT NULL',
      [actor.userId],
    );
    expect(roles.rowCount).toBe(1);
    expect((await audited('account.reset_password')).at(-1)).toBe('done');
  });

  it('waits for administrators where a role needs a second person and there is no second factor', async () => {
    const { actor, email } = await mawa.signIn('reintegration_officer');
    const one = await mawa.signIn('administrator', { language: 'en' });
    const [mail] = await requested(email);
    expect(mail).toContain('l’administration doit d’abord vous parler');
    expect(mail).not.toMatch(LINK);
    expect((await one.get('/admin')).text).toContain('asked for a new password');
    expect((await one.get(`/admin/users/${actor.userId}`)).text).toContain('then make a link');
    await one.post(`/api/v1/users/${actor.userId}/password-links`).expect(201);
    expect((await one.get('/admin')).text).not.toContain('asked for a new password');
    // Others do not see who forgot a password.
    const { rows } = await mawa.admin.query('SELECT token_digest FROM password_resets');
    expect(rows).toEqual([{ token_digest: null }]);
    const reader = await mawa.signIn('auditor');
    const seen = await mawa.transactions.run(reader.actor, (tx) =>
      tx.query('SELECT 1 FROM password_resets'),
    );
    expect(seen).toEqual([]);
  });

  it('counts for nothing any more where such a role was given meanwhile', async () => {
    const { actor, email } = await mawa.signIn('partner_viewer');
    const link = linkIn((await requested(email))[0]);
    await mawa.admin.query(
      `INSERT INTO user_roles (user_id, role, granted_by, granted_at)
       SELECT $1, 'auditor' , id, $2 FROM users WHERE system LIMIT 1`,
      [actor.userId, mawa.clock.now()],
    );
    expect((await mawa.http().get(link)).status).toBe(404);
    expect((await chosenWithoutPage(link)).status).toBe(404);
  });

  it('is set once by two at the same time', async () => {
    const { email } = await mawa.signIn('partner_viewer');
    const link = linkIn((await requested(email))[0]);
    const browser = new Browser(mawa);
    const page = await browser.open(link);
    const fields = { newPassword: NEW, repeatedPassword: NEW };
    const answers = await Promise.all([1, 2, 3].map(() => browser.send(page, link, fields)));
    const done = answers.filter(({ headers }) => headers.location === '/sign-in');
    expect(done).toHaveLength(1);
    expect(await audited('account.reset_password')).toEqual(['done']);
  });

  it('sends three mails an hour to one account, and takes twenty forms of one network', async () => {
    const { email } = await mawa.signIn('partner_viewer');
    for (let n = 0; n < 5; n += 1) await requested(email);
    expect(server.mails).toHaveLength(3);
    const browser = new Browser(mawa);
    const page = await browser.open('/reset-password');
    const statuses = [];
    for (let n = 0; n < 16; n += 1) {
      const asked = await browser.send(page, '/reset-password', { email: `a${n}@example.org` });
      statuses.push(asked.status);
    }
    expect([statuses.indexOf(429), statuses.slice(0, 15)]).toEqual([15, Array(15).fill(303)]);
  });

  it('is not lost by a mail server that refuses, and the answer stays the same', async () => {
    const { email } = await mawa.signIn('partner_viewer');
    server.refuse(true);
    expect(await requested(email)).toEqual([]);
    server.refuse(false);
    expect(await requested(email)).toHaveLength(1);
  });

  it('sends the person to administrators where no mail server is set', async () => {
    const without = await startApp();
    try {
      const page = await without.http().get('/reset-password').set('accept-language', 'en');
      expect(page.text).toContain('This server sends no e-mail.');
      expect(page.text).not.toContain('action="/reset-password"');
    } finally {
      await without.stop();
    }
  });

  describe('and other news of an account', () => {
    const newsAfter = async (act: () => Promise<unknown>) => {
      server.mails.length = 0;
      await act();
      await mawa.app.get(AccountMails).settled();
      return server.mails.map((mail) => [
        /^To: (.+)$/m.exec(mail)![1],
        wordsOf(mail).split('\n')[0]!.trim(),
      ]);
    };
    const account = async (role: Role) => mawa.signIn(role, { language: 'en' });

    it('reach its owner: a new browser, a changed password, a factor that administrators took off', async () => {
      const { email, post } = await account('partner_viewer');
      const browser = new Browser(mawa);
      const signIn = async () =>
        browser.send(await browser.open('/sign-in'), '/sign-in', { email, password: PASSWORD });
      expect(await newsAfter(signIn)).toEqual([
        [email, expect.stringContaining('a browser in which you had not signed in before')],
      ]);
      browser.forget('mawa_session');
      expect(await newsAfter(signIn)).toEqual([]);
      const change = () =>
        post('/api/v1/account/password', { currentPassword: PASSWORD, newPassword: NEW });
      expect(await newsAfter(change)).toEqual([
        [email, 'The password of your account has just been changed.'],
      ]);
      const person = await account('auditor');
      expect(await newsAfter(async () => enrol(mawa, person.actor))).toEqual([
        [person.email, expect.stringContaining('has just been added to your account')],
      ]);
      const one = await account('administrator');
      const path = `/api/v1/users/${person.actor.userId}/second-factor-removals`;
      expect(await newsAfter(async () => one.post(path, { reason: 'lost' }))).toEqual([
        [person.email, expect.stringContaining('took the authenticator app off your account')],
      ]);
    });
  });
});
