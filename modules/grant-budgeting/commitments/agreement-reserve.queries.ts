/** What an agreement keeps of its lines: what of it is neither accepted nor ordered under it. */
import { Decimal } from 'decimal.js';
import type { Tx } from '../../platform/database/transactions';
import { rateForChoice } from './commitment-lock.queries';
import { lockAccounts, post, type Entry } from '../ledger-posting.queries';
import { convert, sumOf, toCent, written, type Rate } from '../money.rules';
import { agreementBeyondTheLine } from './commitment.errors';
import { reservationFor } from './agreement-reserve.rules';

/** What reports of the agreement were accepted for on a line `l`, beside a line `al` of an agreement. */
export const ACCEPTED_UNDER_AGREEMENT = `(SELECT coalesce(sum(d.agreed), 0)::numeric(14,2) FROM partner_papers p
               JOIN partner_paper_states st ON st.paper_id = p.id JOIN partner_row_decisions d ON d.step_id = st.agreed_by_step
               JOIN partner_paper_rows r ON r.id = d.row_id AND r.line_id = l.id
              WHERE p.agreement_id = al.agreement_id AND p.kind = 'report')`;

interface Agreement {
  readonly grantId: string;
  readonly currency: string;
  readonly grantCurrency: string;
  readonly reserve: string;
  readonly closed: boolean;
  /** Of its first booking: what is kept is kept at this rate. */
  readonly rate: string | null;
  readonly rateOn: string | null;
}

interface ReservedLine {
  readonly lineId: string;
  readonly code: string;
  readonly committed: string;
  /** Of the agreement, in its currency, and what of it is accepted. */
  readonly amount: string;
  readonly accepted: string;
  /** In the grant's currency: ordered under it and not cancelled; kept by now; what the line still holds. */
  readonly ordered: string;
  readonly kept: string;
  readonly available: string;
}

export interface ReservationChange {
  readonly line: ReservedLine;
  readonly amount: Decimal;
}

/** An order that is about to be booked, and takes what is kept for it. */
export interface OrderUnderAgreement {
  readonly lineId: string;
  readonly needed: string;
}

/** At confirming: within what each line still holds, or a sentence with the figures. */
export async function reserveForAgreement(tx: Tx, id: string): Promise<void> {
  const agreement = await agreementOf(tx, id);
  if (!agreement) return;
  await lockAgreementAccounts(tx, id, agreement.grantId);
  const rate = await rateForChoice(tx, agreement.grantId, agreement.currency, tx.today);
  const changes = changesOf(await linesOf(tx, id), agreement, rate.rate);
  const short = changes.find(({ line, amount }) => amount.greaterThan(line.available));
  if (short) {
    const say = (amount: Decimal | string) => `${written(amount)} ${agreement.grantCurrency}`;
    const { code, available } = short.line;
    throw agreementBeyondTheLine({ line: code, needed: say(short.amount), left: say(available) });
  }
  await bookReservation(tx, id, { sourceId: id, agreement, rate, changes });
}

/** After something of it was accepted, undone, cancelled or closed. `sourceId` is the step, or the closing. */
export async function adjustReservation(tx: Tx, id: string, sourceId: string): Promise<void> {
  const moved = await reservationChanges(tx, id);
  if (moved) await bookReservation(tx, id, { sourceId, ...moved });
}

/** What an order frees of what is kept for it, and how that is booked once the order has its step. */
export async function releaseForOrder(tx: Tx, id: string, order: OrderUnderAgreement) {
  const moved = await reservationChanges(tx, id, order);
  const change = moved?.changes.find(({ line }) => line.lineId === order.lineId);
  const freed = change ? change.amount.negated() : new Decimal(0);
  const book = async (stepId: string) => {
    if (moved) await bookReservation(tx, id, { sourceId: stepId, ...moved });
  };
  return { freed, book };
}

async function reservationChanges(tx: Tx, id: string, order?: OrderUnderAgreement) {
  const agreement = await agreementOf(tx, id);
  if (!agreement || agreement.rate === null) return null;
  const rate: Rate = { rate: agreement.rate, on: agreement.rateOn! };
  return {
    agreement,
    rate,
    changes: changesOf(await linesOf(tx, id), agreement, rate.rate, order),
  };
}

const changesOf = (
  lines: readonly ReservedLine[],
  { closed }: Agreement,
  rate: string,
  order?: OrderUnderAgreement,
): ReservationChange[] =>
  lines
    .map((line) => {
      const ordered = toCent(line.ordered).plus(order?.lineId === line.lineId ? order.needed : 0);
      const rest = convert(toCent(line.amount).minus(line.accepted), rate);
      return { line, amount: reservationFor({ rest, ordered, closed }).minus(line.kept) };
    })
    .filter(({ amount }) => !amount.isZero());

interface ReservationChanges {
  readonly sourceId: string;
  readonly agreement: Agreement;
  readonly rate: Rate;
  readonly changes: readonly ReservationChange[];
}

/**
 * The first booking is the agreement, in its own currency; what moves it later is a part of what was
 * converted then, in the grant's.
 */
async function bookReservation(
  tx: Tx,
  id: string,
  { sourceId, agreement, rate, changes }: ReservationChanges,
) {
  if (changes.length === 0) return;
  const { grantId, reserve } = agreement;
  const isFirst = sourceId === id;
  const currency = isFirst ? agreement.currency : agreement.grantCurrency;
  const at: Rate = isFirst ? rate : { rate: '1', on: tx.today };
  const entries = changes.map(({ line, amount }): Entry => ({
    account: line.committed,
    amount: written(amount),
    currency,
    rate: at,
    original: isFirst ? line.amount : written(amount),
  }));
  const against: Entry = {
    account: reserve,
    currency,
    rate: at,
    amount: written(sumOf(entries.map(({ amount }) => amount)).negated()),
    original: written(sumOf(entries.map(({ original }) => original)).negated()),
  };
  const what = {
    grantId,
    agreementId: id,
    sourceKind: 'agreement',
    sourceId,
    factOn: tx.today,
  } as const;
  await post(
    tx,
    what,
    [...entries, against].filter(({ amount }) => Number(amount) !== 0),
  );
}

async function agreementOf(tx: Tx, id: string): Promise<Agreement | null> {
  const [agreement] = await tx.query<Agreement>(
    `SELECT a.grant_id AS "grantId", a.currency, g.currency AS "grantCurrency", x.id AS reserve,
            EXISTS (SELECT 1 FROM agreement_closings c WHERE c.agreement_id = a.id) AS closed,
            first.rate::text AS rate, first.rate_on::text AS "rateOn"
       FROM agreements a JOIN grants g ON g.id = a.grant_id
       JOIN ledger_accounts x ON x.grant_id = g.id AND x.kind = 'reserve'
       LEFT JOIN LATERAL (
         SELECT e.rate, e.rate_on FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
          WHERE t.source_kind = 'agreement' AND t.source_id = a.id::text LIMIT 1) first ON true
      WHERE a.id = $1 AND a.amount IS NOT NULL`,
    [id],
  );
  return agreement ?? null;
}

const linesOf = (tx: Tx, id: string): Promise<ReservedLine[]> =>
  tx.query<ReservedLine>(
    `SELECT al.line_id AS "lineId", l.code, x.id AS committed, al.amount::numeric(14,2) AS amount,
            ${ACCEPTED_UNDER_AGREEMENT} AS accepted,
            (SELECT coalesce(sum(e.amount), 0.00) FROM commitments c JOIN ledger_transactions t ON t.commitment_id = c.id
               JOIN ledger_entries e ON e.transaction_id = t.id AND e.account_id = x.id
              WHERE c.agreement_id = al.agreement_id AND t.source_kind IN ('commitment', 'release')) AS ordered,
            (SELECT coalesce(sum(e.amount), 0.00) FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
              WHERE t.agreement_id = al.agreement_id AND e.account_id = x.id) AS kept,
            (SELECT l.amount - sum(b.balance) FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id
              WHERE a.line_id = l.id AND a.kind IN ('spent', 'committed')) AS available
       FROM agreement_lines al JOIN budget_lines l ON l.id = al.line_id
       JOIN ledger_accounts x ON x.line_id = l.id AND x.kind = 'committed'
      WHERE al.agreement_id = $1 ORDER BY l.code`,
    [id],
  );

/** Nobody else books in the grant until this transaction ends. */
export async function lockAgreementAccounts(tx: Tx, id: string, grantId: string): Promise<void> {
  const accounts = await tx.query<{ id: string }>(
    `SELECT x.id FROM ledger_accounts x WHERE x.grant_id = $2 AND (x.kind IN ('funds', 'reserve')
        OR (x.kind = 'committed' AND x.line_id IN (SELECT line_id FROM agreement_lines WHERE agreement_id = $1)))`,
    [id, grantId],
  );
  await lockAccounts(
    tx,
    accounts.map((account) => account.id),
  );
}
