/**
 * Streams rows of a query at the speed of the reader, and releases the connection when the reader has finished or
 * disconnected.
 */
import type { Readable } from 'node:stream';
import type { CursorRows } from '../platform/database/transactions';

type Batch = (string | null)[][];

/** How an export ended: how many lines were handed over, and whether these were all. */
export interface StreamEnd {
  readonly lines: number;
  readonly whole: boolean;
}

interface StreamLimits {
  /** Lines of the first piece, for which the first byte waits, and of each that follows. */
  readonly first: number;
  readonly piece: number;
  /** Lines of one file; beyond it the stream breaks off. */
  readonly most: number;
}

/** Time without a read after which the reader counts as gone. */
const GIVE_UP_AFTER_MS = 120_000;

export class RowStream {
  private taken = 0;
  private askedAt = Date.now();
  private coming: Promise<Batch>;

  constructor(
    private readonly rows: CursorRows,
    private readonly limits: StreamLimits,
  ) {
    this.coming = this.fetch(limits.first);
  }

  /** Waits for the first batch. Returns the number of rows if it is complete, null if more may follow. */
  async begin(): Promise<number | null> {
    const { length } = await this.coming;
    return length < this.limits.first ? length : null;
  }

  /** The next piece is fetched while the one before is written. */
  async *batches(): AsyncGenerator<Batch> {
    const { first, piece, most } = this.limits;
    for (let full = first; ; full = piece) {
      const batch = await this.coming;
      if (batch.length === 0) return;
      if (this.taken + batch.length > most) throw new Error(`an export of over ${most} lines`);
      this.coming = batch.length < full ? Promise.resolve([]) : this.fetch(piece);
      yield batch;
      this.taken += batch.length;
      this.askedAt = Date.now();
    }
  }

  /** However the stream ends, the cursor is closed once and `then` is called. */
  until(stream: Readable, then: (end: StreamEnd) => Promise<void>): void {
    const watch = setInterval(() => {
      if (Date.now() - this.askedAt > GIVE_UP_AFTER_MS) stream.destroy();
    }, GIVE_UP_AFTER_MS / 4).unref();
    let whole = false;
    // A stream made from a generator also emits `end` when it was destroyed.
    stream.once('end', () => (whole = !stream.destroyed));
    stream.once('close', () => {
      clearInterval(watch);
      void this.close()
        .then(() => then({ lines: this.taken, whole }))
        .catch(() => undefined);
    });
  }

  close(): Promise<void> {
    return this.rows.close();
  }

  private fetch(count: number): Promise<Batch> {
    const batch = this.rows.next(count);
    batch.catch(() => undefined); // thrown where it is awaited
    return batch;
  }
}
