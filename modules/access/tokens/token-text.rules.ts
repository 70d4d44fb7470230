/**
 * Text of a token: prefix `mawa_pat_` (person) or `mawa_svc_` (service account), 43 digits of base 62 for 256 random
 * bits, and six for their CRC-32. Secret scanners find it by the prefix and verify it by the checksum.
 */
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 32;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const TOKEN = /^(mawa_(?:pat|svc)_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

export type TokenPrefix = 'mawa_pat_' | 'mawa_svc_';

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n)
    text = DIGITS[Number(rest % 62n)] + text;
  return text;
}

const checksumOf = (text: string): string => base62(BigInt(crc32(text)), CHECKSUM_LENGTH);

export function newToken(prefix: TokenPrefix, random = randomBytes): string {
  const secret = BigInt(`0x${random(SECRET_BYTES).toString('hex')}`);
  const text = `${prefix}${base62(secret, SECRET_LENGTH)}`;
  return `${text}${checksumOf(text)}`;
}

/** Whether the checksum is right; other texts are refused without a query. */
export function isToken(text: string): boolean {
  const [, secret, checksum] = TOKEN.exec(text) ?? [];
  return secret !== undefined && checksumOf(secret) === checksum;
}

export const digestOfToken = (text: string): Buffer => createHash('sha256').update(text).digest();
