/** Where a file of an archive is written to: as it is, or encrypted on its way. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';

export interface ArchiveSink {
  readonly writable: WritableStream<Uint8Array>;
  /** Once the writable is closed and every byte is on the disk: SHA-256 of what was written into it, before encryption. */
  finished(): Promise<string>;
}

/** Opens a file that is not there yet. */
export type OpenSink = (path: string) => ArchiveSink;

/** Into a file of mode 0600, by way of `change` where the file holds something else than what was written. */
export function fileSink(
  path: string,
  change: (plain: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>> = (plain) =>
    Promise.resolve(plain),
): ArchiveSink {
  const hash = createHash('sha256');
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      hash.update(piece);
      controller.enqueue(piece);
    },
  });
  // The file is made once it is known how it is written: a failure before that leaves none.
  const whole = change(readable).then((changed) =>
    changed.pipeTo(Writable.toWeb(createWriteStream(path, { mode: 0o600, flags: 'wx' }))),
  );
  // A failure is thrown by finished(), and meanwhile it ends the writing.
  whole.catch((error: unknown) => void writable.abort(error).catch(() => undefined));
  return {
    writable,
    finished: async () => {
      await whole;
      return hash.digest('hex');
    },
  };
}
