import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ErasureLog } from './erasure-log.service';

const ONE = '11111111-1111-4111-8111-111111111111';
const TWO = '22222222-2222-4222-8222-222222222222';
const THREE = '33333333-3333-4333-8333-333333333333';
const AT = new Date('2026-11-30T10:00:00Z');

describe('the log of the erased', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-erasures-'));
  const log = new ErasureLog(join(folder, 'mawa.key.json'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('names each person once', () => {
    log.appendAll([ONE, TWO], AT);
    log.append(ONE, AT);
    expect(log.caseIds()).toEqual([ONE, TWO]);
  });

  it('names the next person where a full disk cut the last line off', () => {
    appendFileSync(log.path, `${THREE} 2026-11`);
    expect(log.caseIds()).toEqual([ONE, TWO]);
    log.append(THREE, AT);
    expect(log.caseIds()).toEqual([ONE, TWO, THREE]);
  });
});
