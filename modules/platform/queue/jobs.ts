import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions';
import type { Language } from '../shared/actor';
import { currentTraceId } from '../shared/trace';
import { DomainError, notFound } from '../shared/domain.errors';
import type { WorkKind, WorkParams } from './job-kinds';
import { JobQueue } from './job-queue';
import {
  ATTEMPTS_LIMIT,
  type ClaimAnswer,
  holdsOnlyIds,
  type JobState,
  mayStart,
  NOTIFY_AGAIN_AFTER_MS,
  statesBefore,
} from './jobs.rules';

export type JobResult = Readonly<Record<string, unknown>>;

export interface JobRecord<K extends WorkKind = WorkKind> {
  readonly id: string;
  readonly kind: K;
  readonly params: WorkParams[K];
  readonly askedBy: string;
  readonly language: Language;
  /** Trace of the request or schedule that requested the job; null for jobs of earlier versions. */
  readonly traceId: string | null;
  /** The token of the program that asked for it, whose scope the job keeps. */
  readonly tokenId: string | null;
  readonly state: JobState;
  readonly progress: number;
  readonly step: string | null;
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly errorParams: Readonly<Record<string, string | number>> | null;
  readonly result: JobResult | null;
  readonly askedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly cancelAskedAt: Date | null;
  readonly heartbeatAt: Date | null;
}

export interface LatestJob extends JobRecord {
  /** It failed, and another job does the same once more. */
  readonly isRetried: boolean;
}

/** One attempt at a job. An attempt that was replaced by a later one cannot write any more. */
export interface JobRun {
  readonly id: string;
  readonly attempt: number;
}

export type JobClaim =
  | { answer: 'start'; job: JobRecord }
  | { answer: Exclude<ClaimAnswer, 'start'> };

/** Thrown into work whose job has been taken over, ended or cancelled meanwhile. */
export class RunEnded extends Error {
  constructor(readonly why: 'cancelled' | 'replaced') {
    super(`this run has ended: ${why}`);
  }
}

const COLUMNS = `id, kind, params, asked_by AS "askedBy", language, trace_id AS "traceId", token_id AS "tokenId", state, progress, step, attempts,
  error_code AS "errorCode", error_params AS "errorParams", result, asked_at AS "askedAt", started_at AS "startedAt",
  finished_at AS "finishedAt", cancel_asked_at AS "cancelAskedAt", heartbeat_at AS "heartbeatAt"`;

const CHANGE_STATE = `
  WITH before AS (
    SELECT id, state FROM jobs
     WHERE id = $1 AND state = ANY ($3::text[]) AND ($4::int IS NULL OR attempts = $4)
       FOR UPDATE
  ), changed AS (
    UPDATE jobs j SET
      state = $2,
      attempts = j.attempts + CASE WHEN $2 = 'running' THEN 1 ELSE 0 END,
      progress = CASE WHEN $2 = 'done' THEN 100 ELSE j.progress END,
      started_at = CASE WHEN $2 = 'running' THEN coalesce(j.started_at, mawa_now()) ELSE j.started_at END,
      heartbeat_at = CASE WHEN $2 IN ('running', 'waiting') THEN mawa_now() ELSE j.heartbeat_at END,
      finished_at = CASE WHEN $2 NOT IN ('running', 'waiting') THEN mawa_now() END,
      error_code = CASE WHEN $2 = 'done' THEN NULL ELSE coalesce($5, j.error_code) END,
      error_params = $8::jsonb,
      result = $6::jsonb
     FROM before WHERE j.id = before.id
    RETURNING j.id, before.state AS from_state
  )
  INSERT INTO job_states (job_id, from_state, to_state, by, reason)
  SELECT id, from_state, $2, mawa_actor(), $7 FROM changed
  RETURNING job_id`;

interface JobChange {
  readonly reason?: string;
  readonly errorCode?: string;
  readonly errorParams?: JobRecord['errorParams'];
  readonly result?: JobResult;
  /** Only if this run still has the job. */
  readonly run?: JobRun;
}

@Injectable()
export class Jobs {
  constructor(private readonly queue: JobQueue) {}

  /**
   * Adds a job in the transaction that needs it; workers are notified after the commit. With `once`, a repeated
   * request returns the id of the job that waits, runs or is done.
   */
  async enqueue<K extends WorkKind>(
    tx: Tx,
    kind: K,
    params: WorkParams[K],
    options: { once?: string; language?: Language } = {},
  ): Promise<string> {
    if (!holdsOnlyIds(params)) throw new Error(`the parameters of a ${kind} hold more than ids`);
    const [added] = await tx.query<{ id: string }>(
      `INSERT INTO jobs (kind, params, once, asked_by, language, trace_id) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (kind, once) WHERE once IS NOT NULL AND state IN ('waiting', 'running', 'done')
       DO NOTHING RETURNING id`,
      [
        kind,
        JSON.stringify(params),
        options.once ?? null,
        tx.actor.userId,
        options.language ?? tx.actor.language,
        currentTraceId() ?? null,
      ],
    );
    if (!added) return this.askedBefore(tx, kind, options.once!);
    await tx.query(
      `INSERT INTO job_states (job_id, to_state, by) VALUES ($1, 'waiting', mawa_actor())`,
      [added.id],
    );
    tx.afterCommit(async () => {
      await this.queue.notify(kind, added.id);
    });
    return added.id;
  }

  /** A job of the actor; jobs of others are "not found". */
  async get(tx: Tx, id: string): Promise<JobRecord> {
    const job = await this.find(tx, id);
    if (!job || job.askedBy !== tx.actor.userId) throw notFound();
    return job;
  }

  /** For those who have checked the right to what the job is about (the report, the night). */
  async find(tx: Tx, id: string): Promise<JobRecord | null> {
    const [job] = await tx.query<JobRecord>(`SELECT ${COLUMNS} FROM jobs WHERE id = $1`, [id]);
    return job ?? null;
  }

  /** For those who run the installation: what waits, runs or failed, the newest first; ids and codes alone. */
  async latest(tx: Tx, states: readonly JobState[], limit: number): Promise<LatestJob[]> {
    return tx.query<LatestJob>(
      `SELECT ${COLUMNS}, EXISTS (SELECT FROM jobs again WHERE again.retry_of = jobs.id) AS "isRetried"
         FROM jobs WHERE state = ANY ($1::text[]) ORDER BY asked_at DESC, id LIMIT $2`,
      [states, limit],
    );
  }

  /**
   * Requests a failed job again, for the same account with its present rights. The failed row is kept; null if the job
   * has not failed or was requested again already.
   */
  async retry(tx: Tx, id: string): Promise<string | null> {
    const [added] = await tx.query<{ id: string; kind: WorkKind }>(
      `INSERT INTO jobs (kind, params, once, asked_by, language, retry_of, trace_id, token_id)
       SELECT kind, params, once, asked_by, language, id, $2, token_id FROM jobs WHERE id = $1 AND state = 'failed'
       ON CONFLICT DO NOTHING RETURNING id, kind`,
      [id, currentTraceId() ?? null],
    );
    if (!added) return null;
    await tx.query(
      `INSERT INTO job_states (job_id, to_state, by, reason) VALUES ($1, 'waiting', mawa_actor(), 'retried')`,
      [added.id],
    );
    tx.afterCommit(async () => {
      await this.queue.notify(added.kind, added.id);
    });
    return added.id;
  }

  /** Cancels a waiting job at once and a running one at its next step; finished jobs are not changed. */
  async cancel(tx: Tx, id: string): Promise<JobRecord> {
    await this.get(tx, id);
    const [job] = await tx.query<{ state: JobState }>(
      `UPDATE jobs SET cancel_asked_at = coalesce(cancel_asked_at, mawa_now())
        WHERE id = $1 AND state IN ('waiting', 'running') RETURNING state`,
      [id],
    );
    if (job?.state === 'waiting') await this.change(tx, id, 'cancelled', { reason: 'asked' });
    return this.get(tx, id);
  }

  /** The trace of the request that asked for it; all that is done for the job is done in it, its claim too. */
  async traceOf(tx: Tx, id: string): Promise<string | null> {
    const [job] = await tx.query<{ traceId: string | null }>(
      `SELECT trace_id AS "traceId" FROM jobs WHERE id = $1`,
      [id],
    );
    return job?.traceId ?? null;
  }

  /** Claims a job for this runner, or returns why not. Counts the attempt before the work begins. */
  async claim(tx: Tx, id: string): Promise<JobClaim> {
    const [job] = await tx.query<JobRecord>(
      `SELECT ${COLUMNS} FROM jobs WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!job) return { answer: 'over' };
    const answer = mayStart(job, tx.now);
    if (answer === 'cancelled') await this.change(tx, id, 'cancelled', { reason: 'asked' });
    if (answer === 'exhausted') {
      const code = job.errorCode ?? 'jobs.stopped_too_often';
      await this.change(tx, id, 'failed', { errorCode: code, reason: code });
    }
    if (answer !== 'start') return { answer };
    const reason = job.state === 'running' ? 'taken_over' : undefined;
    await this.change(tx, id, 'running', { reason });
    return { answer, job: { ...job, state: 'running', attempts: job.attempts + 1 } };
  }

  /** The stored percentage never decreases; throws RunEnded where this run should stop. */
  async progress(tx: Tx, run: JobRun, percent: number, step?: string): Promise<void> {
    const bounded = Math.max(0, Math.min(99, Math.floor(percent)));
    const [job] = await tx.query<{ cancelled: boolean }>(
      `UPDATE jobs SET progress = greatest(progress, $3), heartbeat_at = mawa_now(),
              step = CASE WHEN $3 >= progress THEN coalesce($4, step) ELSE step END
        WHERE id = $1 AND attempts = $2 AND state = 'running'
        RETURNING cancel_asked_at IS NOT NULL AS cancelled`,
      [run.id, run.attempt, bounded, step ?? null],
    );
    if (!job) throw new RunEnded('replaced');
    if (job.cancelled) throw new RunEnded('cancelled');
  }

  /** Called inside the transaction that writes the result: both are there, or neither. */
  async finish(tx: Tx, run: JobRun, result: JobResult = {}): Promise<void> {
    await this.changeOwn(tx, run, 'done', { result });
  }

  /** Waits for another attempt while there is one left, otherwise has failed. */
  async fail(
    tx: Tx,
    run: JobRun,
    code: string,
    {
      again,
      params = null,
    }: { readonly again: boolean; readonly params?: JobRecord['errorParams'] },
  ): Promise<'waiting' | 'failed'> {
    const next = again && run.attempt < ATTEMPTS_LIMIT ? 'waiting' : 'failed';
    await this.changeOwn(tx, run, next, { errorCode: code, errorParams: params, reason: code });
    return next;
  }

  async refuse(tx: Tx, run: JobRun, code: string): Promise<void> {
    await this.changeOwn(tx, run, 'refused', { errorCode: code, reason: code });
  }

  async stop(tx: Tx, run: JobRun): Promise<void> {
    await this.changeOwn(tx, run, 'cancelled', { reason: 'asked' });
  }

  /** Notifies workers again about jobs that wait or are silent for too long; stops when the queue cannot be reached. */
  async sweep(
    tx: Tx,
    { waitingForMs = NOTIFY_AGAIN_AFTER_MS, silentForMs = NOTIFY_AGAIN_AFTER_MS, limit = 200 } = {},
  ): Promise<void> {
    const ago = (milliseconds: number) => new Date(tx.now.getTime() - milliseconds);
    const forgotten = await tx.query<{ id: string; kind: WorkKind }>(
      `SELECT id, kind FROM jobs
        WHERE state IN ('waiting', 'running')
          AND coalesce(heartbeat_at, asked_at) < CASE state WHEN 'waiting' THEN $1::timestamptz ELSE $2 END
        ORDER BY asked_at LIMIT $3`,
      [ago(waitingForMs), ago(silentForMs), limit],
    );
    tx.afterCommit(async () => {
      for (const { kind, id } of forgotten) {
        if (!(await this.queue.notify(kind, id))) return;
      }
    });
  }

  private async askedBefore(tx: Tx, kind: WorkKind, once: string): Promise<string> {
    const [job] = await tx.query<{ id: string }>(
      `SELECT id FROM jobs WHERE kind = $1 AND once = $2 AND state IN ('waiting', 'running', 'done')`,
      [kind, once],
    );
    if (!job) throw new DomainError('unavailable', 'jobs.ended_just_now');
    return job.id;
  }

  private async changeOwn(tx: Tx, run: JobRun, to: JobState, change: JobChange): Promise<void> {
    if (!(await this.change(tx, run.id, to, { ...change, run }))) throw new RunEnded('replaced');
  }

  /** The only place where the state of a job changes; also writes the row with actor and reason. */
  private async change(tx: Tx, id: string, to: JobState, change: JobChange = {}): Promise<boolean> {
    const { reason = null, errorCode = null, errorParams = null, result = null, run } = change;
    const changed = await tx.query(CHANGE_STATE, [
      id,
      to,
      statesBefore(to),
      run?.attempt ?? null,
      errorCode,
      result && JSON.stringify(result),
      reason,
      errorParams && JSON.stringify(errorParams),
    ]);
    return changed.length > 0;
  }
}
