import { join } from 'node:path';
import type { Env } from '../../platform/config/env';
import { KeyWrappingError } from './key-wrapping';
import { Pkcs11Wrapping, TOKEN_ANSWERS_WITHIN_MS } from './pkcs11/pkcs11-wrapping';

type Settings = Pick<
  Env,
  | 'MAWA_DATA'
  | 'MAWA_PKCS11_MODULE'
  | 'MAWA_PKCS11_TOKEN'
  | 'MAWA_PKCS11_KEY'
  | 'MAWA_PKCS11_PIN_FILE'
>;

/** The configured wrapping device; null: key files are in clear. */
export function keyWrappingOf(
  env: Settings,
  limitMs = TOKEN_ANSWERS_WITHIN_MS,
): Pkcs11Wrapping | null {
  const {
    MAWA_PKCS11_MODULE: module,
    MAWA_PKCS11_TOKEN: token,
    MAWA_PKCS11_KEY: key,
    MAWA_PKCS11_PIN_FILE: pinFile,
  } = env;
  if (!module) return null;
  if (!token || !pinFile)
    throw new KeyWrappingError(
      `${token ? 'MAWA_PKCS11_PIN_FILE' : 'MAWA_PKCS11_TOKEN'}: MAWA_PKCS11_MODULE needs it too`,
    );
  const signInRecord = join(env.MAWA_DATA, 'mawa.token-sign-in.json');
  return new Pkcs11Wrapping(
    { module, token, key, pinFile, signInRecord, triesPinAgain: false },
    limitMs,
  );
}
