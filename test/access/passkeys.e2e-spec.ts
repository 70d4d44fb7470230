import type { PasskeyOptions } from '../../modules/access';
import { cookies, joined, startApp, type SignedIn, type TestApp } from '../support/app';
import { Browser, plain } from '../support/browser';
import { PasskeyDevice } from '../support/passkey-device';
import { enrol } from '../support/second-factor';

const ORIGIN = 'https://mawa.example.org';

const optionsOn = (page: { text: string }, action: string): PasskeyOptions => {
  const form = page.text.split('<form').find((part) => part.includes(`action="${action}"`))!;
  const quoted = /data-passkey="([^"]*)"/.exec(form)![1]!;
  return JSON.parse(plain(quoted).replaceAll('&quot;', '"')) as PasskeyOptions;
};

describe('passkeys', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp({ env: { MAWA_PUBLIC_URL: ORIGIN } })));
  afterAll(() => mawa.stop());

  /** Somebody with an authenticator app, a passkey of one device and a session. */
  const withPasskey = async (role: 'auditor' | 'finance_officer' = 'auditor') => {
    const before = await mawa.signIn(role, { language: 'en' });
    const { app, recoveryCodes } = await enrol(mawa, before.actor);
    const person = await mawa.signInAs(before.email);
    const device = new PasskeyDevice();
    await add(person, device).expect(204);
    return { person, app, recoveryCodes, device, actor: before.actor };
  };
  const optionsToAdd = async (person: SignedIn) =>
    (await person.get('/api/v1/account/passkeys/options')).body.options as PasskeyOptions;
  const add = (person: SignedIn, device: PasskeyDevice, name = 'Laptop') => {
    const call = person.post('/api/v1/account/passkeys');
    return {
      expect: async (status: number) => {
        const passkey = device.create(await optionsToAdd(person));
        return call.send({ name, passkey }).expect(status);
      },
    };
  };
  const listed = async (person: SignedIn) =>
    (await person.get('/api/v1/account/passkeys').expect(200)).body as {
      id: string;
      name: string;
    }[];
  /** A browser in which nobody is signed in yet. */
  const stranger = async () => {
    const first = await mawa.http().get('/api/v1/session');
    const jar = joined('', cookies(first));
    const { csrfToken } = first.body as { csrfToken: string };
    const asked = await mawa.http().get('/api/v1/session/passkey').set('cookie', jar);
    const send = (passkey: string) =>
      mawa
        .http()
        .post('/api/v1/session/passkey')
        .set('cookie', jar)
        .set('x-csrf-token', csrfToken)
        .send({ passkey });
    return { options: (asked.body as { options: PasskeyOptions }).options, send };
  };
  const audited = async (action: string, userId: string) =>
    (
      await mawa.admin.query<{ outcome: string }>(
        'SELECT outcome FROM audit_log WHERE action = $1 AND $2 = ANY (subject_ids) ORDER BY seq',
        [action, userId],
      )
    ).rows.map(({ outcome }) => outcome);

  describe('of one’s own account', () => {
    it('are added on a page, named, listed and removed', async () => {
      const before = await mawa.signIn('auditor', { language: 'en' });
      await enrol(mawa, before.actor);
      const person = await mawa.signInAs(before.email);
      const empty = await person.get('/account/passkeys').expect(200);
      expect(empty.text).toContain('No passkey yet.');
      const passkey = new PasskeyDevice().create(optionsOn(empty, '/account/passkeys'));
      await person.submit('/account/passkeys', { name: ' Office laptop ', passkey }).expect(303);
      const shown = await person.get('/account/passkeys').expect(200);
      expect(shown.text).toContain('<bdi>Office laptop</bdi>');
      const [one] = await listed(person);
      expect(one).toMatchObject({ name: 'Office laptop', usedAt: null });
      await person.submit(`/account/passkeys/${one!.id}/removal`, {}).expect(303);
      expect(await listed(person)).toEqual([]);
      expect(await audited('account.add_passkey', before.actor.userId)).toEqual(['done']);
      expect(await audited('account.remove_passkey', before.actor.userId)).toEqual(['done']);
    });

    it('need an authenticator app, whose recovery codes help when the device is lost', async () => {
      const person = await mawa.signIn('programme_officer', { language: 'en' });
      const page = await person.get('/account/passkeys').expect(200);
      expect(page.text).toContain('Set up an authenticator app first');
      const { body } = await add(person, new PasskeyDevice()).expect(409);
      expect(body.code).toBe('access.second_factor_none');
    });

    it('are added and removed after a fresh proof alone', async () => {
      const { person } = await withPasskey();
      const [one] = await listed(person);
      await mawa.admin.query(
        `UPDATE sessions SET proved_at = $1::timestamptz - interval '11 minutes' WHERE user_id = $2`,
        [mawa.clock.now(), person.actor.userId],
      );
      expect((await add(person, new PasskeyDevice()).expect(403)).body.code).toBe(
        'access.proof_missing',
      );
      const removal = await person.delete(`/api/v1/account/passkeys/${one!.id}`).expect(403);
      expect(removal.body.code).toBe('access.proof_missing');
    });

    it('belong to their owner, are known once, and are at most ten', async () => {
      const { person, device } = await withPasskey();
      const other = await withPasskey();
      const [one] = await listed(person);
      await other.person.delete(`/api/v1/account/passkeys/${one!.id}`).expect(404);
      expect((await add(other.person, device).expect(409)).body.code).toBe('access.passkey_there');
      for (let n = 1; n < 10; n += 1) await add(person, new PasskeyDevice()).expect(204);
      const { body } = await add(person, new PasskeyDevice()).expect(409);
      expect(body.code).toBe('access.passkey_too_many');
    });

    it.each([
      ['another origin', { origin: 'https://mawa.example.net' }],
      ['another relying party', { relyingParty: 'example.net' }],
      ['nobody who was verified', { userVerified: false }],
      [
        'a challenge that Mawa did not make',
        { challenge: Buffer.alloc(56, 7).toString('base64url') },
      ],
      ['the answer of a sign-in', { type: 'webauthn.get' }],
    ])('are not added from %s', async (_, wish) => {
      const { person } = await withPasskey();
      const passkey = new PasskeyDevice().create(await optionsToAdd(person), wish);
      const { body } = await person
        .post('/api/v1/account/passkeys', { name: 'x', passkey })
        .expect(422);
      expect(body.code).toBe('access.passkey_wrong');
    });

    it('are not added by the challenge of another session, one that is over or answered, or by rubbish', async () => {
      const { person } = await withPasskey();
      const elsewhere = await mawa.signInAs(person.email);
      const send = (passkey: string) =>
        person.post('/api/v1/account/passkeys', { name: 'x', passkey });
      const foreign = new PasskeyDevice().create(await optionsToAdd(elsewhere));
      expect((await send(foreign).expect(422)).body.code).toBe('access.passkey_wrong');
      const asked = await optionsToAdd(person);
      await send(new PasskeyDevice().create(asked)).expect(204);
      expect((await send(new PasskeyDevice().create(asked)).expect(409)).body.code).toBe(
        'access.passkey_over',
      );
      for (const rubbish of ['x', 'null', '{}', '{"id":5}', '{"id":"AAAA"}', '[]'])
        expect((await send(rubbish).expect(422)).body.code).toBe('access.passkey_wrong');
      const late = await optionsToAdd(person);
      mawa.clock.advance(6 * 60_000);
      expect((await send(new PasskeyDevice().create(late)).expect(409)).body.code).toBe(
        'access.passkey_over',
      );
    });
  });

  describe('in place of password and code', () => {
    it('sign in, and are a second factor and a proof', async () => {
      const { device, actor } = await withPasskey('finance_officer');
      const { options, send } = await stranger();
      expect(options.origin).toBe(ORIGIN);
      const done = await send(device.sign(options)).expect(201);
      const { rows } = await mawa.admin.query(
        `SELECT second_factor, proved_at FROM sessions WHERE user_id = $1 AND second_factor = 'passkey'`,
        [actor.userId],
      );
      expect(rows).toEqual([{ second_factor: 'passkey', proved_at: null }]);
      const jar = cookies(done);
      const { body } = await mawa.http().get('/api/v1/session').set('cookie', jar);
      expect(body.actor.id).toBe(actor.userId);
    });

    it('are accepted once for each challenge', async () => {
      const { device } = await withPasskey();
      const { options, send } = await stranger();
      const signed = device.sign(options);
      const answers = await Promise.all([send(signed), send(signed), send(signed)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
      expect((await send(device.sign(options))).body.code).toBe('access.passkey_wrong');
    });

    it.each([
      ['of a page that imitates Mawa', { origin: 'https://mawa.example.net' }],
      ['for another relying party', { relyingParty: 'example.net' }],
      ['of somebody who was not verified', { userVerified: false }],
      ['of a new passkey', { type: 'webauthn.create' }],
      [
        'of a challenge that Mawa did not make',
        { challenge: Buffer.alloc(56).toString('base64url') },
      ],
    ])('are refused with the answer %s', async (_, wish) => {
      const { device, actor } = await withPasskey();
      const { options, send } = await stranger();
      const { body } = await send(device.sign(options, wish)).expect(401);
      expect(body.code).toBe('access.passkey_wrong');
      expect(await audited('session.passkey', actor.userId)).toEqual([]);
    });

    it('are refused of another key under the same name, of nobody’s device, and too late', async () => {
      const { device } = await withPasskey();
      const { options, send } = await stranger();
      const forged = Object.assign(new PasskeyDevice(), { id: device.id });
      await send(forged.sign(options)).expect(401);
      await send(new PasskeyDevice().sign(options)).expect(401);
      const { options: late } = await stranger();
      mawa.clock.advance(6 * 60_000);
      await send(device.sign(late)).expect(401);
    });

    it('are refused where the counter went back, as that of a copied key does', async () => {
      const { device } = await withPasskey();
      const first = await stranger();
      await first.send(device.sign(first.options, { counter: 5 })).expect(201);
      const copied = await stranger();
      await copied.send(device.sign(copied.options, { counter: 5 })).expect(401);
      const next = await stranger();
      await next.send(device.sign(next.options, { counter: 6 })).expect(201);
    });

    it('do not sign in alone to an account that has no password, and end with a password by link', async () => {
      const { device, actor } = await withPasskey();
      await mawa.admin.query('UPDATE users SET password_hash = NULL WHERE id = $1', [actor.userId]);
      const alone = await stranger();
      await alone.send(device.sign(alone.options)).expect(401);
      const other = await withPasskey();
      const [one, two] = [await mawa.signIn('administrator'), await mawa.signIn('administrator')];
      const asked = await one
        .post(`/api/v1/users/${other.actor.userId}/password-links`)
        .expect(201);
      const { path } = (
        await two.post(`/api/v1/password-links/${asked.body.id}/confirmation`).expect(201)
      ).body as { path: string };
      const browser = new Browser(mawa);
      const newPassword = 'trois barques sur le fleuve lent';
      const page = await browser.open(path);
      const chosen = await browser.send(page, path, { newPassword, repeatedPassword: newPassword });
      expect(chosen.status).toBe(303);
      const { rows } = await mawa.admin.query('SELECT 1 FROM passkeys WHERE user_id = $1', [
        other.actor.userId,
      ]);
      expect(rows).toEqual([]);
    });

    it('end with the account, and with the authenticator app', async () => {
      const closed = await withPasskey();
      await mawa.admin.query('UPDATE users SET active = false WHERE id = $1', [
        closed.actor.userId,
      ]);
      const one = await stranger();
      await one.send(closed.device.sign(one.options)).expect(401);
      const { device, person, app } = await withPasskey();
      await person
        .send('DELETE', '/api/v1/account/second-factor', JSON.stringify({ code: app.next() }))
        .expect(204);
      const two = await stranger();
      await two.send(device.sign(two.options)).expect(401);
      const { rows } = await mawa.admin.query('SELECT 1 FROM passkeys WHERE user_id = $1', [
        person.actor.userId,
      ]);
      expect(rows).toEqual([]);
    });
  });

  describe('in place of the code', () => {
    /** Up to the page that asks for the code. */
    const typedPassword = async (email: string) => {
      const browser = new Browser(mawa);
      const sent = await browser.signIn(await browser.open('/sign-in'), email);
      expect(sent.headers.location).toBe('/sign-in/code');
      return { browser, asking: await browser.open('/sign-in/code') };
    };

    it('finish the sign-in, and no other one', async () => {
      const { device, person } = await withPasskey();
      const other = await withPasskey();
      const theirs = await typedPassword(other.person.email);
      const wrong = await theirs.browser.send(theirs.asking, '/sign-in/passkey', {
        passkey: device.sign(optionsOn(theirs.asking, '/sign-in/passkey')),
      });
      expect(wrong.status).toBe(401);
      expect(wrong.text).toContain('Cette clé d’accès n’a pas été acceptée');
      expect(wrong.text).toContain('action="/sign-in/code"');
      const { browser, asking } = await typedPassword(person.email);
      const options = optionsOn(asking, '/sign-in/passkey');
      expect(options.get!.allowCredentials).toHaveLength(1);
      const passkey = device.sign(options);
      const foreign = await theirs.browser.send(theirs.asking, '/sign-in/passkey', { passkey });
      expect(foreign.status).toBe(401);
      const done = await browser.send(asking, '/sign-in/passkey', { passkey });
      expect([done.status, done.headers.location]).toEqual([303, '/']);
      expect((await browser.get('/account')).text).toContain(person.email);
    });

    it('are not asked for where the account has none', async () => {
      const before = await mawa.signIn('auditor');
      await enrol(mawa, before.actor);
      const { asking } = await typedPassword(before.email);
      expect(asking.text).not.toContain('/sign-in/passkey');
    });
  });

  describe('before an act that asks again who is there', () => {
    it('prove it in the session that asked, once', async () => {
      const { device, person } = await withPasskey();
      const elsewhere = await mawa.signInAs(person.email);
      const asked = await person.get('/account/proof').expect(200);
      const passkey = device.sign(optionsOn(asked, '/account/proof/passkey'));
      const theft = await elsewhere.post('/api/v1/session/proof/passkey', { passkey });
      expect(theft.body.code).toBe('access.passkey_wrong');
      await person.submit('/account/proof/passkey', { passkey, next: '/beds' }).expect(303);
      await person.submit('/account/proof/passkey', { passkey }).expect(422);
      const { body } = await person.get('/api/v1/session/proof/passkey');
      const signed = device.sign(body.options as PasskeyOptions);
      await person.post('/api/v1/session/proof/passkey', { passkey: signed }).expect(204);
      expect(await audited('account.prove_passkey', person.actor.userId)).toEqual([
        'refused',
        'done',
        'refused',
        'done',
      ]);
    });

    it('do not prove it with the passkey of somebody else', async () => {
      const { person } = await withPasskey();
      const other = await withPasskey();
      const { body } = await person.get('/api/v1/session/proof/passkey');
      const passkey = other.device.sign(body.options as PasskeyOptions);
      await person.post('/api/v1/session/proof/passkey', { passkey }).expect(422);
    });
  });

  it('tell in no answer whether somebody has this passkey', async () => {
    const { device } = await withPasskey();
    const { options, send } = await stranger();
    const unknown = await send(new PasskeyDevice().sign(options)).expect(401);
    const known = await send(device.sign(options, { origin: 'https://x.example' })).expect(401);
    expect({ ...unknown.body, instance: '' }).toEqual({ ...known.body, instance: '' });
  });
});

describe('without a public address', () => {
  it('passkeys are made for localhost, where the browser stands beside the server', async () => {
    const mawa = await startApp();
    const { body } = await mawa.http().get('/api/v1/session/passkey').expect(200);
    expect(body.options).toMatchObject({
      origin: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      get: { rpId: 'localhost', userVerification: 'required' },
    });
    await mawa.stop();
  });
});
