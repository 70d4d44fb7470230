import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { sqlState, Transactions, type Tx } from '../../src/database/transactions';
import { Jobs, type WorkInHand } from '../../src/queue';
import type { Actor } from '../../src/shared/actor';
import { DomainError, notFound } from '../../src/shared/domain-error';
import { parseQuarter } from '../../src/shared/quarters';
import { editions } from './editions';
import { GatherFigures, type Gathered } from './gather-figures';
import { definitionOf } from './iom-quarterly.definition';
import { ReportVault } from './report-vault';
import { ReportVersions } from './report-versions';
import {
  byLanguage,
  firstOpenNight,
  latestNarratives,
  lockReport,
  type ReportRow,
} from './reports.queries';

export interface DraftAsked {
  readonly id: string;
  readonly jobId: string;
}

/** Asks for the draft of a quarter's report, and computes it in the background. */
@Injectable()
export class DraftReport {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly gather: GatherFigures,
    private readonly vault: ReportVault,
    private readonly versions: ReportVersions,
  ) {}

  begin(
    actor: Actor,
    asked: { kind: string; grantId: string; quarter: string },
    requestId: string | null,
  ): Promise<DraftAsked> {
    return this.transactions.once(
      actor,
      { useCase: 'reports.draft', body: asked, requestId },
      (tx) => this.open(tx, asked),
    );
  }

  /** Computes it anew from today's rows; what was written stays. */
  again(actor: Actor, id: string): Promise<DraftAsked> {
    return this.transactions.run(actor, async (tx) => {
      const report = await lockReport(tx, id);
      if (!['drafting', 'drafted'].includes(report.state)) throw frozen();
      await this.assertClosed(tx, report.from, report.until);
      if (report.state === 'drafted') {
        await tx.query(`UPDATE reports SET state = 'drafting' WHERE id = $1`, [id]);
        await step(tx, id, 'drafting', 'drafted again');
      }
      await record(tx, { action: 'reports.draft_again', kind: 'report', ids: [id] });
      return { id, jobId: await this.ask(tx, report.id, report.version ?? 0) };
    });
  }

  private async open(
    tx: Tx,
    asked: { kind: string; grantId: string; quarter: string },
  ): Promise<DraftAsked> {
    const quarter = parseQuarter(asked.quarter);
    if (!quarter) throw new DomainError('invalid', 'reports.no_quarter', {}, 'quarter');
    const [grant] = await tx.query<{ donor: string; startsOn: string; endsOn: string }>(
      `SELECT donor_id AS donor, starts_on::text AS "startsOn", ends_on::text AS "endsOn"
         FROM grants WHERE id = $1`,
      [asked.grantId],
    );
    if (!grant) throw new DomainError('invalid', 'reports.no_grant', {}, 'grantId');
    if (quarter.until <= grant.startsOn || quarter.from > grant.endsOn)
      throw new DomainError('invalid', 'reports.outside_grant', {}, 'quarter');
    if (tx.tonight < quarter.until)
      throw new DomainError('conflict', 'reports.not_over', { date: quarter.until }, 'quarter');
    await this.assertClosed(tx, quarter.from, quarter.until);
    const { version } = definitionOf(asked.kind);
    const id = await this.insert(tx, [
      asked.kind,
      asked.grantId,
      quarter.from,
      quarter.until,
      grant.donor,
      version,
      tx.actor.userId,
    ]);
    await step(tx, id, 'drafting');
    await record(tx, { action: 'reports.draft', kind: 'report', ids: [id, asked.grantId] });
    return { id, jobId: await this.ask(tx, id, 0) };
  }

  private async insert(tx: Tx, values: unknown[]): Promise<string> {
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO reports (kind, grant_id, period_from, period_until, audience_id, definition_version, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
        values,
      );
      return row!.id;
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      throw new DomainError('conflict', 'reports.exists', {}, 'quarter');
    }
  }

  private async assertClosed(tx: Tx, from: string, until: string): Promise<void> {
    const night = await firstOpenNight(tx, from, until);
    if (night) throw new DomainError('conflict', 'reports.night_open', { night }, 'quarter');
  }

  /** One draft of a version at a time: asked twice, it is the same job. */
  private ask(tx: Tx, reportId: string, version: number): Promise<string> {
    const once = `${reportId}/${version + 1}`;
    return this.jobs.enqueue(tx, 'draft-report', { reportId }, { once });
  }

  /** The job: everything it writes, it writes with "done" in one transaction. */
  async run(work: WorkInHand<'draft-report'>): Promise<void> {
    if (!may(work.actor, 'reports:draft')) throw new DomainError('forbidden', 'access.not_yours');
    await work.progress(5, 'start');
    await this.transactions.run(work.actor, async (tx) => {
      const report = await lockReport(tx, work.params.reportId);
      if (report.state !== 'drafting') throw notFound();
      const gathered = await this.gather.of(
        tx,
        report.grantId,
        { from: report.from, until: report.until },
        (percent, at) => work.progress(percent, at),
      );
      const version = await this.keep(tx, report, gathered);
      await work.progress(95, 'document');
      await tx.query(`UPDATE reports SET state = 'drafted' WHERE id = $1`, [report.id]);
      await step(tx, report.id, 'drafted');
      await work.finish(tx, { reportId: report.id, version });
    });
  }

  private async keep(tx: Tx, report: ReportRow, { figures, sources }: Gathered): Promise<number> {
    const narratives = byLanguage(await latestNarratives(tx, report.id));
    const version = (report.version ?? 0) + 1;
    const made = await this.versions.of(tx, {
      report,
      figures,
      narratives,
      version,
      approved: false,
    });
    return this.vault.add(tx, report.id, {
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

export const frozen = (): DomainError => new DomainError('conflict', 'reports.frozen');

export const step = async (
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
