import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { CapacityActions, recordLearners } from '../capacity-actions.service';
import { daysIn } from '../trainings/trainings.queries';
import { CapacityTrainings } from '../trainings/trainings.service';
import { type Mark, marksOn, type Moment, scoresOf } from './participants.queries';
import { type Participant, Participants } from './participants.service';
import { mustNotBeInFuture, translateCapacityErrors } from '../capacity.errors';

export interface NewMark {
  readonly participantId: string;
  readonly mark: Mark;
}
export interface NewScore {
  readonly participantId: string;
  /** In hundredths of the points. */
  readonly score: string;
}
export interface DayRegisterEntry extends Participant {
  readonly mark: Mark | null;
}

/** The register of a whole group on one day, and their tests before and after: a correction is a new row, the last counts. */
@Injectable()
export class CapacityRegister {
  constructor(
    private readonly acts: CapacityActions,
    private readonly trainings: CapacityTrainings,
    private readonly participants: Participants,
  ) {}

  /** Recorded: a register names everybody on it. */
  of(actor: Actor, trainingId: string, day: CivilDate) {
    return this.acts.run(actor, async (tx) => {
      const training = await this.trainings.headIn(tx, trainingId);
      const days = await daysIn(tx, trainingId);
      if (!days.some(({ on }) => on === day)) throw notFound();
      const marks = new Map((await marksOn(tx, trainingId, day)).map(({ id, mark }) => [id, mark]));
      const lines = (await this.participants.allIn(tx, trainingId)).map(
        (one): DayRegisterEntry => ({ ...one, mark: marks.get(one.id) ?? null }),
      );
      await recordLearners(
        tx,
        'capacity.read_register',
        lines.map(({ learnerId }) => learnerId),
        [trainingId],
      );
      return { training, days, lines };
    });
  }

  take(
    actor: Actor,
    trainingId: string,
    day: CivilDate,
    marks: readonly NewMark[],
    requestId: string | null = null,
  ): Promise<{ written: number }> {
    const body = { trainingId, day, marks };
    return this.acts.once(actor, 'capacity.take_register', body, requestId, async (tx) => {
      await this.mustBeDayOfIt(tx, trainingId, day);
      mustNotRepeat(marks, 'marks');
      return this.takeIn(tx, trainingId, day, marks);
    });
  }

  /** Refuses days that are not part of the training. */
  async mustBeDayOfIt(tx: Tx, trainingId: string, day: CivilDate): Promise<void> {
    const { state } = await this.trainings.headIn(tx, trainingId);
    if (state === 'cancelled') throw new DomainError('conflict', 'capacity.cancelled');
    mustNotBeInFuture(tx, day);
    if (!(await daysIn(tx, trainingId)).some(({ on }) => on === day)) {
      throw new DomainError('invalid', 'capacity.no_day_of_it', {}, 'on');
    }
  }

  /** Stores changed marks in one statement. */
  async takeIn(
    tx: Tx,
    trainingId: string,
    day: CivilDate,
    marks: readonly NewMark[],
  ): Promise<{ written: number }> {
    const before = new Map((await marksOn(tx, trainingId, day)).map(({ id, mark }) => [id, mark]));
    if (marks.some(({ participantId }) => !before.has(participantId))) {
      throw new DomainError('invalid', 'capacity.not_there', {}, 'marks');
    }
    const changed = marks.filter(({ participantId, mark }) => before.get(participantId) !== mark);
    if (changed.length === 0) return { written: 0 };
    await translateCapacityErrors(
      tx.query(
        `INSERT INTO capacity_marks (id, training_id, participant_id, on_day, mark)
         SELECT gen_random_uuid(), $1, m.id, $2, m.mark FROM unnest($3::uuid[], $4::text[]) AS m (id, mark)`,
        [
          trainingId,
          day,
          changed.map(({ participantId }) => participantId),
          changed.map(({ mark }) => mark),
        ],
      ),
    );
    const [certified] = await tx.query(
      `SELECT 1 AS there FROM capacity_presence s JOIN capacity_certificates c ON c.participant_id = s.participant_id AND c.withdrawn_on IS NULL
        WHERE s.participant_id = ANY ($1) AND NOT s.completed LIMIT 1`,
      [changed.map(({ participantId }) => participantId)],
    );
    if (certified) throw new DomainError('conflict', 'capacity.certified_already', {}, 'marks');
    await recordLearners(tx, 'capacity.take_register', await learnersOf(tx, changed), [
      trainingId,
      day,
    ]);
    return { written: changed.length };
  }

  noteTests(
    actor: Actor,
    trainingId: string,
    given: {
      readonly moment: Moment;
      readonly on: CivilDate;
      readonly scores: readonly NewScore[];
    },
    requestId: string | null = null,
  ): Promise<{ written: number }> {
    const body = { trainingId, ...given };
    return this.acts.once(actor, 'capacity.note_tests', body, requestId, async (tx) => {
      const { state } = await this.trainings.headIn(tx, trainingId);
      if (state === 'cancelled') throw new DomainError('conflict', 'capacity.cancelled');
      mustNotBeInFuture(tx, given.on);
      mustNotRepeat(given.scores, 'scores');
      const before = new Map(
        (await scoresOf(tx, trainingId, given.moment)).map(({ id, score }) => [id, score]),
      );
      if (given.scores.some(({ participantId }) => !before.has(participantId))) {
        throw new DomainError('invalid', 'capacity.not_there', {}, 'scores');
      }
      const changed = given.scores.filter(
        ({ participantId, score }) => before.get(participantId) !== Number(score),
      );
      await translateCapacityErrors(
        tx.query(
          `INSERT INTO capacity_tests (id, participant_id, moment, score, on_day)
           SELECT gen_random_uuid(), k.id, $1, k.score, $2 FROM unnest($3::uuid[], $4::numeric[]) AS k (id, score)`,
          [
            given.moment,
            given.on,
            changed.map(({ participantId }) => participantId),
            changed.map(({ score }) => score),
          ],
        ),
      );
      const learners = await learnersOf(tx, changed);
      await recordLearners(tx, 'capacity.note_tests', learners, [trainingId, given.moment]);
      return { written: changed.length };
    });
  }
}

function mustNotRepeat(all: readonly { readonly participantId: string }[], field: string): void {
  if (new Set(all.map(({ participantId }) => participantId)).size < all.length) {
    throw new DomainError('invalid', 'capacity.marked_twice', {}, field);
  }
}

const learnersOf = async (
  tx: Tx,
  all: readonly { readonly participantId: string }[],
): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      'SELECT DISTINCT learner_id AS id FROM capacity_participants WHERE id = ANY ($1)',
      [all.map(({ participantId }) => participantId)],
    )
  ).map(({ id }) => id);
