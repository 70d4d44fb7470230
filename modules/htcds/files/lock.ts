/** A file under a password that is told apart: AES-256, as 7-Zip, WinZip and Keka open it. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

/** The hour of the machine says nothing of whoever made it. */
const SETTLED = new Date(2000, 0, 1);

export async function locked(bytes: Buffer, name: string, password: string): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  await writer.add(name, new Uint8ArrayReader(bytes), {
    ...{ password, encryptionStrength: 3, level: 6, useWebWorkers: false },
    ...{ lastModDate: SETTLED, extendedTimestamp: false },
  });
  return Buffer.from(await writer.close());
}
