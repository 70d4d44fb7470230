import { LIMITS, mostGuessesInAWindow } from '../../modules/access/guessing/guess-limits.rules';
import { cookies, joined, PASSWORD, startApp, type TestApp } from '../support/app';

const WRONG = 'ce n’est pas le bon';

/** What one browser keeps, at one address. */
class Browser {
  private jar = '';

  constructor(
    private readonly mawa: TestApp,
    private readonly address: string,
  ) {}

  async signIn(email: string, password: string) {
    const first = await this.get('/api/v1/session');
    return this.keep(
      await this.mawa
        .http()
        .post('/api/v1/session')
        .set({ cookie: this.jar, 'x-forwarded-for': this.address })
        .set('x-csrf-token', (first.body as { csrfToken: string }).csrfToken)
        .send({ email, password }),
    );
  }

  async get(path: string) {
    const call = this.mawa.http().get(path).set('x-forwarded-for', this.address);
    return this.keep(await (this.jar ? call.set('cookie', this.jar) : call));
  }

  cookie(name: string): string | undefined {
    return new RegExp(`(?:^|; )${name}=([^;]+)`).exec(this.jar)?.[1];
  }

  /** The same browser somewhere else. */
  at(address: string): Browser {
    const moved = new Browser(this.mawa, address);
    moved.jar = this.jar;
    return moved;
  }

  private keep<T extends { headers: Record<string, unknown> }>(answer: T): T {
    this.jar = joined(this.jar, cookies(answer as never));
    return answer;
  }
}

describe('guessing a password', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp({ env: { TRUST_PROXY: '127.0.0.1' } })));
  afterAll(() => mawa.stop());

  let hosts = 0;
  const newAddress = () => `198.51.${Math.floor((hosts += 1) / 250)}.${(hosts % 250) + 1}`;
  const account = async () => (await mawa.signIn('auditor')).email;
  const browser = (address = newAddress()) => new Browser(mawa, address);
  /** Each guess from a new browser, all at once; the answers. */
  const guess = (email: string, addresses: readonly string[]) =>
    Promise.all(
      addresses.map(async (address) => (await browser(address).signIn(email, WRONG)).status),
    );
  const times = (count: number, address: string) => new Array<string>(count).fill(address);

  it('keeps the owner out neither at another address nor in a browser they know', async () => {
    const email = await account();
    const known = browser();
    expect((await known.signIn(email, PASSWORD)).status).toBe(201);
    const attacker = newAddress();
    expect(await guess(email, times(9, attacker))).toEqual(new Array(9).fill(401));
    expect((await browser().signIn(email, PASSWORD)).status).toBe(201);
    expect((await known.at(attacker).signIn(email, PASSWORD)).status).toBe(201);
  });

  it('goes on slowly from one address: one guess in a quarter of a minute', async () => {
    const email = await account();
    const address = newAddress();
    expect(await guess(email, times(9, address))).toEqual(new Array(9).fill(401));
    const started = Date.now();
    expect((await browser(address).signIn(email, PASSWORD)).status).toBe(201);
    const seconds = (Date.now() - started) / 1_000;
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThan(20);
  });

  it('tells whoever finds the slow lane full to come back, and where it goes at once', async () => {
    const email = await account();
    const address = newAddress();
    await guess(email, times(9, address));
    const waiting = times(3, address).map(() => browser(address).signIn(email, WRONG));
    await new Promise((done) => setTimeout(done, 1_000));
    const full = await browser(address).signIn(email, PASSWORD);
    expect([full.status, full.body.code]).toEqual([429, 'access.sign_in_waits']);
    expect((await browser().signIn(email, PASSWORD)).status).toBe(201);
    waiting.forEach((answer) => void answer.catch(() => undefined)); // They end with the server.
  });

  it('does not shut a house behind one address out for what one visitor does', async () => {
    const house = newAddress();
    const others = [await account(), await account()];
    const visitor = Array.from({ length: 45 }, (_, n) => `essai${n}@example.org`);
    await Promise.all(visitor.map((email) => guess(email, [house])));
    for (const email of others) {
      expect((await browser(house).signIn(email, PASSWORD)).status).toBe(201);
    }
  });

  it('counts an IPv6 network as one visitor, whatever its addresses', async () => {
    const email = await account();
    const addresses = Array.from({ length: 8 }, (_, n) => `2001:db8:77:1::${n + 1}`);
    await mawa.admin.query(`DELETE FROM rate_limits WHERE key LIKE 'guess-%'`);
    await guess(email, [...addresses, '2001:db8:77:2::1']);
    const { rows } = await mawa.admin.query<{ points: number }>(
      `SELECT points FROM rate_limits WHERE key LIKE 'guess-pair:%' ORDER BY points`,
    );
    expect(rows).toEqual([{ points: 1 }, { points: 8 }]);
  });

  it('of ten addresses at once, no more is checked than the documentation says', async () => {
    const email = await account();
    const networks = Array.from({ length: 10 }, () => newAddress());
    let checked = 0;
    const guesses = networks.flatMap((address) => times(12, address));
    const all = guesses.map(async (address) => {
      const { status } = await browser(address).signIn(email, WRONG);
      if (status === 401) checked += 1;
    });
    const answered = Promise.allSettled(all);
    await Promise.race([answered, new Promise((done) => setTimeout(done, 9_000))]);
    expect(checked).toBeGreaterThan(LIMITS.accountStorm);
    // One more of the slow lane, which opens every quarter of a minute.
    expect(checked).toBeLessThanOrEqual(mostGuessesInAWindow(10) + 1);
  });

  describe('a known browser', () => {
    it('has a budget of its own, and beyond it is a stranger', async () => {
      const email = await account();
      const known = browser();
      await known.signIn(email, PASSWORD);
      for (let n = 0; n < 10; n += 1) expect((await known.signIn(email, WRONG)).status).toBe(401);
      const pairs = () =>
        mawa.admin.query(`SELECT 1 FROM rate_limits WHERE key LIKE 'guess-pair:%'`);
      const before = (await pairs()).rows.length;
      expect((await known.signIn(email, WRONG)).status).toBe(401);
      expect((await pairs()).rows).toHaveLength(before + 1);
    });

    it('keeps a mark that scripts cannot read, of one account each, and no name', async () => {
      const [one, two] = [await account(), await account()];
      const shared = browser();
      await shared.signIn(one, PASSWORD);
      const answer = await shared.signIn(two, PASSWORD);
      const line = ([] as string[])
        .concat(answer.headers['set-cookie'] ?? [])
        .find((text) => text.startsWith('mawa_device='))!;
      expect(line).toMatch(/Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax/);
      expect(shared.cookie('mawa_device')!.split('.')).toHaveLength(2);
      const { rows } = await mawa.admin.query<{ all: string }>(
        `SELECT string_agg(d::text, ' ') AS all FROM known_devices d`,
      );
      for (const token of shared.cookie('mawa_device')!.split('.')) {
        expect(rows[0]!.all).not.toContain(token);
      }
    });

    it.each(['ended', 'link'] as const)('is forgotten: %s', async (how) => {
      const person = await mawa.signIn('auditor');
      const known = browser();
      await known.signIn(person.email, PASSWORD);
      const token = known.cookie('mawa_device')!;
      const isKnown = async () =>
        (
          await mawa.transactions.run(person.actor, (tx) =>
            tx.query<{ d: Buffer | null }>('SELECT known_device(ARRAY[sha256($1)], $2) AS d', [
              Buffer.from(token),
              person.email,
            ]),
          )
        )[0]!.d !== null;
      expect(await isKnown()).toBe(true);
      const admin = await mawa.signIn('administrator');
      const path = `/api/v1/users/${person.actor.userId}`;
      if (how === 'ended') await admin.delete(`${path}/sessions`).expect(200);
      else {
        const second = await mawa.signIn('administrator');
        const { body: asked } = await admin.post(`${path}/password-links`).expect(201);
        const { body } = await second.post(`/api/v1/password-links/${asked.id}/confirmation`);
        const newPassword = 'quatre chevaux sous la pluie';
        const used = await admin.post('/api/v1/password', {
          token: (body as { path: string }).path.split('/').at(-1),
          newPassword,
        });
        expect(used.status).toBe(204);
      }
      expect(await isKnown()).toBe(false);
    });

    it('is seen by its owner and administrators alone, and made by nobody for another', async () => {
      const person = await mawa.signIn('auditor');
      const stranger = await mawa.signIn('case_supervisor');
      await browser().signIn(person.email, PASSWORD);
      const count = (actor: typeof person.actor) =>
        mawa.transactions.run(actor, (tx) =>
          tx.query('SELECT 1 FROM known_devices WHERE user_id = $1', [person.actor.userId]),
        );
      expect((await count(person.actor)).length).toBeGreaterThan(0);
      expect(await count(stranger.actor)).toEqual([]);
      await expect(
        mawa.transactions.run(stranger.actor, (tx) =>
          tx.query(`INSERT INTO known_devices (token_digest, user_id) VALUES (sha256('x'), $1)`, [
            person.actor.userId,
          ]),
        ),
      ).rejects.toThrow(/row-level security/);
    });
  });
});
