import { Logger } from '@nestjs/common';
import type { Job, JobSchedulerTemplateOptions, Queue, RepeatOptions, Worker } from 'bullmq';
import { type Backend, postgresBackend, redisBackend } from './bullmq-backends';
import { outsideTrace } from '../shared/trace';
import type { JobKind, WorkKind } from './job-kinds';
import { JobQueue } from './job-queue';
import type { Rhythm } from './schedules';
import { limited, sleep } from '../shared/time-limit';

const JOB_QUEUE = 'mawa-jobs';
const SCHEDULE_QUEUE = 'mawa-clock';

const RESPONSE_TIMEOUT_MS = 2_000;
const TAKE_OVER_MS = 5_000;

/** Finished entries are removed: a kept entry would make BullMQ ignore the next one with its id. */
const REMOVE_FINISHED = { removeOnComplete: true, removeOnFail: true } as const;
const RETRIES = { attempts: 8, backoff: { type: 'exponential', delay: 1_000 } } as const;

export interface QueueOptions {
  /** PostgreSQL, as the application's role. */
  databaseUrl: string;
  /** Redis or Valkey with an append-only file and `noeviction`; PostgreSQL where it is missing. */
  redisUrl?: string;
  /** Keeps two programmes on one Redis apart. */
  prefix?: string;
}

export const openJobQueue = ({ databaseUrl, redisUrl, prefix }: QueueOptions): BullmqQueue =>
  new BullmqQueue(redisUrl ? redisBackend(redisUrl) : postgresBackend(databaseUrl), prefix);

export class BullmqQueue extends JobQueue {
  private readonly log = new Logger('queue');
  private readonly queues = new Map<string, Queue>();
  private readonly workers = new Set<Worker>();
  private stopping = false;
  private closing = false;

  constructor(
    private readonly backend: Backend,
    private readonly prefix = 'mawa',
  ) {
    super();
  }

  notify(kind: WorkKind, jobId: string): Promise<boolean> {
    return this.attempt(`notify workers of ${kind} ${jobId}`, JOB_QUEUE, (queue) =>
      queue.add(kind, {}, { jobId, ...RETRIES, ...REMOVE_FINISHED }),
    );
  }

  listen(
    handler: (kind: WorkKind, jobId: string) => Promise<void>,
    { concurrency }: { concurrency: number },
  ): Promise<void> {
    return this.work(JOB_QUEUE, concurrency, (job) => handler(job.name as WorkKind, job.id!));
  }

  schedule(kind: JobKind, rhythm: Rhythm): Promise<boolean> {
    return this.attempt(`schedule ${kind}`, SCHEDULE_QUEUE, async (queue) => {
      const wanted = repeatOf(rhythm);
      const known = await queue.getJobScheduler(kind);
      if (known && isSame(known, wanted)) return;
      const opts: JobSchedulerTemplateOptions = { ...REMOVE_FINISHED };
      await queue.upsertJobScheduler(kind, wanted, { name: kind, data: {}, opts });
    });
  }

  onSchedule(handler: (kind: JobKind) => Promise<void>): Promise<void> {
    return this.work(SCHEDULE_QUEUE, 1, (job) => handler(job.name as JobKind));
  }

  async health(): Promise<'up' | 'down'> {
    const isReachable = await this.attempt('ask for its health', JOB_QUEUE, (queue) =>
      queue.getWaitingCount(),
    );
    return isReachable ? 'up' : 'down';
  }

  /** Next run of a schedule; a time in the past means that no worker runs. Null: the schedule was never registered. */
  async dueNext(kind: JobKind): Promise<Date | null> {
    let next: number | undefined;
    await this.attempt(`ask when ${kind} is due`, SCHEDULE_QUEUE, async (queue) => {
      next = (await queue.getJobScheduler(kind))?.next;
    });
    return next === undefined ? null : new Date(next);
  }

  async isScheduled(kind: JobKind): Promise<boolean | null> {
    let isKnown = false;
    const isReachable = await this.attempt(
      `ask for the schedule of ${kind}`,
      SCHEDULE_QUEUE,
      async (queue) => {
        isKnown = (await queue.getJobScheduler(kind)) !== undefined;
      },
    );
    return isReachable ? isKnown : null;
  }

  async stopWorking(graceMs = 10_000): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    const open = [...this.workers].map((worker) => worker.close());
    await limited(graceMs, Promise.allSettled(open)).catch(() => {
      this.log.warn(`closed without waiting: something still ran after ${graceMs} ms`);
      const forced = Promise.allSettled([...this.workers].map((worker) => worker.close(true)));
      // On a broken connection even the forced close may never end.
      return limited(RESPONSE_TIMEOUT_MS, forced).catch(() => undefined);
    });
  }

  async close(graceMs = 10_000): Promise<void> {
    if (this.closing) return;
    await this.stopWorking(graceMs);
    this.closing = true;
    const open = [...this.queues.values()].map((queue) => queue.close());
    await limited(RESPONSE_TIMEOUT_MS, Promise.allSettled(open)).catch(() => undefined);
    await limited(RESPONSE_TIMEOUT_MS, this.backend.close()).catch(() => undefined);
  }

  private async attempt(
    what: string,
    name: string,
    act: (queue: Queue) => Promise<unknown>,
  ): Promise<boolean> {
    if (this.closing) return false;
    const queue = this.open(name);
    try {
      await limited(RESPONSE_TIMEOUT_MS, ready(queue, act));
      return true;
    } catch (error) {
      this.log.warn(`could not ${what}: ${(error as Error).message}`);
      this.drop(name, queue);
      return false;
    }
  }

  private open(name: string): Queue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = outsideTrace(() =>
        this.backend.queue(name, this.named({ streams: { events: { maxLen: 100 } } })),
      );
      queue.on('error', (error) => this.log.debug(`${name}: ${error.message}`));
      this.queues.set(name, queue);
    }
    return queue;
  }

  /** A queue that failed to connect keeps the error for good: it is replaced. */
  private drop(name: string, queue: Queue): void {
    if (this.queues.get(name) === queue) this.queues.delete(name);
    void limited(RESPONSE_TIMEOUT_MS, queue.disconnect()).catch(() => undefined);
  }

  /** Resolves when the worker listens, or after two seconds; it then continues to connect in the background. */
  private async work(
    name: string,
    concurrency: number,
    handle: (job: Job) => Promise<void>,
  ): Promise<void> {
    await limited(RESPONSE_TIMEOUT_MS, this.startWorker(name, concurrency, handle)).catch(() =>
      this.log.warn(`${name}: not listening yet, trying again`),
    );
  }

  private async startWorker(
    name: string,
    concurrency: number,
    handle: (job: Job) => Promise<void>,
  ): Promise<void> {
    while (!this.stopping) {
      const worker = this.backend.worker(name, handle, {
        ...this.named({}),
        autorun: false,
        concurrency,
        lockDuration: TAKE_OVER_MS,
        stalledInterval: TAKE_OVER_MS,
        maxStalledCount: 50, // attempts are counted in the job's row, not here
        runRetryDelay: 1_000,
      });
      worker.on('error', (error) => this.log.debug(`${name}: ${error.message}`));
      worker.on('failed', (job, error) =>
        this.log.debug(`${job?.name} ${job?.id}: ${error.message}`),
      );
      this.workers.add(worker);
      try {
        await worker.waitUntilReady();
        worker.run().catch((error: Error) => this.log.error(`${name}: ${error.message}`));
        return;
      } catch (error) {
        this.log.warn(`${name}: ${(error as Error).message}`);
        this.workers.delete(worker);
        await limited(RESPONSE_TIMEOUT_MS, worker.close(true)).catch(() => undefined);
        await sleep(1_000);
      }
    }
  }

  private named<T extends object>(options: T): T & { prefix?: string } {
    return this.backend.name === 'redis' ? { ...options, prefix: this.prefix } : options;
  }
}

async function ready(queue: Queue, act: (queue: Queue) => Promise<unknown>): Promise<unknown> {
  await queue.waitUntilReady();
  return act(queue);
}

const repeatOf = (rhythm: Rhythm): Omit<RepeatOptions, 'key'> =>
  'cron' in rhythm ? { pattern: rhythm.cron, tz: rhythm.tz } : { every: rhythm.everyMs };

const isSame = (
  known: { every?: number | string; pattern?: string; tz?: string },
  wanted: Omit<RepeatOptions, 'key'>,
): boolean =>
  Number(known.every ?? 0) === Number(wanted.every ?? 0) &&
  (known.pattern ?? '') === (wanted.pattern ?? '') &&
  (known.tz ?? '') === (wanted.tz ?? '');
