import { Injectable } from '@nestjs/common';
import { Keys, open, type SealedFieldAddress, seal } from '../../access';
import type { Tx } from '../../platform/database/transactions';
import { sealedColumn } from '../../platform/shared/seal';

export const contactAddress = sealedColumn('work_employers', 'contact');
export const vettingNoteAddress = sealedColumn('work_vettings');

/** Sealed texts about an employer (contact, findings), under a key of the employer. */
@Injectable()
export class EmployerSeals {
  constructor(private readonly keys: Keys) {}

  async seal(
    tx: Tx,
    employerId: string,
    place: SealedFieldAddress,
    text: string | null | undefined,
  ): Promise<Buffer | null> {
    const said = text?.trim();
    return said ? seal(await this.keys.recordKey(tx, 'employer', employerId), place, said) : null;
  }

  /** In the order given. */
  async open(
    tx: Tx,
    employerId: string,
    all: readonly { readonly place: SealedFieldAddress; readonly sealed: Buffer | null }[],
  ): Promise<(string | null)[]> {
    if (all.every(({ sealed }) => sealed === null)) return all.map(() => null);
    const key = await this.keys.recordKey(tx, 'employer', employerId);
    return all.map(({ place, sealed }) => sealed && open(key, place, sealed).toString());
  }
}
