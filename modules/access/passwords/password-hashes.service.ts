import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/**
 * Cost of hashing a password with Argon2id. Default: OWASP's second recommended setting, 19 MiB and two passes.
 * Overridden only by the caller of `createApp`, as the tests do; no environment variable sets it.
 */
export class PasswordCost {
  constructor(
    readonly memoryCost = 19_456,
    readonly timeCost = 2,
    readonly parallelism = 1,
  ) {}
}

@Injectable()
export class PasswordHashes {
  constructor(private readonly cost: PasswordCost) {}

  hash(password: string): Promise<string> {
    return hash(sameLetters(password), { ...this.cost });
  }

  /** The parameters of the hash are part of the stored text. */
  matches(stored: string, password: string): Promise<boolean> {
    return verify(stored, sameLetters(password));
  }
}

/** Unicode NFKC, so that a password typed on another keyboard gives the same hash. */
const sameLetters = (password: string): string => password.normalize('NFKC');
