import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';

export interface DownloadedFile {
  readonly reportId: string;
  readonly version: number;
  /** `zip` is the locked archive of a link, in no language. */
  readonly format: string;
  readonly language: Language | null;
  readonly sha256: string;
  readonly marked: boolean;
  readonly linkId?: string;
}

/** The row of the register, in the transaction that lets the file go: no row, no file. */
export const recordDownload = (tx: Tx, taken: DownloadedFile): Promise<unknown> =>
  tx.query(
    `INSERT INTO report_downloads (report_id, version, format, language, sha256, marked, link_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      taken.reportId,
      taken.version,
      taken.format,
      taken.language,
      taken.sha256,
      taken.marked,
      taken.linkId ?? null,
    ],
  );
