/** Compares the audit chain of a restored database with its key and the anchors on this machine. */
import { Client } from 'pg';
import type { Env } from '../../platform/config/env';
import { anchorsUntilNow, lastAnchors, type LastAnchors, type RestoreMark } from './audit-anchors';
import { type AuditBatch, BATCH_COLUMNS, batchMac, timeOf } from './audit-batch.rules';
import { type AuditFinding, findingSentence } from './audit-findings';
import { keepAnchors } from './keep-anchors';
import { AUDIT_LOGS, type AuditKeys, type AuditLogName } from './audit-keys';
import { headOf } from './audit-sealer.service';
import { type Ask, leftByRestore, marksOf } from './restore-marks';
import { verifyAudit } from './verify-audit';

export interface RestoredChain {
  /** One for each log, then each finding. */
  readonly sentences: readonly string[];
  readonly isWhole: boolean;
  /** Stretches that the restore left behind. */
  readonly marks: readonly RestoreMark[];
}

interface RestoredQuestion {
  /** Connection of a role that bypasses row-level security. */
  readonly url: string;
  /** Null: the key file is not on this machine. */
  readonly keys: AuditKeys | null;
  readonly anchors: string;
  readonly now: Date;
}

/** A chain that ends before the anchors is what a restore to an earlier moment leaves; anything else is a finding. */
export async function chainAfterRestore(question: RestoredQuestion): Promise<RestoredChain> {
  const client = new Client({ connectionString: question.url });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const ask: Ask = async <T>(sql: string, values?: unknown[]) =>
      (await client.query(sql, values)).rows as T[];
    return await compare(ask, question);
  } finally {
    await client.end();
  }
}

async function compare(ask: Ask, { keys, anchors, now }: RestoredQuestion): Promise<RestoredChain> {
  const unverified = keys === null ? NO_KEY : (await isOfKeys(ask, keys)) ? null : OTHER_KEY;
  const file = await anchorsUntilNow(anchors, unverified === null ? keys!.anchors : null);
  const last = await lastAnchors(file);
  const sentences: string[] = [];
  for (const log of AUDIT_LOGS) {
    const head = await headOf({ query: ask }, log);
    const number = BigInt(head?.number ?? 0);
    sentences.push(headSentence(log, number, head && timeOf(head.sealedAt), last));
  }
  if (keys === null || unverified !== null)
    return { sentences: [...sentences, unverified ?? NO_KEY], isWhole: true, marks: [] };
  const marks = marksOf(await leftByRestore(ask, file), now);
  const findings: AuditFinding[] = [];
  await verifyAudit({
    ask,
    keys,
    anchors: file,
    now,
    onFinding: (finding) => {
      if (!EXPECTED.has(finding.kind)) findings.push(finding);
    },
  });
  sentences.push(...findings.slice(0, MOST_SAID).map(findingSentence));
  sentences.push(
    findings.length === 0
      ? 'The audit logs are as they were written and sealed.'
      : `${findings.length} findings in the audit logs`,
  );
  return { sentences, isWhole: findings.length === 0, marks };
}

const NO_KEY =
  'The chain itself was not verified: there is no key file here. With it: npx mawa audit restored, then npx mawa audit verify.';
const OTHER_KEY =
  'The chain itself was not verified: its first batch was not made with the key file of this machine. With that of before: npx mawa audit restored, then npx mawa audit verify.';

/** Whether the first batch was made with these keys; true where there is none. */
async function isOfKeys(ask: Ask, keys: AuditKeys): Promise<boolean> {
  for (const log of AUDIT_LOGS) {
    const [first] = await ask<AuditBatch>(
      `SELECT ${BATCH_COLUMNS} FROM audit_batches WHERE log = $1 AND audit_batches.number = 1`,
      [log],
    );
    if (first && !batchMac(keys.chain, null, first).equals(first.mac)) return false;
  }
  return true;
}

const EXPECTED = new Set<AuditFinding['kind']>(['chain_ends_before_anchor', 'not_sealed']);
const MOST_SAID = 20;

function headSentence(
  log: AuditLogName,
  number: bigint,
  sealedAt: Date | null,
  last: LastAnchors,
): string {
  const anchored = last.get(log);
  const ends =
    sealedAt === null
      ? `${log}: no batch`
      : `${log}: the chain ends at batch ${number} of ${sealedAt.toISOString()}`;
  if (anchored === undefined) return `${ends}; this machine has no anchors of it.`;
  if (anchored <= number) return `${ends}; the anchors of this machine go to batch ${anchored}.`;
  return (
    `${ends}; the anchors of this machine go to batch ${anchored}: the ${anchored - number} batches after the backup ` +
    'are not in it, as expected.'
  );
}

/**
 * Records the restore: the chain continues after the restored rows, and verification ignores earlier anchors beyond
 * them.
 */
export const recordRestore = (
  env: Env,
  keys: AuditKeys,
  marks: readonly RestoreMark[],
): Promise<void> => keepAnchors(env, keys, marks);
