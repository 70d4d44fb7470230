/** Port to the module that keeps referrals, connected in src/ports/hotline-help.service.ts. */
import type { Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';

export interface HelpKind {
  readonly value: string;
  readonly label: string;
}

export interface HelpRequest {
  readonly caseId: string;
  /** Codes of the kinds of help. */
  readonly kinds: readonly string[];
  /** Somebody is in danger or needs a doctor: it is for today. */
  readonly urgent: boolean;
}

/** Other help than a bed, asked for in the caller's transaction. */
export abstract class FurtherHelp {
  /** Kinds of help that can be requested today. */
  abstract kinds(actor: Actor, language: Language): Promise<readonly HelpKind[]>;
  /** Written into the file; a kind that is none is refused beside the field `help`. */
  abstract ask(tx: Tx, needed: HelpRequest): Promise<void>;
  /** Opens a task for the colleague who takes over the case. */
  abstract openTask(tx: Tx, needed: HelpRequest, userId: string): Promise<void>;
}
