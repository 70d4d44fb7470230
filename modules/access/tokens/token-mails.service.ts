import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { Mailer } from '../../platform/mail/mailer';
import { JobHandlers } from '../../platform/queue';
import { HOUSEKEEPING_ACTOR, type Language } from '../../platform/shared/actor';
import { formatLongDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';

/** Days before its end at which the owner of a token is warned. */
const WARNING_DAYS = 7;
const AT_ONCE = 200;

interface Recipient {
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly service: boolean;
}

interface EndingToken {
  readonly id: string;
  readonly userId: string;
  readonly day: string;
}

/**
 * Mails to the owner of a token or to the person responsible for a service account. They name neither the token nor its
 * scope.
 */
@Injectable()
export class TokenMails implements OnModuleInit {
  private readonly log = new Logger('tokens');

  constructor(
    private readonly transactions: Transactions,
    private readonly mailer: Mailer,
    private readonly handlers: JobHandlers,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'warn-of-tokens', run: () => this.run() });
  }

  async made(userId: string, tokenId: string): Promise<void> {
    const to = await this.transactions.run(HOUSEKEEPING_ACTOR, (tx) => recipientOf(tx, userId));
    if (to) await this.send(to, `token-${tokenId}`, 'made', {});
  }

  /** Warns once per token, a week before its end. A failed mail is tried again by the next run. */
  async run(): Promise<void> {
    const ending = await this.transactions.run(HOUSEKEEPING_ACTOR, (tx) =>
      tx.query<EndingToken>(
        `SELECT t.id, t.user_id AS "userId", mawa_day(t.expires_at)::text AS day FROM access_tokens t
          WHERE t.revoked_at IS NULL AND t.warned_at IS NULL AND t.expires_at > mawa_now()
            AND t.expires_at <= mawa_now() + make_interval(days => $1) ORDER BY t.expires_at, t.id LIMIT $2`,
        [WARNING_DAYS, AT_ONCE],
      ),
    );
    for (const token of ending) await this.warn(token);
  }

  /** The row is locked while the mail is sent, so that no second worker sends it. */
  private warn({ id, userId, day }: EndingToken): Promise<void> {
    return this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      const [held] = await tx.query(
        `SELECT id FROM access_tokens WHERE id = $1 AND warned_at IS NULL AND revoked_at IS NULL FOR UPDATE SKIP LOCKED`,
        [id],
      );
      const to = held && (await recipientOf(tx, userId));
      if (!to) return;
      const sent = await this.send(to, `token-end-${id}`, 'ending', {
        day: formatLongDate(day, to.language),
      });
      if (sent)
        await tx.query('UPDATE access_tokens SET warned_at = mawa_now() WHERE id = $1', [id]);
    });
  }

  private async send(
    { email, name, language, service }: Recipient,
    id: string,
    what: 'made' | 'ending',
    params: object,
  ): Promise<boolean> {
    const words = (key: string, more: object = {}) =>
      translate(language, `tokens:mail.${key}`, { ...params, ...more });
    const page = service ? '/admin/service-accounts' : '/account/tokens';
    const address = this.env.MAWA_PUBLIC_URL && new URL(page, this.env.MAWA_PUBLIC_URL).href;
    const whose = service ? 'of_program' : 'own';
    const text = [
      words('hello', { name }),
      '',
      words(`${what}.${whose}`),
      '',
      words(`${what}.then`),
      ...(address && !service ? ['', words('look', { address })] : []),
      '',
    ].join('\n');
    try {
      await this.mailer.send({ id, to: email, subject: words(`${what}.subject`), text });
      return true;
    } catch (error) {
      // Logs the error code only, since the response of a server may repeat the address.
      this.log.warn(`a mail did not leave: ${(error as { code?: string }).code ?? 'unknown'}`);
      return false;
    }
  }
}

/** The owner, or the person responsible for a service account; null if their account is closed. */
async function recipientOf(tx: Tx, userId: string): Promise<Recipient | null> {
  const [to] = await tx.query<Recipient>(
    `SELECT r.email, r.name, r.language, u.service FROM users u
       LEFT JOIN service_accounts s ON s.user_id = u.id JOIN users r ON r.id = coalesce(s.responsible_id, u.id)
      WHERE u.id = $1 AND r.active`,
    [userId],
  );
  return to ?? null;
}
