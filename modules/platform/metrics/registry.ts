import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Numbers for Prometheus: routes by their pattern, jobs by their kind, never an id, a name or a place. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry });

export const requestSeconds = new Histogram({
  name: 'mawa_http_request_seconds',
  help: 'Time of a request by route and status',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.1, 0.3, 1, 2, 10],
  registers: [registry],
});

export const refusalsTotal = new Counter({
  name: 'mawa_refusals_total',
  help: 'Acts refused by the access rules, failed sign-ins and records not found for the reader',
  labelNames: ['outcome'],
  registers: [registry],
});

export const signInRefusals = new Counter({
  name: 'mawa_sign_in_refusals_total',
  help: 'Sign-ins refused, by the code of the error',
  labelNames: ['code'],
  registers: [registry],
});

export const databaseUp = new Gauge({
  name: 'mawa_database_up',
  help: '1 where the last check reached the database',
  registers: [registry],
});

export const jobSeconds = new Histogram({
  name: 'mawa_job_seconds',
  help: 'Time of one attempt of a job: reports, exports, imports, nights and the rest by kind',
  labelNames: ['kind', 'outcome'],
  buckets: [0.1, 0.5, 2, 10, 30, 120, 600],
  registers: [registry],
});

export const replicaReads = new Counter({
  name: 'mawa_replica_reads_total',
  help: 'Long reads by who answered them: the replica, or the primary and why',
  labelNames: ['outcome'],
  registers: [registry],
});
