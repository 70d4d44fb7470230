import type { JobKind, WorkKind } from './job-kinds';
import type { Rhythm } from './schedules';

/**
 * The doorbell. It says that there is something to do and nothing else: the job's row is the
 * record, so a bell that is lost or rung twice does no harm.
 */
export abstract class JobQueue {
  /** Never waits longer than two seconds and never throws; false when nobody can have heard it. */
  abstract ring(kind: WorkKind, jobId: string): Promise<boolean>;

  /** A handler that throws is called again after a pause. */
  abstract listen(
    handler: (kind: WorkKind, jobId: string) => Promise<void>,
    options: { concurrency: number },
  ): Promise<void>;

  /** Once for any number of processes; naming a kind again with another rhythm replaces it. */
  abstract schedule(kind: JobKind, rhythm: Rhythm): Promise<boolean>;
  abstract onSchedule(handler: (kind: JobKind) => Promise<void>): Promise<void>;

  /** False where the schedule is not known: nobody asked for it, or the queue lost its memory; null: no answer. */
  abstract isScheduled(kind: JobKind): Promise<boolean | null>;

  abstract health(): Promise<'up' | 'down'>;
  /** Takes nothing new, and lets what is running finish, up to the given time; ringing goes on. */
  abstract stopWorking(graceMs?: number): Promise<void>;
  /** After `stopWorking`, everything else. */
  abstract close(graceMs?: number): Promise<void>;
}
