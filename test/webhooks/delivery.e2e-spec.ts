import { createSocket, type Socket } from 'node:dgram';
import { lookup, Resolver } from 'node:dns/promises';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { HostLookup } from '../../modules/webhooks';
import { FAILING_DAYS } from '../../modules/webhooks/delivery.rules';
import { WebhookRequests } from '../../modules/webhooks/webhook-requests.service';
import { verify } from './receiver';
import { type MadeEndpoint, WebhookScene } from './webhook-scene';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('events of a webhook endpoint', () => {
  let scene: WebhookScene;
  let endpoint: MadeEndpoint;
  beforeAll(async () => (scene = await WebhookScene.start()));
  beforeEach(async () => {
    await scene.pass(MINUTE);
    endpoint = await scene.inForce();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await scene.clear();
  });
  afterAll(() => scene.stop());

  const ids = () => scene.receiver.received.map(({ id }) => id);
  const errors = async () =>
    (await scene.log(endpoint.id)).flatMap(({ attempts }) => attempts.map(({ error }) => error));
  /** As a schedule would, every minute. */
  const sendFor = async (milliseconds: number, every = MINUTE) => {
    for (let passed = 0; passed < milliseconds; passed += every) {
      scene.mawa.clock.advance(every);
      await scene.send();
    }
    await scene.pass(0);
  };

  it('are signed so that the library of Standard Webhooks verifies them', async () => {
    await scene.remind();
    await scene.send();
    const [event, ...more] = scene.receiver.received;
    expect(more).toEqual([]);
    const now = scene.mawa.clock.now();
    expect(verify(endpoint.secret, event!, now)).toEqual({
      type: 'report.due',
      timestamp: now.toISOString(),
      data: { grantId: scene.grantId },
    });
    const another = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    expect(() => verify(another, event!, now)).toThrow('No matching signature');
    const changed = { ...event!, body: event!.body.replace('due', 'new') };
    expect(() => verify(endpoint.secret, changed, now)).toThrow('No matching signature');
    const late = new Date(now.getTime() + 10 * MINUTE);
    expect(() => verify(endpoint.secret, event!, late)).toThrow('too old');
  });

  it('are missed by no receiver that was down for an hour, and come to it once each', async () => {
    scene.receiver.status = null;
    for (let n = 0; n < 30; n += 1) {
      await scene.remind();
      await sendFor(2 * MINUTE);
    }
    expect(scene.receiver.received).toEqual([]);
    expect(await scene.look(endpoint.id)).toMatchObject({ state: 'in_force', waiting: 30 });
    scene.receiver.status = 200;
    await sendFor(HOUR);
    const written = (await scene.log(endpoint.id)).map(({ id }) => id);
    expect(written).toHaveLength(30);
    expect(ids().sort()).toEqual(written.sort());
    for (const event of scene.receiver.received) expect(event.type).toBe('report.due');
    expect(await scene.look(endpoint.id)).toMatchObject({ waiting: 0, failed: 0 });
  });

  it('wait longer after each failure, and are not sent before their time', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    scene.receiver.status = 503;
    await scene.remind();
    await scene.send();
    await scene.send();
    expect(scene.receiver.received).toHaveLength(1);
    for (const [pause, attempts] of [
      [29, 1],
      [1, 2],
      [119, 2],
      [1, 3],
      [599, 3],
      [1, 4],
    ] as const) {
      scene.mawa.clock.advance(pause * 1000);
      await scene.send();
      expect(scene.receiver.received).toHaveLength(attempts);
    }
    expect(new Set(ids()).size).toBe(1);
    await scene.pass(0);
    expect(await errors()).toEqual(Array(4).fill('status'));
  });

  it('are given up after twelve refusals where the receiver accepts others', async () => {
    await scene.remind();
    scene.receiver.status = 400;
    for (let n = 0; n < 12; n += 1) {
      await scene.send();
      // Something else is accepted meanwhile.
      await scene.mawa.admin.query('UPDATE webhook_endpoints SET failing_since = NULL');
      scene.mawa.clock.advance(2 * DAY);
    }
    await scene.pass(0);
    expect(await scene.log(endpoint.id)).toMatchObject([{ state: 'failed' }]);
    await scene.send();
    expect(scene.receiver.received).toHaveLength(12);
  });

  it('are kept for an endpoint that suspends itself, with a task for administrators, and go out when it is resumed', async () => {
    scene.receiver.status = 500;
    await scene.remind();
    await sendFor((FAILING_DAYS + 1) * DAY, HOUR);
    expect(await scene.look(endpoint.id)).toMatchObject({
      state: 'suspended',
      suspendedWhy: 'failing',
      waiting: 1,
    });
    const tasks = (await scene.one.get('/tasks').expect(200)).text;
    expect(tasks).toContain(`/admin/webhooks/${endpoint.id}`);
    expect(tasks).not.toContain('Rien n’attend');
    const before = scene.receiver.received.length;
    scene.receiver.clear();
    await scene.remind();
    await sendFor(DAY, HOUR);
    expect(scene.receiver.received).toEqual([]);
    await scene.one.delete(`/api/v1/webhooks/${endpoint.id}/suspension`).expect(204);
    await scene.send();
    expect(new Set(ids()).size).toBe(2);
    expect(ids()).toHaveLength(2);
    expect(before).toBeGreaterThan(5);
    expect((await scene.one.get('/tasks').expect(200)).text).toContain('Rien n’attend');
  });

  it('end with the answer 410, and none is written any more', async () => {
    scene.receiver.status = 410;
    await scene.remind();
    await scene.remind();
    await scene.send();
    await scene.remind();
    expect(await scene.look(endpoint.id)).toMatchObject({ state: 'ended', endedWhy: 'gone' });
    expect(await scene.log(endpoint.id)).toHaveLength(2);
    scene.receiver.clear();
    await sendFor(HOUR);
    expect(scene.receiver.received).toEqual([]);
  });

  it('are sent by one of several servers that send at once', async () => {
    for (let n = 0; n < 8; n += 1) await scene.remind();
    await Promise.all([scene.send(), scene.send(), scene.send(), scene.send()]);
    expect(ids()).toHaveLength(8);
    expect(new Set(ids()).size).toBe(8);
  });

  it('are sent again with the same id where the server died between sending and marking', async () => {
    await scene.remind();
    const requests = scene.mawa.app.get(WebhookRequests);
    const post = requests.post.bind(requests);
    jest.spyOn(requests, 'post').mockImplementationOnce(async (...call) => {
      const outcome = await post(...call);
      const ends = new Error('the process ends here');
      jest
        .spyOn(scene.mawa.transactions, 'run')
        .mockRejectedValueOnce(ends)
        .mockRejectedValueOnce(ends);
      return outcome;
    });
    await scene.send();
    jest.restoreAllMocks();
    expect(await scene.log(endpoint.id)).toMatchObject([{ state: 'waiting', attempts: [] }]);
    await scene.send();
    expect(ids()).toHaveLength(1);
    scene.mawa.clock.advance(MINUTE);
    await scene.send();
    expect(ids()).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
    expect(scene.receiver.received[0]!.body).toBe(scene.receiver.received[1]!.body);
    expect(await scene.log(endpoint.id)).toMatchObject([{ state: 'delivered' }]);
  });

  it('are written with the change or not at all', async () => {
    await expect(
      scene.mawa.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
        await tx.query(
          `INSERT INTO report_reminders (kind, grant_id, period_from, period_until, due_on)
           VALUES ('quarterly', $1, '1999-01-01', '1999-04-01', '2026-12-01')`,
          [scene.grantId],
        );
        throw new Error('the change fails');
      }),
    ).rejects.toThrow('the change fails');
    expect(await scene.log(endpoint.id)).toEqual([]);
  });

  it('are refused with an answer whose status HTTP does not know, and are tried again later', async () => {
    scene.receiver.status = 999;
    await scene.remind();
    await scene.send();
    await scene.pass(0);
    const [event] = await scene.log(endpoint.id);
    expect(event).toMatchObject({
      state: 'waiting',
      attempts: [{ status: null, error: 'answer' }],
    });
    expect(new Date(event!.nextAt).getTime()).toBeLessThan(
      scene.mawa.clock.now().getTime() + 37_000,
    );
    expect(await scene.look(endpoint.id)).toMatchObject({
      failingSince: scene.mawa.clock.now().toISOString(),
    });
    const { text } = await scene.one.get(`/admin/webhooks/${endpoint.id}`).expect(200);
    expect(text).toContain('la réponse n’a pas de statut HTTP valable');
  });

  it('of an endpoint whose secret cannot be opened fail, and those of others are sent', async () => {
    const other = await scene.inForce();
    await scene.mawa.admin.query(
      `UPDATE webhook_secrets SET secret = '\\x00' WHERE endpoint_id = $1`,
      [endpoint.id],
    );
    await scene.remind();
    await scene.send();
    expect(await scene.log(other.id)).toMatchObject([{ state: 'delivered' }]);
    expect(await errors()).toEqual(['internal']);
    expect(await scene.look(endpoint.id)).toMatchObject({
      failingSince: scene.mawa.clock.now().toISOString(),
    });
  });

  it('are given up after however many attempts, and those of others are sent', async () => {
    const other = await scene.inForce();
    await scene.remind();
    await scene.mawa.admin.query(
      'UPDATE webhook_deliveries SET attempts = 32767 WHERE endpoint_id = $1',
      [endpoint.id],
    );
    scene.receiver.status = 500;
    await scene.send();
    expect(await scene.log(endpoint.id)).toMatchObject([{ state: 'failed' }]);
    expect(await scene.log(other.id)).toMatchObject([{ state: 'waiting' }]);
    expect(ids()).toHaveLength(2);
  });

  it('follow no redirect', async () => {
    scene.receiver.status = 302;
    scene.receiver.headers = { location: scene.receiver.address };
    await scene.remind();
    await scene.send();
    expect(ids()).toHaveLength(1);
    expect(await errors()).toEqual(['redirect']);
  });

  it('go to no private address that a name resolves to, and to the address that was checked', async () => {
    const address = 'https://hooks.example.org/mawa';
    endpoint = await scene.inForce({ address });
    const hosts = jest.spyOn(scene.mawa.app.get(HostLookup), 'addressesOf');
    const attempt = async (answers: readonly string[]) => {
      hosts.mockResolvedValueOnce(answers.map((one) => ({ address: one, family: 4 })));
      hosts.mockClear();
      return scene.mawa.app.get(WebhookRequests).post(address, {}, '{}');
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
      jest.spyOn(scene.mawa.app.get(HostLookup), 'resolver').mockImplementation(() => {
        const resolver = new Resolver({ timeout: 1500, tries: 1 });
        resolver.setServers([`127.0.0.1:${port}`]);
        return resolver;
      });
    const silentPort = () => (silent.address() as AddressInfo).port;

    it('that DNS does not answer fail by themselves, with one question for all of a round', async () => {
      asks(silentPort());
      const hanging = await scene.inForce({ address: 'https://hooks.example.org/mawa' });
      for (let n = 0; n < 6; n += 1) await scene.remind();
      const sending = scene.send();
      // Names of the own network have the threads of libuv for themselves.
      await expect(
        Promise.race([lookup('localhost').then(() => 'found'), setTimeout(1000, 'waits')]),
      ).resolves.toBe('found');
      await sending;
      expect(ids()).toHaveLength(6);
      const log = await scene.log(hanging.id);
      expect(log.flatMap(({ attempts }) => attempts.map(({ error }) => error))).toEqual(
        Array(6).fill('timeout'),
      );
      // Of IPv4 and of IPv6.
      expect(questions).toBe(2);
      expect(await scene.look(endpoint.id)).toMatchObject({ failingSince: null });
      expect(await scene.look(hanging.id)).toMatchObject({
        failingSince: scene.mawa.clock.now().toISOString(),
      });
    });

    it('that was never looked up are put off, and that is no failure of the receiver', async () => {
      const hosts = jest.spyOn(scene.mawa.app.get(HostLookup), 'addressesOf');
      asks(1);
      const unheard = await scene.inForce({ address: 'https://hooks.example.org/mawa' });
      await scene.remind();
      for (let n = 0; n < 15; n += 1) {
        await scene.send();
        scene.mawa.clock.advance(5 * MINUTE);
      }
      await scene.pass(0);
      expect(hosts).toHaveBeenCalledTimes(15);
      expect(await scene.look(unheard.id)).toMatchObject({ failingSince: null, waiting: 1 });
      const [event] = await scene.log(unheard.id);
      expect(event!.attempts.map(({ error }) => error)).toEqual(Array(15).fill('resolver'));
      const { text } = await scene.one.get(`/admin/webhooks/${unheard.id}`).expect(200);
      expect(text).toContain('aucun serveur DNS n’a répondu');
    });

    it('of an origin that the operator allows are looked up as the machine does', async () => {
      const resolver = asks(1);
      const hosts = scene.mawa.app.get(HostLookup);
      expect((await hosts.addressesOf('localhost', true)).map(({ address }) => address)).toContain(
        '127.0.0.1',
      );
      expect(resolver).not.toHaveBeenCalled();
    });
  });

  it('are written while an endpoint is locked, by the sender or by an administrator', async () => {
    const { admin } = scene.mawa;
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
          scene.remind().then(() => 'written'),
          setTimeout(3000, 'waits', { ref: false }),
        ]);
      } finally {
        await admin.query('COMMIT');
        await waits;
      }
    };
    await scene.remind();
    const sending = () => scene.send();
    expect(await whileLocked('LOCK webhook_attempts IN SHARE MODE', sending)).toBe('written');
    await scene.one.post(`/api/v1/webhooks/${endpoint.id}/suspension`).expect(204);
    await scene.remind();
    const resuming = () =>
      scene.one.delete(`/api/v1/webhooks/${endpoint.id}/suspension`).expect(204);
    expect(
      await whileLocked(`SELECT FROM webhook_deliveries WHERE state = 'waiting' FOR UPDATE`, () =>
        Promise.resolve(resuming()),
      ),
    ).toBe('written');
  });

  it('ask for the address of a name once, so that it cannot become another before the connection', async () => {
    const { port } = new URL(scene.receiver.origin);
    const requests = scene.mawa.app.get(WebhookRequests);
    const origin = `http://hooks.example.org:${port}`;
    jest.replaceProperty(requests, 'allowedOrigins', [origin]);
    const hosts = jest
      .spyOn(scene.mawa.app.get(HostLookup), 'addressesOf')
      .mockResolvedValueOnce([{ address: '127.0.0.1', family: 4 }])
      .mockResolvedValue([{ address: '127.0.0.2', family: 4 }]);
    // The name of RFC 2606 leads nowhere of itself: only the address that was checked answers.
    expect(await requests.post(`${origin}/mawa`, {}, '{}')).toEqual({ status: 200, error: null });
    expect(hosts).toHaveBeenCalledTimes(1);
  });

  it('carry the signatures of both secrets during a rotation, and then of the new one alone', async () => {
    const { body } = await scene.one.post(`/api/v1/webhooks/${endpoint.id}/secrets`).expect(201);
    const renewed = (body as { secret: string }).secret;
    expect(renewed).not.toBe(endpoint.secret);
    await scene.remind();
    await scene.send();
    const [during] = scene.receiver.received;
    for (const secret of [endpoint.secret, renewed])
      expect(verify(secret, during!, scene.mawa.clock.now())).toMatchObject({ type: 'report.due' });
    await scene.pass(DAY);
    await scene.remind();
    await scene.send();
    const after = scene.receiver.received.at(-1)!;
    expect(verify(renewed, after, scene.mawa.clock.now())).toMatchObject({ type: 'report.due' });
    expect(() => verify(endpoint.secret, after, scene.mawa.clock.now())).toThrow();
  });

  it('are sent again by hand, one or all since an instant, with their ids, and that is audited', async () => {
    await scene.remind();
    await scene.send();
    await scene.pass(HOUR);
    const since = scene.mawa.clock.now().toISOString();
    await scene.remind();
    await scene.remind();
    await scene.send();
    const [latest] = await scene.log(endpoint.id);
    const sent = ids();
    scene.receiver.clear();
    const here = `/api/v1/webhooks/${endpoint.id}`;
    await scene.one.post(`${here}/deliveries/${latest!.id}/replay`).expect(201);
    await scene.send();
    expect(ids()).toEqual([latest!.id]);
    scene.receiver.clear();
    const all = await scene.one.post(`${here}/replays`, { since }).expect(201);
    expect(all.body).toEqual({ deliveries: 2 });
    await scene.send();
    expect(ids().sort()).toEqual(sent.slice(1).sort());
    const { rows } = await scene.mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'webhooks.replay' AND $1 = ANY (subject_ids)`,
      [endpoint.id],
    );
    expect(rows).toEqual([{ n: 2 }]);
    const unknown = '00000000-0000-4000-8000-0000000000aa';
    await scene.one.post(`${here}/deliveries/${unknown}/replay`).expect(404);
  });

  it('can be tried with a test event', async () => {
    await scene.one.post(`/api/v1/webhooks/${endpoint.id}/tests`).expect(201);
    await scene.send();
    expect(scene.receiver.received).toMatchObject([
      { type: 'webhook.test', data: { endpointId: endpoint.id } },
    ]);
  });

  it('are kept for thirty days', async () => {
    await scene.remind();
    await scene.send();
    const prune = () =>
      scene.mawa.transactions.run(HOUSEKEEPING_ACTOR, (tx) => tx.query('SELECT prune_records()'));
    await scene.pass(30 * DAY - MINUTE);
    await prune();
    expect(await scene.log(endpoint.id)).toHaveLength(1);
    await scene.pass(2 * MINUTE);
    await prune();
    expect(await scene.log(endpoint.id)).toEqual([]);
  });

  it('are not sent from a programme of invented people', async () => {
    const { admin, clock } = scene.mawa;
    await scene.remind();
    await admin.query('INSERT INTO installation (synthetic, made_at) VALUES (true, $1)', [
      clock.now(),
    ]);
    try {
      await scene.send();
      expect(scene.receiver.received).toEqual([]);
      expect(await scene.log(endpoint.id)).toMatchObject([{ state: 'waiting', attempts: [] }]);
    } finally {
      await admin.query('DELETE FROM installation');
    }
    await scene.send();
    expect(ids()).toHaveLength(1);
  });
});
