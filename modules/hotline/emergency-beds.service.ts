/** Port to the module that keeps beds, connected in src/ports/hotline-beds.service.ts. */
import type { Tx } from '../platform/database/transactions';

export interface EmergencyBedRequest {
  readonly caseIds: readonly string[];
  readonly danger: boolean;
  readonly medical: boolean;
  /** For those who answer for the people. */
  readonly note: string | null;
  /** Number of nights, if known; null: open-ended. */
  readonly nights: number | null;
}

export interface ProposedBed {
  readonly caseId: string;
  readonly bedId: string;
  readonly label: string;
  readonly roomName: string;
}
export interface BedReason {
  readonly sign: 'for' | 'against' | 'unknown';
  readonly text: string;
}
export interface BedProposal {
  readonly rank: number;
  /** `ask`: something is not known, and holding it needs a word on what was asked. */
  readonly verdict: 'fits' | 'ask';
  readonly verdictText: string;
  readonly shelterId: string;
  readonly shelter: string;
  readonly places: readonly ProposedBed[];
  readonly reasons: readonly BedReason[];
}
export interface BedProposals {
  /** For everybody together, best first. */
  readonly proposals: readonly BedProposal[];
  /** Why there is none. */
  readonly lacks: readonly string[];
  /** Minors, and no adult with them, by the rule of the waiting list. */
  readonly unaccompanied: boolean;
}

export interface HeldBeds {
  readonly shelterId: string;
  readonly shelter: string;
  readonly heldUntil: Date;
}
export interface BedRequestStatus {
  readonly id: string;
  readonly state: string;
  readonly heldUntil: Date | null;
}

/** Beds for tonight, asked for in the caller's transaction. */
export abstract class EmergencyBeds {
  abstract ask(tx: Tx, asked: EmergencyBedRequest): Promise<{ readonly requestId: string }>;
  abstract propose(tx: Tx, requestId: string): Promise<BedProposals>;
  abstract hold(
    tx: Tx,
    requestId: string,
    placements: readonly { readonly caseId: string; readonly bedId: string }[],
    reason: string | null,
  ): Promise<HeldBeds>;
  /** The telephone that this house answers day and night, recorded as shown; null where none is entered. */
  abstract dutyNumber(tx: Tx, shelterId: string): Promise<string | null>;
  /** State of these requests, as far as the actor may see them. */
  abstract stands(tx: Tx, requestIds: readonly string[]): Promise<readonly BedRequestStatus[]>;
}
