import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import { type JobRecord, Jobs } from '../platform/queue';
import type { Actor, Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { NamedPeriod } from '../platform/shared/periods.rules';
import { approvalReasonOf } from './approval-reasons/approval-reasons.service';
import { fileStemOf } from './compose/compose-report.rules';
import { hasMade } from './approve-report.service';
import { CheckReport } from './checks/check-report.service';
import type { Check } from './checks/report-checks.rules';
import { type CommentRow, commentsOf } from './comments/comments.service';
import type { ExpectedReport } from './calendar/expected-reports.rules';
import { openNightsWithin } from '../shelter-beds';
import { listReportsNotBegun } from './calendar/report-calendar.service';
import { editionsInForce } from './definitions/definitions.queries';
import { dueOn } from './due.rules';
import { recordDownload } from './distribution/download-register.queries';
import { assertPrepares } from './preparers.rules';
import type { ReportDefinition } from './report-definition.types';
import type { ByLanguage } from '../report-documents';
import { ReportVersions } from './report-versions.service';
import { ReportStore } from './report-store.service';
import {
  byLanguage,
  definitionOf,
  type FileRow,
  filesOf,
  findReport,
  jobOfReport,
  latestNarratives,
  listReports,
  type NarrativeVersion,
  correctedBy,
  periodOfReport,
  reportsToCorrect,
  type ReportRow,
} from './reports.queries';

export interface ReportInList extends ReportRow {
  readonly period: NamedPeriod;
  readonly dueOn: CivilDate;
}

/** A period that is over and has no report of this kind yet. */
export interface ReportWaiting extends ExpectedReport {
  readonly isLate: boolean;
  /** How many nights of its period must be closed before it can be prepared. */
  readonly openNights: number;
  /** In which it can be prepared, and which of them its readers use. */
  readonly languages: readonly Language[];
  readonly usualLanguages: readonly Language[];
}

export type JobOfReport = Pick<
  JobRecord,
  'id' | 'kind' | 'state' | 'progress' | 'step' | 'errorCode' | 'errorParams'
> & { readonly mine: boolean };

export interface WholeReport extends ReportInList {
  readonly definition: ReportDefinition;
  readonly files: readonly FileRow[];
  readonly narratives: readonly NarrativeVersion[];
  readonly job: JobOfReport | null;
  readonly comments: readonly CommentRow[];
  /** Checks of a draft, for authors. */
  readonly checks: readonly Check[];
  /** Who asked for it or wrote in it does not approve it. */
  readonly mine: boolean;
}

export interface BothVersions {
  readonly report: ReportInList;
  readonly version: number;
  readonly insider: ByLanguage;
  readonly published: ByLanguage;
}

/** Lists, one report with its work in hand, and its two versions side by side. */
@Injectable()
export class ReadReport {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly store: ReportStore,
    private readonly versions: ReportVersions,
    private readonly check: CheckReport,
  ) {}

  /** A page of reports, newest period first; open tasks are on the first page. */
  list(
    actor: Actor,
    after: string | null = null,
  ): Promise<{ reports: ReportInList[]; next: string | null; waiting: ReportWaiting[] }> {
    return this.transactions.run(actor, async (tx) => {
      const { reports, next } = await listReports(tx, after);
      const isFirst = after === null && may(actor, 'reports:read');
      return { reports: reports.map(inList), next, waiting: isFirst ? await waitingOf(tx) : [] };
    });
  }

  one(actor: Actor, id: string): Promise<WholeReport> {
    return this.transactions.run(actor, async (tx) => {
      const report = inList(await findReport(tx, id));
      const files = await filesOf(tx, id);
      const definition = await definitionOf(tx, report);
      if (!may(actor, 'reports:read')) return { ...report, ...NOTHING_INSIDE, definition, files };
      const narratives = await latestNarratives(tx, id);
      const checks = report.state === 'drafted' ? await this.check.of(tx, report, narratives) : [];
      const [job, mine] = [await this.jobOf(tx, id), await hasMade(tx, report)];
      const comments = await commentsOf(tx, id);
      return { ...report, definition, files, narratives, job, checks, mine, comments };
    });
  }

  checks(actor: Actor, id: string): Promise<readonly Check[]> {
    return this.transactions.run(actor, async (tx) => {
      const report = await findReport(tx, id);
      return report.version === null
        ? []
        : this.check.of(tx, report, await latestNarratives(tx, id));
    });
  }

  /** Every figure, before suppression: reading it is written down. */
  both(actor: Actor, id: string): Promise<BothVersions> {
    return this.transactions.run(actor, async (tx) => {
      const report = inList(await findReport(tx, id));
      const { figures, version } = await this.store.open(tx, id);
      const { insider, published } = await this.versions.of(tx, {
        report,
        figures,
        narratives: byLanguage(await latestNarratives(tx, id)),
        version,
        approved: report.state === 'frozen',
        approvalReason: await approvalReasonOf(tx, id, version),
      });
      await record(tx, { action: 'reports.read_insider', kind: 'report', ids: [id] });
      return { report, version, insider, published };
    });
  }

  file(
    actor: Actor,
    id: string,
    format: string,
    language: Language,
  ): Promise<{ bytes: Buffer; name: string; sha256: string }> {
    return this.transactions.run(actor, async (tx) => {
      const report = await findReport(tx, id);
      // Compared with the one that replaces it, it would disclose what changed, perhaps about one person.
      if (report.state === 'superseded' && !may(actor, 'reports:read')) throw notFound();
      const [file] = await tx.query<{ bytes: Buffer; sha256: string; version: number }>(
        `SELECT bytes, sha256, version FROM report_files
          WHERE report_id = $1 AND format = $2 AND language = $3 ORDER BY version DESC LIMIT 1`,
        [id, format, language],
      );
      if (!file) throw notFound();
      const { version, sha256 } = file;
      await recordDownload(tx, { reportId: id, version, format, language, sha256, marked: false });
      await record(tx, {
        action: 'reports.download',
        kind: 'report',
        ids: [id],
        fields: [`${format}/${language}`],
      });
      const { fileStem } = await definitionOf(tx, report);
      const stem = fileStemOf(fileStem, periodOfReport(report), report.subjectId);
      return { bytes: file.bytes, sha256: file.sha256, name: `${stem}-${language}.${format}` };
    });
  }

  cancel(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      assertPrepares(actor, await definitionOf(tx, await findReport(tx, id)));
      const job = await jobOfReport(tx, id);
      if (!job) throw notFound();
      await this.jobs.cancel(tx, job.id);
      await record(tx, { action: 'reports.cancel_work', kind: 'report', ids: [id] });
    });
  }

  private async jobOf(tx: Tx, id: string): Promise<JobOfReport | null> {
    const known = await jobOfReport(tx, id);
    const job = known && (await this.jobs.find(tx, known.id));
    if (!job) return null;
    const { kind, state, progress, step, errorCode, errorParams } = job;
    const mine = job.askedBy === tx.actor.userId;
    return { id: job.id, kind, state, progress, step, errorCode, errorParams, mine };
  }
}

const NOTHING_INSIDE = {
  narratives: [],
  job: null,
  checks: [],
  comments: [],
  mine: false,
} as const;

const inList = (report: ReportRow): ReportInList => ({
  ...report,
  period: periodOfReport(report),
  dueOn: dueOn(report.until, report.due),
});

/** Reports due by their definitions that nobody has begun, latest due day first. */
const waitingOf = async (tx: Tx): Promise<ReportWaiting[]> => {
  const all = await listReportsNotBegun(tx);
  const openNights = new Map<string, number>();
  const editions = new Map((await editionsInForce(tx)).map((one) => [one.kind, one]));
  const toCorrect = await reportsToCorrect(tx);
  for (const { from, until } of all.map(({ period }) => period)) {
    const key = `${from} ${until}`;
    if (!openNights.has(key))
      openNights.set(key, (await openNightsWithin(tx, from, until))?.count ?? 0);
  }
  return all
    .map((one) => ({
      ...one,
      isLate: one.dueOn < tx.today,
      openNights: openNights.get(`${one.period.from} ${one.period.until}`) ?? 0,
      languages: editions.get(one.kind)!.languages,
      usualLanguages:
        correctedBy(toCorrect, { ...one, from: one.period.from, subjectId: one.partnerId })
          ?.languages ??
        one.languages ??
        editions.get(one.kind)!.usualLanguages ??
        editions.get(one.kind)!.languages,
    }))
    .sort((a, b) => (a.dueOn < b.dueOn ? 1 : a.dueOn > b.dueOn ? -1 : a.kind < b.kind ? -1 : 1));
};
