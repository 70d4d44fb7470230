import type { JobKind } from './job-kinds';

export type Rhythm = { cron: string; tz?: string } | { everyMs: number };

/** All scheduled jobs. */
export const SCHEDULES: readonly { kind: JobKind; rhythm: Rhythm }[] = [
  // Closes the past night (nights end at noon); hourly, so that a worker that was down at noon catches up.
  { kind: 'close-night', rhythm: { cron: '10 * * * *' } },
  // Releases beds held for people who did not arrive, within a minute.
  { kind: 'lapse-holds', rhythm: { everyMs: 60_000 } },
  // Notifies workers again about jobs whose notification was lost.
  { kind: 'sweep-jobs', rhythm: { everyMs: 60_000 } },
  // Ends consents at the end of their term, and opens tasks in time to ask again.
  { kind: 'consent-housekeeping', rhythm: { cron: '20 * * * *' } },
  // Ends roles past their last day and passes the open tasks of their holders on.
  { kind: 'end-roles', rhythm: { cron: '5 * * * *' } },
  // Passes tasks of colleagues whose temporary access to a case has ended to the officer of the case.
  { kind: 'pass-tasks-on', rhythm: { cron: '7 * * * *' } },
  // Warns the owners of access tokens a week before these end.
  { kind: 'warn-of-tokens', rhythm: { cron: '25 * * * *' } },
  // Readers and tasks of complaints are recomputed as deadlines pass and memberships end.
  { kind: 'tend-complaints', rhythm: { cron: '30 * * * *' } },
  // A call that nobody ended, and what is kept of calls and call-backs for a time.
  { kind: 'tend-hotline', rhythm: { cron: '35 * * * *' } },
  // A referral without an answer is reported to the sender, then to the supervisor; then it lapses.
  { kind: 'tend-referrals', rhythm: { cron: '45 * * * *' } },
  // A place that was offered and not answered for goes to the next in line.
  { kind: 'tend-training', rhythm: { cron: '50 * * * *' } },
  // The fee of a recognition that ended with its file leaves the ledger.
  { kind: 'tend-recognition', rhythm: { cron: '52 * * * *' } },
  // A paper, a confirmation or a decision that waits too long is a task of who can act.
  { kind: 'tend-returns', rhythm: { cron: '55 * * * *' } },
  // A report that is due soon is a task of programme officers.
  { kind: 'remind-reports', rhythm: { cron: '15 * * * *' } },
  // Deletes records kept for a time only (request ids, sessions, finished jobs).
  { kind: 'prune-records', rhythm: { cron: '40 * * * *' } },
  // Each subscriber gets one mail a day, at the chosen hour, with the number of waiting tasks.
  { kind: 'send-digests', rhythm: { cron: '*/5 * * * *' } },
  // At night everybody who changed is compared with everybody; a new matcher compares all with all.
  { kind: 'find-duplicates', rhythm: { cron: '25 2 * * *' } },
  // Compares the stored counts of closed nights with bookings, beds and absences.
  { kind: 'compare-night-counts', rhythm: { cron: '40 3 * * *' } },
  // Looks for unusual reading in newly sealed audit rows.
  { kind: 'watch-readings', rhythm: { everyMs: 180_000 } },
  // Events for the systems of organisations, and those whose turn it is to be sent again.
  { kind: 'send-webhooks', rhythm: { everyMs: 10_000 } },
  // The partition of next year of the audit log is made ahead of time.
  { kind: 'keep-partitions', rhythm: { cron: '50 3 * * *' } },
  // The audit logs are compared with their chain and with its heads outside the database.
  { kind: 'verify-audit', rhythm: { cron: '10 4 * * *' } },
];
