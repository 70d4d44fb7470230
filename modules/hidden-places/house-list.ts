import { Injectable } from '@nestjs/common';
import type { HiddenPlace } from './hidden-words.rules';

/** What leaves the house and is compared: the audit row names it. */
export type OutgoingKind = 'court_summary' | 'referral' | 'htcds_export';
export interface Outgoing {
  readonly kind: OutgoingKind;
  readonly id: string;
}
export type PlacesSource = (outgoing: Outgoing) => Promise<readonly HiddenPlace[]>;

/**
 * A port: nothing here reads a shelter. Whoever keeps houses says, for one comparison, what no paper may
 * hold; the shell connects the two. Without a source nothing goes out.
 */
@Injectable()
export class HouseList {
  private readonly sources: PlacesSource[] = [];

  add(source: PlacesSource): void {
    this.sources.push(source);
  }

  async for(outgoing: Outgoing): Promise<HiddenPlace[]> {
    if (this.sources.length === 0) throw new Error('nobody says which places are hidden');
    const all = await Promise.all(this.sources.map((source) => source(outgoing)));
    return all.flat();
  }
}
