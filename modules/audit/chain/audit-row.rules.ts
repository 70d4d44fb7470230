import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditLogName } from './audit-keys';

/** A row as it is hashed: text as PostgreSQL gives it back. */
export interface HashedRow {
  /** A row that is copied to the other log is none of it. */
  readonly log: AuditLogName;
  readonly lane: number;
  /** Microseconds since 1970; `Infinity` and `-Infinity` are times of PostgreSQL too. */
  readonly at: string;
  readonly actor: string | null;
  readonly action: string;
  readonly kind: string;
  readonly ids: readonly string[];
  readonly fields: readonly string[];
  readonly outcome: string;
  readonly request: string | null;
  /** Id of the access token used by a program; always null in the log of complaints, where programs cannot write. */
  readonly token: string | null;
  readonly body: string;
  /** Null in rows of before 0.2.0, of nobody, and in the log of complaints. */
  readonly origin: string | null;
}

/** A row as it is read back. */
export interface StoredRow extends HashedRow {
  readonly seq: string;
  readonly mac: Buffer | null;
}

/** Columns that are hashed, from the table of the log with the alias `a`. */
export const rowColumns = (
  log: AuditLogName,
): string => `'${log}' AS log, a.seq::text AS seq, a.lane, trunc(extract(epoch FROM a.at) * 1000000)::text AS at,
  a.actor_id::text AS actor, a.action, a.subject_kind AS kind, a.subject_ids::text[] AS ids, a.fields, a.outcome,
  a.request_id AS request, a.body, a.mac, ${log === 'audit_log' ? 'a.token_id::text' : 'NULL'} AS token,
  ${log === 'audit_log' ? 'a.origin' : 'NULL'} AS origin`;

export const NONCE_BYTES = 16;
export const DIGEST_BYTES = 16;

export const rowContent = (row: HashedRow): string =>
  JSON.stringify([
    row.log,
    row.lane,
    row.at,
    row.actor,
    row.action,
    row.kind,
    row.ids,
    row.fields,
    row.outcome,
    row.request,
    row.token,
    row.body,
    // Rows of before have none, and the same hash as ever.
    ...(row.origin === null ? [] : [row.origin]),
  ]);

/** Input of a row's MAC: its nonce, then its content. */
export const macInput = (nonce: Buffer, row: HashedRow): Buffer =>
  Buffer.concat([nonce, Buffer.from(rowContent(row))]);

export function hasValidMac(key: Buffer, row: StoredRow): boolean {
  const { mac } = row;
  if (mac === null || mac.length !== NONCE_BYTES + 32) return false;
  const expected = createHmac('sha256', key)
    .update(macInput(mac.subarray(0, NONCE_BYTES), row))
    .digest();
  return timingSafeEqual(expected, mac.subarray(NONCE_BYTES));
}

/** Digest of content and MAC, without the number of the row. */
export const rowDigest = (key: Buffer, row: StoredRow): Buffer =>
  createHmac('sha256', key)
    .update(`row\0${rowContent(row)}\0${row.mac?.toString('hex') ?? ''}`)
    .digest()
    .subarray(0, DIGEST_BYTES);
