import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import type { DisclosedDocument } from '../../report-documents';
import type { ReportNames } from '../distribution/distribution.queries';

/** Releases to the public, in force or ended. */
export interface ReleaseRow {
  readonly id: string;
  readonly slug: string;
  readonly note: string | null;
  readonly live: boolean;
  readonly at: Date;
  readonly by: string;
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: string | null;
  readonly reason: string | null;
}

export const releasesOf = (tx: Tx, reportId: string): Promise<ReleaseRow[]> =>
  tx.query<ReleaseRow>(
    `SELECT p.id, p.slug, p.note, p.live, p.at, localized_name(u.name, u.names) AS "by", w.at AS "withdrawnAt", localized_name(wu.name, wu.names) AS "withdrawnBy", w.reason
       FROM public_releases p
       JOIN users u ON u.id = p."by"
       LEFT JOIN public_withdrawals w ON w.release_id = p.id
       LEFT JOIN users wu ON wu.id = w."by"
      WHERE p.report_id = $1 ORDER BY p.live DESC, p.at DESC`,
    [reportId],
  );

export interface PublicFile {
  readonly format: string;
  readonly language: Language;
  readonly size: number;
  readonly sha256: string;
}
/** A release as shown to the public. */
export interface PublicRelease {
  readonly slug: string;
  /** SHA-256 of the frozen document. */
  readonly sha256: string;
  readonly at: Date;
  readonly about: ReportNames;
  readonly files: readonly PublicFile[];
}

/** In force, the newest period first. */
export const releasesNow = (tx: Tx): Promise<PublicRelease[]> =>
  tx.query<PublicRelease>('SELECT slug, sha256, at, about, files FROM public_releases_now()');

export async function releasedDocument(
  tx: Tx,
  slug: string,
  language: Language,
): Promise<DisclosedDocument | null> {
  const [row] = await tx.query<{ document: DisclosedDocument }>(
    'SELECT document FROM public_release_document($1, $2)',
    [slug, language],
  );
  return row?.document ?? null;
}

export async function releasedFile(
  tx: Tx,
  { slug, format, language }: { slug: string; format: string; language: Language },
): Promise<{ bytes: Buffer; sha256: string } | null> {
  const [row] = await tx.query<{ bytes: Buffer; sha256: string }>(
    'SELECT bytes, sha256 FROM public_release_file($1, $2, $3)',
    [slug, format, language],
  );
  return row ?? null;
}

/** Something was released at this address, and was withdrawn or replaced. */
export async function wasReleased(tx: Tx, slug: string): Promise<boolean> {
  const [row] = await tx.query<{ was: boolean }>('SELECT public_release_was($1) AS was', [slug]);
  return row!.was;
}
