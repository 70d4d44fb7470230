import { Injectable } from '@nestjs/common';
import { isCode, Lists } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { ReturnDeciders } from './deciders.service';
import {
  type ASSENTS,
  type CAPACITIES,
  type Decider,
  type DECISIONS,
  FAMILY_OUTCOMES,
  type FamilyKind,
  type COUNSELLING_MODES,
  type INTERPRETERS,
  type PRESSURES,
  checkReturnDecision,
  type UNDERSTANDING_LEVELS,
} from './return.rules';
import { PersonRecords } from '../beneficiaries';
import { mustNotBeInFuture } from './return.errors';
import { trackForWriting } from './track-access.queries';

type ElementOf<T extends readonly unknown[]> = T[number];

export interface NewSession {
  readonly on: CivilDate;
  readonly how: ElementOf<typeof COUNSELLING_MODES>;
  readonly language: string;
  readonly interpreter: ElementOf<typeof INTERPRETERS>;
  readonly alone: boolean;
  readonly topics: readonly string[];
  readonly understood: ElementOf<typeof UNDERSTANDING_LEVELS>;
  readonly note?: string | null;
}
export interface NewDecision {
  readonly on: CivilDate;
  readonly decision: ElementOf<typeof DECISIONS>;
  readonly decider: Decider;
  readonly capacity?: ElementOf<typeof CAPACITIES> | null;
  readonly assent?: ElementOf<typeof ASSENTS> | null;
  readonly pressure: ElementOf<typeof PRESSURES>;
  readonly bestInterestsId?: string | null;
  readonly note?: string | null;
}
export interface NewFamily {
  readonly kind: FamilyKind;
  readonly outcome: string;
  readonly on: CivilDate;
  readonly note?: string | null;
}

/** Records of an informed decision: counselling sessions, decisions, family assessment. */
@Injectable()
export class ReturnCounselling {
  constructor(
    private readonly file: PersonRecords,
    private readonly deciders: ReturnDeciders,
    private readonly lists: Lists,
  ) {}

  hold(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewSession,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    return this.file.once(actor, 'returns.counsel', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId);
      mustNotBeInFuture(tx, given.on);
      if (!isCode('languages', given.language)) {
        throw new DomainError('invalid', 'common.not_choice', {}, 'language');
      }
      const version = await this.chosenTopics(tx, given.topics);
      const { how, language, interpreter, alone, understood } = given;
      const id = await this.file.insert(
        tx,
        'return_counselling',
        track.caseId,
        {
          track_id: trackId,
          held_on: given.on,
          how,
          language,
          interpreter,
          alone,
          understood,
          topics: [...new Set(given.topics)],
          list_version: version,
        },
        given.note,
      );
      await this.file.record(tx, 'returns.counsel', [track.caseId, track.id, id], ['topics']);
      return { id };
    });
  }

  decide(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewDecision,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    return this.file.once(actor, 'returns.decide', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId);
      mustNotBeInFuture(tx, given.on);
      const asChild = await this.deciders.isAsChild(tx, caseId);
      const capacity = asChild ? null : (given.capacity ?? null);
      const assent = asChild ? (given.assent ?? null) : null;
      const { decision, decider, pressure } = given;
      const refused = checkReturnDecision({
        asChild,
        decider,
        capacity,
        assent,
        decision,
        pressure,
      });
      if (refused) throw new DomainError('invalid', refused.code, {}, refused.field);
      const id = await this.file.insert(
        tx,
        'return_decisions',
        track.caseId,
        {
          track_id: trackId,
          decided_on: given.on,
          decision,
          as_child: asChild,
          decider,
          capacity,
          assent,
          pressure,
          best_interests_id: given.bestInterestsId ?? null,
        },
        given.note,
      );
      await this.file.record(
        tx,
        'returns.decide',
        [track.caseId, track.id, id],
        [decision, decider],
      );
      return { id };
    });
  }

  family(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewFamily,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    return this.file.once(actor, 'returns.family', body, requestId, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId, 'story');
      mustNotBeInFuture(tx, given.on);
      if (!(FAMILY_OUTCOMES[given.kind] as readonly string[]).includes(given.outcome)) {
        throw new DomainError('invalid', 'common.not_choice', {}, 'outcome');
      }
      const id = await this.file.insert(
        tx,
        'return_family',
        track.caseId,
        { track_id: trackId, kind: given.kind, outcome: given.outcome, done_on: given.on },
        given.note,
      );
      await this.file.record(tx, 'returns.family', [track.caseId, track.id, id], [given.kind]);
      return { id };
    });
  }

  private async chosenTopics(tx: Tx, topics: readonly string[]): Promise<number> {
    const { version, items } = (await this.lists.inForce(tx, ['return_topics'])).return_topics;
    const known = new Set(items.filter(({ retired }) => !retired).map(({ code }) => code));
    if (!topics.every((topic) => known.has(topic))) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'topics');
    }
    return version;
  }
}
