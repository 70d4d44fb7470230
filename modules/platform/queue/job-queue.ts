import type { JobKind, WorkKind } from './job-kinds';
import type { Rhythm } from './schedules';

/**
 * Notifications of waiting jobs. A notification carries nothing but kind and id; the row of the job is the record, so
 * that lost or repeated notifications do no harm.
 */
export abstract class JobQueue {
  /** Notifies workers. Takes at most two seconds and never throws; false if the queue cannot be reached. */
  abstract notify(kind: WorkKind, jobId: string): Promise<boolean>;

  /** A handler that throws is called again after a pause. */
  abstract listen(
    handler: (kind: WorkKind, jobId: string) => Promise<void>,
    options: { concurrency: number },
  ): Promise<void>;

  /** Registers a schedule once for all processes; another rhythm for the same kind replaces it. */
  abstract schedule(kind: JobKind, rhythm: Rhythm): Promise<boolean>;
  abstract onSchedule(handler: (kind: JobKind) => Promise<void>): Promise<void>;

  /** False if the schedule is not registered, for example after the queue lost its data; null if it cannot be reached. */
  abstract isScheduled(kind: JobKind): Promise<boolean | null>;

  abstract health(): Promise<'up' | 'down'>;
  /** Starts no new job and waits for running ones, up to the given time; notifications can still be sent. */
  abstract stopWorking(graceMs?: number): Promise<void>;
  /** Calls `stopWorking`, then closes all connections. */
  abstract close(graceMs?: number): Promise<void>;
}
