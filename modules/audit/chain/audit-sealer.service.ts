import { Injectable } from '@nestjs/common';
import { sqlState, type Tx, Transactions } from '../../platform/database/transactions';
import { HOUSEKEEPING_ACTOR } from '../../platform/shared/actor';
import {
  type AuditBatch,
  BATCH_COLUMNS,
  batchMac,
  microsecondsOf,
  nextOpenNumbers,
  openNumbersOf,
  timeOf,
  writtenOpenNumbers,
} from './audit-batch.rules';
import { AUDIT_LOGS, AuditKeys, type AuditLogName } from './audit-keys';
import { record } from '../audit-record.queries';
import { rowColumns, rowDigest, type StoredRow } from './audit-row.rules';
import { LAST_NUMBER, rangesOf, union, writeRanges } from './number-ranges.rules';

/** Maximum rows sealed in one batch, and so in one transaction; late rows are added to them. */
export const MOST_ROWS_OF_A_BATCH = 2_000;
/** Another worker sealed the same rows: the number of the batch is taken. */
const TAKEN = '23505';

interface SealedBatch {
  readonly rows: number;
  /** True if all rows committed before the batch began are sealed. */
  readonly isLast: boolean;
}
const NOTHING: SealedBatch = { rows: 0, isLast: true };

interface RowToSeal extends StoredRow {
  readonly xmin: string;
  readonly xmax: string;
}

/** Chains the committed rows of the audit logs in batches. Of several workers one seals at a time. */
@Injectable()
export class AuditSealer {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: AuditKeys,
  ) {}

  /** Seals all that is committed; answers how many rows. Stopped at any moment, it leaves whole batches. */
  async seal(): Promise<number> {
    let sealed = 0;
    for (const log of AUDIT_LOGS) {
      for (let isLast = false; !isLast;) {
        const batch = await this.sealBatch(log);
        sealed += batch.rows;
        isLast = batch.isLast;
      }
    }
    return sealed;
  }

  private async sealBatch(log: AuditLogName): Promise<SealedBatch> {
    try {
      return await this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
        const [locked, head, lastBefore] = await Promise.all([
          tryLock(tx, log),
          headOf(tx, log),
          lastRowBeforeChain(tx, log),
        ]);
        return locked ? this.sealAfter(tx, log, head, lastBefore) : NOTHING;
      });
    } catch (error) {
      if (sqlState(error) === TAKEN) return NOTHING;
      throw error;
    }
  }

  private async sealAfter(
    tx: Tx,
    log: AuditLogName,
    head: AuditBatch | null,
    lastBefore: bigint | null,
  ): Promise<SealedBatch> {
    const top = BigInt(head?.top ?? 0);
    const mayBeBefore = head?.beforeChain ?? true;
    let beforeChain = mayBeBefore && (lastBefore === null || top < lastBefore);
    let rows = await this.rowsToSeal(tx, log, head, beforeChain ? lastBefore : null);
    if (rows.length === 0 && beforeChain && lastBefore !== null) {
      beforeChain = false;
      rows = await this.rowsToSeal(tx, log, head, null);
    }
    if (rows.length === 0) {
      if (beforeChain || !mayBeBefore || log !== 'complaint_trail') return NOTHING;
      // It may have no row for years, and until its first batch rows without a mac would be those of before the chain.
      await record(tx, { action: 'audit.begin', kind: 'audit', apart: true });
      return { rows: 0, isLast: false };
    }
    await insertBatch(tx, this.batchOf(tx, log, head, rows, beforeChain));
    // Rows of before the chain and those after it are in batches of their own.
    return {
      rows: rows.length,
      isLast: rows.length < MOST_ROWS_OF_A_BATCH && !(beforeChain && lastBefore !== null),
    };
  }

  private batchOf(
    tx: Tx,
    log: AuditLogName,
    head: AuditBatch | null,
    found: readonly RowToSeal[],
    beforeChain: boolean,
  ): AuditBatch {
    // A number has one digest: a second row at it, in another partition, is a finding of `mawa audit verify`.
    const rows = found.filter(({ seq }, at) => at === 0 || seq !== found[at - 1]!.seq);
    const { xmin, xmax, seq: last } = rows.at(-1)!;
    const top = BigInt(head?.top ?? 0);
    const open = nextOpenNumbers(openNumbersOf(head, tx.now), {
      rows,
      top,
      snapshot: { xmin: BigInt(xmin), xmax: BigInt(xmax) },
      now: tx.now,
    });
    const batch = {
      log,
      number: String(BigInt(head?.number ?? 0) + 1n),
      seqs: writeRanges(rangesOf(rows.map(({ seq }) => BigInt(seq)))),
      rowCount: rows.length,
      digests: Buffer.concat(rows.map((row) => rowDigest(this.keys.chain, row))),
      top: BigInt(last) > top ? last : String(top),
      ...writtenOpenNumbers(open),
      beforeChain,
      sealedAt: microsecondsOf(tx.now),
    };
    return { ...batch, mac: batchMac(this.keys.chain, head?.mac ?? null, batch) };
  }

  /** In one statement with its snapshot: what is not visible in it is looked for again. */
  private rowsToSeal(
    tx: Tx,
    log: AuditLogName,
    head: AuditBatch | null,
    until: bigint | null,
  ): Promise<RowToSeal[]> {
    const { open, closing } = openNumbersOf(head, tx.now);
    return tx.query<RowToSeal>(
      `SELECT ${rowColumns(log)}, pg_snapshot_xmin(pg_current_snapshot())::text AS xmin,
              pg_snapshot_xmax(pg_current_snapshot())::text AS xmax
         FROM (SELECT late.* FROM unnest($1::int8multirange) AS r
                CROSS JOIN LATERAL (SELECT * FROM ${log} WHERE seq >= lower(r) AND seq < upper(r)) AS late
                UNION ALL
               (SELECT * FROM ${log} WHERE seq > $2 AND seq <= $3 ORDER BY seq LIMIT ${MOST_ROWS_OF_A_BATCH})) AS a
        ORDER BY a.seq`,
      [writeRanges(union(open, closing)), head?.top ?? '0', String(until ?? LAST_NUMBER)],
    );
  }
}

async function tryLock(tx: Tx, log: AuditLogName): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('mawa seal ' || $1, 0)) AS locked`,
    [log],
  );
  return row!.locked;
}

/** The last batch of a log. */
export async function headOf(tx: Pick<Tx, 'query'>, log: AuditLogName): Promise<AuditBatch | null> {
  const [head] = await tx.query<AuditBatch>(
    `SELECT ${BATCH_COLUMNS} FROM audit_batches WHERE log = $1 ORDER BY audit_batches.number DESC LIMIT 1`,
    [log],
  );
  return head ?? null;
}

/** Null while servers of before the chain may write. */
async function lastRowBeforeChain(tx: Tx, log: AuditLogName): Promise<bigint | null> {
  const [start] = await tx.query<{ last: string }>(
    'SELECT last_seq::text AS last FROM audit_starts WHERE log = $1',
    [log],
  );
  return start ? BigInt(start.last) : null;
}

const insertBatch = (tx: Tx, batch: AuditBatch) =>
  tx.query(
    `INSERT INTO audit_batches (log, number, seqs, row_count, digests, top, open_seqs, closing_seqs, closing_xid,
                                closing_since, before_chain, sealed_at, mac)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      batch.log,
      batch.number,
      batch.seqs,
      batch.rowCount,
      batch.digests,
      batch.top,
      batch.openSeqs,
      batch.closingSeqs,
      batch.closingXid,
      timeOf(batch.closingSince),
      batch.beforeChain,
      timeOf(batch.sealedAt),
      batch.mac,
    ],
  );
