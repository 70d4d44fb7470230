import { Injectable } from '@nestjs/common';
import { Keys } from '../access';
import {
  type DocumentKind,
  type DocumentOwner,
  type DocumentRow,
  Documents,
  type OpenedDocument,
  type RemovalReason,
} from '../documents';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { Upload } from '../platform/web/uploads';
import { complaintOf, lockComplaintWithText } from './complaints.queries';
import { yearsAfter } from './read-complaints.service';
import { hoursOf } from './stages.service';
import { recordComplaintAction } from './complaint-audit.service';

const complaintOwner = (id: string): DocumentOwner => ({ kind: 'complaint', id });
/** Documents need a part of a case; for complaints the policy of the table decides, not the part. */
const PART = 'story';

/** Retention of complaints: deletion at the end of the period, by two focal points. */
@Injectable()
export class ComplaintRetention {
  constructor(
    private readonly transactions: Transactions,
    private readonly documents: Documents,
    private readonly keys: Keys,
  ) {}

  async addFile(
    actor: Actor,
    id: string,
    upload: Upload,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    await this.transactions.run(actor, (tx) => complaintOf(tx, id));
    const file = await this.documents.inspect(upload);
    const kind: DocumentKind = 'other';
    const body = this.keys.bodyDigest({ id, kind, file: file.sent.toString('base64') });
    return this.transactions.once(
      actor,
      { useCase: 'complaints.add_file', body, requestId },
      async (tx) => {
        await lockComplaintWithText(tx, id);
        return this.documents.add(tx, complaintOwner(id), file, { kind, part: PART });
      },
    );
  }

  findFile(actor: Actor, id: string, fileId: string): Promise<OpenedDocument> {
    return this.transactions.run(actor, (tx) =>
      this.documents.find(tx, complaintOwner(id), fileId),
    );
  }

  openFile(actor: Actor, id: string, fileId: string): Promise<DocumentRow & { bytes: Buffer }> {
    return this.transactions.run(actor, (tx) =>
      this.documents.open(tx, complaintOwner(id), fileId),
    );
  }

  removeFile(actor: Actor, id: string, fileId: string, reason: RemovalReason): Promise<void> {
    return this.transactions.run(actor, (tx) =>
      this.documents.remove(tx, complaintOwner(id), fileId, reason),
    );
  }

  /** Once it is closed and the years are over. */
  askToDestroy(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustBeOver(tx, id);
      try {
        await tx.query(
          'INSERT INTO complaint_destructions (complaint_id, asked_by) VALUES ($1, $2)',
          [id, actor.userId],
        );
      } catch (error) {
        if (sqlState(error) === '23505')
          throw new DomainError('conflict', 'complaints.asked_already');
        throw error;
      }
      await recordComplaintAction(tx, 'asked_to_destroy', id);
    });
  }

  private async mustBeOver(tx: Tx, id: string): Promise<void> {
    const { closedAt } = await lockComplaintWithText(tx, id);
    const years = await hoursOf(tx, 'complaint_keep_years');
    if (!closedAt || yearsAfter(closedAt, years) > tx.now) {
      throw new DomainError('conflict', 'complaints.kept_still', { years });
    }
  }

  /** By another: key, words and files go; coded facts stay, so that no total moves. */
  destroy(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustBeOver(tx, id);
      const [asked] = await tx.query<{ by: string }>(
        'SELECT asked_by AS by FROM complaint_destructions WHERE complaint_id = $1 AND approved_at IS NULL',
        [id],
      );
      if (!asked) throw new DomainError('conflict', 'complaints.not_asked');
      if (asked.by === actor.userId) throw new DomainError('forbidden', 'complaints.needs_another');
      await tx.query(
        `UPDATE complaint_destructions SET approved_by = $2, approved_at = mawa_now() WHERE complaint_id = $1`,
        [id, actor.userId],
      );
      for (const { id: fileId, removed } of await this.documents.list(tx, complaintOwner(id))) {
        if (!removed)
          await this.documents.remove(tx, complaintOwner(id), fileId, 'no_longer_needed');
      }
      await tx.query('SELECT destroy_complaint($1)', [id]);
      await recordComplaintAction(tx, 'destroyed', id);
    });
  }
}
