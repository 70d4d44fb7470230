import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { trackForLater, type TrackHead } from '../track-access.queries';
import {
  requiresUrgentHelp,
  type DANGER_ANSWERS,
  type SituationRating,
  type CONTACT_MODES,
  type ONWARD_MOVES,
  type ContactOutcome,
  type RETRAFFICKING_ANSWERS,
  SATISFACTIONS,
  type SUPPORTS,
  type NOT_REACHED_REASONS,
} from './follow-up.rules';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../return.errors';
import { mustBeDay } from '../../platform/shared/day-checks.rules';

export interface NewFollowUp {
  /** Mark of the track's calendar: 1, 3, 6 or 12 months. */
  readonly months: number;
  readonly on: CivilDate;
  readonly mode: (typeof CONTACT_MODES)[number];
  readonly outcome: ContactOutcome;
  /** Where nobody was reached. */
  readonly why?: (typeof NOT_REACHED_REASONS)[number] | null;
  readonly nextOn?: CivilDate | null;
  /** The rest where somebody was. */
  readonly economic?: SituationRating | null;
  readonly social?: SituationRating | null;
  readonly psychosocial?: SituationRating | null;
  readonly supports?: readonly (typeof SUPPORTS)[number][] | null;
  readonly moved?: (typeof ONWARD_MOVES)[number] | null;
  readonly retrafficked?: (typeof RETRAFFICKING_ANSWERS)[number] | null;
  readonly inDanger?: (typeof DANGER_ANSWERS)[number] | null;
  readonly note?: string | null;
}

export type Satisfaction = { readonly on: CivilDate } & {
  readonly [S in (typeof SATISFACTIONS)[number]]?: number | null;
};

const REQUIRED_ANSWERS = [
  'economic',
  'social',
  'psychosocial',
  'moved',
  'retrafficked',
  'inDanger',
] as const;
const HOURS_TO_ACT = 24;

/** Asking somebody how they are, a month after, three months, six, a year: each try is a row. */
@Injectable()
export class FollowUps {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
  ) {}

  /** `keptAt`: when it was filled in, where the form waited for a connection. */
  note(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewFollowUp,
    requestId: string | null = null,
    keptAt: Date | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    const once = { useCase: 'returns.follow_up', body, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const track = await trackForLater(this.file, tx, caseId, trackId, 'story');
      const before = keptAt && requestId ? await findStoredForm(tx, trackId, requestId) : null;
      if (before) return before;
      mustNotBeInFuture(tx, given.on);
      mustBeComplete(given);
      const reached = given.outcome === 'reached';
      const givenAnswers = reached ? followUpAnswersOf(given) : {};
      const id = await this.file.insert(
        tx,
        'return_follow_ups',
        track.caseId,
        {
          track_id: trackId,
          months: given.months,
          tried_on: given.on,
          mode: given.mode,
          outcome: given.outcome,
          kept_at: keptAt,
          kept_id: keptAt && requestId,
          why: given.outcome === 'not_reached' ? given.why : null,
          next_on: given.outcome === 'not_reached' ? (given.nextOn ?? null) : null,
          ...givenAnswers,
        },
        given.note,
      );
      if (reached && requiresUrgentHelp(given)) {
        await this.callForHelp(tx, track, id);
      }
      await this.file.record(
        tx,
        'returns.follow_up',
        [track.caseId, track.id, id],
        ['months', 'outcome'],
      );
      return { id };
    });
  }

  /** Seven questions, 5 very satisfied to 1 very dissatisfied; what does not apply is left out. */
  satisfaction(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: Satisfaction,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    const once = { useCase: 'returns.satisfaction', body, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const track = await trackForLater(this.file, tx, caseId, trackId, 'story');
      mustNotBeInFuture(tx, given.on);
      if (SATISFACTIONS.every((one) => given[one] == null)) {
        throw new DomainError('invalid', 'returns.satisfaction_none', {}, 'overall');
      }
      const answers = Object.fromEntries(SATISFACTIONS.map((one) => [one, given[one] ?? null]));
      const row = { track_id: trackId, given_on: given.on, ...answers };
      const id = await this.file.insert(tx, 'return_satisfactions', track.caseId, row);
      await this.file.record(tx, 'returns.satisfaction', [track.caseId, track.id, id]);
      return { id };
    });
  }

  /** Danger, or a sign of being trafficked again: somebody acts within a day. */
  private async callForHelp(tx: Tx, { caseId }: TrackHead, id: string): Promise<void> {
    const due = new Date(tx.now.getTime() + HOURS_TO_ACT * 3_600_000);
    await tx.query(`SELECT add_task('return_danger', $1, $2, NULL, $3, $4)`, [
      caseId,
      id,
      tx.actor.userId,
      due,
    ]);
    await tx.query(`SELECT add_task('return_danger', $1, $2, 'case_supervisor', NULL, $3)`, [
      caseId,
      id,
      due,
    ]);
  }
}

/** A form stored on a device can be sent again after its request id has expired. */
async function findStoredForm(
  tx: Tx,
  trackId: string,
  keptId: string,
): Promise<{ id: string } | null> {
  const [row] = await tx.query<{ id: string }>(
    'SELECT id FROM return_follow_ups WHERE track_id = $1 AND by = $2 AND kept_id = $3',
    [trackId, tx.actor.userId, keptId],
  );
  return row ?? null;
}

/** All answers are required where somebody was reached, and the reason where nobody was. */
function mustBeComplete(given: NewFollowUp): void {
  if (given.outcome === 'reached') {
    const missing = REQUIRED_ANSWERS.filter((one) => given[one] == null);
    if (missing.length > 0) {
      throw new FieldErrors(
        missing.map(
          (one) => new DomainError('invalid', 'returns.follow_up_answer_missing', {}, one),
        ),
      );
    }
  }
  if (given.outcome === 'not_reached') {
    if (!given.why) throw new DomainError('invalid', 'returns.why_not_reached', {}, 'why');
    if (given.nextOn) {
      mustBeDay(given.nextOn, 'nextOn');
      if (given.nextOn <= given.on) {
        throw new DomainError('invalid', 'returns.next_later', {}, 'nextOn');
      }
    }
  }
}

const followUpAnswersOf = (given: NewFollowUp) => ({
  economic: given.economic,
  social: given.social,
  psychosocial: given.psychosocial,
  supports: given.supports ?? [],
  moved: given.moved,
  retrafficked: given.retrafficked,
  in_danger: given.inDanger,
});
