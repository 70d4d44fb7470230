import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { money } from '../commitments/commitment.errors';
import { lockAccounts } from '../ledger-posting.queries';
import { plansIn } from '../plan/plan.queries';
import { grantQuarters, replanLine } from '../plan/plan.rules';
import { savePlanVersion } from '../plan/plan.service';
import {
  decidedAlready,
  isNotYours,
  movesBetweenAgencies,
  needsAnother,
  needsPriorApproval,
  translateRevisionErrors,
} from './revision.errors';
import {
  comparisonOf,
  refuseBelowCommitted,
  revisedGrant,
  type LineChange,
  type RevisedGrant,
} from './revised-grant.queries';

export const REVISION_DECISIONS = ['approved', 'refused', 'withdrawn'] as const;
export type RevisionDecision = (typeof REVISION_DECISIONS)[number];
export const REVISION_REFUSALS = ['not_justified', 'wrong_lines', 'ask_donor', 'later'] as const;
export type RevisionRefusal = (typeof REVISION_REFUSALS)[number];

interface ProposedRevision {
  readonly id: string;
  readonly grantId: string;
  readonly funds: string;
  readonly proposedBy: string;
  readonly betweenAgencies: boolean;
  readonly decided: boolean;
  readonly approved: boolean;
  /** Entered what the donor answered: another must look at it. */
  readonly enteredApproval: boolean;
}

const PROPOSED = `
  SELECT r.id, r.grant_id AS "grantId", r.proposed_by AS "proposedBy", r.between_agencies AS "betweenAgencies",
         (SELECT a.id FROM ledger_accounts a WHERE a.grant_id = r.grant_id AND a.kind = 'funds') AS funds,
         EXISTS (SELECT 1 FROM budget_revision_decisions d WHERE d.revision_id = r.id) AS decided,
         EXISTS (SELECT 1 FROM donor_approvals d WHERE d.revision_id = r.id) AS approved,
         EXISTS (SELECT 1 FROM donor_approvals d WHERE d.revision_id = r.id AND d.entered_by = $2) AS "enteredApproval"
    FROM budget_revisions r WHERE r.id = $1`;

/**
 * Another person puts a revision in force: the amounts of its lines change in that transaction, which
 * locks the ledger of the grant, so that nothing is promised in between. Or refuses it; or its author
 * takes it back.
 */
@Injectable()
export class DecideRevision {
  constructor(private readonly transactions: Transactions) {}

  decide(
    actor: Actor,
    id: string,
    decision: RevisionDecision,
    reason?: RevisionRefusal,
    requestId: string | null = null,
  ): Promise<{ decision: RevisionDecision; version: number | null }> {
    return this.transactions.once(
      actor,
      { useCase: 'budget.decide_revision', body: { id, decision, reason }, requestId },
      async (tx) => {
        const { funds } = await proposedRevision(tx, id);
        await lockAccounts(tx, [funds]);
        const proposed = await proposedRevision(tx, id);
        if (proposed.decided) throw decidedAlready();
        refuseTheWrongPerson(tx, proposed, decision);
        return decision === 'approved'
          ? approveIn(tx, proposed)
          : endIn(tx, id, decision, reason ?? 'not_justified');
      },
    );
  }
}

async function proposedRevision(tx: Tx, id: string): Promise<ProposedRevision> {
  const [proposed] = await tx.query<ProposedRevision>(PROPOSED, [id, tx.actor.userId]);
  if (!proposed) throw notFound();
  return proposed;
}

function refuseTheWrongPerson(
  tx: Tx,
  proposed: ProposedRevision,
  decision: RevisionDecision,
): void {
  const isAuthor = proposed.proposedBy === tx.actor.userId;
  if (decision === 'withdrawn') {
    if (!isAuthor) throw isNotYours();
  } else if (isAuthor || (decision === 'approved' && proposed.enteredApproval)) {
    throw needsAnother();
  }
}

async function endIn(
  tx: Tx,
  id: string,
  decision: 'refused' | 'withdrawn',
  reason: RevisionRefusal,
) {
  await decideIn(tx, id, decision, decision === 'refused' ? reason : null);
  return { decision, version: null };
}

async function approveIn(tx: Tx, { id, grantId, approved, betweenAgencies }: ProposedRevision) {
  const changes = await tx.query<LineChange>(
    'SELECT line_id AS "lineId", change FROM budget_revision_lines WHERE revision_id = $1',
    [id],
  );
  const grant = await revisedGrant(tx, grantId);
  refuseBelowCommitted(grant, changes);
  const { rule } = comparisonOf(grant, changes);
  if (!approved && betweenAgencies) throw movesBetweenAgencies();
  if (!approved && rule.verdict === 'beyond') {
    const { currency } = grant;
    throw needsPriorApproval({
      cumulated: money(rule.cumulated, currency),
      limit: money(rule.limit, currency),
      total: money(grant.total, currency),
    });
  }
  await decideIn(tx, id, 'approved', null);
  await replan(tx, grant, changes);
  const [row] = await tx.query<{ version: number }>(
    'SELECT version FROM budget_versions WHERE revision_id = $1',
    [id],
  );
  return { decision: 'approved' as const, version: row!.version };
}

async function decideIn(
  tx: Tx,
  id: string,
  decision: RevisionDecision,
  reason: RevisionRefusal | null,
): Promise<void> {
  return translateRevisionErrors(async () => {
    await tx.query(
      'INSERT INTO budget_revision_decisions (revision_id, decision, reason) VALUES ($1, $2, $3)',
      [id, decision, reason],
    );
    const action = `budget.revision_${decision}`;
    await record(tx, { action, kind: 'budget_revision', ids: [id] });
  });
}

/** A line that somebody had planned keeps a plan that adds up to what it is worth now. */
async function replan(tx: Tx, grant: RevisedGrant, changes: readonly LineChange[]): Promise<void> {
  const { grantId, startsOn, endsOn, lines } = grant;
  const quarters = grantQuarters(startsOn, endsOn);
  for (const plan of await plansIn(tx, grantId, lines, quarters)) {
    const change = changes.find(({ lineId }) => lineId === plan.lineId)?.change;
    if (plan.why === 'straight' || change === undefined) continue;
    const amounts = replanLine(plan.planned, change, quarters, tx.today);
    const [line] = await tx.query<{ lineId: string; amount: string }>(
      'SELECT id AS "lineId", amount FROM budget_lines WHERE id = $1',
      [plan.lineId],
    );
    await savePlanVersion(tx, line!, quarters, amounts, 'revision');
  }
}
