import { AccountMails } from '../../modules/access';
import { startMailServer, wordsOf } from '../support/mail-server';
import { enrol } from '../support/second-factor';
import { addressIn, openIdFixture, type OpenIdFixture } from './openid-fixture';

describe('signing in through the provider of an agency', () => {
  let fixture: OpenIdFixture;
  beforeAll(async () => (fixture = await openIdFixture()));
  afterEach(async () => fixture.clear());
  afterAll(() => fixture.stop());

  const audited = async (action: string) =>
    (
      await fixture.mawa.admin.query<{ outcome: string; fields: string[] | null; ids: string[] }>(
        'SELECT outcome, fields, subject_ids AS ids FROM audit_log WHERE action = $1 ORDER BY seq',
        [action],
      )
    ).rows;

  it('opens the account that its owner linked, by the subject alone, and takes no role from outside', async () => {
    const provider = await fixture.inForce();
    const person = await fixture.linked(provider, 'amina');
    const visitor = fixture.visitor();
    const page = await (await visitor.arrive()).get('/sign-in?next=/notices');
    expect(page.text).toContain(`href="/sign-in/providers/${provider}?next&#x3D;%2Fnotices"`);
    const away = new URL(await visitor.leave(provider, '?next=/notices'));
    expect(Object.fromEntries(away.searchParams)).toMatchObject({
      scope: 'openid',
      response_type: 'code',
      code_challenge_method: 'S256',
      client_id: 'mawa',
    });
    expect(away.searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(away.searchParams.get('nonce')).toMatch(/^[\w-]{43}$/);
    const back = await visitor.visit(away.href, { sub: 'amina', email: 'another@example.org' });
    expect(await visitor.comeBack(back)).toEqual({
      status: 303,
      location: '/notices',
      flash: undefined,
    });
    expect(await visitor.actor()).toMatchObject({
      id: person.actor.userId,
      roles: ['partner_viewer'],
    });
    expect((await audited('session.start')).at(-1)).toEqual({
      outcome: 'done',
      fields: ['by:provider'],
      ids: [person.actor.userId],
    });
    const { rows } = await fixture.mawa.admin.query<{ all: string }>(
      `SELECT string_agg(l::text, ' ') || (SELECT string_agg(e::text, ' ') FROM identity_provider_editions e) AS all
         FROM identity_links l`,
    );
    expect(rows[0]!.all).not.toContain('amina');
    expect(rows[0]!.all).not.toContain(
      Buffer.from(fixture.agency.clientSecret).toString('hex').slice(0, 40),
    );
  });

  it('keeps no token of the provider, and shows none to the browser', async () => {
    const provider = await fixture.inForce();
    await fixture.linked(provider, 'tokens');
    const visitor = fixture.visitor();
    const came = await visitor.signInThrough(provider, { sub: 'tokens' });
    expect(await visitor.actor()).not.toBeNull();
    const pages = [await visitor.get('/'), await visitor.get('/account')];
    const browser = JSON.stringify([
      came,
      visitor.cookies(),
      pages.map(({ text, headers }) => [text, headers]),
    ]);
    const tokens = await fixture.agency.issued();
    expect(tokens.length).toBeGreaterThanOrEqual(4);
    for (const token of tokens) {
      expect(browser).not.toContain(token);
      expect(await tablesWith(token)).toEqual([]);
    }
    // Control: what the database keeps of a session is found.
    const { rows } = await fixture.mawa.admin.query<{ digest: string }>(
      `SELECT encode(token_digest, 'hex') AS digest FROM sessions LIMIT 1`,
    );
    expect(await tablesWith(rows[0]!.digest)).toEqual(['public.sessions']);
  });

  /** Tables that hold this text, as text or as bytes. */
  async function tablesWith(text: string): Promise<string[]> {
    const { admin } = fixture.mawa;
    const { rows: tables } = await admin.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await admin.query(
        `SELECT 1 FROM ${name} t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0 LIMIT 1`,
        [text, Buffer.from(text).toString('hex')],
      );
      if (rows.length > 0) found.push(name);
    }
    return found;
  }

  it('never makes an account, nor finds one by its address', async () => {
    const provider = await fixture.inForce();
    const person = await fixture.mawa.signIn('partner_viewer', {
      organisationId: fixture.organisationId,
    });
    const before = await count('users');
    const visitor = fixture.visitor();
    const came = await visitor.signInThrough(provider, { sub: 'stranger', email: person.email });
    expect(came).toMatchObject({ location: '/sign-in', flash: 'access:errors.openid_unknown' });
    expect(await visitor.actor()).toBeNull();
    expect(await count('users')).toBe(before);
  });

  it('asks for the own second factor of the account, unless the provider shows one that counts', async () => {
    const provider = await fixture.inForce({ factorAmr: ['mfa'], factorAcr: ['urn:agency:mfa'] });
    const person = await fixture.linked(provider, 'fatima');
    const { app } = await enrol(fixture.mawa, person.actor);
    const single = fixture.visitor();
    expect(
      await single.signInThrough(provider, { sub: 'fatima', amr: ['pwd'] }, '?next=/notices'),
    ).toMatchObject({ location: '/sign-in/code?next=%2Fnotices' });
    expect(await single.actor()).toBeNull();
    const code = await single.post('/sign-in/code', { otp: app.next(), next: '/notices' });
    expect([code.status, code.headers.location]).toEqual([303, '/notices']);
    expect(await single.actor()).toMatchObject({ id: person.actor.userId });
    for (const way of [{ amr: ['pwd', 'mfa'] }, { acr: 'urn:agency:mfa' }]) {
      const visitor = fixture.visitor();
      const came = await visitor.signInThrough(provider, { sub: 'fatima', ...way });
      expect([way, came.location]).toEqual([way, '/']);
      expect(await sessionsOf(person.actor.userId)).toMatchObject({ second_factor: 'provider' });
    }
    // A provider whose word does not count says what it likes.
    await fixture.change(provider, {});
    const visitor = fixture.visitor();
    const came = await visitor.signInThrough(provider, { sub: 'fatima', amr: ['mfa'] });
    expect(came.location).toBe('/sign-in/code');
  });

  it('opens nothing without the second factor that a role requires', async () => {
    await fixture.mawa.admin.query('UPDATE users SET organisation_id = $1 WHERE id = $2', [
      null,
      fixture.one.actor.userId,
    ]);
    const provider = await fixture.inForce({ organisationId: undefined, factorAmr: ['mfa'] });
    const person = await fixture.mawa.signIn('auditor');
    const visitor = await fixture.visitor().arrive();
    await visitor.signIn(person.email);
    await visitor.link(provider, { sub: 'sara' });
    await fixture.mawa.admin.query(
      `UPDATE role_requirements SET requires_second_factor = true WHERE role = 'auditor'`,
    );
    const single = fixture.visitor();
    await single.signInThrough(provider, { sub: 'sara', amr: ['pwd'] });
    expect((await single.get('/api/v1/account')).status).toBe(403);
    expect((await single.get('/audit')).headers.location).toMatch(/^\/account\/second-factor/);
    const full = fixture.visitor();
    await full.signInThrough(provider, { sub: 'sara', amr: ['mfa'] });
    expect((await full.get('/api/v1/account')).status).toBe(200);
    await fixture.mawa.admin.query(
      `UPDATE role_requirements SET requires_second_factor = false WHERE role = 'auditor'`,
    );
  });

  it('links by an invitation of two administrators, after which roles wait and no password is there', async () => {
    const provider = await fixture.inForce();
    const { actor, email } = await fixture.mawa.signIn(['programme_officer', 'partner_viewer'], {
      organisationId: fixture.organisationId,
    });
    const asked = await fixture.one
      .post(`/api/v1/users/${actor.userId}/password-links`)
      .expect(201);
    const { id } = asked.body as { id: string };
    const link = await fixture.other.post(`/api/v1/password-links/${id}/confirmation`).expect(201);
    const { path } = link.body as { path: string };
    const visitor = await fixture.visitor().arrive();
    const page = await visitor.get(path);
    expect(page.text).toContain(`action="${path}/providers/${provider}"`);
    const way = await visitor.post(`${path}/providers/${provider}`);
    const came = await visitor.comeBack(
      await visitor.visit(addressIn(way.text), { sub: 'invited' }),
    );
    expect(came).toMatchObject({ location: '/sign-in', flash: 'access:openid.invited' });
    expect((await visitor.get(path)).status).toBe(404);
    const later = fixture.visitor();
    await later.signInThrough(provider, { sub: 'invited' });
    expect(await later.actor()).toEqual(
      expect.objectContaining({ id: actor.userId, roles: ['partner_viewer'] }),
    );
    const byPassword = await (await fixture.visitor().arrive()).signIn(email);
    expect(byPassword.status).toBe(401);
    // Its only way in is taken off by nobody but administrators.
    const own = await later.get('/api/v1/account/identities');
    const [mine] = own.body as { id: string }[];
    await later.actor();
    expect((await later.post(`/account/identities/${mine!.id}/end`)).status).toBe(409);
    await fixture.one.delete(`/api/v1/identities/${mine!.id}`).expect(204);
    expect(await later.actor()).toBeNull();
  });

  it('does not survive a password that two administrators gave: who handed the link over linked nothing', async () => {
    const provider = await fixture.inForce();
    const person = await fixture.linked(provider, 'of whoever handed it over');
    const asked = await fixture.one
      .post(`/api/v1/users/${person.actor.userId}/password-links`)
      .expect(201);
    const { id } = asked.body as { id: string };
    const link = await fixture.other.post(`/api/v1/password-links/${id}/confirmation`).expect(201);
    const { path } = link.body as { path: string };
    const visitor = await fixture.visitor().arrive();
    const password = 'trois barques sur le fleuve lent';
    await visitor.get(path);
    await visitor.actor();
    const chosen = await visitor.post(path, { newPassword: password, repeatedPassword: password });
    expect(chosen.status).toBe(303);
    const later = fixture.visitor();
    const came = await later.signInThrough(provider, { sub: 'of whoever handed it over' });
    expect([came.flash, await later.actor()]).toEqual(['access:errors.openid_unknown', null]);
  });

  it('opens and links nothing by a session that somebody left open there', async () => {
    const provider = await fixture.inForce();
    await fixture.linked(provider, 'hanane');
    const stale = { claims: { auth_time: Math.floor(Date.now() / 1000) - 600 } };
    for (const forge of [stale, { without: ['auth_time'] }]) {
      await fixture.agency.set({ forge });
      const visitor = fixture.visitor();
      const came = await visitor.signInThrough(provider, { sub: 'hanane' });
      expect([came.flash, await visitor.actor()]).toEqual(['access:errors.openid_not_fresh', null]);
    }
    const other = await fixture.mawa.signIn('partner_viewer', {
      organisationId: fixture.organisationId,
    });
    const shared = await fixture.visitor().arrive();
    await shared.signIn(other.email);
    expect((await shared.link(provider, { sub: 'left open' })).flash).toBe(
      'access:errors.openid_not_fresh',
    );
    await fixture.agency.set({ forge: null });
  });

  it('sets up no app where the provider should have shown the factor and did not', async () => {
    const provider = await fixture.inForce({ factorAmr: ['mfa'] });
    await fixture.linked(provider, 'ghita');
    const before = await count('second_factors');
    const single = fixture.visitor();
    await single.signInThrough(provider, { sub: 'ghita', amr: ['pwd'] });
    await single.actor();
    await single.post('/account/second-factor');
    expect(await count('second_factors')).toBe(before);
    const full = fixture.visitor();
    await full.signInThrough(provider, { sub: 'ghita', amr: ['mfa'] });
    await full.actor();
    await full.post('/account/second-factor');
    expect(await count('second_factors')).toBe(before + 1);
  });

  it('counts as a proof after a fresh sign-in there, of the linked subject', async () => {
    const provider = await fixture.inForce();
    const person = await fixture.linked(provider, 'nadia');
    const visitor = fixture.visitor();
    await visitor.signInThrough(provider, { sub: 'nadia' });
    const proofPage = await visitor.get('/account/proof?next=/notices');
    expect(proofPage.text).toContain(`/account/proof/providers/${provider}?next`);
    await age(person.actor.userId);
    expect((await visitor.post(`/account/identities/${UNKNOWN}/end`)).headers.location).toMatch(
      /^\/account\/proof/,
    );
    const away = await visitor.get(`/account/proof/providers/${provider}`);
    expect(Object.fromEntries(new URL(away.headers.location!).searchParams)).toMatchObject({
      prompt: 'login',
      max_age: '0',
    });
    const stale = Math.floor(Date.now() / 1000) - 600;
    await fixture.agency.set({ forge: { claims: { auth_time: stale } } });
    expect(await visitor.prove(provider, { sub: 'nadia' })).toMatchObject({
      flash: 'access:errors.openid_not_fresh',
    });
    await fixture.agency.set({ forge: { without: ['auth_time'] } });
    expect(await visitor.prove(provider, { sub: 'nadia' })).toMatchObject({
      flash: 'access:errors.openid_not_fresh',
    });
    await fixture.agency.set({ forge: null });
    visitor.away.clear();
    expect(await visitor.prove(provider, { sub: 'somebody else' })).toMatchObject({
      flash: 'access:errors.openid_other_subject',
    });
    visitor.away.clear();
    expect(await visitor.prove(provider, { sub: 'nadia' }, '?next=/notices')).toEqual({
      status: 303,
      location: '/notices',
      flash: 'access:proof.done',
    });
    await visitor.actor();
    expect((await visitor.post(`/account/identities/${UNKNOWN}/end`)).status).not.toBe(303);
    expect((await audited('account.prove_identity')).map(({ outcome }) => outcome)).toEqual([
      'refused',
      'refused',
      'refused',
      'done',
    ]);
  });

  it('proves less than the own second factor, unless the provider shows one', async () => {
    const provider = await fixture.inForce({ factorAmr: ['mfa'] });
    const person = await fixture.linked(provider, 'houda');
    await enrol(fixture.mawa, person.actor);
    const visitor = fixture.visitor();
    await visitor.signInThrough(provider, { sub: 'houda', amr: ['mfa'] });
    await age(person.actor.userId);
    expect(await visitor.prove(provider, { sub: 'houda', amr: ['pwd'] })).toMatchObject({
      flash: 'access:errors.openid_no_factor',
    });
    expect(await visitor.prove(provider, { sub: 'houda', amr: ['mfa'] })).toMatchObject({
      flash: 'access:proof.done',
    });
  });

  it('signs out here, and leads to the page of the provider where one signs out there', async () => {
    const provider = await fixture.inForce();
    await fixture.linked(provider, 'leila');
    const visitor = fixture.visitor();
    await visitor.signInThrough(provider, { sub: 'leila' });
    await visitor.actor();
    const out = await visitor.post('/sign-out');
    expect(out.headers.location).toBe(`/sign-out/providers/${provider}`);
    expect(await visitor.actor()).toBeNull();
    const page = await visitor.get(out.headers.location!);
    const address = new URL(addressIn(page.text));
    expect(address.origin).toBe(fixture.agency.issuer);
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${fixture.base}/sign-in`);
    expect((await fetch(address)).status).toBe(200);
    const byPassword = await fixture.visitor().arrive();
    await byPassword.signIn((await fixture.linked(provider, 'rim')).email);
    await byPassword.actor();
    expect((await byPassword.post('/sign-out')).headers.location).toBe('/sign-in');
  });

  const UNKNOWN = '00000000-0000-4000-8000-0000000000aa';
  const count = async (table: string) =>
    Number((await fixture.mawa.admin.query(`SELECT count(*) FROM ${table}`)).rows[0]!.count);
  const sessionsOf = async (userId: string) =>
    (
      await fixture.mawa.admin.query<{ second_factor: string }>(
        'SELECT second_factor FROM sessions WHERE user_id = $1 AND identity_link_id IS NOT NULL AND ended_at IS NULL ORDER BY second_factor DESC LIMIT 1',
        [userId],
      )
    ).rows[0];
  /** As if eleven minutes had passed since the session showed who it is. */
  const age = (userId: string) =>
    fixture.mawa.admin.query(
      `UPDATE sessions SET proved_at = proved_at - interval '11 minutes' WHERE user_id = $1`,
      [userId],
    );
});

describe('a link to an account of an agency', () => {
  it('is told to the owner of the account by mail, made and taken off, without a name', async () => {
    const server = await startMailServer();
    const fixture = await openIdFixture({ MAWA_MAIL_URL: server.url });
    try {
      const provider = await fixture.inForce();
      const person = await fixture.linked(provider, 'amina');
      const told = async (subject: string) => {
        await fixture.mawa.app.get(AccountMails).settled();
        const mail = server.mails.map(wordsOf).find((text) => text.includes(subject));
        expect(server.mails.some((text) => text.includes(`To: ${person.email}`))).toBe(true);
        server.mails.length = 0;
        return mail;
      };
      const made = await told('vient d’être lié à votre compte');
      expect(made).toBeDefined();
      expect(made).not.toContain(person.actor.name);
      const { body } = await fixture.one
        .get(`/api/v1/users/${person.actor.userId}/identities`)
        .expect(200);
      await fixture.one
        .delete(`/api/v1/identities/${(body as { id: string }[])[0]!.id}`)
        .expect(204);
      expect(await told('vient d’être retiré')).toBeDefined();
    } finally {
      await fixture.stop();
      await server.stop();
    }
  });
});
