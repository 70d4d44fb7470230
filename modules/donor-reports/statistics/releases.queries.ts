/** Tables of the statistics as they were released to readers outside the programme. */
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import { quarterOf } from '../../platform/shared/quarters.rules';
import type { ProtectedAudience } from '../../disclosure';
import type { DisclosedDocument } from '../../report-documents';
import type { YearSpan } from './year-spans.rules';

export type StatisticsAudience = Exclude<ProtectedAudience, 'public'>;
export type DocumentByLanguage = Readonly<Record<Language, DisclosedDocument>>;

export interface StatisticsRelease extends YearSpan {
  readonly id: string;
  /** Covers all closed years together. */
  readonly allYears: boolean;
  readonly at: Date;
  /** Null: shown to its readers before releasing was an act. */
  readonly by: string | null;
  readonly inThisQuarter: boolean;
}

/** Releases to an audience, latest first. */
export const releasesTo = (tx: Tx, audience: StatisticsAudience): Promise<StatisticsRelease[]> =>
  tx.query<StatisticsRelease>(
    `SELECT s.id, s.first_year AS first, s.last_year AS last, s.all_years AS "allYears", s.at, localized_name(u.name, u.names) AS by,
            s.quarter = $2 AS "inThisQuarter"
       FROM statistics_releases s LEFT JOIN users u ON u.id = s.released_by
      WHERE s.audience = $1 ORDER BY s.at DESC, s.released_by IS NULL, s.id`,
    [audience, quarterOf(tx.today).from],
  );

/** The latest release that answers the choice: of the group of years it belongs to, or of all years. */
export const releaseFor = (
  releases: readonly StatisticsRelease[],
  year: number | null,
): StatisticsRelease | null =>
  releases.find(({ allYears, first, last }) =>
    year === null ? allYears : !allYears && first <= year && year <= last,
  ) ?? null;

export async function releasedDocument(
  tx: Tx,
  id: string,
  language: Language,
): Promise<DisclosedDocument> {
  const [row] = await tx.query<{ document: DisclosedDocument }>(
    'SELECT documents -> $2 AS document FROM statistics_releases WHERE id = $1',
    [id, language],
  );
  return row!.document;
}

export const keepRelease = (
  tx: Tx,
  release: YearSpan & {
    readonly id: string;
    readonly audience: StatisticsAudience;
    readonly allYears: boolean;
    readonly documents: DocumentByLanguage;
  },
): Promise<unknown> =>
  tx.query(
    `INSERT INTO statistics_releases (id, audience, first_year, last_year, all_years, quarter, documents, released_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      release.id,
      release.audience,
      release.first,
      release.last,
      release.allYears,
      quarterOf(tx.today).from,
      JSON.stringify(release.documents),
      tx.actor.userId,
    ],
  );
