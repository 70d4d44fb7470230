/** When a job may start, be taken over or be tried again: facts in, answer out. */
export const JOB_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled', 'refused'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** The legal steps; what has ended stays ended. `running` to `running` is a takeover. */
export const STEPS: Readonly<Record<JobState, readonly JobState[]>> = {
  waiting: ['running', 'failed', 'cancelled', 'refused'],
  running: ['running', 'waiting', 'done', 'failed', 'cancelled', 'refused'],
  done: [],
  failed: [],
  cancelled: [],
  refused: [],
};
export const statesBefore = (to: JobState): JobState[] =>
  JOB_STATES.filter((from) => STEPS[from].includes(to));

export const ATTEMPTS_LIMIT = 3;
/** A runner without a heartbeat for this long counts as dead and is replaced. */
export const SILENT_AFTER_MS = 10_000;
export const HEARTBEAT_EVERY_MS = 2_000;
/** Jobs that have not started, or whose runner is silent, are notified again after this time. */
export const NOTIFY_AGAIN_AFTER_MS = 60_000;

export interface ClaimFacts {
  readonly state: JobState;
  readonly attempts: number;
  readonly heartbeatAt: Date | null;
  readonly cancelAskedAt: Date | null;
}
export type ClaimAnswer = 'start' | 'over' | 'busy' | 'cancelled' | 'exhausted';

export function mayStart(job: ClaimFacts, now: Date): ClaimAnswer {
  if (STEPS[job.state].length === 0) return 'over';
  if (job.state === 'running' && job.heartbeatAt) {
    if (now.getTime() - job.heartbeatAt.getTime() < SILENT_AFTER_MS) return 'busy';
  }
  if (job.cancelAskedAt) return 'cancelled';
  return job.attempts >= ATTEMPTS_LIMIT ? 'exhausted' : 'start';
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const CODE = /^[a-z0-9][a-z0-9_.-]{0,39}$/;

/** Ids, dates, codes and whole numbers, or lists of these: nothing that could identify a person. */
export function holdsOnlyIds(params: Readonly<Record<string, unknown>>): boolean {
  const plain = (value: unknown): boolean =>
    (typeof value === 'string' && (UUID.test(value) || DATE.test(value) || CODE.test(value))) ||
    Number.isSafeInteger(value) ||
    typeof value === 'boolean' ||
    value === null;
  return Object.values(params).every((value) =>
    Array.isArray(value) ? value.every(plain) : plain(value),
  );
}
