import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { lockAccounts } from '../ledger-posting.queries';
import { approvedLater, translateRevisionErrors } from './revision.errors';
import {
  checkedChanges,
  comparisonOf,
  revisedGrant,
  type Comparison,
  type LineChange,
} from './revised-grant.queries';

export const REVISION_REASONS = [
  'needs_changed',
  'prices_changed',
  'activity_added',
  'activity_dropped',
  'underspending',
  'exchange',
  'donor_asked',
  'mistake',
] as const;
export type RevisionReason = (typeof REVISION_REASONS)[number];

export interface NewRevision {
  readonly grantId: string;
  readonly reason: RevisionReason;
  readonly note?: string;
  /** Money of one agency's lines goes to another's. */
  readonly betweenAgencies?: boolean;
  readonly changes: readonly LineChange[];
}

export interface DonorApproval {
  readonly approvedOn: CivilDate;
  readonly reference: string;
  readonly document: string;
}

/** Somebody proposes to move money between lines, and writes down what the donor answered. */
@Injectable()
export class ProposeRevision {
  constructor(private readonly transactions: Transactions) {}

  /** What a proposal would change, without proposing it. */
  compare(
    actor: Actor,
    { grantId, changes, betweenAgencies = false }: Omit<NewRevision, 'reason'>,
  ): Promise<Comparison> {
    return this.transactions.run(actor, async (tx) => {
      const grant = await revisedGrant(tx, grantId);
      return comparisonOf(grant, checkedChanges(grant, changes, betweenAgencies));
    });
  }

  propose(
    actor: Actor,
    revision: NewRevision,
    requestId: string | null = null,
  ): Promise<{ id: string; number: number }> {
    return this.transactions.once(
      actor,
      { useCase: 'budget.propose_revision', body: revision, requestId },
      (tx) => proposeIn(tx, revision),
    );
  }

  /** As a dated row with its reference and the number of its document. */
  enterApproval(actor: Actor, id: string, approval: DonorApproval): Promise<{ id: string }> {
    const { approvedOn, reference, document } = approval;
    return this.transactions.run(actor, async (tx) => {
      if (!isCivilDate(approvedOn)) {
        throw new DomainError('invalid', 'common.not_date', {}, 'approvedOn');
      }
      if (approvedOn > tx.today) throw approvedLater();
      const known = await tx.query('SELECT 1 FROM budget_revisions WHERE id = $1', [id]);
      if (known.length === 0) throw notFound();
      return translateRevisionErrors(async () => {
        const [row] = await tx.query<{ id: string }>(
          `INSERT INTO donor_approvals (revision_id, approved_on, reference, document) VALUES ($1, $2, $3, $4) RETURNING id`,
          [id, approvedOn, reference, document],
        );
        await record(tx, {
          action: 'budget.enter_donor_approval',
          kind: 'budget_revision',
          ids: [id],
        });
        return row!;
      });
    });
  }
}

async function proposeIn(tx: Tx, revision: NewRevision) {
  const { grantId, reason, note, betweenAgencies = false } = revision;
  const { funds } = await revisedGrant(tx, grantId);
  await lockAccounts(tx, [funds]);
  const changes = checkedChanges(
    await revisedGrant(tx, grantId),
    revision.changes,
    betweenAgencies,
  );
  const [row] = await tx.query<{ id: string; number: number }>(
    `INSERT INTO budget_revisions (grant_id, reason, note, between_agencies, line_count)
     VALUES ($1, $2, $3, $4, $5) RETURNING id, number::int AS number`,
    [grantId, reason, note ?? null, betweenAgencies, changes.length],
  );
  await tx.query(
    `INSERT INTO budget_revision_lines (revision_id, grant_id, line_id, change)
     SELECT $1, $2, * FROM unnest($3::uuid[], $4::numeric[])`,
    [row!.id, grantId, changes.map(({ lineId }) => lineId), changes.map(({ change }) => change)],
  );
  await record(tx, { action: 'budget.propose_revision', kind: 'budget_revision', ids: [row!.id] });
  return row!;
}
