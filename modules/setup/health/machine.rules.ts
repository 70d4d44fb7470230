/** Health of the machine and of what it talks to: disk, mail server, virus scanner, public address. */
import type { ScannerVersion } from '../../platform/virus-scan/clamd';
import { DAY_MS, type Finding, good, minutesOf, note, wrong } from './health.rules';

/** Bytes. A twentieth of a large disk still lasts for months. */
export function diskFinding(params: { readonly free: number; readonly all: number }): Finding {
  const { free, all } = params;
  if (free < 1e9 || (free < 10e9 && free / all < 0.05)) return wrong('disk_full', { params });
  return free / all < 0.15 ? note('disk_low', { params }) : good('disk', { params });
}

export const storageFinding = (bytes: number): Finding => good('storage', { params: { bytes } });

export function mailFinding(answer: 'none' | 'up' | { readonly error: string }): Finding {
  if (answer === 'none') return note('mail_none');
  return answer === 'up'
    ? good('mail')
    : wrong('mail_silent', { params: { message: answer.error } });
}

/** Days after which signatures of viruses are old: ClamAV publishes new ones each day. */
const SIGNATURES_LAST_DAYS = 7;

export function scannerFinding(answer: 'none' | ScannerVersion, now: Date): Finding {
  if (answer === 'none') return note('scanner_none');
  if ('reason' in answer) return wrong('scanner_silent', { params: { message: answer.reason } });
  const [version = '', , made] = answer.version.split('/');
  if (made === undefined) return wrong('scanner_without_signatures', { params: { version } });
  const ageMs = Math.max(0, now.getTime() - Date.parse(`${made} UTC`));
  const params = { version, minutes: minutesOf(ageMs) };
  return ageMs > SIGNATURES_LAST_DAYS * DAY_MS
    ? note('scanner_old', { params })
    : good('scanner', { params });
}

export interface AddressFacts {
  readonly url: string | null;
  readonly behindTls: boolean;
  readonly trustsProxy: boolean;
  /** What the address answered, and its certificate; null: it was not asked. */
  readonly answer: {
    readonly status: number;
    readonly leftMs: number;
    /** What is left of its time, of 1. */
    readonly share: number;
    readonly trusted: boolean;
  } | null;
  readonly error: string | null;
}

/** A proxy renews with a third of the time left: of a long certificate weeks before, of one for twelve hours the same day. */
const CERTIFICATE_DAYS = 14;
const CERTIFICATE_SHARE = 1 / 6;

export function addressFindings(facts: AddressFacts): Finding[] {
  const { url } = facts;
  if (url === null) return [note('address_none')];
  if (!url.startsWith('https:')) return [note('address_plain', { params: { url } })];
  const proxy = [
    facts.behindTls ? good('tls') : wrong('tls_missing'),
    facts.trustsProxy ? good('proxy') : note('proxy_missing'),
  ];
  if (facts.answer === null)
    return [...proxy, wrong('address_silent', { params: { url, message: facts.error ?? '' } })];
  const { status, trusted } = facts.answer;
  return [
    ...proxy,
    status === 200
      ? good('address', { params: { url } })
      : wrong('address_wrong', { params: { url, status } }),
    certificateFinding(facts.answer),
    ...(trusted ? [] : [note('certificate_unknown')]),
  ];
}

function certificateFinding({ leftMs, share }: { leftMs: number; share: number }): Finding {
  const params = { minutes: minutesOf(Math.abs(leftMs)) };
  if (leftMs < 0) return wrong('certificate_expired', { params });
  return leftMs < CERTIFICATE_DAYS * DAY_MS && share < CERTIFICATE_SHARE
    ? wrong('certificate_ends', { params })
    : good('certificate', { params });
}
