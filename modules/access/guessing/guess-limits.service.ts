import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { millisecondsToWait, rateLimiter } from '../../platform/database/rate-limiter';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCheckedAtOnce, LIMITS, SLOW_LANE, WINDOW_SECONDS } from './guess-limits.rules';
import { networkOf } from './network.rules';

export interface GuessSource {
  /** The account as it was typed, in its one spelling; it need not exist. */
  readonly account: string;
  readonly address: string;
  /** The digest of a device that is known for this account. */
  readonly device: Buffer | null;
}

/** An attempt that may be checked now; it has been counted as a wrong one already. */
export interface AdmittedGuess {
  /** Within the budget of a known device. */
  readonly fromKnownDevice: boolean;
  /** It was right: what was counted here for this account is over. */
  forget(): Promise<void>;
  /** It was never checked, and is no guess. */
  takeBack(): Promise<void>;
}

/** Attempts waiting over all accounts in one process; each holds a connection open. */
const WAITING_AT_MOST = 60;
const JITTER_MS = 500;

/** Hashed, so that the table of counters contains no e-mail or network address. */
const keyOf = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('base64url');

/**
 * Counts wrong passwords in the database that all web processes share: an attempt is counted before
 * it is checked, so that many at once are not more than one after the other.
 */
@Injectable()
export class GuessLimits implements OnModuleDestroy {
  private readonly byPair: RateLimiterPostgres;
  private readonly byAccount: RateLimiterPostgres;
  private readonly byNetwork: RateLimiterPostgres;
  private readonly byDevice: RateLimiterPostgres;
  private readonly lane: RateLimiterPostgres;
  private readonly waiting = new Map<string, number>();
  private readonly closing = new AbortController();

  constructor(dataSource: DataSource) {
    const counter = (prefix: string) =>
      rateLimiter(dataSource, prefix, { points: LIMITS.pair, duration: WINDOW_SECONDS });
    this.byPair = counter('guess-pair');
    this.byAccount = counter('guess-account');
    this.byNetwork = counter('guess-network');
    this.byDevice = counter('guess-device');
    this.lane = rateLimiter(dataSource, 'guess-lane', { points: 1, duration: SLOW_LANE.seconds });
  }

  onModuleDestroy(): void {
    this.closing.abort();
  }

  /** Throws `access.sign_in_waits` where the slow lane is full. */
  async admit({ account, address, device }: GuessSource): Promise<AdmittedGuess> {
    if (device) {
      const key = keyOf(account, device.toString('hex'));
      const { consumedPoints } = await this.byDevice.penalty(key);
      if (consumedPoints <= LIMITS.device) {
        return {
          fromKnownDevice: true,
          forget: async () => void (await this.byDevice.delete(key)),
          takeBack: async () => void (await this.byDevice.reward(key)),
        };
      }
    }
    return this.admitStranger(keyOf(account), networkOf(address));
  }

  private async admitStranger(account: string, address: string): Promise<AdmittedGuess> {
    const network = keyOf(address);
    const pair = keyOf(account, network);
    const leaveTheStorm = async () => {
      await this.byAccount.reward(account);
      await this.byNetwork.reward(network);
    };
    const counts = {
      pair: (await this.byPair.penalty(pair)).consumedPoints,
      account: (await this.byAccount.penalty(account)).consumedPoints,
      network: (await this.byNetwork.penalty(network)).consumedPoints,
    };
    if (isCheckedAtOnce(counts)) {
      return {
        fromKnownDevice: false,
        forget: async () => {
          await this.byPair.delete(pair);
          await leaveTheStorm();
        },
        takeBack: async () => {
          await this.byPair.reward(pair);
          await leaveTheStorm();
        },
      };
    }
    await leaveTheStorm(); // What waits is slow already: it makes no storm.
    await this.waitForTheLane(account);
    return {
      fromKnownDevice: false,
      forget: async () => void (await this.byPair.delete(pair)),
      takeBack: async () => undefined,
    };
  }

  /**
   * The next attempt is chosen at random, so that an attack that fills the queue does not keep the account holder
   * behind it.
   */
  private async waitForTheLane(account: string): Promise<void> {
    const until = Date.now() + SLOW_LANE.patienceSeconds * 1_000;
    let ms = await this.tryTheLane(account);
    if (ms === 0) return;
    const here = this.waiting.get(account) ?? 0;
    const all = [...this.waiting.values()].reduce((sum, one) => sum + one, 0);
    if (here >= SLOW_LANE.waiting || all >= WAITING_AT_MOST) throw tooMany();
    this.waiting.set(account, here + 1);
    try {
      while (ms > 0) {
        if (Date.now() + ms > until) throw tooMany();
        await pause(ms + Math.random() * JITTER_MS, undefined, { signal: this.closing.signal });
        ms = await this.tryTheLane(account);
      }
    } catch (error) {
      if (this.closing.signal.aborted) throw new DomainError('unavailable', 'access.sign_in_busy');
      throw error;
    } finally {
      const left = this.waiting.get(account)! - 1;
      if (left > 0) this.waiting.set(account, left);
      else this.waiting.delete(account);
    }
  }

  /** 0 where it is this attempt's turn; otherwise in how many milliseconds to try again. */
  private async tryTheLane(account: string): Promise<number> {
    try {
      await this.lane.consume(account);
      return 0;
    } catch (error) {
      return Math.max(1, millisecondsToWait(error));
    }
  }
}

const tooMany = (): DomainError =>
  new DomainError('too_many', 'access.sign_in_waits', { minutes: 1 });
