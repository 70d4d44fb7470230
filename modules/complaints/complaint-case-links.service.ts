import { Injectable } from '@nestjs/common';
import { parseCaseNumber } from '../beneficiaries';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { lockComplaint } from './complaints.queries';
import { recordComplaintAction } from './complaint-audit.service';

/** Links complaints to the case of the person who complained and gave their identity. */
@Injectable()
export class ComplaintCaseLinks {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Links a complaint to a case, only if the person gave their identity and asked for it. The case itself is not
   * opened.
   */
  async link(actor: Actor, id: string, typed: string): Promise<void> {
    const number = parseCaseNumber(typed);
    const answer = await this.transactions.run(actor, async (tx) => {
      await lockComplaint(tx, id);
      await recordComplaintAction(tx, 'asked_for_a_file', id, ['case']);
      const [row] = await tx.query<{ answer: 'linked' | 'none' | 'too_many' }>(
        'SELECT link_complaint($1, $2) AS answer',
        [id, number],
      );
      return row!.answer;
    });
    // After the commit: that somebody asked stays written down, and counts.
    if (answer === 'too_many') throw new DomainError('too_many', 'complaints.too_many_files');
    if (answer === 'none')
      throw new DomainError('invalid', 'complaints.no_such_file', {}, 'caseNumber');
  }

  unlink(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await lockComplaint(tx, id);
      await tx.query('DELETE FROM complaint_links WHERE complaint_id = $1', [id]);
      await recordComplaintAction(tx, 'unlinked', id, ['case']);
    });
  }
}
