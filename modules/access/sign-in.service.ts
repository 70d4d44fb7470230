import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Refusals, record } from '../audit';
import { Transactions } from '../platform/database/transactions';
import { signInRefusals } from '../platform/metrics';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { Browser, NewSession } from './browser.types';
import { GuessLimits, type AdmittedGuess } from './guessing/guess-limits.service';
import { KnownDevices } from './guessing/known-devices.service';
import { PasswordHashes } from './passwords/password-hashes.service';
import { PasswordChecks } from './passwords/password-checks.service';
import { Sessions } from './sessions.service';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface Account {
  readonly id: string;
  readonly password_hash: string | null;
}

/**
 * Signing in. Wrong address, wrong password and closed account answer alike and take alike long. How
 * guesses are counted is in `GuessLimits`.
 */
@Injectable()
export class SignIn {
  private readonly decoy: Promise<string>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly sessions: Sessions,
    private readonly refusals: Refusals,
    private readonly limits: GuessLimits,
    private readonly devices: KnownDevices,
    private readonly checks: PasswordChecks,
    hashes: PasswordHashes,
  ) {
    this.decoy = hashes.hash('no such account');
  }

  /** Errors: `access.wrong_credentials`, `access.sign_in_waits`, `access.sign_in_busy`. */
  async signIn(credentials: Credentials, browser: Browser): Promise<NewSession> {
    try {
      return await this.begin(credentials, browser);
    } catch (error) {
      if (error instanceof DomainError) signInRefusals.inc({ code: error.code });
      throw error;
    }
  }

  private async begin({ email, password }: Credentials, browser: Browser): Promise<NewSession> {
    const { address } = browser;
    const account = email.trim().toLowerCase().slice(0, 254);
    const shown = await this.devices.find(browser.devices, account);
    const device = shown === null ? null : this.devices.digestOf(shown);
    const guess = await this.limits.admit({ account, address, device });
    const [user] = (await this.dataSource.query(
      'SELECT id, password_hash FROM sign_in_account($1)',
      [account],
    )) as Account[];
    const matches = await this.matches(user, password, guess);
    if (!user?.password_hash || !matches) {
      await this.refuse(user, address);
      throw wrongCredentials();
    }
    const actor = await this.sessions.actorById(user.id);
    const token = actor && (await this.sessions.start(user.id, user.password_hash));
    if (!token) throw wrongCredentials();
    if (browser.session) await this.sessions.end(browser.session);
    await guess.forget();
    return { token, device: await this.remember(actor, shown) };
  }

  private async matches(user: Account | undefined, password: string, guess: AdmittedGuess) {
    const stored = user?.password_hash ?? (await this.decoy);
    try {
      return await this.checks.matches(stored, password, guess.fromKnownDevice);
    } catch (error) {
      if (error instanceof DomainError) await guess.takeBack();
      throw error;
    }
  }

  private remember(actor: Actor, shown: string | null) {
    return this.transactions.run(actor, async (tx) => {
      await record(tx, { action: 'session.start', kind: 'user', ids: [actor.userId] });
      return this.devices.rememberIn(tx, shown);
    });
  }

  private refuse(user: Account | undefined, address: string): Promise<void> {
    return this.refusals.write(null, address, {
      action: 'session.start',
      kind: 'user',
      ids: user ? [user.id] : [],
      outcome: 'refused',
    });
  }
}

const wrongCredentials = (): DomainError =>
  new DomainError('unauthenticated', 'access.wrong_credentials');
