import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/**
 * What it takes to hash a password with Argon2id: unless told otherwise OWASP's second recommended setting,
 * 19 MiB and two passes. Whoever composes the application says otherwise (`createApp`), as the tests do; no
 * setting of the environment does.
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

  /** A stored hash says itself what it cost. */
  matches(stored: string, password: string): Promise<boolean> {
    return verify(stored, sameLetters(password));
  }
}

/** The same letters typed on another keyboard are the same password. */
const sameLetters = (password: string): string => password.normalize('NFKC');
