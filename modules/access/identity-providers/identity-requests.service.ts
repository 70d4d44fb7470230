import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import { NOBODY } from '../../platform/shared/actor';
import { digestOf } from '../sessions.service';

/** How long somebody may stay at the provider. */
const MINUTES = 15;
const LONGEST_PATH = 2000;

export type RequestPurpose = 'sign_in' | 'link' | 'invitation' | 'proof';

export interface NewIdentityRequest {
  readonly editionId: string;
  readonly purpose: RequestPurpose;
  /** Digest of the session that started the request, or of the secret of the invitation. */
  readonly askedIn: Buffer | null;
  readonly next: string | null;
}

export interface IdentityRequest extends NewIdentityRequest {
  readonly sentAt: Date;
}

/**
 * Pending authorization requests of browsers that were redirected to an identity provider; each can be answered once.
 */
@Injectable()
export class IdentityRequests {
  constructor(private readonly transactions: Transactions) {}

  begin({ editionId, purpose, askedIn, next }: NewIdentityRequest): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    return this.transactions.run(NOBODY, async (tx) => {
      await tx.query('DELETE FROM identity_requests WHERE expires_at <= mawa_now()');
      await tx.query(
        `INSERT INTO identity_requests (token_digest, edition_id, purpose, asked_in, next_path, expires_at)
         VALUES ($1, $2, $3, $4, $5, mawa_now() + make_interval(mins => $6))`,
        [
          digestOf(token),
          editionId,
          purpose,
          askedIn,
          next !== null && next.length <= LONGEST_PATH ? next : null,
          MINUTES,
        ],
      );
      return token;
    });
  }

  /** Consumes the request; null if it was answered before or has expired. */
  take(token: string): Promise<IdentityRequest | null> {
    return this.transactions.run(NOBODY, async (tx) => {
      const [taken] = await tx.query<IdentityRequest & { expired: boolean }>(
        `DELETE FROM identity_requests WHERE token_digest = $1
         RETURNING edition_id AS "editionId", purpose, asked_in AS "askedIn", next_path AS next, made_at AS "sentAt",
                   expires_at <= mawa_now() AS expired`,
        [digestOf(token)],
      );
      return taken && !taken.expired ? taken : null;
    });
  }
}
