import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { CaseSeals } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import type { DisclosablePart } from './rules/columns.rules';
import { joinReceived, type ReceivedRecord, partsOfReceived } from './rules/received-records.rules';

const sealAddress = (id: string) => ({ table: 'htcds_received', column: 'said_sealed', row: id });

/** Records as received from another organisation, sealed under the person's key, by part. */
@Injectable()
export class ReceivedRecords {
  constructor(private readonly seals: CaseSeals) {}

  async keep(tx: Tx, caseId: string, kept: ReceivedRecord): Promise<void> {
    const parts = [...partsOfReceived(kept)].map(([part, own]) => ({
      id: randomUUID(),
      part,
      text: JSON.stringify(own),
    }));
    if (parts.length === 0) return;
    const sealed = await this.seals.sealTexts(
      tx,
      caseId,
      parts.map(({ id, text }) => ({ place: sealAddress(id), text })),
    );
    await tx.query(
      `INSERT INTO htcds_received (id, case_id, part, said_sealed)
       SELECT k.id, $1, k.part, k.sealed FROM unnest($2::uuid[], $3::text[], $4::bytea[]) AS k (id, part, sealed)`,
      [caseId, parts.map(({ id }) => id), parts.map(({ part }) => part), sealed],
    );
  }

  /** Decrypts those of the requested parts that the actor may see. */
  async open(
    tx: Tx,
    caseId: string,
    parts: readonly DisclosablePart[],
  ): Promise<ReceivedRecord | null> {
    const rows = await tx.query<{ id: string; part: DisclosablePart; sealed: Buffer }>(
      `SELECT id, part, said_sealed AS sealed FROM htcds_received WHERE case_id = $1 AND part = ANY ($2)
        ORDER BY array_position($2::text[], part)`,
      [caseId, parts],
    );
    if (rows.length === 0) return null;
    const texts = await this.seals.openTexts(
      tx,
      rows.map(({ id, sealed }) => ({ caseId, place: sealAddress(id), sealed })),
    );
    await record(tx, {
      action: 'htcds.read_kept',
      kind: 'case',
      ids: [caseId],
      fields: rows.map(({ part }) => part),
    });
    return joinReceived(
      texts.flatMap((text) => (text ? [JSON.parse(text) as ReceivedRecord] : [])),
    );
  }
}
