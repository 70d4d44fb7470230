import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { recordReportState } from '../draft-report.service';
import { findReport, lockReport, type ReportRow } from '../reports.queries';
import { translateDistributionErrors, notFrozen } from './distribution.errors';
import {
  type ReportNames,
  reportNamesOf,
  type DownloadRow,
  downloadsIn,
  linksIn,
  type PublicationRow,
  publicationsIn,
  publishedIn,
  type PublishedReport,
  type Reader,
  readersLeft,
  replacedBy,
  type Replacement,
  replacementIn,
  type ReportLinkRow,
} from './distribution.queries';
import { type ReleaseRow, releasesOf } from '../public-page/releases.queries';

/** Everything that was done to let a report out. */
export interface ReportDistribution {
  readonly report: ReportRow;
  /** Null until there is a document. */
  readonly about: ReportNames | null;
  readonly publications: readonly PublicationRow[];
  readonly readersLeft: readonly Reader[];
  /** Published to everybody; only a report that was protected for the public. */
  readonly releases: readonly ReleaseRow[];
  readonly links: readonly ReportLinkRow[];
  readonly downloads: readonly DownloadRow[];
  readonly replacement: Replacement | null;
  /** Id of the report that this one replaces. */
  readonly replaces: string | null;
}

export interface NewPublication {
  readonly organisationIds: readonly string[];
  readonly note?: string | null;
}

/** A frozen report is published to its readers, withdrawn with a reason, or replaced: never edited, never removed. */
@Injectable()
export class Publications {
  constructor(private readonly transactions: Transactions) {}

  handOut(actor: Actor, id: string): Promise<ReportDistribution> {
    return this.transactions.run(actor, async (tx) => ({
      report: await findReport(tx, id),
      about: await reportNamesOf(tx, id),
      publications: await publicationsIn(tx, id),
      readersLeft: await readersLeft(tx, id),
      releases: await releasesOf(tx, id),
      links: await linksIn(tx, id),
      downloads: await downloadsIn(tx, id),
      replacement: await replacementIn(tx, id),
      replaces: await replacedBy(tx, id),
    }));
  }

  /** Reports published to the actor's organisation. */
  published(actor: Actor): Promise<PublishedReport[]> {
    return this.transactions.run(actor, (tx) => publishedIn(tx, null));
  }

  publishedOne(actor: Actor, id: string): Promise<PublishedReport> {
    return this.transactions.run(actor, async (tx) => {
      const [report] = await publishedIn(tx, id);
      if (!report) throw notFound();
      return report;
    });
  }

  publish(
    actor: Actor,
    id: string,
    { organisationIds, note = null }: NewPublication,
    requestId: string | null = null,
  ): Promise<{ ids: string[] }> {
    const body = { id, organisationIds, note };
    return this.transactions.once(actor, { useCase: 'reports.publish', body, requestId }, (tx) =>
      translateDistributionErrors(this.publishIn(tx, id, organisationIds, note)),
    );
  }

  private async publishIn(
    tx: Tx,
    id: string,
    organisationIds: readonly string[],
    note: string | null,
  ): Promise<{ ids: string[] }> {
    const report = await lockReport(tx, id);
    if (report.state !== 'frozen') throw notFrozen();
    const rows = await tx.query<{ id: string }>(
      `INSERT INTO report_publications (report_id, organisation_id, note)
       SELECT $1, * FROM (SELECT DISTINCT unnest($2::uuid[]), $3::text) x RETURNING id`,
      [id, organisationIds, note],
    );
    await record(tx, { action: 'reports.publish', kind: 'report', ids: [id, ...organisationIds] });
    return { ids: rows.map((row) => row.id) };
  }

  /** They see it no more, and links to it that they hold open nothing. */
  withdraw(
    actor: Actor,
    id: string,
    publicationId: string,
    reason: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { id, publicationId, reason };
    return this.transactions.once(actor, { useCase: 'reports.withdraw', body, requestId }, (tx) =>
      translateDistributionErrors(this.withdrawIn(tx, id, publicationId, reason)),
    );
  }

  private async withdrawIn(tx: Tx, id: string, publicationId: string, reason: string) {
    await findReport(tx, id);
    const [publication] = await tx.query(
      'SELECT 1 FROM report_publications WHERE id = $1 AND report_id = $2',
      [publicationId, id],
    );
    if (!publication) throw notFound();
    await tx.query(`INSERT INTO report_withdrawals (publication_id, reason) VALUES ($1, $2)`, [
      publicationId,
      reason,
    ]);
    await record(tx, { action: 'reports.withdraw', kind: 'report', ids: [id, publicationId] });
    return { id: publicationId };
  }

  /**
   * Marks a report as to be replaced, so that a corrected one of the same period can be drafted; its readers are
   * notified.
   */
  replace(
    actor: Actor,
    id: string,
    reason: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'reports.replace', body: { id, reason }, requestId },
      async (tx) => {
        const { state } = await lockReport(tx, id);
        if (state === 'superseded') throw new DomainError('conflict', 'hand-out.replaced_already');
        if (state !== 'frozen') throw notFrozen();
        await tx.query(`UPDATE reports SET state = 'superseded' WHERE id = $1`, [id]);
        await recordReportState(tx, id, 'superseded', reason);
        await record(tx, { action: 'reports.replace', kind: 'report', ids: [id] });
        return { id };
      },
    );
  }
}
