import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { nameKey } from './code.rules';

/** What of a certificate is looked up: digests under a key outside the database, from which nothing is read back. */
@Injectable()
export class CertificateDigests {
  private readonly key: Buffer;

  constructor(keys: Keys) {
    this.key = keys.lasting('certificates of training');
  }

  /** Of a code in its one form. */
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
