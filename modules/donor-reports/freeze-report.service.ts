import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import { RunEnded, type WorkItem } from '../platform/queue';
import { LANGUAGES, type Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { assertDrafted, READ_AGAIN, stopsOf } from './approve-report.service';
import type { ApprovalReason } from './approval-reasons/approval-reason.types';
import { approvalReasonOf } from './approval-reasons/approval-reasons.service';
import { type SuppressionPlan, ReleaseLedger } from '../disclosure';
import { recordReportState } from './draft-report.service';
import { editions } from './editions';
import { REPORT_FORMATS, renderReport, type ReportFormat } from '../report-documents';
import { canonical, sha256 } from '../platform/shared/digest.rules';
import { type DocumentVersion, ReportStore } from './report-store.service';
import { ReportVersions } from './report-versions.service';
import { definitionTexts } from './scan/definition-texts.queries';
import type { NarrativeText } from './scan/identities.rules';
import { IdentityScan } from './scan/identity-scan.service';
import {
  byLanguage,
  definitionOf,
  findReport,
  fingerprintOf,
  latestNarratives,
  lockReport,
  type NarrativeVersion,
  type ReportRow,
} from './reports.queries';

interface RenderedReport {
  readonly document: DocumentVersion;
  readonly published: Awaited<ReturnType<ReportVersions['of']>>['published'];
  readonly plan: SuppressionPlan;
  /** Position of the release ledger when it was planned. */
  readonly ledgerPosition: string;
  readonly texts: readonly NarrativeVersion[];
  /** Words of the definition that are printed. */
  readonly ofDefinition: readonly NarrativeText[];
  /** Texts of the approver. */
  readonly ofApproval: readonly NarrativeText[];
  readonly fingerprint: string;
  readonly version: number;
  readonly readAgain: boolean;
}

interface RenderedReportFile {
  readonly format: ReportFormat;
  readonly language: Language;
  readonly bytes: Buffer;
}

/** Renders an approved report in every format and language, and freezes it with its files in one transaction. */
@Injectable()
export class FreezeReport {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ReportStore,
    private readonly versions: ReportVersions,
    private readonly scan: IdentityScan,
    private readonly ledger: ReleaseLedger,
  ) {}

  async run(work: WorkItem<'render-report'>): Promise<void> {
    if (!may(work.actor, 'reports:approve')) throw new DomainError('forbidden', 'access.not_yours');
    const { reportId } = work.params;
    await work.progress(5, 'compose');
    const made = await this.transactions.run(work.actor, (tx) => this.make(tx, reportId));
    // Looked through again: what is published is exactly what was scanned.
    const hits = await this.scan.of(reportId, [
      ...made.texts,
      ...made.ofDefinition,
      ...made.ofApproval,
    ]);
    if (stopsOf(hits, made.readAgain).length > 0)
      throw new DomainError('conflict', 'reports.names_somebody');
    const files = await this.render(work, made);
    await this.transactions.run(work.actor, async (tx) => {
      await this.keep(tx, reportId, made, files);
      await work.finish(tx, { reportId, version: made.version, files: files.length });
    });
  }

  private async make(tx: Tx, reportId: string): Promise<RenderedReport> {
    const report = await findReport(tx, reportId);
    assertDrafted(report.state);
    const texts = await latestNarratives(tx, reportId);
    const { figures, sources, version: drafted } = await this.store.open(tx, reportId);
    const version = drafted + 1;
    const approvalReason = await approvalReasonOf(tx, reportId, version);
    const ledgerPosition = await this.ledger.position(tx);
    const { insider, published, threshold, ages, plan } = await this.versions.of(tx, {
      report,
      figures,
      narratives: byLanguage(texts),
      version,
      approved: true,
      approvalReason,
    });
    if (plan.refused.figures.length > 0)
      throw new DomainError('conflict', 'reports.discloses_hidden_figures');
    const [approval] = await tx.query<{ reason: string | null }>(
      `SELECT reason FROM report_states WHERE report_id = $1 AND to_state = 'approved'
        ORDER BY id DESC LIMIT 1`,
      [reportId],
    );
    const versions = { ...editions(), definition: report.definitionVersion, threshold, ages };
    return {
      document: { figures, sources, insider, published, versions },
      published,
      plan,
      ledgerPosition,
      texts,
      ofDefinition: await definitionTexts(tx, report),
      ofApproval: noteTextOf(approvalReason),
      fingerprint: fingerprintOf(texts),
      version,
      readAgain: approval?.reason === READ_AGAIN,
    };
  }

  private async render(
    work: WorkItem,
    { published }: RenderedReport,
  ): Promise<RenderedReportFile[]> {
    const wanted = LANGUAGES.filter((language) => published[language]).flatMap((language) =>
      REPORT_FORMATS.map((format) => ({ language, format })),
    );
    const files: RenderedReportFile[] = [];
    for (const { language, format } of wanted) {
      if (work.signal.aborted) throw new RunEnded('cancelled');
      const at = 10 + Math.floor((80 * files.length) / wanted.length);
      await work.progress(at, `render_${format}`);
      const { bytes } = await renderReport(published[language]!, format);
      files.push({ format, language, bytes });
    }
    await work.progress(92, 'keep');
    return files;
  }

  private async keep(
    tx: Tx,
    id: string,
    made: RenderedReport,
    files: readonly RenderedReportFile[],
  ): Promise<void> {
    const report = await lockReport(tx, id);
    assertDrafted(report.state);
    const unchanged = fingerprintOf(await latestNarratives(tx, id)) === made.fingerprint;
    if (!unchanged || report.version !== made.version - 1)
      throw new DomainError('conflict', 'reports.written_meanwhile');
    // A release made since may, together with this one, disclose what neither does alone.
    const isAlone = (await this.ledger.lock(tx)) === made.ledgerPosition;
    if (!isAlone && !isSamePlan((await this.make(tx, id)).plan, made.plan))
      throw new DomainError('conflict', 'reports.released_meanwhile');
    const version = await this.store.add(tx, id, made.document);
    await this.recordRelease(tx, report, version, made);
    await tx.query(
      `INSERT INTO report_files (report_id, version, format, language, sha256, bytes)
       SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::bytea[])`,
      [
        id,
        version,
        files.map(({ format }) => format),
        files.map(({ language }) => language),
        files.map(({ bytes }) => sha256(bytes)),
        files.map(({ bytes }) => bytes),
      ],
    );
    await tx.query(`UPDATE reports SET state = 'frozen' WHERE id = $1`, [id]);
    await recordReportState(tx, id, 'frozen');
    await record(tx, { action: 'reports.freeze', kind: 'report', ids: [id] });
  }

  /** Records the report as released to its readers. */
  private async recordRelease(
    tx: Tx,
    report: ReportRow,
    version: number,
    { plan }: RenderedReport,
  ): Promise<void> {
    const { audience } = await definitionOf(tx, report);
    if (audience === 'inside') return;
    const { id, from, until, subjectId } = report;
    const about = { audience, period: { from, until }, subjectId };
    await this.ledger.add(tx, { source: 'report', id, version }, about, plan);
  }
}

const noteTextOf = (reason: ApprovalReason | null): NarrativeText[] =>
  reason?.note && reason.noteLanguage
    ? [{ section: 'moneyNote', language: reason.noteLanguage, text: reason.note }]
    : [];

const isSamePlan = (one: SuppressionPlan, other: SuppressionPlan): boolean =>
  canonical([...one.marks].sort()) === canonical([...other.marks].sort());
