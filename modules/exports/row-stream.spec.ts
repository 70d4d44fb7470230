import { Readable } from 'node:stream';
import { RowStream, type StreamEnd } from './row-stream.service';

/** A cursor of so many lines that says how often it was asked and closed. */
function cursorOf(lines: number) {
  let left = lines;
  const counts = { fetches: 0, closed: 0 };
  return {
    counts,
    rows: {
      next: (count: number) => {
        counts.fetches += 1;
        const length = Math.min(count, left);
        left -= length;
        return Promise.resolve(Array.from({ length }, () => ['a']));
      },
      close: () => {
        counts.closed += 1;
        return Promise.resolve();
      },
    },
  };
}

const LIMITS = { first: 8, piece: 10, most: 30 };

/** Reads the stream to its end, or until it fails or has given so many pieces. */
async function handedOver(rows: RowStream, pieces = Infinity): Promise<StreamEnd> {
  const stream = Readable.from(rows.batches(), { objectMode: true, highWaterMark: 1 });
  const end = new Promise<StreamEnd>((done) =>
    rows.until(stream, (one) => Promise.resolve(done(one))),
  );
  let read = 0;
  stream.on('data', () => {
    read += 1;
    if (read === pieces) stream.destroy();
  });
  stream.on('error', () => undefined);
  return end;
}

describe('rows on their way out', () => {
  it('are all there at once where the first piece is not full', async () => {
    const { rows, counts } = cursorOf(7);
    const stream = new RowStream(rows, LIMITS);
    expect(await stream.begin()).toBe(7);
    expect(await handedOver(stream)).toEqual({ lines: 7, whole: true });
    expect(counts).toEqual({ fetches: 1, closed: 1 });
  });

  it('of a full first piece may be more, and are counted at their end', async () => {
    const { rows, counts } = cursorOf(30);
    const stream = new RowStream(rows, LIMITS);
    expect(await stream.begin()).toBeNull();
    expect(await handedOver(stream)).toEqual({ lines: 30, whole: true });
    expect(counts).toEqual({ fetches: 4, closed: 1 });
  });

  it('are not whole where whoever takes them goes away', async () => {
    const { rows, counts } = cursorOf(30);
    const end = await handedOver(new RowStream(rows, LIMITS), 1);
    expect(end.whole).toBe(false);
    expect(end.lines).toBeLessThan(30);
    expect(counts.closed).toBe(1);
  });

  it('break off before the piece that would exceed what a file may have', async () => {
    const { rows, counts } = cursorOf(31);
    expect(await handedOver(new RowStream(rows, LIMITS))).toEqual({ lines: 28, whole: false });
    expect(counts.closed).toBe(1);
  });

  it('are not whole where reading them fails', async () => {
    const rows = {
      next: () => Promise.reject(new Error('the connection was lost')),
      close: () => Promise.resolve(),
    };
    const stream = new RowStream(rows, LIMITS);
    await expect(stream.begin()).rejects.toThrow('lost');
    expect(await handedOver(stream)).toEqual({ lines: 0, whole: false });
  });
});
