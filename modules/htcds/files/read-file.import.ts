/** From the bytes of a file to its tables: a workbook, a flat CSV, or a workbook in a locked archive. */
import { join } from 'node:path';
import type { Entry } from '@zip.js/zip.js';
import { parse } from 'csv-parse/sync';
import { DomainError } from '../../platform/shared/domain.errors';
import { looksLikeFormula } from '../../platform/shared/formula-guard.rules';
import { ConcurrencyLimit } from '../../platform/shared/concurrency-limit';
import { runInWorker } from '../../platform/shared/worker';
import { zipJs } from '../../platform/shared/zip-js';
import { type Grid, LIMITS } from './grid.types';
import type { ReadWorkbook } from './read-workbook.import';

export const MOST_BYTES = 8_000_000;
const TIMEOUT_MS = 20_000;
const HEAP_MB = 384;
const oneAtATime = new ConcurrencyLimit(1);

const refused = (code: string, params: Record<string, string | number> = {}, field = 'file') =>
  new DomainError('invalid', `htcds.${code}`, params, field);

export async function readFile(bytes: Buffer, password: string | null): Promise<readonly Grid[]> {
  if (bytes.length > MOST_BYTES) {
    throw new DomainError('too_large', 'htcds.too_large', { max: MOST_BYTES / 1e6 }, 'file');
  }
  if (!isZip(bytes)) return [csvGrid(bytes)];
  const parts = await entriesOf(bytes);
  if (parts.some(({ filename }) => filename === 'xl/workbook.xml')) return workbook(bytes, parts);
  const inner = await unlocked(bytes, password);
  return isZip(inner) ? workbook(inner, await entriesOf(inner)) : [csvGrid(inner)];
}

const isZip = (bytes: Buffer): boolean =>
  bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'));

async function entriesOf(bytes: Buffer): Promise<Entry[]> {
  const { Uint8ArrayReader, ZipReader } = zipJs();
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
  try {
    const entries: Entry[] = [];
    for await (const entry of reader.getEntriesGenerator()) {
      if (entries.push(entry) > 500) throw refused('not_readable');
    }
    return entries;
  } catch {
    throw refused('not_readable');
  } finally {
    await reader.close().catch(() => undefined);
  }
}

async function workbook(bytes: Buffer, parts: readonly Entry[]): Promise<readonly Grid[]> {
  const unpacked = parts.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (unpacked > LIMITS.unpacked) throw refused('too_much');
  const read = await oneAtATime
    .run(() =>
      runInWorker<ReadWorkbook>(join(__dirname, 'read-workbook.worker'), new Uint8Array(bytes), {
        timeoutMs: TIMEOUT_MS,
        maxHeapMb: HEAP_MB,
      }),
    )
    .catch(() => ({ tooMuch: 'rows' }) as ReadWorkbook);
  if (read.tooMuch) throw refused('too_much');
  if (!read.grids) throw refused('not_readable');
  return read.grids;
}

/** One file under a password, as an export of identities is handed over. */
async function unlocked(bytes: Buffer, password: string | null): Promise<Buffer> {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } = zipJs();
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
  try {
    const [entry, second] = await reader.getEntries();
    if (!entry || second || entry.directory || entry.uncompressedSize > MOST_BYTES) {
      throw refused('not_readable');
    }
    if (entry.encrypted && !password) throw refused('password_needed', {}, 'password');
    const content = await entry.getData(new Uint8ArrayWriter(), {
      ...(entry.encrypted && { password: password! }),
      checkSignature: true,
    });
    return Buffer.from(content);
  } catch (error) {
    throw error instanceof DomainError ? error : refused('password_wrong', {}, 'password');
  } finally {
    await reader.close().catch(() => undefined);
  }
}

function csvGrid(bytes: Buffer): Grid {
  const lines = csvLines(bytes);
  if (lines.length > LIMITS.rows) throw refused('too_much');
  const [head = [], ...rest] = lines;
  const rows = rest.map((cells, at) => ({ number: at + 2, cells: cells.map(unguarded) }));
  const filled = rows.filter(({ cells }) => cells.some((text) => text !== ''));
  return { name: '', head: head.map((text) => text.trim()), rows: filled, formulas: [] };
}

function csvLines(bytes: Buffer): string[][] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const [line = ''] = text.split('\n', 1);
    const delimiter = line.split(';').length > line.split(',').length ? ';' : ',';
    return parse(text, {
      delimiter,
      relax_column_count: true,
      max_record_size: 1_000_000,
      to: LIMITS.rows + 1,
    });
  } catch {
    throw refused('not_readable');
  }
}

/** The apostrophe that our own files put before what a spreadsheet would run. */
const unguarded = (text: string): string =>
  text.startsWith("'") && looksLikeFormula(text.slice(1)) ? text.slice(1) : text;
