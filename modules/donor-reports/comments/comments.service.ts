import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { reportFrozen } from '../draft-report.service';
import { writtenIn } from '../report-definition.types';
import { definitionOf, findReport } from '../reports.queries';

export interface NewComment {
  /** Key of the text that it is about. */
  readonly section: string;
  readonly language: Language;
  readonly text: string;
}
export interface CommentRow extends NewComment {
  readonly id: string;
  readonly by: string;
  readonly at: Date;
  readonly settledBy: string | null;
}

/** Comments between the authors of a report on its texts; never part of the report. */
@Injectable()
export class Comments {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor, reportId: string): Promise<CommentRow[]> {
    return this.transactions.run(actor, async (tx) => {
      await findReport(tx, reportId);
      return commentsOf(tx, reportId);
    });
  }

  add(actor: Actor, reportId: string, given: NewComment, requestId: string | null = null) {
    const once = { useCase: 'reports.comment', body: { reportId, ...given }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const report = await findReport(tx, reportId);
      if (report.state === 'frozen' || report.state === 'superseded') throw reportFrozen();
      const definition = await definitionOf(tx, report);
      if (!writtenIn(definition).some(({ key }) => key === given.section))
        throw new DomainError('invalid', 'reports.no_section', {}, 'section');
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO report_comments (report_id, section, language, text) VALUES ($1, $2, $3, $4) RETURNING id`,
        [reportId, given.section, given.language, given.text.trim()],
      );
      const fields = [`${given.section}/${given.language}`];
      await record(tx, { action: 'reports.comment', kind: 'report', ids: [reportId], fields });
      return row!;
    });
  }

  settle(actor: Actor, reportId: string, commentId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const own = (await commentsOf(tx, reportId)).some(({ id }) => id === commentId);
      if (!own) throw notFound();
      try {
        await tx.query('INSERT INTO report_comments_settled (comment_id) VALUES ($1)', [commentId]);
      } catch (error) {
        if (constraintOf(error) !== 'report_comments_settled_once') throw error;
        throw new DomainError('conflict', 'reports.settled_already');
      }
      await record(tx, { action: 'reports.settle_comment', kind: 'report', ids: [reportId] });
    });
  }
}

export const commentsOf = (tx: Tx, reportId: string): Promise<CommentRow[]> =>
  tx.query<CommentRow>(
    `SELECT c.id, c.section, c.language, c.text, localized_name(u.name, u.names) AS by, c.at, localized_name(w.name, w.names) AS "settledBy"
       FROM report_comments c JOIN users u ON u.id = c.by
       LEFT JOIN report_comments_settled s ON s.comment_id = c.id LEFT JOIN users w ON w.id = s.by
      WHERE c.report_id = $1 ORDER BY c.at, c.id`,
    [reportId],
  );
