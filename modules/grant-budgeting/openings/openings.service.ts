import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import type { OpeningRow } from '../grants/grant-definition.types';
import { translateGrantErrors } from '../grants/grant.errors';
import { type BroughtIn, broughtInUntil } from './opening.queries';

export interface Opening {
  readonly id: string;
  readonly state: 'proposed' | 'confirmed' | 'taken_back';
  /** A proposal to take it back waits for its confirmation. */
  readonly isContested: boolean;
  readonly until: CivilDate;
  readonly reference: string;
  readonly proposedBy: string;
  readonly confirmedBy: string | null;
  readonly rows: readonly OpeningRow[];
}

export interface GrantOpenings {
  readonly grantId: string;
  readonly code: string;
  readonly currency: string;
  readonly isClosed: boolean;
  readonly broughtIn: BroughtIn | null;
  readonly openings: readonly Opening[];
}

/** The balances that a grant brought in from before Mawa. They come by file (OpeningBalancesImport). */
@Injectable()
export class Openings {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, grantId: string): Promise<GrantOpenings> {
    return this.transactions.run(actor, async (tx) => {
      const [grant] = await tx.query<Pick<GrantOpenings, 'code' | 'currency' | 'isClosed'>>(
        `SELECT code, currency, closed_on IS NOT NULL AS "isClosed" FROM grants WHERE id = $1`,
        [grantId],
      );
      if (!grant) throw notFound();
      const openings = await tx.query<Opening>(
        `SELECT p.id, p.effective_on::text AS until, p.reference, p.opening AS rows, localized_name(u.name, u.names) AS "proposedBy",
                localized_name(w.name, w.names) AS "confirmedBy", coalesce(b.waits, false) AS "isContested",
                CASE WHEN b.done THEN 'taken_back' ELSE coalesce(d.decision, 'proposed') END AS state
           FROM grant_proposals p JOIN users u ON u.id = p.proposed_by
           LEFT JOIN grant_decisions d ON d.proposal_id = p.id LEFT JOIN users w ON w.id = d.decided_by
          CROSS JOIN LATERAL (
            SELECT bool_or(x.decision IS NULL) AS waits, bool_or(x.decision = 'confirmed') AS done
              FROM grant_proposals t LEFT JOIN grant_decisions x ON x.proposal_id = t.id WHERE t.takes_back = p.id) b
          WHERE p.grant_id = $1 AND p.kind = 'opening' AND coalesce(d.decision, 'confirmed') = 'confirmed'
          ORDER BY p.number DESC`,
        [grantId],
      );
      const broughtIn = await broughtInUntil(tx, grantId, addDays(tx.today, 1));
      await record(tx, { action: 'budget.read_opening', kind: 'grant', ids: [grantId] });
      return { grantId, ...grant, broughtIn, openings };
    });
  }

  /** Taken back as a whole, when another person confirms it. */
  takeBack(
    actor: Actor,
    id: string,
    reference: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = { useCase: 'budget.take_opening_back', body: { id, reference }, requestId };
    return translateGrantErrors(
      this.transactions.once(actor, once, async (tx) => {
        const [found] = await tx.query<{ isConfirmed: boolean; isContested: boolean }>(
          `SELECT d.decision IS NOT NULL AND d.decision = 'confirmed' AS "isConfirmed",
                  EXISTS (SELECT 1 FROM grant_proposals t LEFT JOIN grant_decisions x ON x.proposal_id = t.id
                           WHERE t.takes_back = p.id AND coalesce(x.decision, 'confirmed') = 'confirmed') AS "isContested"
             FROM grant_proposals p LEFT JOIN grant_decisions d ON d.proposal_id = p.id
            WHERE p.id = $1 AND p.kind = 'opening'`,
          [id],
        );
        if (!found) throw notFound();
        if (!found.isConfirmed) throw new DomainError('conflict', 'opening.not_in_force');
        if (found.isContested) throw new DomainError('conflict', 'opening.taken_back_already');
        const [row] = await tx.query<{ id: string }>(
          `INSERT INTO grant_proposals (code, kind, grant_id, takes_back, effective_on, reference)
           SELECT code, 'take_back', grant_id, id, $2, $3 FROM grant_proposals WHERE id = $1 RETURNING id`,
          [id, tx.today, reference],
        );
        await record(tx, {
          action: 'budget.propose_grant_take_back',
          kind: 'grant_proposal',
          ids: [row!.id],
        });
        return row!;
      }),
    );
  }
}
