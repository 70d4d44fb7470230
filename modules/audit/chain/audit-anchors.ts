/** Heads of the audit chain outside the database: what its own administrator cannot rewrite. */
import { createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Env } from '../../platform/config/env';
import { flushFolder } from '../../platform/shared/flush-folder';
import { AUDIT_LOGS, type AuditLogName } from './audit-keys';

/** A batch as it was at some time. */
export interface Anchor {
  readonly at: string;
  readonly log: AuditLogName;
  readonly number: string;
  readonly mac: string;
}

/** Mark of a restore: the chain continues after `restoredTo`, and earlier anchors beyond it no longer count. */
export interface RestoreMark {
  readonly at: string;
  readonly log: AuditLogName;
  readonly restoredTo: string;
}

export type AnchorLine = Anchor | RestoreMark;
export const isRestoreMark = (line: AnchorLine): line is RestoreMark => 'restoredTo' in line;

/** Signed form: write access to the file or the log server is not enough to forge a line. */
export type SignedLine = AnchorLine & { readonly signature: string };

export const signedLine = (key: Buffer, line: AnchorLine): SignedLine => ({
  ...line,
  signature: signatureOf(key, line),
});

const signatureOf = (key: Buffer, line: AnchorLine): string =>
  createHmac('sha256', key)
    .update(
      JSON.stringify(
        isRestoreMark(line)
          ? ['restored', line.at, line.log, line.restoredTo]
          : ['anchor', line.at, line.log, line.number, line.mac],
      ),
    )
    .digest('hex');

export const anchorFile = ({ MAWA_AUDIT_ANCHORS, MAWA_DATA }: Env): string =>
  MAWA_AUDIT_ANCHORS ?? join(MAWA_DATA, 'audit-anchors.jsonl');

/** Written through to the disk, on a line of its own even where a line before it was cut off. */
export async function appendAnchors(path: string, lines: readonly SignedLine[]): Promise<void> {
  if (lines.length === 0) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const begin = size > 0 && last.toString() !== '\n' ? '\n' : '';
    await file.appendFile(begin + lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await file.sync();
    if (size === 0) flushFolder(dirname(path));
  } finally {
    await file.close();
  }
}

/** The file up to some byte. */
export interface AnchorFile {
  readonly path: string;
  readonly bytes: number;
  /** The first byte that is read; the beginning without it. */
  readonly from?: number;
  /** Null: the key file is not on this machine, and no line can be checked. */
  readonly key: Buffer | null;
}

/** The file as it is now. */
export async function anchorsUntilNow(path: string, key: Buffer | null): Promise<AnchorFile> {
  try {
    return { path, bytes: (await stat(path)).size, key };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { path, bytes: 0, key };
  }
}

/**
 * The valid lines of the file, in order. In copies kept by a system log, a line starts at its first brace. A restore
 * mark counts at its first occurrence only, since a replayed one would hide later anchors.
 */
export async function* readAnchors(file: AnchorFile): AsyncGenerator<AnchorLine> {
  for await (const { line, isValid } of checkedLines(file)) if (isValid) yield line;
}

/** How many lines of a log are none of ours. */
export async function countInvalid(file: AnchorFile, log: AuditLogName): Promise<number> {
  let count = 0;
  for await (const { line, isValid } of checkedLines(file))
    if (!isValid && line.log === log) count += 1;
  return count;
}

async function* checkedLines({
  path,
  bytes,
  key,
  from = 0,
}: AnchorFile): AsyncGenerator<{ readonly line: SignedLine; readonly isValid: boolean }> {
  if (bytes <= from) return;
  const marks = new Set<string>();
  const input = createReadStream(path, { encoding: 'utf8', start: from, end: bytes - 1 });
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    const line = lineOf(text);
    if (!line || marks.has(line.signature)) continue;
    const isValid = key === null || signatureOf(key, line) === line.signature;
    if (isValid && isRestoreMark(line)) marks.add(line.signature);
    yield { line, isValid };
  }
}

/** Null: a truncated line, or one of another program. */
function lineOf(text: string): SignedLine | null {
  try {
    const line = JSON.parse(text.slice(text.indexOf('{'))) as Record<string, string>;
    const isOfLog = AUDIT_LOGS.includes(line.log as AuditLogName);
    const number = line.restoredTo ?? line.number ?? '';
    const isWhole = line.restoredTo !== undefined || /^[0-9a-f]{64}$/.test(line.mac ?? '');
    return isOfLog && isWhole && /^\d{1,18}$/.test(number) ? (line as unknown as SignedLine) : null;
  } catch {
    return null;
  }
}

/** The last batch that counts, by log: of anchors beyond a restore none does. */
export type LastAnchors = Map<AuditLogName, bigint>;

export async function addToLastAnchors(last: LastAnchors, file: AnchorFile): Promise<void> {
  for await (const line of readAnchors(file)) {
    const known = last.get(line.log) ?? 0n;
    const number = BigInt(isRestoreMark(line) ? line.restoredTo : line.number);
    if (isRestoreMark(line) ? number < known : number > known) last.set(line.log, number);
  }
}

export async function lastAnchors(file: AnchorFile): Promise<LastAnchors> {
  const last: LastAnchors = new Map();
  await addToLastAnchors(last, file);
  return last;
}

/** One log of the file. */
interface LogAnchors {
  readonly file: AnchorFile;
  readonly log: AuditLogName;
}

/** Positions of the restore marks of a log, by line. */
async function restoresOf({ file, log }: LogAnchors): Promise<readonly RestoreAt[]> {
  const restores: RestoreAt[] = [];
  let line = 0;
  for await (const anchor of readAnchors(file)) {
    line += 1;
    if (anchor.log === log && isRestoreMark(anchor))
      restores.push({ line, to: BigInt(anchor.restoredTo) });
  }
  return restores;
}

interface RestoreAt {
  readonly line: number;
  readonly to: bigint;
}

/** The anchors of a log in order, and whether each counts: those beyond a later restore do not. */
export async function* anchorsOf(
  question: LogAnchors,
): AsyncGenerator<{ readonly anchor: Anchor; readonly counts: boolean }> {
  const restores = await restoresOf(question);
  let line = 0;
  for await (const anchor of readAnchors(question.file)) {
    line += 1;
    if (anchor.log !== question.log || isRestoreMark(anchor)) continue;
    const number = BigInt(anchor.number);
    yield { anchor, counts: !restores.some((one) => one.line > line && one.to < number) };
  }
}
