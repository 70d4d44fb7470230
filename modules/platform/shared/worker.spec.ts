import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInWorker } from './worker';

describe('heavy work in a thread of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-worker-'));
  const counting = join(folder, 'counting');
  beforeAll(() =>
    writeFileSync(
      `${counting}.js`,
      `const { workerData } = require('node:worker_threads');
       for (;;) Atomics.add(workerData, 0, 1);`,
    ),
  );
  afterAll(() => rmSync(folder, { recursive: true }));

  it('does nothing more once its signal is aborted', async () => {
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const ending = new AbortController();
    const work = runInWorker(counting, counter, { timeoutMs: 20_000, signal: ending.signal });
    const ended = expect(work).rejects.toMatchObject({ name: 'AbortError' });
    while (Atomics.load(counter, 0) === 0) await new Promise((done) => setTimeout(done, 5));
    ending.abort();
    await ended;
    const then = Atomics.load(counter, 0);
    await new Promise((done) => setTimeout(done, 50));
    expect(Atomics.load(counter, 0)).toBe(then);
  });
});
