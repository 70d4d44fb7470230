import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM, authenticated with the place of the value (table, column, row): a sealed value
 * moved to another row does not open. Layout: 1 version byte, 12 of nonce, 16 of tag, ciphertext.
 */
export interface SealedFieldAddress {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** Additional authenticated data for the sealed texts of a column, by the id of their row. */
export const sealedColumn =
  (table: string, column = 'note') =>
  (row: string): SealedFieldAddress => ({ table, column, row });

/** The place of a wrapped key: of a person (`case`) or of a record. */
export const wrappedKeyAddress = (kind: string, row: string): SealedFieldAddress => ({
  table: 'keys',
  column: kind,
  row,
});

const VERSION = 1;
const context = ({ table, column, row }: SealedFieldAddress): Buffer =>
  Buffer.from(`mawa/${VERSION}\0${table}\0${column}\0${row}`);

export const newKey = (): Buffer => randomBytes(32);

export function seal(key: Buffer, place: SealedFieldAddress, plain: string | Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(context(place));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), text]);
}

/** As `open`, with the first of these keys that opens it; throws where none does. */
export function openWithOneOf(
  keys: readonly Buffer[],
  place: SealedFieldAddress,
  sealed: Buffer,
): Buffer {
  for (const key of keys.slice(0, -1)) {
    try {
      return open(key, place, sealed);
    } catch {
      // The next one may.
    }
  }
  return open(keys.at(-1)!, place, sealed);
}

/** Throws where the key is another one, the place is another one, or a byte was changed. */
export function open(key: Buffer, place: SealedFieldAddress, sealed: Buffer): Buffer {
  if (sealed[0] !== VERSION || sealed.length < 29) throw new Error('not a sealed value');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
  decipher.setAAD(context(place));
  decipher.setAuthTag(sealed.subarray(13, 29));
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
}
