import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { addMonths, addDays, type CivilDate } from '../platform/shared/nights.rules';
import {
  rateForChoice,
  lineBudget,
  openFinanceTask,
  convert,
  convertPart,
  splitByAvailable,
  sumOf,
  toCent,
  written,
  type Rate,
  adjustReservation,
} from '../grant-budgeting';
import type { Payment } from './advances.service';
import {
  beyondTheAdvance,
  beyondTheShare,
  translatePartnerErrors,
  outOfTurn,
} from './partner.errors';
import {
  addSubmissionStep,
  agreedTotal,
  applyRowDecisions,
  submissionById,
  rowsOf,
  writeDecisions,
  type DecidedRow,
  type PartnerSubmission,
  type RowDecision,
} from './partner-submissions.queries';
import { outstandingOf, settledOf, settledFromAdvances } from './partner.rules';
import {
  bookSubmissionStep,
  checkTransferDay,
  accountBalance,
  lockAgreement,
  type AccountMovement,
  type LockedAgreement,
} from './agreement-lock.queries';

export const ROW_REASONS = [
  'not_eligible',
  'papers_missing',
  'outside_budget',
  'outside_period',
  'mistake',
] as const;
export type RowReason = (typeof ROW_REASONS)[number];
export const RETURN_REASONS = ['papers_missing', 'wrong_figures', 'wrong_period'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

export interface ReturnDecision {
  readonly decision: 'accepted' | 'returned';
  /** Decisions by row; rows without one are accepted in full. */
  readonly rows?: readonly RowDecision[];
  readonly reason?: ReturnReason;
}

/** Somebody else than who entered it looks at a return; what is accepted is spent, and settles what was advanced. */
@Injectable()
export class CheckReturns {
  constructor(private readonly transactions: Transactions) {}

  decide(
    actor: Actor,
    id: string,
    { decision, rows = [], reason = 'papers_missing' }: ReturnDecision,
    requestId: string | null = null,
  ) {
    const once = {
      useCase: 'budget.check_return',
      body: { id, decision, rows, reason },
      requestId,
    };
    return translatePartnerErrors(
      this.transactions.once(actor, once, async (tx) => {
        if (decision === 'accepted') return accept(tx, id, rows);
        await submissionById(tx, id, 'report');
        return addSubmissionStep(tx, id, { step: 'returned', reason });
      }),
    );
  }

  /** Gives back what the partner had paid first and the agency accepted. */
  reimburse(actor: Actor, id: string, payment: Payment, requestId: string | null = null) {
    const once = { useCase: 'budget.reimburse', body: { id, ...payment }, requestId };
    return translatePartnerErrors(
      this.transactions.once(actor, once, (tx) => reimburse(tx, id, payment)),
    );
  }
}

async function accept(tx: Tx, id: string, decisions: readonly RowDecision[]) {
  const { agreementId } = await submissionById(tx, id, 'report');
  const turn = await lockAgreement(tx, agreementId);
  const paper = await submissionById(tx, id, 'report');
  if (paper.state !== 'entered') throw outOfTurn();
  const rows = applyRowDecisions(await rowsOf(tx, id), decisions, turn.currency);
  const amount = agreedTotal(rows);
  refuseBeyond(turn, paper, rows, amount);
  const step = await addSubmissionStep(tx, id, { step: 'accepted', amount });
  await writeDecisions(tx, step.id, rows);
  const on = lastDayOf(paper, tx.today);
  const rate = await rateForChoice(tx, turn.grantId, turn.currency, on);
  const spent = await spendingOf(tx, turn, { rows, on, rate });
  const against = await (paper.claim === 'reimbursement'
    ? [
        [
          turn.accounts.payable,
          convert(amount, rate.rate).negated(),
          toCent(amount).negated(),
        ] as AccountMovement,
      ]
    : liquidation(tx, turn, { amount, rate }));
  await bookSubmissionStep(tx, turn, { kind: 'liquidation', id: step.id, on, rate }, [
    ...spent.moves,
    ...against,
  ]);
  await adjustReservation(tx, agreementId, step.id);
  for (const lineId of spent.short) await openFinanceTask(tx, lineId);
  return { ...step, accepted: amount, spent: spent.funded, unfunded: spent.unfunded };
}

/** The last day that the report covers, or today where its month is not over. */
const lastDayOf = ({ untilMonth }: PartnerSubmission, today: CivilDate): CivilDate => {
  const last = addDays(addMonths(untilMonth!, 1), -1);
  return last < today ? last : today;
};

function refuseBeyond(
  { totals, lines, currency }: LockedAgreement,
  { claim }: PartnerSubmission,
  rows: readonly DecidedRow[],
  amount: string,
): void {
  const outstanding = outstandingOf(totals);
  if (claim === 'direct_cash_transfer' && toCent(amount).greaterThan(outstanding)) {
    throw beyondTheAdvance({
      amount: `${amount} ${currency}`,
      outstanding: `${outstanding} ${currency}`,
    });
  }
  for (const line of lines) {
    const own = rows.filter(({ lineId }) => lineId === line.lineId);
    const sum = sumOf(own.map(({ agreed }) => agreed));
    const rest = toCent(line.amount).minus(line.accepted);
    if (sum.lessThanOrEqualTo(rest)) continue;
    const figures = { amount: `${written(sum)} ${currency}`, rest: `${written(rest)} ${currency}` };
    throw beyondTheShare({ line: line.code, ...figures });
  }
}

/** Spending and released commitment by budget line; converted parts add up to the converted total. */
async function spendingOf(
  tx: Tx,
  turn: LockedAgreement,
  { rows, on, rate }: { rows: readonly DecidedRow[]; on: CivilDate; rate: Rate },
) {
  const moves: AccountMovement[] = [];
  const short: string[] = [];
  const sums = { funded: toCent('0'), unfunded: toCent('0') };
  let before = toCent('0');
  const inGrant = on >= turn.grantFrom && on <= turn.grantUntil;
  for (const line of turn.lines) {
    const own = rows.filter(({ lineId }) => lineId === line.lineId);
    const original = sumOf(own.map(({ agreed }) => agreed));
    const amount = convertPart(before, original, rate.rate);
    before = before.plus(original);
    if (amount.isZero()) continue;
    const room = inGrant
      ? toCent(await lineBudget(tx, line.lineId)).minus(turn.balances.get(line.spent)!)
      : '0';
    const split = splitByAvailable(original, amount, room);
    moves.push([line.spent, split.spent, split.originalSpent]);
    moves.push([line.unfunded, split.unfunded, split.originalUnfunded]);
    if (!split.unfunded.isZero()) short.push(line.lineId);
    sums.funded = sums.funded.plus(split.spent);
    sums.unfunded = sums.unfunded.plus(split.unfunded);
  }
  return { moves, short, funded: written(sums.funded), unfunded: written(sums.unfunded) };
}

/** Liquidates advances, oldest first, each at its rate of payment; exchange differences are separate. */
export async function liquidation(
  tx: Tx,
  turn: LockedAgreement,
  { amount, rate }: { amount: string; rate: Rate },
): Promise<AccountMovement[]> {
  const standing = await accountBalance(tx, turn, 'advance');
  const taken = settledFromAdvances(standing, turn.paid, settledOf(turn.totals).plus(amount));
  return [
    [turn.accounts.advance, taken.negated(), toCent(amount).negated()],
    [turn.accounts.exchange, taken.minus(convert(amount, rate.rate)), '0'],
  ];
}

async function reimburse(tx: Tx, id: string, { on, document }: Payment) {
  const { agreementId } = await submissionById(tx, id, 'report');
  const turn = await lockAgreement(tx, agreementId);
  const { state, agreed, agreedByStep } = await submissionById(tx, id, 'report');
  if (state !== 'accepted' || toCent(agreed!).isZero()) throw outOfTurn();
  await checkTransferDay(tx, turn, on, { whileItRuns: false });
  const rate = await rateForChoice(tx, turn.grantId, turn.currency, on);
  const step = await addSubmissionStep(tx, id, { step: 'paid', amount: agreed!, on, document });
  const owed = await owedFor(tx, turn, agreedByStep!);
  const cash = convert(agreed!, rate.rate);
  await bookSubmissionStep(tx, turn, { kind: 'reimbursement', id: step.id, on, rate }, [
    [turn.accounts.payable, owed, agreed!],
    [turn.accounts.funds, cash.negated(), toCent(agreed!).negated()],
    [turn.accounts.exchange, cash.minus(owed), '0'],
  ]);
  return { ...step, paid: agreed! };
}

/** Amount in the ledger for one accepted claim. */
async function owedFor(tx: Tx, { accounts }: LockedAgreement, stepId: string) {
  const [row] = await tx.query<{ sum: string }>(
    `SELECT coalesce(-sum(e.amount), 0)::numeric(14,2) AS sum FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
      WHERE t.source_kind = 'liquidation' AND t.source_id = $1 AND e.account_id = $2`,
    [stepId, accounts.payable],
  );
  return toCent(row!.sum);
}
