/**
 * How many wrong passwords are checked at once, and when a guess has to wait instead. Nobody is kept
 * out: above a limit an attempt waits its turn in the slow lane of the account it is for.
 */
export const WINDOW_SECONDS = 15 * 60;

export const LIMITS = {
  /** Of one account from one network. */
  pair: 8,
  /** The same while that account or that network is being used for a guessing storm. */
  pairInStorm: 2,
  /** From here on, wrong passwords of one account from all networks together are a storm. */
  accountStorm: 40,
  /** From here on, wrong passwords of all accounts from one network are a storm. */
  networkStorm: 40,
  /** Of one account from all networks together; beyond it only the slow lane is open to new devices. */
  accountCeiling: 1_000,
  /** Of one account from one known device; counted apart from everything above. */
  device: 10,
} as const;

/** One check an account in so many seconds, whoever asks; three wait, each less than a minute. */
export const SLOW_LANE = { seconds: 15, waiting: 3, patienceSeconds: 50 } as const;

export interface GuessCounts {
  /** Each with the present attempt in it. */
  readonly pair: number;
  readonly account: number;
  readonly network: number;
}

/** Whether this attempt is checked at once; otherwise it takes the slow lane. */
export function isCheckedAtOnce({ pair, account, network }: GuessCounts): boolean {
  const storm = account > LIMITS.accountStorm || network > LIMITS.networkStorm;
  if (account > LIMITS.accountCeiling) return false;
  return pair <= (storm ? LIMITS.pairInStorm : LIMITS.pair);
}

/** The most wrong passwords that are checked at once for one account within one window of the counters. */
export const mostGuessesInAWindow = (networks: number): number =>
  Math.min(
    LIMITS.pair * networks,
    LIMITS.accountStorm + LIMITS.pairInStorm * networks,
    LIMITS.accountCeiling,
  );

/**
 * The most within any hour, the slow lane included. A window begins with its first guess, so that an
 * hour may touch five of them.
 */
export const mostGuessesInAnHour = (networks: number): number =>
  5 * mostGuessesInAWindow(networks) + 3_600 / SLOW_LANE.seconds + 1;

/**
 * Codes of a second factor, of one account by strangers, by one known browser or by whoever is signed in; and by
 * strangers of all accounts from one network. `duration` in seconds.
 */
export const CODE_LIMITS = {
  account: { points: 10, duration: WINDOW_SECONDS },
  accountDay: { points: 50, duration: 24 * 60 * 60 },
  network: { points: 40, duration: WINDOW_SECONDS },
} as const;

/**
 * How likely whoever knows the password finds a code in so many days: three codes of a million are good at a time, and a
 * window of a day begins with its first guess, so that each day touches two.
 */
export const chanceOfGuessingACode = (days: number): number =>
  1 - (1 - 3 / 1_000_000) ** (CODE_LIMITS.accountDay.points * (days + 1));
