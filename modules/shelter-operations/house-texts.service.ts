import { Injectable } from '@nestjs/common';
import { Keys, open, seal, type SealedFieldAddress } from '../access';
import type { Tx } from '../platform/database/transactions';

type Kind = 'incident' | 'handover' | 'visit';

/** Text about several people or none: under the key of its record, which only those who see the record open. */
@Injectable()
export class HouseTexts {
  constructor(private readonly keys: Keys) {}

  async seal(
    tx: Tx,
    kind: Kind,
    recordId: string,
    place: SealedFieldAddress,
    text: string,
  ): Promise<Buffer> {
    return seal(await this.keys.recordKey(tx, kind, recordId), place, text);
  }

  async open(
    tx: Tx,
    kind: Kind,
    recordId: string,
    place: SealedFieldAddress,
    sealed: Buffer,
  ): Promise<string> {
    return open(await this.keys.recordKey(tx, kind, recordId), place, sealed).toString();
  }
}
