/** The logs that are sealed, by the names of their tables. */
export const AUDIT_LOGS = ['audit_log', 'complaint_trail'] as const;
export type AuditLogName = (typeof AUDIT_LOGS)[number];

/** Keys of the audit chain, derived from the key file: each purpose has its own, and a new master key changes none. */
export class AuditKeys {
  constructor(
    /** HMAC key of the MAC of each row. */
    readonly rows: Buffer,
    /** HMAC key of the digests of rows and batches. */
    readonly chain: Buffer,
    /** HMAC key of anchors and restore marks. */
    readonly anchors: Buffer,
  ) {}
}

/** From whatever derives a lasting key for a purpose (modules/access/keys). */
export const auditKeysOf = (keys: { lasting(purpose: string): Buffer }): AuditKeys =>
  new AuditKeys(
    keys.lasting('audit rows'),
    keys.lasting('audit chain'),
    keys.lasting('audit anchors'),
  );
