import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, likelyDuplicate, notFound } from '../../platform/shared/domain.errors';
import { countOfFiles } from '../files/money-files.service';
import { toCent, written } from '../money.rules';

export interface ContributionRow {
  readonly id: string;
  /** '2026-11' */
  readonly month: string;
  readonly amount: string;
  readonly document: string;
  readonly enteredBy: string;
  readonly undoes: string | null;
  readonly isUndone: boolean;
  readonly files: number;
}

export interface GrantContribution {
  readonly id: string;
  readonly source: string;
  readonly promised: string;
  readonly contributed: string;
  /** Promised and not contributed yet; below 0.00 where more was. */
  readonly left: string;
  readonly currency: string;
  readonly rows: readonly ContributionRow[];
}

export interface NewContribution {
  readonly month: string;
  readonly amount: string;
  readonly document: string;
  /** It looks like one that is here already, and is another. */
  readonly confirmed?: boolean;
}

const noAmount = (field: string) => new DomainError('invalid', 'grant-terms.no_amount', {}, field);

const translateErrors = constraintTranslator({
  '42501': ['forbidden', 'access.not_yours'],
  grant_contributions_grant_id_fkey: notFound,
  grant_contribution_rows_contribution_id_fkey: notFound,
  grant_contribution_once: ['conflict', 'grant-terms.source_exists', 'source'],
  grant_contribution_rows_undoes_key: ['conflict', 'grant-terms.taken_back_already'],
  grant_contribution_within_the_grant: ['invalid', 'grant-terms.month_outside', 'month'],
  grant_contribution_period_is_open: ['conflict', 'grant-terms.month_closed', 'month'],
});

/** The same source, month and amount; documents may be of every month alike. Two at once are looked at in turn. */
async function refuseSameRow(
  tx: Tx,
  contributionId: string,
  { month, amount }: NewContribution,
): Promise<void> {
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 15))', [contributionId]);
  const [found] = await tx.query<{
    id: string;
    grantId: string;
    document: string;
    amount: string;
    by: string;
  }>(
    `SELECT r.id, c.grant_id AS "grantId", r.document, r.amount || ' ' || g.currency AS amount, localized_name(u.name, u.names) AS by
       FROM grant_contribution_rows r JOIN grant_contributions c ON c.id = r.contribution_id JOIN grants g ON g.id = c.grant_id
       JOIN users u ON u.id = r.entered_by
      WHERE r.contribution_id = $1 AND r.month = $2::date AND r.undoes IS NULL
        AND r.amount = $3::numeric AND NOT EXISTS (SELECT 1 FROM grant_contribution_rows x WHERE x.undoes = r.id)
      ORDER BY r.entered_at DESC LIMIT 1`,
    [contributionId, `${month}-01`, amount],
  );
  if (!found) return;
  const { id, grantId, ...params } = found;
  const path = `/budget/grants/${grantId}/terms#contributions`;
  throw likelyDuplicate('grant-terms.contribution_twice', { id, path }, { ...params, month });
}

/** What the recipient adds to an award from sources of its own: promised by source, contributed by month (SF-425, 10i to 10k). */
@Injectable()
export class GrantContributions {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor, grantId: string): Promise<GrantContribution[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<GrantContribution>(
        `SELECT c.id, c.source, c.promised::numeric(14,2)::text AS promised, g.currency, t.sum::text AS contributed,
                (c.promised - t.sum)::numeric(16,2)::text AS left,
                (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'month', to_char(r.month, 'YYYY-MM'), 'amount', r.amount::text,
                          'document', r.document, 'enteredBy', localized_name(u.name, u.names), 'undoes', r.undoes, 'files', ${countOfFiles('grant_contribution_row', 'r.id')},
                          'isUndone', EXISTS (SELECT 1 FROM grant_contribution_rows x WHERE x.undoes = r.id))
                          ORDER BY r.month DESC, r.entered_at DESC), '[]')
                   FROM grant_contribution_rows r JOIN users u ON u.id = r.entered_by WHERE r.contribution_id = c.id) AS rows
           FROM grant_contributions c JOIN grants g ON g.id = c.grant_id
          CROSS JOIN LATERAL (SELECT coalesce(sum(r.amount), 0)::numeric(16,2) AS sum FROM grant_contribution_rows r
                               WHERE r.contribution_id = c.id) t
          WHERE c.grant_id = $1 ORDER BY c.source`,
        [grantId],
      ),
    );
  }

  promise(
    actor: Actor,
    grantId: string,
    promise: { readonly source: string; readonly promised: string },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = {
      useCase: 'budget.promise_contribution',
      body: { grantId, ...promise },
      requestId,
    };
    return translateErrors(
      this.transactions.once(actor, once, async (tx) => {
        if (toCent(promise.promised).isZero()) throw noAmount('promised');
        const [row] = await tx.query<{ id: string }>(
          'INSERT INTO grant_contributions (grant_id, source, promised) VALUES ($1, $2, $3) RETURNING id',
          [grantId, promise.source, written(toCent(promise.promised))],
        );
        await record(tx, {
          action: 'budget.promise_contribution',
          kind: 'grant',
          ids: [grantId, row!.id],
        });
        return row!;
      }),
    );
  }

  add(
    actor: Actor,
    contributionId: string,
    row: NewContribution,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = {
      useCase: 'budget.add_contribution',
      body: { contributionId, ...row },
      requestId,
    };
    return translateErrors(
      this.transactions.once(actor, once, async (tx) => {
        if (toCent(row.amount).isZero()) throw noAmount('amount');
        if (!row.confirmed) await refuseSameRow(tx, contributionId, row);
        const [added] = await tx.query<{ id: string }>(
          `INSERT INTO grant_contribution_rows (contribution_id, month, amount, document)
           VALUES ($1, $2, $3, $4) RETURNING id`,
          [contributionId, `${row.month}-01`, written(toCent(row.amount)), row.document],
        );
        await record(tx, {
          action: 'budget.add_contribution',
          kind: 'grant_contribution',
          ids: [contributionId, added!.id],
        });
        return added!;
      }),
    );
  }

  /** Takes a row back by its opposite, in its month, or in the present one where that is closed. */
  takeBack(actor: Actor, rowId: string, requestId: string | null = null): Promise<{ id: string }> {
    const once = { useCase: 'budget.take_contribution_back', body: { rowId }, requestId };
    return translateErrors(
      this.transactions.once(actor, once, async (tx) => {
        const [back] = await tx.query<{ id: string }>(
          `INSERT INTO grant_contribution_rows (contribution_id, month, amount, document, undoes)
           SELECT contribution_id, CASE WHEN (month + interval '1 month')::date - 1 <= (SELECT max(until_day) FROM closed_periods)
                    THEN date_trunc('month', $2::date)::date ELSE month END, -amount, document, id
             FROM grant_contribution_rows WHERE id = $1 AND undoes IS NULL RETURNING id`,
          [rowId, tx.today],
        );
        if (!back) throw notFound();
        await record(tx, {
          action: 'budget.take_contribution_back',
          kind: 'grant_contribution',
          ids: [rowId, back.id],
        });
        return back;
      }),
    );
  }
}
