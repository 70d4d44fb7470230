import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Forgery } from '../support/openid-provider';
import { openIdFixture, type Came, type OpenIdFixture, type Visitor } from './openid-fixture';
import { LANGUAGES } from '../../modules/platform/shared/actor';
import { translate } from '../../modules/platform/web/i18n';

const said = (name: string) => `access:errors.openid_${name}`;

describe('an answer that no provider should give, or not to this browser', () => {
  let fixture: OpenIdFixture;
  let provider: string;
  beforeAll(async () => {
    fixture = await openIdFixture();
    provider = await fixture.inForce();
    await fixture.linked(provider, 'amina');
  });
  beforeEach(() => fixture.agency.set({ forge: null, broken: null }));
  afterAll(() => fixture.stop());

  /** Nobody is signed in; the sentence is there in three languages, and the row of the refusal too. */
  const refused = async (visitor: Visitor, came: Came, name: string) => {
    expect([name, came.flash, await visitor.actor()]).toEqual([name, said(name), null]);
    expect(came.location).toMatch(/^\/sign-in(\?|$)/);
    const sentences = LANGUAGES.map((language) => translate(language, said(name)));
    expect(new Set(sentences).size).toBe(3);
    const { rows } = await fixture.mawa.admin.query<{ outcome: string }>(
      `SELECT outcome FROM audit_log WHERE action = 'session.start' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0]!.outcome).toBe('refused');
  };

  const forgeries: readonly (readonly [string, Forgery])[] = [
    ['nonce', { claims: { nonce: 'of somebody else' } }],
    ['not_verified', { without: ['nonce'] }],
    ['issuer', { claims: { iss: 'https://login.example.org' } }],
    ['audience', { claims: { aud: 'another-program' } }],
    ['audience', { claims: { aud: ['mawa', 'another-program'], azp: 'another-program' } }],
    ['expired', { claims: { exp: Math.floor(Date.now() / 1000) - 3600 } }],
    ['not_verified', { key: 'strange' }],
    ['not_verified', { key: 'none' }],
    ['not_verified', { without: ['sub'] }],
    ['unknown', { claims: { sub: 'Amina' } }],
  ];
  it.each(forgeries)('is refused: %s', async (name, forge) => {
    await fixture.agency.set({ forge });
    const visitor = fixture.visitor();
    const came = await visitor.signInThrough(provider, { sub: 'amina' });
    await refused(visitor, came, name);
  });

  it('is refused with a state of another browser, of nobody, or without one', async () => {
    const attacker = await fixture.visitor().arrive();
    const theirs = await attacker.visit(await attacker.leave(provider), { sub: 'amina' });
    const victim = await fixture.visitor().arrive();
    const own = await victim.visit(await victim.leave(provider), { sub: 'amina' });
    await refused(victim, await victim.comeBack(theirs), 'state');
    const invented = new URL(own);
    invented.searchParams.set('state', 'x'.repeat(43));
    await refused(victim, await victim.comeBack(invented.href), 'state');
    invented.searchParams.delete('state');
    await refused(victim, await victim.comeBack(invented.href), 'state');
    const stranger = await fixture.visitor().arrive();
    await refused(stranger, await stranger.comeBack(own), 'over');
    // None of this used up the sign-in of the browser itself.
    expect((await victim.comeBack(own)).location).toBe('/');
    expect(await victim.actor()).not.toBeNull();
  });

  it('is refused where it was given once, by the same browser and with its cookie copied', async () => {
    const visitor = await fixture.visitor().arrive();
    const back = await visitor.visit(await visitor.leave(provider), { sub: 'amina' });
    const away = visitor.cookie('mawa_away')!;
    expect((await visitor.comeBack(back)).location).toBe('/');
    const thief = await fixture.visitor().arrive();
    thief.take('mawa_away', away);
    await refused(thief, await thief.comeBack(back), 'over');
    // A code of before, in a sign-in of now.
    const code = new URL(back).searchParams.get('code')!;
    const now = await thief.visit(await thief.leave(provider), { sub: 'nobody' });
    const mixed = new URL(now);
    mixed.searchParams.set('code', code);
    await refused(thief, await thief.comeBack(mixed.href), 'code');
  });

  it('is refused with an issuer in the address that was not asked, or at the address of another provider', async () => {
    const visitor = await fixture.visitor().arrive();
    const back = new URL(await visitor.visit(await visitor.leave(provider), { sub: 'amina' }));
    back.searchParams.set('iss', 'https://login.example.org');
    await refused(visitor, await visitor.comeBack(back.href), 'issuer');
    const again = await fixture.visitor().arrive();
    const other = await again.visit(await again.leave(provider), { sub: 'amina' });
    const elsewhere = other.replace(provider, '00000000-0000-4000-8000-0000000000aa');
    await refused(again, await again.comeBack(elsewhere), 'not_in_force');
  });

  it('is refused after a quarter of an hour, and where the person declined', async () => {
    const slow = await fixture.visitor().arrive();
    const back = await slow.visit(await slow.leave(provider), { sub: 'amina' });
    const now = fixture.mawa.clock.now();
    fixture.mawa.clock.advance(16 * 60_000);
    await refused(slow, await slow.comeBack(back), 'over');
    fixture.mawa.clock.set(now);
    const declining = fixture.visitor();
    const came = await declining.signInThrough(provider, { sub: 'amina', declines: true });
    await refused(declining, came, 'declined');
  });

  it('of a provider that is out of order is a sentence, soon', async () => {
    for (const broken of [500, 404, 'silent', 'endless'] as const) {
      const visitor = await fixture.visitor().arrive();
      const back = await visitor.visit(await visitor.leave(provider), { sub: 'amina' });
      await fixture.agency.set({ broken });
      const began = Date.now();
      const came = await visitor.comeBack(back);
      expect([broken, Date.now() - began < 12_000]).toEqual([broken, true]);
      expect([broken, came.flash]).toEqual([broken, said('unreachable')]);
      await fixture.agency.set({ broken: null });
    }
    await fixture.change(provider, {});
    await fixture.agency.set({ broken: 503 });
    const early = await fixture.visitor().arrive();
    expect(await early.leave(provider, '?next=/notices')).toBe('/sign-in?next=%2Fnotices');
    expect((await early.get('/sign-in')).text).toContain(
      translate('fr', said('unreachable')).slice(0, 30),
    );
    // It is left alone for a few seconds, whoever asks, and then asked again.
    await fixture.agency.set({ broken: null });
    expect(await early.leave(provider)).toBe('/sign-in');
    await sleep(5_100);
    expect(await early.leave(provider)).toContain(fixture.agency.issuer);
  }, 60_000);

  it('leads to a page of Mawa alone, whatever `next` says', async () => {
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/%0d%0aX:1',
    ]) {
      const visitor = fixture.visitor();
      const came = await visitor.signInThrough(
        provider,
        { sub: 'amina' },
        `?next=${encodeURIComponent(next)}`,
      );
      expect([next, /^\/(?![/\\])/.test(came.location!)]).toEqual([next, true]);
      expect(came.location).not.toContain('evil');
    }
  });

  it('opens no closed account, none of another organisation, and none whose address ends otherwise', async () => {
    const person = await fixture.linked(provider, 'zineb');
    const attempt = async () => {
      const visitor = fixture.visitor();
      return [visitor, await visitor.signInThrough(provider, { sub: 'zineb' })] as const;
    };
    await fixture.mawa.admin.query('UPDATE users SET organisation_id = NULL WHERE id = $1', [
      person.actor.userId,
    ]);
    await refused(...(await attempt()), 'organisation');
    await fixture.mawa.admin.query('UPDATE users SET organisation_id = $2 WHERE id = $1', [
      person.actor.userId,
      fixture.organisationId,
    ]);
    await fixture.change(provider, { domains: ['agency.example'] });
    await refused(...(await attempt()), 'domain');
    await fixture.change(provider, { domains: ['Example.org'] });
    expect((await attempt())[1].location).toBe('/');
    await fixture.one
      .post(`/api/v1/users/${person.actor.userId}/closing`, { reason: 'left' })
      .expect(({ status }) => expect([200, 201, 204]).toContain(status));
    await refused(...(await attempt()), 'closed');
  });

  it('is nothing where the provider waits for its second administrator, or is out of force', async () => {
    const { body } = await fixture.one
      .post('/api/v1/identity-providers', fixture.proposal({ issuer: 'https://login.example.org' }))
      .expect(201);
    const { providerId } = body as { providerId: string };
    const visitor = await fixture.visitor().arrive();
    expect(await visitor.leave(providerId)).toBe('/sign-in');
    expect((await visitor.get('/sign-in')).text).not.toContain(providerId);
    const person = await fixture.linked(provider, 'salma');
    const inside = fixture.visitor();
    await inside.signInThrough(provider, { sub: 'salma' });
    const between = await fixture.visitor().arrive();
    const back = await between.visit(await between.leave(provider), { sub: 'salma' });
    await fixture.clear();
    expect(await inside.actor()).toBeNull();
    await refused(between, await between.comeBack(back), 'not_in_force');
    expect((await (await fixture.visitor().arrive()).signIn(person.email)).status).toBe(201);
    provider = await fixture.inForce();
  });

  it('links nothing to a session that it was not asked in, to a taken subject, or by a session of a provider', async () => {
    provider = await fixture.inForce().catch(() => provider);
    const owner = await fixture.linked(provider, 'imane');
    const thief = await fixture.mawa.signIn('partner_viewer', {
      organisationId: fixture.organisationId,
    });
    const visitor = await fixture.visitor().arrive();
    await visitor.signIn(thief.email);
    expect((await visitor.link(provider, { sub: 'imane' })).flash).toBe(said('taken'));
    // Begun in one session, finished in another: as when somebody lays a link before a colleague.
    await visitor.actor();
    const page = await visitor.post(`/account/identity-providers/${provider}`);
    const address = /href="(http[^"]+)"/
      .exec(page.text)![1]!
      .replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=');
    visitor.away.clear();
    const back = await visitor.visit(address, { sub: 'of the thief' });
    await visitor.actor();
    await visitor.post('/sign-out');
    await visitor.arrive();
    await visitor.signIn(owner.email);
    expect((await visitor.comeBack(back)).flash).toBe(said('session'));
    const through = fixture.visitor();
    await through.signInThrough(provider, { sub: 'imane' });
    const own = (await through.get('/api/v1/account/identities')).body as { id: string }[];
    await through.post(`/account/identities/${own[0]!.id}/end`);
    expect(await through.actor()).toBeNull();
    // A form of another site begins nothing.
    const forged = await fixture.mawa
      .http()
      .post(`/account/identity-providers/${provider}`)
      .set(owner.headers)
      .set('x-csrf-token', '')
      .set('sec-fetch-site', 'cross-site');
    expect(forged.status).toBe(403);
  });

  it('is counted: beyond 40 wrong ones of a network in a quarter of an hour the next waits, and a right one does not', async () => {
    await fixture.linked(provider, 'salwa');
    const guesser = await fixture.visitor().arrive();
    for (let tries = 0; tries < 41; tries += 1)
      await guesser.comeBack(`/sign-in/providers/${provider}/answer?code=x&state=y`);
    const came = await guesser.comeBack(`/sign-in/providers/${provider}/answer?code=x&state=y`);
    expect(came.flash).toBe('access:errors.too_many_attempts');
    expect(await guesser.actor()).toBeNull();
    // Whoever a provider sends back with the state of their browser is not held up by that.
    const right = fixture.visitor();
    await right.signInThrough(provider, { sub: 'salwa' });
    expect(await right.actor()).not.toBeNull();
  });

  it('is counted for nobody where a page of another site asks for it as a picture', async () => {
    for (const path of ['', '/answer?code=x&state=y']) {
      const answer = await fixture.mawa
        .http()
        .get(`/sign-in/providers/${provider}${path}`)
        .set({ 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'cross-site' });
      expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in']);
      expect(String(answer.headers['set-cookie'])).not.toContain('mawa_away');
    }
  });
});

describe('what a provider is asked', () => {
  it('sends a browser to no address that is not one of a web page over TLS', async () => {
    const fixture = await openIdFixture();
    let endpoint: string | undefined;
    const inside = createServer((request, response) => {
      const issuer = `http://${request.headers.host}`;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          issuer,
          authorization_endpoint: endpoint,
          end_session_endpoint: endpoint,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
        }),
      );
    }).listen(0, '127.0.0.1');
    await once(inside, 'listening');
    try {
      const issuer = `http://127.0.0.1:${(inside.address() as AddressInfo).port}`;
      const provider = await fixture.inForce({ issuer });
      for (const one of [
        'javascript:alert(1)',
        'http://192.0.2.1/login',
        'data:text/html,x',
        undefined,
      ]) {
        endpoint = one;
        await fixture.change(provider, { issuer });
        const visitor = await fixture.visitor().arrive();
        expect([one, await visitor.leave(provider)]).toEqual([one, '/sign-in']);
        const out = await visitor.get(`/sign-out/providers/${provider}`);
        expect([one, out.status, out.headers.location]).toEqual([one, 303, '/sign-in']);
      }
      endpoint = 'https://login.example.org/authorize';
      await fixture.change(provider, { issuer });
      const visitor = await fixture.visitor().arrive();
      expect(await visitor.leave(provider)).toMatch(/^https:\/\/login\.example\.org\/authorize\?/);
    } finally {
      inside.close();
      await fixture.stop();
    }
  });

  it('is believed where its metadata name the issuer that was asked for, to the letter', async () => {
    const fixture = await openIdFixture();
    let named = '';
    const stranger = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          issuer: named,
          authorization_endpoint: 'https://login.example.org/authorize',
          token_endpoint: 'https://login.example.org/token',
          jwks_uri: 'https://login.example.org/jwks',
        }),
      );
    }).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    try {
      const issuer = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
      const provider = await fixture.inForce({ issuer });
      for (const another of [
        fixture.agency.issuer,
        'https://login.example.org',
        `${issuer}/`,
        '',
      ]) {
        named = another;
        await fixture.change(provider, { issuer });
        const visitor = await fixture.visitor().arrive();
        expect([another, await visitor.leave(provider)]).toEqual([another, '/sign-in']);
      }
      named = issuer;
      await fixture.change(provider, { issuer });
      const visitor = await fixture.visitor().arrive();
      expect(await visitor.leave(provider)).toMatch(/^https:\/\/login\.example\.org\/authorize\?/);
    } finally {
      stranger.close();
      await fixture.stop();
    }
  });

  it('is not asked of an address that is not https, and no redirect is followed', async () => {
    const fixture = await openIdFixture();
    const reached: string[] = [];
    const inside = createServer((request, response) => {
      reached.push(request.url!);
      response.writeHead(302, { location: `${fixture.agency.issuer}${request.url}` }).end();
    }).listen(0, '127.0.0.1');
    await once(inside, 'listening');
    try {
      const issuer = `http://127.0.0.1:${(inside.address() as AddressInfo).port}`;
      const provider = await fixture.inForce({ issuer });
      const visitor = await fixture.visitor().arrive();
      expect(await visitor.leave(provider)).toBe('/sign-in');
      expect(reached).toEqual(['/.well-known/openid-configuration']);
      const refused = async (more: object) =>
        fixture.one.post('/api/v1/identity-providers', fixture.proposal(more)).expect(422);
      await refused({ issuer: 'http://192.0.2.1' });
      await refused({ issuer: 'http://localhost.example.org' });
      await refused({ issuer: 'https://user:secret@login.example.org' });
      await refused({ issuer: 'https://login.example.org/?tenant=1' });
      await refused({ issuer: 'file:///etc/passwd' });
      await fixture.mawa.admin.query('DELETE FROM installation');
      await refused({ issuer: fixture.agency.issuer });
      await fixture.clear();
      expect(reached).toHaveLength(1);
    } finally {
      inside.close();
      await fixture.stop();
    }
  });
});
