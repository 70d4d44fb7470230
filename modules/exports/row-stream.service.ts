/** Rows on their way out: fetched as they are taken, given back when the taker has them or has gone. */
import type { Readable } from 'node:stream';
import type { CursorRows } from '../platform/database/transactions';

type Batch = (string | null)[][];

const BATCH_SIZE = 2_000;
/** Nobody takes a line for so long: whoever asked is no longer there. */
const GIVE_UP_AFTER_MS = 120_000;

export class RowStream {
  private taken = 0;
  private askedAt = Date.now();

  constructor(
    private readonly rows: CursorRows,
    private readonly piece = BATCH_SIZE,
  ) {}

  get lines(): number {
    return this.taken;
  }

  /** The next piece is fetched while the one before is written. */
  async *batches(): AsyncGenerator<Batch> {
    let coming = this.rows.next(this.piece);
    for (;;) {
      const batch = await coming;
      if (batch.length === 0) return;
      coming = batch.length < this.piece ? Promise.resolve([]) : this.rows.next(this.piece);
      coming.catch(() => undefined); // thrown when it is awaited
      yield batch;
      this.taken += batch.length;
      this.askedAt = Date.now();
    }
  }

  /** However the stream ends, the cursor is closed once and `then` is called. */
  until(stream: Readable, then: () => Promise<void>): void {
    const watch = setInterval(() => {
      if (Date.now() - this.askedAt > GIVE_UP_AFTER_MS) stream.destroy();
    }, GIVE_UP_AFTER_MS / 4).unref();
    stream.once('close', () => {
      clearInterval(watch);
      void this.rows
        .close()
        .then(then)
        .catch(() => undefined);
    });
  }
}
