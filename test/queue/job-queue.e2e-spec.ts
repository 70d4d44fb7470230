import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { type BullmqQueue, migrateQueue, openJobQueue } from '../../modules/platform/queue';
import { freshDatabase } from '../support/database';
import { Line } from './line';
import { type BellServer, SERVERS } from './servers';

const until = async (isSo: () => boolean, milliseconds: number): Promise<void> => {
  const end = Date.now() + milliseconds;
  while (!isSo() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
};
const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

beforeAll(() => Logger.overrideLogger(false));

describe.each(SERVERS)('the doorbell over $name', ({ start }) => {
  let server: BellServer;
  let line: Line;
  const open: BullmqQueue[] = [];
  const aQueue = (address = server.address): BullmqQueue => {
    const queue = openJobQueue({ ...server.options(address), prefix });
    open.push(queue);
    return queue;
  };
  const overTheLine = (): URL => {
    const address = new URL(server.address.href);
    address.host = `127.0.0.1:${line.port}`;
    address.search = ''; // The line is TCP, and has no socket.
    return address;
  };
  let prefix: string;

  beforeAll(async () => {
    server = await start();
    line = await Line.to(server.address.hostname, Number(server.address.port));
  });
  beforeEach(() => {
    prefix = `test-${randomUUID()}`;
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.close(2_000)));
    await line.restore();
  });
  afterAll(async () => {
    await line.cut();
    await server.stop();
  });

  test('rung once, it is answered once, with the kind and the id', async () => {
    const [id, heard] = [randomUUID(), [] as string[]];
    const queue = aQueue();
    await queue.listen(async (kind, job) => void heard.push(`${kind} ${job}`), { concurrency: 2 });

    expect(await queue.notify('draft-report', id)).toBe(true);
    await until(() => heard.length > 0, 5_000);
    await pause(200);

    expect(heard).toEqual([`draft-report ${id}`]);
  });

  test('rung twice before anybody comes, it is answered once', async () => {
    const [id, heard] = [randomUUID(), [] as string[]];
    const queue = aQueue();
    await Promise.all([queue.notify('draft-report', id), queue.notify('draft-report', id)]);

    await queue.listen(async (_kind, job) => void heard.push(job), { concurrency: 2 });
    await until(() => heard.length > 0, 5_000);
    await pause(300);

    expect(heard).toEqual([id]);
  });

  test('rung again after it was answered, it is heard again', async () => {
    const [id, heard] = [randomUUID(), [] as string[]];
    const queue = aQueue();
    await queue.listen(async (_kind, job) => void heard.push(job), { concurrency: 1 });

    for (const times of [1, 2]) {
      await queue.notify('render-report', id);
      await until(() => heard.length === times, 5_000);
      await pause(200);
    }

    expect(heard).toEqual([id, id]);
  });

  test('a handler that fails is called again', async () => {
    let calls = 0;
    const queue = aQueue();
    await queue.listen(
      async () => {
        calls += 1;
        if (calls === 1) throw new Error('the first time it goes wrong');
      },
      { concurrency: 1 },
    );

    await queue.notify('draft-report', randomUUID());
    await until(() => calls === 2, 8_000);
    await pause(200);

    expect(calls).toBe(2);
  });

  test('what a killed listener had in hand is taken up by another within 20 seconds', async () => {
    const [id, heard] = [randomUUID(), [] as string[]];
    const queue = aQueue();
    const options = JSON.stringify({ ...server.options(server.address), prefix });
    const child = spawn(
      process.execPath,
      ['-r', '@swc-node/register', join(__dirname, 'stuck-listener.ts'), options],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    await queue.notify('draft-report', id);
    await until(() => said.includes(id), 20_000);
    expect(said).toBe(`took ${id}\n`);
    child.kill('SIGKILL');

    await queue.listen(async (_kind, job) => void heard.push(job), { concurrency: 1 });
    await until(() => heard.length > 0, 20_000);

    expect(heard).toEqual([id]);
  });

  test.each(['hold', 'cut'] as const)(
    'when the line is down (%s), ringing gives up instead of waiting and works again afterwards',
    async (howDown) => {
      const [id, heard] = [randomUUID(), [] as string[]];
      const queue = aQueue(overTheLine());
      expect(await queue.notify('draft-report', randomUUID())).toBe(true);
      await line[howDown]();

      const begun = Date.now();
      expect(await queue.notify('draft-report', id)).toBe(false);
      expect(Date.now() - begun).toBeLessThan(20_000);
      expect(await queue.health()).toBe('down');

      await line.restore();
      await pause(2_500);
      await queue.listen(async (_kind, job) => void heard.push(job), { concurrency: 1 });
      await queue.notify('draft-report', id);
      await until(() => heard.includes(id), 5_000);
      expect(heard).toContain(id);
      expect(await queue.health()).toBe('up');
    },
  );

  test('a listener that starts while the line is down, or loses it, listens when it is back', async () => {
    const heard: string[] = [];
    await line.cut();
    const listener = aQueue(overTheLine());
    await listener.listen(async (_kind, job) => void heard.push(job), { concurrency: 1 });
    const notifier = aQueue();

    for (const id of [randomUUID(), randomUUID()]) {
      await line.restore();
      await notifier.notify('draft-report', id);
      await until(() => heard.includes(id), 15_000);
      expect(heard).toContain(id);
      await line.cut();
    }
  });

  test('what is scheduled comes round by itself, once for two processes', async () => {
    const heard: string[] = [];
    for (const queue of [aQueue(), aQueue()]) {
      await queue.onSchedule(async (kind) => void heard.push(kind));
      expect(await queue.schedule('lapse-holds', { everyMs: 1_000 })).toBe(true);
      expect(await queue.schedule('close-night', { cron: '10 * * * *' })).toBe(true);
    }

    await pause(3_600);
    const ticks = heard.length;

    expect(ticks).toBeGreaterThanOrEqual(3);
    expect(ticks).toBeLessThanOrEqual(5);
    expect(new Set(heard)).toEqual(new Set(['lapse-holds']));
  });

  test('another rhythm replaces the one before', async () => {
    const heard: number[] = [];
    const queue = aQueue();
    await queue.onSchedule(async () => void heard.push(Date.now()));
    await queue.schedule('lapse-holds', { everyMs: 3_600_000 });
    await pause(300);
    heard.length = 0;
    await queue.schedule('lapse-holds', { everyMs: 500 });
    await until(() => heard.length >= 3, 5_000);
    expect(heard.length).toBeGreaterThanOrEqual(3);
  });
});

test('the application may use the queue of PostgreSQL and make nothing in it', async () => {
  const database = await freshDatabase();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await migrateQueue(owner);
  await migrateQueue(owner); // a second deployment
  await owner.end();
  const app = new Client({ connectionString: database.appUrl });
  await app.connect();
  await expect(app.query('CREATE TABLE bullmq.mine ()')).rejects.toMatchObject({ code: '42501' });
  await expect(app.query('DELETE FROM bullmq.migration')).rejects.toMatchObject({ code: '42501' });
  await app.end();
  await database.drop();
});
