import { Injectable } from '@nestjs/common';
import { Keys } from '../access';
import { record } from '../audit';
import type { Tx } from '../platform/database/transactions';
import { DomainError, FieldErrors, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { Jobs } from '../platform/queue';
import { CaseSeals, sealedPartsOf } from './case-seals.service';
import { caseLabels } from './case-labels.queries';
import type { NewPerson } from './new-person.types';
import { LIMITS, validatePerson } from './person.rules';
import { type PersonRow, personOf } from './people.queries';
import { type PlacementFact, placementFactsOf } from './placement-facts.queries';
import {
  type DocumentDigest,
  insertCases,
  insertDigests,
  insertExploitation,
  insertFamilies,
  insertStages,
  knowsDocument,
  type NewCase,
  newCasesOf,
} from './registration.queries';
import { transitionsIn } from './stage.queries';
import type { Stage } from './stage.rules';

export interface RegisterOptions {
  /** All of them are one family; otherwise those who share a `familyKey` are. */
  readonly together?: boolean;
  /** Stages already reached, from earlier records; `detected` by default. */
  readonly reached?: readonly Stage[];
}

export interface RegistrationResult {
  /** In the order given. */
  readonly cases: readonly {
    readonly id: string;
    readonly caseNumber: string;
    readonly familyId: string | null;
  }[];
  /** Id of the first family, if any. */
  readonly familyId: string | null;
  /** A document number given here is known to the programme: perhaps the same person. Never whose. */
  readonly possibleDuplicate: boolean;
}

export const MAX_TOGETHER = LIMITS.together;
const BATCH = 500;

/** The public face of people's records: registering, finding, what placing needs. */
@Injectable()
export class People {
  constructor(
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
    private readonly jobs: Jobs,
  ) {}

  /** All of them or none, in the caller's transaction. */
  async register(
    tx: Tx,
    people: readonly NewPerson[],
    { together = false, reached }: RegisterOptions = {},
    onBatch: (done: number) => void = () => undefined,
  ): Promise<RegistrationResult> {
    this.check(people, tx.today);
    const steps = reached ? await transitionsIn(tx) : [];
    const all = newCasesOf(people, { together, reached, steps });
    const digests = all.map((one) => this.digestsOf(one));
    const possibleDuplicate = await knowsDocument(tx, digests.flat());
    const numbers = new Map<string, string>();
    for (let from = 0; from < all.length; from += BATCH) {
      const batch = all.slice(from, from + BATCH);
      for (const [id, number] of await insertCases(tx, batch)) numbers.set(id, number);
      await insertExploitation(tx, batch);
      await insertFamilies(tx, batch);
      await insertStages(tx, batch);
      await this.seals.sealNew(
        tx,
        batch.map(({ id, person }) => ({ id, fields: sealedPartsOf(person) })),
      );
      await insertDigests(tx, digests.slice(from, from + BATCH).flat());
      onBatch(from + batch.length);
    }
    // Comparing names takes seconds: a job of this transaction, so that nobody waits for it and none is forgotten.
    await this.jobs.enqueue(tx, 'find-duplicates', { how: 'intake' });
    await record(tx, { action: 'people.register', kind: 'case', ids: all.map(({ id }) => id) });
    const cases = all.map(({ id, familyId }) => ({ id, caseNumber: numbers.get(id)!, familyId }));
    return {
      cases,
      familyId: cases.find(({ familyId }) => familyId)?.familyId ?? null,
      possibleDuplicate,
    };
  }

  /** Unsealed facts of a person; "not found" if the actor may not see the case. */
  async find(tx: Tx, caseId: string): Promise<PersonRow> {
    const person = await personOf(tx, caseId);
    if (!person) throw notFound();
    return person;
  }

  /** Facts for placement on the first night; the exact birth date is decrypted for the computation and not returned. */
  placementFacts(
    tx: Tx,
    caseIds: readonly string[],
    on: CivilDate,
    ages?: readonly number[],
  ): Promise<PlacementFact[]> {
    return placementFactsOf(tx, this.seals, caseIds, on, ages);
  }

  /** Case numbers by id, for the cases that the actor may see. */
  caseLabels(tx: Tx, caseIds: readonly string[]): Promise<Map<string, string>> {
    return caseLabels(tx, caseIds);
  }

  private digestsOf({ id, person }: NewCase): DocumentDigest[] {
    return person.documents.map(({ kind, number }) => ({
      caseId: id,
      kind,
      digest: this.keys.documentDigest(number),
    }));
  }

  private check(people: readonly NewPerson[], today: CivilDate): void {
    if (people.length === 0) throw new DomainError('invalid', 'common.required', {}, 'people');
    const errors = people.flatMap((person, place) =>
      validatePerson(person, today).map(
        ({ kind, code, params, field }) =>
          new DomainError(kind, code, params, `people.${place}.${field}`),
      ),
    );
    if (errors.length > 0) throw new FieldErrors(errors.slice(0, 500));
  }
}
