import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { type DigestChoice, isQuiet } from './digest.rules';

const COLUMNS = `c.wanted, c.at, c.weekdays, c.quiet_from AS "quietFrom", c.quiet_until AS "quietUntil"`;

/** Settings of the daily digest; defaults of the programme until an account chooses. */
@Injectable()
export class DigestChoices {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor): Promise<DigestChoice> {
    return this.transactions.run(actor, async (tx) => {
      const [own] = await tx.query<DigestChoice>(
        `SELECT ${COLUMNS} FROM digest_choices c WHERE c.user_id = $1 ORDER BY c.id DESC LIMIT 1`,
        [actor.userId],
      );
      return own ?? usualDigest(tx);
    });
  }

  choose(actor: Actor, choice: DigestChoice): Promise<DigestChoice> {
    if (choice.wanted && isQuiet(choice, choice.at)) {
      throw new DomainError('invalid', 'digest.in_quiet_hours', {}, 'at');
    }
    return this.transactions.run(actor, async (tx) => {
      await tx.query(
        `INSERT INTO digest_choices (wanted, at, weekdays, quiet_from, quiet_until)
         VALUES ($1, $2, $3, $4, $5)`,
        [choice.wanted, choice.at, choice.weekdays, choice.quietFrom, choice.quietUntil],
      );
      await record(tx, { action: 'digest.choose', kind: 'user', ids: [actor.userId] });
      return choice;
    });
  }
}

export async function usualDigest(tx: Tx): Promise<DigestChoice> {
  const [row] = await tx.query<{ usual: DigestChoice }>(`SELECT mawa_setting('digest') AS usual`);
  return row!.usual;
}

export interface Subscriber {
  readonly userId: string;
  readonly email: string;
  /** Null where they never chose. */
  readonly choice: DigestChoice | null;
}

/** Open accounts without a digest on this day, sent or skipped as empty. */
export const subscribersOn = (tx: Tx, day: string): Promise<Subscriber[]> =>
  tx.query<Subscriber>(
    `SELECT u.id AS "userId", u.email, (SELECT to_jsonb(x) FROM (
         SELECT ${COLUMNS} FROM digest_choices c WHERE c.user_id = u.id ORDER BY c.id DESC LIMIT 1) x) AS choice
       FROM users u
      WHERE u.active AND NOT u.system AND NOT u.service
        AND NOT EXISTS (SELECT 1 FROM digests d WHERE d.user_id = u.id AND d.day = $1
              AND (d.sent_at IS NOT NULL OR d.overdue + d.today = 0))
      ORDER BY u.id`,
    [day],
  );
