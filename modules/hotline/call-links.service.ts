import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { parseCaseNumber } from '../beneficiaries';
import { labelsSql } from '../reference-lists';
import { constraintOf, Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { lockOwnCall } from './take-calls.service';

export interface CallLinkView {
  readonly id: string;
  readonly caseId: string;
  readonly calledAt: Date;
  readonly how: 'opened' | 'linked';
  readonly at: Date;
  readonly by: string;
  readonly labels: Readonly<Record<Language, string>> | null;
}

/**
 * A call and somebody's file, joined by a row and parted by its end. Linking shows the operator nothing of
 * the file, and those who have the file a day and a kind of call: never the number, never the words.
 */
@Injectable()
export class CallLinks {
  constructor(private readonly transactions: Transactions) {}

  link(actor: Actor, callId: string, typed: string): Promise<{ id: string }> {
    const number = parseCaseNumber(typed);
    if (number === null) throw new DomainError('invalid', 'hotline.not_a_number', {}, 'caseNumber');
    return this.transactions
      .run(actor, async (tx) => {
        await lockOwnCall(tx, callId);
        const [row] = await tx
          .query<{ id: string | null }>('SELECT link_call_by_number($1, $2) AS id', [
            callId,
            number,
          ])
          .catch(translateLinkError);
        const id = row!.id;
        const outcome = id === null ? 'not_found' : 'done';
        await record(tx, {
          action: 'calls.link',
          kind: 'call',
          ids: id ? [callId, id] : [callId],
          outcome,
        });
        return id;
      })
      .then((id) => {
        if (id === null) {
          throw new DomainError('invalid', 'hotline.no_such_file', {}, 'caseNumber');
        }
        return { id };
      });
  }

  one(actor: Actor, id: string): Promise<CallLinkView> {
    return this.transactions.run(actor, async (tx) => {
      const [link] = await tx.query<CallLinkView>(
        `SELECT l.id, l.case_id AS "caseId", l.called_at AS "calledAt", l.how, l.at, localized_name(u.name, u.names) AS by,
                ${labelsSql('call_types', 'l.type_version', 'l.type')} AS labels
           FROM call_links l JOIN users u ON u.id = l.by WHERE l.id = $1 AND l.ended_at IS NULL`,
        [id],
      );
      if (!link) throw notFound();
      return link;
    });
  }

  unlink(actor: Actor, id: string): Promise<{ callId: string | null; caseId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ callId: string | null; caseId: string; mine: boolean }>(
        `UPDATE call_links SET ended_at = mawa_now(), ended_by = mawa_actor()
          WHERE id = $1 AND ended_at IS NULL RETURNING call_id AS "callId", case_id AS "caseId", by = mawa_actor() AS mine`,
        [id],
      );
      if (!row) throw notFound();
      await record(tx, { action: 'calls.unlink', kind: 'call_link', ids: [id] });
      return { callId: row.mine ? row.callId : null, caseId: row.caseId };
    });
  }
}

/** Each number that is tried counts, found or not (link_call_by_number). */
function translateLinkError(error: unknown): never {
  if (constraintOf(error) !== 'call_link_tries') throw error;
  throw new DomainError('too_many', 'hotline.link_tries');
}
