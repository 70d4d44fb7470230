import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { networkOf } from './network.rules';
import { CODE_LIMITS } from './guess-limits.rules';

export interface CodeGuess {
  readonly userId: string;
  readonly kind: 'code' | 'recovery_code';
  readonly address: string;
  /** The digest of a device that is known for this account. */
  readonly device: Buffer | null;
  /** Somebody who is signed in to this account already. */
  readonly signedIn: boolean;
}

const keyOf = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('base64url');

/**
 * Counts attempts at second-factor codes before they are checked, in the database that all web processes share. Since
 * an attacker at this point knows the password and a code has only six digits, attempts above a limit are refused, not
 * delayed. Known browsers, signed-in accounts and recovery codes have counters of their own, so that strangers cannot
 * lock the account holder out.
 */
@Injectable()
export class CodeLimits {
  private readonly byAccount: RateLimiterPostgres;
  private readonly byAccountAndDay: RateLimiterPostgres;
  private readonly byNetwork: RateLimiterPostgres;

  constructor(dataSource: DataSource) {
    const { account, accountDay, network } = CODE_LIMITS;
    this.byAccount = rateLimiter(dataSource, 'code-account', account);
    this.byAccountAndDay = rateLimiter(dataSource, 'code-day', accountDay);
    this.byNetwork = rateLimiter(dataSource, 'code-network', network);
  }

  /** Throws `access.too_many_codes`. Returns what to call once the code was right. */
  async admit(guess: CodeGuess): Promise<() => Promise<void>> {
    const { userId, kind, device, signedIn } = guess;
    const who = signedIn ? 'signed in' : (device?.toString('hex') ?? 'stranger');
    const account = keyOf(userId, kind, who);
    await count(this.byAccount, account, TOO_MANY);
    await count(this.byAccountAndDay, account, TOO_MANY);
    const network = who === 'stranger' ? keyOf(networkOf(guess.address), kind) : null;
    if (network) await count(this.byNetwork, network, TOO_MANY);
    return async () => {
      await this.byAccount.delete(account);
      // The wrong ones of the day stay counted: a program that signs in each hour gives nobody new guesses.
      await this.byAccountAndDay.reward(account);
      if (network) await this.byNetwork.reward(network);
    };
  }
}

const TOO_MANY = 'access.too_many_codes';
