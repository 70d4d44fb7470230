import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import { NOBODY } from '../../platform/shared/actor';
import { digestOf, LONGEST_HOURS } from '../sessions.service';
import type { VerifiedPasskey } from '../passkeys/passkeys.service';
import type { CheckedCode, SealedFactor } from './second-factors.service';

/** Time to enter the code after the password, in minutes. */
export const PENDING_MINUTES = 5;

export interface PendingSignIn extends SealedFactor {
  readonly userId: string;
  readonly email: string;
}

/** Sign-ins with a correct password whose second factor is still missing. They grant nothing. */
@Injectable()
export class PendingSignIns {
  constructor(private readonly transactions: Transactions) {}

  /** Begins one and returns its token; null if the account has no second factor. */
  begin(userId: string, passwordHash: string): Promise<string | null> {
    const token = randomBytes(32).toString('base64url');
    return this.transactions.run(NOBODY, async (tx) => {
      const [begun] = await tx.query<{ asked: boolean }>(
        'SELECT sign_in_pending($1, $2, $3, $4) AS asked',
        [digestOf(token), userId, passwordHash, PENDING_MINUTES],
      );
      return begun!.asked ? token : null;
    });
  }

  find(token: string): Promise<PendingSignIn | null> {
    return this.transactions.run(NOBODY, async (tx) => {
      const [found] = await tx.query<PendingSignIn>(
        `SELECT user_id AS "userId", email, factor_id AS "factorId", secret, wrapped, last_step AS "lastStep", synthetic
           FROM second_factor_asked($1)`,
        [digestOf(token)],
      );
      return found ?? null;
    });
  }

  /** Returns the token of the new session; null if the code was used before or the sign-in has expired. */
  finish(token: string, { step, recovery }: CheckedCode): Promise<string | null> {
    const session = randomBytes(32).toString('base64url');
    return this.transactions.run(NOBODY, async (tx) => {
      const [opened] = await tx.query<{ done: boolean }>(
        'SELECT session_open_with_factor($1, $2, $3, $4, $5) AS done',
        [digestOf(token), digestOf(session), step, recovery, LONGEST_HOURS],
      );
      return opened!.done ? session : null;
    });
  }

  /** Opens a session by a passkey, with or without a pending sign-in; null if that is not possible. */
  finishByPasskey(
    { passkeyId, counter, challenge }: VerifiedPasskey,
    token?: string,
  ): Promise<string | null> {
    const session = randomBytes(32).toString('base64url');
    return this.transactions.run(NOBODY, async (tx) => {
      const [opened] = await tx.query<{ done: boolean }>(
        'SELECT session_open_with_passkey($1, $2, $3, $4, $5, $6, $7) AS done',
        [
          token === undefined ? null : digestOf(token),
          digestOf(session),
          passkeyId,
          counter,
          challenge.digest,
          challenge.until,
          LONGEST_HOURS,
        ],
      );
      return opened!.done ? session : null;
    });
  }
}
