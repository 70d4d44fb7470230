import type { KnownDevice } from './guessing/known-devices.service';

/** The requesting browser: its network address and the cookies kept from earlier sign-ins. */
export interface Browser {
  readonly address: string;
  readonly devices: readonly string[];
  /** Token of the current session of this browser, if any. */
  readonly session: string | undefined;
  /** User-Agent header, if sent. */
  readonly userAgent?: string;
}

/** Sign-in state after a correct password, while the second factor is still missing. */
export interface PendingCode {
  readonly pending: string;
}

/** Cookies to set after a sign-in. */
export interface NewSession {
  readonly token: string;
  readonly device: KnownDevice;
}
