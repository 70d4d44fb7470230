import { asSystem } from '../../platform/database/as-system';
import { AUDIT_LOGS } from './audit-keys';

export interface AuditState {
  /** Null: there was no verification yet. */
  readonly verifiedAt: Date | null;
  readonly findings: number;
  /** How long the oldest row has waited for its sealing. */
  readonly waitingMs: number;
}

/** When the oldest row above the last batch of a log was written. */
export const oldestUnsealed = (log: string): string =>
  `(SELECT a.at FROM ${log} a
     WHERE a.seq > coalesce((SELECT b.top FROM audit_batches b WHERE b.log = '${log}' ORDER BY b.number DESC LIMIT 1), 0)
     ORDER BY a.seq LIMIT 1)`;

/** For the health check. */
export const auditState = (appUrl: string, now: Date): Promise<AuditState> =>
  asSystem(appUrl, now, async (client) => {
    const { rows } = await client.query<{
      verifiedAt: Date | null;
      findings: string | null;
      /** A number where the time has no end. */
      oldest: Date | number | null;
    }>(
      `SELECT v.at AS "verifiedAt", v.finding_count AS findings,
              least(${AUDIT_LOGS.map(oldestUnsealed).join(', ')}) AS oldest
         FROM (SELECT) AS one LEFT JOIN LATERAL (
           SELECT at, finding_count FROM audit_verifications WHERE at <= $1 ORDER BY at DESC, id LIMIT 1) AS v ON true`,
      [now],
    );
    const { verifiedAt, findings, oldest } = rows[0]!;
    const waitingMs = oldest instanceof Date ? now.getTime() - oldest.getTime() : 0;
    return { verifiedAt, findings: Number(findings ?? 0), waitingMs };
  });
