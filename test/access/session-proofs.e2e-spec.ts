import { DeclaredRoutes, type Permission, rolesThatMay } from '../../modules/access';
import type { Role } from '../../modules/platform/shared/actor';
import { Browser } from '../support/browser';
import { PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';
import { type Authenticator, enrol } from '../support/second-factor';
import { aShelter } from '../shelter-beds/house';

/** What is worth stealing an open session for; written out here a second time. */
const PROVED: readonly Permission[] = [
  'users:manage',
  'webhooks:manage',
  'account:link',
  'passkeys:change',
  'deputies:confirm',
  'setup:confirm',
  'settings:decide',
  'break-glass:break',
  'audit:export',
  'exports:take',
  'rights:copy',
  'erasures:decide',
  'htcds:identity',
  'hearings:feed',
  'grants:confirm',
  'commitments:approve',
  'commitments:pay',
  'revisions:approve',
  'advances:decide',
  'advances:pay',
  'instalments:pay',
  'projects:pay',
  'reports:approve',
  'reports:publish',
  'open-data:make',
  'statistics:release',
];
/** Known by their addresses, whatever permission they have: payments, what takes one back, calendar addresses. */
const PROVED_ADDRESSES =
  /\/(?:payments?|paid|refunds|:trancheId\/taking-back|partner-papers\/:id\/undo|undone|feed)$/;
const SOMETHING = '00000000-0000-4000-8000-0000000000aa';
const NEW_PARTNER = { email: 'partenaire@example.org', name: 'Salma Partenaire', language: 'fr' };

describe('showing again that it is you', () => {
  let mawa: TestApp;
  beforeEach(async () => (mawa = await startApp()));
  afterEach(() => mawa.stop());

  /** A session that was opened with the password alone, so many minutes ago. */
  async function openedBefore(role: Role, minutes: number, shelterIds: string[] = []) {
    const person = await mawa.signIn(role, { language: 'en', shelterIds });
    await mawa.admin.query('UPDATE sessions SET proved_at = $1 WHERE user_id = $2', [
      new Date(mawa.clock.now().getTime() - minutes * 60_000),
      person.actor.userId,
    ]);
    return person;
  }
  async function openedBeforeWithApp(role: Role, minutes: number) {
    const { actor, email } = await mawa.signIn(role, { language: 'en' });
    const { app, recoveryCodes } = await enrol(mawa, actor);
    const person = await mawa.signInAs(email);
    await mawa.admin.query('UPDATE sessions SET proved_at = $1 WHERE user_id = $2', [
      new Date(mawa.clock.now().getTime() - minutes * 60_000),
      actor.userId,
    ]);
    return { person, app, recoveryCodes };
  }
  const prove = (person: SignedIn, proof: string) =>
    person.post('/api/v1/session/proof', { proof });
  const addAccount = (person: SignedIn) => person.post('/api/v1/users', NEW_PARTNER);
  const audited = async (action: string) =>
    (
      await mawa.admin.query<{ outcome: string }>(
        'SELECT outcome FROM audit_log WHERE action = $1 ORDER BY seq',
        [action],
      )
    ).rows.map(({ outcome }) => outcome);

  it('is asked before every act of these permissions, on pages and through the API, and for no other', async () => {
    const people = new Map<Role, SignedIn>();
    const asked: string[] = [];
    const tried = new Set<string>();
    for (const { method, path, permission } of mawa.app.get(DeclaredRoutes).list()) {
      if (permission === 'public' || method === 'GET') continue;
      // Every act of those permissions, and one of each other.
      const expected = PROVED.includes(permission as Permission) || path.endsWith('address/show');
      if (PROVED_ADDRESSES.test(path)) expect([path, expected]).toEqual([path, true]);
      if (!expected && tried.has(permission)) continue;
      tried.add(permission);
      const role = rolesThatMay(permission as Permission)[0]!;
      const person = people.get(role) ?? (await openedBefore(role, 11));
      people.set(role, person);
      const address = path.replaceAll(/:[A-Za-z]+/g, SOMETHING);
      // Nothing that could be done: what is not asked for a proof is refused for its body.
      const answer = await (path.startsWith('/api/')
        ? person.send(method, address, '{"no":"thing"}')
        : person.submit(address, { no: 'thing' }));
      const { location = '' } = answer.headers as { location?: string };
      const isAsked =
        answer.body?.code === 'access.proof_missing' || location.startsWith('/account/proof');
      if (isAsked) asked.push(permission);
      // Leaving ends the session, and beginning a second factor what it had shown.
      if (/sign-out|quick-exit|session$|second-factor$/.test(path)) people.delete(role);
      expect([method, path, isAsked]).toEqual([method, path, expected]);
    }
    expect([...new Set(asked)].sort()).toEqual([...PROVED, 'shelter-address:show'].sort());
    expect(tried.size).toBeGreaterThan(100);
  });

  it('is not asked within ten minutes, and asked after them', async () => {
    const { person } = await openedBeforeWithApp('administrator', 10);
    expect((await addAccount(person)).status).toBe(201);
    mawa.clock.advance(1000);
    const refused = await addAccount(person);
    expect([refused.status, refused.body.code]).toEqual([403, 'access.proof_missing']);
    expect(refused.body.detail).toBe(
      'Show first that it is you: the code or password was given more than 10 min ago.',
    );
    // To look is not to act.
    await person.get('/api/v1/users').expect(200);
  });

  it('takes a new code or a recovery code, each once, and never the password beside them', async () => {
    const { person, app, recoveryCodes } = await openedBeforeWithApp('administrator', 11);
    expect((await person.get('/api/v1/session/proof')).body).toEqual({
      kind: 'code',
      providers: [],
      shownCode: null,
    });
    for (const wrong of ['000000', PASSWORD]) {
      expect((await prove(person, wrong)).body.code).toBe('access.wrong_code');
    }
    await addAccount(person).expect(403);
    const code = app.next();
    await prove(person, code).expect(204);
    await addAccount(person).expect(201);
    expect((await prove(person, code)).body.code).toBe('access.wrong_code');
    await prove(person, recoveryCodes[0]!).expect(204);
    expect((await prove(person, recoveryCodes[0]!)).body.code).toBe('access.wrong_code');
    expect(await audited('account.prove_second_factor')).toEqual([
      'refused',
      'refused',
      'done',
      'refused',
      'done',
      'refused',
    ]);
  });

  it('takes the password where there is no second factor, and few guesses of it', async () => {
    const officer = await openedBefore('programme_officer', 11);
    const release = () => officer.post('/api/v1/exports', {});
    expect((await release()).body.code).toBe('access.proof_missing');
    expect((await officer.get('/api/v1/session/proof')).body.kind).toBe('password');
    expect((await prove(officer, 'un autre mot de passe')).body.code).toBe('access.password_wrong');
    await prove(officer, PASSWORD).expect(204);
    expect((await release()).status).toBe(422);
    for (let n = 0; n < 8; n += 1) await prove(officer, `guess ${n}`).expect(422);
    expect((await prove(officer, PASSWORD)).body.code).toBe('access.too_many_attempts');
    expect((await audited('account.prove_password')).slice(0, 2)).toEqual(['refused', 'done']);
  });

  it('holds in the session in which it was shown, and in no other', async () => {
    const { person, app } = await openedBeforeWithApp('administrator', 11);
    const stolen = await mawa.signInAs(person.email);
    await mawa.admin.query('UPDATE sessions SET proved_at = created_at - interval $$1 hour$$');
    await prove(person, app.next()).expect(204);
    await addAccount(person).expect(201);
    expect((await addAccount(stolen)).body.code).toBe('access.proof_missing');
  });

  describe('on pages', () => {
    const formOf = async (browser: Browser, page: string, action: string, fields: object) =>
      browser.send(await browser.open(page), action, { ...fields });

    it('keeps what was typed, and leads back to it', async () => {
      const { person, app } = await openedBeforeWithApp('administrator', 11);
      const browser = new Browser(mawa, person.headers);
      const refused = await formOf(browser, '/admin', '/admin/users', NEW_PARTNER);
      expect([refused.status, refused.headers.location]).toEqual([
        303,
        expect.stringMatching(/^\/account\/proof\?next=%2F%3F_draft%3D/),
      ]);
      const asking = await browser.open(refused.headers.location!);
      expect(asking.text).toContain('Is it you?');
      expect(asking.text).toContain('autocomplete="one-time-code"');
      const wrong = await browser.send(asking, '/account/proof', { otp: '000000' });
      expect(wrong.headers.location ?? wrong.text).not.toMatch(/^\/admin/);
      const proved = await browser.send(asking, '/account/proof', { otp: app.next() });
      expect(proved.status).toBe(303);
      const back = await browser.open(proved.headers.location!);
      expect(back.text).toContain('data-draft="/admin/users"');
      expect(back.text).toContain('Salma Partenaire');
      const done = await browser.send(back, '/admin/users', NEW_PARTNER);
      expect(done.headers.location).toMatch(/^\/admin\/users\/[0-9a-f-]{36}/);
    });

    it('leads back to the page of a button', async () => {
      const { person, app } = await openedBeforeWithApp('administrator', 11);
      const other = await mawa.signIn('hotline_operator');
      const page = `/admin/users/${other.actor.userId}`;
      const browser = new Browser(mawa, person.headers);
      const refused = await formOf(browser, page, `${page}/sessions/end`, {});
      expect(refused.headers.location).toBe(`/account/proof?next=${encodeURIComponent(page)}`);
      const asking = await browser.open(refused.headers.location!);
      const proved = await browser.send(asking, '/account/proof', { otp: app.next() });
      expect(proved.headers.location).toBe(page);
      expect((await browser.get(page)).text).toContain('Thank you. Now finish what you began.');
      const done = await formOf(browser, page, `${page}/sessions/end`, {});
      expect(done.headers.location).toBe(page);
      await other.get('/api/v1/account').expect(401);
    });

    it('asks for the password where there is no second factor, and leads to no other site', async () => {
      const officer = await openedBefore('programme_officer', 11);
      const browser = new Browser(mawa, officer.headers);
      const asking = await browser.open('/account/proof?next=//example.org/');
      expect(asking.text).toContain('autocomplete="current-password"');
      expect(asking.text).not.toContain('name="next"');
      const proved = await browser.send(asking, '/account/proof', {
        otp: PASSWORD,
        next: '//example.org/',
      });
      expect(proved.headers.location).toBe('/account');
    });
  });

  describe('before the address of a house', () => {
    let app: Authenticator;

    it('takes a second factor, whatever the role, and asks for it again to read', async () => {
      const house = await aShelter(mawa, {});
      const writer = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      await writer.put(`/api/v1/shelters/${house.id}/address`, { address: '12, rue du Test' });
      const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      await mawa.admin.query(
        'UPDATE sessions SET second_factor = NULL, second_factor_at = NULL WHERE user_id = $1',
        [manager.actor.userId],
      );
      const address = `/api/v1/shelters/${house.id}/address`;
      const without = await manager.get(address);
      expect([without.status, without.body.code]).toEqual([403, 'access.second_factor_missing']);
      const page = await manager.submit(`/admin/shelters/${house.id}/address/show`, {});
      expect(page.headers.location).toMatch(/^\/account\/second-factor/);
      // Her role requires none: everything else is open.
      await manager.get('/account').expect(200);

      ({ app } = await enrol(mawa, manager.actor));
      const again = await mawa.signInAs(manager.email);
      await again.get(address).expect(200);
      await mawa.admin.query('UPDATE sessions SET proved_at = created_at - interval $$1 hour$$');
      expect((await again.get(address)).body.code).toBe('access.proof_missing');
      await prove(again, app.next()).expect(204);
      expect((await again.get(address)).body.address).toBe('12, rue du Test');
    });
  });
});
