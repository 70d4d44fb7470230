/**
 * Limits for wrong passwords. Nobody is locked out: an attempt above a limit waits in the queue (slow lane) of its
 * account.
 */
export const WINDOW_SECONDS = 15 * 60;

export const LIMITS = {
  /** Wrong passwords for one account from one network. */
  pair: 8,
  /** Replaces `pair` during a storm (see the next two limits). */
  pairInStorm: 2,
  /** Wrong passwords for one account from all networks above which it is under attack (a storm). */
  accountStorm: 40,
  /** Wrong passwords for all accounts from one network above which it is under attack (a storm). */
  networkStorm: 40,
  /** Wrong passwords for one account from all networks; above it, unknown devices can use only the slow lane. */
  accountCeiling: 1_000,
  /** Wrong passwords for one account from one known device; counted apart from all other limits. */
  device: 10,
} as const;

/** One check per account every `seconds`; at most `waiting` attempts queue, each for at most `patienceSeconds`. */
export const SLOW_LANE = { seconds: 15, waiting: 3, patienceSeconds: 50 } as const;

export interface GuessCounts {
  /** Each counter includes the present attempt. */
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

/** Upper bound of wrong passwords checked at once for one account within one counter window. */
export const mostGuessesInAWindow = (networks: number): number =>
  Math.min(
    LIMITS.pair * networks,
    LIMITS.accountStorm + LIMITS.pairInStorm * networks,
    LIMITS.accountCeiling,
  );

/**
 * Upper bound within any hour, including the slow lane. A window begins with its first attempt, so that an hour can
 * touch five windows.
 */
export const mostGuessesInAnHour = (networks: number): number =>
  5 * mostGuessesInAWindow(networks) + 3_600 / SLOW_LANE.seconds + 1;

/**
 * Limits for second-factor codes. `account` and `accountDay` count separately for strangers, for each known browser and
 * for signed-in sessions; `network` counts strangers from one network over all accounts. `duration` in seconds.
 */
export const CODE_LIMITS = {
  account: { points: 10, duration: WINDOW_SECONDS },
  accountDay: { points: 50, duration: 24 * 60 * 60 },
  network: { points: 40, duration: WINDOW_SECONDS },
} as const;

/**
 * Probability that an attacker who knows the password finds a code within `days` days. Three codes of a million are
 * valid at a time; a daily window begins with its first attempt, so that n days touch n + 1 windows.
 */
export const chanceOfGuessingACode = (days: number): number =>
  1 - (1 - 3 / 1_000_000) ** (CODE_LIMITS.accountDay.points * (days + 1));
