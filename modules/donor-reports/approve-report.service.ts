import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../../src/database/transactions';
import { Jobs } from '../../src/queue';
import type { Actor } from '../../src/shared/actor';
import { DomainError, FieldErrors } from '../../src/shared/domain-error';
import { frozen, step } from './draft-report.service';
import type { ScanHit } from './scan/identities';
import { IdentityScan } from './scan/identity-scan.service';
import { isBeingFrozen, latestNarratives, lockReport } from './reports.queries';

export interface ApproveAsked {
  /** The author has read again where first names were found: they name nobody of the programme. */
  readonly readAgain: boolean;
}

/** Approves a drafted report: the narrative names nobody, and freezing begins. */
@Injectable()
export class ApproveReport {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    private readonly scan: IdentityScan,
  ) {}

  approve(
    actor: Actor,
    id: string,
    { readAgain }: ApproveAsked,
    requestId: string | null,
  ): Promise<{ id: string; jobId: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'reports.approve', body: { id, readAgain }, requestId },
      (tx) => this.begin(tx, id, readAgain),
    );
  }

  private async begin(tx: Tx, id: string, readAgain: boolean) {
    const report = await lockReport(tx, id);
    assertDrafted(report.state);
    if (await isBeingFrozen(tx, id)) throw new DomainError('conflict', 'reports.freezing');
    assertNamesNobody(await this.scan.of(id, await latestNarratives(tx, id)), readAgain);
    await step(tx, id, 'approved', readAgain ? READ_AGAIN : null);
    await record(tx, { action: 'reports.approve', kind: 'report', ids: [id] });
    const key = `${id}/${report.version! + 1}`;
    const jobId = await this.jobs.enqueue(tx, 'render-report', { reportId: id }, { once: key });
    return { id, jobId };
  }
}

export const READ_AGAIN = 'read again';

export function assertDrafted(state: string): void {
  if (state === 'frozen' || state === 'superseded') throw frozen();
  if (state !== 'drafted') throw new DomainError('conflict', 'reports.not_drafted');
}

export const stopsOf = (hits: readonly ScanHit[], readAgain: boolean): ScanHit[] =>
  hits.filter((hit) => hit.blocks || !readAgain);

/** One sentence for each place, beside its text; never the word that was found. */
export function assertNamesNobody(hits: readonly ScanHit[], readAgain: boolean): void {
  const stops = stopsOf(hits, readAgain);
  if (stops.length === 0) return;
  throw new FieldErrors(
    stops.map(
      ({ section, language, kind }) =>
        new DomainError(
          'invalid',
          `reports.found_${kind}`,
          { section, language },
          `${section}.${language}`,
        ),
    ),
  );
}
