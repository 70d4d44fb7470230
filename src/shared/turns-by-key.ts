import { TakeTurns } from './take-turns';

/** One piece of work at a time for each key (an account), and at most so many for all keys together. */
export class TurnsByKey {
  private readonly all: TakeTurns;
  private readonly lanes = new Map<string, { readonly turns: TakeTurns; inside: number }>();

  constructor(atOnce: number) {
    this.all = new TakeTurns(atOnce);
  }

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lane = this.lanes.get(key) ?? { turns: new TakeTurns(1), inside: 0 };
    this.lanes.set(key, lane);
    lane.inside += 1;
    try {
      // Whoever waits behind their own work takes no place that somebody else could have.
      return await lane.turns.take(() => this.all.take(work));
    } finally {
      lane.inside -= 1;
      if (lane.inside === 0) this.lanes.delete(key);
    }
  }
}
