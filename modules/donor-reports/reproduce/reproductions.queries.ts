import type { Tx } from '../../platform/database/transactions';
import type { FileComparison, KeptFile } from './rerender-file.service';
import type { EditionMoved } from './editions-moved.rules';
import type { DisclosedDocument } from '../../report-documents';
import type { Language } from '../../platform/shared/actor';

export interface PublishedVersion {
  readonly published: Readonly<Partial<Record<Language, DisclosedDocument>>>;
  readonly sha256: string;
}

export async function publishedOf(
  tx: Tx,
  reportId: string,
  version: number,
): Promise<PublishedVersion> {
  const [row] = await tx.query<PublishedVersion>(
    `SELECT published, published_sha256 AS sha256 FROM report_documents WHERE report_id = $1 AND version = $2`,
    [reportId, version],
  );
  return row!;
}

export const keptFiles = (tx: Tx, reportId: string, version: number): Promise<KeptFile[]> =>
  tx.query<KeptFile>(
    `SELECT format, language, sha256, bytes FROM report_files
      WHERE report_id = $1 AND version = $2 ORDER BY language, format`,
    [reportId, version],
  );

export interface ReproductionRow {
  readonly id: string;
  readonly version: number;
  readonly at: Date;
  readonly by: string;
  readonly documentSame: boolean;
  readonly filesSame: number;
  readonly filesKept: number;
  readonly filesDiffer: readonly FileComparison[];
  readonly editionsMoved: readonly EditionMoved[];
  readonly figuresMoved: number;
  readonly erasedSince: number;
  readonly sealed: Buffer;
}

const COLUMNS = `r.id, r.version, r.at, localized_name(u.name, u.names) AS by, r.document_same AS "documentSame", r.files_same AS "filesSame",
  r.files_kept AS "filesKept", r.files_differ AS "filesDiffer", r.editions_moved AS "editionsMoved",
  r.figures_moved AS "figuresMoved", r.erased_since AS "erasedSince", r.differences_sealed AS sealed`;

/** Newest first. */
export const reproductionsOf = (tx: Tx, reportId: string, most: number) =>
  tx.query<ReproductionRow>(
    `SELECT ${COLUMNS} FROM report_reproductions r JOIN users u ON u.id = r.by
      WHERE r.report_id = $1 ORDER BY r.place DESC LIMIT $2`,
    [reportId, most],
  );

export async function keepReproduction(
  tx: Tx,
  reportId: string,
  row: Omit<ReproductionRow, 'at' | 'by'>,
): Promise<void> {
  await tx.query(
    `INSERT INTO report_reproductions (id, report_id, version, document_same, files_same, files_kept, files_differ,
       editions_moved, figures_moved, erased_since, differences_sealed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.id,
      reportId,
      row.version,
      row.documentSame,
      row.filesSame,
      row.filesKept,
      JSON.stringify(row.filesDiffer),
      JSON.stringify(row.editionsMoved),
      row.figuresMoved,
      row.erasedSince,
      row.sealed,
    ],
  );
}

export const jobOfReproduction = async (tx: Tx, reportId: string): Promise<string | null> => {
  const [job] = await tx.query<{ id: string }>(
    `SELECT id FROM jobs WHERE kind = 'reproduce-report' AND params ->> 'reportId' = $1
      ORDER BY asked_at DESC LIMIT 1`,
    [reportId],
  );
  return job?.id ?? null;
};

export async function frozenAt(tx: Tx, reportId: string): Promise<Date | null> {
  const [row] = await tx.query<{ at: Date }>(
    `SELECT at FROM report_states WHERE report_id = $1 AND to_state = 'frozen' ORDER BY id DESC LIMIT 1`,
    [reportId],
  );
  return row?.at ?? null;
}
