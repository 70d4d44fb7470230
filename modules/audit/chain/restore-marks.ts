/** Where the chain of a restored database leaves that of the anchors. */
import { type Anchor, type AnchorFile, anchorsOf, type RestoreMark } from './audit-anchors';
import { AUDIT_LOGS, type AuditLogName } from './audit-keys';
import { headOf } from './audit-sealer.service';

/** Rows of a statement; of one snapshot, as somebody who reads both logs. */
export type Ask = <T>(sql: string, values?: unknown[]) => Promise<T[]>;

interface LogInDatabase {
  readonly ask: Ask;
  readonly log: AuditLogName;
}

/** A stretch of anchored batches that the database no longer has: those after `to`, up to `from`. */
export interface LeftBatches {
  readonly log: AuditLogName;
  readonly from: bigint;
  readonly to: bigint;
}

/** Anchors compared at once. */
const PAGE = 2_000;

/** The stretches that count and are missing or different, whatever was sealed since. */
export async function leftByRestore(ask: Ask, file: AnchorFile): Promise<readonly LeftBatches[]> {
  const left: LeftBatches[] = [];
  for (const log of AUDIT_LOGS) {
    const stretch = await leftOf({ ask, log }, file);
    if (stretch) left.push(stretch);
  }
  return left;
}

async function leftOf(source: LogInDatabase, file: AnchorFile): Promise<LeftBatches | null> {
  const head = await headOf({ query: source.ask }, source.log);
  const end = BigInt(head?.number ?? 0);
  const same: bigint[] = [];
  let [highest, firstLeft]: [bigint, bigint | null] = [0n, null];
  for await (const page of pagesOf(file, source.log)) {
    const macs = await macsOf(source, page);
    for (const { number: text, mac } of page) {
      const number = BigInt(text);
      const found = macs.get(text);
      if (number > highest) highest = number;
      // A batch that is missing before the end was deleted: no restore does that.
      const isLeft = number > end || (found !== undefined && found !== mac);
      if (isLeft && (firstLeft === null || number < firstLeft)) firstLeft = number;
      if (!isLeft && found !== undefined) same.push(number);
    }
  }
  if (firstLeft === null) return null;
  // Those of after the restore are the same too: the last one that is the same before the first that is not.
  const first = firstLeft;
  const to = same.reduce((last, number) => (number < first && number > last ? number : last), 0n);
  return { log: source.log, from: highest, to };
}

async function* pagesOf(file: AnchorFile, log: AuditLogName): AsyncGenerator<Anchor[]> {
  let page: Anchor[] = [];
  for await (const { anchor, counts } of anchorsOf({ file, log })) {
    if (counts) page.push(anchor);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** MACs of the given batches in the database, by number. */
export async function macsOf(
  { ask, log }: LogInDatabase,
  anchors: readonly Pick<Anchor, 'number'>[],
): Promise<Map<string, string>> {
  if (anchors.length === 0) return new Map();
  const rows = await ask<{ number: string; mac: string }>(
    `SELECT number::text AS number, encode(mac, 'hex') AS mac FROM audit_batches
      WHERE log = $1 AND number = ANY ($2::bigint[])`,
    [log, anchors.map(({ number }) => number)],
  );
  return new Map(rows.map(({ number, mac }) => [number, mac]));
}

export const marksOf = (left: readonly LeftBatches[], now: Date): RestoreMark[] =>
  left.map(({ log, to }) => ({ at: now.toISOString(), log, restoredTo: String(to) }));
