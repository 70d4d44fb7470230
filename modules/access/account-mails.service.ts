import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Mailer } from '../platform/mail/mailer';
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { Tx } from '../platform/database/transactions';

/** Kinds of mail about an account (keys `access:mails.…`). No mail names the account holder or the programme. */
export type AccountMail =
  | { readonly kind: 'password_reset'; readonly address: string; readonly minutes: number }
  | {
      readonly kind:
        | 'password_reset_waits'
        | 'password_changed'
        | 'factor_added'
        | 'factor_removed'
        | 'passkey_added'
        | 'passkey_removed'
        | 'new_browser'
        | 'identity_linked'
        | 'identity_unlinked';
    };

export interface MailRecipient {
  readonly email: string;
  readonly language: Language;
}

/**
 * Mails to account holders about their own account. They are sent after the HTTP response, so that response times do
 * not reveal whether an account exists. A failed mail is logged and not sent again. Without a mail server nothing is
 * sent.
 */
@Injectable()
export class AccountMails implements OnModuleDestroy {
  private readonly log = new Logger('account mails');
  private readonly leaving = new Set<Promise<void>>();

  constructor(private readonly mailer: Mailer) {}

  get isConnected(): boolean {
    return this.mailer.isConnected;
  }

  send(recipient: MailRecipient, mail: AccountMail): void {
    if (this.isConnected) this.later(() => this.deliver(recipient, mail));
  }

  /** Sends a mail to the account holder after the transaction has committed. */
  async sendAfter(tx: Tx, userId: string, mail: AccountMail): Promise<void> {
    if (!this.isConnected) return;
    const [recipient] = await tx.query<MailRecipient>(
      'SELECT email, language FROM users WHERE id = $1',
      [userId],
    );
    if (recipient) tx.afterCommit(() => this.send(recipient, mail));
  }

  /** Runs work in the background, without making the response wait; shutdown waits for it. */
  later(work: () => Promise<void>): void {
    const done = work()
      .catch((error: Error) => this.log.warn(`a mail about an account was not sent: ${error.name}`))
      .finally(() => this.leaving.delete(done));
    this.leaving.add(done);
  }

  /** Resolves when all background work started so far has succeeded or failed. */
  async settled(): Promise<void> {
    while (this.leaving.size > 0) await Promise.all(this.leaving);
  }

  onModuleDestroy(): Promise<void> {
    return this.settled();
  }

  private deliver({ email, language }: MailRecipient, { kind, ...params }: AccountMail) {
    const words = (part: 'subject' | 'text') =>
      translate(language, `access:mails.${kind}.${part}`, { ...params });
    return this.mailer.send({
      id: randomUUID(),
      to: email,
      subject: words('subject'),
      text: `${words('text')}\n`,
    });
  }
}
