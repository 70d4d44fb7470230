import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { record, Refusals } from '../../audit';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { sqlState, Transactions } from '../../platform/database/transactions';
import { type Language, NOBODY } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { AccountMails } from '../account-mails.service';
import { CodeLimits } from '../guessing/code-limits.service';
import { networkOf } from '../guessing/network.rules';
import { PasswordChecks } from '../passwords/password-checks.service';
import { checkPassword } from '../passwords/password.rules';
import {
  type SealedFactor,
  SecondFactors,
  type ShownCode,
} from '../second-factor/second-factors.service';
import { readTypedCode } from '../second-factor/typed-codes.rules';

/** Validity of the link in the mail, in minutes. */
const RESET_MINUTES = 30;
/**
 * Hourly limits: mails to one account, mails to one account requested from one network, and forms sent from one
 * network.
 */
const PER_ACCOUNT = { points: 10, duration: 60 * 60 };
const PER_ACCOUNT_AND_NETWORK = { points: 3, duration: 60 * 60 };
const PER_NETWORK = { points: 20, duration: 60 * 60 };
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const keyOf = (...parts: string[]): string => digestOf(parts.join('\0')).toString('base64url');
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

export interface PasswordReset {
  readonly email: string;
  /** Null: the account has no second factor; access to the mailbox is enough. */
  readonly code: { readonly shown: ShownCode | null } | null;
}

interface ResetAccount extends Omit<SealedFactor, 'factorId'> {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly factorId: string | null;
}

/**
 * Reset of a forgotten password. The account holder requests a mail and sets a new password with its link and, if the
 * account has one, the second factor. An account without a second factor whose roles require one has to wait for
 * administrators. Responses do not reveal whether an account exists (docs/security.md).
 */
@Injectable()
export class PasswordResets {
  private readonly perAccount: RateLimiterPostgres;
  private readonly perAccountAndNetwork: RateLimiterPostgres;
  private readonly perNetwork: RateLimiterPostgres;

  constructor(
    private readonly transactions: Transactions,
    private readonly mails: AccountMails,
    private readonly checks: PasswordChecks,
    private readonly factors: SecondFactors,
    private readonly codes: CodeLimits,
    private readonly refusals: Refusals,
    dataSource: DataSource,
  ) {
    this.perAccount = rateLimiter(dataSource, 'reset-account', PER_ACCOUNT);
    this.perAccountAndNetwork = rateLimiter(dataSource, 'reset-pair', PER_ACCOUNT_AND_NETWORK);
    this.perNetwork = rateLimiter(dataSource, 'reset-network', PER_NETWORK);
  }

  /** False without a mail server. */
  get isPossible(): boolean {
    return this.mails.isConnected;
  }

  /**
   * Returns before the account is looked up, so that timing reveals nothing. `publicUrl` is the base of the link in the
   * mail. Error: `access.too_many_attempts`, per network.
   */
  async request(typed: string, address: string, publicUrl: string): Promise<void> {
    const network = networkOf(address);
    await count(this.perNetwork, network, 'access.too_many_attempts');
    const email = typed.trim().toLowerCase();
    this.mails.later(() => this.begin(email, network, publicUrl));
  }

  /** Reads a reset without consuming it. Error: `access.reset_over`. */
  async look(token: string): Promise<PasswordReset> {
    const account = await this.find(token);
    const factor = factorOf(account);
    return { email: account.email, code: factor && { shown: this.factors.shownCode(factor) } };
  }

  /**
   * Sets the password and ends all sessions. Errors: `access.reset_over`, `access.wrong_code`, `access.too_many_codes`,
   * and those of the password rules.
   */
  async use(token: string, wanted: string, typed: string | null, address: string): Promise<void> {
    const account = await this.find(token);
    await checkPassword(wanted, [account.email, account.name]);
    const factor = factorOf(account);
    const { code, forget } = factor
      ? await this.checkCode(account, factor, typed ?? '', address)
      : { code: { step: null, recovery: null }, forget: async () => undefined };
    const hash = await this.checks.hash(wanted);
    await this.transactions
      .run(NOBODY, async (tx) => {
        const [used] = await tx.query<{ id: string | null }>(
          'SELECT use_password_reset($1, $2, $3, $4) AS id',
          [digestOf(token), hash, code.step, code.recovery],
        );
        if (!used?.id) throw wrongCode();
        await record(tx, { action: 'account.reset_password', kind: 'user', ids: [used.id] });
      })
      .catch((error) => {
        throw sqlState(error) === NO_DATA ? resetOver() : error;
      });
    await forget();
    this.mails.send(account, { kind: 'password_changed' });
  }

  private async begin(email: string, network: string, publicUrl: string): Promise<void> {
    try {
      await this.perAccountAndNetwork.consume(keyOf(email, network));
      await this.perAccount.consume(keyOf(email));
    } catch {
      return; // enough mails for this hour
    }
    const token = randomBytes(32).toString('base64url');
    const asked = await this.transactions.run(NOBODY, async (tx) => {
      const [begun] = await tx.query<{ userId: string; language: Language; waits: boolean }>(
        'SELECT user_id AS "userId", language, waits FROM begin_password_reset($1, $2, $3)',
        [email, digestOf(token), RESET_MINUTES],
      );
      if (begun)
        await record(tx, {
          action: 'account.request_password_reset',
          kind: 'user',
          ids: [begun.userId],
        });
      return begun;
    });
    if (!asked) return;
    const { language, waits } = asked;
    const link = new URL(`/reset-password/${token}`, publicUrl).href;
    this.mails.send(
      { email, language },
      waits
        ? { kind: 'password_reset_waits' }
        : { kind: 'password_reset', address: link, minutes: RESET_MINUTES },
    );
  }

  private async find(token: string): Promise<ResetAccount> {
    if (!TOKEN.test(token)) throw resetOver();
    const [account] = await this.transactions.run(NOBODY, (tx) =>
      tx.query<ResetAccount>(
        `SELECT user_id AS "userId", email, name, language, factor_id AS "factorId", secret, wrapped, last_step AS "lastStep",
                synthetic FROM password_reset_account($1)`,
        [digestOf(token)],
      ),
    );
    if (!account) throw resetOver();
    return account;
  }

  private async checkCode(
    { userId }: ResetAccount,
    factor: SealedFactor,
    typed: string,
    address: string,
  ) {
    const read = readTypedCode(typed);
    const kind = read?.kind ?? 'code';
    const forget = await this.codes.admit({ userId, kind, address, device: null, signedIn: false });
    const code = read && this.factors.check(userId, factor, read);
    if (!code) {
      await this.refusals.write(null, address, {
        action: 'account.reset_password',
        kind: 'user',
        ids: [userId],
        outcome: 'refused',
      });
      throw wrongCode();
    }
    return { code, forget };
  }
}

const NO_DATA = 'P0002';

const factorOf = ({ factorId, ...account }: ResetAccount): SealedFactor | null =>
  factorId === null ? null : { ...account, factorId };

const resetOver = (): DomainError => new DomainError('not_found', 'access.reset_over');
const wrongCode = (): DomainError => new DomainError('invalid', 'access.wrong_code', {}, 'otp');
