/** Reads one file in a thread of its own and answers its tables or what is wrong with it. */
import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '../../platform/shared/domain.errors';
import { tablesOf } from './table-of.rules';
import type { ReadAnswer, ReadTask } from './read-table.service';

const { bytes, known, sheets, encoding } = workerData as ReadTask;

function answerForError(error: unknown): ReadAnswer {
  const { kind, code, params } =
    error instanceof DomainError ? error : new DomainError('invalid', 'imports.not_a_table');
  return { problem: { kind, code, params } };
}

tablesOf(
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  new Set(known),
  sheets,
  encoding,
)
  .then((tables): ReadAnswer => ({ tables }))
  .catch(answerForError)
  .then((answer) => parentPort!.postMessage(answer));
