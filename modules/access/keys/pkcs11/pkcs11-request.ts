/** Request to and response of the child process that uses a token; both as JSON. */
export interface Pkcs11Settings {
  /** Path of the PKCS #11 library of the device vendor. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  /** Label of the wrapping AES key. */
  readonly key: string;
  readonly pinFile: string;
  /** File in which refused PINs are recorded (sign-in-record.ts). */
  readonly signInRecord: string;
  /**
   * True for commands started by a person who has corrected the PIN: it is tried once although an earlier one was
   * refused. Services that start and restart automatically never set it.
   */
  readonly triesPinAgain: boolean;
}

export type Pkcs11Act =
  | { readonly act: 'describe' }
  | { readonly act: 'make_key' }
  | { readonly act: 'wrap'; readonly plain: string }
  | { readonly act: 'unwrap'; readonly keyId: string; readonly wrapped: string };

export type Pkcs11Request = Pkcs11Act & { readonly id: string; readonly settings: Pkcs11Settings };

export interface Pkcs11Answer {
  readonly token: string;
  readonly serial: string;
  /** Null: the token has no key with this label. */
  readonly keyId: string | null;
  /** Base64 of the wrapped or unwrapped bytes. */
  readonly bytes?: string;
}

export type Pkcs11Reply =
  | { readonly answer: Pkcs11Answer }
  | { readonly error: string; readonly isPinRefusal: boolean };
