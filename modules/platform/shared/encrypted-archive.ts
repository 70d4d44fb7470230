/** Files under a password that is sent separately: AES-256, as 7-Zip, WinZip and Keka open it. */
import { randomInt } from 'node:crypto';
import { zipJs } from './zip-js';

/** Fixed time of modification, so that the archive does not reveal when it was made. */
const SETTLED = new Date(2000, 0, 1);
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export interface ArchiveEntry {
  /** Read by everybody who holds the archive, without the password. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export async function encryptedArchive(
  files: readonly ArchiveEntry[],
  password: string,
): Promise<Buffer> {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } = zipJs();
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const { name, bytes } of files) {
    await writer.add(name, new Uint8ArrayReader(bytes), {
      password,
      encryptionStrength: 3,
      level: 6,
      useWebWorkers: false,
      lastModDate: SETTLED,
      extendedTimestamp: false,
    });
  }
  return Buffer.from(await writer.close());
}

/** Four groups of five, without signs that are taken for one another: 98 bits. */
export const newPassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');
