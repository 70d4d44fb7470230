import { Injectable, type OnModuleInit } from '@nestjs/common';
import { record, recordReading } from '../audit';
import { type Identity, People, type PersonRow, ShowIdentity } from '../beneficiaries';
import { type AboutTasks, TaskKinds } from '../plans';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import {
  type Follower,
  followersOf,
  holdsFully,
  ownNumbersOf,
  type PairRow,
  pairOf,
  pairsIn,
  type SideRow,
  sideOf,
  sidesIn,
  type StateRow,
  statesOf,
  type NotSameReason,
} from './duplicate.queries';
import { type ComparedFact, sideBySide } from './side-by-side.rules';

export interface Comparison {
  readonly pair: PairRow;
  readonly people: readonly [PersonRow, PersonRow];
  readonly facts: readonly ComparedFact[];
  readonly history: readonly StateRow[];
  readonly followers: readonly Follower[];
  /** Which of the two cases the actor holds. */
  readonly holds: readonly [boolean, boolean];
}

export interface DuplicateList {
  readonly pairs: readonly PairRow[];
  readonly sides: readonly SideRow[];
  readonly joined: readonly PairRow[];
  readonly apart: readonly PairRow[];
}

/** Both sides, or one's own alone. */
export type PairView =
  | { readonly both: Comparison; readonly side: null }
  | { readonly both: null; readonly side: SideRow };

const numbersOfPairs = async (tx: Tx, pairIds: readonly string[]): Promise<AboutTasks> =>
  new Map(
    (await ownNumbersOf(tx, pairIds)).map(({ id, numbers }) => [
      id,
      { fr: numbers, ar: numbers, en: numbers },
    ]),
  );

/** Looking at two files beside each other, by those who see both; letting the other side look. */
@Injectable()
export class ReviewDuplicates implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly identity: ShowIdentity,
    private readonly kinds: TaskKinds,
  ) {}

  onModuleInit(): void {
    this.kinds.add({
      kind: 'duplicate',
      icon: 'copy-check',
      byHand: false,
      path: ({ subjectId }) => subjectId && `/duplicates/${subjectId}`,
      about: numbersOfPairs,
    });
  }

  list(actor: Actor): Promise<DuplicateList> {
    return this.transactions.run(actor, async (tx) => {
      const listed = {
        pairs: await pairsIn(tx, 'proposed'),
        sides: await sidesIn(tx),
        joined: await pairsIn(tx, 'merged'),
        apart: await pairsIn(tx, 'not_same'),
      };
      const pairs = [...listed.pairs, ...listed.joined, ...listed.apart];
      await recordReading(tx, 'duplicates.list', [
        ...pairs.flatMap(({ caseId, otherId }) => [caseId, otherId]),
        ...listed.sides.map(({ caseId }) => caseId),
      ]);
      return listed;
    });
  }

  look(actor: Actor, pairId: string): Promise<PairView> {
    return this.transactions.run(actor, async (tx) => {
      const looked = await this.lookIn(tx, pairId);
      const shown = looked.both ? looked.both.people.map(({ id }) => id) : [looked.side.caseId];
      await recordReading(tx, 'duplicates.read', shown);
      return looked;
    });
  }

  /** The deliberate "show" of who both are: each reading is recorded. */
  names(
    actor: Actor,
    pairId: string,
  ): Promise<{ both: Comparison; identities: [Identity, Identity] }> {
    return this.transactions.run(actor, async (tx) => {
      const both = await this.comparisonIn(tx, pairId);
      const [one, other] = both.people;
      return {
        both,
        identities: [
          await this.identity.runIn(tx, one.id, ['identity']),
          await this.identity.runIn(tx, other.id, ['identity']),
        ],
      };
    });
  }

  answer(actor: Actor, pairId: string, answer: 'may_look' | 'declined'): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const side = await sideOf(tx, pairId);
      if (!side) throw notFound();
      if (!(await holdsFully(tx, side.caseId))) throw notYours();
      const [row] = await tx.query<{ count: number }>('SELECT answer_duplicate($1, $2) AS count', [
        pairId,
        answer,
      ]);
      if (row!.count === 0) throw new DomainError('conflict', 'duplicates.answered_already');
      await record(tx, {
        action: 'duplicates.answer',
        kind: 'duplicate',
        ids: [pairId, side.caseId],
        fields: [answer],
      });
    });
  }

  markNotSame(actor: Actor, pairId: string, why: NotSameReason): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { pair } = await this.comparisonIn(tx, pairId);
      try {
        const [row] = await tx.query<{ count: number }>('SELECT mark_not_same($1, $2) AS count', [
          pairId,
          why,
        ]);
        if (row!.count === 0) throw new DomainError('conflict', 'duplicates.judged_already');
      } catch (error) {
        if (sqlState(error) === '42501') throw notYours();
        throw error;
      }
      await record(tx, {
        action: 'duplicates.mark_not_same',
        kind: 'duplicate',
        ids: [pairId, pair.caseId, pair.otherId],
        fields: [why],
      });
    });
  }

  async comparisonIn(tx: Tx, pairId: string): Promise<Comparison> {
    const { both } = await this.lookIn(tx, pairId);
    if (!both) throw notFound();
    return both;
  }

  private async lookIn(tx: Tx, pairId: string): Promise<PairView> {
    const pair = await pairOf(tx, pairId);
    if (!pair) {
      const side = await sideOf(tx, pairId);
      if (!side) throw notFound();
      return { both: null, side };
    }
    const people = [
      await this.people.find(tx, pair.caseId),
      await this.people.find(tx, pair.otherId),
    ] as const;
    return {
      side: null,
      both: {
        pair,
        people,
        facts: sideBySide(...people),
        history: await statesOf(tx, pairId),
        followers: await followersOf(tx, pairId),
        holds: [await holdsFully(tx, pair.caseId), await holdsFully(tx, pair.otherId)],
      },
    };
  }
}

const notYours = (): DomainError => new DomainError('forbidden', 'duplicates.not_yours');
