/** A key that only the device that wrapped it can open. */
export interface WrappedKey {
  /** The kind of wrapping, as `KeyWrapping.kind`. */
  readonly by: string;
  /** Names of the device and of its key, for messages; keys are identified by the key id. */
  readonly device: string;
  readonly key: string;
  readonly keyId: string;
  readonly wrapped: Buffer;
}

/** Port: wraps the key that seals the contents of a key file. Without it the key file is in clear. */
export interface KeyWrapping {
  readonly kind: string;
  /** Wraps with the configured device key. */
  wrap(key: Buffer): WrappedKey;
  /**
   * Unwraps with the device key that wrapped it, whatever is configured now. Throws KeyWrappingError only. After a
   * refused PIN, that PIN is not entered a second time.
   */
  unwrap(wrapped: WrappedKey): Buffer;
}

/** A key file could not be wrapped or unwrapped; the message is for operators of the server. */
export class KeyWrappingError extends Error {
  /** The PIN has to be corrected; a restart does not help. */
  readonly isPinRefusal: boolean;

  constructor(message: string, options: { cause?: unknown; isPinRefusal?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.name = 'KeyWrappingError';
    this.isPinRefusal = options.isPinRefusal ?? false;
  }
}
