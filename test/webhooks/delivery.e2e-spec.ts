import { createSocket, type Socket } from 'node:dgram';
import { lookup, Resolver } from 'node:dns/promises';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { HostLookup } from '../../modules/webhooks';
import { FAILING_DAYS } from '../../modules/webhooks/delivery.rules';
import { WebhookRequests } from '../../modules/webhooks/webhook-requests.service';
import { verify } from './receiver';
import { type MadeEndpoint, WebhookFixture } from './webhook-fixture';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('events of a webhook endpoint', () => {
  let fixture: WebhookFixture;
  let endpoint: MadeEndpoint;
  beforeAll(async () => (fixture = await WebhookFixture.start()));
  beforeEach(async () => {
    await fixture.pass(MINUTE);
    endpoint = await fixture.inForce();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await fixture.clear();
  });
  afterAll(() => fixture.stop());

  const ids = () => fixture.receiver.received.map(({ id }) => id);
  const errors = async () =>
    (await fixture.log(endpoint.id)).flatMap(({ attempts }) => attempts.map(({ error }) => error));
  /** As a schedule would, every minute. */
  const sendFor = async (milliseconds: number, every = MINUTE) => {
    for (let passed = 0; passed < milliseconds; passed += every) {
      fixture.mawa.clock.advance(every);
      await fixture.send();
    }
    await fixture.pass(0);
  };

  it('are signed so that the library of Standard Webhooks verifies them', async () => {
    await fixture.remind();
    await fixture.send();
    const [event, ...more] = fixture.receiver.received;
    expect(more).toEqual([]);
    const now = fixture.mawa.clock.now();
    expect(verify(endpoint.secret, event!, now)).toEqual({
      type: 'report.due',
      timestamp: now.toISOString(),
      data: { grantId: fixture.grantId },
    });
    const another = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    expect(() => verify(another, event!, now)).toThrow('No matching signature');
    const changed = { ...event!, body: event!.body.replace('due', 'new') };
    expect(() => verify(endpoint.secret, changed, now)).toThrow('No matching signature');
    const late = new Date(now.getTime() + 10 * MINUTE);
    expect(() => verify(endpoint.secret, event!, late)).toThrow('too old');
  });

  it('are missed by no receiver that was down for an hour, and come to it once each', async () => {
    fixture.receiver.status = null;
    for (let n = 0; n < 30; n += 1) {
      await fixture.remind();
      await sendFor(2 * MINUTE);
    }
    expect(fixture.receiver.received).toEqual([]);
    expect(await fixture.look(endpoint.id)).toMatchObject({ state: 'in_force', waiting: 30 });
    fixture.receiver.status = 200;
    await sendFor(HOUR);
    const written = (await fixture.log(endpoint.id)).map(({ id }) => id);
    expect(written).toHaveLength(30);
    expect(ids().sort()).toEqual(written.sort());
    for (const event of fixture.receiver.received) expect(event.type).toBe('report.due');
    expect(await fixture.look(endpoint.id)).toMatchObject({ waiting: 0, failed: 0 });
  });

  it('wait longer after each failure, and are not sent before their time', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    fixture.receiver.status = 503;
    await fixture.remind();
    await fixture.send();
    await fixture.send();
    expect(fixture.receiver.received).toHaveLength(1);
    for (const [pause, attempts] of [
      [29, 1],
      [1, 2],
      [119, 2],
      [1, 3],
      [599, 3],
      [1, 4],
    ] as const) {
      fixture.mawa.clock.advance(pause * 1000);
      await fixture.send();
      expect(fixture.receiver.received).toHaveLength(attempts);
    }
    expect(new Set(ids()).size).toBe(1);
    await fixture.pass(0);
    expect(await errors()).toEqual(Array(4).fill('status'));
  });

  it('are given up after twelve refusals where the receiver accepts others', async () => {
    await fixture.remind();
    fixture.receiver.status = 400;
    for (let n = 0; n < 12; n += 1) {
      await fixture.send();
      // Something else is accepted meanwhile.
      await fixture.mawa.admin.query('UPDATE webhook_endpoints SET failing_since = NULL');
      fixture.mawa.clock.advance(2 * DAY);
    }
    await fixture.pass(0);
    expect(await fixture.log(endpoint.id)).toMatchObject([{ state: 'failed' }]);
    await fixture.send();
    expect(fixture.receiver.received).toHaveLength(12);
  });

  it('are kept for an endpoint that suspends itself, with a task for administrators, and go out when it is resumed', async () => {
    fixture.receiver.status = 500;
    await fixture.remind();
    await sendFor((FAILING_DAYS + 1) * DAY, HOUR);
    expect(await fixture.look(endpoint.id)).toMatchObject({
      state: 'suspended',
      suspendedWhy: 'failing',
      waiting: 1,
    });
    const tasks = (await fixture.one.get('/tasks').expect(200)).text;
    expect(tasks).toContain(`/admin/webhooks/${endpoint.id}`);
    expect(tasks).not.toContain('Rien n’attend');
    const before = fixture.receiver.received.length;
    fixture.receiver.clear();
    await fixture.remind();
    await sendFor(DAY, HOUR);
    expect(fixture.receiver.received).toEqual([]);
    await fixture.one.delete(`/api/v1/webhooks/${endpoint.id}/suspension`).expect(204);
    await fixture.send();
    expect(new Set(ids()).size).toBe(2);
    expect(ids()).toHaveLength(2);
    expect(before).toBeGreaterThan(5);
    expect((await fixture.one.get('/tasks').expect(200)).text).toContain('Rien n’attend');
  });

  it('end with the answer 410, and none is written any more', async () => {
    fixture.receiver.status = 410;
    await fixture.remind();
    await fixture.remind();
    await fixture.send();
    await fixture.remind();
    expect(await fixture.look(endpoint.id)).toMatchObject({ state: 'ended', endedWhy: 'gone' });
    expect(await fixture.log(endpoint.id)).toHaveLength(2);
    fixture.receiver.clear();
    await sendFor(HOUR);
    expect(fixture.receiver.received).toEqual([]);
  });

  it('are sent by one of several servers that send at once', async () => {
    for (let n = 0; n < 8; n += 1) await fixture.remind();
    await Promise.all([fixture.send(), fixture.send(), fixture.send(), fixture.send()]);
    expect(ids()).toHaveLength(8);
    expect(new Set(ids()).size).toBe(8);
  });

  it('are sent again with the same id where the server died between sending and marking', async () => {
    await fixture.remind();
    const requests = fixture.mawa.app.get(WebhookRequests);
    const post = requests.post.bind(requests);
    jest.spyOn(requests, 'post').mockImplementationOnce(async (...call) => {
      const outcome = await post(...call);
      const ends = new Error('the process ends here');
      jest
        .spyOn(fixture.mawa.transactions, 'run')
        .mockRejectedValueOnce(ends)
        .mockRejectedValueOnce(ends);
      return outcome;
    });
    await fixture.send();
    jest.restoreAllMocks();
    expect(await fixture.log(endpoint.id)).toMatchObject([{ state: 'waiting', attempts: [] }]);
    await fixture.send();
    expect(ids()).toHaveLength(1);
    fixture.mawa.clock.advance(MINUTE);
    await fixture.send();
    expect(ids()).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
    expect(fixture.receiver.received[0]!.body).toBe(fixture.receiver.received[1]!.body);
    expect(await fixture.log(endpoint.id)).toMatchObject([{ state: 'delivered' }]);
  });

  it('are written with the change or not at all', async () => {
    await expect(
      fixture.mawa.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
        await tx.query(
          `INSERT INTO report_reminders (kind, grant_id, period_from, period_until, due_on)
           VALUES ('quarterly', $1, '1999-01-01', '1999-04-01', '2026-12-01')`,
          [fixture.grantId],
        );
        throw new Error('the change fails');
      }),
    ).rejects.toThrow('the change fails');
    expect(await fixture.log(endpoint.id)).toEqual([]);
  });

  it('are refused with an answer whose status HTTP does not know, and are tried again later', async () => {
    fixture.receiver.status = 999;
    await fixture.remind();
    await fixture.send();
    await fixture.pass(0);
    const [event] = await fixture.log(endpoint.id);
    expect(event).toMatchObject({
      state: 'waiting',
      attempts: [{ status: null, error: 'answer' }],
    });
    expect(new Date(event!.nextAt).getTime()).toBeLessThan(
      fixture.mawa.clock.now().getTime() + 37_000,
    );
    expect(await fixture.look(endpoint.id)).toMatchObject({
      failingSince: fixture.mawa.clock.now().toISOString(),
    });
    const { text } = await fixture.one.get(`/admin/webhooks/${endpoint.id}`).expect(200);
    expect(text).toContain('la réponse n’a pas de statut HTTP valable');
  });

  it('of an endpoint whose secret cannot be opened fail, and those of others are sent', async () => {
    const other = await fixture.inForce();
    await fixture.mawa.admin.query(
      `UPDATE webhook_secrets SET secret = '\\x00' WHERE endpoint_id = $1`,
      [endpoint.id],
    );
    await fixture.remind();
    await fixture.send();
    expect(await fixture.log(other.id)).toMatchObject([{ state: 'delivered' }]);
    expect(await errors()).toEqual(['internal']);
    expect(await fixture.look(endpoint.id)).toMatchObject({
      failingSince: fixture.mawa.clock.now().toISOString(),
    });
  });

  it('are given up after however many attempts, and those of others are sent', async () => {
    const other = await fixture.inForce();
    await fixture.remind();
    await fixture.mawa.admin.query(
      'UPDATE webhook_deliveries SET attempts = 32767 WHERE endpoint_id = $1',
      [endpoint.id],
    );
    fixture.receiver.status = 500;
    await fixture.send();
    expect(await fixture.log(endpoint.id)).toMatchObject([{ state: 'failed' }]);
    expect(await fixture.log(other.id)).toMatchObject([{ state: 'waiting' }]);
    expect(ids()).toHaveLength(2);
  });

  it('follow no redirect', async () => {
    fixture.receiver.status = 302;
    fixture.receiver.headers = { location: fixture.receiver.address };
    await fixture.remind();
    await fixture.send();
    expect(ids()).toHaveLength(1);
    expect(await errors()).toEqual(['redirect']);
  });

  it('go to no private address that a name resolves to, and to the address that was checked', async () => {
    const address = 'https://hooks.example.org/mawa';
    endpoint = await fixture.inForce({ address });
    const hosts = jest.spyOn(fixture.mawa.app.get(HostLookup), 'addressesOf');
    const attempt = async (answers: readonly string[]) => {
      hosts.mockResolvedValueOnce(answers.map((one) => ({ address: one, family: 4 })));
      hosts.mockClear();
      return fixture.mawa.app.get(WebhookRequests).post(address, {}, '{}');
    };
    for (const answers of [
      ['127.0.0.1'],
      ['10.1.2.3'],
      ['169.254.169.254'],
      ['93.184.216.34', '192.168.1.1'],
      ['::1'],
      ['fd00::1'],
      ['::ffff:127.0.0.1'],
    ])
      expect(await attempt(answers)).toEqual({ status: null, error: 'address' });
    expect(await attempt([])).toEqual({ status: null, error: 'name' });
  });

  describe('of a name', () => {
    let silent: Socket;
    let questions: number;
    beforeEach(async () => {
      questions = 0;
      silent = createSocket('udp4', () => (questions += 1));
      await new Promise<void>((done) => silent.bind(0, '127.0.0.1', done));
    });
    afterEach(() => new Promise<void>((done) => void silent.close(done)));

    const asks = (port: number) =>
      jest.spyOn(fixture.mawa.app.get(HostLookup), 'resolver').mockImplementation(() => {
        const resolver = new Resolver({ timeout: 1500, tries: 1 });
        resolver.setServers([`127.0.0.1:${port}`]);
        return resolver;
      });
    const silentPort = () => (silent.address() as AddressInfo).port;

    it('that DNS does not answer fail by themselves, with one question for all of a round', async () => {
      asks(silentPort());
      const hanging = await fixture.inForce({ address: 'https://hooks.example.org/mawa' });
      for (let n = 0; n < 6; n += 1) await fixture.remind();
      const sending = fixture.send();
      // Names of the own network have the threads of libuv for themselves.
      await expect(
        Promise.race([lookup('localhost').then(() => 'found'), setTimeout(1000, 'waits')]),
      ).resolves.toBe('found');
      await sending;
      expect(ids()).toHaveLength(6);
      const log = await fixture.log(hanging.id);
      expect(log.flatMap(({ attempts }) => attempts.map(({ error }) => error))).toEqual(
        Array(6).fill('timeout'),
      );
      // Of IPv4 and of IPv6.
      expect(questions).toBe(2);
      expect(await fixture.look(endpoint.id)).toMatchObject({ failingSince: null });
      expect(await fixture.look(hanging.id)).toMatchObject({
        failingSince: fixture.mawa.clock.now().toISOString(),
      });
    });

    it('that was never looked up are put off, and that is no failure of the receiver', async () => {
      const hosts = jest.spyOn(fixture.mawa.app.get(HostLookup), 'addressesOf');
      asks(1);
      const unheard = await fixture.inForce({ address: 'https://hooks.example.org/mawa' });
      await fixture.remind();
      for (let n = 0; n < 15; n += 1) {
        await fixture.send();
        fixture.mawa.clock.advance(5 * MINUTE);
      }
      await fixture.pass(0);
      expect(hosts).toHaveBeenCalledTimes(15);
      expect(await fixture.look(unheard.id)).toMatchObject({ failingSince: null, waiting: 1 });
      const [event] = await fixture.log(unheard.id);
      expect(event!.attempts.map(({ error }) => error)).toEqual(Array(15).fill('resolver'));
      const { text } = await fixture.one.get(`/admin/webhooks/${unheard.id}`).expect(200);
      expect(text).toContain('aucun serveur DNS n’a répondu');
    });

    it('of an origin that the operator allows are looked up as the machine does', async () => {
      const resolver = asks(1);
      const hosts = fixture.mawa.app.get(HostLookup);
      expect((await hosts.addressesOf('localhost', true)).map(({ address }) => address)).toContain(
        '127.0.0.1',
      );
      expect(resolver).not.toHaveBeenCalled();
    });
  });

  it('are written while an endpoint is locked, by the sender or by an administrator', async () => {
    const { admin } = fixture.mawa;
    /** A row of the endpoint is locked, and what waits for it holds the endpoint. */
    const whileLocked = async (lock: string, waiting: () => Promise<unknown>) => {
      await admin.query('BEGIN');
      await admin.query(lock);
      const waits = waiting();
      try {
        for (;;) {
          const { rowCount } = await admin.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          if (rowCount) break;
          await setTimeout(20);
        }
        return await Promise.race([
          fixture.remind().then(() => 'written'),
          setTimeout(3000, 'waits', { ref: false }),
        ]);
      } finally {
        await admin.query('COMMIT');
        await waits;
      }
    };
    await fixture.remind();
    const sending = () => fixture.send();
    expect(await whileLocked('LOCK webhook_attempts IN SHARE MODE', sending)).toBe('written');
    await fixture.one.post(`/api/v1/webhooks/${endpoint.id}/suspension`).expect(204);
    await fixture.remind();
    const resuming = () =>
      fixture.one.delete(`/api/v1/webhooks/${endpoint.id}/suspension`).expect(204);
    expect(
      await whileLocked(`SELECT FROM webhook_deliveries WHERE state = 'waiting' FOR UPDATE`, () =>
        Promise.resolve(resuming()),
      ),
    ).toBe('written');
  });

  it('ask for the address of a name once, so that it cannot become another before the connection', async () => {
    const { port } = new URL(fixture.receiver.origin);
    const requests = fixture.mawa.app.get(WebhookRequests);
    const origin = `http://hooks.example.org:${port}`;
    jest.replaceProperty(requests, 'allowedOrigins', [origin]);
    const hosts = jest
      .spyOn(fixture.mawa.app.get(HostLookup), 'addressesOf')
      .mockResolvedValueOnce([{ address: '127.0.0.1', family: 4 }])
      .mockResolvedValue([{ address: '127.0.0.2', family: 4 }]);
    // The name of RFC 2606 leads nowhere of itself: only the address that was checked answers.
    expect(await requests.post(`${origin}/mawa`, {}, '{}')).toEqual({ status: 200, error: null });
    expect(hosts).toHaveBeenCalledTimes(1);
  });

  it('carry the signatures of both secrets during a rotation, and then of the new one alone', async () => {
    const { body } = await fixture.one.post(`/api/v1/webhooks/${endpoint.id}/secrets`).expect(201);
    const renewed = (body as { secret: string }).secret;
    expect(renewed).not.toBe(endpoint.secret);
    await fixture.remind();
    await fixture.send();
    const [during] = fixture.receiver.received;
    for (const secret of [endpoint.secret, renewed])
      expect(verify(secret, during!, fixture.mawa.clock.now())).toMatchObject({
        type: 'report.due',
      });
    await fixture.pass(DAY);
    await fixture.remind();
    await fixture.send();
    const after = fixture.receiver.received.at(-1)!;
    expect(verify(renewed, after, fixture.mawa.clock.now())).toMatchObject({ type: 'report.due' });
    expect(() => verify(endpoint.secret, after, fixture.mawa.clock.now())).toThrow();
  });

  it('are sent again by hand, one or all since an instant, with their ids, and that is audited', async () => {
    await fixture.remind();
    await fixture.send();
    await fixture.pass(HOUR);
    const since = fixture.mawa.clock.now().toISOString();
    await fixture.remind();
    await fixture.remind();
    await fixture.send();
    const [latest] = await fixture.log(endpoint.id);
    const sent = ids();
    fixture.receiver.clear();
    const here = `/api/v1/webhooks/${endpoint.id}`;
    await fixture.one.post(`${here}/deliveries/${latest!.id}/replay`).expect(201);
    await fixture.send();
    expect(ids()).toEqual([latest!.id]);
    fixture.receiver.clear();
    const all = await fixture.one.post(`${here}/replays`, { since }).expect(201);
    expect(all.body).toEqual({ deliveries: 2 });
    await fixture.send();
    expect(ids().sort()).toEqual(sent.slice(1).sort());
    const { rows } = await fixture.mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'webhooks.replay' AND $1 = ANY (subject_ids)`,
      [endpoint.id],
    );
    expect(rows).toEqual([{ n: 2 }]);
    const unknown = '00000000-0000-4000-8000-0000000000aa';
    await fixture.one.post(`${here}/deliveries/${unknown}/replay`).expect(404);
  });

  it('can be tried with a test event', async () => {
    await fixture.one.post(`/api/v1/webhooks/${endpoint.id}/tests`).expect(201);
    await fixture.send();
    expect(fixture.receiver.received).toMatchObject([
      { type: 'webhook.test', data: { endpointId: endpoint.id } },
    ]);
  });

  it('are kept for thirty days', async () => {
    await fixture.remind();
    await fixture.send();
    const prune = () =>
      fixture.mawa.transactions.run(HOUSEKEEPING_ACTOR, (tx) => tx.query('SELECT prune_records()'));
    await fixture.pass(30 * DAY - MINUTE);
    await prune();
    expect(await fixture.log(endpoint.id)).toHaveLength(1);
    await fixture.pass(2 * MINUTE);
    await prune();
    expect(await fixture.log(endpoint.id)).toEqual([]);
  });

  it('are not sent from a programme of invented people', async () => {
    const { admin, clock } = fixture.mawa;
    await fixture.remind();
    await admin.query('INSERT INTO installation (synthetic, made_at) VALUES (true, $1)', [
      clock.now(),
    ]);
    try {
      await fixture.send();
      expect(fixture.receiver.received).toEqual([]);
      expect(await fixture.log(endpoint.id)).toMatchObject([{ state: 'waiting', attempts: [] }]);
    } finally {
      await admin.query('DELETE FROM installation');
    }
    await fixture.send();
    expect(ids()).toHaveLength(1);
  });
});
