import { createHmac } from 'node:crypto';
import type { AuditLogName } from './audit-keys';
import type { StoredRow } from './audit-row.rules';
import {
  type NumberRange,
  type NumberRanges,
  parseRanges,
  rangesOf,
  union,
  without,
  writeRanges,
} from './number-ranges.rules';

/** A batch as it is stored; numbers and ranges as text. */
export interface AuditBatch {
  readonly log: AuditLogName;
  readonly number: string;
  readonly seqs: string;
  readonly rowCount: number;
  readonly digests: Buffer;
  readonly top: string;
  readonly openSeqs: string;
  readonly closingSeqs: string;
  readonly closingXid: string;
  /** Microseconds since 1970; `Infinity` and `-Infinity` are times of PostgreSQL too. */
  readonly closingSince: string;
  readonly beforeChain: boolean;
  readonly sealedAt: string;
  readonly mac: Buffer;
}

export const BATCH_COLUMNS = `log, number::text AS number, seqs::text AS seqs, row_count AS "rowCount", digests,
  top::text AS top, open_seqs::text AS "openSeqs", closing_seqs::text AS "closingSeqs", closing_xid::text AS "closingXid",
  trunc(extract(epoch FROM closing_since) * 1000000)::text AS "closingSince", before_chain AS "beforeChain",
  trunc(extract(epoch FROM sealed_at) * 1000000)::text AS "sealedAt", mac`;

export const microsecondsOf = (time: Date): string => `${time.getTime()}000`;

/** Null: no time that this machine can write. */
export function timeOf(microseconds: string): Date | null {
  const time = new Date(Number(microseconds) / 1000);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** Keyed hash of a batch over the one before it. */
export const batchMac = (
  key: Buffer,
  previous: Buffer | null,
  batch: Omit<AuditBatch, 'mac'>,
): Buffer =>
  createHmac('sha256', key)
    .update(
      `batch\0${JSON.stringify([
        previous?.toString('hex') ?? '',
        batch.log,
        batch.number,
        batch.seqs,
        batch.rowCount,
        batch.digests.toString('hex'),
        batch.top,
        batch.openSeqs,
        batch.closingSeqs,
        batch.closingXid,
        batch.closingSince,
        batch.beforeChain,
        batch.sealedAt,
      ])}`,
    )
    .digest();

/** Which transactions were open when the rows were read: those below `xmin` are over, those from `xmax` on not begun. */
export interface Snapshot {
  readonly xmin: bigint;
  readonly xmax: bigint;
}

/** Numbers that may still be filled. */
export interface OpenNumbers {
  readonly open: NumberRanges;
  readonly closing: NumberRanges;
  readonly closingXid: bigint;
  readonly closingSince: Date;
}

/** A number is taken before its transaction has an id, and a process may be stopped between the two. */
const CLOSING_AFTER_MS = 60_000;
/** No transaction is open as long: a number with a row of before beside it stays empty. */
const SURELY_OVER_MS = 86_400_000;

const LONG_AGO = new Date(0);

export const openNumbersOf = (batch: AuditBatch | null, now: Date): OpenNumbers =>
  batch === null
    ? { open: [], closing: [], closingXid: 0n, closingSince: now }
    : {
        open: parseRanges(batch.openSeqs),
        closing: parseRanges(batch.closingSeqs),
        closingXid: BigInt(batch.closingXid),
        closingSince: timeOf(batch.closingSince) ?? LONG_AGO,
      };

/**
 * The numbers to look for again after `rows` (in order) were read above `top`. Numbers that stay empty are given up in two
 * generations: once all transactions that were open when a generation was closed are over.
 */
export function nextOpenNumbers(
  before: OpenNumbers,
  {
    rows,
    top,
    snapshot,
    now,
  }: {
    readonly rows: readonly Pick<StoredRow, 'seq' | 'at'>[];
    readonly top: bigint;
    readonly snapshot: Snapshot;
    readonly now: Date;
  },
): OpenNumbers {
  const found = rangesOf(rows.map(({ seq }) => BigInt(seq)));
  const gaps = gapsIn(rows, top, now);
  const open = without(before.open, found);
  const closing = without(before.closing, found);
  // After a restore transaction ids start again: an id that has not been assigned yet belongs to another server.
  const isOver = snapshot.xmin >= before.closingXid || before.closingXid > snapshot.xmax;
  const waitedMs = now.getTime() - before.closingSince.getTime();
  // A future time comes from a wrong clock; without this the numbers would be waited for until then.
  const mayClose = waitedMs >= CLOSING_AFTER_MS || waitedMs < 0;
  if ((closing.length > 0 && !isOver) || !mayClose)
    return { ...before, open: union(open, gaps), closing };
  return { open: gaps, closing: open, closingXid: snapshot.xmax, closingSince: now };
}

function gapsIn(
  rows: readonly Pick<StoredRow, 'seq' | 'at'>[],
  top: bigint,
  now: Date,
): NumberRange[] {
  const surelyOver = BigInt(now.getTime() - SURELY_OVER_MS) * 1000n;
  const gaps: NumberRange[] = [];
  let last = top;
  for (const { seq, at } of rows) {
    const number = BigInt(seq);
    if (number <= top) continue;
    if (number > last + 1n && isAfter(at, surelyOver))
      gaps.push({ from: last + 1n, until: number });
    last = number;
  }
  return gaps;
}

/** `infinity` says nothing about when the row was written. */
const isAfter = (at: string, time: bigint): boolean => !/^-?\d+$/.test(at) || BigInt(at) > time;

export const writtenOpenNumbers = ({ open, closing, closingXid, closingSince }: OpenNumbers) => ({
  openSeqs: writeRanges(open),
  closingSeqs: writeRanges(closing),
  closingXid: String(closingXid),
  closingSince: microsecondsOf(closingSince),
});
