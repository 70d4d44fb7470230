/** How an event is signed (Standard Webhooks), when it is sent again, and when an endpoint is left alone. */
import { createHmac, randomBytes } from 'node:crypto';

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Of every secret that is valid, so that a receiver verifies with the old or with the new one during a rotation. */
export const signatureOf = (
  secrets: readonly string[],
  { id, seconds, body }: { id: string; seconds: number; body: string },
): string =>
  secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
    })
    .join(' ');

export interface EventContents {
  readonly kind: string;
  readonly happenedAt: Date;
  readonly data: Readonly<Record<string, string>>;
}

/** The same bytes in every attempt. */
export const bodyOf = ({ kind, happenedAt, data }: EventContents): string =>
  JSON.stringify({ type: kind, timestamp: happenedAt.toISOString(), data });

export const ATTEMPT_ERRORS = [
  'address',
  'name',
  'resolver',
  'connection',
  'tls',
  'timeout',
  'redirect',
  'status',
  'answer',
  'internal',
] as const;
export type AttemptError = (typeof ATTEMPT_ERRORS)[number];

/** Not tried at all, through no fault of the receiver: neither the event nor its endpoint is given up for it. */
export const wasNotTried = (error: AttemptError | null): boolean => error === 'resolver';

/** What came of one attempt; without an error it was accepted. */
export interface AttemptOutcome {
  readonly status: number | null;
  readonly error: AttemptError | null;
}

/** HTTP has statuses from 100 to 599 (RFC 9110, 15); Node hands on whatever three digits there are. */
export function outcomeOf(status: number): AttemptOutcome {
  if (status < 100 || status > 599) return { status: null, error: 'answer' };
  if (status >= 200 && status < 300) return { status, error: null };
  return { status, error: status >= 300 && status < 400 ? 'redirect' : 'status' };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Seconds between an attempt and the next: twelve attempts in about three days. */
export const PAUSES: readonly number[] = [
  30,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  DAY,
  DAY,
];
/** Each pause is up to so much shorter or longer, so that receivers are not asked all at once. */
export const JITTER = 0.2;
/** An endpoint that accepted nothing for so long is suspended: before any of its events is given up. */
export const FAILING_DAYS = 2;

export interface FailedAttempt extends AttemptOutcome {
  /** Of this delivery, this one included. */
  readonly attempts: number;
  /** Since when the endpoint accepts nothing; null: this is the first failure. */
  readonly failingSince: Date | null;
}

export type AfterFailure =
  | { readonly act: 'end' }
  | { readonly act: 'suspend' }
  | { readonly act: 'give_up' }
  | { readonly act: 'again'; readonly afterSeconds: number };

/** `random` from 0 to 1. 410: the receiver wants no more deliveries (Standard Webhooks). */
export function afterFailure(
  { status, attempts, failingSince }: FailedAttempt,
  now: Date,
  random: number,
): AfterFailure {
  if (status === 410) return { act: 'end' };
  const failedForMs = failingSince === null ? 0 : now.getTime() - failingSince.getTime();
  if (failedForMs >= FAILING_DAYS * DAY * 1000) return { act: 'suspend' };
  const pause = PAUSES[attempts - 1];
  if (pause === undefined) return { act: 'give_up' };
  return { act: 'again', afterSeconds: Math.round(pause * (1 + JITTER * (2 * random - 1))) };
}
