import type { KnownDevice } from './guessing/known-devices.service';

/** The browser that asks: where it is, and what it kept of earlier sign-ins. */
export interface Browser {
  readonly address: string;
  readonly devices: readonly string[];
  /** The session that this browser has now, if any. */
  readonly session: string | undefined;
  /** As its requests name it; undefined where they do not. */
  readonly userAgent?: string;
}

/** The password was right; the account has a second factor, which is asked for next. */
export interface PendingCode {
  readonly pending: string;
}

/** What a browser is given after a sign-in. */
export interface NewSession {
  readonly token: string;
  readonly device: KnownDevice;
}
