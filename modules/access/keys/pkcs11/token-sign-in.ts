/** Sign-in to a token. Tokens count wrong PINs and lock themselves permanently. */
import { closeSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { KeyWrappingError } from '../key-wrapping';
import { type Cryptoki, CryptokiError } from './cryptoki';
import type { Pkcs11Request } from './pkcs11-request';
import { MOST_BY_ITSELF, pinVersion, type SignInRecord, TRIES_NO_MORE } from './sign-in-record';

/** "Token Information Flags" of CK_TOKEN_INFO. */
const CKF_USER_PIN_COUNT_LOW = 0x10000;
const CKF_USER_PIN_FINAL_TRY = 0x20000;
const CKF_USER_PIN_LOCKED = 0x40000;
const CKF_USER_PIN_TO_BE_CHANGED = 0x80000;
const CKU_USER = 1;
/** Values that C_Login returns. */
const CKR_PIN_INCORRECT = 0xa0;
const CKR_PIN_INVALID = 0xa1;
const CKR_PIN_LEN_RANGE = 0xa2;
const CKR_PIN_EXPIRED = 0xa3;
const CKR_PIN_LOCKED = 0xa4;
const CKR_USER_PIN_NOT_INITIALIZED = 0x102;

export interface Token {
  readonly slot: number;
  readonly label: string;
  readonly serial: string;
  readonly flags: number;
}

export interface Pin {
  readonly bytes: Buffer;
  readonly version: string;
}

/** Reads the PIN file. Group `mawa` may read it, as other secrets, and as service managers pass files. */
export function readPin(path: string): Pin {
  const { pin, stats } = contentOf(path);
  if ((stats.mode & 0o027) !== 0)
    throw new KeyWrappingError(
      `MAWA_PKCS11_PIN_FILE: other accounts can read or change ${path}: chmod 600 ${path}`,
    );
  const text = pin.toString('utf8').trim();
  if (text === '') throw new KeyWrappingError(`MAWA_PKCS11_PIN_FILE: ${path} is empty`);
  return { bytes: Buffer.from(text), version: pinVersion(stats) };
}

function contentOf(path: string): { pin: Buffer; stats: Stats } {
  try {
    const file = openSync(path, 'r');
    try {
      return { pin: readFileSync(file), stats: fstatSync(file) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new KeyWrappingError(`MAWA_PKCS11_PIN_FILE: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

interface SignIn {
  readonly token: Token;
  readonly pin: Pin;
  readonly request: Pick<Pkcs11Request, 'id' | 'settings'>;
  readonly record: SignInRecord;
}

/**
 * Signs in with one attempt. A refused PIN is not entered again, and the last attempt that the token allows is never
 * used.
 */
export function signInOnce(call: Cryptoki, session: number, signIn: SignIn): void {
  const { token, pin, request, record } = signIn;
  refuseRiskyPin(signIn);
  const name = nameOf(token);
  const times = (record.last(name)?.times ?? 0) + 1;
  record.begin({ token: name, pin: pin.version, times, request: request.id });
  try {
    call('C_Login', session, CKU_USER, pin.bytes, pin.bytes.length);
  } catch (error) {
    if (!(error instanceof CryptokiError)) throw error;
    throw new KeyWrappingError(
      `The token "${token.label}" ${refusalOf(error)} (${request.settings.pinFile})`,
      { cause: error, isPinRefusal: true },
    );
  }
  record.accepted();
  if (token.flags & CKF_USER_PIN_TO_BE_CHANGED)
    throw new KeyWrappingError(`The token "${token.label}" wants another PIN than its first`, {
      isPinRefusal: true,
    });
}

const nameOf = ({ label, serial }: Token): string => `${label} ${serial}`;

function refuseRiskyPin({ token, pin, request, record }: SignIn): void {
  const { flags } = token;
  const { triesPinAgain, pinFile } = request.settings;
  const refuse = (sentence: string) => {
    throw new KeyWrappingError(`The token "${token.label}" ${sentence}`, { isPinRefusal: true });
  };
  if (flags & CKF_USER_PIN_LOCKED)
    refuse('is locked after wrong PINs: unlock it by the tool of its maker');
  if (flags & CKF_USER_PIN_FINAL_TRY)
    refuse(
      'locks itself at the next wrong PIN, so Mawa does not try: sign in once by the tool of its maker',
    );
  if (triesPinAgain) return;
  const last = record.last(nameOf(token));
  if (last && last.times >= MOST_BY_ITSELF)
    refuse(
      `was given PINs in vain ${MOST_BY_ITSELF} times, so only a person tries: correct ${pinFile}, then mawa keys token`,
    );
  if (last && last.pin === pin.version)
    refuse(`did not accept this PIN. ${TRIES_NO_MORE} (${pinFile})`);
  if (flags & CKF_USER_PIN_COUNT_LOW && !last)
    refuse(
      `was given a wrong PIN last, so Mawa does not try by itself: correct ${pinFile}, then mawa keys token`,
    );
}

function refusalOf(error: CryptokiError): string {
  return (
    PIN_SENTENCES[error.code] ??
    `did not say whether it accepts the PIN (${error.message}). ${TRIES_NO_MORE}`
  );
}

const WRONG = `refuses the PIN. ${TRIES_NO_MORE}`;
const PIN_SENTENCES: Readonly<Record<number, string>> = {
  [CKR_PIN_INCORRECT]: WRONG,
  [CKR_PIN_INVALID]: WRONG,
  [CKR_PIN_LEN_RANGE]: WRONG,
  [CKR_PIN_EXPIRED]: 'says that the PIN has expired',
  [CKR_PIN_LOCKED]: 'is locked after wrong PINs: unlock it by the tool of its maker',
  [CKR_USER_PIN_NOT_INITIALIZED]: 'has no PIN yet: set one by the tool of its maker',
};
