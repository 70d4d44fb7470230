import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import { ComplaintSeals } from './complaint-seals.service';
import { ComplaintReceipts } from './receipts.service';
import { takeStep } from './stages.service';
import { recordComplaintAction } from './complaint-audit.service';

export interface NewMessage {
  readonly code: string;
  readonly ticket: string | null;
  readonly text: string;
}

/** Messages of the person who complained, in the transaction of the receipt holder. */
@Injectable()
export class ComplaintMessages {
  constructor(
    private readonly receipts: ComplaintReceipts,
    private readonly seals: ComplaintSeals,
  ) {}

  /** Saves a message once; false if the same message was saved before. */
  async save(
    tx: Tx,
    complaintId: string,
    { code, ticket, text }: NewMessage,
    kind: 'said' | 'contact' = 'said',
  ): Promise<boolean> {
    const id = this.receipts.wordsId(code, ticket, `${kind} ${text}`);
    const sealed = await this.seals.seal(tx, complaintId, 'complaint_words', id, text);
    const [made] = await tx.query(
      `INSERT INTO complaint_words (id, complaint_id, kind, text_sealed) VALUES ($1, $2, $4, $3)
       ON CONFLICT DO NOTHING RETURNING 1 AS made`,
      [id, complaintId, sealed, kind],
    );
    return made !== undefined;
  }

  /** Reopens a closed complaint after a new message. */
  async saidMore(tx: Tx, id: string): Promise<void> {
    const [now] = await tx.query<{ stage: string }>('SELECT stage FROM complaints WHERE id = $1', [
      id,
    ]);
    if (now!.stage === 'closed') await takeStep(tx, id, 'reopened', null);
    await recordComplaintAction(tx, 'said_more', id);
  }
}
