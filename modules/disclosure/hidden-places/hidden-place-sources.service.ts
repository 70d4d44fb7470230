import { Injectable } from '@nestjs/common';
import type { HiddenPlace } from './hidden-words.rules';

/** Kinds of outgoing documents that are checked; the audit row names the kind. */
export type OutgoingDocumentKind = 'court_summary' | 'referral' | 'htcds_export';
export interface OutgoingDocument {
  readonly kind: OutgoingDocumentKind;
  readonly id: string;
}
export type HiddenPlaceSource = (outgoing: OutgoingDocument) => Promise<readonly HiddenPlace[]>;

/**
 * Port: the module that keeps shelters supplies, for one comparison, the words that no outgoing document may contain;
 * src/ports connects it. Without a registered source no document is released.
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
