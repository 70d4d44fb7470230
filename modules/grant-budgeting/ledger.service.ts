import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import {
  entriesOfSource,
  LAST_RATE,
  lockChargedLines,
  lockLedgers,
  post,
  rateOf,
  reversalEntries,
  type BookedEntry,
  type FactKind,
  type Source,
  type TypedRate,
} from './ledger-posting.queries';
import {
  convertPart,
  CURRENCIES,
  splitByAvailable,
  splitByShares,
  sumOf,
  toCent,
  written,
} from './money.rules';

/** A line and its part of a cost, more than 0 and at most 1. */
export interface LineShare {
  readonly lineId: string;
  readonly share: string;
}

/** The line that bears a cost, or several with their shares, which sum to 1; they may be of several grants. */
export type PayingLines = string | readonly LineShare[];

export interface Charge extends Source {
  readonly sourceKind: FactKind;
  readonly factOn: CivilDate;
  readonly lineId: PayingLines;
  /** As PostgreSQL writes it: "1250.50". */
  readonly amount: string;
  readonly currency: string;
  /** Of one bill in several charges to one line: what those before this one make, in the same currency. */
  readonly billBefore?: string;
  /** Nothing is booked for it yet: written in this very transaction, or looked up by the caller. */
  readonly isNewSource?: boolean;
}

export interface ChargeResult {
  /** Null where the amount is less than half a cent of the grant's currency: there is nothing to book. */
  readonly transactionId: string | null;
  readonly funded: string;
  readonly unfunded: string;
}

/** What one line bears of a charge. */
interface ChargePart extends Charge {
  readonly lineId: string;
  readonly share?: string;
}

interface ChargedLine extends TypedRate {
  readonly grantId: string;
  readonly inGrant: boolean;
  readonly funds: string;
  readonly spent: string;
  readonly unfunded: string;
  /** Read after the line was locked: what it is worth, and what of it is spent. */
  readonly budget: string;
  readonly balance: string;
}

/** A part with its locked line and the rate of the day. */
interface PricedPart extends ChargePart {
  readonly line: ChargedLine;
  readonly rate: ReturnType<typeof rateOf>;
}

/** A finance officer has a week to find money for what went beyond a line. */
const TASK_DUE_MS = 7 * 86_400_000;

/**
 * Double-entry and append-only. What is spent or unfunded is debited, the grant's funds are
 * credited. A charge shares the ledger of the grant with other charges and locks its line, so that
 * charges of one line wait for each other: charge as the last step of a transaction. Before several
 * charges of different lines `lockAll` is called, since two such transactions would meet in a deadlock.
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
    const earlier = charge.isNewSource ? null : await this.chargeOf(tx, charge);
    if (earlier) return earlier;
    const parts = partsOf(charge);
    if (parts.length > 1) await this.lockAll(tx);
    // The rates of all parts before the first is booked: a cost that waits for one rate has nothing booked.
    const priced: PricedPart[] = [];
    for (const part of parts) {
      const line = await lockedLine(tx, part);
      priced.push({ ...part, line, rate: rateOf(line, part.currency, part.factOn) });
    }
    const booked: ChargeResult[] = [];
    for (const part of priced) {
      const result = await this.book(tx, part);
      if (!result) return (await this.chargeOf(tx, charge))!; // another was first
      booked.push(result);
    }
    return {
      transactionId: booked.find(({ transactionId }) => transactionId)?.transactionId ?? null,
      funded: written(sumOf(booked.map(({ funded }) => funded))),
      unfunded: written(sumOf(booked.map(({ unfunded }) => unfunded))),
    };
  }

  /** One line's part, in the currency of its grant; null where the source is booked already. */
  private async book(tx: Tx, { line, rate, ...charge }: PricedPart): Promise<ChargeResult | null> {
    const amount = convertPart(charge.billBefore ?? '0', charge.amount, rate.rate);
    if (amount.isZero()) return { transactionId: null, funded: '0.00', unfunded: '0.00' };
    const room = line.inGrant ? toCent(line.budget).minus(line.balance) : '0';
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
    if (!transactionId) return null;
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
    const parts = new Map(booked.map((entry) => [entry.transactionId, entry]));
    if (parts.size > 1) await this.lockAll(tx);
    await lockChargedLines(
      tx,
      booked.map((entry) => entry.account),
    );
    for (const [at, { transactionId, grantId, factOn }] of [...parts.values()].entries()) {
      const sourceId = partId(source.sourceId, at);
      await post(
        tx,
        { grantId, factOn, sourceId, reverses: transactionId, reason },
        reversalEntries(booked.filter((entry) => entry.transactionId === transactionId)),
      );
    }
  }

  /** Before several charges or reversals in one transaction whose lines may differ. */
  async lockAll(tx: Tx): Promise<void> {
    await lockLedgers(tx);
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

/** The first part has the id of the source; `ledger_of_source` finds the others by theirs. */
const partId = (sourceId: string, at: number): string =>
  at === 0 ? sourceId : `${sourceId}/#${at + 1}`;

/** What each line bears, to the cent. A line whose part is nothing is left out. */
function partsOf({ billBefore, ...charge }: Charge): ChargePart[] {
  const { lineId } = charge;
  if (typeof lineId === 'string') return [{ ...charge, lineId, ...(billBefore && { billBefore }) }];
  const amounts = splitByShares(
    charge.amount,
    lineId.map(({ share }) => share),
  );
  return lineId
    .map((line, at) => ({ ...line, amount: amounts[at]! }))
    .filter(({ amount }) => !amount.isZero())
    .map((part, at) => ({
      ...charge,
      sourceId: partId(charge.sourceId, at),
      lineId: part.lineId,
      share: part.share,
      amount: written(part.amount),
    }));
}

/** The line with its accounts and the rate of the day; it stays locked until the transaction ends. */
async function lockedLine(tx: Tx, { lineId, currency, factOn }: ChargePart): Promise<ChargedLine> {
  const [line] = await tx.query<ChargedLine>(
    `SELECT g.id AS "grantId", g.currency,
            grant_bears(g.id, $3, $4) AS "inGrant",
            f.id AS funds, s.id AS spent, u.id AS unfunded,
            r.rate, r.direct, r.valid_from::text AS "rateOn", k.line_amount AS budget, k.balance
       FROM budget_lines l
       JOIN grants g ON g.id = l.grant_id
       JOIN ledger_accounts f ON f.grant_id = g.id AND f.kind = 'funds'
       JOIN ledger_accounts s ON s.grant_id = g.id AND s.kind = 'spent' AND s.line_id = l.id
       JOIN ledger_accounts u ON u.grant_id = g.id AND u.kind = 'unfunded' AND u.line_id = l.id
       ${LAST_RATE('$2', '$3::date')}
      CROSS JOIN LATERAL lock_charged_lines(ARRAY[s.id, u.id]) k
      WHERE l.id = $1 AND k.account_id = s.id`,
    [lineId, currency, factOn, tx.today],
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
