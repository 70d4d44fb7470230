import type { AuditFinding } from '../../audit';
import type { Tx } from '../../platform/database/transactions';

export interface Verification {
  readonly id: string;
  readonly at: Date;
  readonly rowCount: number;
  readonly batchCount: number;
  readonly findingCount: number;
  readonly whole: boolean;
  readonly findings: readonly AuditFinding[];
}

/** Results of the verifications of the audit log, latest first. */
export const latestVerifications = (tx: Tx, most: number): Promise<Verification[]> =>
  tx.query<Verification>(
    `SELECT v.id, v.at, v.row_count::float8 AS "rowCount", v.batch_count::float8 AS "batchCount",
            v.finding_count::float8 AS "findingCount", v.whole, v.findings
       FROM audit_verifications v ORDER BY v.at DESC, v.id LIMIT $1`,
    [most],
  );
