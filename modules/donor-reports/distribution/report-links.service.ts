import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { record } from '../../audit';
import { settingOf } from '../../plans';
import { LinkLimits, newLinkNumber, parseLinkNumber } from '../../referrals';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { type Actor, LANGUAGES, type Language, NOBODY } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { encryptedArchive, newPassword } from '../../platform/shared/encrypted-archive';
import { file, type FileDownload } from '../../platform/web/page-response';
import { withoutGlyph } from '../../platform/typeset/fonts';
import { clean } from '../../platform/typeset/text';
import type { DisclosedDocument } from '../../report-documents';
import { mediaTypeOf } from '../report-file.queries';
import { sha256 } from '../../platform/shared/digest.rules';
import { findReport } from '../reports.queries';
import { translateDistributionErrors, linkOver, notFrozen } from './distribution.errors';
import { type ReportNames, linksIn, type ReportLinkRow } from './distribution.queries';
import { wordsOfMark } from './mark/mark.words';
import { bearsMark, markFile } from './mark/mark-file.export';
import { recordDownload } from './download-register.queries';

export interface NewReportLink {
  /** Publication that the link belongs to; the link ends with it. */
  readonly publicationId: string;
  /** Name or address of the recipient; printed on every page of the copy. */
  readonly recipient: string;
  readonly formats: readonly string[];
  readonly languages: readonly Language[];
  readonly days?: number | null;
  readonly openings?: number | null;
  /** As one archive under a password. */
  readonly locked?: boolean;
}

export interface CreatedReportLink {
  readonly id: string;
  /** A path of this application; shown once, stored nowhere. */
  readonly path: string;
  /** Password of the archive; shown once, sent by another channel than the link, stored nowhere. */
  readonly password: string | null;
  readonly expiresAt: Date;
}

/** Everything that the holder of a link can see. */
export interface OpenedLink {
  /** Good for an hour: each file asks for it. */
  readonly opening: string;
  readonly about: ReportNames;
  readonly expiresAt: Date;
  readonly files: readonly { readonly format: string; readonly language: Language | null }[];
}

interface LinkedFile {
  readonly format: string;
  readonly language: Language;
  readonly bytes: Buffer;
  readonly published: DisclosedDocument;
}
interface CopyMarking {
  readonly recipient: string;
  readonly organisation: string;
  readonly day: CivilDate;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Share links for readers without an account: a random signed number, stored as a keyed digest only. The holder acts as
 * NOBODY. Each file is a copy with the reader's name, and each download is registered.
 */
@Injectable()
export class ReportLinks {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
    private readonly limits: LinkLimits,
  ) {}

  /** Not under a request id: its answer is shown once and stored nowhere, so it cannot be repeated. */
  async make(actor: Actor, id: string, asked: NewReportLink): Promise<CreatedReportLink> {
    const recipient = clean(asked.recipient).replaceAll(/\s+/g, ' ').trim();
    const lost = withoutGlyph(recipient);
    if (lost.length > 0) {
      const params = { characters: lost.join(' ') };
      throw new DomainError('invalid', 'hand-out.unprintable', params, 'recipient');
    }
    const ready = await this.transactions.run(actor, (tx) => this.prepare(tx, id, asked));
    const handed: CopyMarking = { ...ready, recipient };
    const password = asked.locked ? newPassword() : null;
    const archive = password ? await this.archiveOf(ready.files, handed, password) : null;
    const number = newLinkNumber(this.keys.lasting('numbers of report links'), randomBytes(16));
    return this.transactions.run(actor, async (tx) => {
      const linkId = randomUUID();
      const expiresAt = new Date(tx.now.getTime() + ready.days * 86_400_000);
      await translateDistributionErrors(
        tx.query(
          `INSERT INTO report_links (id, report_id, publication_id, recipient, formats, languages, digest, most_openings, expires_at,
             archive, archive_sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            linkId,
            id,
            asked.publicationId,
            recipient,
            asked.formats,
            asked.languages,
            this.digestOf(number.replaceAll('-', '')),
            ready.openings,
            expiresAt,
            archive,
            archive && sha256(archive),
          ],
        ),
      );
      await record(tx, { action: 'reports.link_make', kind: 'report', ids: [id, linkId] });
      return { id: linkId, path: `/d/${number}`, password, expiresAt };
    });
  }

  /** Prepares a link; unspecified terms are taken from the settings. */
  private async prepare(tx: Tx, id: string, asked: NewReportLink) {
    const { state } = await findReport(tx, id);
    if (state !== 'frozen') throw notFrozen();
    const [publication] = await tx.query<{ organisation: string }>(
      `SELECT o.name AS organisation FROM report_publications p JOIN organisations o ON o.id = p.organisation_id
        WHERE p.id = $1 AND p.report_id = $2 AND p.live`,
      [asked.publicationId, id],
    );
    if (!publication)
      throw new DomainError('conflict', 'hand-out.not_published', {}, 'publicationId');
    const files = await filesToHand(tx, id, asked);
    return {
      organisation: publication.organisation,
      day: tx.today,
      files,
      days: asked.days ?? (await settingOf(tx, 'report_link_days', 14)),
      openings: asked.openings ?? (await settingOf(tx, 'report_link_openings', 5)),
    };
  }

  private async archiveOf(files: readonly LinkedFile[], handed: CopyMarking, password: string) {
    const copies = [];
    for (const one of files) {
      const { bytes } = await markFile(one, wordsOfMark(handed, one.language));
      copies.push({ name: nameOf(one.format, one.language), bytes });
    }
    return encryptedArchive(copies, password);
  }

  list(actor: Actor, id: string): Promise<ReportLinkRow[]> {
    return this.transactions.run(actor, async (tx) => {
      await findReport(tx, id);
      return linksIn(tx, id);
    });
  }

  revoke(actor: Actor, id: string, linkId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [link] = await tx.query<{ endedAt: Date | null }>(
        `SELECT ended_at AS "endedAt" FROM report_links WHERE id = $1 AND report_id = $2 FOR UPDATE`,
        [linkId, id],
      );
      if (!link) throw notFound();
      if (link.endedAt) throw new DomainError('conflict', 'hand-out.revoked_already');
      await tx.query(
        'UPDATE report_links SET ended_at = mawa_now(), ended_by = mawa_actor() WHERE id = $1',
        [linkId],
      );
      await record(tx, { action: 'reports.link_revoke', kind: 'report', ids: [id, linkId] });
    });
  }

  /** Encrypted archive of a link, to be sent by other means. */
  archive(actor: Actor, id: string, linkId: string): Promise<FileDownload> {
    return this.transactions.run(actor, async (tx) => {
      const { version } = await findReport(tx, id);
      const [link] = await tx.query<{ archive: Buffer; sha256: string; formats: string[] }>(
        `SELECT archive, archive_sha256 AS sha256, formats FROM report_links WHERE id = $1 AND report_id = $2 AND archive IS NOT NULL`,
        [linkId, id],
      );
      if (!link) throw notFound();
      const marked = link.formats.some(bearsMark);
      const taken = { version: version!, format: 'zip', language: null, marked, linkId };
      await recordDownload(tx, { reportId: id, sha256: link.sha256, ...taken });
      await record(tx, { action: 'reports.download', kind: 'report', ids: [id], fields: ['zip'] });
      return file(link.archive, ARCHIVE_NAME, mediaTypeOf('zip'));
    });
  }

  /** One opening of the link; two at once are two, and never more than it has. */
  open(typed: string, address: string): Promise<OpenedLink> {
    return this.holding(typed, address, (held) =>
      this.transactions.run(NOBODY, async (tx) => {
        await held(tx);
        const [link] = await tx.query<OpenedRow>(
          `SELECT link_id AS "linkId", report_id AS "reportId", opening_id AS opening, about, expires_at AS "expiresAt",
                  formats, languages, locked FROM open_report_link()`,
        );
        if (!link) throw linkOver();
        await record(tx, {
          action: 'reports.link_open',
          kind: 'report',
          ids: [link.reportId, link.linkId],
        });
        const { opening, about, expiresAt } = link;
        return { opening, about, expiresAt, files: filesOf(link) };
      }),
    );
  }

  /** The reader's copy of a file, sent only together with its row of the register and while the link is valid. */
  file(
    typed: string,
    address: string,
    asked: { readonly opening: string; readonly format: string; readonly language: string | null },
  ): Promise<FileDownload> {
    const { opening, format } = asked;
    const language = LANGUAGES.find((one) => one === asked.language) ?? null;
    return this.holding(typed, address, async (held) => {
      if (!UUID.test(opening)) throw linkOver();
      const found = await this.transactions.run(NOBODY, async (tx) => {
        await held(tx);
        return linkedFile(tx, opening, format, language);
      });
      const { bytes, marked } =
        language && found.published
          ? await markFile(
              { format, language, bytes: found.bytes, published: found.published },
              wordsOfMark(found, language),
            )
          : { bytes: found.bytes, marked: found.formats.some(bearsMark) };
      return this.transactions.run(NOBODY, async (tx) => {
        await held(tx);
        const [noted] = await tx.query<{ reportId: string | null }>(
          'SELECT note_linked_download($1, $2, $3, $4, $5, $6) AS "reportId"',
          [opening, found.version, format, language, sha256(bytes), marked],
        );
        if (!noted?.reportId) throw linkOver();
        await record(tx, {
          action: 'reports.download',
          kind: 'report',
          ids: [noted.reportId, found.linkId],
          fields: [language ? `${format}/${language}` : format],
        });
        const name = language ? nameOf(format, language) : ARCHIVE_NAME;
        return file(bytes, name, mediaTypeOf(format));
      });
    });
  }

  /** Guessing is limited; a right number does not count. */
  private async holding<T>(
    typed: string,
    address: string,
    work: (held: (tx: Tx) => Promise<unknown>) => Promise<T>,
  ): Promise<T> {
    await this.limits.checkAttempts(address);
    const letters = parseLinkNumber(this.keys.lasting('numbers of report links'), typed);
    if (letters === null) throw linkOver();
    const digest = this.digestOf(letters).toString('hex');
    const answer = await work((tx) =>
      tx.query(`SELECT set_config('mawa.link', $1, true)`, [digest]),
    );
    await this.limits.found(address);
    return answer;
  }

  private digestOf(letters: string): Buffer {
    return createHmac('sha256', this.keys.lasting('digests of report links'))
      .update(letters)
      .digest();
  }
}

interface OpenedRow extends Omit<OpenedLink, 'files'> {
  readonly linkId: string;
  readonly reportId: string;
  readonly formats: readonly string[];
  readonly languages: readonly Language[];
  readonly locked: boolean;
}

const ARCHIVE_NAME = 'documents.zip';
/** Neutral file name: names in an archive can be read without its password. */
const nameOf = (format: string, language: Language): string => `document-${language}.${format}`;

const filesOf = ({ formats, languages, locked: isLocked }: OpenedRow): OpenedLink['files'] =>
  isLocked
    ? [{ format: 'zip', language: null }]
    : languages.flatMap((language) => formats.map((format) => ({ format, language })));

/** Every language with every format that was chosen; what was never made cannot be handed out. */
async function filesToHand(
  tx: Tx,
  id: string,
  { formats, languages }: Pick<NewReportLink, 'formats' | 'languages'>,
): Promise<LinkedFile[]> {
  const files = await tx.query<LinkedFile>(
    `SELECT f.format, f.language, f.bytes, d.published -> f.language AS published
       FROM report_files f JOIN report_documents d ON d.report_id = f.report_id AND d.version = f.version
      WHERE f.report_id = $1 AND f.format = ANY ($2) AND f.language = ANY ($3)
        AND f.version = (SELECT max(version) FROM report_files WHERE report_id = $1)
      ORDER BY f.language, f.format`,
    [id, formats, languages],
  );
  if (files.length !== new Set(formats).size * new Set(languages).size)
    throw new DomainError('invalid', 'hand-out.no_such_file', {}, 'formats');
  return files;
}

async function linkedFile(tx: Tx, opening: string, format: string, language: Language | null) {
  const [found] = await tx.query<
    CopyMarking & {
      linkId: string;
      version: number;
      formats: string[];
      bytes: Buffer;
      published: DisclosedDocument | null;
    }
  >(
    `SELECT k.link_id AS "linkId", k.recipient, k.organisation, mawa_day(k.made_at)::text AS day, k.formats, f.version, f.bytes, f.published
       FROM linked_report($1) k, linked_report_file($1, $2, $3) f`,
    [opening, format, language],
  );
  if (!found) throw linkOver();
  return found;
}
