/** Runs one piece of heavy, synchronous work in a thread of its own, with a time limit. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

export class WorkerTimeout extends Error {}

export interface WorkerLimits {
  readonly timeoutMs: number;
  readonly maxHeapMb?: number;
  /** Ends the work at once, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * `path` is the worker's file without extension; it reads `workerData` and posts one message.
 * From sources it is TypeScript, loaded through the same register that tests and tools use.
 */
export function runInWorker<T>(path: string, data: unknown, limits: WorkerLimits): Promise<T> {
  const compiled = existsSync(`${path}.js`);
  const worker = new Worker(compiled ? `${path}.js` : `${path}.ts`, {
    workerData: data,
    execArgv: compiled ? [] : ['-r', '@swc-node/register'],
    resourceLimits: { maxOldGenerationSizeMb: limits.maxHeapMb ?? 512 },
  });
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new WorkerTimeout(`no answer after ${limits.timeoutMs} ms`)),
      limits.timeoutMs,
    );
    worker.once('message', (message: T) => resolve(message));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the worker left with ${code}`)));
    const { signal } = limits;
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    if (signal?.aborted) reject(signal.reason as Error);
    const done = (): void => clearTimeout(timer);
    worker.once('message', done).once('error', done).once('exit', done);
  }).finally(() => worker.terminate());
}
