/** A key that only the device that wrapped it can open. */
export interface WrappedKey {
  /** The kind of wrapping, as `KeyWrapping.kind`. */
  readonly by: string;
  /** The device and the key on it as people call them, for sentences; the id of the key decides. */
  readonly device: string;
  readonly key: string;
  readonly keyId: string;
  readonly wrapped: Buffer;
}

/** Port: wraps the one key under which the contents of a key file are sealed. Absent: the key file is in clear. */
export interface KeyWrapping {
  readonly kind: string;
  /** By the key that the configuration names. */
  wrap(key: Buffer): WrappedKey;
  /**
   * By the key that wrapped it, whatever the configuration names. Throws KeyWrappingError and nothing else. Asked again after
   * a refused PIN, it enters that PIN no second time.
   */
  unwrap(wrapped: WrappedKey): Buffer;
}

/** Why a key file could not be wrapped or opened; the sentence is for whoever keeps the server. */
export class KeyWrappingError extends Error {
  /** Somebody has to correct the PIN: to start again does not help. */
  readonly isPinRefusal: boolean;

  constructor(message: string, options: { cause?: unknown; isPinRefusal?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.name = 'KeyWrappingError';
    this.isPinRefusal = options.isPinRefusal ?? false;
  }
}
