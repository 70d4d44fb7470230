import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/shared/clock';
import { open, seal, type SealedFieldAddress } from '../../platform/shared/seal';
import { Keys } from '../keys';

interface Stamp {
  readonly user: string;
  readonly path: string;
  /** When the page was made, in milliseconds. */
  readonly at: number;
}

/** Longer than a page stays open on a desk over night. */
const LONGEST_MS = 24 * 3_600_000;

const PLACE: SealedFieldAddress = { table: 'page', column: 'stamp', row: '' };

/**
 * Sealed stamp in each form: which account was shown which page. When a form is posted after its session has ended, the
 * stamp alone tells to whom the draft belongs and on which page the form is, so that nobody else is shown it.
 */
@Injectable()
export class PageStamps {
  private readonly key: Buffer;

  constructor(
    keys: Keys,
    private readonly clock: Clock,
  ) {
    this.key = keys.derived('page stamps');
  }

  make(user: string, path: string): string {
    const stamp: Stamp = { user, path, at: this.clock.now().getTime() };
    return seal(this.key, PLACE, JSON.stringify(stamp)).toString('base64url');
  }

  read(stamp: unknown): Stamp | null {
    if (typeof stamp !== 'string' || stamp === '' || stamp.length > 6000) return null;
    try {
      const text = open(this.key, PLACE, Buffer.from(stamp, 'base64url')).toString();
      const read = JSON.parse(text) as Stamp;
      return this.clock.now().getTime() - read.at < LONGEST_MS ? read : null;
    } catch {
      return null;
    }
  }
}
