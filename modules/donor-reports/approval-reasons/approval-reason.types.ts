/** Reasons for approving a report although its ledger was open or another report states another amount. */
import type { Language } from '../../platform/shared/actor';
import type { DifferingSum } from './differing-sums.rules';

export const APPROVAL_REASONS = ['ledger_open', 'late_entries', 'correction', 'other'] as const;
export type ApprovalReasonCode = (typeof APPROVAL_REASONS)[number];

/** Reason given by the approver; `other` needs a note. */
export interface NewApprovalReason {
  readonly reason: ApprovalReasonCode;
  readonly note?: string;
}

/** As it is kept with the version that it let through, and printed in it. */
export interface ApprovalReason {
  readonly reason: ApprovalReasonCode;
  readonly note: string | null;
  readonly noteLanguage: Language | null;
  readonly ledgerOpen: boolean;
  readonly differences: readonly DifferingSum[];
}
