/** Runs as rows: who brought which list when, how it ended, and the records that it wrote. */
import type { Tx } from '../../platform/database/transactions';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { WrittenRecord } from '../import-list.types';

export type ImportRunState = 'open' | 'imported' | 'undone' | 'left';

export interface ImportRun {
  readonly id: string;
  readonly list: string;
  readonly madeBy: string;
  readonly maker: string;
  readonly madeAt: Date;
  readonly state: ImportRunState;
  readonly media: 'csv' | 'xlsx';
  /** SHA-256 of the file, in hex. */
  readonly digest: string;
  readonly rows: number;
  readonly importedAt: Date | null;
  readonly written: number | null;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
  /** Until then all of it can be taken back. */
  readonly undoUntil: Date | null;
  readonly mayUndo: boolean;
  readonly sealed: Buffer | null;
}

const COLUMNS = `r.id, r.list, r.made_by AS "madeBy", localized_name(m.name, m.names) AS maker, r.made_at AS "madeAt", r.state, r.media,
  encode(r.digest, 'hex') AS digest, r.rows, r.imported_at AS "importedAt", r.written, r.undone_at AS "undoneAt",
  localized_name(u.name, u.names) AS "undoneBy", r.sealed,
  r.imported_at + make_interval(hours => mawa_setting('import_undo_hours')::int) AS "undoUntil",
  mawa_undoes_import(r.id) AS "mayUndo"`;
const FROM = `import_runs r JOIN users m ON m.id = r.made_by LEFT JOIN users u ON u.id = r.undone_by`;

export async function runOf(tx: Tx, id: string): Promise<ImportRun> {
  const [run] = await tx.query<ImportRun>(`SELECT ${COLUMNS} FROM ${FROM} WHERE r.id = $1`, [id]);
  if (!run) throw notFound();
  return run;
}

/** Two presses at once on one run: the second waits, and finds it ended. */
export async function lockRun(tx: Tx, id: string): Promise<ImportRun> {
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [id]);
  return runOf(tx, id);
}

export const recentRuns = (tx: Tx): Promise<ImportRun[]> =>
  tx.query<ImportRun>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE r.state <> 'left' ORDER BY r.made_at DESC, r.id LIMIT 50`,
  );

export async function insertRun(
  tx: Tx,
  run: Pick<ImportRun, 'id' | 'list' | 'media' | 'rows'> & { digest: Buffer; ofPeople: boolean },
): Promise<void> {
  await tx.query(
    `INSERT INTO import_runs (id, list, of_people, organisation_id, media, digest, rows)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [run.id, run.list, run.ofPeople, tx.actor.organisationId, run.media, run.digest, run.rows],
  );
}

export interface EarlierImport {
  readonly at: Date;
  /** Id if the actor may see the run; null for a run of somebody else. */
  readonly id: string | null;
}

/** Earlier import of the same file to this list, by anybody, that was not undone. */
export async function earlierImport(
  tx: Tx,
  list: string,
  digest: string,
): Promise<EarlierImport | null> {
  const [row] = await tx.query<{ id: string | null; at: Date | null }>(
    `SELECT import_brought($1, decode($2, 'hex')) AS at, (SELECT id FROM import_runs
      WHERE list = $1 AND digest = decode($2, 'hex') AND state = 'imported' ORDER BY imported_at DESC LIMIT 1) AS id`,
    [list, digest],
  );
  return row!.at ? { at: row!.at, id: row!.id } : null;
}

/** A file is brought in once: two who bring the same one take turns, and the second is asked whether it means it. */
export async function mustBeNew(
  tx: Tx,
  list: string,
  { digest, again }: ImportedFile,
): Promise<void> {
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 8))', [`${list} ${digest}`]);
  const before = again ? null : await earlierImport(tx, list, digest);
  if (!before) return;
  throw new DomainError('conflict', 'imports.before', { at: before.at.toISOString() }, 'again');
}

export interface ImportedFile {
  /** SHA-256 of the file, in hex. */
  readonly digest: string;
  /** Brought in a second time on purpose. */
  readonly again: boolean;
}

export async function insertRows(
  tx: Tx,
  id: string,
  written: readonly WrittenRecord[],
): Promise<void> {
  await tx.query(
    `INSERT INTO import_rows (run_id, row_number, kind, record_id, print)
     SELECT $1, w.* FROM unnest($2::int[], $3::text[], $4::uuid[], $5::text[]) AS w`,
    [
      id,
      written.map(({ row }) => row),
      written.map(({ kind }) => kind),
      written.map((one) => one.id),
      written.map(({ print }) => print),
    ],
  );
}

export const rowsOf = (tx: Tx, id: string): Promise<WrittenRecord[]> =>
  tx.query<WrittenRecord>(
    `SELECT row_number AS row, kind, record_id AS id, print FROM import_rows
      WHERE run_id = $1 ORDER BY row_number, kind, record_id`,
    [id],
  );
