import { join } from 'node:path';
import { runInWorker, WorkerTimeout } from '../../../modules/platform/shared/worker';
import { TypesettingError, typesetPdf } from '../../../modules/platform/typeset/compile';
import { hasSentence } from '../../../modules/platform/web/i18n';
import { PdfNotTypeset } from '../../../modules/report-documents/render/render.errors';

const FIXTURES = '../../test/fixtures/typeset';

describe('a template that does not end', () => {
  it.each([
    ['goes round and round', 'loops', /infinite/],
    ['calls itself', 'calls-itself', /depth/],
  ])('because it %s is stopped, and says why', async (_, template, why) => {
    await expect(typesetPdf(`${FIXTURES}/${template}`, {}, '2026-09-30')).rejects.toThrow(why);
  });

  it('is ended with its thread when its time is over, and nothing else is', async () => {
    const forever = join(__dirname, '../../fixtures/typeset/forever.worker');
    await expect(runInWorker(forever, {}, { timeoutMs: 1_000 })).rejects.toThrow(WorkerTimeout);
  });

  it.each([
    ['takes too long may be tried again', new WorkerTimeout('60 s'), 'unavailable'],
    ['cannot be set fails at once', new TypesettingError('infinite loop'), 'conflict'],
  ])('and %s, with a sentence of its own and the reason in the log', (_, why, kind) => {
    const said = new PdfNotTypeset(why);
    expect(said.kind).toBe(kind);
    expect(said.code).toMatch(/^reports\.pdf_(takes_too_long|cannot_be_set)$/);
    expect(said.stack).toContain(why.message);
    expect(hasSentence(said.code.replace('.', ':errors.'))).toBe(true);
  });
});
