import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalsTotal } from '../../modules/platform/metrics';
import { startProvider, type TestProvider } from '../support/openid-provider';
import { enrol } from '../support/second-factor';
import { openIdFixture, type OpenIdFixture, type Visitor } from './openid-fixture';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const NOBODY = '00000000-0000-4000-8000-0000000000aa';

describe('a sign-out at the identity provider', () => {
  let fixture: OpenIdFixture;
  let provider: string;
  beforeAll(async () => {
    fixture = await openIdFixture();
    provider = await fixture.inForce({ factorAmr: ['mfa'] });
  });
  beforeEach(() => fixture.agency.set({ forge: null, broken: null }));
  afterAll(() => fixture.stop());

  const addressOf = (id: string) => `/api/v1/identity-providers/${id}/logout-tokens`;
  const send = (token: string, id = provider) =>
    fixture.mawa.http().post(addressOf(id)).type('form').send({ logout_token: token });
  const claims = (changed: object = {}) => {
    const now = Math.floor(fixture.mawa.clock.now().getTime() / 1000);
    return {
      iss: fixture.agency.issuer,
      aud: fixture.agency.clientId,
      iat: now,
      exp: now + 120,
      jti: randomUUID(),
      events: { [EVENT]: {} },
      ...changed,
    };
  };
  const typed = { header: { typ: 'logout+jwt' } };
  const tokenOf = (changed: object, how: Parameters<TestProvider['sign']>[1] = {}) =>
    fixture.agency.sign(claims(changed), { ...typed, ...how });
  const through = async (sub: string, id = provider): Promise<Visitor> => {
    const visitor = fixture.visitor();
    await visitor.signInThrough(id, { sub, amr: ['mfa'] });
    return visitor;
  };
  const byPassword = async (email: string): Promise<Visitor> => {
    const visitor = await fixture.visitor().arrive();
    await visitor.signIn(email);
    return visitor;
  };
  const areSignedIn = async (...visitors: Visitor[]) =>
    Promise.all(visitors.map(async (visitor) => (await visitor.actor()) !== null));
  const forgetRefusals = () =>
    fixture.mawa.admin.query(`DELETE FROM rate_limits WHERE key LIKE 'openid-logout-wrong:%'`);
  const refusalsCounted = async () => {
    const { values } = await refusalsTotal.get();
    return values.find(({ labels }) => labels['outcome'] === 'refused')?.value ?? 0;
  };
  const actsKept = async () =>
    (
      await fixture.mawa.admin.query<{ count: number }>(
        `SELECT count(*)::int FROM audit_log WHERE action = 'session.end_by_provider'`,
      )
    ).rows[0]!.count;
  const lastAct = async () =>
    (
      await fixture.mawa.admin.query<{ outcome: string; ids: string[]; fields: string[] }>(
        `SELECT outcome, subject_ids AS ids, fields, actor_id FROM audit_log
          WHERE action = 'session.end_by_provider' ORDER BY seq DESC LIMIT 1`,
      )
    ).rows[0];

  it('ends here what was opened in that session there, and nothing else', async () => {
    const person = await fixture.linked(provider, 'amina');
    await fixture.linked(provider, 'rim');
    const here = await through('amina');
    const elsewhere = await through('amina');
    const somebodyElse = await through('rim');
    const own = await byPassword(person.email);
    expect(await areSignedIn(here, elsewhere, somebodyElse, own)).toEqual([true, true, true, true]);
    await fixture.agency.signOut(here.away);
    expect(await areSignedIn(here, elsewhere, somebodyElse, own)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(await lastAct()).toMatchObject({
      outcome: 'done',
      ids: [person.actor.userId],
      fields: [`provider:${provider}`],
    });
  });

  it('keeps a digest of the session there, and of the token, never what they say', async () => {
    await fixture.linked(provider, 'nora');
    await through('nora');
    const jti = randomUUID();
    await send(await tokenOf({ jti, sub: 'nora', sid: 'another session' })).expect(200);
    const { rows } = await fixture.mawa.admin.query<{ sessions: string; tokens: string }>(
      `SELECT (SELECT string_agg(s::text, ' ') FROM sessions s WHERE provider_session_digest IS NOT NULL) AS sessions,
              (SELECT string_agg(l::text, ' ') FROM identity_logouts l) AS tokens`,
    );
    expect(rows[0]!.sessions).not.toBeNull();
    expect(`${rows[0]!.sessions} ${rows[0]!.tokens}`).not.toMatch(new RegExp(`nora|${jti}`));
  });

  it('ends all that was opened through the provider, where it names the person alone', async () => {
    const person = await fixture.linked(provider, 'fatima');
    await fixture.linked(provider, 'sara');
    const [one, other, somebodyElse] = [
      await through('fatima'),
      await through('fatima'),
      await through('sara'),
    ];
    const own = await byPassword(person.email);
    await send(await tokenOf({ sub: 'fatima' })).expect(200);
    expect(await areSignedIn(one, other, somebodyElse, own)).toEqual([false, false, true, true]);
  });

  it('ends a session of before that knows none of the provider by its subject', async () => {
    const person = await fixture.linked(provider, 'houda');
    const visitor = await through('houda');
    await fixture.mawa.admin.query(
      'UPDATE sessions SET provider_session_digest = NULL WHERE user_id = $1',
      [person.actor.userId],
    );
    await send(await tokenOf({ sid: 'unknown' })).expect(200);
    expect(await areSignedIn(visitor)).toEqual([true]);
    await send(await tokenOf({ sid: 'unknown', sub: 'houda' })).expect(200);
    expect(await areSignedIn(visitor)).toEqual([false]);
  });

  it('ends a sign-in that waits for its code, and what the code had opened', async () => {
    const person = await fixture.linked(provider, 'ghita');
    const { app } = await enrol(fixture.mawa, person.actor);
    const opened = fixture.visitor();
    await opened.signInThrough(provider, { sub: 'ghita', amr: ['pwd'] });
    expect((await opened.post('/sign-in/code', { otp: app.next() })).status).toBe(303);
    const waiting = fixture.visitor();
    const came = await waiting.signInThrough(provider, { sub: 'ghita', amr: ['pwd'] });
    expect(came.location).toBe('/sign-in/code');
    expect(await areSignedIn(opened)).toEqual([true]);
    await fixture.agency.signOut(opened.away);
    await fixture.agency.signOut(waiting.away);
    expect(await areSignedIn(opened)).toEqual([false]);
    const { rows } = await fixture.mawa.admin.query(
      'SELECT 1 FROM pending_sign_ins WHERE user_id = $1',
      [person.actor.userId],
    );
    expect(rows).toEqual([]);
    const code = await waiting.post('/sign-in/code', { otp: app.next() });
    expect([code.status, await waiting.actor()]).not.toEqual([303, expect.anything()]);
  });

  it('ends a session that was proved again with the session there of the proof', async () => {
    await fixture.linked(provider, 'samira');
    const visitor = await through('samira');
    const before = new Map(visitor.away);
    visitor.away.clear();
    await visitor.prove(provider, { sub: 'samira', amr: ['mfa'] });
    await fixture.agency.signOut(before);
    expect(await areSignedIn(visitor)).toEqual([true]);
    await fixture.agency.signOut(visitor.away);
    expect(await areSignedIn(visitor)).toEqual([false]);
  });

  it('is told without a session: a cookie is not looked at, none is set, and no form is needed', async () => {
    const person = await fixture.mawa.signIn('partner_viewer');
    const visitor = await byPassword(person.email);
    const cookie = `mawa_session=${visitor.cookie('mawa_session')}`;
    const answer = await send(await tokenOf({ sub: 'nobody' })).set('cookie', cookie);
    expect([answer.status, answer.text, answer.headers['set-cookie']]).toEqual([
      200,
      '',
      undefined,
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(await areSignedIn(visitor)).toEqual([true]);
  });

  describe('that is not what it seems', () => {
    let visitor: Visitor;
    beforeAll(async () => {
      await fixture.linked(provider, 'zineb');
      visitor = await through('zineb');
    });

    beforeEach(forgetRefusals);

    const ofProvider = (reason: string) => !['provider', 'keys', 'signature'].includes(reason);
    /** What the provider did not sign is counted alone. */
    const refused = async (token: string, reason: string, id = provider) => {
      const [acts, counted] = [await actsKept(), await refusalsCounted()];
      const answer = await send(token, id);
      expect([reason, answer.status, answer.body]).toMatchObject([
        reason,
        400,
        { code: 'access.logout_token', status: 400, detail: expect.stringContaining(`${reason}.`) },
      ]);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(await areSignedIn(visitor)).toEqual([true]);
      expect(await refusalsCounted()).toBe(counted + 1);
      expect(await actsKept()).toBe(acts + (ofProvider(reason) ? 1 : 0));
      if (ofProvider(reason))
        expect(await lastAct()).toMatchObject({ outcome: 'refused', ids: [id] });
    };

    const old = Math.floor(Date.now() / 1000) - 600;
    it.each<[string, object, Parameters<TestProvider['sign']>[1]]>([
      ['signature', {}, { key: 'strange' }],
      ['signature', {}, { key: 'none' }],
      ['signature', {}, { header: { typ: 'logout+jwt', kid: 'unknown' } }],
      ['typ', {}, { header: {} }],
      ['typ', {}, { header: { typ: 'JWT' } }],
      ['iss', { iss: 'https://login.example.org' }, {}],
      ['aud', { aud: 'another-program' }, {}],
      ['aud', { aud: ['mawa', 'another-program'] }, {}],
      ['iat', { iat: old }, {}],
      ['exp', { exp: old + 500 }, {}],
      ['events', { events: {} }, {}],
      ['events', { events: undefined }, {}],
      ['nonce', { nonce: 'of a sign-in' }, {}],
      ['sub', { sub: undefined }, {}],
      ['jti', { jti: undefined }, {}],
    ])('is refused for its %s: %j %j', async (reason, changed, how) => {
      await refused(await tokenOf({ sub: 'zineb', ...changed }, how), reason);
    });

    it('is refused where it is the token of a sign-in', async () => {
      const { events: _, ...idToken } = claims({ sub: 'zineb', nonce: 'n' });
      await refused(await fixture.agency.sign(idToken), 'typ');
    });

    it('is refused where it is no token, too long, sent twice in one form, or not sent', async () => {
      await refused('no token', 'signature');
      await refused('x'.repeat(200_000).slice(0, 60_000), 'signature');
      const acts = await actsKept();
      for (const body of ['', 'logout_token=a&logout_token=b', 'token=a']) {
        const answer = await fixture.mawa.http().post(addressOf(provider)).type('form').send(body);
        expect([body, answer.status, answer.body]).toMatchObject([
          body,
          400,
          { code: 'access.logout_token' },
        ]);
      }
      expect(await actsKept()).toBe(acts);
    });

    it('ends nothing for the subject of somebody else, or a session of nobody', async () => {
      await send(await tokenOf({ sub: 'Zineb' })).expect(200);
      await send(await tokenOf({ sid: 'unknown' })).expect(200);
      const { rows } = await fixture.mawa.admin.query<{ sid: Buffer }>(
        'SELECT provider_session_digest AS sid FROM sessions WHERE provider_session_digest IS NOT NULL',
      );
      await send(await tokenOf({ sid: rows[0]!.sid.toString('hex') })).expect(200);
      expect(await areSignedIn(visitor)).toEqual([true]);
    });

    it('is taken once, also of two at once', async () => {
      const token = await tokenOf({ sub: 'nobody' });
      const both = await Promise.all([send(token), send(token)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
      await refused(token, 'replay');
      const now = fixture.mawa.clock.now();
      fixture.mawa.clock.advance(6 * 60_000);
      expect((await send(token)).body).toMatchObject({ detail: expect.stringMatching(/iat\.$/) });
      await send(await tokenOf({ sub: 'nobody' })).expect(200);
      const { rows } = await fixture.mawa.admin.query('SELECT 1 FROM identity_logouts');
      // Those that are too old anyway are forgotten.
      expect(rows).toHaveLength(1);
      fixture.mawa.clock.set(now);
    });

    it('does not wait for another that forgets those that are too old', async () => {
      const { admin, clock } = fixture.mawa;
      await admin.query(
        `INSERT INTO identity_logouts (token_digest, provider_id, accepted_at, expires_at)
         VALUES (sha256('old'), $1, $2, $2)`,
        [provider, new Date(clock.now().getTime() - 60_000)],
      );
      const kept = async () =>
        (await admin.query(`SELECT 1 FROM identity_logouts WHERE token_digest = sha256('old')`))
          .rows;
      await admin.query('BEGIN');
      try {
        await admin.query(`SELECT 1 FROM identity_logouts FOR UPDATE`);
        await send(await tokenOf({ sub: 'nobody' })).expect(200);
        expect(await kept()).toHaveLength(1);
      } finally {
        await admin.query('ROLLBACK');
      }
      await send(await tokenOf({ sub: 'nobody' })).expect(200);
      expect(await kept()).toEqual([]);
    });

    it('of another provider ends nothing that this one opened', async () => {
      const other = await startProvider();
      try {
        const { issuer } = other;
        const { body } = await fixture.one
          .post('/api/v1/identity-providers', fixture.proposal({ issuer }))
          .expect(201);
        const { id, providerId } = body as { id: string; providerId: string };
        await fixture.other
          .post(`/api/v1/identity-provider-editions/${id}/confirmation`)
          .expect(204);
        await refused(await other.sign(claims({ sub: 'zineb' }), typed), 'signature');
        await refused(await other.sign(claims({ sub: 'zineb', iss: issuer }), typed), 'signature');
        await refused(await tokenOf({ sub: 'zineb' }), 'signature', providerId);
        await send(
          await other.sign(claims({ sub: 'zineb', iss: issuer }), typed),
          providerId,
        ).expect(200);
        expect(await areSignedIn(visitor)).toEqual([true]);
        await fixture.one.delete(`/api/v1/identity-provider-editions/${id}`).expect(204);
        await refused(
          await other.sign(claims({ sub: 'zineb', iss: issuer }), typed),
          'provider',
          providerId,
        );
      } finally {
        await other.stop();
      }
    });

    it('of nobody is refused', () => refused('x', 'provider', NOBODY));

    it('waits after forty of one network, and keeps no good token of it from ending sessions', async () => {
      await send('x').expect(400);
      await fixture.mawa.admin.query(
        `UPDATE rate_limits SET points = 40 WHERE key LIKE 'openid-logout-wrong:%'`,
      );
      const answer = await send('x');
      expect([answer.status, answer.headers['retry-after']]).toEqual([429, expect.any(String)]);
      expect(await areSignedIn(visitor)).toEqual([true]);
      await send(await tokenOf({ sub: 'zineb' })).expect(200);
      expect(await areSignedIn(visitor)).toEqual([false]);
      await forgetRefusals();
    });

    it('takes none of the forty where it is good', async () => {
      await send(await tokenOf({ sub: 'nobody' })).expect(200);
      const { rows } = await fixture.mawa.admin.query(
        `SELECT 1 FROM rate_limits WHERE key LIKE 'openid-logout-wrong:%'`,
      );
      expect(rows).toEqual([]);
    });
  });

  it('is refused where the keys of the provider cannot be had', async () => {
    await fixture.change(provider, { factorAmr: ['mfa'] });
    await fixture.agency.set({ broken: 503 });
    expect((await send(await tokenOf({ sub: 'nobody' }))).body).toMatchObject({
      code: 'access.logout_token',
      detail: expect.stringMatching(/keys\.$/),
    });
  });

  describe('where the keys of the provider are wrong', () => {
    let issuer: string;
    let own: string;
    let stated: object = {};
    let keys: { status?: number; body: string };
    let asked = 0;
    const agency = createServer((request, response) => {
      const isKeys = request.url === '/jwks';
      if (isKeys) asked += 1;
      response.writeHead((isKeys && keys.status) || 200, { 'content-type': 'application/json' });
      const metadata = { issuer, jwks_uri: `${issuer}/jwks`, ...stated };
      response.end(isKeys ? keys.body : JSON.stringify(metadata));
    });
    beforeAll(async () => {
      await once(agency.listen(0, '127.0.0.1'), 'listening');
      issuer = `http://127.0.0.1:${(agency.address() as AddressInfo).port}`;
      own = await fixture.inForce({ issuer });
    });
    beforeEach(async () => {
      await forgetRefusals();
      asked = 0;
      // What was known of it before is forgotten.
      await fixture.change(own, { issuer });
    });
    afterAll(async () => {
      agency.close();
      await once(agency, 'close');
    });

    const reasonsOf = async (count: number) => {
      const tokens = await Promise.all(
        Array.from({ length: count }, () =>
          tokenOf({ sub: 'nobody', iss: issuer }, { header: { typ: 'logout+jwt', kid: 'k' } }),
        ),
      );
      const answers = await Promise.all(tokens.map((token) => send(token, own)));
      return answers.map(({ status, body }) => [status, body.detail.split(' ').at(-1)]);
    };
    const KEYS = [400, 'keys.'];

    it('asks for them once, however many tokens come at once, and not again within a minute', async () => {
      keys = { status: 503, body: '{}' };
      stated = {};
      expect(await reasonsOf(8)).toEqual(Array(8).fill(KEYS));
      expect(await reasonsOf(2)).toEqual([KEYS, KEYS]);
      expect(asked).toBe(1);
    });

    it.each<[string, object]>([
      ['null', {}],
      ['[]', {}],
      ['{"keys": null}', {}],
      ['{"keys": [null]}', {}],
      ['{"keys": [{"kty": "RSA", "kid": "k", "n": 1, "e": 1}]}', {}],
      ['no JSON', {}],
      ['{"keys": []}', { id_token_signing_alg_values_supported: 'RS256' }],
      ['{"keys": []}', { id_token_signing_alg_values_supported: [256] }],
      ['{"keys": []}', { jwks_uri: 1 }],
    ])('refuses the token, for keys of %s and %j', async (body, more) => {
      keys = { body };
      stated = more;
      expect(await reasonsOf(1)).toEqual([KEYS]);
    });
  });

  it('has its address on the page of the provider, to be registered there', async () => {
    const { text } = await fixture.one.get(`/admin/identity-providers/${provider}`).expect(200);
    expect(text).toContain(`${fixture.base}${addressOf(provider)}`);
  });
});
