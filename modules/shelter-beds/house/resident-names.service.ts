import { Injectable } from '@nestjs/common';
import { maySeePart } from '../../access';
import { record } from '../../audit';
import { CaseSeals, listedName } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';

/** What residents are called at the door and on the roll: for those who see identities, with one audit row. */
@Injectable()
export class ResidentNames {
  constructor(private readonly seals: CaseSeals) {}

  async of(tx: Tx, caseIds: readonly (string | null)[]): Promise<Map<string, string>> {
    const ids = [...new Set(caseIds.filter((id) => id !== null))];
    if (ids.length === 0 || !maySeePart(tx.actor, 'identity')) return new Map();
    const opened = await this.seals.open(tx, ids, ['names']);
    if (opened.size === 0) return new Map();
    await record(tx, {
      action: 'house.read_names',
      kind: 'case',
      ids: [...opened.keys()],
      fields: ['names'],
    });
    return new Map([...opened].map(([id, { names }]) => [id, names ? listedName(names) : '']));
  }
}
