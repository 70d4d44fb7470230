import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { ReplicaReads } from '../platform/database/replica';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import { Jobs, type WorkItem } from '../platform/queue';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { parsePeriod } from '../platform/shared/periods.rules';
import { editions } from './editions';
import { GatherFigures, type GatheredFigures } from './gather-figures.service';
import { editionInForce } from './definitions/definitions.queries';
import { fits } from './narrative.rules';
import { assertPrepares } from './preparers.rules';
import type { ReportDefinition } from './report-definition.types';
import { ReportStore } from './report-store.service';
import { ReportVersions } from './report-versions.service';
import {
  byLanguage,
  correctedBy,
  definitionOf,
  findReport,
  isBeingFrozen,
  latestNarratives,
  lockReport,
  type ReportRow,
  reportsToCorrect,
} from './reports.queries';
import { openNightsWithin } from '../shelter-beds';

export interface QueuedDraft {
  readonly id: string;
  readonly jobId: string;
}

export interface DraftRequest {
  readonly kind: string;
  readonly grantId: string;
  /** '2026-Q3', '2026-09', '2026-H2', '2026' or 'grant', as its definition asks. */
  readonly period: string;
  /** The partner that it is about, where its definition asks for one. */
  readonly partnerId?: string;
  /** Languages among those of the definition; all by default. */
  readonly languages?: readonly Language[];
}

/**
 * A correction begins with the texts of the report that it replaces, as far as its definition has a place for them. They
 * stay in the name of whoever wrote them, who does not approve them.
 */
async function takeOverTexts(
  tx: Tx,
  formerId: string,
  id: string,
  definition: ReportDefinition,
): Promise<void> {
  const texts = (await latestNarratives(tx, formerId)).filter(
    (one) => one.text !== '' && fits(definition, one),
  );
  for (const { section, language, version } of texts)
    await tx.query(
      `INSERT INTO report_narratives (report_id, section, language, text, version, written_by)
       SELECT $1, n.section, n.language, n.text, 1, n.written_by FROM report_narratives n
        WHERE n.report_id = $2 AND n.section = $3 AND n.language = $4 AND n.version = $5`,
      [id, formerId, section, language, version],
    );
  const fields = texts.map(({ section, language }) => `${section}/${language}`);
  if (texts.length > 0)
    await record(tx, { action: 'reports.write', kind: 'report', ids: [id], fields });
}

/** Asks for the draft of a report, and computes it in the background. */
@Injectable()
export class DraftReport {
  constructor(
    private readonly transactions: Transactions,
    private readonly reads: ReplicaReads,
    private readonly jobs: Jobs,
    private readonly gather: GatherFigures,
    private readonly store: ReportStore,
    private readonly versions: ReportVersions,
  ) {}

  begin(actor: Actor, asked: DraftRequest, requestId: string | null): Promise<QueuedDraft> {
    return this.transactions.once(
      actor,
      { useCase: 'reports.draft', body: asked, requestId },
      (tx) => this.open(tx, asked),
    );
  }

  /** Recomputes a draft from present rows; texts are kept. */
  again(actor: Actor, id: string): Promise<QueuedDraft> {
    return this.transactions.run(actor, async (tx) => {
      const report = await lockReport(tx, id);
      assertPrepares(actor, await definitionOf(tx, report));
      if (!['drafting', 'drafted'].includes(report.state)) throw reportFrozen();
      // An approved report must not be recomputed while its files are rendered.
      if (await isBeingFrozen(tx, id)) throw new DomainError('conflict', 'reports.freezing');
      await this.assertClosed(tx, report.from, report.until);
      if (report.state === 'drafted') {
        await tx.query(`UPDATE reports SET state = 'drafting' WHERE id = $1`, [id]);
        await recordReportState(tx, id, 'drafting', 'drafted again');
      }
      await record(tx, { action: 'reports.draft_again', kind: 'report', ids: [id] });
      return { id, jobId: await this.ask(tx, report.id, report.version ?? 0) };
    });
  }

  private async open(tx: Tx, asked: DraftRequest): Promise<QueuedDraft> {
    const edition = await editionInForce(tx, asked.kind);
    if (!edition) throw new DomainError('invalid', 'common.not_choice', {}, 'kind');
    assertPrepares(tx.actor, edition.body);
    const [grant] = await tx.query<{
      donor: string;
      startsOn: string;
      endsOn: string;
      languages: Language[] | null;
    }>(
      `SELECT donor_id AS donor, starts_on::text AS "startsOn", ends_on::text AS "endsOn",
              (SELECT languages FROM grant_report_calendar WHERE grant_id = id AND kind = $2) AS languages
         FROM grants WHERE id = $1`,
      [asked.grantId, asked.kind],
    );
    if (!grant) throw new DomainError('invalid', 'reports.no_grant', {}, 'grantId');
    const period = parsePeriod(asked.period, edition.body.every, grant);
    if (!period)
      throw new DomainError('invalid', `reports.no_period.${edition.body.every}`, {}, 'period');
    if (period.until <= grant.startsOn || period.from > grant.endsOn)
      throw new DomainError('invalid', 'reports.outside_grant', {}, 'period');
    if (tx.tonight < period.until)
      throw new DomainError('conflict', 'reports.not_over', { date: period.until }, 'period');
    await this.assertClosed(tx, period.from, period.until);
    const subject = await subjectOf(tx, edition.body, asked);
    const audience = await audienceOf(tx, edition.body, { donor: grant.donor, subject });
    const former = correctedBy(await reportsToCorrect(tx), {
      kind: asked.kind,
      grantId: asked.grantId,
      from: period.from,
      subjectId: subject,
    });
    const languages = languagesOf(
      edition.body,
      asked.languages ??
        former?.languages.filter((one) => edition.body.languages.includes(one)) ??
        grant.languages ??
        undefined,
    );
    const id = await this.insert(tx, [
      asked.kind,
      asked.grantId,
      period.from,
      period.until,
      audience,
      subject,
      edition.version,
      tx.actor.userId,
      languages,
    ]);
    await recordReportState(tx, id, 'drafting');
    if (former) await takeOverTexts(tx, former.id, id, { ...edition.body, languages });
    await record(tx, { action: 'reports.draft', kind: 'report', ids: [id, asked.grantId] });
    return { id, jobId: await this.ask(tx, id, 0) };
  }

  private async insert(tx: Tx, values: unknown[]): Promise<string> {
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO reports (kind, grant_id, period_from, period_until, audience_id, subject_id, definition_version, created_by, languages)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        values,
      );
      return row!.id;
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      throw new DomainError('conflict', 'reports.exists', {}, 'period');
    }
  }

  private async assertClosed(tx: Tx, from: string, until: string): Promise<void> {
    const open = await openNightsWithin(tx, from, until);
    if (!open) return;
    const params = { night: open.first, count: open.count };
    throw new DomainError('conflict', 'reports.night_open', params, 'period');
  }

  /** One draft of a version at a time: asked twice, it is the same job. */
  private ask(tx: Tx, reportId: string, version: number): Promise<string> {
    const once = `${reportId}/${version + 1}`;
    return this.jobs.enqueue(tx, 'draft-report', { reportId }, { once });
  }

  /** The job: the figures are read first; everything it writes, it writes with "done" in one transaction. */
  async run(work: WorkItem<'draft-report'>): Promise<void> {
    if (!may(work.actor, 'reports:draft')) throw new DomainError('forbidden', 'access.not_yours');
    await work.progress(5, 'start');
    const { version: before, gathered } = await this.reads.run(
      'figures of a report',
      work.actor,
      (tx) => this.figures(tx, work),
    );
    await this.transactions.run(work.actor, async (tx) => {
      const report = await lockReport(tx, work.params.reportId);
      if (report.state !== 'drafting' || report.version !== before) throw notFound();
      const version = await this.keep(tx, report, gathered);
      await work.progress(95, 'document');
      await tx.query(`UPDATE reports SET state = 'drafted' WHERE id = $1`, [report.id]);
      await recordReportState(tx, report.id, 'drafted');
      await work.finish(tx, { reportId: report.id, version });
    });
  }

  /** The subject of a report never changes after the request; its state and version do. */
  private async figures(tx: Tx, { params, progress }: WorkItem<'draft-report'>) {
    const report = await findReport(tx, params.reportId);
    if (report.state !== 'drafting') throw notFound();
    const gathered = await this.gather.of(
      tx,
      {
        definition: await definitionOf(tx, report),
        grantId: report.grantId,
        period: { from: report.from, until: report.until },
        subjectId: report.subjectId,
      },
      progress,
    );
    return { version: report.version, gathered };
  }

  private async keep(
    tx: Tx,
    report: ReportRow,
    { figures, sources }: GatheredFigures,
  ): Promise<number> {
    const narratives = byLanguage(await latestNarratives(tx, report.id));
    const version = (report.version ?? 0) + 1;
    const made = await this.versions.of(tx, {
      report,
      figures,
      narratives,
      version,
      approved: false,
    });
    return this.store.add(tx, report.id, {
      figures,
      sources,
      insider: made.insider,
      published: made.published,
      versions: {
        ...editions(),
        definition: report.definitionVersion,
        threshold: made.threshold,
        ages: made.ages,
      },
    });
  }
}

/** A report about one partner names it; no other names any. */
async function subjectOf(
  tx: Tx,
  { audience }: ReportDefinition,
  { grantId, partnerId }: DraftRequest,
): Promise<string | null> {
  if (audience !== 'partner') {
    if (partnerId !== undefined)
      throw new DomainError('invalid', 'reports.about_nobody', {}, 'partnerId');
    return null;
  }
  const [partner] = await tx.query<{ id: string }>(
    `SELECT o.id FROM organisations o WHERE o.id = $1
        AND EXISTS (SELECT 1 FROM agreements a WHERE a.organisation_id = o.id AND a.grant_id = $2)`,
    [partnerId ?? null, grantId],
  );
  if (!partner) throw new DomainError('invalid', 'reports.no_partner', {}, 'partnerId');
  return partner.id;
}

/** The organisation that will read it: none inside the programme, none where everybody will. */
async function audienceOf(
  tx: Tx,
  { audience }: ReportDefinition,
  { donor, subject }: { readonly donor: string; readonly subject: string | null },
): Promise<string | null> {
  if (audience === 'inside' || audience === 'public') return null;
  if (audience === 'partner') return subject;
  if (audience === 'donor') return donor;
  const [commission] = await tx.query<{ id: string }>(
    `SELECT id FROM organisations WHERE kind = 'commission' AND active ORDER BY code LIMIT 1`,
  );
  if (!commission) throw new DomainError('conflict', 'reports.no_commission', {}, 'kind');
  return commission.id;
}

export const reportFrozen = (): DomainError => new DomainError('conflict', 'reports.frozen');

export const recordReportState = async (
  tx: Tx,
  reportId: string,
  state: string,
  reason: string | null = null,
): Promise<void> => {
  await tx.query(
    'INSERT INTO report_states (report_id, to_state, by, reason) VALUES ($1, $2, $3, $4)',
    [reportId, state, tx.actor.userId, reason],
  );
};

/** In the order of the definition. */
function languagesOf(
  { languages }: ReportDefinition,
  asked: readonly Language[] = languages,
): Language[] {
  const chosen = languages.filter((language) => asked.includes(language));
  if (chosen.length === 0 || asked.some((language) => !languages.includes(language)))
    throw new DomainError('invalid', 'reports.no_language', {}, 'languages');
  return chosen;
}
