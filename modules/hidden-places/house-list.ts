import { Injectable } from '@nestjs/common';
import type { HiddenPlace } from './hidden-words.rules';

export type PlacesSource = (summaryId: string) => Promise<readonly HiddenPlace[]>;

/**
 * A port: legal aid reads no shelter. Whoever keeps houses says, for one comparison, what none of a
 * court's papers may hold; the shell connects the two. Without a source no summary is made.
 */
@Injectable()
export class HiddenPlaces {
  private readonly sources: PlacesSource[] = [];

  add(source: PlacesSource): void {
    this.sources.push(source);
  }

  async for(summaryId: string): Promise<HiddenPlace[]> {
    if (this.sources.length === 0) throw new Error('nobody says which places are hidden');
    const all = await Promise.all(this.sources.map((source) => source(summaryId)));
    return all.flat();
  }
}
