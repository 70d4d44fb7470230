import { AuditSealer } from '../../modules/audit';
import { WatchReadings } from '../../modules/oversight';
import { PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';
import { aProgramOf } from '../support/tokens';
import { signInByPassword } from './signing-in';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

describe('a session whose cookie was copied', () => {
  let mawa: TestApp;
  let owner: SignedIn;
  let carried: { cookie: string; token: string };

  beforeAll(async () => {
    mawa = await startApp({ env: { TRUST_PROXY: '127.0.0.1' } });
    owner = await mawa.signIn('reintegration_officer', { language: 'en' });
    carried = await signInByPassword(mawa, owner.email);
    await mawa.admin.query(
      `UPDATE sessions SET device = 'Firefox, Linux', network = '10.1.0.0/16' WHERE user_id = $1 AND second_factor IS NULL`,
      [owner.actor.userId],
    );
  });
  afterAll(() => mawa.stop());

  const get = (path: string, agent: string, address = '10.1.2.3') =>
    mawa
      .http()
      .get(path)
      .set({ cookie: carried.cookie, 'user-agent': agent, 'x-forwarded-for': address });
  const rowsOf = async (action: string) =>
    (await mawa.admin.query('SELECT outcome, origin FROM audit_log WHERE action = $1', [action]))
      .rows;
  const alarms = async () => {
    await mawa.app.get(AuditSealer).seal();
    await mawa.app.get(WatchReadings).run();
    return (
      await mawa.admin.query(
        `SELECT rule, user_id FROM reading_alarms WHERE closed_at IS NULL ORDER BY opened_at, rule`,
      )
    ).rows;
  };

  it('opens what it opens in the browser that signed in', async () => {
    await get('/api/v1/people', FIREFOX).expect(200);
    expect(await rowsOf('session.other_browser')).toEqual([]);
  });

  it('opens nothing in another browser, which is written once and raises an alarm', async () => {
    for (let n = 0; n < 3; n += 1) {
      const { status, body } = await get('/api/v1/people', CHROME);
      expect([status, body.code]).toEqual([403, 'access.proof_elsewhere']);
    }
    const page = await get('/people', CHROME).expect(303);
    expect(page.headers.location).toContain('/account/proof');
    expect(await rowsOf('session.other_browser')).toEqual([{ outcome: 'refused', origin: 'api' }]);
    expect(await alarms()).toEqual([{ rule: 'session_copied', user_id: owner.actor.userId }]);
    // The owner goes on.
    await get('/api/v1/people', FIREFOX).expect(200);
  });

  it('opens nothing to a program that names no browser either', async () => {
    const { status } = await mawa.http().get('/api/v1/people').set('cookie', carried.cookie);
    expect(status).toBe(403);
  });

  it('keeps nobody signed in by that', async () => {
    const seen = async () =>
      (
        await mawa.admin.query(
          'SELECT max(seen_at) AS at FROM sessions WHERE user_id = $1 AND second_factor IS NULL',
          [owner.actor.userId],
        )
      ).rows[0].at as Date;
    const before = await seen();
    mawa.clock.advance(60_000);
    await get('/api/v1/people', CHROME).expect(403);
    expect(await seen()).toEqual(before);
  });

  it('goes on in the other browser once its owner shows there that it is them', async () => {
    const prove = (proof: string) =>
      mawa
        .http()
        .post('/api/v1/session/proof')
        .set({ cookie: carried.cookie, 'x-csrf-token': carried.token, 'user-agent': CHROME })
        .send({ proof });
    await prove('not the password').expect(422);
    await get('/api/v1/people', CHROME).expect(403);
    await prove(PASSWORD).expect(204);
    await get('/api/v1/people', CHROME).expect(200);
    // And no longer in the one before.
    await get('/api/v1/people', FIREFOX).expect(403);
  });

  it('raises an alarm where two networks use it in turns', async () => {
    await mawa.admin.query('DELETE FROM tasks');
    await mawa.admin.query('DELETE FROM reading_alarms');
    mawa.clock.advance(2 * 3_600_000 - 600_000);
    const again = await signInByPassword(mawa, owner.email);
    carried = again;
    for (let n = 0; n < 10; n += 1) {
      mawa.clock.advance(60_000);
      await get('/api/v1/people', '', n % 2 ? '10.1.2.3' : '203.0.113.9').expect(200);
    }
    expect((await rowsOf('session.other_network')).length).toBeGreaterThanOrEqual(8);
    expect(await alarms()).toContainEqual({ rule: 'session_copied', user_id: owner.actor.userId });
  });

  it('moves within one network without a word', async () => {
    const before = (await rowsOf('session.other_network')).length;
    for (const address of ['10.1.2.3', '10.1.77.4', '10.1.2.9'])
      await get('/api/v1/people', '', address).expect(200);
    expect((await rowsOf('session.other_network')).length - before).toBeLessThanOrEqual(1);
  });

  it('raises an alarm where a token comes from a network that it never came from', async () => {
    await mawa.admin.query('DELETE FROM tasks');
    await mawa.admin.query('DELETE FROM reading_alarms');
    const program = await aProgramOf(mawa, owner);
    // The last use is written once a minute.
    const call = (address: string) => {
      mawa.clock.advance(61_000);
      return mawa
        .http()
        .get('/api/v1/people')
        .set({ authorization: `Bearer ${program.token}`, 'x-forwarded-for': address })
        .expect(200);
    };
    await call('198.51.100.7');
    await call('198.51.100.7');
    expect(await rowsOf('token.new_network')).toEqual([]);
    await call('203.0.113.80');
    await call('203.0.113.80');
    await call('198.51.100.7');
    expect(await rowsOf('token.new_network')).toEqual([{ outcome: 'done', origin: 'token' }]);
    expect(await alarms()).toContainEqual({ rule: 'token_elsewhere', user_id: owner.actor.userId });
  });
});
