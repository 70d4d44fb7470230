import { randomBytes } from 'node:crypto';
import { KeyWrappingError } from '../key-wrapping';
import {
  type Cryptoki,
  CryptokiError,
  loadCryptoki,
  newWord,
  wordAt,
  words,
  wordsOf,
} from './cryptoki';
import { lockFile } from './file-lock';
import type { Pkcs11Request } from './pkcs11-request';
import { SignInRecord } from './sign-in-record';
import { readPin, signInOnce, type Token } from './token-sign-in';

/** Flags of C_OpenSession. */
const CKF_RW_SESSION = 2;
const CKF_SERIAL_SESSION = 4;
/** Attributes of a secret key. */
const CKA_CLASS = 0;
const CKA_TOKEN = 1;
const CKA_PRIVATE = 2;
const CKA_LABEL = 3;
const CKA_KEY_TYPE = 0x100;
const CKA_ID = 0x102;
const CKA_SENSITIVE = 0x103;
const CKA_ENCRYPT = 0x104;
const CKA_DECRYPT = 0x105;
const CKA_WRAP = 0x106;
const CKA_UNWRAP = 0x107;
const CKA_VALUE_LEN = 0x161;
const CKA_EXTRACTABLE = 0x162;
const CKO_SECRET_KEY = 4;
const CKK_AES = 0x1f;
const CKM_AES_KEY_GEN = 0x1080;
const CKM_AES_GCM = 0x1087;
/** Flags of CK_MECHANISM_INFO. */
const CKF_ENCRYPT = 0x100;
const CKF_DECRYPT = 0x200;
/** Values that functions return. */
const CKR_FUNCTION_FAILED = 6;
const CKR_GENERAL_ERROR = 5;
const CKR_DEVICE_REMOVED = 0x32;
const CKR_ENCRYPTED_DATA_INVALID = 0x40;
const CKR_ENCRYPTED_DATA_LEN_RANGE = 0x41;
const CKR_MECHANISM_INVALID = 0x70;

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Offsets: label 32, manufacturer 32, model 16, serial number 16; then the flags. */
const TOKEN_INFO_FLAGS_AT = 96;
const TOKEN_INFO_BYTES = 256;

export interface TokenKey {
  readonly handle: number;
  readonly id: string;
  readonly isKeptInside: boolean;
}

/** Session with one token after sign-in. It works with keys that never leave the token. */
export class TokenSession {
  private constructor(
    private readonly call: Cryptoki,
    readonly token: Token,
    private readonly session: number,
  ) {}

  /** Opens a session with one attempt at the PIN; it is valid until `work` returns. */
  static use<T>(
    request: Pick<Pkcs11Request, 'id' | 'settings'>,
    work: (session: TokenSession) => T,
    load: (module: string) => Cryptoki = loaded,
  ): T {
    const { settings } = request;
    const pin = readPin(settings.pinFile);
    const call = load(settings.module);
    call('C_Initialize', null);
    try {
      const token = findToken(call, settings.token);
      const handle = newWord();
      call('C_OpenSession', token.slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, null, null, handle);
      SignInRecord.use(settings.signInRecord, lockFile, (record) =>
        signInOnce(call, wordAt(handle), {
          token: tokenAt(call, token.slot),
          pin,
          request,
          record,
        }),
      );
      return work(new TokenSession(call, token, wordAt(handle)));
    } finally {
      finalize(call);
    }
  }

  /** Finds the AES key with this label; null if there is none. */
  keyWithLabel(label: string): TokenKey | null {
    const handles = this.find([CKA_LABEL, Buffer.from(label)]);
    if (handles.length > 1)
      throw new KeyWrappingError(
        `MAWA_PKCS11_KEY: the token "${this.token.label}" has ${handles.length} keys "${label}"; leave one of them`,
      );
    return handles.length === 0 ? null : this.describe(handles[0]!);
  }

  keyWithId(id: string): TokenKey | null {
    const [handle] = this.find([CKA_ID, Buffer.from(id, 'hex')]);
    return handle === undefined ? null : this.describe(handle);
  }

  /** Creates a 256-bit AES key inside the token that can encrypt and decrypt and cannot be exported, wrapped or not. */
  makeKey(label: string): TokenKey {
    this.refuseWithoutGcm();
    const [yes, no] = [Buffer.of(1), Buffer.of(0)];
    const template: Attribute[] = [
      [CKA_CLASS, words(CKO_SECRET_KEY)],
      [CKA_KEY_TYPE, words(CKK_AES)],
      [CKA_VALUE_LEN, words(32)],
      [CKA_LABEL, Buffer.from(label)],
      [CKA_ID, randomBytes(16)],
      [CKA_TOKEN, yes],
      [CKA_PRIVATE, yes],
      [CKA_SENSITIVE, yes],
      [CKA_EXTRACTABLE, no],
      [CKA_ENCRYPT, yes],
      [CKA_DECRYPT, yes],
      [CKA_WRAP, no],
      [CKA_UNWRAP, no],
    ];
    const mechanism = words(CKM_AES_KEY_GEN, null, 0);
    const handle = newWord();
    const attributes = attributesOf(template);
    this.call('C_GenerateKey', this.session, mechanism, attributes, template.length, handle);
    return this.describe(wordAt(handle));
  }

  /** AES-256-GCM; returns nonce, ciphertext and tag. `context` is additional authenticated data. */
  encrypt(key: TokenKey, context: Buffer, plain: Buffer): Buffer {
    this.refuseWithoutGcm();
    const iv = randomBytes(IV_BYTES);
    this.call('C_EncryptInit', this.session, gcm(iv, context), key.handle);
    return Buffer.concat([iv, this.transform('C_Encrypt', plain)]);
  }

  decrypt(key: TokenKey, context: Buffer, sealed: Buffer): Buffer {
    const mechanism = gcm(sealed.subarray(0, IV_BYTES), context);
    this.call('C_DecryptInit', this.session, mechanism, key.handle);
    return this.transform('C_Decrypt', sealed.subarray(IV_BYTES));
  }

  private transform(called: 'C_Encrypt' | 'C_Decrypt', bytes: Buffer): Buffer {
    const room = Buffer.alloc(bytes.length + 2 * TAG_BYTES);
    const length = words(room.length);
    this.call(called, this.session, bytes, bytes.length, room, length);
    return room.subarray(0, wordAt(length));
  }

  private find(attribute: Attribute): number[] {
    const template: Attribute[] = [
      [CKA_CLASS, words(CKO_SECRET_KEY)],
      [CKA_KEY_TYPE, words(CKK_AES)],
      attribute,
    ];
    this.call('C_FindObjectsInit', this.session, attributesOf(template), template.length);
    const handles = words(0, 0, 0, 0);
    const count = newWord();
    this.call('C_FindObjects', this.session, handles, 4, count);
    this.call('C_FindObjectsFinal', this.session);
    return wordsOf(handles).slice(0, wordAt(count));
  }

  private describe(handle: number): TokenKey {
    const [sensitive, extractable] = [Buffer.of(0), Buffer.of(1)];
    const id = Buffer.alloc(64);
    const attributes = attributesOf([
      [CKA_ID, id],
      [CKA_SENSITIVE, sensitive],
      [CKA_EXTRACTABLE, extractable],
    ]);
    this.call('C_GetAttributeValue', this.session, handle, attributes, 3);
    return {
      handle,
      // The third word of the first CK_ATTRIBUTE is the length written by the token.
      id: id.subarray(0, wordAt(attributes, 2)).toString('hex'),
      isKeptInside: sensitive[0] === 1 && extractable[0] === 0,
    };
  }

  private refuseWithoutGcm(): void {
    const info = words(0, 0, 0);
    try {
      this.call('C_GetMechanismInfo', this.token.slot, CKM_AES_GCM, info);
    } catch (error) {
      if (!(error instanceof CryptokiError) || error.code !== CKR_MECHANISM_INVALID) throw error;
    }
    const both = CKF_ENCRYPT | CKF_DECRYPT;
    if ((wordAt(info, 2) & both) !== both)
      throw new KeyWrappingError(
        `MAWA_PKCS11_TOKEN: the token "${this.token.label}" does not encrypt by AES-GCM (CKM_AES_GCM)`,
      );
  }
}

/** Whether the error means that the ciphertext belongs to another key; vendors report it by different codes. */
export const saysOtherKey = (error: unknown): boolean =>
  error instanceof CryptokiError &&
  error.called === 'C_Decrypt' &&
  [
    CKR_ENCRYPTED_DATA_INVALID,
    CKR_ENCRYPTED_DATA_LEN_RANGE,
    CKR_GENERAL_ERROR,
    CKR_FUNCTION_FAILED,
  ].includes(error.code);

export const saysDeviceIsGone = (error: unknown): boolean =>
  error instanceof CryptokiError && error.code === CKR_DEVICE_REMOVED;

/** Ends the use of the library. Its errors are ignored: the result of the work, or its error, is already known. */
function finalize(call: Cryptoki): void {
  try {
    call('C_Finalize', null);
  } catch (error) {
    if (!(error instanceof CryptokiError)) throw error;
  }
}

function loaded(module: string): Cryptoki {
  if (!['linux', 'darwin'].includes(process.platform))
    throw new KeyWrappingError('MAWA_PKCS11_MODULE: tokens are for Linux and macOS');
  try {
    return loadCryptoki(module);
  } catch (error) {
    throw new KeyWrappingError(
      `MAWA_PKCS11_MODULE: ${module} cannot be loaded as a PKCS#11 library (${(error as Error).message})`,
      { cause: error },
    );
  }
}

function tokensOf(call: Cryptoki): Token[] {
  const count = newWord();
  call('C_GetSlotList', 1, null, count);
  const slots = words(...Array<number>(wordAt(count)).fill(0));
  if (slots.length > 0) call('C_GetSlotList', 1, slots, count);
  return wordsOf(slots)
    .slice(0, wordAt(count))
    .flatMap((slot) => {
      try {
        return [tokenAt(call, slot)];
      } catch (error) {
        // Skips a token that gives no information (not recognised, just removed), so that the others are found.
        if (error instanceof CryptokiError) return [];
        throw error;
      }
    });
}

function tokenAt(call: Cryptoki, slot: number): Token {
  const info = Buffer.alloc(TOKEN_INFO_BYTES);
  call('C_GetTokenInfo', slot, info);
  const text = (from: number, to: number) => info.toString('utf8', from, to).trimEnd();
  return {
    slot,
    label: text(0, 32),
    serial: text(80, 96),
    flags: wordAt(info, 0, TOKEN_INFO_FLAGS_AT),
  };
}

function findToken(call: Cryptoki, label: string): Token {
  const tokens = tokensOf(call);
  const found = tokens.filter((token) => token.label === label);
  if (found.length === 1) return found[0]!;
  const there = tokens.map((token) => `"${token.label}"`).filter((name) => name !== '""');
  throw new KeyWrappingError(
    found.length > 1
      ? `MAWA_PKCS11_TOKEN: ${found.length} tokens are called "${label}"`
      : `MAWA_PKCS11_TOKEN: there is no token "${label}" (${there.length > 0 ? `there is ${there.join(', ')}` : 'none is there'}). Is the device connected?`,
  );
}

type Attribute = readonly [type: number, value: Buffer];

/** Builds an array of CK_ATTRIBUTE: type, pointer, length. */
const attributesOf = (attributes: readonly Attribute[]): Buffer =>
  words(...attributes.flatMap(([type, value]) => [type, value, value.length]));

/**
 * Builds CK_MECHANISM with CK_GCM_PARAMS as in pkcs11t.h of 2.40. The text of its section "AES-GCM mechanism
 * parameters" omits ulIvBits, which libraries expect.
 */
function gcm(iv: Buffer, context: Buffer): Buffer {
  const params = words(iv, iv.length, iv.length * 8, context, context.length, TAG_BYTES * 8);
  return words(CKM_AES_GCM, params, params.length);
}
