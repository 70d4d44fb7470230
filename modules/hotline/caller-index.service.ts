import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../access';
import { normalisePhone } from '../beneficiaries';
import { DomainError } from '../platform/shared/domain.errors';

/**
 * Keyed digests of telephone numbers, normalised. The key is from the key file and used for this index only, so that
 * callers cannot be matched with documents of people.
 */
@Injectable()
export class CallerIndex {
  private readonly key: Buffer;

  constructor(keys: Keys) {
    this.key = keys.lasting('numbers of callers');
  }

  /** In international form, or a sentence beside the field. */
  normalised(number: string, field = 'number'): string {
    const phone = normalisePhone(number);
    if (phone === null) throw new DomainError('invalid', 'hotline.number', {}, field);
    return phone;
  }

  digest(phone: string): Buffer {
    return createHmac('sha256', this.key).update(phone).digest();
  }
}
