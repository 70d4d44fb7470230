import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { type DomainError, FieldErrors, notFound } from '../../platform/shared/domain.errors';
import { checkDefinition } from './check-definition.queries';
import { proposedAmendmentErrors, replanAmended } from './grant-changes.service';
import { decidedAlready, grantExists, translateGrantErrors } from './grant.errors';
import type { GrantDefinition, ProposalKind } from './grant-definition.types';
import { openGrant } from './open-grant.queries';

export const GRANT_DECISIONS = ['confirmed', 'refused', 'withdrawn'] as const;
export type GrantDecision = (typeof GRANT_DECISIONS)[number];
export const GRANT_REFUSALS = ['not_signed', 'wrong_amounts', 'wrong_lines', 'later'] as const;
export type GrantRefusal = (typeof GRANT_REFUSALS)[number];

export interface GrantDecided {
  readonly decision: GrantDecision;
  /** The grant that a confirmation opened or changed. */
  readonly grantId: string | null;
}

/**
 * One person proposes a whole grant, or a change of one (GrantChanges); another confirms it, which opens the grant or puts
 * the change in force, or refuses it; its author may withdraw it.
 */
@Injectable()
export class GrantProposals {
  constructor(private readonly transactions: Transactions) {}

  /** FieldErrors where the grant does not add up, names what is not known, or exists. */
  propose(
    actor: Actor,
    definition: GrantDefinition,
    requestId: string | null = null,
  ): Promise<{ id: string; number: number }> {
    return translateGrantErrors(
      this.transactions.once(
        actor,
        { useCase: 'budget.propose_grant', body: definition, requestId },
        (tx) => proposeGrant(tx, definition),
      ),
    );
  }

  decide(
    actor: Actor,
    id: string,
    decision: GrantDecision,
    reason?: GrantRefusal,
    requestId: string | null = null,
  ): Promise<GrantDecided> {
    // Around the transaction: that nobody opens a grant alone is checked when it commits.
    return translateGrantErrors(
      this.transactions.once(
        actor,
        { useCase: 'budget.decide_grant', body: { id, decision, reason }, requestId },
        (tx) => decideIn(tx, id, decision, reason ?? 'later'),
      ),
    );
  }
}

/** What stands against proposing a grant; none where it may be. */
export async function proposalErrors(tx: Tx, definition: GrantDefinition): Promise<DomainError[]> {
  const { errors } = await checkDefinition(tx, definition);
  const taken = await tx.query('SELECT 1 FROM grants WHERE code = $1', [definition.code]);
  return [...errors, ...(taken.length > 0 ? [grantExists(definition.code)] : [])];
}

export async function proposeGrant(tx: Tx, definition: GrantDefinition) {
  const errors = await proposalErrors(tx, definition);
  if (errors.length > 0) throw new FieldErrors(errors);
  const [row] = await tx.query<{ id: string; number: number }>(
    `INSERT INTO grant_proposals (code, definition) VALUES ($1, $2) RETURNING id, number::int AS number`,
    [definition.code, JSON.stringify(definition)],
  );
  await record(tx, { action: 'budget.propose_grant', kind: 'grant_proposal', ids: [row!.id] });
  return row!;
}

async function decideIn(
  tx: Tx,
  id: string,
  decision: GrantDecision,
  reason: GrantRefusal,
): Promise<GrantDecided> {
  const [proposal] = await tx.query<DecidedProposal>(
    `SELECT kind, grant_id AS "grantId", definition,
            EXISTS (SELECT 1 FROM grant_decisions WHERE proposal_id = p.id) AS "isDecided"
       FROM grant_proposals p WHERE id = $1`,
    [id],
  );
  if (!proposal) throw notFound();
  if (proposal.isDecided) throw decidedAlready();
  const isConfirmed = decision === 'confirmed';
  const { kind, grantId, definition } = proposal;
  if (isConfirmed && kind === 'amend') await refuseWhatWasBooked(tx, grantId!, definition!);
  const opened = isConfirmed && kind === 'open' ? (await openGrant(tx, definition!)).grantId : null;
  // A confirmed change is put in force by the trigger grant_change_comes_into_force.
  await tx.query(
    `INSERT INTO grant_decisions (proposal_id, decision, reason, grant_id) VALUES ($1, $2, $3, $4)`,
    [id, decision, decision === 'refused' ? reason : null, opened],
  );
  if (isConfirmed && kind === 'amend') await replanAmended(tx, grantId!);
  if (isConfirmed && (kind === 'opening' || kind === 'take_back')) await recordOpening(tx, id);
  await record(tx, { action: `budget.grant_${decision}`, kind: 'grant_proposal', ids: [id] });
  return { decision, grantId: isConfirmed ? (opened ?? grantId) : null };
}

/** What the confirmation booked or took back, in the audit log as every booking is. */
async function recordOpening(tx: Tx, proposalId: string): Promise<void> {
  const rows = await tx.query<{ id: string; isReversal: boolean }>(
    `SELECT t.id, t.reverses IS NOT NULL AS "isReversal" FROM grant_proposals p
       JOIN ledger_transactions t ON t.grant_id = p.grant_id AND t.source_kind = CASE p.kind WHEN 'opening' THEN 'opening' ELSE 'reversal' END
        AND split_part(t.source_id, '/', 1) = coalesce(p.takes_back, p.id)::text
      WHERE p.id = $1`,
    [proposalId],
  );
  if (rows.length === 0) return;
  const action = rows[0]!.isReversal ? 'ledger.reverse' : 'ledger.bring_in';
  await record(tx, { action, kind: 'ledger_transaction', ids: rows.map(({ id }) => id) });
}

interface DecidedProposal {
  readonly kind: ProposalKind;
  readonly grantId: string | null;
  readonly definition: GrantDefinition | null;
  readonly isDecided: boolean;
}

/** Since an amendment was proposed, more may have been spent: the figures stand in the sentences. */
async function refuseWhatWasBooked(tx: Tx, grantId: string, definition: GrantDefinition) {
  await tx.query('SELECT lock_grant_ledger($1)', [grantId]);
  const errors = await proposedAmendmentErrors(tx, grantId, definition);
  if (errors.length > 0) throw new FieldErrors(errors);
}
