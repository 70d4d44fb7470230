import { Injectable } from '@nestjs/common';
import { ListedNames } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';

/** What residents are called at the door and on the roll: for those who see identities, with one audit row. */
@Injectable()
export class ResidentNames {
  constructor(private readonly names: ListedNames) {}

  of(tx: Tx, caseIds: readonly (string | null)[]): Promise<Map<string, string>> {
    return this.names.openIn(tx, caseIds, { action: 'house.read_names' });
  }
}
