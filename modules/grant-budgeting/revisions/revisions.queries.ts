import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { LocalisedName } from '../grants/grant-definition.types';
import type { RevisionDecision } from './decide-revision.service';
import type { RevisionReason } from './propose-revision.service';
import { judgeTransfer, type TransferVerdict } from './revision.rules';
import {
  comparisonOf,
  revisedGrant,
  type Comparison,
  type RevisedGrant,
} from './revised-grant.queries';

export type RevisionState = 'proposed' | RevisionDecision;

export interface RevisionRow {
  readonly id: string;
  readonly number: number;
  readonly grantId: string;
  readonly grant: string;
  readonly currency: string;
  readonly reason: RevisionReason;
  readonly betweenAgencies: boolean;
  readonly state: RevisionState;
  /** What goes from lines to others. */
  readonly moved: string;
  /** Of it, what goes from one object class to others. */
  readonly transfer: string;
  readonly donorApproved: boolean;
  /** The version of the budget that it made. */
  readonly version: number | null;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export interface EnteredApproval {
  readonly approvedOn: CivilDate;
  readonly reference: string;
  readonly document: string;
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

export interface WholeRevision extends RevisionRow {
  readonly note: string | null;
  readonly refusal: string | null;
  readonly mine: boolean;
  readonly approvals: readonly EnteredApproval[];
  readonly comparison: Comparison;
}

export interface Ground {
  readonly code: string;
  readonly name: LocalisedName;
  readonly source: string;
  readonly mark: 'VERIFIED' | 'UNVERIFIED';
}

export interface BudgetVersion {
  readonly version: number;
  readonly revision: number | null;
  readonly revisionId: string | null;
  /** The amendment of the grant that made it. */
  readonly amendmentId: string | null;
  readonly isApproved: boolean;
  readonly inForceAt: Date | null;
  readonly inForceBy: string | null;
  readonly amounts: Readonly<Record<string, string>>;
}

export interface GrantRevisions {
  readonly grant: RevisedGrant;
  /** Since the donor last approved, without what is only proposed. */
  readonly rule: TransferVerdict;
  readonly revisions: readonly RevisionRow[];
}

const ROW = `
  SELECT r.id, r.number::int AS number, r.grant_id AS "grantId", g.code AS grant, g.currency, r.reason,
         r.between_agencies AS "betweenAgencies", coalesce(d.decision, 'proposed') AS state,
         (SELECT sum(x.change) FROM budget_revision_lines x WHERE x.revision_id = r.id AND x.change > 0) AS moved,
         revision_transfer(r.id) AS transfer, EXISTS (SELECT 1 FROM donor_approvals a WHERE a.revision_id = r.id) AS "donorApproved",
         v.version, localized_name(p.name, p.names) AS "proposedBy", r.proposed_at AS "proposedAt", localized_name(u.name, u.names) AS "decidedBy", d.decided_at AS "decidedAt",
         r.note, d.reason AS refusal, r.proposed_by = $1 AS mine
    FROM budget_revisions r JOIN grants g ON g.id = r.grant_id JOIN users p ON p.id = r.proposed_by
    LEFT JOIN budget_revision_decisions d ON d.revision_id = r.id LEFT JOIN users u ON u.id = d.decided_by
    LEFT JOIN budget_versions v ON v.revision_id = r.id`;

/** Of each grant, how many wait for a decision; `own`: proposed by the reader, and decided by another person. */
export const revisionsToDecide = (
  tx: Tx,
): Promise<{ grantId: string; count: number; own: number }[]> =>
  tx.query(
    `SELECT r.grant_id AS "grantId", count(*)::int AS count,
            count(*) FILTER (WHERE r.proposed_by = mawa_actor())::int AS own FROM budget_revisions r
      WHERE NOT EXISTS (SELECT 1 FROM budget_revision_decisions d WHERE d.revision_id = r.id) GROUP BY r.grant_id`,
  );

type ListedRevision = RevisionRow & Pick<WholeRevision, 'note' | 'refusal' | 'mine'>;

/** Revisions and the versions of the budget that they made. */
@Injectable()
export class Revisions {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor, code?: string): Promise<{ grants: string[]; shown: GrantRevisions | null }> {
    return this.transactions.run(actor, async (tx) => {
      const { grants, id } = await grantNamed(tx, code);
      if (!id) return { grants, shown: null };
      const grant = await revisedGrant(tx, id);
      const revisions = await tx.query<ListedRevision>(
        `${ROW} WHERE r.grant_id = $2 ORDER BY r.number DESC LIMIT 200`,
        [tx.actor.userId, id],
      );
      return { grants, shown: { grant, rule: ruleOf(grant), revisions } };
    });
  }

  one(actor: Actor, id: string): Promise<WholeRevision> {
    return this.transactions.run(actor, async (tx) => {
      const whole = await oneIn(tx, id);
      await record(tx, { action: 'budget.read_revision', kind: 'budget_revision', ids: [id] });
      return whole;
    });
  }

  /** What a form needs: the lines as they are, and what the donor wants to be asked about. */
  forForm(actor: Actor, code?: string) {
    return this.transactions.run(actor, async (tx) => {
      const { id } = await grantNamed(tx, code);
      if (!id) throw notFound();
      const grant = await revisedGrant(tx, id);
      return { grant, rule: ruleOf(grant), grounds: await groundsIn(tx) };
    });
  }

  grounds(actor: Actor): Promise<Ground[]> {
    return this.transactions.run(actor, groundsIn);
  }

  versions(actor: Actor, code?: string) {
    return this.transactions.run(actor, async (tx) => {
      const { id } = await grantNamed(tx, code);
      if (!id) throw notFound();
      const { lines, currency, code: grant } = await revisedGrant(tx, id);
      const versions = await tx.query<BudgetVersion>(
        `SELECT v.version, r.number::int AS revision, v.revision_id AS "revisionId", v.amendment_id AS "amendmentId", v.is_approved AS "isApproved",
                v.in_force_at AS "inForceAt", localized_name(u.name, u.names) AS "inForceBy",
                (SELECT json_object_agg(x.line_id, x.amount::text) FROM budget_version_lines x
                  WHERE x.grant_id = v.grant_id AND x.version = v.version) AS amounts
           FROM budget_versions v LEFT JOIN budget_revisions r ON r.id = v.revision_id LEFT JOIN users u ON u.id = v.in_force_by
          WHERE v.grant_id = $1 ORDER BY v.version`,
        [id],
      );
      return { grant, currency, lines, versions };
    });
  }
}

const ruleOf = ({
  transferred: before,
  total,
  limitShare,
  warningShare,
}: RevisedGrant): TransferVerdict =>
  judgeTransfer({ before, adds: '0', total, limitShare, warningShare });

async function grantNamed(tx: Tx, code?: string): Promise<{ grants: string[]; id: string | null }> {
  const rows = await tx.query<{ id: string; code: string }>(
    'SELECT id, code FROM grants ORDER BY starts_on, code',
  );
  const found = code ? rows.find((row) => row.code === code) : rows[0];
  if (code && !found) throw notFound();
  return { grants: rows.map((row) => row.code), id: found?.id ?? null };
}

const groundsIn = (tx: Tx): Promise<Ground[]> =>
  tx.query<Ground>(
    'SELECT code, name, source, mark FROM prior_approval_grounds WHERE valid_from <= $1 ORDER BY place',
    [tx.today],
  );

async function oneIn(tx: Tx, id: string): Promise<WholeRevision> {
  const [row] = await tx.query<Omit<WholeRevision, 'approvals' | 'comparison'>>(
    `${ROW} WHERE r.id = $2`,
    [tx.actor.userId, id],
  );
  if (!row) throw notFound();
  const approvals = await tx.query<EnteredApproval>(
    `SELECT d.approved_on::text AS "approvedOn", d.reference, d.document, localized_name(u.name, u.names) AS "enteredBy", d.entered_at AS "enteredAt"
       FROM donor_approvals d JOIN users u ON u.id = d.entered_by WHERE d.revision_id = $1 ORDER BY d.entered_at, d.id`,
    [id],
  );
  return { ...row, approvals, comparison: await comparisonIn(tx, row) };
}

/** Of what is proposed, against the budget of now; of what is in force, against the version before it. */
async function comparisonIn(
  tx: Tx,
  { id, grantId, version }: Pick<RevisionRow, 'id' | 'grantId' | 'version'>,
): Promise<Comparison> {
  const changes = await tx.query<{ lineId: string; change: string; before: string | null }>(
    `SELECT x.line_id AS "lineId", x.change, v.amount AS before FROM budget_revision_lines x
       LEFT JOIN budget_version_lines v ON v.line_id = x.line_id AND v.grant_id = x.grant_id AND v.version = $2::int - 1
      WHERE x.revision_id = $1`,
    [id, version],
  );
  const grant = await revisedGrant(tx, grantId);
  if (version === null) return comparisonOf(grant, changes);
  const before = new Map(changes.map((change) => [change.lineId, change.before]));
  const lines = grant.lines.map((line) => ({
    ...line,
    amount: before.get(line.lineId) ?? line.amount,
  }));
  const [moved] = await tx.query<{ transferred: string }>(
    `SELECT coalesce(sum(revision_transfer(v.revision_id)), 0.00) AS transferred FROM budget_versions v
      WHERE v.grant_id = $1 AND v.version < $2 AND v.version > (SELECT max(a.version) FROM budget_versions a
        WHERE a.grant_id = $1 AND a.version < $2 AND a.is_approved)`,
    [grantId, version],
  );
  return comparisonOf({ ...grant, lines, transferred: moved!.transferred }, changes);
}
