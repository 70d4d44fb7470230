import { Injectable, Logger } from '@nestjs/common';
import { type Tx, Transactions } from '../database/transactions';
import { jobSeconds } from '../metrics';
import type { Actor } from '../shared/actor';
import { DomainError, ImpersonalError } from '../shared/domain.errors';
import { loggedError } from '../shared/logged-error';
import { addDays } from '../shared/nights.rules';
import { inTrace, newTraceId } from '../shared/trace';
import { beginSpan, inSpan } from '../tracing';
import { JobActors } from './job-actors';
import { JobHandlers, type WorkItem } from './job-handlers';
import type { ScheduledTaskKind, JobKind, WorkKind } from './job-kinds';
import { JobQueue } from './job-queue';
import { type JobClaim, type JobRecord, Jobs, type JobRun, RunEnded } from './jobs';
import { HEARTBEAT_EVERY_MS, SILENT_AFTER_MS } from './jobs.rules';
import { SCHEDULES } from './schedules';

const CHECK_QUEUE_EVERY_MS = 10_000;
/** Repeated, because a job whose runner died with the queue counts as silent only after a while. */
const SWEEPS_AFTER_LOSS = 3;

/** Ignores that the run ended, or was replaced by a later attempt, before its result was written. */
const unlessEnded = (error: unknown): void => {
  if (!(error instanceof RunEnded)) throw error;
};

/** Runs each job once when notified, with the rights of the account that requested it. */
@Injectable()
export class JobRunner {
  private readonly log = new Logger('jobs');
  private timer?: NodeJS.Timeout;
  private isQueueAway = false;
  private sweepsAfterLoss = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly queue: JobQueue,
    private readonly jobs: Jobs,
    private readonly handlers: JobHandlers,
    private readonly actors: JobActors,
  ) {
    handlers.addScheduledTask({ kind: 'sweep-jobs', run: () => this.sweep() });
    handlers.addScheduledTask({ kind: 'prune-records', run: () => this.prune() });
  }

  async start({ concurrency }: { concurrency: number }): Promise<void> {
    this.handlers.assertComplete();
    await this.queue.listen((kind, id) => this.handle(kind, id), { concurrency });
    await this.queue.onSchedule((kind) => this.tick(kind));
    await this.registerSchedules();
    this.timer = setInterval(
      () => void this.repairQueue().catch(() => undefined), // the next time
      CHECK_QUEUE_EVERY_MS,
    );
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Handles a notification. Throws if it should be repeated after a pause. */
  async handle(kind: WorkKind, id: string): Promise<void> {
    const traceId = (await this.runAsSystem((tx) => this.jobs.traceOf(tx, id))) ?? newTraceId();
    await inTrace(traceId, async () => {
      const claim = await this.runAsSystem((tx) => this.jobs.claim(tx, id));
      await this.handleClaim(kind, id, claim);
    });
  }

  private async handleClaim(kind: WorkKind, id: string, claim: JobClaim): Promise<void> {
    if (claim.answer === 'busy') throw new Error(`${kind} ${id} runs elsewhere; looking again`);
    if (claim.answer === 'exhausted') this.log.error(`${kind} ${id} stopped too often: failed`);
    if (claim.answer !== 'start') return;
    const run = { id, attempt: claim.job.attempts };
    const actor = await this.actors.actorOf(claim.job.askedBy, claim.job.tokenId);
    if (!actor) return this.runAsSystem((tx) => this.jobs.refuse(tx, run, 'jobs.asker_withdrawn'));
    const attributes = { 'mawa.job.kind': kind, 'mawa.job.attempt': run.attempt };
    const span = beginSpan(`job ${kind}`, 'consumer', attributes);
    const outcome = await inSpan(span, () => this.work(claim.job, run, actor)).catch(
      (error: unknown) => {
        span?.end('stopped');
        throw error;
      },
    );
    span?.end(outcome === 'done' ? undefined : outcome);
  }

  tick(kind: JobKind): Promise<void> {
    return inTrace(newTraceId(), async () => {
      const span = beginSpan(`schedule ${kind}`, 'consumer', { 'mawa.job.kind': kind });
      try {
        await inSpan(span, () => this.runSchedule(kind));
        span?.end();
      } catch (error) {
        span?.end('stopped');
        throw error;
      }
    });
  }

  private async runSchedule(kind: JobKind): Promise<void> {
    const actor = await this.actors.systemFor(kind);
    if (kind === 'close-night') await this.askToCloseLastNight(actor);
    else if (kind === 'find-duplicates') await this.askForDuplicates(actor);
    else await this.handlers.scheduledTask(kind as ScheduledTaskKind).run(actor);
  }

  async sweep(): Promise<void> {
    await this.runAsSystem((tx) => this.jobs.sweep(tx));
  }

  /** Deletes request ids, ended sessions, finished jobs, paused intakes and unfinished imports after their storage time (settings). */
  async prune(): Promise<void> {
    await this.runAsSystem((tx) => tx.query('SELECT prune_records()'));
    await this.runAsSystem((tx) => tx.query('SELECT prune_intakes()'));
    await this.runAsSystem((tx) => tx.query('SELECT prune_imports()'));
  }

  private async work(job: JobRecord, run: JobRun, actor: Actor): Promise<'done' | 'stopped'> {
    const stopped = new AbortController();
    const heart = this.beat(run, stopped);
    let finished = false;
    const timed = jobSeconds.startTimer({ kind: job.kind });
    const inHand: WorkItem = {
      id: job.id,
      kind: job.kind,
      params: job.params,
      language: job.language,
      actor,
      attempt: run.attempt,
      signal: stopped.signal,
      progress: (percent, step) =>
        this.runAsSystem((tx) => this.jobs.progress(tx, run, percent, step)),
      finish: async (tx, result) => {
        await this.jobs.finish(tx, run, result);
        finished = true;
      },
    };
    try {
      await this.handlers.work(job.kind).run(inHand);
      if (!finished) throw new Error(`the handler of ${job.kind} returned without finishing`);
    } catch (error) {
      finished = false; // Its last transaction was not committed.
      const why: unknown = stopped.signal.aborted ? stopped.signal.reason : error;
      await this.end(job.kind, run, why).catch(unlessEnded);
    } finally {
      const outcome = finished ? 'done' : 'stopped';
      const seconds = timed({ outcome });
      clearInterval(heart);
      const { id, attempt } = run;
      const ms = Math.round(seconds * 1000);
      this.log.log({ message: 'a job ended', job: id, kind: job.kind, attempt, outcome, ms });
    }
    return finished ? 'done' : 'stopped';
  }

  private beat(run: JobRun, stopped: AbortController): NodeJS.Timeout {
    const beat = () =>
      this.runAsSystem((tx) => this.jobs.progress(tx, run, 0)).catch((error: unknown) => {
        if (error instanceof RunEnded) stopped.abort(error);
        else this.log.warn(`no heartbeat for ${run.id}: ${loggedError(error).words}`);
      });
    return setInterval(() => void beat(), HEARTBEAT_EVERY_MS).unref();
  }

  private async end(kind: WorkKind, run: JobRun, error: unknown): Promise<void> {
    if (error instanceof RunEnded) {
      if (error.why === 'cancelled') await this.runAsSystem((tx) => this.jobs.stop(tx, run));
      return;
    }
    if (error instanceof DomainError && ['forbidden', 'not_found'].includes(error.kind)) {
      return this.runAsSystem((tx) => this.jobs.refuse(tx, run, error.code));
    }
    // A rule of the house answers the same tomorrow; anything else may have been bad luck.
    const again = !(error instanceof DomainError) || error.kind === 'unavailable';
    const code = error instanceof DomainError ? error.code : 'jobs.unexpected';
    const params = error instanceof ImpersonalError ? error.params : null;
    const next = await this.runAsSystem((tx) => this.jobs.fail(tx, run, code, { again, params }));
    const { words, frames } = loggedError(error);
    this.log.error(`${kind} ${run.id}, attempt ${run.attempt}: ${next} (${words})`, frames);
    if (next === 'waiting') throw new Error(`${kind} ${run.id}: ${code}`);
  }

  private async askToCloseLastNight(actor: Actor): Promise<void> {
    await this.transactions.run(actor, async (tx) => {
      const night = addDays(tx.tonight, -1);
      await this.jobs.enqueue(tx, 'close-night', { night }, { once: night });
    });
  }

  private async askForDuplicates(actor: Actor): Promise<void> {
    await this.transactions.run(actor, async (tx) => {
      await this.jobs.enqueue(tx, 'find-duplicates', { how: 'nightly' }, { once: tx.today });
    });
  }

  /** Recreates schedules and notifications after the queue lost its data or was unreachable. */
  async repairQueue(): Promise<void> {
    const isScheduled = await this.queue.isScheduled('sweep-jobs');
    const wasAway = this.isQueueAway;
    this.isQueueAway = isScheduled === null;
    if (this.isQueueAway) return;
    if (!isScheduled || wasAway) {
      await this.registerSchedules();
      this.sweepsAfterLoss = SWEEPS_AFTER_LOSS;
    }
    if (this.sweepsAfterLoss === 0) return;
    this.sweepsAfterLoss -= 1;
    await this.runAsSystem((tx) =>
      this.jobs.sweep(tx, { waitingForMs: 0, silentForMs: SILENT_AFTER_MS }),
    );
  }

  private async registerSchedules(): Promise<void> {
    for (const { kind, rhythm } of SCHEDULES) await this.queue.schedule(kind, rhythm);
  }

  /** Rows of jobs are written by a system user, whoever requested the job. */
  private async runAsSystem<T>(entry: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transactions.run(await this.actors.systemFor('sweep-jobs'), entry);
  }
}
