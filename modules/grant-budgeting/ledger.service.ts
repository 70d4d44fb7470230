import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { sqlState, type Tx } from '../../src/database/transactions';
import { DomainError } from '../../src/shared/domain-error';
import { isCivilDate, type CivilDate } from '../../src/shared/nights';
import {
  convertPart,
  CURRENCIES,
  inverse,
  splitByRoom,
  sumOf,
  toCent,
  written,
  type Rate,
} from './money.rules';

export type SourceKind = 'bed-night' | 'service' | 'correction';

export interface Source {
  readonly sourceKind: SourceKind;
  /** `<booking>/<date>` of a bed-night, the id of a service or a correction: never of a case. */
  readonly sourceId: string;
}

export interface Charge extends Source {
  readonly factOn: CivilDate;
  readonly lineId: string;
  /** As PostgreSQL writes it: "1250.50". */
  readonly amount: string;
  readonly currency: string;
  /** Of one bill in several charges: what those before this one make, in the same currency. */
  readonly billBefore?: string;
}

export interface Charged {
  /** Null where the amount is less than half a cent of the grant's currency: there is nothing to book. */
  readonly transactionId: string | null;
  readonly funded: string;
  readonly unfunded: string;
}

interface Line {
  readonly grantId: string;
  readonly budget: string;
  readonly currency: string;
  readonly inGrant: boolean;
  readonly funds: string;
  readonly spent: string;
  readonly unfunded: string;
  readonly rate: string | null;
  readonly direct: boolean | null;
  readonly rateOn: CivilDate | null;
}

interface Entry {
  readonly account: string;
  readonly amount: string;
  readonly original: string;
  readonly currency: string;
  readonly rate: Rate;
}

interface BookedEntry {
  readonly transactionId: string;
  readonly grantId: string;
  readonly factOn: CivilDate;
  readonly reversed: boolean;
  readonly account: string;
  readonly kind: 'funds' | 'spent' | 'unfunded';
  readonly amount: string;
  readonly original: string;
  readonly currency: string;
  readonly rate: string;
  readonly rateOn: CivilDate;
}

/** A finance officer has a week to find money for what went beyond a line. */
const TASK_DUE_MS = 7 * 86_400_000;

/**
 * Double-entry and append-only. What is spent or unfunded is debited, the grant's funds are
 * credited. It takes the row lock of the grant's funds first, so that charges of one grant queue up
 * instead of dying in deadlocks: charge as the last step of a transaction.
 */
@Injectable()
export class Ledger {
  /**
   * Books a fact that has happened. A fact is never refused for money: what the line no longer holds
   * goes to "unfunded" and makes a finance task. The same source again answers what was booked.
   * Without a rate on that day there is no amount: it throws `budget.no_rate` before anything is
   * written, the caller keeps the fact and charges it once the rate is known. A reversed source is
   * closed for good (`budget.reversed`): what is due again is a new source, e.g. a 'correction'.
   */
  async charge(tx: Tx, charge: Charge): Promise<Charged> {
    refuseWrong(tx, charge);
    const earlier = await this.chargeOf(tx, charge);
    if (earlier) return earlier;
    const line = await lineOf(tx, charge);
    const rate = rateOf(line, charge);
    const amount = convertPart(charge.billBefore ?? '0', charge.amount, rate.rate);
    if (amount.isZero()) return { transactionId: null, funded: '0.00', unfunded: '0.00' };
    const balances = await lock(tx, [line.funds, line.spent, line.unfunded]);
    const room = line.inGrant ? toCent(line.budget).minus(balances.get(line.spent)!) : '0';
    const split = splitByRoom(charge.amount, amount, room);
    const entries = [
      [line.spent, split.spent, split.originalSpent],
      [line.unfunded, split.unfunded, split.originalUnfunded],
      [line.funds, amount.negated(), toCent(charge.amount).negated()],
    ] as const;
    const transactionId = await this.post(
      tx,
      { ...charge, grantId: line.grantId },
      entries
        .filter(([, booked]) => !booked.isZero())
        .map(([account, booked, original]) => ({
          account,
          amount: written(booked),
          original: written(original),
          currency: charge.currency,
          rate,
        })),
    );
    if (!transactionId) return (await this.chargeOf(tx, charge))!; // another was first
    if (!split.unfunded.isZero()) await tellFinance(tx, charge.lineId);
    return { transactionId, funded: written(split.spent), unfunded: written(split.unfunded) };
  }

  /**
   * Takes back what was booked for a source, dated today; the past stays as it was. Twice is once,
   * and a source that was never charged needs nothing. `reason` is a code.
   */
  async reverse(tx: Tx, { reason, ...source }: Source & { reason: string }): Promise<void> {
    const booked = await bookedFor(tx, source);
    if (booked.length === 0 || booked[0]!.reversed) return;
    const { transactionId, grantId, factOn } = booked[0]!;
    await lock(
      tx,
      booked.map((entry) => entry.account),
    );
    await this.post(
      tx,
      { grantId, factOn, sourceId: source.sourceId, reverses: transactionId, reason },
      booked.map((entry) => ({
        account: entry.account,
        amount: written(toCent(entry.amount).negated()),
        original: written(toCent(entry.original).negated()),
        currency: entry.currency,
        rate: { rate: entry.rate, on: entry.rateOn },
      })),
    );
  }

  /** What was booked for a source, null where nothing was. */
  private async chargeOf(tx: Tx, source: Source): Promise<Charged | null> {
    const booked = await bookedFor(tx, source);
    if (booked.length === 0) return null;
    if (booked[0]!.reversed) throw new DomainError('conflict', 'budget.reversed');
    const total = (kind: BookedEntry['kind']) =>
      written(sumOf(booked.filter((entry) => entry.kind === kind).map((entry) => entry.amount)));
    return {
      transactionId: booked[0]!.transactionId,
      funded: total('spent'),
      unfunded: total('unfunded'),
    };
  }

  /** The transaction with its entries in one statement; null where the source is booked already. */
  private async post(
    tx: Tx,
    what: {
      grantId: string;
      sourceKind?: SourceKind;
      sourceId: string;
      factOn: CivilDate;
      reverses?: string;
      reason?: string;
    },
    entries: readonly Entry[],
  ): Promise<string | null> {
    const { grantId, sourceKind = 'reversal', sourceId, factOn, reverses, reason } = what;
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO ledger_transactions
           (grant_id, source_kind, source_id, booked_on, fact_on, reverses, reason, posted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (source_kind, source_id) DO NOTHING RETURNING id`,
        [
          grantId,
          sourceKind,
          sourceId,
          tx.today,
          factOn,
          reverses ?? null,
          reason ?? null,
          tx.actor.userId,
        ],
      );
      if (!row) return null;
      await tx.query(
        `INSERT INTO ledger_entries
           (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
         SELECT $1, * FROM unnest($2::uuid[], $3::numeric[], $4::numeric[], $5::text[], $6::numeric[], $7::date[])`,
        [
          row.id,
          entries.map((entry) => entry.account),
          entries.map((entry) => entry.amount),
          entries.map((entry) => entry.original),
          entries.map((entry) => entry.currency),
          entries.map((entry) => entry.rate.rate),
          entries.map((entry) => entry.rate.on),
        ],
      );
      const action = reverses ? 'ledger.reverse' : 'ledger.charge';
      await record(tx, { action, kind: 'ledger_transaction', ids: [row.id] });
      return row.id;
    } catch (error) {
      throw isClosedPeriod(error) ? new DomainError('conflict', 'budget.period_closed') : error;
    }
  }
}

function refuseWrong(tx: Tx, { amount, currency, factOn }: Charge): void {
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(amount)) {
    throw new DomainError('invalid', 'budget.bad_amount', {}, 'amount');
  }
  if (!(CURRENCIES as readonly string[]).includes(currency)) {
    throw new DomainError('invalid', 'budget.unknown_currency', { currency }, 'currency');
  }
  if (!isCivilDate(factOn) || factOn > tx.today) {
    throw new DomainError('invalid', 'budget.not_happened_yet');
  }
}

async function lineOf(tx: Tx, { lineId, currency, factOn }: Charge): Promise<Line> {
  const [line] = await tx.query<Line>(
    `SELECT g.id AS "grantId", l.amount AS budget, g.currency,
            $3::date BETWEEN g.starts_on AND g.ends_on AS "inGrant",
            f.id AS funds, s.id AS spent, u.id AS unfunded,
            r.rate, r.direct, r.valid_from::text AS "rateOn"
       FROM budget_lines l
       JOIN grants g ON g.id = l.grant_id
       JOIN ledger_accounts f ON f.grant_id = g.id AND f.kind = 'funds'
       JOIN ledger_accounts s ON s.line_id = l.id AND s.kind = 'spent'
       JOIN ledger_accounts u ON u.line_id = l.id AND u.kind = 'unfunded'
       LEFT JOIN LATERAL (
         SELECT x.rate, x.valid_from, x.from_currency = $2 AS direct FROM exchange_rates x
          WHERE x.valid_from <= $3
            AND (x.from_currency, x.to_currency) IN (($2, g.currency), (g.currency, $2))
          ORDER BY x.valid_from DESC, direct DESC LIMIT 1) r ON g.currency <> $2
      WHERE l.id = $1`,
    [lineId, currency, factOn],
  );
  if (!line) throw new DomainError('invalid', 'budget.unknown_line');
  return line;
}

/** The last rate known on the day of the fact, entered in either direction. */
function rateOf(line: Line, { currency, factOn }: Charge): Rate {
  if (line.currency === currency) return { rate: '1', on: factOn };
  if (line.rate === null || line.rateOn === null) {
    const params = { from: currency, to: line.currency, day: factOn };
    throw new DomainError('conflict', 'budget.no_rate', params);
  }
  return { rate: line.direct ? line.rate : inverse(line.rate), on: line.rateOn };
}

/** Funds first, then spent, then unfunded: always in this order. */
async function lock(tx: Tx, accounts: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; balance: string }>(
    `SELECT a.id, b.balance FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
      WHERE a.id = ANY ($1) ORDER BY a.kind, a.id FOR UPDATE OF b`,
    [accounts],
  );
  return new Map(rows.map(({ id, balance }) => [id, balance]));
}

const bookedFor = (tx: Tx, { sourceKind, sourceId }: Source): Promise<BookedEntry[]> =>
  tx.query<BookedEntry>(
    `SELECT transaction_id AS "transactionId", grant_id AS "grantId", fact_on::text AS "factOn", reversed,
            account_id AS account, account_kind AS kind, amount, original_amount AS original,
            original_currency AS currency, rate, rate_on::text AS "rateOn"
       FROM ledger_of_source($1, $2)`,
    [sourceKind, sourceId],
  );

/** One open task a line, however many facts go beyond it; null is for costs that wait for a rate or a line. */
export async function tellFinance(tx: Tx, lineId: string | null): Promise<void> {
  await tx.query(
    `INSERT INTO tasks (kind, subject_id, for_role, due_at)
     VALUES ('finance', $1, 'finance_officer', $2) ON CONFLICT DO NOTHING`,
    [lineId, new Date(tx.now.getTime() + TASK_DUE_MS)],
  );
}

const isClosedPeriod = (error: unknown): boolean =>
  sqlState(error) === '23514' &&
  (error as { driverError?: { constraint?: string } }).driverError?.constraint ===
    'ledger_period_is_open';
