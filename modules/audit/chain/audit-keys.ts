/** The logs that are sealed, by the names of their tables. */
export const AUDIT_LOGS = ['audit_log', 'complaint_trail'] as const;
export type AuditLogName = (typeof AUDIT_LOGS)[number];

/** Keys of the audit chain, derived from the key file: each purpose has its own, and a new master key changes none. */
export class AuditKeys {
  constructor(
    /** Of the mac of each row. */
    readonly rows: Buffer,
    /** Of digests of rows and of batches. */
    readonly chain: Buffer,
    /** Of anchors and of marks of a restore. */
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
