import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../../access';
import type { Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import type { Columns } from '../columns.rules';
import type { ErrorKind, RowError } from '../check-rows.rules';
import type { FixedValues } from '../fixed-values.rules';
import type { Table } from '../reading/table.rules';

/** Stored preview of a file between upload and import. */
export interface ImportPreview {
  readonly headings: readonly string[];
  readonly headingRow: number;
  /** The first rows, for the eye. */
  readonly first: Table['rows'];
  readonly sheet: string | null;
  readonly otherSheets: number;
  readonly encoding: Table['encoding'];
  readonly columns: Columns;
  /** The mapping that was kept and fitted. */
  readonly by: string | null;
  readonly result: CheckResult | null;
  /** Values chosen for the whole file. */
  readonly given?: FixedValues;
}

export interface CheckResult {
  readonly rows: number;
  /** The first of them; all of them leave as a workbook. */
  readonly errors: readonly RowError[];
  readonly errorCount: number;
  readonly badRows: number;
  readonly kinds: readonly ErrorKind[];
}

const PIECE = 512 * 1024;
const sketchPlace = (id: string) => ({ table: 'import_runs', column: 'sealed', row: id });
/** The last piece is marked as such, so that a missing one is noticed. */
const piecePlace = (id: string, piece: number, isLast: boolean) => ({
  table: 'import_files',
  column: 'sealed',
  row: `${id}/${piece}${isLast ? '/last' : ''}`,
});

/** A file between two steps: sealed under a key of its run, which goes when the run ends. */
@Injectable()
export class ImportRunSeals {
  constructor(private readonly keys: Keys) {}

  async keepFile(tx: Tx, id: string, bytes: Buffer): Promise<void> {
    const key = await this.keys.recordKey(tx, 'import', id);
    for (let from = 0, piece = 0; from < bytes.length; from += PIECE, piece += 1) {
      const place = piecePlace(id, piece, from + PIECE >= bytes.length);
      await tx.query('INSERT INTO import_files (run_id, piece, sealed) VALUES ($1, $2, $3)', [
        id,
        piece,
        seal(key, place, bytes.subarray(from, from + PIECE)),
      ]);
    }
  }

  async file(tx: Tx, id: string): Promise<Buffer> {
    const rows = await tx.query<{ sealed: Buffer }>(
      'SELECT sealed FROM import_files WHERE run_id = $1 ORDER BY piece',
      [id],
    );
    if (rows.length === 0) throw notFound();
    const key = await this.keys.recordKey(tx, 'import', id);
    return Buffer.concat(
      rows.map(({ sealed }, piece) =>
        open(key, piecePlace(id, piece, piece === rows.length - 1), sealed),
      ),
    );
  }

  async keepPreview(tx: Tx, id: string, sketch: ImportPreview): Promise<void> {
    const key = await this.keys.recordKey(tx, 'import', id);
    const sealed = seal(key, sketchPlace(id), JSON.stringify(sketch));
    await tx.query('UPDATE import_runs SET sealed = $2 WHERE id = $1', [id, sealed]);
  }

  async preview(tx: Tx, id: string, sealed: Buffer): Promise<ImportPreview> {
    const key = await this.keys.recordKey(tx, 'import', id);
    return JSON.parse(open(key, sketchPlace(id), sealed).toString()) as ImportPreview;
  }
}
