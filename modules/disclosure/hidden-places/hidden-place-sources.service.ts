import { Injectable } from '@nestjs/common';
import type { HiddenPlace } from './hidden-words.rules';

/** What leaves the house and is compared: the audit row names it. */
export type OutgoingDocumentKind = 'court_summary' | 'referral' | 'htcds_export';
export interface OutgoingDocument {
  readonly kind: OutgoingDocumentKind;
  readonly id: string;
}
export type HiddenPlaceSource = (outgoing: OutgoingDocument) => Promise<readonly HiddenPlace[]>;

/**
 * A port: nothing here reads a shelter. Whoever keeps houses says, for one comparison, what no paper may
 * hold; the shell connects the two. Without a source nothing goes out.
 */
@Injectable()
export class HiddenPlaceSources {
  private readonly sources: HiddenPlaceSource[] = [];

  add(source: HiddenPlaceSource): void {
    this.sources.push(source);
  }

  async for(outgoing: OutgoingDocument): Promise<HiddenPlace[]> {
    if (this.sources.length === 0) throw new Error('nobody says which places are hidden');
    const all = await Promise.all(this.sources.map((source) => source(outgoing)));
    return all.flat();
  }
}
