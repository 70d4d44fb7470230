import { Injectable } from '@nestjs/common';
import { Keys, open } from '../../access';
import { Transactions } from '../../platform/database/transactions';
import { IDENTITY_SCAN } from '../../platform/shared/actor';
import {
  type Identity,
  type NarrativeText,
  readIdentity,
  type ScanHit,
  mergeIdentities,
} from './identities.rules';
import { NarrativeScan } from './narrative-scan.rules';

interface SealedRow {
  owner_id: string;
  field: string;
  sealed: Buffer;
  wrapped: Buffer;
}

const PEOPLE_AT_ONCE = 500;

/**
 * Searches a narrative for names of people and shelters. Returns the sections with a match, never what matched;
 * decrypted names exist during this call only.
 */
@Injectable()
export class IdentityScan {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  async of(reportId: string, texts: readonly NarrativeText[]): Promise<ScanHit[]> {
    const scan = new NarrativeScan(texts);
    const rows = await this.transactions.run(IDENTITY_SCAN, (tx) =>
      tx.query<SealedRow>('SELECT * FROM scan_identities($1)', [reportId]),
    );
    const owners = new Map<string, SealedRow[]>();
    for (const row of rows) owners.set(row.owner_id, [...(owners.get(row.owner_id) ?? []), row]);
    let seen = 0;
    for (const fields of owners.values()) {
      scan.look(this.identityOf(fields));
      seen += 1;
      if (seen % PEOPLE_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return scan.hits();
  }

  /** A field that does not open stops the scan: what could not be read cannot be ruled out. */
  private identityOf(rows: readonly SealedRow[]): Identity {
    return mergeIdentities(
      rows.map(({ owner_id: row, field, sealed, wrapped }) => {
        const isShelter = field === 'address';
        const key = this.keys.unwrap(isShelter ? 'shelter' : 'case', row, wrapped);
        const place = isShelter
          ? { table: 'shelter_addresses', column: 'sealed', row }
          : { table: 'case_seals', column: field, row };
        return readIdentity(field, open(key, place, sealed).toString());
      }),
    );
  }
}
