/** How anything is written into the ledger: locks, rates, and a transaction with its entries. */
import { randomUUID } from 'node:crypto';
import { AUDIT_INSERT, auditValues } from '../audit';
import { constraintOf, type Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { inverse, toCent, written, type Rate } from './money.rules';

/**
 * The rate at which an entry `e` was converted, and its day. A booking that settles an earlier one (a reserve let go, an
 * invoice paid, an advance accounted for) takes its amount at the rates of then: their average, without a day. Parts of one
 * bill differ from its rate by a cent; a gain or loss has no original amount and no rate.
 */
export const ENTRY_RATE = `
  CASE WHEN abs(e.amount - e.original_amount * e.rate) <= 0.015 THEN e.rate
       WHEN e.original_amount <> 0 THEN round(e.amount / e.original_amount, 8) END AS rate,
  CASE WHEN abs(e.amount - e.original_amount * e.rate) <= 0.015 THEN e.rate_on::text END AS "rateOn"`;

/** What has happened, whether or not there is money for it. */
export type FactKind =
  | 'bed-night'
  | 'service'
  | 'training'
  | 'recognition'
  | 'project'
  | 'capacity'
  | 'correction';
/** What somebody chose to spend. */
export type ChoiceKind = 'commitment' | 'invoice' | 'payment' | 'release';
/** What is advanced to a partner, and what becomes of it. */
export type PartnerKind = 'advance' | 'liquidation' | 'refund' | 'reimbursement' | 'agreement';
/** Spent before Mawa, brought in by two people; booked by the database (book_opening_balances). */
export type OpeningKind = 'opening';
export type SourceKind = FactKind | ChoiceKind | PartnerKind | OpeningKind;

export interface Source {
  readonly sourceKind: SourceKind;
  /** `<booking>/<date>` of a bed-night, the id of a service, a correction or a step: never of a case. */
  readonly sourceId: string;
}

export type AccountKind =
  | 'funds'
  | 'reserve'
  | 'payable'
  | 'exchange'
  | 'advance'
  | 'spent'
  | 'unfunded'
  | 'committed';

export interface Entry {
  readonly account: string;
  readonly amount: string;
  readonly original: string;
  readonly currency: string;
  readonly rate: Rate;
}

export interface BookedEntry {
  readonly transactionId: string;
  readonly grantId: string;
  readonly factOn: CivilDate;
  readonly reversed: boolean;
  readonly account: string;
  readonly kind: AccountKind;
  readonly amount: string;
  readonly original: string;
  readonly currency: string;
  readonly rate: string;
  readonly rateOn: CivilDate;
}

export interface Posting {
  readonly grantId: string;
  readonly sourceKind?: SourceKind;
  readonly sourceId: string;
  readonly factOn: CivilDate;
  readonly reverses?: string;
  readonly reason?: string;
  readonly commitmentId?: string;
  readonly agreementId?: string;
  /** The part of its source that it bears, where that is less than 1. */
  readonly share?: string;
}

/** A rate as it was typed, in one direction or the other. */
export interface TypedRate {
  readonly currency: string;
  readonly rate: string | null;
  readonly direct: boolean | null;
  readonly rateOn: CivilDate | null;
}

/** The last rate known on that day, entered in either direction, beside a grant `g`. */
export const LAST_RATE = (currency: string, day: string) => `
  LEFT JOIN LATERAL (
    SELECT x.rate, x.valid_from, x.from_currency = ${currency} AS direct FROM exchange_rates x
     WHERE x.valid_from <= ${day}
       AND (x.from_currency, x.to_currency) IN ((${currency}, g.currency), (g.currency, ${currency}))
     ORDER BY x.valid_from DESC, direct DESC LIMIT 1) r ON g.currency <> ${currency}`;

export function rateOf(line: TypedRate, currency: string, day: CivilDate): Rate {
  if (line.currency === currency) return { rate: '1', on: day };
  if (line.rate === null || line.rateOn === null) {
    const params = { from: currency, to: line.currency, day };
    throw new DomainError('conflict', 'budget.no_rate', params);
  }
  return { rate: line.direct ? line.rate : inverse(line.rate), on: line.rateOn };
}

/** Locks the ledger of the grant for a decision about its money, and answers the balances of these accounts. */
export async function lockAccounts(
  tx: Tx,
  accounts: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; balance: string }>(
    'SELECT account_id AS id, balance FROM lock_ledger_accounts($1)',
    [accounts],
  );
  return new Map(rows.map(({ id, balance }) => [id, balance]));
}

/** For a reversal: shares the ledger of the grant, and locks these lines against charges. */
export const lockChargedLines = (tx: Tx, accounts: readonly string[]): Promise<unknown> =>
  tx.query('SELECT 1 FROM lock_charged_lines($1)', [accounts]);

/** Nobody else books in any grant until this transaction ends. */
export const lockLedgers = (tx: Tx): Promise<unknown> =>
  tx.query('SELECT lock_grant_ledger(g.id) FROM (SELECT id FROM grants ORDER BY id OFFSET 0) g');

/** What the line is worth now: asked after its turn came, a revision may have been first. */
export async function lineBudget(tx: Tx, lineId: string): Promise<string> {
  const [line] = await tx.query<{ amount: string }>(
    'SELECT amount FROM budget_lines WHERE id = $1',
    [lineId],
  );
  return line!.amount;
}

export const entriesOfSource = (tx: Tx, { sourceKind, sourceId }: Source): Promise<BookedEntry[]> =>
  tx.query<BookedEntry>(
    `SELECT transaction_id AS "transactionId", grant_id AS "grantId", fact_on::text AS "factOn", reversed,
            account_id AS account, account_kind AS kind, amount, original_amount AS original,
            original_currency AS currency, rate, rate_on::text AS "rateOn"
       FROM ledger_of_source($1, $2)`,
    [sourceKind, sourceId],
  );

/** The same entries the other way round. */
export const reversalEntries = (booked: readonly BookedEntry[]): Entry[] =>
  booked.map(({ account, amount, original, currency, rate, rateOn }) => ({
    account,
    amount: written(toCent(amount).negated()),
    original: written(toCent(original).negated()),
    currency,
    rate: { rate, on: rateOn },
  }));

const POST = `
  WITH booked AS (
    INSERT INTO ledger_transactions
      (id, grant_id, source_kind, source_id, booked_on, fact_on, reverses, reason, commitment_id, agreement_id, posted_by, share)
    VALUES ($10, $11, $12, $13, $14, $15, $16, $17, $18, $19, mawa_actor(), $26)
    ON CONFLICT (source_kind, source_id) DO NOTHING RETURNING id
  ), entries AS (
    INSERT INTO ledger_entries
      (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
    SELECT booked.id, e.*
      FROM booked, unnest($20::uuid[], $21::numeric[], $22::numeric[], $23::text[], $24::numeric[], $25::date[]) e
  ), audited AS (${AUDIT_INSERT} FROM booked)
  SELECT id FROM booked`;

/** The transaction with its entries and its audit row in one statement; null where the source is booked already. */
export async function post(
  tx: Tx,
  { sourceKind = 'reversal' as SourceKind, ...what }: Posting,
  entries: readonly Entry[],
): Promise<string | null> {
  const id = randomUUID();
  const action = what.reverses ? 'ledger.reverse' : 'ledger.charge';
  try {
    const [row] = await tx.query<{ id: string }>(POST, [
      ...auditValues(tx, { action, kind: 'ledger_transaction', ids: [id] }),
      id,
      what.grantId,
      sourceKind,
      what.sourceId,
      tx.today,
      what.factOn,
      what.reverses ?? null,
      what.reason ?? null,
      what.commitmentId ?? null,
      what.agreementId ?? null,
      entries.map((entry) => entry.account),
      entries.map((entry) => entry.amount),
      entries.map((entry) => entry.original),
      entries.map((entry) => entry.currency),
      entries.map((entry) => entry.rate.rate),
      entries.map((entry) => entry.rate.on),
      what.share ?? '1',
    ]);
    return row ? id : null;
  } catch (error) {
    if (constraintOf(error) === 'ledger_agency_month_is_open') {
      throw new DomainError('conflict', 'reconcile.agency_month_signed');
    }
    if (constraintOf(error) === 'grant_takes_no_costs') {
      throw new DomainError('conflict', 'grants.takes_no_costs');
    }
    if (constraintOf(error) !== 'ledger_period_is_open') throw error;
    throw new DomainError('conflict', 'budget.period_closed');
  }
}
