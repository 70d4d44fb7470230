/**
 * Time-based one-time passwords as authenticator apps make them: RFC 6238 on RFC 4226, HMAC-SHA-1, 6 digits, 30 seconds.
 * The cryptography is that of Node.js; what is here is the counting and the cutting.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const STEP_SECONDS = 30;
export const DIGITS = 6;
const CODE = /^[0-9]{6}$/;
/** Steps by which the clock of a telephone may be wrong, each way. */
export const DRIFT = 1;
/** 160 bits, as RFC 4226 recommends. */
export const SECRET_BYTES = 20;

/** The period in which an instant lies, counted from 1970. */
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
 * The step whose code was typed, among those of now and of the drift, later than the last accepted one; null where there
 * is none.
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

/** The next code that would be accepted, and in how many seconds where that is not now. */
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

/** RFC 4648, without padding: what an authenticator app is told. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const fives = bits.match(/.{1,5}/g) ?? [];
  return fives.map((five) => BASE32[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** Of a key as it is typed in, in groups or not. */
export function bytesOfBase32(text: string): Buffer {
  const fives = [...text.replaceAll(/[\s=]/g, '').toUpperCase()].map((sign) =>
    BASE32.indexOf(sign).toString(2).padStart(5, '0'),
  );
  const eights = fives.join('').match(/.{8}/g) ?? [];
  return Buffer.from(eights.map((eight) => parseInt(eight, 2)));
}

/** What the QR code says (Key Uri Format of Google Authenticator, which the other apps read). */
export function keyUri(secret: Buffer, { issuer, account }: { issuer: string; account: string }) {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({
    secret: base32(secret),
    issuer,
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(STEP_SECONDS),
  });
  // Some apps show a plus sign where a space was meant.
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`;
}
