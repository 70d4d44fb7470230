import { randomBytes } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import type { Tx } from '../platform/database/transactions';
import { originOf } from '../platform/shared/actor';
import type { AuditLogName } from './chain/audit-keys';
import { macInput, NONCE_BYTES } from './chain/audit-row.rules';

export interface AuditEntry {
  /** Verb and noun, e.g. `beds.hold`, `people.show_identity`. */
  readonly action: string;
  readonly kind: string;
  readonly ids?: readonly string[];
  /** Names of fields read or changed, never their values. */
  readonly fields?: readonly string[];
  readonly outcome?: 'done' | 'refused' | 'not_found';
  /** About a complaint: written where only those who read the complaint read it (docs/complaints.md). */
  readonly apart?: boolean;
}

/**
 * Audits that records were shown: one row per page or list, with the ids of the records on it. Nothing is written for
 * an empty list. `kind`: what the ids refer to.
 */
export async function recordReading(
  tx: Tx,
  action: string,
  shown: readonly (string | null)[],
  kind = 'case',
): Promise<void> {
  const ids = [...new Set(shown.filter((id) => id !== null))];
  if (ids.length > 0) await record(tx, { action, kind, ids });
}

const LANES = 16;
const laneOf = (actorId: string): number => Number.parseInt(actorId.slice(-2), 16) % LANES;

const logOf = ({ apart }: AuditEntry): AuditLogName => (apart ? 'complaint_trail' : 'audit_log');

/** Writes the row in the transaction of the act. Ids and field names only: no value ever enters it. */
export async function record(tx: Tx, entry: AuditEntry): Promise<void> {
  tx.execute(insertInto(logOf(entry)), auditValues(tx, entry));
}

/** The MAC is computed in the same statement. `laneOf` is the SQL form of the function of that name. */
const insertInto = (
  log: AuditLogName,
) => `INSERT INTO ${log} (lane, actor_id, action, subject_kind, subject_ids, fields, outcome, request_id, body, mac)
  SELECT get_byte(uuid_send($2::uuid), 15) % ${LANES}, $2::uuid, $3::text, $4::text, $5::uuid[], $6::text[], $7::text,
         $8::text, $9::text, $1::bytea`;

/**
 * Writes the row within the statement that acts, one row where what follows FROM has one. `$1` to `$9` are
 * `auditValues`: the parameters of the statement itself begin with `$10`. Two rows of one call would have the same mac,
 * which verification takes for a copy.
 */
export const AUDIT_INSERT = insertInto('audit_log');

export function auditValues(tx: Tx, entry: AuditEntry): unknown[] {
  const { action, kind, fields = [], outcome = 'done' } = entry;
  const ids = (entry.ids ?? []).map((id) => id.toLowerCase());
  // The idempotency key is text chosen by the client: the log stores a keyed digest of it.
  const request = tx.requestId === null ? null : tx.digest(tx.requestId).toString('hex');
  const actor = tx.actor.userId;
  const at = tx.now.toISOString();
  const token = tx.actor.token?.id ?? null;
  const log = logOf(entry);
  // The log of complaints does not keep it.
  const origin = log === 'audit_log' ? originOf(tx.actor) : null;
  const body = stringify({
    at,
    actor,
    action,
    kind,
    ids,
    fields,
    outcome,
    request,
    ...(token && { token }),
    ...(origin && { origin }),
  });
  const nonce = randomBytes(NONCE_BYTES);
  const row = {
    log,
    lane: laneOf(actor),
    at: `${tx.now.getTime()}000`,
    actor,
    action,
    kind,
    ids,
    fields,
    outcome,
    request,
    token,
    body,
    origin,
  };
  const mac = Buffer.concat([nonce, tx.auditMac(macInput(nonce, row))]);
  return [mac, actor, action, kind, ids, fields, outcome, request, body];
}
