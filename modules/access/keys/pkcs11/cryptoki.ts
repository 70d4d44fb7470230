import * as koffi from 'koffi';

/**
 * PKCS #11 functions called on a token, as declared by the Cryptographic Token Interface Base Specification 2.40
 * (OASIS, 14 April 2015). Every argument is a CK_ULONG, a CK_BYTE or a pointer, and every structure passed
 * (CK_MECHANISM, CK_ATTRIBUTE, CK_GCM_PARAMS) consists of CK_ULONGs and pointers only, which have the same size and no
 * padding on Linux and macOS.
 */
const ULONG = 'unsigned long';
const POINTER = 'void *';
/** Bytes of a CK_ULONG and of a pointer. */
const WORD = koffi.sizeof(POINTER);

/** Indexes in CK_FUNCTION_LIST ("General purpose functions", C_GetFunctionList; the order of pkcs11f.h). */
const FUNCTIONS = {
  C_Initialize: [0, [POINTER]],
  C_Finalize: [1, [POINTER]],
  C_GetSlotList: [4, ['uint8_t', POINTER, POINTER]],
  C_GetTokenInfo: [6, [ULONG, POINTER]],
  C_GetMechanismInfo: [8, [ULONG, ULONG, POINTER]],
  C_OpenSession: [12, [ULONG, ULONG, POINTER, POINTER, POINTER]],
  C_CloseSession: [13, [ULONG]],
  C_Login: [18, [ULONG, ULONG, POINTER, ULONG]],
  C_Logout: [19, [ULONG]],
  C_GetAttributeValue: [24, [ULONG, ULONG, POINTER, ULONG]],
  C_FindObjectsInit: [26, [ULONG, POINTER, ULONG]],
  C_FindObjects: [27, [ULONG, POINTER, ULONG, POINTER]],
  C_FindObjectsFinal: [28, [ULONG]],
  C_EncryptInit: [29, [ULONG, POINTER, ULONG]],
  C_Encrypt: [30, [ULONG, POINTER, ULONG, POINTER, POINTER]],
  C_DecryptInit: [33, [ULONG, POINTER, ULONG]],
  C_Decrypt: [34, [ULONG, POINTER, ULONG, POINTER, POINTER]],
  C_GenerateKey: [58, [ULONG, POINTER, POINTER, ULONG, POINTER]],
} as const;
export type CryptokiFunction = keyof typeof FUNCTIONS;
type Argument = number | Buffer | null;

/** A function of the token returned something other than CKR_OK. */
export class CryptokiError extends Error {
  constructor(
    readonly called: CryptokiFunction,
    readonly code: number,
  ) {
    super(`${called} returned 0x${code.toString(16).toUpperCase()}`);
  }
}

/** Calls a function of the library; throws CryptokiError unless it returns CKR_OK (0). */
export type Cryptoki = (called: CryptokiFunction, ...values: readonly Argument[]) => void;

export function loadCryptoki(path: string): Cryptoki {
  const library = koffi.load(path);
  const list = newWord();
  const code = Number(library.func('C_GetFunctionList', ULONG, [POINTER])(list));
  if (code !== 0) throw new Error(`C_GetFunctionList returned 0x${code.toString(16)}`);
  return (called, ...values) => {
    const [place, types] = FUNCTIONS[called];
    // CK_FUNCTION_LIST begins with CK_VERSION: two bytes, padded to one word.
    const address: unknown = koffi.decode(pointerIn(list), (1 + place) * WORD, POINTER);
    const returned = Number(koffi.call(address, koffi.proto(ULONG, [...types]), ...values));
    if (returned !== 0) throw new CryptokiError(called, returned);
  };
}

export const newWord = (): Buffer => Buffer.alloc(WORD);

/** Keeps the targets of a structure's pointers from garbage collection for as long as the structure exists. */
const pointedTo = new WeakMap<Buffer, readonly Argument[]>();

/** Builds a structure of CK_ULONGs and pointers. */
export function words(...values: readonly Argument[]): Buffer {
  const made = Buffer.alloc(values.length * WORD);
  pointedTo.set(made, values);
  values.forEach((value, index) => {
    const number = Buffer.isBuffer(value) ? koffi.address(value) : BigInt(value ?? 0);
    if (WORD === 8) made.writeBigUInt64LE(number, index * WORD);
    else made.writeUInt32LE(Number(number), index * WORD);
  });
  return made;
}

/** Reads a CK_ULONG. CK_UNAVAILABLE_INFORMATION (all bits set) is larger than any length. */
export const wordAt = (bytes: Buffer, index = 0, offset = 0): number =>
  WORD === 8
    ? Number(bytes.readBigUInt64LE(offset + index * WORD))
    : bytes.readUInt32LE(offset + index * WORD);

export const wordsOf = (bytes: Buffer): number[] =>
  Array.from({ length: bytes.length / WORD }, (_, index) => wordAt(bytes, index));

const pointerIn = (bytes: Buffer): bigint =>
  WORD === 8 ? bytes.readBigUInt64LE() : BigInt(bytes.readUInt32LE());
