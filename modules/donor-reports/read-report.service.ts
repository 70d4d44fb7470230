import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../../src/database/transactions';
import { type JobRecord, Jobs } from '../../src/queue';
import type { Actor, Language } from '../../src/shared/actor';
import { notFound } from '../../src/shared/domain-error';
import type { CivilDate } from '../../src/shared/nights';
import { quarterOf } from '../../src/shared/quarters';
import { fileStemOf } from './compose/compose-report';
import { definitionOf, IOM_QUARTERLY } from './iom-quarterly.definition';
import { dueOn, quartersOver } from './quarters.rules';
import { type ByLanguage, ReportVersions } from './report-versions';
import { ReportVault } from './report-vault';
import {
  byLanguage,
  type FileRow,
  filesOf,
  findReport,
  jobOfReport,
  latestNarratives,
  listReports,
  type NarrativeVersion,
  type ReportRow,
} from './reports.queries';

export interface ReportInList extends ReportRow {
  readonly quarter: string;
  readonly dueOn: CivilDate;
}

/** A quarter that is over and has no report yet. */
export interface ReportWaiting {
  readonly grantId: string;
  readonly grantCode: string;
  readonly quarter: string;
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly dueOn: CivilDate;
  readonly isLate: boolean;
}

export type JobOfReport = Pick<
  JobRecord,
  'id' | 'kind' | 'state' | 'progress' | 'step' | 'errorCode'
> & { readonly mine: boolean };

export interface WholeReport extends ReportInList {
  readonly files: readonly FileRow[];
  readonly narratives: readonly NarrativeVersion[];
  readonly job: JobOfReport | null;
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
    private readonly vault: ReportVault,
    private readonly versions: ReportVersions,
  ) {}

  list(actor: Actor): Promise<{ reports: ReportInList[]; waiting: ReportWaiting[] }> {
    return this.transactions.run(actor, async (tx) => {
      const reports = (await listReports(tx)).map(inList);
      return { reports, waiting: may(actor, 'reports:read') ? await waitingOf(tx, reports) : [] };
    });
  }

  one(actor: Actor, id: string): Promise<WholeReport> {
    return this.transactions.run(actor, async (tx) => {
      const report = inList(await findReport(tx, id));
      const files = await filesOf(tx, id);
      if (!may(actor, 'reports:read')) return { ...report, files, narratives: [], job: null };
      const narratives = await latestNarratives(tx, id);
      return { ...report, files, narratives, job: await this.jobOf(tx, id) };
    });
  }

  /** Every figure, before suppression: reading it is written down. */
  both(actor: Actor, id: string): Promise<BothVersions> {
    return this.transactions.run(actor, async (tx) => {
      const report = inList(await findReport(tx, id));
      const { figures, version } = await this.vault.open(tx, id);
      const { insider, published } = await this.versions.of(tx, {
        report,
        figures,
        narratives: byLanguage(await latestNarratives(tx, id)),
        version,
        approved: report.state === 'frozen',
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
      const [file] = await tx.query<{ bytes: Buffer; sha256: string; version: number }>(
        `SELECT bytes, sha256, version FROM report_files
          WHERE report_id = $1 AND format = $2 AND language = $3 ORDER BY version DESC LIMIT 1`,
        [id, format, language],
      );
      if (!file) throw notFound();
      await record(tx, {
        action: 'reports.download',
        kind: 'report',
        ids: [id],
        fields: [`${format}/${language}`],
      });
      const stem = fileStemOf(definitionOf(report.kind).fileStem, report.from);
      return { bytes: file.bytes, sha256: file.sha256, name: `${stem}-${language}.${format}` };
    });
  }

  cancel(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await findReport(tx, id);
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
    const { kind, state, progress, step, errorCode } = job;
    const mine = job.askedBy === tx.actor.userId;
    return { id: job.id, kind, state, progress, step, errorCode, mine };
  }
}

const inList = (report: ReportRow): ReportInList => ({
  ...report,
  quarter: quarterOf(report.from).code,
  dueOn: dueOn(report.until, definitionOf(report.kind).dueDays),
});

async function waitingOf(tx: Tx, reports: readonly ReportRow[]): Promise<ReportWaiting[]> {
  const grants = await tx.query<{ id: string; code: string; startsOn: string; endsOn: string }>(
    `SELECT id, code, starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM grants ORDER BY code`,
  );
  return grants
    .flatMap((grant) =>
      quartersOver(grant.startsOn, grant.endsOn, tx.tonight)
        .filter(
          ({ from }) =>
            !reports.some((report) => report.grantId === grant.id && report.from === from),
        )
        .map(({ code, from, until }) => {
          const due = dueOn(until, IOM_QUARTERLY.dueDays);
          const isLate = due < tx.today;
          return {
            ...{ grantId: grant.id, grantCode: grant.code, quarter: code },
            ...{ from, until, dueOn: due, isLate },
          };
        }),
    )
    .sort((a, b) => (a.dueOn < b.dueOn ? 1 : -1))
    .slice(0, 12);
}
