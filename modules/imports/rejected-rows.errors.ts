import { sqlState, type Tx } from '../platform/database/transactions';
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import { MOST_ERRORS } from './check-rows.rules';
import type { NumberedRow, ImportProgress } from './import-list.types';

export interface RejectedRow {
  readonly row: number;
  readonly error: DomainError;
}

/** Errors of the use case by row: nothing of the file is written. */
export class RejectedRows extends Error {
  constructor(readonly refused: readonly RejectedRow[]) {
    super('rows refused');
  }
}

/**
 * Row by row through a use case of one record, each in a savepoint, so that what is wrong with one does
 * not hide what is wrong with the next. All or none: what was refused is thrown at the end.
 */
export async function eachRow<Row>(
  tx: Tx,
  rows: readonly NumberedRow<Row>[],
  progress: ImportProgress,
  write: (value: Row, row: number) => Promise<void>,
): Promise<void> {
  const refused: RejectedRow[] = [];
  for (const [place, { row, value }] of rows.entries()) {
    await tx.query('SAVEPOINT imported_row');
    try {
      await write(value, row);
      await tx.query('RELEASE SAVEPOINT imported_row');
    } catch (error) {
      const said = domainErrorsOf(error);
      if (said === null) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT imported_row');
      refused.push(...said.map((one) => ({ row, error: one })));
      if (refused.length >= MOST_ERRORS) break;
    }
    if ((place + 1) % 100 === 0 || place + 1 === rows.length) progress(place + 1, rows.length);
  }
  if (refused.length > 0) throw new RejectedRows(refused);
}

/** Converts data and constraint errors that no rule foresaw to errors of the row; null for other errors. */
function domainErrorsOf(error: unknown): readonly DomainError[] | null {
  if (error instanceof FieldErrors) return error.errors;
  if (error instanceof DomainError) return [error];
  return /^2[23]/.test(sqlState(error) ?? '')
    ? [new DomainError('invalid', 'imports.row_refused')]
    : null;
}

/** Converts errors of a whole list, whose fields contain the position: `people.3.names.family`. */
export function rejectedByPosition<Row>(
  error: unknown,
  rows: readonly NumberedRow<Row>[],
): RejectedRows | unknown {
  if (!(error instanceof FieldErrors)) return error;
  const refused = error.errors.map(({ kind, code, params, field }) => {
    const [, place = '0', name] = /^\w+\.(\d+)\.(.+)$/.exec(field ?? '') ?? [];
    const row = rows[Number(place)]?.row ?? 0;
    return { row, error: new DomainError(kind, code, params, name) };
  });
  return new RejectedRows(refused);
}
