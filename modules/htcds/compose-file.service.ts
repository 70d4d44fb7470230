import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import { type DisclosureScope, GatherFacts } from './gather.service';
import { FIELD_OF } from './data/fields-2.0.data';
import { ReceivedRecords } from './received-records.service';
import type { Cells, HtcdsFile, HtcdsRecord, Rows } from './htcds-record.types';
import { inCaseList, keepOnly, partOfField } from './rules/columns.rules';
import { rowsOf } from './rules/from-facts.rules';
import { lookupsOf, mergeReceived } from './rules/received-records.rules';

export type FileClass = 'case_list' | 'identity';

export interface Person {
  /** As the file calls the person. */
  readonly id: string;
  readonly caseId: string;
  readonly consentId: string | null;
}

/** The records of a file: what Mawa knows and what it received, limited to what may be disclosed. */
@Injectable()
export class ComposeHtcdsFile {
  constructor(
    private readonly facts: GatherFacts,
    private readonly kept: ReceivedRecords,
  ) {}

  /** Rows from Mawa's own data, without received records. */
  async ownRows(tx: Tx, caseId: string, asked: DisclosureScope): Promise<Rows> {
    return rowsOf(await this.facts.of(tx, caseId, asked)).rows;
  }

  async file(
    tx: Tx,
    people: readonly Person[],
    asked: { readonly class: FileClass; readonly parts: DisclosureScope['parts'] },
  ): Promise<HtcdsFile> {
    const records: HtcdsRecord[] = [];
    const organisations = new Map<string, Cells>();
    for (const { id, caseId, consentId } of people) {
      const { parts } = asked;
      const now = rowsOf(await this.facts.of(tx, caseId, { parts, consentId }));
      const kept = await this.kept.open(tx, caseId, parts);
      const rows = keepOnly(
        mergeReceived(kept, now.rows),
        (field) =>
          !FIELD_OF.get(field)!.deprecated &&
          parts.includes(partOfField(field)) &&
          (asked.class === 'identity' || inCaseList(field)),
      );
      records.push({ id, rows });
      const named = lookupsOf(rows);
      for (const one of [...(kept?.organisations ?? []), ...now.organisations]) {
        const name = one.org_Name!;
        if (named.has(name) && !organisations.has(name)) organisations.set(name, one);
      }
    }
    const inOrder = [...organisations.values()].sort((a, b) =>
      a.org_Name! < b.org_Name! ? -1 : 1,
    );
    return { organisations: inOrder, records };
  }
}
