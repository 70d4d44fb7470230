import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/shared/clock';
import { Keys } from '../keys';
import { digestOf } from '../sessions.service';

/**
 * Purpose of a passkey ceremony: registration, replacing the code, replacing password and code, or proof of identity.
 */
export type PasskeyPurpose = 'add' | 'second_factor' | 'sign_in' | 'proof';

export interface AnsweredChallenge {
  readonly digest: Buffer;
  readonly until: Date;
}

const MINUTES = 5;
const [NONCE, TIME, MAC] = [16, 8, 32] as const;

/**
 * WebAuthn challenges without server-side state: random part, expiry time, and a MAC over both, the purpose and the
 * session or pending sign-in (`holder`) that requested it. Only an answered challenge is stored.
 */
@Injectable()
export class PasskeyChallenges {
  constructor(
    private readonly keys: Keys,
    private readonly clock: Clock,
  ) {}

  make(purpose: PasskeyPurpose, holder: string): Uint8Array<ArrayBuffer> {
    const time = Buffer.alloc(TIME);
    time.writeBigInt64BE(BigInt(this.clock.now().getTime() + MINUTES * 60_000));
    const open = Buffer.concat([randomBytes(NONCE), time]);
    return new Uint8Array(Buffer.concat([open, this.macOf(open, purpose, holder)]));
  }

  /**
   * Validates a returned challenge (base64url); null if it was made for another purpose or holder, or by another
   * server.
   */
  read(text: string, purpose: PasskeyPurpose, holder: string): AnsweredChallenge | null {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length !== NONCE + TIME + MAC) return null;
    const open = bytes.subarray(0, NONCE + TIME);
    if (!timingSafeEqual(bytes.subarray(NONCE + TIME), this.macOf(open, purpose, holder)))
      return null;
    const until = new Date(Number(open.readBigInt64BE(NONCE)));
    return { digest: digestOf(text), until };
  }

  private macOf(open: Buffer, purpose: PasskeyPurpose, holder: string): Buffer {
    const key = this.keys.lasting('passkey challenges');
    return createHmac('sha256', key).update(open).update(`${purpose}\0${holder}`).digest();
  }
}
