import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Refusals, record } from '../audit';
import { Transactions } from '../platform/database/transactions';
import { signInRefusals } from '../platform/metrics';
import type { Actor } from '../platform/shared/actor';
import { Clock } from '../platform/shared/clock';
import { DomainError } from '../platform/shared/domain.errors';
import type { Browser, NewSession, PendingCode } from './browser.types';
import { AccountMails } from './account-mails.service';
import { deviceName } from './device-name.rules';
import { CodeLimits } from './guessing/code-limits.service';
import { GuessLimits, type AdmittedGuess } from './guessing/guess-limits.service';
import { plainAddress, wideNetworkOf } from './guessing/network.rules';
import { KnownDevices } from './guessing/known-devices.service';
import { PasswordHashes } from './passwords/password-hashes.service';
import { PasswordChecks } from './passwords/password-checks.service';
import { Passkeys } from './passkeys/passkeys.service';
import { PendingSignIns, type PendingSignIn } from './second-factor/pending-sign-ins.service';
import { SecondFactors, type ShownCode } from './second-factor/second-factors.service';
import { readTypedCode } from './second-factor/typed-codes.rules';
import { digestOf, Sessions } from './sessions.service';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface Account {
  readonly id: string;
  readonly password_hash: string | null;
}

/**
 * Sign-in. Wrong address, wrong password and closed account give the same answer in the same time. Attempts are limited
 * by `GuessLimits`.
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
    private readonly pending: PendingSignIns,
    private readonly factors: SecondFactors,
    private readonly codes: CodeLimits,
    private readonly passkeys: Passkeys,
    private readonly mails: AccountMails,
    private readonly clock: Clock,
    hashes: PasswordHashes,
  ) {
    this.decoy = hashes.hash('no such account');
  }

  /**
   * Checks the password and opens a session or, if the account has a second factor, a sign-in that waits for
   * `showCode`. Errors: `access.wrong_credentials`, `access.sign_in_waits`, `access.sign_in_busy`.
   */
  begin(credentials: Credentials, browser: Browser): Promise<NewSession | PendingCode> {
    return counted(this.withPassword(credentials, browser));
  }

  /**
   * Completes a pending sign-in with a code. Errors: `access.wrong_code`, `access.too_many_codes`,
   * `access.sign_in_over`.
   */
  showCode(pending: string, typed: string, browser: Browser): Promise<NewSession> {
    return counted(this.withCode(pending, typed, browser));
  }

  /**
   * Signs in with a passkey: instead of the code of a pending sign-in (`pending`) or instead of password and code.
   * Errors: `access.passkey_wrong`, and `access.sign_in_over` with `pending`.
   */
  showPasskey(typed: string, browser: Browser, pending?: string): Promise<NewSession> {
    return counted(this.withPasskey(typed, browser, pending));
  }

  /** State of a pending sign-in; null if it has expired. `shownCode`: in demonstrations only. */
  async waiting(pending: string): Promise<{ shownCode: ShownCode | null } | null> {
    const found = await this.pending.find(pending);
    return found && { shownCode: this.factors.shownCode(found) };
  }

  private async withPassword(
    { email, password }: Credentials,
    browser: Browser,
  ): Promise<NewSession | PendingCode> {
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
      await this.noteRefusal('session.start', user?.id, address);
      throw wrongCredentials();
    }
    const pending = await this.pending.begin(user.id, user.password_hash);
    if (pending) {
      await guess.forget();
      return { pending };
    }
    const actor = await this.sessions.actorById(user.id);
    const token = actor && (await this.sessions.start(user.id, user.password_hash));
    if (!token) {
      await this.noteRefusal('session.start', user.id, address);
      throw await this.whyNoSession(user.id);
    }
    if (browser.session) await this.sessions.end(browser.session);
    await guess.forget();
    return { token, device: await this.remember(actor, token, shown, browser, 'password') };
  }

  private async withCode(token: string, typed: string, browser: Browser): Promise<NewSession> {
    const { address } = browser;
    const asked = await this.pending.find(token);
    if (!asked) throw new DomainError('unauthenticated', 'access.sign_in_over');
    const { userId, email } = asked;
    const shown = await this.devices.find(browser.devices, email);
    const device = shown === null ? null : this.devices.digestOf(shown);
    const read = readTypedCode(typed);
    const kind = read?.kind ?? 'code';
    const forget = await this.codes.admit({ userId, kind, address, device, signedIn: false });
    const session = read && (await this.finish(token, asked, read));
    if (!session) {
      await this.noteRefusal('session.second_factor', userId, address);
      throw new DomainError('unauthenticated', 'access.wrong_code');
    }
    if (browser.session) await this.sessions.end(browser.session);
    await forget();
    const actor = await this.sessions.actorById(userId);
    if (!actor) throw wrongCredentials();
    return { token: session, device: await this.remember(actor, session, shown, browser, kind) };
  }

  private async withPasskey(
    typed: string,
    browser: Browser,
    pending?: string,
  ): Promise<NewSession> {
    const verified = await this.passkeys.verify(typed, pending);
    const session = verified && (await this.pending.finishByPasskey(verified, pending));
    const actor = session && (await this.sessions.actorById(verified.userId));
    if (!actor) {
      await this.noteRefusal('session.passkey', verified?.userId, browser.address);
      throw new DomainError('unauthenticated', 'access.passkey_wrong');
    }
    if (browser.session) await this.sessions.end(browser.session);
    const shown = await this.devices.find(browser.devices, verified.email);
    const device = await this.remember(actor, session, shown, browser, 'passkey');
    return { token: session, device };
  }

  private async finish(
    token: string,
    asked: PendingSignIn,
    read: NonNullable<ReturnType<typeof readTypedCode>>,
  ): Promise<string | null> {
    const checked = this.factors.check(asked.userId, asked, read);
    return checked && this.pending.finish(token, checked);
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

  /**
   * Specific error after a correct password; it reveals nothing, since the password proves knowledge of the account.
   */
  private async whyNoSession(userId: string): Promise<DomainError> {
    const [found] = (await this.dataSource.query('SELECT password_refused($1, $2) AS refused', [
      userId,
      this.clock.now(),
    ])) as { refused: boolean }[];
    return found!.refused
      ? new DomainError('forbidden', 'access.password_refused')
      : wrongCredentials();
  }

  /** Cookies for a session that was opened in another way than by this service. */
  async welcome(
    { userId, email }: { userId: string; email: string },
    token: string,
    browser: Browser,
    by: string,
  ): Promise<NewSession> {
    const actor = await this.sessions.actorById(userId);
    if (!actor) throw wrongCredentials();
    if (browser.session) await this.sessions.end(browser.session);
    const shown = await this.devices.find(browser.devices, email);
    return { token, device: await this.remember(actor, token, shown, browser, by) };
  }

  private remember(
    actor: Actor,
    token: string,
    shown: string | null,
    { address, userAgent }: Browser,
    by: string,
  ) {
    return this.transactions.run(actor, async (tx) => {
      const ids = [actor.userId];
      await record(tx, { action: 'session.start', kind: 'user', ids, fields: [`by:${by}`] });
      tx.execute('SELECT describe_session($1, $2, $3, $4)', [
        digestOf(token),
        deviceName(userAgent),
        plainAddress(address),
        wideNetworkOf(address),
      ]);
      if (shown === null) await this.mails.sendAfter(tx, actor.userId, { kind: 'new_browser' });
      return this.devices.rememberIn(tx, shown);
    });
  }

  private noteRefusal(action: string, userId: string | undefined, address: string): Promise<void> {
    return this.refusals.write(null, address, {
      action,
      kind: 'user',
      ids: userId ? [userId] : [],
      outcome: 'refused',
    });
  }
}

async function counted<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError) signInRefusals.inc({ code: error.code });
    throw error;
  }
}

const wrongCredentials = (): DomainError =>
  new DomainError('unauthenticated', 'access.wrong_credentials');
