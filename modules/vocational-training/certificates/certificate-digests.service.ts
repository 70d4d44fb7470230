import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { nameKey } from './code.rules';

/** Keyed digests by which certificates are found; the key is outside the database. */
@Injectable()
export class CertificateDigests {
  private readonly key: Buffer;

  constructor(keys: Keys) {
    this.key = keys.lasting('certificates of training');
  }

  /** Digest of a normalised code. */
  ofCode(letters: string): Buffer {
    return this.of('code', letters);
  }

  /** Bound to its certificate: the same name on two of them is not seen to be one. */
  ofHolder(letters: string, name: string): Buffer {
    return this.of('holder', `${letters} ${nameKey(name)}`);
  }

  private of(what: string, text: string): Buffer {
    return createHmac('sha256', this.key).update(`${what}\0${text}`).digest();
  }
}
