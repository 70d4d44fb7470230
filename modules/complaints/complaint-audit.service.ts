import { record } from '../audit';
import type { Tx } from '../platform/database/transactions';

/** One row beside the audit log, for those who read the complaint: ids and names of fields, no value. */
export const recordComplaintAction = (
  tx: Tx,
  action: string,
  complaintId: string,
  fields: readonly string[] = [],
): Promise<void> =>
  record(tx, {
    action: `complaints.${action}`,
    kind: 'complaint',
    ids: [complaintId],
    fields,
    apart: true,
  });
