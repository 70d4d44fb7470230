/**
 * Submissions under an agreement that look like an earlier one, however and by whomever it was entered. What was refused,
 * returned, withdrawn or undone is no earlier submission.
 */
import { may } from '../access';
import type { Tx } from '../platform/database/transactions';
import { likelyDuplicate } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { totalOf, type Claim } from './partner-submissions.queries';

interface LineAmount {
  readonly lineId: string;
  readonly amount: string;
}

const STANDING = `st.state IN ('requested', 'authorised', 'entered', 'accepted', 'paid', 'refunded')`;

/** Beside the agreement ($1) and the total ($2): what submissions of a kind have in common, from $3 on. */
const SAME_SUBMISSION = {
  /** Quarter. */
  advance: `p.kind = 'advance' AND p.quarter = $3::date`,
  /** Kind of report and months. */
  return: `p.kind = 'report' AND p.claim = $3 AND p.from_month = $4::date AND p.until_month = $5::date`,
  /** Day, or number of the transfer. */
  refund: `p.kind = 'refund' AND (s.on_day = $3::date OR nullif(lower(regexp_replace(p.document, '[^[:alnum:]]', '', 'g')), '')
    = lower(regexp_replace($4, '[^[:alnum:]]', '', 'g')))`,
} as const;

const CODES = {
  advance: 'budget.advance_twice',
  return: 'budget.return_twice',
  refund: 'budget.refund_twice',
} as const;

export const refuseSameAdvance = (
  tx: Tx,
  agreementId: string,
  { quarter, rows }: { readonly quarter: CivilDate; readonly rows: readonly LineAmount[] },
): Promise<void> => refuseSameSubmission(tx, 'advance', [agreementId, totalOf(rows), quarter]);

export const refuseSameReturn = (
  tx: Tx,
  agreementId: string,
  given: {
    readonly claim: Claim;
    readonly fromMonth: CivilDate;
    readonly untilMonth: CivilDate;
    readonly rows: readonly LineAmount[];
  },
): Promise<void> => {
  const { claim, fromMonth, untilMonth, rows } = given;
  return refuseSameSubmission(tx, 'return', [
    agreementId,
    totalOf(rows),
    claim,
    fromMonth,
    untilMonth,
  ]);
};

export const refuseSameRefund = (
  tx: Tx,
  agreementId: string,
  refund: {
    readonly on: CivilDate;
    readonly document: string;
    readonly rows: readonly LineAmount[];
  },
): Promise<void> =>
  refuseSameSubmission(tx, 'refund', [
    agreementId,
    totalOf(refund.rows),
    refund.on,
    refund.document,
  ]);

async function refuseSameSubmission(
  tx: Tx,
  kind: keyof typeof SAME_SUBMISSION,
  values: readonly [agreementId: string, total: string, ...more: string[]],
): Promise<void> {
  // Two at once are looked at in turn, as reports on an advance are.
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 3))', [values[0]]);
  const [found] = await tx.query<{ id: string; number: number; on: CivilDate; amount: string }>(
    `SELECT p.id, p.number::int AS number, s.on_day::text AS on, sum(r.amount)::numeric(14,2) || ' ' || a.currency AS amount
       FROM partner_papers p JOIN partner_paper_states st ON st.paper_id = p.id AND ${STANDING}
       JOIN agreements a ON a.id = p.agreement_id JOIN partner_paper_rows r ON r.paper_id = p.id
      CROSS JOIN LATERAL (SELECT f.on_day FROM partner_steps f WHERE f.paper_id = p.id ORDER BY f.place LIMIT 1) s
      WHERE p.agreement_id = $1 AND ${SAME_SUBMISSION[kind]}
      GROUP BY p.id, a.currency, s.on_day HAVING sum(r.amount) = $2::numeric ORDER BY p.number DESC LIMIT 1`,
    [...values],
  );
  if (!found) return;
  const { id, ...params } = found;
  const pages = may(tx.actor, 'budget:read') ? '/budget/partners' : '/own-money';
  throw likelyDuplicate(CODES[kind], { id, path: `${pages}/papers/${id}` }, params);
}
