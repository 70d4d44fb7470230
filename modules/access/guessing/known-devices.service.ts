import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { NOBODY } from '../../platform/shared/actor';

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface KnownDevice {
  readonly token: string;
  /** For how long the browser keeps it. */
  readonly days: number;
}

/**
 * Browsers in which somebody has signed in: a random token each for one account, its digest in
 * `known_devices`. It gives no right; its wrong passwords are counted apart from everybody else's.
 */
@Injectable()
export class KnownDevices {
  constructor(private readonly transactions: Transactions) {}

  /** Which of a browser's tokens is known for this account. */
  async find(tokens: readonly string[], email: string): Promise<string | null> {
    if (tokens.length === 0) return null;
    return this.transactions.run(NOBODY, async (tx) => {
      const [found] = await tx.query<{ digest: Buffer | null }>(
        'SELECT known_device($1, $2) AS digest',
        [tokens.map(digestOf), email],
      );
      return tokens.find((token) => found?.digest?.equals(digestOf(token))) ?? null;
    });
  }

  digestOf(token: string): Buffer {
    return digestOf(token);
  }

  /** After a sign-in: the token that this browser showed for this account, or a new one. */
  async rememberIn(tx: Tx, shown: string | null): Promise<KnownDevice> {
    const [{ days } = { days: 0 }] = await tx.query<{ days: number }>(
      `SELECT mawa_setting('known_device_days')::int AS days`,
    );
    await tx.query(
      `DELETE FROM known_devices WHERE user_id = $1
          AND (ended_at IS NOT NULL OR used_at < mawa_now() - make_interval(days => $2))`,
      [tx.actor.userId, days],
    );
    const token = shown ?? randomBytes(32).toString('base64url');
    await tx.query(
      `INSERT INTO known_devices (token_digest, user_id) VALUES ($1, $2)
       ON CONFLICT (token_digest) DO UPDATE SET used_at = mawa_now()`,
      [digestOf(token), tx.actor.userId],
    );
    return { token, days };
  }
}

/** Forgets the browsers of one person; those with one of these tokens stay known. */
export async function forgetDevices(
  tx: Tx,
  userId: string,
  but: readonly string[] = [],
): Promise<void> {
  await tx.query(
    `UPDATE known_devices SET ended_at = mawa_now()
      WHERE user_id = $1 AND ended_at IS NULL AND token_digest <> ALL ($2)`,
    [userId, but.map(digestOf)],
  );
}
