import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq';
import type { Processor, QueueOptions, RedisOptions, WorkerOptions } from 'bullmq';
import { Pool } from 'pg';
import { QUEUE_SCHEMA } from './queue-schema';

type Options<T> = Omit<T, 'connection'>;

/** Storage of the queue: PostgreSQL, or Redis or Valkey. */
export interface Backend {
  readonly name: 'postgres' | 'redis';
  queue(name: string, options: Options<QueueOptions>): Queue;
  worker(name: string, processor: Processor, options: Options<WorkerOptions>): Worker;
  close(): Promise<void>;
}

/** One pool for all queues of a process: two connections listen, the others are short. */
export function postgresBackend(connectionString: string): Backend {
  const bound = withBackend(createPostgresBackend);
  const pool = new Pool({
    connectionString,
    options: `-c search_path=${QUEUE_SCHEMA}`,
    application_name: 'mawa-queue',
    max: 6,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    allowExitOnIdle: true,
  });
  // A connection that drops is replaced at its next use; without these it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    name: 'postgres',
    queue: (name, options) =>
      new bound.Queue(name, { ...options, connection: pool }) as unknown as Queue,
    worker: (name, processor, options) =>
      new bound.Worker(name, processor, { ...options, connection: pool }) as unknown as Worker,
    close: () => pool.end(),
  };
}

/** Connections that add entries fail at once if there is no connection; those of workers wait for one. */
export function redisBackend(url: string): Backend {
  const reach: RedisOptions = {
    url,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  };
  const ringing: RedisOptions = { ...reach, enableOfflineQueue: false, maxRetriesPerRequest: 1 };
  return {
    name: 'redis',
    queue: (name, options) => new Queue(name, { ...options, connection: ringing }),
    worker: (name, processor, options) =>
      new Worker(name, processor, {
        ...options,
        connection: { ...reach, maxRetriesPerRequest: null },
      }),
    close: () => Promise.resolve(),
  };
}
