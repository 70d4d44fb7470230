import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import stringify from 'fast-json-stable-stringify';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { Keys } from '../keys';

/** Where a browser was led after a form was taken, and the sealed cookie with the word for that page. */
export interface SubmissionAnswer {
  readonly location: string;
  readonly flash: string | null;
}

/** The form is this request's to answer, is being answered by another one, or was answered. */
export type SubmissionClaim = 'ours' | 'running' | SubmissionAnswer;

/** Content of one form submission; the stamp of the page is one of its fields. */
export interface SubmissionContent {
  readonly url: string;
  readonly fields: object;
  readonly files: readonly Buffer[];
}

/**
 * Recognises repeated form submissions on all servers: the same content of the same form of the same page is processed
 * once. Only a keyed digest of the content is stored, from which it cannot be guessed.
 */
@Injectable()
export class FormSubmissions {
  private readonly key: Buffer;

  constructor(
    private readonly transactions: Transactions,
    keys: Keys,
  ) {
    this.key = keys.derived('form submissions');
  }

  digestOf({ url, fields, files }: SubmissionContent): Buffer {
    const digest = createHmac('sha256', this.key).update(stringify({ url, fields }));
    for (const bytes of files) digest.update(`\n${bytes.length}\n`).update(bytes);
    return digest.digest();
  }

  /** A claim whose server ended before it answered gives way after two minutes. */
  claim(actor: Actor, digest: Buffer): Promise<SubmissionClaim> {
    return this.transactions.run(actor, async (tx) => {
      const claimed = await tx.query(
        `INSERT INTO form_submissions AS earlier (digest) VALUES ($1)
         ON CONFLICT (user_id, digest) DO UPDATE SET at = EXCLUDED.at
          WHERE earlier.location IS NULL AND earlier.at < EXCLUDED.at - interval '2 minutes'
         RETURNING 1`,
        [digest],
      );
      if (claimed.length > 0) return 'ours';
      const [earlier] = await tx.query<SubmissionAnswer>(
        `SELECT location, flash FROM form_submissions
          WHERE user_id = mawa_actor() AND digest = $1 AND location IS NOT NULL`,
        [digest],
      );
      return earlier ?? 'running';
    });
  }

  async answer(actor: Actor, digest: Buffer, { location, flash }: SubmissionAnswer): Promise<void> {
    await this.transactions.run(actor, (tx) =>
      tx.query(
        `UPDATE form_submissions SET location = $2, flash = $3
          WHERE user_id = mawa_actor() AND digest = $1`,
        [digest, location, flash],
      ),
    );
  }

  /** It was not taken: the same form may be sent again. */
  async release(actor: Actor, digest: Buffer): Promise<void> {
    await this.transactions.run(actor, (tx) =>
      tx.query('DELETE FROM form_submissions WHERE user_id = mawa_actor() AND digest = $1', [
        digest,
      ]),
    );
  }
}
