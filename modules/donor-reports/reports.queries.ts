import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { NamedPeriod } from '../platform/shared/periods.rules';
import type { Narratives } from './compose/composer';
import { namedPeriod } from './compose/compose-report.rules';
import type { Due, ReportDefinition, LocalizedText } from './report-definition.types';
import { inEachLanguage } from '../platform/shared/in-each-language';

export interface ReportRow {
  readonly id: string;
  readonly kind: string;
  readonly grantId: string;
  readonly grantCode: string;
  readonly from: CivilDate;
  readonly until: CivilDate;
  /** The organisation that reads it; null: for the programme alone, or for everybody. */
  readonly audienceId: string | null;
  readonly audience: string | null;
  /** For which class of readers its small counts are protected. */
  readonly readers: ReportDefinition['audience'];
  /** The partner that it is about, where it is about one. */
  readonly subjectId: string | null;
  readonly subject: string | null;
  readonly title: LocalizedText;
  readonly every: ReportDefinition['every'];
  readonly due: Due;
  readonly state: 'drafting' | 'drafted' | 'frozen' | 'superseded';
  readonly definitionVersion: string;
  /** Chosen when it was prepared, of those of its definition. */
  readonly languages: readonly Language[];
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Version of the newest document; null while there is none, or if the reader may not see it. */
  readonly version: number | null;
}

const REPORTS = `
  SELECT r.id, r.kind, r.grant_id AS "grantId", g.code AS "grantCode",
         r.period_from::text AS "from", r.period_until::text AS "until",
         r.audience_id AS "audienceId", localized_name(o.name, o.names) AS audience, r.subject_id AS "subjectId", localized_name(s.name, s.names) AS subject, r.state,
         r.definition_version AS "definitionVersion", r.languages, d.title, d.every,
         coalesce((SELECT jsonb_build_object('days', c.due_days) FROM grant_report_calendar c WHERE c.grant_id = r.grant_id AND c.kind = r.kind), d.due) AS due, d.audience AS readers, r.created_at AS "createdAt",
         r.created_by AS "createdBy",
         coalesce((SELECT max(version) FROM report_documents x WHERE x.report_id = r.id),
                  (SELECT max(version) FROM report_files f WHERE f.report_id = r.id)) AS version
    FROM reports r
    JOIN report_definitions d ON d.kind = r.kind AND d.version = r.definition_version
    JOIN grants g ON g.id = r.grant_id
    LEFT JOIN organisations o ON o.id = r.audience_id
    LEFT JOIN organisations s ON s.id = r.subject_id`;

/** How many a page of the list shows. */
export const REPORTS_SHOWN = 50;

/** The reports after a given one. Row-level security: authors see all, a partner those published to it. */
export async function listReports(
  tx: Tx,
  after: string | null,
): Promise<{ reports: ReportRow[]; next: string | null }> {
  const rows = await tx.query<ReportRow>(
    `${REPORTS}
      WHERE $1::uuid IS NULL OR (r.period_from, r.created_at, r.id) <
        (SELECT a.period_from, a.created_at, a.id FROM reports a WHERE a.id = $1)
      ORDER BY r.period_from DESC, r.created_at DESC, r.id DESC LIMIT ${REPORTS_SHOWN + 1}`,
    [after],
  );
  const reports = rows.slice(0, REPORTS_SHOWN);
  return { reports, next: rows.length > REPORTS_SHOWN ? reports.at(-1)!.id : null };
}

/** Reads organisations, and gives the name of one in a language. */
export async function organisationNames(
  tx: Tx,
  ids: readonly (string | null)[],
): Promise<(id: string | null, language: Language) => string | null> {
  const rows = await tx.query<{ id: string; name: string; names: Partial<LocalizedText> | null }>(
    'SELECT id, name, names FROM organisations WHERE id = ANY ($1::uuid[])',
    [ids.filter((id) => id !== null)],
  );
  return (wanted, language) => {
    const found = rows.find(({ id }) => id === wanted);
    return found ? (found.names?.[language] ?? found.name) : null;
  };
}

/** The latest, for a search by name. */
export const latestReports = (tx: Tx): Promise<ReportRow[]> =>
  tx.query<ReportRow>(
    `${REPORTS} ORDER BY r.period_from DESC, r.created_at DESC, r.id DESC LIMIT 300`,
  );

export async function findReport(tx: Tx, id: string): Promise<ReportRow> {
  const [report] = await tx.query<ReportRow>(`${REPORTS} WHERE r.id = $1`, [id]);
  if (!report) throw notFound();
  return report;
}

/** Definition of a report, in the edition and languages that it was requested with. */
export async function definitionOf(
  tx: Tx,
  {
    kind,
    definitionVersion,
    languages,
  }: Pick<ReportRow, 'kind' | 'definitionVersion' | 'languages'>,
): Promise<ReportDefinition> {
  const [row] = await tx.query<{ body: ReportDefinition }>(
    'SELECT body FROM report_definitions WHERE kind = $1 AND version = $2',
    [kind, definitionVersion],
  );
  if (!row) throw notFound();
  const { body } = row;
  return { ...body, languages: body.languages.filter((one) => languages.includes(one)) };
}

export const periodOfReport = (report: ReportRow): NamedPeriod => namedPeriod(report, report);

/** Held until the end of the transaction, so that state, text and version move one after the other. */
export async function lockReport(tx: Tx, id: string): Promise<ReportRow> {
  const [locked] = await tx.query('SELECT 1 FROM reports WHERE id = $1 FOR UPDATE', [id]);
  if (!locked) throw notFound();
  return findReport(tx, id);
}

export interface NarrativeVersion {
  /** The key of a text of its definition. */
  readonly section: string;
  readonly language: Language;
  readonly version: number;
  readonly text: string;
  readonly writtenAt: Date;
  readonly writtenBy: string;
}

/** Set aside to be replaced, and nobody has begun the corrected one. */
export interface ReportToCorrect {
  readonly id: string;
  readonly kind: string;
  readonly grantId: string;
  readonly from: CivilDate;
  readonly subjectId: string | null;
  readonly languages: readonly Language[];
}

export const reportsToCorrect = (tx: Tx): Promise<ReportToCorrect[]> =>
  tx.query<ReportToCorrect>(
    `SELECT r.id, r.kind, r.grant_id AS "grantId", r.period_from::text AS "from", r.subject_id AS "subjectId", r.languages
       FROM reports r WHERE r.state = 'superseded'
        AND NOT EXISTS (SELECT 1 FROM report_replacements p WHERE p.old_id = r.id)`,
  );

/** The report among those given that a new one corrects. */
export const correctedBy = (
  all: readonly ReportToCorrect[],
  made: Omit<ReportToCorrect, 'id' | 'languages'>,
): ReportToCorrect | undefined =>
  all.find(
    (one) =>
      one.kind === made.kind &&
      one.grantId === made.grantId &&
      one.from === made.from &&
      one.subjectId === made.subjectId,
  );

export const latestNarratives = (tx: Tx, reportId: string): Promise<NarrativeVersion[]> =>
  tx.query<NarrativeVersion>(
    `SELECT DISTINCT ON (n.section, n.language) n.section, n.language, n.version, n.text,
            n.written_at AS "writtenAt", localized_name(u.name, u.names) AS "writtenBy"
       FROM report_narratives n JOIN users u ON u.id = n.written_by
      WHERE n.report_id = $1 ORDER BY n.section, n.language, n.version DESC`,
    [reportId],
  );

export type NarrativesByLanguage = Record<Language, Narratives>;

export const byLanguage = (rows: readonly NarrativeVersion[]): NarrativesByLanguage =>
  inEachLanguage((language) =>
    Object.fromEntries(
      rows.filter((row) => row.language === language).map(({ section, text }) => [section, text]),
    ),
  );

/** Which texts a freeze was made of: compared again before it is kept. */
export const fingerprintOf = (rows: readonly NarrativeVersion[]): string =>
  rows.map(({ section, language, version }) => `${section}/${language}/${version}`).join(' ');

export interface FileRow {
  readonly format: string;
  readonly language: Language;
  readonly version: number;
  readonly sha256: string;
  readonly bytes: number;
}

export const filesOf = (tx: Tx, reportId: string): Promise<FileRow[]> =>
  tx.query<FileRow>(
    `SELECT format, language, version, sha256, length(bytes) AS bytes FROM report_files
      WHERE report_id = $1 ORDER BY format, language`,
    [reportId],
  );

export const jobOfReport = async (
  tx: Tx,
  reportId: string,
): Promise<{ id: string; askedBy: string } | null> => {
  const [job] = await tx.query<{ id: string; askedBy: string }>(
    `SELECT id, asked_by AS "askedBy" FROM jobs
      WHERE kind IN ('draft-report', 'render-report') AND params ->> 'reportId' = $1
      ORDER BY asked_at DESC LIMIT 1`,
    [reportId],
  );
  return job ?? null;
};

/** Approved and on its way to be frozen: nothing of it may change meanwhile. */
export async function isBeingFrozen(tx: Tx, reportId: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM jobs WHERE kind = 'render-report' AND params ->> 'reportId' = $1
        AND state IN ('waiting', 'running')`,
    [reportId],
  );
  return rows.length > 0;
}
