/** Encryption of files for the holder of the backup key, in the age format (age-encryption.org/v1). */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { fileSink, type OpenSink } from '../archive';

/** Loaded with the first backup, not with the server. */
const loadAge = () => require('age-encryption') as typeof import('age-encryption');

export interface BackupKey {
  /** Secret: kept away from the server, needed to restore. */
  readonly identity: string;
  /** Public key; not secret. */
  readonly recipient: string;
}

export async function newBackupKey(): Promise<BackupKey> {
  const { generateIdentity, identityToRecipient } = loadAge();
  const identity = await generateIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The identity of a key file, in which lines that begin with # are remarks, as `age` writes it. */
export function readIdentity(path: string): string {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/);
  const identity = lines.find((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (!identity) throw new Error(`${path} holds no backup key`);
  return identity.trim();
}

/** Encrypts on the way to the disk, for all of these: no byte of it is ever there in clear. */
export const encryptedSink =
  (recipients: readonly string[]): OpenSink =>
  (path) =>
    fileSink(path, (plain) => {
      const { Encrypter } = loadAge();
      const encrypter = new Encrypter();
      for (const recipient of recipients) encrypter.addRecipient(recipient);
      return encrypter.encrypt(plain);
    });

const decrypted = async (path: string, identity: string): Promise<ReadableStream<Uint8Array>> => {
  const { Decrypter } = loadAge();
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const file = createReadStream(path);
  try {
    return await decrypter.decrypt(Readable.toWeb(file) as ReadableStream<Uint8Array>);
  } catch (error) {
    file.destroy();
    // The system's own, of a file that is not there or may not be read.
    if (error instanceof Error && 'code' in error) throw error;
    throw new Error(
      `${path} cannot be opened with this backup key: it was made for another one, or is not whole`,
      { cause: error },
    );
  }
};

/** SHA-256 of what the file holds once it is decrypted; throws where a byte of it was changed. */
export async function digestOfDecrypted(path: string, identity: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of await decrypted(path, identity)) hash.update(piece);
  return hash.digest('hex');
}

/** Into a file of mode 0600 that is not there yet. */
export async function decryptTo(path: string, identity: string, target: string): Promise<void> {
  const plain = await decrypted(path, identity);
  await plain.pipeTo(Writable.toWeb(createWriteStream(target, { mode: 0o600, flags: 'wx' })));
}
