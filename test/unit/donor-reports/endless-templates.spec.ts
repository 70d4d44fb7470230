import { join } from 'node:path';
import { runInWorker, WorkerTimeout } from '../../../src/shared/worker';
import { setInType } from '../../../src/typeset/compile';

const FIXTURES = '../../test/fixtures/typeset';

describe('a template that does not end', () => {
  it.each([
    ['goes round and round', 'loops', /infinite/],
    ['calls itself', 'calls-itself', /depth/],
  ])('because it %s is stopped, and says why', async (_, template, why) => {
    await expect(setInType(`${FIXTURES}/${template}`, {}, '2026-09-30')).rejects.toThrow(why);
  });

  it('is ended with its thread when its time is over, and nothing else is', async () => {
    const forever = join(__dirname, '../../fixtures/typeset/forever.worker');
    await expect(runInWorker(forever, {}, { timeoutMs: 1_000 })).rejects.toThrow(WorkerTimeout);
  });
});
