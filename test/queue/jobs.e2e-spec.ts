import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { appOptions } from '../../modules/platform/database/data-source';
import { Transactions } from '../../modules/platform/database/transactions';
import {
  JobActors,
  JobHandlers,
  JobQueue,
  JobRunner,
  Jobs,
  migrateQueue,
  openJobQueue,
} from '../../modules/platform/queue';
import type { WorkItem, WorkKind } from '../../modules/platform/queue';
import { SCHEDULED_TASK_KINDS, WORK_KINDS } from '../../modules/platform/queue/job-kinds';
import type { Actor } from '../../modules/platform/shared/actor';
import { SettableClock } from '../../modules/platform/shared/clock';
import { DomainError } from '../../modules/platform/shared/domain.errors';
import { freshDatabase, type TestDatabase } from '../support/database';

const SWEEPER = '00000000-0000-4000-8000-000000000003';
const NADIA = '11111111-0000-4000-8000-000000000001';
const OMAR = '11111111-0000-4000-8000-000000000002';

const anActor = (userId: string, over: Partial<Actor> = {}): Actor => ({
  userId,
  name: 'somebody',
  roles: ['programme_officer'],
  organisationId: null,
  organisationKind: null,
  shelterIds: [],
  language: 'ar',
  system: false,
  ...over,
});
const nadia = anActor(NADIA);
const omar = anActor(OMAR);

/** A bell that a test can listen to. */
class HeardBell extends JobQueue {
  rung: string[] = [];
  deaf = false;
  remembers = true;
  async notify(kind: WorkKind, id: string): Promise<boolean> {
    this.rung.push(`${kind} ${id}`);
    return !this.deaf;
  }
  async listen(): Promise<void> {}
  async isScheduled(): Promise<boolean | null> {
    return this.deaf ? null : this.remembers;
  }
  async schedule(): Promise<boolean> {
    return true;
  }
  async onSchedule(): Promise<void> {}
  async health(): Promise<'up'> {
    return 'up';
  }
  async stopWorking(): Promise<void> {}
  async close(): Promise<void> {}
}

class KnownAskers extends JobActors {
  withdrawn = new Set<string>();
  async actorOf(userId: string): Promise<Actor | null> {
    return this.withdrawn.has(userId) ? null : anActor(userId);
  }
  async systemFor(): Promise<Actor> {
    return anActor(SWEEPER, { system: true, language: 'fr' });
  }
}

let database: TestDatabase;
let source: DataSource;
let behind: Client;
let transactions: Transactions;
const clock = new SettableClock(new Date('2026-11-24T13:00:00Z'));

let bell: HeardBell;
let askers: KnownAskers;
let jobs: Jobs;
let handlers: JobHandlers;
let runner: JobRunner;

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await freshDatabase();
  behind = new Client({ connectionString: database.adminUrl });
  await behind.connect();
  await behind.query(
    `INSERT INTO users (id, email, name, language, created_at) VALUES
     ($1, 'nadia@example.org', 'Nadia', 'ar', '2026-01-01Z'),
     ($2, 'omar@example.org', 'Omar', 'fr', '2026-01-01Z')`,
    [NADIA, OMAR],
  );
  source = await new DataSource(appOptions(database.appUrl, 4)).initialize();
  transactions = new Transactions(source, clock, { offsetMinutes: 0, nightStartsAt: 12 });
});
afterAll(async () => {
  await source.destroy();
  await behind.end();
  await database.drop();
});
beforeEach(async () => {
  await behind.query('TRUNCATE job_states, jobs CASCADE');
  clock.set('2026-11-24T13:00:00Z');
  bell = new HeardBell();
  askers = new KnownAskers();
  jobs = new Jobs(bell);
  handlers = new JobHandlers();
  runner = new JobRunner(transactions, bell, jobs, handlers, askers);
});

const ask = (actor = nadia): Promise<string> =>
  transactions.run(actor, (tx) => jobs.enqueue(tx, 'draft-report', { reportId: randomUUID() }));
const see = (id: string, actor = nadia) => transactions.run(actor, (tx) => jobs.get(tx, id));
const whenAsked = (run: (work: WorkItem<'draft-report'>) => Promise<void>): void =>
  handlers.addWork({ kind: 'draft-report', run });
const finishing = async (work: WorkItem<'draft-report'>) =>
  transactions.run(work.actor, (tx) => work.finish(tx, { pages: 4 }));
const history = async (id: string): Promise<string[]> => {
  const { rows } = await behind.query(
    `SELECT concat_ws(' ', coalesce(from_state, '-'), to_state, reason) AS line
       FROM job_states WHERE job_id = $1 ORDER BY id`,
    [id],
  );
  return rows.map(({ line }) => line as string);
};

describe('asking', () => {
  test('the row is written with the act and the bell rings after it', async () => {
    const id = await ask();
    await settled();
    expect(bell.rung).toEqual([`draft-report ${id}`]);
    expect(await see(id)).toMatchObject({
      state: 'waiting',
      progress: 0,
      attempts: 0,
      askedBy: NADIA,
      language: 'ar',
    });
  });

  test('an act that is undone asks for nothing and rings nobody', async () => {
    const act = transactions.run(nadia, async (tx) => {
      await jobs.enqueue(tx, 'draft-report', { reportId: randomUUID() });
      throw new Error('the act went wrong');
    });
    await expect(act).rejects.toThrow('went wrong');
    await settled();
    expect(bell.rung).toEqual([]);
    expect((await behind.query('SELECT FROM jobs')).rowCount).toBe(0);
  });

  test('parameters that hold a name are not taken', async () => {
    const act = transactions.run(nadia, (tx) =>
      jobs.enqueue(tx, 'draft-report', { reportId: 'Fatima Zahra' }),
    );
    await expect(act).rejects.toThrow('more than ids');
  });

  test('somebody else’s job is not there', async () => {
    const id = await ask();
    await expect(see(id, omar)).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('a night is asked to be closed once, and again after it failed', async () => {
    await runner.tick('close-night');
    await runner.tick('close-night');
    const { rows } = await behind.query('SELECT id, params, once FROM jobs');
    expect(rows).toEqual([
      { id: expect.any(String), params: { night: '2026-11-23' }, once: '2026-11-23' },
    ]);
    handlers.addWork({
      kind: 'close-night',
      run: () => Promise.reject(new DomainError('invalid', 'ledger.no_rate')),
    });
    await runner.handle('close-night', rows[0].id);
    await runner.tick('close-night');
    const states = await behind.query('SELECT state FROM jobs ORDER BY finished_at NULLS LAST');
    expect(states.rows.map(({ state }) => state)).toEqual(['failed', 'waiting']);
  });
});

describe('running', () => {
  test('it runs as the one who asked, and result and "done" are one', async () => {
    const id = await ask();
    let as = '';
    whenAsked(async (work) => {
      as = work.actor.userId;
      await work.progress(40, 'figures');
      await finishing(work);
    });
    await runner.handle('draft-report', id);
    expect(as).toBe(NADIA);
    expect(await see(id)).toMatchObject({
      state: 'done',
      progress: 100,
      result: { pages: 4 },
      attempts: 1,
      errorCode: null,
    });
    expect(await history(id)).toEqual(['- waiting', 'waiting running', 'running done']);
  });

  test('a bell that rings again for what is done does nothing', async () => {
    const id = await ask();
    let runs = 0;
    whenAsked(async (work) => {
      runs += 1;
      await finishing(work);
    });
    await runner.handle('draft-report', id);
    await runner.handle('draft-report', id);
    expect(runs).toBe(1);
  });

  test('two runners answer the same bell: one works, the other looks again later', async () => {
    const id = await ask();
    let runs = 0;
    let oneIsAnswered = (): void => undefined;
    const other = new Promise<void>((resolve) => (oneIsAnswered = resolve));
    whenAsked(async (work) => {
      runs += 1;
      await other; // whoever works is at it until the other has been answered
      await finishing(work);
    });
    const answers = await Promise.allSettled(
      [1, 2].map(() => runner.handle('draft-report', id).finally(oneIsAnswered)),
    );
    expect(runs).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('where the asker’s account was withdrawn, it is refused', async () => {
    const id = await ask();
    whenAsked(finishing);
    askers.withdrawn.add(NADIA);
    await runner.handle('draft-report', id);
    expect(await see(id)).toMatchObject({ state: 'refused', errorCode: 'jobs.asker_withdrawn' });
  });

  test('where the asker may no longer, it is refused with the reason', async () => {
    const id = await ask();
    whenAsked(() => Promise.reject(new DomainError('forbidden', 'access.denied')));
    await runner.handle('draft-report', id);
    expect(await see(id)).toMatchObject({ state: 'refused', errorCode: 'access.denied' });
  });

  test('bad luck is tried three times, then it has failed', async () => {
    const id = await ask();
    whenAsked(() => Promise.reject(new Error('the disk is full of 0612345678')));
    await expect(runner.handle('draft-report', id)).rejects.toThrow('jobs.unexpected');
    expect(await see(id)).toMatchObject({ state: 'waiting', attempts: 1 });
    await expect(runner.handle('draft-report', id)).rejects.toThrow('jobs.unexpected');
    await runner.handle('draft-report', id);
    expect(await see(id)).toMatchObject({
      state: 'failed',
      attempts: 3,
      errorCode: 'jobs.unexpected',
    });
  });

  test('what a rule of the house refuses is not tried again', async () => {
    const id = await ask();
    whenAsked(() => Promise.reject(new DomainError('invalid', 'reports.no_period')));
    await runner.handle('draft-report', id);
    expect(await see(id)).toMatchObject({
      state: 'failed',
      attempts: 1,
      errorCode: 'reports.no_period',
    });
  });

  test('work that takes its runner down each time has failed after three', async () => {
    const id = await ask();
    const book = (work: Parameters<Transactions['run']>[1]) => transactions.run(nadia, work);
    for (let times = 0; times < 3; times += 1) {
      await book((tx) => jobs.claim(tx, id)); // …and the process dies
      clock.advance(15_000);
    }
    await runner.handle('draft-report', id);
    expect(await see(id)).toMatchObject({
      state: 'failed',
      attempts: 3,
      errorCode: 'jobs.stopped_too_often',
    });
    expect(await history(id)).toContain('running running taken_over');
  });

  test('a run that was taken over can no longer write its result', async () => {
    const id = await ask();
    whenAsked(async (work) => {
      clock.advance(15_000); // silent for so long that another takes over
      await transactions.run(omar, (tx) => jobs.claim(tx, id));
      await finishing(work);
    });
    await runner.handle('draft-report', id);
    expect(await see(id)).toMatchObject({ state: 'running', attempts: 2, result: null });
  });

  test('work that returns without a result has not succeeded', async () => {
    const id = await ask();
    whenAsked(() => Promise.resolve());
    await expect(runner.handle('draft-report', id)).rejects.toThrow();
    expect(await see(id)).toMatchObject({ state: 'waiting', errorCode: 'jobs.unexpected' });
  });
});

describe('progress and cancelling', () => {
  test('progress only rises', async () => {
    const id = await ask();
    const seen: [number, string | null][] = [];
    whenAsked(async (work) => {
      for (const [percent, step] of [
        [30, 'figures'],
        [10, 'earlier'],
        [250, 'files'],
      ] as const) {
        await work.progress(percent, step);
        const job = await see(id);
        seen.push([job.progress, job.step]);
      }
      await finishing(work);
    });
    await runner.handle('draft-report', id);
    expect(seen).toEqual([
      [30, 'figures'],
      [30, 'figures'],
      [99, 'files'],
    ]);
  });

  test('what waits is cancelled at once', async () => {
    const id = await ask();
    whenAsked(finishing);
    await transactions.run(nadia, (tx) => jobs.cancel(tx, id));
    await runner.handle('draft-report', id);
    expect(await see(id)).toMatchObject({ state: 'cancelled', attempts: 0 });
    expect(await history(id)).toEqual(['- waiting', 'waiting cancelled asked']);
  });

  test('what runs is cancelled at its next step, and cancelling again changes nothing', async () => {
    const id = await ask();
    let reached = 'begin';
    whenAsked(async (work) => {
      await transactions.run(nadia, (tx) => jobs.cancel(tx, id));
      await work.progress(50);
      reached = 'end';
    });
    await runner.handle('draft-report', id);
    expect(reached).toBe('begin');
    expect(await see(id)).toMatchObject({ state: 'cancelled' });
    expect(await transactions.run(nadia, (tx) => jobs.cancel(tx, id))).toMatchObject({
      state: 'cancelled',
    });
  });

  test('work that takes long without a step hears of it by its signal', async () => {
    const id = await ask();
    whenAsked(async (work) => {
      await transactions.run(nadia, (tx) => jobs.cancel(tx, id));
      await new Promise((resolve) => work.signal.addEventListener('abort', resolve));
      throw new Error('interrupted');
    });
    await runner.handle('draft-report', id);
    expect(await see(id)).toMatchObject({ state: 'cancelled' });
  });

  test('nobody cancels somebody else’s job', async () => {
    const id = await ask();
    await expect(transactions.run(omar, (tx) => jobs.cancel(tx, id))).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect(await see(id)).toMatchObject({ state: 'waiting', cancelAskedAt: null });
  });
});

describe('sweeping', () => {
  test('rings again for what waits or is silent for a minute, and for nothing else', async () => {
    const [waiting, silent, done] = [await ask(), await ask(), await ask()];
    whenAsked(finishing);
    await runner.handle('draft-report', done);
    await transactions.run(nadia, (tx) => jobs.claim(tx, silent));
    clock.advance(61_000);
    const young = await ask();
    await settled();
    bell.rung = [];

    await runner.tick('sweep-jobs');
    await settled();

    expect(bell.rung.sort()).toEqual([`draft-report ${waiting}`, `draft-report ${silent}`].sort());
    expect(bell.rung).not.toContain(`draft-report ${young}`);
  });

  test('stops ringing when nobody hears it', async () => {
    await ask();
    await ask();
    clock.advance(61_000);
    await settled();
    bell.rung = [];
    bell.deaf = true;
    await runner.sweep();
    await settled();
    expect(bell.rung).toHaveLength(1);
  });
});

describe('a queue', () => {
  test('that forgot everything is told what waits, at once', async () => {
    const waiting = await ask();
    await settled();
    bell.rung = [];
    clock.advance(1_000);
    await runner.repairQueue();
    await settled();
    expect(bell.rung).toEqual([]);

    bell.remembers = false;
    await runner.repairQueue();
    await settled();
    expect(bell.rung).toEqual([`draft-report ${waiting}`]);
  });

  test('that was away is told what was asked for meanwhile', async () => {
    bell.deaf = true;
    const waiting = await ask();
    await settled();
    clock.advance(1_000);
    await runner.repairQueue();
    bell.rung = [];

    bell.deaf = false;
    await runner.repairQueue();
    await settled();
    expect(bell.rung).toEqual([`draft-report ${waiting}`]);
  });
});

describe('handlers', () => {
  test('a kind that nobody handles stops the start and is named', async () => {
    whenAsked(finishing);
    await expect(runner.start({ concurrency: 1 })).rejects.toThrow(
      /nobody handles render-report, reproduce-report, count-dashboard, close-night, .*lapse-holds, consent-housekeeping/,
    );
  });

  test('two handlers for a kind stop the start', () => {
    whenAsked(finishing);
    expect(() => whenAsked(finishing)).toThrow('two handlers for draft-report');
  });
});

test('asked, rung over PostgreSQL, run and done, after a first attempt that failed', async () => {
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await migrateQueue(owner);
  await owner.end();
  const queue = openJobQueue({ databaseUrl: database.appUrl });
  const ringing = new Jobs(queue);
  const answering = new JobRunner(transactions, queue, ringing, new JobHandlersWithAll(), askers);
  await answering.start({ concurrency: 2 });

  const id = await transactions.run(nadia, (tx) =>
    ringing.enqueue(tx, 'draft-report', { reportId: randomUUID() }),
  );
  for (let tries = 0; tries < 100 && (await see(id)).state !== 'done'; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  answering.stop();
  await queue.close();

  expect(await history(id)).toEqual([
    '- waiting',
    'waiting running',
    'running waiting jobs.unexpected',
    'waiting running',
    'running done',
  ]);
});

/** Every kind is handled; drafting goes wrong the first time. */
class JobHandlersWithAll extends JobHandlers {
  constructor() {
    super();
    this.addWork({
      kind: 'draft-report',
      run: async (work) => {
        if (work.attempt === 1) throw new Error('the first time it goes wrong');
        await finishing(work);
      },
    });
    const run = () => Promise.resolve();
    const others = WORK_KINDS.filter((kind) => kind !== 'draft-report');
    for (const kind of others) this.addWork({ kind, run });
    // These two are the runner's own.
    const chores = SCHEDULED_TASK_KINDS.filter(
      (kind) => !['sweep-jobs', 'prune-records'].includes(kind),
    );
    for (const kind of chores) this.addScheduledTask({ kind, run });
  }
}
