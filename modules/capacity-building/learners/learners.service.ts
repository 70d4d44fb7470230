import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { fold } from '../../imports';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { CapacityActions, recordLearners } from '../capacity-actions.service';
import { type Identity, LearnerSeals } from './learner-seals.service';
import {
  trainingsOfLearner,
  type LearnerTrainingRow,
  type LearnerRow,
  learnersIn,
  type MergeRow,
  mergesInto,
} from './learners.queries';
import { mustNotBeInFuture, translateCapacityErrors } from '../capacity.errors';
import { wholeNumber } from '../../platform/shared/digits.rules';

export type Learner = Omit<LearnerRow, 'sealed' | 'mergedInto'> & Identity;
export interface LearnerFile extends Learner {
  /** Joined to the one of this number. */
  readonly joinedTo: Pick<LearnerRow, 'id' | 'number'> | null;
  readonly trainings: readonly LearnerTrainingRow[];
  readonly merges: readonly MergeRow[];
}

const MOST_SHOWN = 100;

/** Officials who were trained, each once; two that turn out to be one are joined by a step that can be read. */
@Injectable()
export class Learners {
  constructor(
    private readonly acts: CapacityActions,
    private readonly seals: LearnerSeals,
  ) {}

  /** By a part of a name or of an institution, or by number; the last registered first. Recorded. */
  find(actor: Actor, words: string | null): Promise<{ all: number; learners: Learner[] }> {
    return this.acts.run(actor, async (tx) => {
      const asked = fold(words ?? '');
      const number = wholeNumber(asked);
      const rows = await learnersIn(tx, number === null ? {} : { numbers: [number] });
      const opened = await this.openedIn(tx, rows);
      const found = opened.filter(
        ({ name, institution }) =>
          number !== null || fold(name).includes(asked) || fold(institution).includes(asked),
      );
      const learners = found.slice(0, MOST_SHOWN);
      await recordLearners(
        tx,
        'capacity.read_learners',
        learners.map(({ id }) => id),
      );
      return { all: found.length, learners };
    });
  }

  /** Trainings of an official, including those of joined entries. Audited. */
  one(actor: Actor, id: string): Promise<LearnerFile> {
    return this.acts.run(actor, async (tx) => {
      const [row] = await learnersIn(tx, { ids: [id] });
      if (!row) throw notFound();
      const [learner] = await this.openedIn(tx, [row]);
      const [into] = row.mergedInto ? await learnersIn(tx, { ids: [row.mergedInto] }) : [];
      await recordLearners(tx, 'capacity.read_learner', [id]);
      return {
        ...learner!,
        joinedTo: into ? { id: into.id, number: into.number } : null,
        trainings: await trainingsOfLearner(tx, id),
        merges: await mergesInto(tx, id),
      };
    });
  }

  /** The other of these two goes: what they took part in belongs to the one that stays. */
  merge(
    actor: Actor,
    keptId: string,
    given: { readonly goneNumber: number; readonly on: CivilDate },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { keptId, ...given };
    return this.acts.once(actor, 'capacity.merge', body, requestId, async (tx) => {
      mustNotBeInFuture(tx, given.on);
      const [kept] = await learnersIn(tx, { ids: [keptId] });
      if (!kept) throw notFound();
      const [gone] = await learnersIn(tx, { numbers: [given.goneNumber] });
      const wrong = (code: string) => new DomainError('invalid', code, {}, 'goneNumber');
      if (!gone) throw wrong('capacity.no_such_learner');
      if (gone.id === keptId) throw wrong('capacity.the_same_number');
      const id = randomUUID();
      await translateCapacityErrors(
        tx.query(
          'INSERT INTO capacity_merges (id, kept_id, gone_id, on_day) VALUES ($1, $2, $3, $4)',
          [id, keptId, gone.id, given.on],
        ),
      );
      await recordLearners(tx, 'capacity.merge', [keptId, gone.id, id]);
      return { id };
    });
  }

  private async openedIn(tx: Tx, rows: readonly LearnerRow[]): Promise<Learner[]> {
    const opened = await this.seals.open(tx, rows);
    return rows.flatMap(({ sealed, mergedInto, ...row }) => {
      void [sealed, mergedInto];
      const identity = opened.get(row.id);
      return identity ? [{ ...row, ...identity }] : [];
    });
  }
}
