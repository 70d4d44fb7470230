/** Rows of publications, of sets and of their files. */
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { ByLanguage } from '../report-documents';
import type { Population } from './publication/year-facts.rules';

export type OpenDataPeriodLength = 'quarter' | 'year';

export interface PopulationRow extends Population {
  readonly verified: boolean;
  /** Null: delivered with the programme. */
  readonly by: string | null;
  readonly at: Date;
}

/** The last row of each year, sex and age. */
export const populationsIn = (tx: Tx): Promise<PopulationRow[]> =>
  tx.query<PopulationRow>(
    `SELECT DISTINCT ON (p.year, p.sex, p.age) p.year::int, p.sex, p.age, p.people, p.source, p.verified, localized_name(u.name, u.names) AS by, p.at
       FROM open_data_populations p LEFT JOIN users u ON u.id = p."by"
      ORDER BY p.year DESC, p.sex, p.age, p.place DESC`,
  );

export async function publishedDocuments(
  tx: Tx,
  grantId: string,
  every: OpenDataPeriodLength,
  from: CivilDate,
): Promise<Required<ByLanguage> | null> {
  const [row] = await tx.query<{ documents: Required<ByLanguage> }>(
    `SELECT documents FROM open_data_publications WHERE grant_id = $1 AND every = $2 AND from_day = $3`,
    [grantId, every, from],
  );
  return row?.documents ?? null;
}

/** What was published of the same days with another grant: people are the programme's, whichever grant pays. */
export async function publishedWithOtherGrant(
  tx: Tx,
  grantId: string,
  every: OpenDataPeriodLength,
  from: CivilDate,
): Promise<Required<ByLanguage> | null> {
  const [row] = await tx.query<{ documents: Required<ByLanguage> }>(
    `SELECT documents FROM open_data_publications
      WHERE grant_id <> $1 AND every = $2 AND from_day = $3 ORDER BY place LIMIT 1`,
    [grantId, every, from],
  );
  return row?.documents ?? null;
}

/** Quarters that were published with another grant first, and with which: their results are claimed there, once. */
export async function claimedElsewhere(
  tx: Tx,
  grantId: string,
  until: CivilDate,
): Promise<Map<CivilDate, string>> {
  const rows = await tx.query<{ from: CivilDate; code: string }>(
    `SELECT f.from_day::text AS "from", g.code
       FROM (SELECT DISTINCT ON (from_day) from_day, grant_id FROM open_data_publications
              WHERE every = 'quarter' AND from_day < $2 ORDER BY from_day, place) f
       JOIN grants g ON g.id = f.grant_id AND g.id <> $1 ORDER BY f.from_day`,
    [grantId, until],
  );
  return new Map(rows.map(({ from, code }) => [from, code]));
}

export interface NewOpenDataPublication {
  readonly grantId: string;
  readonly every: OpenDataPeriodLength;
  readonly from: CivilDate;
  readonly threshold: number;
  readonly documents: ByLanguage;
}

export async function savePublication(tx: Tx, publication: NewOpenDataPublication): Promise<void> {
  await tx.query(
    `INSERT INTO open_data_publications (grant_id, every, from_day, threshold, documents) VALUES ($1, $2, $3, $4, $5)`,
    [
      publication.grantId,
      publication.every,
      publication.from,
      publication.threshold,
      JSON.stringify(publication.documents),
    ],
  );
}

export interface OpenFile {
  readonly kind: 'iati' | 'figures' | 'ctdc' | 'sdg' | 'dictionary';
  readonly name: string;
  /** Null: every language is in it. */
  readonly language: 'fr' | 'ar' | 'en' | null;
  readonly title: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface FileRow extends Omit<OpenFile, 'bytes'> {
  readonly id: string;
  readonly size: number;
  readonly sha256: string;
}
export interface SetRow {
  readonly id: string;
  readonly grantId: string;
  readonly grantCode: string;
  readonly from: CivilDate;
  readonly by: string;
  readonly at: Date;
}

/** The latest first. */
export const setsIn = (tx: Tx): Promise<SetRow[]> =>
  tx.query<SetRow>(
    `SELECT s.id, s.grant_id AS "grantId", g.code AS "grantCode", s.from_day::text AS "from", localized_name(u.name, u.names) AS by, s.at
       FROM open_data_sets s JOIN grants g ON g.id = s.grant_id JOIN users u ON u.id = s."by"
      ORDER BY s.place DESC LIMIT 12`,
  );

export const filesIn = (
  tx: Tx,
  setIds: readonly string[],
): Promise<(FileRow & { setId: string })[]> =>
  tx.query<FileRow & { setId: string }>(
    `SELECT set_id AS "setId", id, kind, name, language, title, media_type AS "mediaType", length(bytes) AS size, sha256
       FROM open_data_files WHERE set_id = ANY ($1::uuid[]) ORDER BY place`,
    [setIds],
  );

export async function fileIn(
  tx: Tx,
  id: string,
): Promise<Pick<OpenFile, 'name' | 'mediaType' | 'bytes'> | null> {
  const [row] = await tx.query<Pick<OpenFile, 'name' | 'mediaType' | 'bytes'>>(
    `SELECT name, media_type AS "mediaType", bytes FROM open_data_files WHERE id = $1`,
    [id],
  );
  return row ?? null;
}

/** The last work of this kind that was asked for. */
export async function lastWork(tx: Tx): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `SELECT id FROM jobs WHERE kind = 'make-open-data' ORDER BY asked_at DESC, id LIMIT 1`,
  );
  return row?.id ?? null;
}
