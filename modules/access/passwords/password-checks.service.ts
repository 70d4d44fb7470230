import { Injectable } from '@nestjs/common';
import { DomainError } from '../../platform/shared/domain.errors';
import { ConcurrencyLimit } from '../../platform/shared/concurrency-limit';
import { PasswordHashes } from './password-hashes.service';

/**
 * Argon2 uses one core and 19 MiB for about 50 ms. At most three checks run at once, one of them reserved for known
 * devices, so that an attack does not exhaust the server.
 */
const OTHERS_AT_ONCE = 2;
const KNOWN_AT_ONCE = 1;
/** Maximum queue length, processed in well under a minute; further sign-ins are refused with the request to retry. */
const WAITING_AT_MOST = 400;

@Injectable()
export class PasswordChecks {
  private readonly known = new ConcurrencyLimit(KNOWN_AT_ONCE);
  private readonly others = new ConcurrencyLimit(OTHERS_AT_ONCE);
  private waiting = 0;

  constructor(private readonly hashes: PasswordHashes) {}

  /** Throws `access.sign_in_busy` if the queue is full. */
  matches(stored: string, password: string, fromKnownDevice = false): Promise<boolean> {
    const check = () => this.hashes.matches(stored, password);
    return fromKnownDevice ? this.known.run(check) : this.inTurn(check);
  }

  hash(password: string): Promise<string> {
    return this.inTurn(() => this.hashes.hash(password));
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting >= WAITING_AT_MOST) {
      throw new DomainError('unavailable', 'access.sign_in_busy');
    }
    this.waiting += 1;
    try {
      return await this.others.run(work);
    } finally {
      this.waiting -= 1;
    }
  }
}
