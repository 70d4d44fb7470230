import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { Purpose } from './consents.rules';

/** Subject of a consent; its end ends all records that depend on it. */
export interface ConsentTopic {
  readonly caseId: string;
  readonly purpose: Purpose;
  readonly recipientId: string | null;
}

export interface DependentShare {
  readonly id: string;
  /** What ends, in the reader's language, without a name. */
  readonly sentence: (language: Language) => string;
}

export interface ShareEnd {
  /** A word of its own, for the audit: `referral`, `partner_link`. */
  readonly kind: string;
  /** Open records that depend on this consent, shown before a withdrawal. */
  open(tx: Tx, topic: ConsentTopic): Promise<readonly DependentShare[]>;
  /** Ends all of it, in the transaction of the withdrawal; the ids that ended. */
  end(tx: Tx, topic: ConsentTopic): Promise<readonly string[]>;
}

/** Port: modules that disclose data under a consent end their records when it ends. */
@Injectable()
export class ShareEnds {
  private readonly ends: ShareEnd[] = [];

  add(end: ShareEnd): void {
    if (this.ends.some(({ kind }) => kind === end.kind)) {
      throw new Error(`two ends of shares named ${end.kind}`);
    }
    this.ends.push(end);
  }

  async openUnder(
    tx: Tx,
    topic: ConsentTopic,
  ): Promise<(DependentShare & { readonly kind: string })[]> {
    const open: (DependentShare & { readonly kind: string })[] = [];
    for (const { kind, open: find } of this.ends) {
      open.push(...(await find(tx, topic)).map((one) => ({ ...one, kind })));
    }
    return open;
  }

  async endUnder(tx: Tx, topic: ConsentTopic): Promise<{ kind: string; ids: readonly string[] }[]> {
    const ended: { kind: string; ids: readonly string[] }[] = [];
    for (const { kind, end } of this.ends) ended.push({ kind, ids: await end(tx, topic) });
    return ended.filter(({ ids }) => ids.length > 0);
  }
}
