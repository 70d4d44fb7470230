import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { record } from '../../audit';
import { Lists } from '../../reference-lists';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import { CaseSeals } from '../case-seals.service';
import { versionOf as caseVersionOf } from '../corrections/correction.queries';
import { Corrections } from '../corrections/corrections.service';
import { chosenKey, insertClassifications, placesOf, townPlace } from './classification.queries';
import {
  type ChangeableField,
  changedQuestions,
  checkClassification,
  type ChoosableCodes,
  type Classification,
  type FullClassification,
  checkJoined,
  ownElements,
  type ClassificationQuestion,
  QUESTION_NAMES,
  QUESTIONS,
  regionOf,
} from './classification.rules';
import {
  QUESTION_LISTS,
  type Editions,
  ReadClassifications,
  type CurrentClassification,
} from './read-classifications.service';

export interface ClassificationInput {
  readonly version: number;
  readonly caseVersion: number;
  /** Only what is named changes; empty and null mean "not asked". */
  readonly classified: Partial<Omit<FullClassification, 'answers'>> & {
    readonly answers?: Partial<Classification['answers']>;
  };
}

/** Writing how a person was trafficked: each saving is a version, two at once lose nothing. */
@Injectable()
export class SaveClassifications {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadClassifications,
    private readonly corrections: Corrections,
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
    private readonly lists: Lists,
  ) {}

  save(
    actor: Actor,
    caseId: string,
    given: ClassificationInput,
    requestId: string | null = null,
  ): Promise<{ version: number; caseVersion: number; changed: ChangeableField[] }> {
    const body = this.keys.bodyDigest({ caseId, ...given });
    return this.transactions.once(actor, { useCase: 'people.classify', body, requestId }, (tx) =>
      this.saveIn(tx, caseId, given),
    );
  }

  /** Of people just registered, of whom nobody has classified anything yet. */
  async recordNew(
    tx: Tx,
    people: readonly { caseId: string; classification: Classification }[],
  ): Promise<void> {
    if (people.length === 0) return;
    const editions = await this.lists.inForce(tx, QUESTION_LISTS);
    await insertClassifications(
      tx,
      people.map(({ caseId, classification }) => ({
        caseId,
        classification,
        version: 1,
        versionOf: (name: ClassificationQuestion) => editions[QUESTIONS[name]].version,
        places: placesOf(classification).map((place) => ({
          ...place,
          id: randomUUID(),
          town: null,
        })),
      })),
    );
    await record(tx, {
      action: 'people.classify',
      kind: 'case',
      ids: people.map(({ caseId }) => caseId),
    });
  }

  /** In the caller's transaction, who sees to it that it is done once. */
  async saveIn(tx: Tx, caseId: string, given: ClassificationInput) {
    const { mayWrite } = await this.read.standingIn(tx, caseId);
    if (!mayWrite) throw new DomainError('forbidden', 'people.not_yours_to_change');
    // Two who save at once: the second waits here and reads what the first wrote.
    await caseVersionOf(tx, caseId);
    const standing = await this.read.standingIn(tx, caseId);
    if (given.version !== standing.version || given.caseVersion !== standing.caseVersion) {
      throw new DomainError('conflict', 'classification.changed_meanwhile', {
        who: standing.versions[0]?.by ?? '',
      });
    }
    const before = standing.classified;
    const after: FullClassification = {
      ...before,
      ...given.classified,
      answers: { ...before.answers, ...given.classified.answers },
    };
    const editions = await this.lists.inForce(tx, QUESTION_LISTS);
    const errors = [
      ...checkClassification(after, choosableOf(editions, before), standing.age),
      ...checkJoined(after.elements, standing.elements.joined),
    ];
    if (errors.length > 0) throw new FieldErrors(errors);
    const changed = changedQuestions(before, after);
    if (changed.length === 0) throw new DomainError('invalid', 'classification.nothing');
    const caseVersion = await this.correctFacts(tx, caseId, standing, after);
    const version = changed.some((name) => name !== 'elements')
      ? await this.add(tx, caseId, standing, after, editions)
      : standing.version;
    await record(tx, { action: 'people.classify', kind: 'case', ids: [caseId], fields: changed });
    return { version, caseVersion, changed };
  }

  /** Elements and regions are facts of the person: corrected with their own history. */
  private async correctFacts(
    tx: Tx,
    caseId: string,
    { classified: before, caseVersion, elements }: CurrentClassification,
    after: FullClassification,
  ): Promise<number> {
    const person = {
      ...(changedQuestions(before, after).includes('elements') && {
        exploitation: ownElements(after.elements, elements),
      }),
      ...(regionOf(before.recruitment) !== regionOf(after.recruitment) && {
        regionRecruitment: regionOf(after.recruitment),
      }),
      ...(regionOf(before.exploitation) !== regionOf(after.exploitation) && {
        regionExploitation: regionOf(after.exploitation),
      }),
    };
    if (Object.keys(person).length === 0) return caseVersion;
    const correction = { version: caseVersion, why: 'changed', person } as const;
    return (await this.corrections.correctIn(tx, caseId, correction)).version;
  }

  /** A code that stays keeps the edition that it was chosen from. */
  private async add(
    tx: Tx,
    caseId: string,
    { version, chosenFrom }: CurrentClassification,
    after: FullClassification,
    editions: Editions,
  ): Promise<number> {
    const places = placesOf(after).map((place) => ({ ...place, id: randomUUID() }));
    const named = places.filter(({ place }) => place.town !== null);
    const sealed = await this.seals.sealTexts(
      tx,
      caseId,
      named.map(({ id, place }) => ({ place: townPlace(id), text: place.town! })),
    );
    const towns = new Map(named.map(({ id }, at) => [id, sealed[at]!]));
    try {
      await insertClassifications(tx, [
        {
          caseId,
          version: version + 1,
          classification: after,
          versionOf: (name, code) =>
            chosenFrom.get(chosenKey(name, code)) ?? editions[QUESTIONS[name]].version,
          places: places.map((place) => ({ ...place, town: towns.get(place.id) ?? null })),
        },
      ]);
    } catch (error) {
      if (constraintOf(error) !== 'case_classifications_version_once') throw error;
      throw new DomainError('conflict', 'classification.changed_meanwhile', { who: '' });
    }
    return version + 1;
  }
}

/** Codes of today, and those that stand though they are no longer chosen. */
const choosableOf = (editions: Editions, { answers }: FullClassification): ChoosableCodes =>
  Object.fromEntries(
    QUESTION_NAMES.map((name) => [
      name,
      new Set([
        ...editions[QUESTIONS[name]].items
          .filter(({ retired }) => !retired)
          .map(({ code }) => code),
        ...answers[name],
      ]),
    ]),
  ) as unknown as ChoosableCodes;
