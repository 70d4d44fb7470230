import { ROLE_REQUIREMENT_ROWS } from '../../migrations/data/role-requirements';
import { bytesOfBase32, DeclaredRoutes } from '../../modules/access';
import { ROLES, type Role } from '../../modules/platform/shared/actor';
import { cookies, joined, PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';
import { Authenticator, enrol } from '../support/second-factor';

/** Somebody at a browser or a program, who signs in the real way. */
class Caller {
  private jar = '';
  private token = '';

  constructor(
    private readonly mawa: TestApp,
    readonly email: string,
  ) {}

  async arrive(): Promise<this> {
    const first = await this.get('/api/v1/session');
    this.jar = joined(this.jar, cookies(first));
    this.token = (first.body as { csrfToken: string }).csrfToken;
    return this;
  }

  get(path: string) {
    return this.mawa.http().get(path).set('cookie', this.jar);
  }

  async post(path: string, body: object = {}) {
    const call = this.mawa.http().post(path).set('cookie', this.jar);
    const answer = await call.set('x-csrf-token', this.token).send(body);
    this.keep(answer);
    return answer;
  }

  async submit(path: string, fields: Record<string, string>) {
    const call = this.mawa.http().post(path).set('cookie', this.jar).type('form');
    const answer = await call.send({ ...fields, _csrf: this.token });
    this.keep(answer);
    return answer;
  }

  signIn(code?: string, password = PASSWORD) {
    return this.post('/api/v1/session', { email: this.email, password, ...(code && { code }) });
  }

  async actor() {
    return ((await this.get('/api/v1/session')).body as { actor: { id: string } | null }).actor;
  }

  private keep(answer: Awaited<ReturnType<Caller['post']>>): void {
    this.jar = joined(this.jar, cookies(answer));
    const { csrfToken } = (answer.body ?? {}) as { csrfToken?: string };
    if (csrfToken) this.token = csrfToken;
    else {
      const marked = /name="_csrf" value="([^"]+)"/.exec(answer.text ?? '');
      if (marked) this.token = marked[1]!;
    }
  }
}

describe('the second factor', () => {
  let mawa: TestApp;
  beforeEach(async () => (mawa = await startApp()));
  afterEach(() => mawa.stop());

  const caller = (email: string) => new Caller(mawa, email).arrive();
  /** An account with an authenticator app, and none of its sessions left. */
  const withFactor = async (role: Role = 'auditor') => {
    const { actor, email } = await mawa.signIn(role);
    return { actor, email, ...(await enrol(mawa, actor)) };
  };
  const later = () => mawa.clock.advance(90_000);
  const audited = async (action: string) =>
    (
      await mawa.admin.query<{ outcome: string; fields: string[] | null }>(
        'SELECT outcome, fields FROM audit_log WHERE action = $1 ORDER BY seq',
        [action],
      )
    ).rows;
  const markSynthetic = () =>
    mawa.admin.query('INSERT INTO installation (synthetic, made_at) VALUES (true, $1)', [
      mawa.clock.now(),
    ]);

  describe('when it is set up', () => {
    it('shows a key and a QR code, asks for a code, and gives ten recovery codes once', async () => {
      const person = await mawa.signIn('auditor', { language: 'en' });
      const elsewhere = await mawa.signInAs(person.email);
      const empty = await person.get('/account/second-factor').expect(200);
      expect(empty.text).not.toContain('<svg class="qr-code"');
      await person.submit('/account/second-factor', {}).expect(303);
      const shown = await person.get('/account/second-factor').expect(200);
      expect(shown.text).toContain('<svg class="qr-code"');
      const secret = /<code class="secret"[^>]*>([A-Z2-7 ]{39})</.exec(shown.text)![1]!;
      const again = await person.get('/account/second-factor').expect(200);
      expect(again.text).toContain(secret);

      const wrong = await person.submit('/account/second-factor/confirmation', { otp: '000000' });
      expect([wrong.status, wrong.text.includes('This code is not right')]).toEqual([422, true]);
      expect(wrong.text).not.toContain('value="000000"');
      const app = appOf(mawa, secret);
      const done = await person.submit('/account/second-factor/confirmation', { otp: app.at() });
      const codes = [...done.text.matchAll(/<li><code>([A-Z2-9-]{14})<\/code>/g)];
      expect([done.status, codes.length]).toEqual([200, 10]);
      const after = await person.get('/account/second-factor').expect(200);
      expect(after.text).not.toContain(secret);
      for (const [, code] of codes) expect(after.text).not.toContain(code);
      // A session of before has shown no factor.
      await elsewhere.get('/api/v1/account').expect(401);
      await person.get('/api/v1/account').expect(200);
      expect(await audited('account.confirm_second_factor')).toMatchObject([
        { outcome: 'refused' },
        { outcome: 'done' },
      ]);
    });

    it('keeps the secret sealed and the recovery codes as keyed digests', async () => {
      const { app, recoveryCodes, actor } = await withFactor();
      const { rows } = await mawa.admin.query<{ all: string }>(
        `SELECT (SELECT string_agg(f::text, ' ') FROM second_factors f) || (SELECT string_agg(c::text, ' ') FROM recovery_codes c)
             || (SELECT string_agg(a::text, ' ') FROM audit_log a) AS all`,
      );
      expect(rows[0]!.all).not.toContain(app.secret.toString('hex'));
      for (const code of recoveryCodes) expect(rows[0]!.all).not.toContain(code);
      const { rows: digests } = await mawa.admin.query<{ plain: boolean }>(
        `SELECT EXISTS (SELECT FROM recovery_codes WHERE digest IN (sha256(convert_to($1, 'UTF8')), sha256($2))) AS plain`,
        [
          recoveryCodes[0],
          Buffer.from(`${actor.userId}\0${recoveryCodes[0]!.replaceAll('-', '')}`),
        ],
      );
      expect(digests[0]!.plain).toBe(false);
    });

    it('is set up soon after the password, and in one session', async () => {
      const person = await mawa.signIn('auditor');
      const elsewhere = await mawa.signInAs(person.email);
      const { body } = await person.post('/api/v1/account/second-factor').expect(201);
      const page = await elsewhere.get('/account/second-factor').expect(200);
      expect(page.text).not.toContain(body.secret);
      const code = appOf(mawa, body.secret).at();
      const confirm = (who: SignedIn) =>
        who.post('/api/v1/account/second-factor/confirmation', { code });
      const foreign = await confirm(elsewhere);
      expect([foreign.status, foreign.body.code]).toEqual([409, 'access.second_factor_not_begun']);
      mawa.clock.advance(11 * 60_000);
      const late = await elsewhere.post('/api/v1/account/second-factor');
      expect([late.status, late.body.code]).toEqual([409, 'access.signed_in_long_ago']);
      await elsewhere.submit('/account/second-factor', {}).expect(409);
      const again = await mawa.signInAs(person.email);
      await again.post('/api/v1/account/second-factor').expect(201);
    });

    it('is not set up over one that is there, nor with a key that was begun too long ago', async () => {
      const { email } = await withFactor();
      const person = await mawa.signInAs(email);
      const there = await person.post('/api/v1/account/second-factor');
      expect([there.status, there.body.code]).toEqual([409, 'access.second_factor_there']);
      const other = await mawa.signIn('auditor');
      const { body } = await other.post('/api/v1/account/second-factor').expect(201);
      mawa.clock.advance(19 * 60_000);
      await other.get('/api/v1/account').expect(200);
      mawa.clock.advance(12 * 60_000);
      const late = await other.post('/api/v1/account/second-factor/confirmation', {
        code: appOf(mawa, body.secret).at(),
      });
      expect([late.status, late.body.code]).toEqual([409, 'access.second_factor_not_begun']);
    });
  });

  describe('at sign-in', () => {
    it('is asked for after the password, on a page of its own that is no session', async () => {
      const { email, app } = await withFactor();
      const person = await caller(email);
      const first = await person.submit('/sign-in', {
        email,
        password: PASSWORD,
        next: '/account',
      });
      expect([first.status, first.headers.location]).toEqual([
        303,
        '/sign-in/code?next=%2Faccount',
      ]);
      expect(await person.actor()).toBeNull();
      expect((await person.get('/account')).status).toBe(303);
      const form = await person.get('/sign-in/code?next=/account').expect(200);
      expect(form.text).toContain('autocomplete="one-time-code"');
      const wrong = await person.submit('/sign-in/code', { otp: '123456', next: '/account' });
      expect(wrong.status).toBe(401);
      expect(await person.actor()).toBeNull();
      const right = await person.submit('/sign-in/code', { otp: app.next(), next: '/account' });
      expect([right.status, right.headers.location]).toEqual([303, '/account']);
      expect(await person.actor()).not.toBeNull();
      expect(await audited('session.second_factor')).toMatchObject([{ outcome: 'refused' }]);
      expect((await audited('session.start')).at(-1)).toEqual({
        outcome: 'done',
        fields: ['by:code'],
      });
      // The sign-in is used up with its code.
      await person.arrive();
      expect((await person.submit('/sign-in/code', { otp: app.next() })).headers.location).toBe(
        '/sign-in',
      );
    });

    it('is `code` of the same call for a program, which is told where it is missing', async () => {
      const { email, app } = await withFactor();
      const program = await caller(email);
      const without = await program.signIn();
      expect([without.status, without.body.code]).toEqual([401, 'access.second_factor_required']);
      const wrongPassword = await program.signIn(app.at(), 'pas le bon mot de passe');
      expect(wrongPassword.body.code).toBe('access.wrong_credentials');
      const wrong = await program.signIn('000000');
      expect([wrong.status, wrong.body.code]).toEqual([401, 'access.wrong_code']);
      expect(await program.actor()).toBeNull();
      expect((await program.signIn(app.next())).status).toBe(201);
      expect(await program.actor()).not.toBeNull();
    });

    it('waits five minutes, and not beyond a new password', async () => {
      const { email, app, actor } = await withFactor();
      const late = await caller(email);
      await late.submit('/sign-in', { email, password: PASSWORD });
      mawa.clock.advance(5 * 60_000 + 1_000);
      const over = await late.submit('/sign-in/code', { otp: app.at() });
      expect([over.status, over.headers.location]).toEqual([303, '/sign-in']);
      const changed = await caller(email);
      await changed.submit('/sign-in', { email, password: PASSWORD });
      await mawa.admin.query(
        `UPDATE users SET password_hash = password_hash || 'x' WHERE id = $1`,
        [actor.userId],
      );
      const answer = await changed.submit('/sign-in/code', { otp: app.at() });
      expect(answer.headers.location).toBe('/sign-in');
      expect(await changed.actor()).toBeNull();
    });

    it('takes each code once, and none of before', async () => {
      const { email, app } = await withFactor();
      later();
      const code = app.at();
      expect((await (await caller(email)).signIn(code)).status).toBe(201);
      const replayed = await (await caller(email)).signIn(code);
      expect([replayed.status, replayed.body.code]).toEqual([401, 'access.wrong_code']);
      expect((await (await caller(email)).signIn(app.at(-1))).status).toBe(401);
      expect((await (await caller(email)).signIn(app.at(1))).status).toBe(201);
      mawa.clock.advance(30_000);
      expect((await (await caller(email)).signIn(app.at())).status).toBe(401);
    });

    it('lets one in of two who show the same code at once', async () => {
      const { email, app, recoveryCodes } = await withFactor();
      for (const code of [app.next(), recoveryCodes[0]!]) {
        const both = [await caller(email), await caller(email)];
        for (const one of both) await one.submit('/sign-in', { email, password: PASSWORD });
        const answers = await Promise.all(
          both.map((one) => one.submit('/sign-in/code', { otp: code })),
        );
        expect(answers.map(({ status }) => status).sort()).toEqual([303, 401]);
      }
      const { rows } = await mawa.admin.query('SELECT 1 FROM sessions WHERE ended_at IS NULL');
      expect(rows).toHaveLength(2);
    });

    it('follows a clock that is thirty seconds wrong, and not a minute', async () => {
      const { email, app } = await withFactor();
      mawa.clock.advance(10 * 60_000);
      const status = async (steps: number) =>
        (await (await caller(email)).signIn(app.at(steps))).status;
      expect(await status(-2)).toBe(401);
      expect(await status(2)).toBe(401);
      expect(await status(-1)).toBe(201);
      expect(await status(1)).toBe(201);
    });

    it('is a recovery code, once, in any spelling', async () => {
      const { email, recoveryCodes } = await withFactor();
      const code = recoveryCodes[3]!;
      const typed = code.toLowerCase().replaceAll('-', ' ');
      expect((await (await caller(email)).signIn(typed)).status).toBe(201);
      expect((await (await caller(email)).signIn(code)).body.code).toBe('access.wrong_code');
      const another = await withFactor();
      expect((await (await caller(email)).signIn(another.recoveryCodes[0])).status).toBe(401);
      expect((await audited('session.start')).at(-1)!.fields).toEqual(['by:recovery_code']);
      const person = await mawa.signInAs(email);
      const { body } = await person.get('/api/v1/account/second-factor').expect(200);
      expect(body.codesLeft).toBe(9);
    });

    it('opens nothing to the password alone, whatever function of the database is asked', async () => {
      const { actor } = await withFactor();
      const { rows } = await mawa.admin.query<{ hash: string }>(
        'SELECT password_hash AS hash FROM users WHERE id = $1',
        [actor.userId],
      );
      const open = `SELECT session_open(sha256('x'), $1, $2, $3, 12) AS started`;
      const params = [actor.userId, rows[0]!.hash, mawa.clock.now()];
      const { rows: opened } = await mawa.admin.query<{ started: boolean }>(open, params);
      expect(opened[0]!.started).toBe(false);
      const plain = await mawa.signIn('auditor');
      const again = await mawa.admin.query<{ started: boolean }>(open, [
        plain.actor.userId,
        ...params.slice(1),
      ]);
      expect(again.rows[0]!.started).toBe(true);
    });
  });

  describe('where it is guessed', () => {
    it('refuses a hundred codes, and then the right one too; a known browser and a recovery code go on', async () => {
      const { email, app, recoveryCodes } = await withFactor();
      const known = await caller(email);
      expect((await known.signIn(app.next())).status).toBe(201);
      const stranger = await caller(email);
      const wrong = ['111111', '222222', '333333', '444444'].filter(
        (code) => ![app.at(-1), app.at(), app.at(1)].includes(code),
      );
      const answers: number[] = [];
      for (let n = 0; n < 100; n += 1)
        answers.push((await stranger.signIn(wrong[n % wrong.length])).status);
      expect(answers.slice(0, 10)).toEqual(Array<number>(10).fill(401));
      expect(answers.slice(10)).toEqual(Array<number>(90).fill(429));
      const right = await stranger.signIn(app.at(1));
      expect([right.status, right.body.code]).toEqual([429, 'access.too_many_codes']);
      expect(await stranger.actor()).toBeNull();
      later();
      expect((await known.signIn(app.at())).status).toBe(201);
      expect((await stranger.signIn(recoveryCodes[0])).status).toBe(201);
    });

    it('counts the wrong ones of a day, whatever right ones come between', async () => {
      const { email, app } = await withFactor();
      const owner = () => caller(email);
      const wrong = ['111111', '222222', '333333', '444444'].find(
        (code) => ![app.at(-1), app.at(), app.at(1), app.at(2)].includes(code),
      )!;
      const answers: number[] = [];
      for (let round = 0; round < 6; round += 1) {
        for (let n = 0; n < 9; n += 1) answers.push((await (await owner()).signIn(wrong)).status);
        later();
        await (await owner()).signIn(app.at());
        // The next ones come from another network.
        await mawa.admin.query(`DELETE FROM rate_limits WHERE key LIKE 'code-network%'`);
      }
      expect(answers).toEqual([...Array<number>(50).fill(401), ...Array<number>(4).fill(429)]);
    });
  });

  describe('where a role requires it', () => {
    const REQUIRING: readonly Role[] = [
      'administrator',
      'case_supervisor',
      'finance_officer',
      'focal_point',
    ];

    it('is said by data, of every role', async () => {
      const { rows } = await mawa.admin.query<{ role: Role; required: boolean }>(
        'SELECT role, requires_second_factor AS required FROM role_requirements',
      );
      expect(rows.map(({ role }) => role).sort()).toEqual([...ROLES].sort());
      const requiring = rows.filter(({ required }) => required).map(({ role }) => role);
      expect(requiring.sort()).toEqual([...REQUIRING].sort());
      expect(ROLE_REQUIREMENT_ROWS[1]).toHaveLength(ROLES.length);
    });

    it.each(REQUIRING)('a %s without it reaches setting it up, and no other page', async (role) => {
      const { email } = await mawa.signIn(role, { language: 'en' });
      const person = await caller(email);
      expect((await person.signIn()).status).toBe(201);
      const call = await person.get('/api/v1/users');
      expect([call.status, call.body.code]).toEqual([403, 'access.second_factor_missing']);
      const led = await person.get('/account').set('accept', 'text/html');
      expect([led.status, led.headers.location]).toEqual([
        303,
        '/account/second-factor?next=%2Faccount',
      ]);
      const page = await person.get(led.headers.location!).expect(200);
      expect(page.text).toContain('Your role needs a code beside the password');
      expect(page.text).not.toContain('class="side');
      const { body } = await person.post('/api/v1/account/second-factor');
      const done = await person.post('/api/v1/account/second-factor/confirmation', {
        code: appOf(mawa, body.secret).at(),
      });
      expect([done.status, done.body.recoveryCodes.length]).toEqual([201, 10]);
      expect((await person.get('/account')).status).toBe(200);
    });

    it('lets others in without it', async () => {
      const { email } = await mawa.signIn('shelter_manager');
      const person = await caller(email);
      await person.signIn();
      expect((await person.get('/account')).status).toBe(200);
    });

    it('opens to who lacks it exactly the routes of setting it up and of leaving', async () => {
      const { email } = await mawa.signIn('administrator');
      const person = await caller(email);
      await person.signIn();
      const open: string[] = [];
      for (const { method, path, permission } of mawa.app.get(DeclaredRoutes).list()) {
        if (permission === 'public' || method !== 'GET') continue;
        const address = path.replaceAll(/:[A-Za-z]+/g, '00000000-0000-4000-8000-0000000000aa');
        const { status, body } = await person.get(address);
        const isClosed = status === 303 || body.code === 'access.second_factor_missing';
        if (!isClosed) open.push(path);
      }
      expect(open.sort()).toEqual([
        '/account/proof',
        '/account/second-factor',
        '/api/v1/account/second-factor',
        '/api/v1/session/proof',
        '/api/v1/session/proof/passkey',
      ]);
      const write = await person.post('/api/v1/account/password', {});
      expect(write.body.code).toBe('access.second_factor_missing');
      expect((await person.submit('/language', { language: 'ar' })).status).toBe(303);
      expect((await person.submit('/quick-exit', {})).headers.location).toBe(
        mawa.env.MAWA_EXIT_URL,
      );
    });

    it('asks a session of before for a code, where the account has it already', async () => {
      const { email, app } = await withFactor('administrator');
      const person = await mawa.signInAs(email);
      await mawa.admin.query('UPDATE sessions SET second_factor = NULL, second_factor_at = NULL');
      await person.get('/api/v1/users').expect(403);
      const { body } = await person.post('/api/v1/account/second-factor');
      expect(body.code).toBe('access.second_factor_there');
      const page = await person.get('/account/second-factor').expect(303);
      expect(page.headers.location).toBe('/account/proof?next=%2Faccount%2Fsecond-factor');
      await person.post('/api/v1/session/proof', { proof: app.next() }).expect(204);
      await person.get('/api/v1/users').expect(200);
    });
  });

  describe('when it is removed or renewed', () => {
    it('takes a code of one’s own, each once', async () => {
      const { email, app, recoveryCodes } = await withFactor();
      const person = await mawa.signInAs(email);
      const wrong = await person.submit('/account/second-factor/removal', { otp: '000000' });
      expect(wrong.status).toBe(422);
      const code = app.next();
      const renewed = await person.post('/api/v1/account/second-factor/recovery-codes', { code });
      expect(renewed.body.recoveryCodes).toHaveLength(10);
      const old = await (await caller(email)).signIn(recoveryCodes[0]);
      expect(old.status).toBe(401);
      await person.submit('/account/second-factor/removal', { otp: code }).expect(422);
      const otp = renewed.body.recoveryCodes[0];
      await person.submit('/account/second-factor/removal', { otp }).expect(303);
      expect((await (await caller(email)).signIn()).status).toBe(201);
      const { rows } = await mawa.admin.query(
        `SELECT 1 FROM keys.record_keys WHERE kind = 'second_factor'
         UNION ALL SELECT 1 FROM recovery_codes UNION ALL SELECT 1 FROM second_factors`,
      );
      expect(rows).toEqual([]);
    });

    it('is done at once by an administrator where no role requires it, with a reason; all sessions end', async () => {
      const { email, actor } = await withFactor();
      const person = await mawa.signInAs(email);
      const [admin, officer] = [await mawa.signIn('administrator'), await mawa.signIn('auditor')];
      const path = `/api/v1/users/${actor.userId}/second-factor-removals`;
      await officer.post(path, { reason: 'lost' }).expect(403);
      await admin.post(path, {}).expect(422);
      const { body } = await admin.post(path, { reason: 'lost' }).expect(201);
      expect(body.waits).toBe(false);
      await person.get('/api/v1/account').expect(401);
      expect((await (await caller(email)).signIn()).status).toBe(201);
      expect(await audited('users.remove_second_factor')).toMatchObject([
        { outcome: 'done', fields: ['reason:lost'] },
      ]);
    });

    it('waits for a second administrator where a role requires it, and is nobody’s own', async () => {
      const { email, actor } = await withFactor('finance_officer');
      const person = await mawa.signInAs(email);
      const [admin, second] = [
        await mawa.signIn('administrator', { language: 'en' }),
        await mawa.signIn('administrator'),
      ];
      await admin
        .submit(`/admin/users/${actor.userId}/second-factor-removals`, { factorReason: 'lost' })
        .expect(303);
      const page = await second.get(`/admin/users/${actor.userId}`).expect(200);
      const confirmation = /\/admin\/second-factor-removals\/[\w-]{36}\/confirmation/.exec(
        page.text,
      )![0];
      expect((await admin.get(`/admin/users/${actor.userId}`)).text).not.toContain(confirmation);
      const own = await admin.submit(confirmation, {});
      expect([own.status, own.text.includes('Somebody else than')]).toEqual([403, true]);
      await person.get('/api/v1/account').expect(200);
      await second.submit(confirmation, {}).expect(303);
      await person.get('/api/v1/account').expect(401);
      await second.submit(confirmation, {}).expect(409);
      const self = await admin.post(`/api/v1/users/${admin.actor.userId}/second-factor-removals`, {
        reason: 'lost',
      });
      expect([self.status, self.body.code]).toEqual([403, 'access.not_yourself']);
      // The account then has to set it up anew before anything opens.
      const again = await caller(email);
      await again.signIn();
      expect((await again.get('/api/v1/grants')).status).toBe(403);
    });

    it('waits for the second one too where the role was ended a moment ago', async () => {
      const { actor } = await withFactor('finance_officer');
      const admin = await mawa.signIn('administrator');
      await mawa.admin.query('UPDATE user_roles SET ended_at = $2 WHERE user_id = $1', [
        actor.userId,
        mawa.clock.now(),
      ]);
      const path = `/api/v1/users/${actor.userId}/second-factor-removals`;
      expect((await admin.post(path, { reason: 'lost' }).expect(201)).body.waits).toBe(true);
      mawa.clock.advance(31 * 86_400_000);
      const later = await mawa.signIn('administrator');
      expect((await later.post(path, { reason: 'lost' }).expect(201)).body.waits).toBe(false);
    });

    it('is over a day after it was asked for', async () => {
      const { actor } = await withFactor('finance_officer');
      const first = await mawa.signIn('administrator');
      const path = `/api/v1/users/${actor.userId}/second-factor-removals`;
      const { body } = await first.post(path, { reason: 'lost' }).expect(201);
      expect(body.waits).toBe(true);
      mawa.clock.advance(25 * 3_600_000);
      const second = await mawa.signIn('administrator');
      const late = await second.post(`/api/v1/second-factor-removals/${body.id}/confirmation`);
      expect([late.status, late.body.code]).toEqual([409, 'access.removal_over']);
    });
  });

  it('stands with each open session, which its owner ends one by one', async () => {
    const { email, app } = await withFactor();
    const [one, other] = [await caller(email), await caller(email)];
    await one.signIn(app.next());
    await other.signIn(app.next());
    const { body } = await one.get('/api/v1/account').expect(200);
    const sessions = body.sessions as { id: string; here: boolean; secondFactor: string }[];
    expect(sessions.map(({ here, secondFactor }) => [here, secondFactor])).toEqual([
      [true, 'code'],
      [false, 'code'],
    ]);
    const stranger = await mawa.signIn('auditor');
    await stranger.delete(`/api/v1/account/sessions/${sessions[1]!.id}`).expect(404);
    expect(await other.actor()).not.toBeNull();
    const ended = await one.submit(`/account/sessions/${sessions[1]!.id}/end`, {});
    expect(ended.status).toBe(303);
    expect([await other.actor(), (await one.actor())?.id]).toEqual([null, expect.any(String)]);
  });

  describe('as the role of the application in the database', () => {
    let person: Awaited<ReturnType<typeof withFactor>>;
    let colleague: SignedIn;
    let admin: SignedIn;
    beforeEach(async () => {
      person = await withFactor('finance_officer');
      colleague = await mawa.signIn('auditor');
      admin = await mawa.signIn('administrator');
    });
    const as = (who: SignedIn, text: string, params: unknown[] = []) =>
      mawa.transactions.run(who.actor, (tx) => tx.query<Record<string, unknown>>(text, params));
    const DENIED = /permission denied|not for this actor|row-level security|before anybody/;

    it('nobody reads or writes a secret, a recovery code or a sign-in', async () => {
      for (const who of [colleague, admin]) {
        for (const table of ['second_factors', 'recovery_codes', 'pending_sign_ins']) {
          await expect(as(who, `SELECT * FROM ${table}`)).rejects.toThrow(DENIED);
          await expect(as(who, `DELETE FROM ${table}`)).rejects.toThrow(DENIED);
        }
        await expect(
          as(who, 'UPDATE second_factors SET user_id = $1', [who.actor.userId]),
        ).rejects.toThrow(DENIED);
        await expect(
          as(who, `UPDATE role_requirements SET requires_second_factor = false`),
        ).rejects.toThrow(DENIED);
        expect(
          await as(who, `SELECT 1 FROM keys.record_keys WHERE kind = 'second_factor'`),
        ).toEqual([]);
        await expect(
          as(
            who,
            `INSERT INTO keys.record_keys (kind, record_id, wrapped, master_key)
             VALUES ('second_factor', gen_random_uuid(), '\\x00', 'x')`,
          ),
        ).rejects.toThrow(DENIED);
      }
    });

    it('the functions answer for one’s own account alone', async () => {
      expect(await as(colleague, 'SELECT * FROM own_second_factor()')).toEqual([]);
      await expect(as(colleague, `SELECT * FROM second_factor_asked(sha256('x'))`)).rejects.toThrow(
        DENIED,
      );
      await expect(
        as(colleague, `SELECT sign_in_pending(sha256('x'), $1, 'x', 5)`, [person.actor.userId]),
      ).rejects.toThrow(DENIED);
      await expect(
        as(colleague, `SELECT session_open_with_factor(sha256('x'), sha256('y'), 1, NULL, 12)`),
      ).rejects.toThrow(DENIED);
      for (const inner of [
        'use_second_factor($1, 99999999999, NULL)',
        'forget_second_factor($1)',
        'needs_second_factor($1)',
      ]) {
        await expect(as(admin, `SELECT ${inner}`, [person.actor.userId])).rejects.toThrow(DENIED);
      }
      await expect(
        as(colleague, `SELECT * FROM ask_second_factor_removal($1, 'lost')`, [person.actor.userId]),
      ).rejects.toThrow(DENIED);
      await expect(
        as(admin, `SELECT * FROM ask_second_factor_removal($1, 'lost')`, [admin.actor.userId]),
      ).rejects.toThrow(DENIED);
      expect(
        await as(colleague, 'SELECT account_second_factor_since($1) AS since', [
          person.actor.userId,
        ]),
      ).toEqual([{ since: null }]);
      await expect(
        as(colleague, `SELECT replace_recovery_codes(ARRAY[sha256('x')])`),
      ).rejects.toThrow('no second factor');
    });

    it('a secret that was moved to another account opens nothing', async () => {
      const other = await withFactor('auditor');
      await mawa.admin.query(
        `UPDATE second_factors SET secret = (SELECT secret FROM second_factors WHERE user_id = $1) WHERE user_id = $2`,
        [person.actor.userId, other.actor.userId],
      );
      const { status } = await (await caller(other.email)).signIn(person.app.next());
      expect(status).toBe(500);
    });
  });

  describe('in a database of invented people', () => {
    const pageOf = async (app: TestApp, email: string) => {
      const person = await new Caller(app, email).arrive();
      await person.submit('/sign-in', { email, password: PASSWORD });
      return { person, text: (await person.get('/sign-in/code').expect(200)).text };
    };

    it('shows the code beside the field and has it typed already, where process and database both say so', async () => {
      await mawa.stop();
      mawa = await startApp({ env: { MAWA_SYNTHETIC: 'true' } });
      const { email, app } = await withFactor();
      later();
      const before = await pageOf(mawa, email);
      expect(before.text).not.toContain('shown-code');
      await markSynthetic();
      const { person, text } = await pageOf(mawa, email);
      const shown = /id="shown-code"[\s\S]*?<bdi dir="ltr">(\d{6})</.exec(text)![1]!;
      expect(shown).toBe(app.at());
      expect(text).toContain(`value="${shown}"`);
      expect((await person.submit('/sign-in/code', { otp: shown })).status).toBe(303);
      // The next one is shown, since this one is used up.
      expect((await pageOf(mawa, email)).text).toContain(`value="${app.at(1)}"`);
    });

    it('shows none in a process that does not say so, and never where the mark says no', async () => {
      const { email } = await withFactor();
      await markSynthetic();
      expect((await pageOf(mawa, email)).text).not.toContain('shown-code');
      await mawa.stop();
      mawa = await startApp({ env: { MAWA_SYNTHETIC: 'true' } });
      await mawa.admin.query('INSERT INTO installation (synthetic, made_at) VALUES (false, $1)', [
        mawa.clock.now(),
      ]);
      const other = await withFactor();
      expect((await pageOf(mawa, other.email)).text).not.toContain('shown-code');
      const person = await mawa.signIn('auditor');
      const { body } = await person.post('/api/v1/account/second-factor').expect(201);
      expect(body.shownCode).toBeNull();
    });

    it('asks for the code all the same', async () => {
      await mawa.stop();
      mawa = await startApp({ env: { MAWA_SYNTHETIC: 'true' } });
      await markSynthetic();
      const { email } = await withFactor();
      const person = await caller(email);
      expect((await person.signIn()).body.code).toBe('access.second_factor_required');
      expect((await person.signIn('000000')).body.code).toBe('access.wrong_code');
    });
  });
});

const appOf = (mawa: TestApp, secret: string): Authenticator =>
  new Authenticator(mawa, bytesOfBase32(secret));
