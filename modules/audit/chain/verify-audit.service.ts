import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { Transactions } from '../../platform/database/transactions';
import { HOUSEKEEPING_ACTOR } from '../../platform/shared/actor';
import {
  anchorFile,
  type AnchorFile,
  anchorsUntilNow,
  isRestoreMark,
  readAnchors,
} from './audit-anchors';
import type { AuditFinding } from './audit-findings';
import { AuditKeys } from './audit-keys';
import { VerifiedHeadsFile } from './verified-heads-file.service';
import { type LogVerification, verifyAudit } from './verify-audit';

export interface AuditVerification {
  /** From the first batch on. */
  readonly whole: boolean;
  readonly logs: readonly LogVerification[];
  /** The first of them. */
  readonly findings: readonly AuditFinding[];
  readonly findingCount: number;
}

export interface VerifyOptions {
  /** Another file of anchors than that of this machine. */
  readonly anchors?: string;
  /** How long a row that waits is given to be sealed: it may have been committed a moment ago. */
  readonly sealedWithinMs?: number;
  /** Only what is new since a verification of the last month that found nothing; the whole where there is none. */
  readonly newOnly?: boolean;
}

/** The named file has nothing to compare with. */
export class NoAnchors extends Error {}

const MOST_FINDINGS = 1_000;
/** Findings that are kept with a verification. */
const MOST_KEPT = 50;

/** Verifies the audit logs and stores the result. */
@Injectable()
export class AuditVerifier {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: AuditKeys,
    private readonly verified: VerifiedHeadsFile,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async verify({
    anchors,
    sealedWithinMs = 5_000,
    newOnly = false,
  }: VerifyOptions = {}): Promise<AuditVerification> {
    const file = await this.anchorsToCompare(anchors);
    const before = newOnly ? await this.verified.read() : null;
    const since = before?.heads;
    let findings: AuditFinding[] = [];
    let findingCount = 0;
    let waiting: AuditFinding[] = [];
    const logs = await this.transactions.read(HOUSEKEEPING_ACTOR, (tx) => {
      [findings, findingCount, waiting] = [[], 0, []];
      tx.execute('SET LOCAL statement_timeout = 0');
      return verifyAudit({
        ask: (sql, values) => tx.query(sql, values),
        keys: this.keys,
        anchors: file,
        now: tx.now,
        since,
        onFinding: (finding) => {
          if (finding.kind === 'not_sealed') return void waiting.push(finding);
          findingCount += 1;
          if (findings.length < MOST_FINDINGS) findings.push(finding);
        },
      });
    });
    if (waiting.length > 0) await wait(sealedWithinMs);
    for (const finding of waiting) {
      if (await this.isSealed(finding)) continue;
      findingCount += 1;
      findings.push(finding);
    }
    const whole = since === undefined;
    await this.keep({ whole, logs, findings, findingCount });
    // A command may be of another user of the machine, and with other anchors.
    if (newOnly) await this.verified.keep(logs, { whole, before, findingCount });
    return { whole, logs, findings, findingCount };
  }

  /** A file that somebody names has anchors: comparing with none would find nothing. */
  private async anchorsToCompare(named: string | undefined): Promise<AnchorFile> {
    const { anchors: key } = this.keys;
    if (named === undefined) return anchorsUntilNow(anchorFile(this.env), key);
    try {
      const file = await anchorsUntilNow(named, key);
      for await (const line of readAnchors(file)) if (!isRestoreMark(line)) return file;
    } catch (error) {
      throw new NoAnchors(`${named} cannot be read: ${(error as Error).message}`);
    }
    throw new NoAnchors(`${named} is not there, or has no anchor that was made with this key file`);
  }

  private isSealed({ log, seq }: AuditFinding): Promise<boolean> {
    return this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      const [row] = await tx.query<{ sealed: boolean }>(
        `SELECT EXISTS (SELECT FROM (SELECT seqs FROM audit_batches WHERE log = $1 ORDER BY number DESC LIMIT 100) b
                         WHERE b.seqs @> $2::bigint) AS sealed`,
        [log, seq],
      );
      return row!.sealed;
    });
  }

  /** With what was found; administrators and auditors have a task until they looked into it. */
  private async keep({ whole, logs, findings, findingCount }: AuditVerification): Promise<void> {
    const sum = (count: (log: LogVerification) => number) =>
      logs.reduce((total, log) => total + count(log), 0);
    const id = randomUUID();
    await this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      await tx.query(
        `INSERT INTO audit_verifications (id, row_count, batch_count, anchor_count, finding_count, whole, findings)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          id,
          sum(({ rows, unsealed }) => rows + unsealed),
          sum(({ batches }) => batches),
          sum(({ anchors }) => anchors),
          findingCount,
          whole,
          JSON.stringify(findings.slice(0, MOST_KEPT).map(({ error: _, ...finding }) => finding)),
        ],
      );
      for (const role of findingCount > 0 ? ['administrator', 'auditor'] : [])
        // One while it is open, however many nights find the same.
        tx.execute(
          `SELECT add_task('audit_finding', NULL, NULL, $1, NULL, mawa_now() + interval '1 day')`,
          [role],
        );
    });
  }
}
