import { writePercent } from '../../modules/report-documents/document';
import { formatPercent } from '../../modules/platform/web/format';
import { shareOf } from '../../modules/platform/shared/share.rules';

/** Percent with one decimal by whole numbers alone: half goes up. */
function percentOf(part: bigint, whole: bigint): string {
  const tenths = (2n * part * 1000n + whole) / (2n * whole);
  return `${tenths / 10n}.${tenths % 10n}`;
}

/** Numbers that repeat with their seed (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

describe('a share', () => {
  it('of 1,153.73 in 467,289.72 is written 0.2 %, on pages and in documents', () => {
    const share = shareOf('1153.73', '467289.72')!;
    expect(writePercent(share, 'en')).toBe('0.2%');
    expect(formatPercent(share, 'en')).toBe('0.2%');
  });

  it('is kept as it is, cut off and not rounded', () => {
    expect(shareOf(2, 3)).toBe('0.666666666666');
    expect(shareOf(1, 8)).toBe('0.125');
    expect(shareOf('0', '5.00')).toBe('0');
    expect(shareOf(5, 0)).toBeNull();
    expect(shareOf('-2', 3)).toBe('-0.666666666666');
  });

  it('is rounded once, as whole numbers say, for any part and whole', () => {
    const next = random(20261129);
    const wrong: string[] = [];
    for (let time = 0; time < 20_000; time += 1) {
      // Counts and amounts in cents; every tenth lies exactly on a half.
      const isHalf = time % 10 === 0;
      const whole = isHalf ? BigInt(2000 * (1 + next(500_000))) : BigInt(1 + next(1_000_000_000));
      const part = isHalf
        ? (whole * BigInt(2 * next(1000) + 1)) / 2000n
        : BigInt(next(Number(whole)));
      const share = shareOf(String(part), String(whole))!;
      const expected = percentOf(part, whole);
      const plain = formatPercent(share, 'en').replace('%', '');
      if (writePercent(share, 'en') !== `${expected}%`) wrong.push(`${part}/${whole} ${share}`);
      if (Number(plain) !== Number(expected)) wrong.push(`page ${part}/${whole} ${plain}`);
    }
    expect(wrong).toEqual([]);
  });
});
