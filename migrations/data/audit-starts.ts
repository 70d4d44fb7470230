/** A database that this version makes begins with the chain: no row of the audit logs was written before it. */
import type { TableRows } from './insert-rows';

export const AUDIT_START_ROWS: TableRows = [
  'audit_starts',
  ['audit_log', 'complaint_trail'].map((log) => ({ log, last_seq: 0 })),
];
