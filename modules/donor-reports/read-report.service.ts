import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../../src/database/transactions';
import { type JobRecord, Jobs } from '../../src/queue';
import type { Actor, Language } from '../../src/shared/actor';
import { notFound } from '../../src/shared/domain-error';
import type { CivilDate } from '../../src/shared/nights';
import { type NamedPeriod, periodsOver } from '../../src/shared/periods';
import { fileStemOf } from './compose/compose-report';
import { hasMade } from './approve-report.service';
import { CheckReport } from './checks/check-report.service';
import type { Check } from './checks/report-checks.rules';
import { type CommentRow, commentsOf } from './comments/comments.service';
import { editionsInForce } from './definitions/definitions.queries';
import { dueOn } from './due.rules';
import { noteTaken } from './hand-out/register';
import type { ReportDefinition, Words } from './report-definition';
import { type ByLanguage, ReportVersions } from './report-versions';
import { ReportVault } from './report-vault';
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
  periodOfReport,
  type ReportRow,
} from './reports.queries';

export interface ReportInList extends ReportRow {
  readonly period: NamedPeriod;
  readonly dueOn: CivilDate;
}

/** A period that is over and has no report of this kind yet. */
export interface ReportWaiting {
  readonly kind: string;
  readonly title: Words;
  readonly grantId: string;
  readonly grantCode: string;
  /** The partner that it would be about. */
  readonly partnerId: string | null;
  readonly partner: string | null;
  readonly period: NamedPeriod;
  readonly dueOn: CivilDate;
  readonly isLate: boolean;
}

export type JobOfReport = Pick<
  JobRecord,
  'id' | 'kind' | 'state' | 'progress' | 'step' | 'errorCode'
> & { readonly mine: boolean };

export interface WholeReport extends ReportInList {
  readonly definition: ReportDefinition;
  readonly files: readonly FileRow[];
  readonly narratives: readonly NarrativeVersion[];
  readonly job: JobOfReport | null;
  readonly comments: readonly CommentRow[];
  /** Of a drafted one, for those who make reports. */
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
    private readonly vault: ReportVault,
    private readonly versions: ReportVersions,
    private readonly check: CheckReport,
  ) {}

  list(actor: Actor): Promise<{ reports: ReportInList[]; waiting: ReportWaiting[] }> {
    return this.transactions.run(actor, async (tx) => {
      const reports = (await listReports(tx)).map(inList);
      return { reports, waiting: may(actor, 'reports:read') ? await waitingOf(tx) : [] };
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
      // Beside the one that replaces it, it would tell what changed: perhaps one person.
      if (report.state === 'superseded' && !may(actor, 'reports:read')) throw notFound();
      const [file] = await tx.query<{ bytes: Buffer; sha256: string; version: number }>(
        `SELECT bytes, sha256, version FROM report_files
          WHERE report_id = $1 AND format = $2 AND language = $3 ORDER BY version DESC LIMIT 1`,
        [id, format, language],
      );
      if (!file) throw notFound();
      const { version, sha256 } = file;
      await noteTaken(tx, { reportId: id, version, format, language, sha256, marked: false });
      await record(tx, {
        action: 'reports.download',
        kind: 'report',
        ids: [id],
        fields: [`${format}/${language}`],
      });
      const { fileStem } = await definitionOf(tx, report);
      const stem = fileStemOf(fileStem, periodOfReport(report));
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

const NOTHING_INSIDE = {
  ...{ narratives: [], job: null, checks: [], comments: [], mine: false },
} as const;

const inList = (report: ReportRow): ReportInList => ({
  ...report,
  period: periodOfReport(report),
  dueOn: dueOn(report.until, report.due),
});

interface GrantSpan {
  readonly id: string;
  readonly code: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  /** With a confirmed agreement, and since when. */
  readonly partners: readonly {
    readonly id: string;
    readonly name: string;
    readonly since: CivilDate;
  }[];
  /** Agencies that have a share of it. */
  readonly agencies: readonly string[];
}

/** What each definition asks for and nobody has begun, the latest due first. */
async function waitingOf(tx: Tx): Promise<ReportWaiting[]> {
  const grants = await tx.query<GrantSpan>(
    `SELECT g.id, g.code, g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn",
            coalesce((SELECT jsonb_agg(p) FROM (SELECT o.id, o.name, min(a.starts_on)::text AS since FROM agreements a
              JOIN organisations o ON o.id = a.organisation_id
             WHERE a.grant_id = g.id AND a.amount IS NOT NULL
               AND EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) GROUP BY o.id, o.name) p), '[]') AS partners,
            ARRAY(SELECT o.code FROM grant_shares s JOIN organisations o ON o.id = s.organisation_id WHERE s.grant_id = g.id) AS agencies
       FROM grants g ORDER BY g.code`,
  );
  const editions = await editionsInForce(tx);
  const begun = new Set(await begunIn(tx));
  return grants
    .flatMap((grant) =>
      editions
        .filter(({ agency }) => agency === null || grant.agencies.includes(agency))
        .flatMap(({ kind, title, every, due, audience }) =>
          periodsOver(every, grant, tx.tonight).flatMap((period) =>
            (audience === 'partner'
              ? grant.partners.filter(({ since }) => since < period.until)
              : [null]
            ).map((partner): ReportWaiting => {
              const on = dueOn(period.until, due);
              return {
                ...{ kind, title, grantId: grant.id, grantCode: grant.code, period },
                ...{ partnerId: partner?.id ?? null, partner: partner?.name ?? null },
                ...{ dueOn: on, isLate: on < tx.today },
              };
            }),
          ),
        ),
    )
    .filter(
      ({ kind, grantId, period, partnerId }) =>
        !begun.has(
          [kind, grantId, period.from, period.until, ...(partnerId ? [partnerId] : [])].join(' '),
        ),
    )
    .sort((a, b) => (a.dueOn < b.dueOn ? 1 : a.dueOn > b.dueOn ? -1 : a.kind < b.kind ? -1 : 1));
}

/** What is begun already, however old. */
async function begunIn(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ of: string }>(
    `SELECT concat_ws(' ', kind, grant_id, period_from, period_until, subject_id) AS of FROM reports WHERE state <> 'superseded'`,
  );
  return rows.map(({ of }) => of);
}
