import {
  chanceOfGuessingACode,
  isCheckedAtOnce,
  LIMITS,
  mostGuessesInAnHour,
} from './guess-limits.rules';

/** Plays one window: each network guesses `each` times at one account, in turns. */
function checkedAtOnce(networks: number, each: number): number {
  let account = 0;
  let checked = 0;
  const pairs = new Array<number>(networks).fill(0);
  for (let turn = 0; turn < each; turn += 1) {
    for (let n = 0; n < networks; n += 1) {
      pairs[n]! += 1;
      const counts = { pair: pairs[n]!, account: account + 1, network: pairs[n]! };
      if (!isCheckedAtOnce(counts)) continue;
      account += 1;
      checked += 1;
    }
  }
  return checked;
}

describe('the limits of guessing', () => {
  it.each([
    [1, 8],
    [3, 24],
    [5, 40],
    [20, 80],
    [100, 240],
    [480, 1_000],
    [5_000, 1_000],
  ])('of %i networks at most %i guesses of a window are checked at once', (networks, most) => {
    for (const each of [1, 2, 8, 50]) {
      expect(checkedAtOnce(networks, each)).toBeLessThanOrEqual(most);
    }
    expect(mostGuessesInAnHour(networks)).toBe(5 * most + 241);
  });

  it('a storm from elsewhere leaves the first two attempts of a network that is new to it', () => {
    const storm = { account: LIMITS.accountStorm + 300, network: 1 };
    expect(isCheckedAtOnce({ ...storm, pair: 1 })).toBe(true);
    expect(isCheckedAtOnce({ ...storm, pair: 2 })).toBe(true);
    expect(isCheckedAtOnce({ ...storm, pair: 3 })).toBe(false);
  });

  it('one visitor of a house leaves its other accounts their own attempts', () => {
    const house = { network: LIMITS.networkStorm + 60, account: 1 };
    expect(isCheckedAtOnce({ ...house, pair: 1 })).toBe(true);
    expect(isCheckedAtOnce({ ...house, pair: 3 })).toBe(false);
  });

  it('leaves whoever knows a password a small chance to find a code', () => {
    expect(chanceOfGuessingACode(1)).toBeCloseTo(0.0003, 5);
    expect(chanceOfGuessingACode(30)).toBeCloseTo(0.0046, 4);
  });
});
