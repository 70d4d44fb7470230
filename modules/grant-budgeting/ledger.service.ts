import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import {
  entriesOfSource,
  LAST_RATE,
  lockAccounts,
  post,
  rateOf,
  reversalEntries,
  lineBudget,
  type BookedEntry,
  type FactKind,
  type Source,
  type TypedRate,
} from './ledger-posting.queries';
import { convertPart, CURRENCIES, splitByAvailable, sumOf, toCent, written } from './money.rules';

export interface Charge extends Source {
  readonly sourceKind: FactKind;
  readonly factOn: CivilDate;
  readonly lineId: string;
  /** As PostgreSQL writes it: "1250.50". */
  readonly amount: string;
  readonly currency: string;
  /** Of one bill in several charges: what those before this one make, in the same currency. */
  readonly billBefore?: string;
}

export interface ChargeResult {
  /** Null where the amount is less than half a cent of the grant's currency: there is nothing to book. */
  readonly transactionId: string | null;
  readonly funded: string;
  readonly unfunded: string;
}

interface ChargedLine extends TypedRate {
  readonly grantId: string;
  readonly inGrant: boolean;
  readonly funds: string;
  readonly spent: string;
  readonly unfunded: string;
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
  async charge(tx: Tx, charge: Charge): Promise<ChargeResult> {
    refuseWrong(tx, charge);
    const earlier = await this.chargeOf(tx, charge);
    if (earlier) return earlier;
    const line = await lineOf(tx, charge);
    const rate = rateOf(line, charge.currency, charge.factOn);
    const amount = convertPart(charge.billBefore ?? '0', charge.amount, rate.rate);
    if (amount.isZero()) return { transactionId: null, funded: '0.00', unfunded: '0.00' };
    const balances = await lockAccounts(tx, [line.funds, line.spent, line.unfunded]);
    const room = line.inGrant
      ? toCent(await lineBudget(tx, charge.lineId)).minus(balances.get(line.spent)!)
      : '0';
    const split = splitByAvailable(charge.amount, amount, room);
    const entries = [
      [line.spent, split.spent, split.originalSpent],
      [line.unfunded, split.unfunded, split.originalUnfunded],
      [line.funds, amount.negated(), toCent(charge.amount).negated()],
    ] as const;
    const transactionId = await post(
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
    if (!split.unfunded.isZero()) await openFinanceTask(tx, charge.lineId);
    return { transactionId, funded: written(split.spent), unfunded: written(split.unfunded) };
  }

  /**
   * Takes back what was booked for a source, dated today; the past stays as it was. Twice is once,
   * and a source that was never charged needs nothing. `reason` is a code.
   */
  async reverse(tx: Tx, { reason, ...source }: Source & { reason: string }): Promise<void> {
    const booked = await entriesOfSource(tx, source);
    if (booked.length === 0 || booked[0]!.reversed) return;
    const { transactionId, grantId, factOn } = booked[0]!;
    await lockAccounts(
      tx,
      booked.map((entry) => entry.account),
    );
    await post(
      tx,
      { grantId, factOn, sourceId: source.sourceId, reverses: transactionId, reason },
      reversalEntries(booked),
    );
  }

  /** What was booked for a source, null where nothing was. */
  private async chargeOf(tx: Tx, source: Source): Promise<ChargeResult | null> {
    const booked = await entriesOfSource(tx, source);
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

async function lineOf(tx: Tx, { lineId, currency, factOn }: Charge): Promise<ChargedLine> {
  const [line] = await tx.query<ChargedLine>(
    `SELECT g.id AS "grantId", g.currency,
            $3::date BETWEEN g.starts_on AND g.ends_on AS "inGrant",
            f.id AS funds, s.id AS spent, u.id AS unfunded,
            r.rate, r.direct, r.valid_from::text AS "rateOn"
       FROM budget_lines l
       JOIN grants g ON g.id = l.grant_id
       JOIN ledger_accounts f ON f.grant_id = g.id AND f.kind = 'funds'
       JOIN ledger_accounts s ON s.line_id = l.id AND s.kind = 'spent'
       JOIN ledger_accounts u ON u.line_id = l.id AND u.kind = 'unfunded'
       ${LAST_RATE('$2', '$3::date')}
      WHERE l.id = $1`,
    [lineId, currency, factOn],
  );
  if (!line) throw new DomainError('invalid', 'budget.unknown_line');
  return line;
}

/** One open task a line, however many facts go beyond it; null is for costs that wait for a rate or a line. */
export async function openFinanceTask(tx: Tx, lineId: string | null): Promise<void> {
  await tx.query(
    `INSERT INTO tasks (kind, subject_id, for_role, due_at)
     VALUES ('finance', $1, 'finance_officer', $2) ON CONFLICT DO NOTHING`,
    [lineId, new Date(tx.now.getTime() + TASK_DUE_MS)],
  );
}
