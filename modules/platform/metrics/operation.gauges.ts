import { Gauge } from 'prom-client';
import type { OperationFacts, OperationMetrics } from './operation-metrics.service';
import { diskSpace } from '../shared/disk-space';
import { registry } from './registry';

let read: OperationMetrics | undefined;
let filesFolder: string | undefined;

/** From here on the numbers are those of this application; a process has one, but in tests. */
export function observeOperation(metrics: OperationMetrics, folder: string): OperationMetrics {
  read = metrics;
  filesFolder = folder;
  return metrics;
}

const gauge = (
  name: string,
  help: string,
  labelNames: readonly string[],
  collect: (gauge: Gauge, facts: OperationFacts, metrics: OperationMetrics) => void,
): Gauge =>
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      this.reset();
      const facts = await read?.facts();
      if (facts) collect(this, facts, read!);
    },
  });

gauge('mawa_jobs', 'Jobs that wait or run', ['kind', 'state'], (all, { open }) =>
  open.forEach(({ kind, state, jobs }) => all.set({ kind, state }, jobs)),
);
gauge(
  'mawa_jobs_oldest_seconds',
  'How long the oldest job of a kind has waited or run',
  ['kind', 'state'],
  (all, { open }) => open.forEach(({ kind, state, oldest }) => all.set({ kind, state }, oldest)),
);
gauge('mawa_jobs_failed_last_day', 'Jobs that failed within a day', ['kind'], (all, { failed }) =>
  failed.forEach(({ kind, jobs }) => all.set({ kind }, jobs)),
);
gauge(
  'mawa_booking_steps_last_day',
  'Bookings that took a step within a day: hold, check_in, lapsed, exit and the rest',
  ['step'],
  (all, { steps }) => steps.forEach(({ step, bookings }) => all.set({ step }, bookings)),
);
for (const [name, help, key] of [
  ['mawa_last_closed_night_seconds', 'Begin of the last night that is closed, in UTC', 'night'],
  ['mawa_last_backup_seconds', 'Begin of the last whole backup', 'backup'],
  ['mawa_last_restore_trial_seconds', 'End of the last backup restored on trial', 'trial'],
] as const) {
  gauge(name, help, [], (one, { last: [last] }) => {
    if (last![key] !== null) one.set(last![key]);
  });
}
for (const [name, help, key] of [
  [
    'mawa_last_audit_verification_seconds',
    'End of the last verification of the audit logs',
    'verified',
  ],
  ['mawa_audit_findings', 'What the last verification of the audit logs found', 'findings'],
  [
    'mawa_audit_unsealed_seconds',
    'How long the oldest row of the audit log waits for its sealing',
    'waits',
  ],
] as const) {
  gauge(name, help, [], (one, { audit: [audit] }) => {
    if (audit![key] !== null) one.set(audit![key]);
    else if (key === 'waits') one.set(0);
  });
}
gauge(
  'mawa_database_pool',
  'Connections of this process, and requests that wait for one',
  ['state'],
  (all, _facts, metrics) =>
    Object.entries(metrics.pool()).forEach(([state, count]) => all.set({ state }, count)),
);

/** Computed on each scrape. */
new Gauge({
  name: 'mawa_replica_lag_seconds',
  help: 'How long the replica has lacked something that the primary has; none: no replica, or it does not answer',
  registers: [registry],
  async collect() {
    this.reset();
    const lag = await read?.replicaLagSeconds();
    if (lag !== null && lag !== undefined) this.set(lag);
    else this.remove();
  },
});

/** Read from the file system, not the database, because a full disk may be why the database fails. */
new Gauge({
  name: 'mawa_disk_free_ratio',
  help: 'Free part of the disk of MAWA_DATA, from 0 to 1',
  registers: [registry],
  collect() {
    this.reset();
    if (filesFolder === undefined) return;
    try {
      const { free, all } = diskSpace(filesFolder);
      this.set(free / all);
    } catch {
      // A folder that is not there yet has no disk.
    }
  },
});
