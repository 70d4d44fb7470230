import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/**
 * The trace id: 32 hexadecimal digits, random, that name one HTTP request, or one run of a schedule, in its answer, in
 * the log, in PostgreSQL and in the jobs that it asks for. Nothing is decided by it. The id under which an act is done
 * once is another one: `requestId` (database/once.ts).
 */
const traces = new AsyncLocalStorage<string>();

export const newTraceId = (): string => randomBytes(16).toString('hex');

export const currentTraceId = (): string | undefined => traces.getStore();

export const inTrace = <T>(traceId: string, work: () => T): T => traces.run(traceId, work);

/** For what outlives the request that was the first to need it: a connection, a timer. */
export const outsideTrace = <T>(work: () => T): T => traces.exit(work);
