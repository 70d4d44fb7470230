import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { requiresReason, type Level, type Risk, type RISK_DECISIONS, RISKS } from './return.rules';
import { PersonRecords } from '../beneficiaries';
import { mustNotBeInFuture } from './return.errors';
import { mustBeDay } from '../platform/shared/day-checks.rules';
import { trackForWriting } from './track-access.queries';

export interface NewRisk extends Readonly<Record<Risk, Level>> {
  readonly on: CivilDate;
  /** Date of the information on the country. */
  readonly informedOn: CivilDate;
  readonly note?: string | null;
}
export interface RiskDecision {
  readonly decision: (typeof RISK_DECISIONS)[number];
  readonly note?: string | null;
}

/** Pre-departure risk assessments: weighed by one colleague, decided by another. */
@Injectable()
export class ReturnRisks {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
  ) {}

  assess(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewRisk,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    return this.transactions.once(
      actor,
      { useCase: 'returns.assess_risk', body, requestId },
      async (tx) => {
        const track = await trackForWriting(this.file, tx, caseId, trackId, 'story');
        mustNotBeInFuture(tx, given.on);
        mustBeDay(given.informedOn, 'informedOn');
        const levels = Object.fromEntries(RISKS.map((risk) => [risk, given[risk]]));
        const id = await this.file.insert(
          tx,
          'return_risks',
          track.caseId,
          { track_id: trackId, assessed_on: given.on, ...levels, informed_on: given.informedOn },
          given.note,
        );
        await this.file.record(tx, 'returns.assess_risk', [track.caseId, track.id, id], [...RISKS]);
        return { id };
      },
    );
  }

  decide(
    actor: Actor,
    caseId: string,
    trackId: string,
    riskId: string,
    given: RiskDecision,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, riskId, ...given };
    return this.transactions.once(
      actor,
      { useCase: 'returns.decide_risk', body, requestId },
      async (tx) => {
        const track = await trackForWriting(this.file, tx, caseId, trackId, 'story');
        const risk = await riskIn(tx, trackId, riskId);
        if (risk.by === actor.userId) throw new DomainError('conflict', 'returns.second_person');
        const levels = RISKS.map((one) => risk[one]);
        if (given.decision === 'go' && requiresReason(levels) && !given.note?.trim()) {
          throw new DomainError('invalid', 'returns.go_why', {}, 'note');
        }
        const id = await this.file.insert(
          tx,
          'return_risk_decisions',
          track.caseId,
          { track_id: trackId, risk_id: riskId, decision: given.decision },
          given.note,
        );
        await this.file.record(
          tx,
          'returns.decide_risk',
          [track.caseId, track.id, riskId],
          [given.decision],
        );
        return { id };
      },
    );
  }
}

async function riskIn(
  tx: Tx,
  trackId: string,
  id: string,
): Promise<{ by: string } & Record<Risk, Level>> {
  const [row] = await tx.query<{ by: string } & Record<Risk, Level>>(
    `SELECT by, ${RISKS.join(', ')} FROM return_risks WHERE id = $2 AND track_id = $1`,
    [trackId, id],
  );
  if (!row) throw notFound();
  return row;
}
