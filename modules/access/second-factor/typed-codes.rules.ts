/** Typed second factors: a code of the app, or a recovery code, which has another format. */
import { randomInt } from 'node:crypto';
import { DIGITS } from './totp.rules';
import { latinDigits } from '../../platform/shared/digits.rules';

export type TypedCode =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'recovery_code'; readonly code: string };

/** Without letters and digits that are easily confused. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 12;
export const RECOVERY_CODES = 10;

/** 60 bits each. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    inFours(Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')),
  );

const inFours = (code: string): string => code.match(/.{4}/g)!.join('-');

/** Parses a typed code; ignores spaces, dashes and letter case and accepts Arabic digits. Null: neither format. */
export function readTypedCode(typed: string): TypedCode | null {
  const plain = latinDigits(typed)
    .replaceAll(/[\s\p{Cf}-]/gu, '')
    .toUpperCase();
  if (new RegExp(`^\\d{${DIGITS}}$`).test(plain)) return { kind: 'code', code: plain };
  if (plain.length === LENGTH && [...plain].every((sign) => ALPHABET.includes(sign))) {
    return { kind: 'recovery_code', code: plain };
  }
  return null;
}
