import type { Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import { daysBetween, type CivilDate } from '../../platform/shared/nights.rules';
import {
  LAST_RATE,
  lockAccounts,
  rateOf,
  lineBudget,
  type AccountKind,
  type TypedRate,
} from '../ledger-posting.queries';
import type { Rate } from '../money.rules';
import { rateExpired } from './commitment.errors';
import type { CommitmentTotals } from './commitment.rules';

interface CommitmentFacts {
  readonly id: string;
  readonly number: number;
  readonly grantId: string;
  readonly lineId: string;
  readonly lineCode: string;
  readonly supplierId: string;
  readonly amount: string;
  readonly currency: string;
  readonly grantCurrency: string;
  readonly agreementId: string | null;
  readonly agreement: string | null;
  readonly agreementEnds: CivilDate | null;
  readonly madeBy: string;
  readonly accounts: Readonly<Record<AccountKind, string>>;
}

/** A commitment whose turn has come: nobody else books in its grant until this transaction ends. */
export interface LockedCommitment extends CommitmentFacts, CommitmentTotals {
  /** What the line is worth now. */
  readonly budget: string;
  readonly balances: Readonly<Record<AccountKind, string>>;
}

export async function lockCommitment(tx: Tx, commitmentId: string): Promise<LockedCommitment> {
  const [facts] = await tx.query<CommitmentFacts>(
    `SELECT c.id, c.number::int AS number, c.grant_id AS "grantId", c.line_id AS "lineId", l.code AS "lineCode",
            c.supplier_id AS "supplierId", c.amount, c.currency, g.currency AS "grantCurrency", c.made_by AS "madeBy",
            c.agreement_id AS "agreementId", a.reference AS agreement, a.ends_on::text AS "agreementEnds",
            (SELECT json_object_agg(x.kind, x.id) FROM ledger_accounts x
              WHERE x.grant_id = c.grant_id AND (x.line_id = c.line_id OR x.line_id IS NULL)) AS accounts
       FROM commitments c JOIN grants g ON g.id = c.grant_id JOIN budget_lines l ON l.id = c.line_id
       LEFT JOIN agreements a ON a.id = c.agreement_id
      WHERE c.id = $1`,
    [commitmentId],
  );
  if (!facts) throw notFound();
  const locked = await lockAccounts(tx, Object.values(facts.accounts));
  const [totals] = await tx.query<CommitmentTotals>(
    `SELECT state, committed, received, invoiced, paid, cancelled FROM commitment_totals WHERE commitment_id = $1`,
    [commitmentId],
  );
  const balances = Object.fromEntries(
    Object.entries(facts.accounts).map(([kind, id]) => [kind, locked.get(id)!]),
  ) as Record<AccountKind, string>;
  return { ...facts, ...totals!, balances, budget: await lineBudget(tx, facts.lineId) };
}

/** The rate of that day for money spent by choice: one that is too old is refused. */
export async function rateForChoice(
  tx: Tx,
  grantId: string,
  currency: string,
  day: CivilDate,
): Promise<Rate> {
  const [grant] = await tx.query<TypedRate & { days: number }>(
    `SELECT g.currency, r.rate, r.direct, r.valid_from::text AS "rateOn",
            (mawa_setting('exchange_rate_days'))::int AS days
       FROM grants g ${LAST_RATE('$2', '$3::date')} WHERE g.id = $1`,
    [grantId, currency, day],
  );
  const rate = rateOf(grant!, currency, day);
  const age = daysBetween(rate.on, day);
  if (age > grant!.days) {
    const { currency: to, days } = grant!;
    throw rateExpired({ from: currency, to, day: rate.on, age, days });
  }
  return rate;
}

/** What of a commitment is still reserved on its line, in the grant's currency. */
export async function reservedAmount(tx: Tx, { id, accounts }: LockedCommitment): Promise<string> {
  const [row] = await tx.query<{ sum: string }>(
    `SELECT coalesce(sum(e.amount), 0.00) AS sum FROM ledger_of_commitment($1) e WHERE e.account_id = $2`,
    [id, accounts.committed],
  );
  return row!.sum;
}

/** What is still owed for an invoice, in the grant's currency. */
export async function owedAmount(
  tx: Tx,
  { id, accounts }: LockedCommitment,
  invoiceId: string,
): Promise<string> {
  const [row] = await tx.query<{ sum: string }>(
    `SELECT coalesce(-sum(e.amount), 0.00) AS sum FROM ledger_of_commitment($1) e
      WHERE e.account_id = $2
        AND e.source_id IN (SELECT s.id::text FROM commitment_steps s WHERE s.id = $3 OR s.invoice_id = $3)`,
    [id, accounts.payable, invoiceId],
  );
  return row!.sum;
}

/** The rate that a step was booked with. */
export async function rateOfStep(tx: Tx, kind: 'commitment' | 'invoice', stepId: string) {
  const [row] = await tx.query<Rate>(
    `SELECT rate, rate_on::text AS on FROM ledger_of_source($1, $2) LIMIT 1`,
    [kind, stepId],
  );
  return row ?? null;
}
