/** What a process of its own is asked to do with a token, and what it answers; both as JSON. */
export interface Pkcs11Settings {
  /** The library of the device's maker. */
  readonly module: string;
  /** The label of the token. */
  readonly token: string;
  /** The label of the AES key that wraps. */
  readonly key: string;
  readonly pinFile: string;
  /** Where a refused PIN is remembered (sign-in-record.ts). */
  readonly signInRecord: string;
  /**
   * A person asks, who has corrected the PIN: it is tried once even though the token was given a wrong one before.
   * What starts by itself, and starts again, never does that.
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
  /** Base64 of what was wrapped or unwrapped. */
  readonly bytes?: string;
}

export type Pkcs11Reply =
  { readonly answer: Pkcs11Answer } | { readonly error: string; readonly isPinRefusal: boolean };
