import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  type OutcomeEvidence,
  type Outcome,
  proposedOutcome,
  type FollowUpAnswers,
} from '../follow-up/follow-up.rules';
import {
  type FollowUpWindowRow,
  followUpWindowsOf,
  type FollowUpRow,
  followUpsOf,
} from '../follow-up/follow-ups.queries';
import { loadBands, type ScoredSurvey, surveysOf } from '../survey/survey.queries';
import { DIMENSIONS } from '../survey/survey.rules';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../return.errors';
import { trackForLater } from '../track-access.queries';

export interface NewOutcome {
  readonly on: CivilDate;
  readonly outcome: Outcome;
  /** Why the outcome differs from the definition. */
  readonly note?: string | null;
}

/** Outcomes after a year: proposed by the definition, decided by a person. */
@Injectable()
export class Outcomes {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
  ) {}

  decide(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewOutcome,
    requestId: string | null = null,
  ): Promise<{ id: string; proposed: Outcome }> {
    const body = { caseId, trackId, ...given };
    const once = { useCase: 'returns.outcome', body, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const track = await trackForLater(this.file, tx, caseId, trackId, 'story');
      mustNotBeInFuture(tx, given.on);
      const proposed = await this.proposed(tx, caseId, trackId);
      if (!proposed) throw new DomainError('conflict', 'returns.not_arrived');
      if (given.outcome !== proposed && !given.note?.trim()) {
        throw new DomainError('invalid', 'returns.outcome_why', {}, 'note');
      }
      const id = await this.file.insert(
        tx,
        'return_outcomes',
        track.caseId,
        { track_id: trackId, decided_on: given.on, outcome: given.outcome, proposed },
        given.note,
      );
      await this.file.record(tx, 'returns.outcome', [track.caseId, track.id, id], ['outcome']);
      return { id, proposed };
    });
  }

  /** Null where there is no time after yet. */
  async proposed(tx: Tx, caseId: string, trackId: string): Promise<Outcome | null> {
    const of = <R extends { trackId: string }>(rows: readonly R[]) =>
      rows.filter((row) => row.trackId === trackId);
    const due = of(await followUpWindowsOf(tx, caseId));
    const tries = of(await followUpsOf(tx, caseId));
    const surveys = of(await surveysOf(tx, caseId));
    return proposedFrom(due, tries, surveys, await loadBands(tx));
  }
}

export function proposedFrom(
  due: readonly FollowUpWindowRow[],
  tries: readonly FollowUpRow[],
  surveys: readonly ScoredSurvey[],
  bands: { readonly high: number; readonly sufficient: number },
): Outcome | null {
  const lastMark = due.at(-1);
  if (!lastMark) return null;
  const known: OutcomeEvidence = {
    lastMark,
    answers: tries
      .filter(({ outcome }) => outcome === 'reached')
      .sort((a, b) => a.months - b.months) as unknown as FollowUpAnswers[],
    surveys: surveys.map((one) => ({
      on: one.on,
      composite: one.composite,
      lowest: lowestOf(one),
    })),
    sufficient: bands.sufficient,
    high: bands.high,
  };
  return proposedOutcome(known);
}

function lowestOf(survey: ScoredSurvey): string | null {
  const all = DIMENSIONS.flatMap((dimension) => survey[dimension] ?? []);
  return all.length < DIMENSIONS.length ? null : all.sort((a, b) => Number(a) - Number(b))[0]!;
}
