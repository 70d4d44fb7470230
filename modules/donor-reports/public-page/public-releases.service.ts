import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { notFrozen } from '../distribution/distribution.errors';
import { findReport, lockReport } from '../reports.queries';
import { translateReleaseErrors } from './release.errors';
import { type ReleaseRow, releasesOf } from './releases.queries';

/** A frozen report that was protected for the public is released to everybody, and withdrawn with a reason. */
@Injectable()
export class PublicReleases {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, reportId: string): Promise<ReleaseRow[]> {
    return this.transactions.run(actor, async (tx) => {
      await findReport(tx, reportId);
      return releasesOf(tx, reportId);
    });
  }

  release(
    actor: Actor,
    reportId: string,
    { note = null }: { readonly note?: string | null },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { reportId, note };
    const once = { useCase: 'reports.release', body, requestId };
    return this.transactions.once(actor, once, (tx) =>
      translateReleaseErrors(this.releaseIn(tx, reportId, note)),
    );
  }

  private async releaseIn(tx: Tx, reportId: string, note: string | null): Promise<{ id: string }> {
    const report = await lockReport(tx, reportId);
    if (report.state !== 'frozen') throw notFrozen();
    if (report.readers !== 'public') throw new DomainError('invalid', 'public-page.not_for_all');
    const [row] = await tx.query<{ id: string }>(
      'INSERT INTO public_releases (report_id, note) VALUES ($1, $2) RETURNING id',
      [reportId, note],
    );
    await record(tx, { action: 'reports.release', kind: 'report', ids: [reportId] });
    return { id: row!.id };
  }

  /** The page shows it no more from the next request on; what was taken stays taken. */
  withdraw(
    actor: Actor,
    reportId: string,
    reason: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = { useCase: 'reports.withdraw_release', body: { reportId, reason }, requestId };
    return this.transactions.once(actor, once, (tx) =>
      translateReleaseErrors(this.withdrawIn(tx, reportId, reason)),
    );
  }

  private async withdrawIn(tx: Tx, reportId: string, reason: string): Promise<{ id: string }> {
    await lockReport(tx, reportId);
    const releases = await releasesOf(tx, reportId);
    const current = releases.find(({ live }) => live);
    if (!current)
      throw releases.length > 0
        ? new DomainError('conflict', 'hand-out.withdrawn_already')
        : notFound();
    await tx.query('INSERT INTO public_withdrawals (release_id, reason) VALUES ($1, $2)', [
      current.id,
      reason,
    ]);
    await record(tx, { action: 'reports.withdraw_release', kind: 'report', ids: [reportId] });
    return { id: current.id };
  }
}
