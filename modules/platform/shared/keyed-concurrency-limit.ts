import { ConcurrencyLimit } from './concurrency-limit';

/** One piece of work at a time for each key (an account), and at most so many for all keys together. */
export class KeyedConcurrencyLimit {
  private readonly all: ConcurrencyLimit;
  private readonly lanes = new Map<string, { readonly turns: ConcurrencyLimit; inside: number }>();

  constructor(atOnce: number) {
    this.all = new ConcurrencyLimit(atOnce);
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const lane = this.lanes.get(key) ?? { turns: new ConcurrencyLimit(1), inside: 0 };
    this.lanes.set(key, lane);
    lane.inside += 1;
    try {
      // A task that waits for an earlier one with the same key does not occupy a place of the common limit.
      return await lane.turns.run(() => this.all.run(work));
    } finally {
      lane.inside -= 1;
      if (lane.inside === 0) this.lanes.delete(key);
    }
  }
}
