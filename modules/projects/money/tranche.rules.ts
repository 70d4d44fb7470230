/** State of a tranche: covered amount, and missing conditions of its payment (the same as the constraints). */
import { cents } from '../plan/plan.rules';

export const TRANCHE_CONDITIONS = ['milestone', 'tranche_before', 'receipts_before'] as const;
export type TrancheCondition = (typeof TRANCHE_CONDITIONS)[number];

export interface TrancheFacts {
  readonly id: string;
  readonly amount: string;
}
export interface MoneyFacts {
  readonly milestones: readonly { readonly trancheId: string }[];
  readonly payments: readonly {
    readonly trancheId: string;
    readonly takenBackFor: string | null;
  }[];
  readonly receipts: readonly {
    readonly trancheId: string;
    readonly amount: string;
    readonly accepted: boolean | null;
    /** Submitted for a payment that was taken back later: it covers nothing. */
    readonly ofReversedPayment: boolean;
  }[];
}
export interface TrancheStatus {
  readonly reached: boolean;
  readonly paid: boolean;
  /** In centimes: covered by accepted receipts, and by unchecked ones. */
  readonly covered: number;
  readonly waiting: number;
  /** Empty where it may be paid. */
  readonly missing: readonly TrancheCondition[];
}

export function trancheStatusOf(
  tranche: TrancheFacts,
  before: TrancheFacts | null,
  facts: MoneyFacts,
  share: number,
): TrancheStatus {
  const paid = (id: string) =>
    facts.payments.some(({ trancheId, takenBackFor }) => trancheId === id && takenBackFor === null);
  const receipts = (id: string, is: boolean | null) =>
    facts.receipts
      .filter((one) => one.trancheId === id && one.accepted === is && !one.ofReversedPayment)
      .reduce((sum, { amount }) => sum + cents(amount), 0);
  const reached = facts.milestones.some(({ trancheId }) => trancheId === tranche.id);
  const covers = before && receipts(before.id, true) * 100 >= cents(before.amount) * share;
  const found: Record<TrancheCondition, boolean> = {
    milestone: !reached,
    tranche_before: before !== null && !paid(before.id),
    receipts_before: before !== null && paid(before.id) && !covers,
  };
  return {
    reached,
    paid: paid(tranche.id),
    covered: receipts(tranche.id, true),
    waiting: receipts(tranche.id, null),
    missing: TRANCHE_CONDITIONS.filter((one) => found[one]),
  };
}
