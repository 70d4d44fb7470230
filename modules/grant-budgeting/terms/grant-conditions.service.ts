import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';

export const CONDITION_KINDS = ['condition', 'special_term'] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];
export const CONDITION_OUTCOMES = ['met', 'waived'] as const;
export type ConditionOutcome = (typeof CONDITION_OUTCOMES)[number];

export interface NewCondition {
  readonly kind: ConditionKind;
  readonly term: string;
  readonly reference: string;
  readonly dueOn?: CivilDate;
  readonly remindDays?: number;
}

export interface GrantCondition {
  readonly id: string;
  readonly kind: ConditionKind;
  readonly term: string;
  readonly reference: string;
  readonly dueOn: CivilDate | null;
  readonly remindDays: number;
  readonly enteredBy: string;
  readonly outcome: ConditionOutcome | null;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly isLate: boolean;
}

const translateErrors = constraintTranslator({
  '42501': ['forbidden', 'access.not_yours'],
  condition_ends_once: ['conflict', 'grant-terms.ended_already'],
  grant_conditions_grant_id_fkey: notFound,
  grant_condition_outcomes_condition_id_fkey: notFound,
});

/** Conditions and special terms of a grant. Finance has a task before the day of each, until it is met or waived. */
@Injectable()
export class GrantConditions {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor, grantId: string): Promise<GrantCondition[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<GrantCondition>(
        `SELECT c.id, c.kind, c.term, c.reference, c.due_on::text AS "dueOn", c.remind_days AS "remindDays",
                localized_name(u.name, u.names) AS "enteredBy", o.outcome, o.reason, localized_name(w.name, w.names) AS "decidedBy", o.decided_at AS "decidedAt",
                o.condition_id IS NULL AND coalesce(c.due_on < $2, false) AS "isLate"
           FROM grant_conditions c JOIN users u ON u.id = c.entered_by
           LEFT JOIN grant_condition_outcomes o ON o.condition_id = c.id LEFT JOIN users w ON w.id = o.decided_by
          WHERE c.grant_id = $1 ORDER BY o.condition_id IS NOT NULL, c.due_on NULLS LAST, c.entered_at LIMIT 500`,
        [grantId, tx.today],
      ),
    );
  }

  add(
    actor: Actor,
    grantId: string,
    condition: NewCondition,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = {
      useCase: 'budget.add_grant_condition',
      body: { grantId, ...condition },
      requestId,
    };
    return translateErrors(
      this.transactions.once(actor, once, async (tx) => {
        const { kind, term, reference, dueOn = null, remindDays = 14 } = condition;
        const [row] = await tx.query<{ id: string }>(
          `INSERT INTO grant_conditions (grant_id, kind, term, reference, due_on, remind_days)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
          [grantId, kind, term, reference, dueOn, remindDays],
        );
        await record(tx, {
          action: 'budget.add_grant_condition',
          kind: 'grant',
          ids: [grantId, row!.id],
        });
        return row!;
      }),
    );
  }

  end(
    actor: Actor,
    id: string,
    outcome: ConditionOutcome,
    reason: string,
    requestId: string | null = null,
  ): Promise<{ grantId: string }> {
    const once = {
      useCase: 'budget.end_grant_condition',
      body: { id, outcome, reason },
      requestId,
    };
    return translateErrors(
      this.transactions.once(actor, once, async (tx) => {
        const grantId = await grantOf(tx, id);
        await tx.query(
          'INSERT INTO grant_condition_outcomes (condition_id, outcome, reason) VALUES ($1, $2, $3)',
          [id, outcome, reason],
        );
        await record(tx, {
          action: `budget.grant_condition_${outcome}`,
          kind: 'grant',
          ids: [grantId, id],
        });
        return { grantId };
      }),
    );
  }

  /** The grant whose page shows a condition. */
  grantOf(actor: Actor, id: string): Promise<string> {
    return this.transactions.run(actor, (tx) => grantOf(tx, id));
  }
}

async function grantOf(tx: Tx, id: string): Promise<string> {
  const [row] = await tx.query<{ grantId: string }>(
    'SELECT grant_id AS "grantId" FROM grant_conditions WHERE id = $1',
    [id],
  );
  if (!row) throw notFound();
  return row.grantId;
}
