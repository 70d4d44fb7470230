/** Whether the audit logs are as they were written and sealed: rows, batches and anchors, in bounded memory. */
import { type AuditBatch, BATCH_COLUMNS, batchMac, timeOf } from './audit-batch.rules';
import { type Anchor, type AnchorFile, anchorsOf, countInvalid } from './audit-anchors';
import type { AuditFinding } from './audit-findings';
import { AUDIT_LOGS, type AuditKeys, type AuditLogName } from './audit-keys';
import {
  DIGEST_BYTES,
  hasValidMac,
  rowColumns,
  rowDigest,
  type StoredRow,
} from './audit-row.rules';
import { ACTS_OF_FUNCTIONS } from './functions-without-mac.data';
import {
  countOf,
  FIRST_NUMBER,
  includes,
  LAST_NUMBER,
  type NumberRange,
  numbersIn,
  parseRanges,
  union,
  writeRanges,
} from './number-ranges.rules';
import { mayTryAgain } from '../../platform/database/transactions';
import { loggedError } from '../../platform/shared/logged-error';
import { type Ask, macsOf } from './restore-marks';

export interface VerifyQuestion {
  readonly ask: Ask;
  readonly keys: AuditKeys;
  /** The file of anchors, and how much of it was there before the snapshot: later ones name batches of after it. */
  readonly anchors: AnchorFile;
  readonly now: Date;
  /** Batches that were verified before: what follows is looked at. Without it the whole. */
  readonly since?: VerifiedHeads;
  /** Called for each finding as soon as it is made. */
  readonly onFinding: (finding: AuditFinding) => void;
}

/** The last batch of each log that a verification without a finding saw. */
export type VerifiedHeads = Readonly<Partial<Record<AuditLogName, VerifiedHead>>>;

export interface VerifiedHead {
  readonly number: string;
  /** In hexadecimal. */
  readonly mac: string;
}

export interface LogVerification {
  readonly log: AuditLogName;
  /** The last batch; null: none. */
  readonly head: VerifiedHead | null;
  readonly batches: number;
  readonly rows: number;
  /** Written since the last batch. */
  readonly unsealed: number;
  /** Rows written before the chain existed, or by servers of a version without it. */
  readonly beforeChain: number;
  /** Without a mac, by functions of the database. */
  readonly ofFunctions: number;
  readonly anchors: number;
  /** Anchors of stretches that a restore left behind. */
  readonly leftByRestores: number;
  /** Lines of anchors that the key did not make: they do not count. */
  readonly invalidAnchors: number;
}

/** Rows read at once. */
const PAGE = 2_000;
const BATCHES_AT_ONCE = 20;
/** Differing rows kept until the end, to recognise swapped rows; beyond this number each is reported as changed. */
const MOST_KEPT = 20_000;
const UNSEALED_FOR_MS = 10 * 60_000;

interface DifferingRow {
  readonly seq: string;
  readonly batch: string;
  readonly expected: string;
  readonly found: string;
}

export async function verifyAudit(question: VerifyQuestion): Promise<LogVerification[]> {
  const verified: LogVerification[] = [];
  const begins: LogBegin[] = [];
  for (const log of AUDIT_LOGS) {
    const verifier = new LogVerifier(question, log);
    try {
      verified.push(await verifier.verify());
      begins.push(verifier.begin);
    } catch (error) {
      if (mayTryAgain(error)) throw error;
      // An attacker may have caused the error to stop the verification, so that it is a finding. No further query is
      // possible in this transaction.
      question.onFinding({ kind: 'not_verified', log, error: loggedError(error).words });
      break;
    }
  }
  findOpenLogs(question, begins);
  return verified;
}

interface LogBegin {
  readonly log: AuditLogName;
  /** When the first batch whose rows all need a mac was sealed; null while there is none. */
  readonly since: Date | null;
}

/** The chains of all logs begin together, with `mawa upgrade --finish` or the database. */
function findOpenLogs({ now, onFinding }: VerifyQuestion, begins: readonly LogBegin[]): void {
  const hasBegun = begins.some(
    ({ since }) => since && now.getTime() - since.getTime() > UNSEALED_FOR_MS,
  );
  for (const { log, since } of hasBegun ? begins : [])
    if (!since) onFinding({ kind: 'not_begun', log });
}

class LogVerifier {
  private rows = 0;
  private batches = 0;
  private beforeChain = 0;
  private ofFunctions = 0;
  private since: Date | null = null;
  /** The highest number that was verified before; null: none. */
  private top: string | null = null;
  private readonly differing: DifferingRow[] = [];
  /** Numbers of rows whose batches are missing. */
  private readonly ofMissing: NumberRange[] = [];

  constructor(
    private readonly question: VerifyQuestion,
    private readonly log: AuditLogName,
  ) {}

  async verify(): Promise<LogVerification> {
    const verified = await this.lastVerified();
    this.top = verified?.top ?? null;
    if (verified && !verified.beforeChain) this.since = timeOf(verified.sealedAt);
    const head = await this.walkBatches(verified);
    this.reportDiffering();
    await this.findImpossibleNumbers();
    await this.findRowsOutsideBatches(head);
    const unsealed = await this.checkUnsealed(head);
    await this.findCopies();
    const { anchors, leftByRestores } = await this.compareAnchors(BigInt(head?.number ?? 0));
    const invalidAnchors = await countInvalid(this.question.anchors, this.log);
    const { log, batches, rows, beforeChain, ofFunctions } = this;
    return {
      log,
      head: head && { number: head.number, mac: head.mac.toString('hex') },
      batches,
      rows,
      unsealed,
      beforeChain,
      ofFunctions,
      anchors,
      leftByRestores,
      invalidAnchors,
    };
  }

  private get verifiedNumber(): string {
    return this.top === null ? '0' : this.question.since![this.log]!.number;
  }

  get begin(): LogBegin {
    return { log: this.log, since: this.since };
  }

  private find(finding: Omit<AuditFinding, 'log'>): void {
    this.question.onFinding({ ...finding, log: this.log });
  }

  /**
   * Last verified batch; null: start at the first batch, also if the recorded batch is missing or differs. The MAC is
   * recomputed, because an attacker who changes other columns of the batch and keeps its MAC could otherwise choose
   * where the verification starts.
   */
  private async lastVerified(): Promise<AuditBatch | null> {
    const { ask, keys, since } = this.question;
    const verified = since?.[this.log];
    if (!verified) return null;
    const batches = await ask<AuditBatch>(
      `SELECT ${BATCH_COLUMNS} FROM audit_batches WHERE log = $1 AND audit_batches.number IN ($2::bigint, $2::bigint - 1)`,
      [this.log, verified.number],
    );
    const batch = batches.find(({ number }) => number === verified.number);
    const before = batches.find(({ number }) => number !== verified.number);
    if (batch?.mac.toString('hex') !== verified.mac) return null;
    return batchMac(keys.chain, before?.mac ?? null, batch).equals(batch.mac) ? batch : null;
  }

  /** From the first batch, or from the one after `verified`, to the last. */
  private async walkBatches(verified: AuditBatch | null): Promise<AuditBatch | null> {
    const { ask, keys } = this.question;
    let previous: AuditBatch | null = verified;
    for (;;) {
      const page: AuditBatch[] = await ask<AuditBatch>(
        `SELECT ${BATCH_COLUMNS} FROM audit_batches WHERE log = $1 AND number > $2 ORDER BY audit_batches.number
          LIMIT ${BATCHES_AT_ONCE}`,
        [this.log, previous?.number ?? '0'],
      );
      for (const batch of page) {
        const expected = BigInt(previous?.number ?? 0) + 1n;
        if (BigInt(batch.number) !== expected) this.reportMissing(expected, previous, batch);
        const isNext = BigInt(batch.number) === expected;
        // The hash of a missing predecessor is unknown; the rows of this batch can still be compared.
        const isChanged =
          (isNext && !batchMac(keys.chain, previous?.mac ?? null, batch).equals(batch.mac)) ||
          (batch.beforeChain && previous !== null && !previous.beforeChain);
        if (isChanged) this.find({ kind: 'batch_changed', batch: batch.number });
        await this.compareRows(batch).catch((error: unknown) => {
          if (!isChanged) this.find({ kind: 'batch_changed', batch: batch.number });
          throw error;
        });
        if (!batch.beforeChain) this.since ??= timeOf(batch.sealedAt);
        this.batches += 1;
        previous = batch;
      }
      if (page.length < BATCHES_AT_ONCE) return previous;
    }
  }

  private reportMissing(first: bigint, previous: AuditBatch | null, next: AuditBatch): void {
    // A number far beyond is that of a batch that was put in.
    const until = BigInt(next.number) < first + 1_000n ? BigInt(next.number) : first + 1n;
    for (let number = first; number < until; number += 1n)
      this.find({ kind: 'batch_missing', batch: String(number) });
    const from = BigInt(previous?.top ?? 0) + 1n;
    const begin = parseRanges(next.seqs).find((range) => range.from >= from);
    if (begin) this.ofMissing.push({ from, until: begin.from });
  }

  private async compareRows(batch: AuditBatch): Promise<void> {
    const seqs = parseRanges(batch.seqs);
    // Forged ranges can be larger than any log; such a batch was reported as changed already.
    if (
      countOf(seqs) !== BigInt(batch.rowCount) ||
      batch.digests.length !== batch.rowCount * DIGEST_BYTES
    )
      return;
    const rows = await this.question.ask<StoredRow>(
      `SELECT ${rowColumns(this.log)} FROM unnest($1::int8multirange) AS r
        CROSS JOIN LATERAL (SELECT * FROM ${this.log} WHERE seq >= lower(r) AND seq < upper(r)) AS a
        ORDER BY a.seq`,
      [batch.seqs],
    );
    const bySeq = rowsByNumber(rows);
    let place = 0;
    for (const number of numbersIn(seqs)) {
      const expected = batch.digests.subarray(place, (place += DIGEST_BYTES));
      const found = bySeq.get(String(number)) ?? [];
      this.compareRow(batch, String(number), expected, this.sealedOf(found, expected));
    }
    this.rows += rows.length;
  }

  /**
   * Of several rows with one number (possible only in different partitions), the one that was sealed; the others were
   * inserted later.
   */
  private sealedOf(rows: readonly StoredRow[], expected: Buffer): StoredRow | undefined {
    if (rows.length < 2) return rows[0];
    for (const { seq } of rows.slice(1)) this.find({ kind: 'row_inserted', seq });
    return rows.find((row) => rowDigest(this.question.keys.chain, row).equals(expected)) ?? rows[0];
  }

  private compareRow(
    batch: AuditBatch,
    seq: string,
    expected: Buffer,
    row: StoredRow | undefined,
  ): void {
    if (!row) return this.find({ kind: 'row_missing', seq, batch: batch.number });
    const found = rowDigest(this.question.keys.chain, row);
    if (!found.equals(expected))
      return this.keepDiffering({
        seq,
        batch: batch.number,
        expected: expected.toString('hex'),
        found: found.toString('hex'),
      });
    this.checkMac(row, batch.beforeChain);
  }

  private keepDiffering(row: DifferingRow): void {
    if (this.differing.length < MOST_KEPT) this.differing.push(row);
    else this.find({ kind: 'row_changed', seq: row.seq, batch: row.batch });
  }

  /** Reports two rows that took each other's place as swapped, and any other differing row as changed. */
  private reportDiffering(): void {
    const byExpected = new Map(this.differing.map((row) => [row.expected, row]));
    const reported = new Set<DifferingRow>();
    for (const row of this.differing) {
      if (reported.has(row)) continue;
      const other = byExpected.get(row.found);
      const isSwapped = other !== undefined && other !== row && other.found === row.expected;
      if (isSwapped) {
        reported.add(other);
        this.find({ kind: 'rows_swapped', seq: row.seq, otherSeq: other.seq, batch: row.batch });
      } else this.find({ kind: 'row_changed', seq: row.seq, batch: row.batch });
    }
  }

  private checkMac(row: StoredRow, isBeforeChain: boolean): void {
    const { seq, mac, action, outcome } = row;
    if (mac !== null) {
      if (!hasValidMac(this.question.keys.rows, row))
        this.find({ kind: 'row_of_another_writer', seq });
      return;
    }
    if (ACTS_OF_FUNCTIONS.has(`${action} ${outcome}`) && this.log === 'audit_log')
      this.ofFunctions += 1;
    else if (isBeforeChain) this.beforeChain += 1;
    else this.find({ kind: 'row_without_mac', seq });
  }

  /** Rows at numbers that the identity of the log never gives. */
  private async findImpossibleNumbers(): Promise<void> {
    for (let after: string | null = null; ;) {
      const page: { seq: string }[] = await this.question.ask<{ seq: string }>(
        `SELECT seq::text AS seq FROM ${this.log} a
          WHERE (seq < $1 OR seq > $2) AND ($3::bigint IS NULL OR seq > $3) ORDER BY a.seq LIMIT ${PAGE}`,
        [String(FIRST_NUMBER), String(LAST_NUMBER), after],
      );
      for (const { seq } of page) this.find({ kind: 'row_inserted', seq });
      if (page.length < PAGE) return;
      after = page.at(-1)!.seq;
    }
  }

  /** Rows at numbers that stayed empty when they were sealed over. */
  private async findRowsOutsideBatches(head: AuditBatch | null): Promise<void> {
    if (!head) return;
    const known = [...openIn(head), ...this.ofMissing];
    for (let after = this.top ?? String(FIRST_NUMBER - 1n); ;) {
      const page = await this.question.ask<{ seq: string }>(
        `WITH sealed AS (
           SELECT upper(r) AS "from", lead(lower(r)) OVER (ORDER BY lower(r), upper(r)) AS until
             FROM (SELECT unnest(seqs) AS r FROM audit_batches WHERE log = $1 AND number > $5::bigint
                    UNION ALL SELECT int8range($2::bigint, $2::bigint + 1)
                    UNION ALL SELECT int8range($3::bigint, $3::bigint + 1)) AS ranges
         )
         SELECT a.seq::text AS seq FROM sealed
          CROSS JOIN LATERAL (SELECT seq FROM ${this.log}
                               WHERE seq >= sealed."from" AND seq < sealed.until AND seq > $4 ORDER BY seq LIMIT ${PAGE}) AS a
          WHERE sealed.until > sealed."from"
          ORDER BY a.seq LIMIT ${PAGE}`,
        [
          this.log,
          this.top ?? String(FIRST_NUMBER - 1n),
          String(BigInt(head.top) + 1n),
          after,
          this.verifiedNumber,
        ],
      );
      for (const { seq } of page)
        if (!includes(known, BigInt(seq))) this.find({ kind: 'row_inserted', seq });
      if (page.length < PAGE) return;
      after = page.at(-1)!.seq;
    }
  }

  /** Those of the last moments: each was written by Mawa, and none waits for long. */
  private async checkUnsealed(head: AuditBatch | null): Promise<number> {
    const { ask, now } = this.question;
    const isBeforeChain = head === null || head.beforeChain;
    let count = 0;
    let waits: { seq: string; at: string } | null = null;
    for (let after = String(FIRST_NUMBER - 1n); ;) {
      const page: StoredRow[] = await ask<StoredRow>(
        `SELECT ${rowColumns(this.log)} FROM (
           SELECT late.* FROM unnest($1::int8multirange) AS r
            CROSS JOIN LATERAL (SELECT * FROM ${this.log} WHERE seq >= lower(r) AND seq < upper(r)) AS late
            WHERE late.seq > $2::bigint
            UNION ALL (SELECT * FROM ${this.log} WHERE seq > greatest($2::bigint, $3::bigint)
                          AND seq <= ${LAST_NUMBER} ORDER BY seq LIMIT ${PAGE})
         ) AS a ORDER BY a.seq LIMIT ${PAGE}`,
        [head ? writeRanges(openIn(head)) : '{}', after, head?.top ?? '0'],
      );
      for (const row of page) {
        this.checkMac(row, isBeforeChain);
        const at = timeOf(row.at);
        if (!waits && at && now.getTime() - at.getTime() > UNSEALED_FOR_MS)
          waits = { seq: row.seq, at: at.toISOString() };
      }
      count += page.length;
      if (page.length < PAGE) break;
      after = page.at(-1)!.seq;
    }
    if (waits) this.find({ kind: 'not_sealed', ...waits });
    return count;
  }

  /** A row put in before the sealing with the mac of another is as valid as that one. Of an older one: by the whole. */
  private async findCopies(): Promise<void> {
    const copies = await this.question.ask<{ seqs: string[] }>(
      `SELECT array_agg(seq::text ORDER BY seq) AS seqs FROM ${this.log}
        WHERE mac IS NOT NULL AND ($1::bigint IS NULL OR seq > $1)
        GROUP BY mac HAVING count(*) > 1 LIMIT ${PAGE}`,
      [this.top],
    );
    for (const { seqs } of copies)
      for (const seq of seqs.slice(1)) this.find({ kind: 'row_copied', seq, otherSeq: seqs[0]! });
  }

  /** Anchors beyond a later restore do not count; each other one names a batch that must be there as it was. */
  private async compareAnchors(
    last: bigint,
  ): Promise<Pick<LogVerification, 'anchors' | 'leftByRestores'>> {
    const { ask, anchors: file } = this.question;
    const { log } = this;
    let [anchors, leftByRestores] = [0, 0];
    let firstBeyond: Anchor | null = null;
    let page: Anchor[] = [];
    const compare = async () => {
      const macs = await macsOf({ ask, log }, page);
      for (const { number, mac, at } of page)
        if (macs.has(number) && macs.get(number) !== mac)
          this.find({ kind: 'anchor_differs', batch: number, at });
      page = [];
    };
    for await (const { anchor, counts } of anchorsOf({ file, log })) {
      if (!counts) {
        leftByRestores += 1;
        continue;
      }
      if (BigInt(anchor.number) <= BigInt(this.verifiedNumber)) continue;
      anchors += 1;
      if (BigInt(anchor.number) > last) firstBeyond ??= anchor;
      else page.push(anchor);
      if (page.length === PAGE) await compare();
    }
    await compare();
    if (firstBeyond)
      this.find({
        kind: 'chain_ends_before_anchor',
        batch: firstBeyond.number,
        at: firstBeyond.at,
      });
    return { anchors, leftByRestores };
  }
}

function rowsByNumber(rows: readonly StoredRow[]): Map<string, StoredRow[]> {
  const bySeq = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const others = bySeq.get(row.seq);
    if (others) others.push(row);
    else bySeq.set(row.seq, [row]);
  }
  return bySeq;
}

/** Numbers at which a transaction that was open may still have put a row. */
const openIn = ({ openSeqs, closingSeqs }: AuditBatch) =>
  union(parseRanges(openSeqs), parseRanges(closingSeqs));
