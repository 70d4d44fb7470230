import { join } from 'node:path';
import { DomainError, type ErrorKind } from '../../platform/shared/domain.errors';
import { ConcurrencyLimit } from '../../platform/shared/concurrency-limit';
import { runInWorker } from '../../platform/shared/worker';
import { isZip, tablesOf } from './table-of.rules';
import { type Encoding, type Params, MOST, type Table, unreadable } from './table.rules';

export interface ReadTask {
  readonly bytes: Uint8Array;
  /** Headings of this list, folded: the row of known headings is where the table begins. */
  readonly known: readonly string[];
  /** How many sheets of a workbook are read. */
  readonly sheets: number;
  /** The encoding that the person chose; undefined: recognised. */
  readonly encoding?: Encoding;
}

export type ReadAnswer =
  | { readonly tables: readonly Table[] }
  | {
      readonly problem: {
        readonly kind: ErrorKind;
        readonly code: string;
        readonly params: Params;
      };
    };

const LIMITS = { timeoutMs: 20_000, maxHeapMb: 160 } as const;
/** Text of so few bytes is read where it is: it takes less than the start of a thread, and cannot grow. */
const SMALL_TEXT = 128 * 1024;
/** One file at a time in a process: what it unpacks to is held beside everything else. */
const concurrency = new ConcurrencyLimit(1);

/** Away from the event loop, with a limit on memory and time: whatever a file does, only its reader dies. */
export async function readTables(
  bytes: Buffer,
  known: readonly string[],
  sheets: number,
  encoding?: Encoding,
): Promise<readonly Table[]> {
  if (bytes.length === 0) throw unreadable('empty');
  if (bytes.length > MOST.bytes) throw unreadable('too_large', { max: MOST.bytes / 1024 / 1024 });
  if (bytes.length <= SMALL_TEXT && !isZip(bytes))
    return tablesOf(bytes, new Set(known), sheets, encoding);
  const task: ReadTask = { bytes, known, sheets, encoding };
  const answer = await concurrency.run(() =>
    runInWorker<ReadAnswer>(join(__dirname, 'table.worker'), task, LIMITS).catch(
      (): ReadAnswer => ({ problem: { kind: 'invalid', code: 'imports.too_heavy', params: {} } }),
    ),
  );
  if ('tables' in answer) return answer.tables;
  const { kind, code, params } = answer.problem;
  throw new DomainError(kind, code, params);
}

/** The table of a text file, or of the first sheet that is not empty. */
export async function readTable(
  bytes: Buffer,
  known: readonly string[],
  encoding?: Encoding,
): Promise<Table> {
  const [table] = await readTables(bytes, known, 1, encoding);
  return table!;
}
