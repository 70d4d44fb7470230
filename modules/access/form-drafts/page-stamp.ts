import { Injectable } from '@nestjs/common';
import { open, seal, type Place } from '../../../src/shared/seal';
import { Keys } from '../keys';

interface Stamp {
  readonly user: string;
  readonly path: string;
}

const PLACE: Place = { table: 'page', column: 'stamp', row: '' };

/**
 * Who was shown which page, sealed into its forms: when the session has ended by the time one is posted, this is all
 * that says whose words they are and where the form stands. Nobody else's page can be given back to her.
 */
@Injectable()
export class PageStamps {
  private readonly key: Buffer;

  constructor(keys: Keys) {
    this.key = keys.derived('page stamps');
  }

  make(user: string, path: string): string {
    return seal(this.key, PLACE, JSON.stringify({ user, path })).toString('base64url');
  }

  read(stamp: unknown): Stamp | null {
    if (typeof stamp !== 'string' || stamp === '' || stamp.length > 6000) return null;
    try {
      return JSON.parse(open(this.key, PLACE, Buffer.from(stamp, 'base64url')).toString()) as Stamp;
    } catch {
      return null;
    }
  }
}
