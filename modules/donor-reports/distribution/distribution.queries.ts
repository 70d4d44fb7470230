import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';

interface Name {
  readonly title: string;
  readonly period: string;
}
/** Title and period of a report in each of its languages, from its document. */
export type ReportNames = Readonly<Partial<Record<Language, Name>>>;

/** In a reader's language, or in one that the report is written in. */
export const reportNameIn = (about: ReportNames, language: Language): Name =>
  about[language] ?? about.fr ?? Object.values(about)[0]!;

export async function reportNamesOf(tx: Tx, reportId: string): Promise<ReportNames | null> {
  const [row] = await tx.query<{ about: ReportNames }>(
    `SELECT jsonb_object_agg(l.code, jsonb_build_object('title', l.body #>> '{meta,title}', 'period', l.body #>> '{meta,period,label}')) AS about
       FROM (SELECT published FROM report_documents WHERE report_id = $1 ORDER BY version DESC LIMIT 1) d,
            jsonb_each(d.published) AS l (code, body)`,
    [reportId],
  );
  return row?.about ?? null;
}

export interface PublicationRow {
  readonly id: string;
  readonly organisationId: string;
  readonly organisation: string;
  readonly note: string | null;
  readonly at: Date;
  readonly by: string;
  readonly live: boolean;
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: string | null;
  readonly reason: string | null;
}

export const publicationsIn = (tx: Tx, reportId: string): Promise<PublicationRow[]> =>
  tx.query<PublicationRow>(
    `SELECT p.id, p.organisation_id AS "organisationId", localized_name(o.name, o.names) AS organisation, p.note, p.at, localized_name(u.name, u.names) AS "by", p.live,
            w.at AS "withdrawnAt", localized_name(wu.name, wu.names) AS "withdrawnBy", w.reason
       FROM report_publications p
       JOIN organisations o ON o.id = p.organisation_id
       JOIN users u ON u.id = p."by"
       LEFT JOIN report_withdrawals w ON w.publication_id = p.id
       LEFT JOIN users wu ON wu.id = w."by"
      WHERE p.report_id = $1 ORDER BY p.live DESC, p.at DESC, localized_name(o.name, o.names)`,
    [reportId],
  );

export interface Reader {
  readonly id: string;
  readonly name: string;
  /** Belongs to the audience of the report. */
  readonly isAudience: boolean;
}

/**
 * Organisations of the report's audience to which it is not published yet; its figures were protected for such readers.
 */
export const readersLeft = (tx: Tx, reportId: string): Promise<Reader[]> =>
  tx.query<Reader>(
    `SELECT o.id, localized_name(o.name, o.names) AS name, o.id = r.audience_id AS "isAudience"
       FROM reports r, organisations o
      WHERE r.id = $1 AND report_suits(r.id, o.id)
        AND NOT EXISTS (SELECT 1 FROM report_publications p WHERE p.report_id = r.id AND p.organisation_id = o.id AND p.live)
      ORDER BY o.id = r.audience_id DESC, localized_name(o.name, o.names)`,
    [reportId],
  );

export interface ReportLinkRow {
  readonly id: string;
  readonly organisation: string;
  readonly recipient: string;
  readonly formats: readonly string[];
  readonly languages: readonly Language[];
  readonly locked: boolean;
  readonly opened: number;
  readonly mostOpenings: number;
  readonly lastOpenedAt: Date | null;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly state: 'open' | 'used_up' | 'run_out' | 'revoked' | 'withdrawn';
}

export const linksIn = (tx: Tx, reportId: string): Promise<ReportLinkRow[]> =>
  tx.query<ReportLinkRow>(
    `SELECT l.id, localized_name(o.name, o.names) AS organisation, l.recipient, l.formats, l.languages, l.archive_sha256 IS NOT NULL AS locked, l.opened,
            l.most_openings AS "mostOpenings", l.last_opened_at AS "lastOpenedAt", l.made_at AS "madeAt", localized_name(m.name, m.names) AS "madeBy",
            l.expires_at AS "expiresAt", l.ended_at AS "endedAt", localized_name(e.name, e.names) AS "endedBy",
            CASE WHEN l.ended_at IS NOT NULL THEN 'revoked'
                 WHEN NOT p.live OR r.state <> 'frozen' THEN 'withdrawn'
                 WHEN l.expires_at <= mawa_now() THEN 'run_out'
                 WHEN l.opened >= l.most_openings THEN 'used_up'
                 ELSE 'open' END AS state
       FROM report_links l
       JOIN reports r ON r.id = l.report_id
       JOIN report_publications p ON p.id = l.publication_id
       JOIN organisations o ON o.id = p.organisation_id
       JOIN users m ON m.id = l.made_by
       LEFT JOIN users e ON e.id = l.ended_by
      WHERE l.report_id = $1 ORDER BY l.made_at DESC, l.id LIMIT 200`,
    [reportId],
  );

export interface DownloadRow {
  readonly id: string;
  readonly at: Date;
  /** Name of the account, or the reader named by a link. */
  readonly by: string;
  readonly byLink: boolean;
  readonly organisation: string | null;
  readonly version: number;
  readonly format: string;
  readonly language: Language | null;
  readonly sha256: string;
  readonly marked: boolean;
}

/** How many rows a page of the register shows; the newest first. */
export const REGISTER_SHOWN = 200;

export const downloadsIn = (tx: Tx, reportId: string): Promise<DownloadRow[]> =>
  tx.query<DownloadRow>(
    `SELECT d.id, d.at, coalesce(localized_name(u.name, u.names), l.recipient) AS "by", d.user_id IS NULL AS "byLink",
            CASE WHEN d.user_id IS NULL THEN localized_name(lo.name, lo.names) ELSE localized_name(uo.name, uo.names) END AS organisation,
            d.version, d.format, d.language, d.sha256, d.marked
       FROM report_downloads d
       LEFT JOIN users u ON u.id = d.user_id
       LEFT JOIN organisations uo ON uo.id = u.organisation_id
       LEFT JOIN report_links l ON l.id = d.link_id
       LEFT JOIN report_publications p ON p.id = l.publication_id
       LEFT JOIN organisations lo ON lo.id = p.organisation_id
      WHERE d.report_id = $1 ORDER BY d.place DESC LIMIT ${REGISTER_SHOWN}`,
    [reportId],
  );

export interface Replacement {
  readonly at: Date;
  readonly by: string;
  readonly reason: string | null;
  readonly newId: string | null;
}

/** Replacement of a report and its reason. */
export async function replacementIn(tx: Tx, reportId: string): Promise<Replacement | null> {
  const [row] = await tx.query<Replacement>(
    `SELECT s.at, localized_name(u.name, u.names) AS "by", s.reason, x.new_id AS "newId"
       FROM report_states s
       JOIN users u ON u.id = s."by"
       LEFT JOIN report_replacements x ON x.old_id = s.report_id
      WHERE s.report_id = $1 AND s.to_state = 'superseded' ORDER BY s.id DESC LIMIT 1`,
    [reportId],
  );
  return row ?? null;
}

export const replacedBy = async (tx: Tx, reportId: string): Promise<string | null> => {
  const [row] = await tx.query<{ oldId: string }>(
    `SELECT old_id AS "oldId" FROM report_replacements WHERE new_id = $1`,
    [reportId],
  );
  return row?.oldId ?? null;
};

export interface PublishedFile {
  readonly format: string;
  readonly language: Language;
  readonly size: number;
  readonly sha256: string;
}
export interface PublishedReport {
  readonly id: string;
  readonly about: ReportNames;
  readonly publishedAt: Date;
  readonly replaced: boolean;
  /** Where that is published to the same reader. */
  readonly replacedBy: string | null;
  /** Empty for a replaced report: compared with the new one it would disclose what changed, perhaps about one person. */
  readonly files: readonly PublishedFile[];
}

/** Reports published to the actor's organisation, newest period first. */
export const publishedIn = (tx: Tx, id: string | null): Promise<PublishedReport[]> =>
  tx.query<PublishedReport>(
    `SELECT r.id, p.about, p.at AS "publishedAt", r.state = 'superseded' AS replaced, x.new_id AS "replacedBy",
            (SELECT coalesce(json_agg(json_build_object('format', f.format, 'language', f.language, 'size', length(f.bytes), 'sha256', f.sha256)
                ORDER BY f.format, f.language), '[]')
               FROM report_files f
              WHERE r.state = 'frozen' AND f.report_id = r.id AND f.version = (SELECT max(version) FROM report_files WHERE report_id = r.id)) AS files
       FROM report_publications p
       JOIN reports r ON r.id = p.report_id
       LEFT JOIN report_replacements x ON x.old_id = r.id
      WHERE p.live AND p.organisation_id = (SELECT mawa_organisation()) AND ($1::uuid IS NULL OR r.id = $1)
      ORDER BY r.period_from DESC, r.state = 'superseded', r.created_at DESC, r.id LIMIT 200`,
    [id],
  );
