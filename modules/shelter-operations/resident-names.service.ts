import { Injectable } from '@nestjs/common';
import { ListedNames } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';

/** Names of residents for the register and the roll call, for readers who may see identities; audited by one row. */
@Injectable()
export class ResidentNames {
  constructor(private readonly names: ListedNames) {}

  of(tx: Tx, caseIds: readonly (string | null)[]): Promise<Map<string, string>> {
    return this.names.openIn(tx, caseIds, { action: 'house.read_names' });
  }
}
