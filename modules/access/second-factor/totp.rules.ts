/**
 * Time-based one-time passwords (RFC 6238 on RFC 4226: HMAC-SHA-1, 6 digits, 30 seconds). The cryptography is that of
 * Node.js; this file computes steps and truncates.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const STEP_SECONDS = 30;
export const DIGITS = 6;
const CODE = /^[0-9]{6}$/;
/** Accepted clock drift of the telephone, in steps before and after the present one. */
export const DRIFT = 1;
/** 160 bits, as RFC 4226 recommends. */
export const SECRET_BYTES = 20;

/** Time step of an instant, counted from 1970. */
export const stepAt = (instant: Date): number =>
  Math.floor(instant.getTime() / 1_000 / STEP_SECONDS);

/** The code of one step (RFC 4226, section 5.3). */
export function codeOf(secret: Buffer, step: number, digits: number = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[mac.length - 1]! & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * Time step of a typed code, within the accepted drift and later than the last accepted one; null if it matches none.
 */
export function acceptedStep(
  secret: Buffer,
  typed: string,
  now: Date,
  lastStep: number | null,
): number | null {
  if (!CODE.test(typed)) return null;
  const present = stepAt(now);
  let found: number | null = null;
  for (let step = present - DRIFT; step <= present + DRIFT; step += 1) {
    const isSame = timingSafeEqual(Buffer.from(codeOf(secret, step)), Buffer.from(typed));
    if (isSame && (lastStep === null || step > lastStep)) found ??= step;
  }
  return found;
}

/** The next code that would be accepted, and the seconds until then. */
export function nextCode(
  secret: Buffer,
  now: Date,
  lastStep: number | null,
): { code: string; inSeconds: number } {
  const step = Math.max(stepAt(now), (lastStep ?? 0) + 1);
  const from = (step - DRIFT) * STEP_SECONDS * 1_000;
  return {
    code: codeOf(secret, step),
    inSeconds: Math.max(0, Math.ceil((from - now.getTime()) / 1_000)),
  };
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648), the format of authenticator apps. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const fives = bits.match(/.{1,5}/g) ?? [];
  return fives.map((five) => BASE32[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** Decodes a typed key, with or without spaces. */
export function bytesOfBase32(text: string): Buffer {
  const fives = [...text.replaceAll(/[\s=]/g, '').toUpperCase()].map((sign) =>
    BASE32.indexOf(sign).toString(2).padStart(5, '0'),
  );
  const eights = fives.join('').match(/.{8}/g) ?? [];
  return Buffer.from(eights.map((eight) => parseInt(eight, 2)));
}

/** Contents of the QR code (Key Uri Format of Google Authenticator, which other apps read too). */
export function keyUri(secret: Buffer, { issuer, account }: { issuer: string; account: string }) {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({
    secret: base32(secret),
    issuer,
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(STEP_SECONDS),
  });
  // Some apps show a plus sign instead of a space.
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`;
}
