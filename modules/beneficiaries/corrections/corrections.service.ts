import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Keys, type CasePart } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import { translate } from '../../platform/web/i18n';
import { CaseSeals, type OpenedFields } from '../case-seals.service';
import { CaseTabs } from '../case-tabs.service';
import { CaseTimeline, type TimelineEntry } from '../case-timeline.service';
import type { PersonDto } from '../dto/register-people.dto';
import { PLACING_FIELDS, FactChangeListeners } from '../fact-changes.service';
import type { NewPerson, PersonNames } from '../new-person.types';
import { partsWrittenBy } from '../people.queries';
import { People } from '../people.service';
import { fieldsWith, PERSON_FIELDS } from '../person.fields';
import { validatePerson } from '../person.rules';
import { parsePerson } from '../person-input.rules';
import { insertDigests, knowsDocument } from '../registration.queries';
import { allowedParts } from '../show-identity.service';
import {
  type CorrectionRow,
  correctionsOf,
  formerValueAddress,
  formerValuesOf,
  currentFacts,
  versionOf,
  writeExploitation,
  writeFacts,
} from './correction.queries';
import {
  ENTERED_FIELDS,
  type EnteredField,
  changedFields,
  type CorrectableField,
  formerValues,
  isOfAge,
  type StoredCorrectionReason,
  sealsToWrite,
  settleAge,
  type PersonCorrectionReason,
  withAges,
} from './correction.rules';
import { fieldWords } from './correction.words';

export interface Correction {
  /** Version of the case when it was read; a later change by somebody else is not overwritten. */
  readonly version: number;
  readonly why: PersonCorrectionReason;
  /** Only what is named changes; null and empty mean "not known". */
  readonly person: PersonDto;
}

export interface CorrectableFacts {
  readonly version: number;
  readonly person: NewPerson;
  /** The parts that are open to the actor. */
  readonly parts: readonly CasePart[];
  /** Whether the actor may correct them. */
  readonly mayCorrect: boolean;
}

export interface CorrectionEntry extends CorrectionRow {
  /** Former values that the actor may read. */
  readonly before: Partial<NewPerson>;
}

const PARTS: CasePart[] = ['facts', 'identity', 'contact', 'safe_contact', 'story', 'health'];
const SEALED_FIELDS = fieldsWith('sealed').map((name) => PERSON_FIELDS[name]);

/** Facts are corrected with their history: what stood before, who, when and why. */
@Injectable()
export class Corrections implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
    private readonly timeline: CaseTimeline,
    private readonly tabs: CaseTabs,
    private readonly changes: FactChangeListeners,
  ) {}

  onModuleInit(): void {
    this.timeline.add(onTheTimeline);
    this.tabs.add({
      key: 'corrections',
      label: 'corrections:tab',
      icon: 'pencil',
      permission: 'people:correct',
      part: 'facts',
      order: 60,
    });
  }

  /** Present facts that the actor may read; audited as reading the identity. */
  standing(actor: Actor, caseId: string): Promise<CorrectableFacts> {
    return this.transactions.run(actor, (tx) => this.standingIn(tx, caseId));
  }

  /** Facts at an earlier version, reconstructed from the corrections since. */
  asOf(actor: Actor, caseId: string, version: number): Promise<NewPerson> {
    return this.transactions.run(actor, (tx) => this.asOfIn(tx, caseId, version));
  }

  async asOfIn(tx: Tx, caseId: string, version: number): Promise<NewPerson> {
    const { person } = await this.standingIn(tx, caseId);
    const former = await this.formerIn(tx, caseId, version);
    return Object.assign({}, person, ...former.map(({ before }) => before)) as NewPerson;
  }

  /** Former unsealed facts before the changes since a version; no identity is decrypted. */
  async formerFacts(tx: Tx, caseId: string, version: number): Promise<Partial<NewPerson>> {
    const former = await this.formerIn(tx, caseId, version, ['facts']);
    return Object.assign({}, ...former.map(({ before }) => before)) as Partial<NewPerson>;
  }

  history(actor: Actor, caseId: string): Promise<CorrectionEntry[]> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      return this.formerIn(tx, caseId, 0);
    });
  }

  correct(
    actor: Actor,
    caseId: string,
    correction: Correction,
    requestId: string | null = null,
  ): Promise<{ version: number; fields: CorrectableField[]; possibleDuplicate: boolean }> {
    const body = this.keys.bodyDigest({ caseId, ...correction });
    return this.transactions.once(actor, { useCase: 'people.correct', body, requestId }, (tx) =>
      this.correctIn(tx, caseId, correction),
    );
  }

  /** All facts of a person, for case holders; audited as reading the identity. */
  async knownIn(tx: Tx, caseId: string): Promise<NewPerson> {
    return (await this.standingIn(tx, caseId)).person;
  }

  /** Facts taken over from a file that is joined to this one, in the transaction that joins them and records it. */
  async takeOver(tx: Tx, caseId: string, taken: Partial<NewPerson>): Promise<CorrectableField[]> {
    const { person: before, version } = await this.standingIn(tx, caseId);
    const after = { ...before, ...taken };
    const fields = changedFields(before, after);
    if (fields.length === 0) return [];
    await this.keep(tx, caseId, { version: version + 1, why: 'merged', fields, before });
    await this.write(tx, caseId, version + 1, after, fields);
    return fields;
  }

  /** In the caller's transaction. */
  async correctIn(tx: Tx, caseId: string, { version, why, person: given }: Correction) {
    const row = await this.people.find(tx, caseId);
    // A shelter that keeps a bed reads facts and corrects none.
    const writes = await partsWrittenBy(tx, caseId);
    if (!writes.includes('facts')) throw new DomainError('forbidden', 'people.not_yours_to_change');
    const standing = await versionOf(tx, caseId);
    if (standing !== version) throw await changedMeanwhile(tx, caseId, version);
    const parts = await allowedParts(tx, caseId, PARTS);
    const before = await currentFacts(tx, row, await this.opened(tx, caseId, parts));
    const asked = askedOf(given);
    const partsAsked = asked.map((field) => PERSON_FIELDS[field].part);
    if (partsAsked.some((part) => ![parts, writes].every((own) => own.includes(part)))) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    const typed = parsePerson(given, row.registeredOn);
    const corrected = {
      ...before,
      ...Object.fromEntries(asked.map((field) => [field, typed[field]])),
      ...(asked.includes('names') && { names: keepWorkingName(before.names, typed.names) }),
    };
    const ages = asked.some(isOfAge);
    const merged = ages ? settleAge(before, corrected) : corrected;
    const errors = validatePerson(merged, tx.today).map(
      ({ kind, code, params, field }) => new DomainError(kind, code, params, `person.${field}`),
    );
    if (errors.length > 0) throw new FieldErrors(errors);
    const after = ages ? withAges(merged) : merged;
    const done = await this.apply(tx, caseId, { version, why, before, after });
    if (!done) throw new DomainError('invalid', 'corrections.nothing');
    return done;
  }

  /**
   * Applies the result of an age assessment in the caller's transaction, with a history like any correction. Null if
   * nothing changes.
   */
  async setAge(
    tx: Tx,
    caseId: string,
    why: StoredCorrectionReason,
    ageOf: (person: NewPerson) => Partial<NewPerson>,
  ): Promise<number | null> {
    const row = await this.people.find(tx, caseId);
    const version = await versionOf(tx, caseId);
    const before = await currentFacts(tx, row, await this.opened(tx, caseId, ['identity']));
    const after = { ...before, ...ageOf(before) };
    return (await this.apply(tx, caseId, { version, why, before, after }))?.version ?? null;
  }

  private async apply(
    tx: Tx,
    caseId: string,
    {
      version,
      why,
      before,
      after,
    }: { version: number; why: StoredCorrectionReason } & Record<'before' | 'after', NewPerson>,
  ) {
    const fields = changedFields(before, after);
    if (fields.length === 0) return null;
    const next = version + 1;
    await this.keep(tx, caseId, { version: next, why, fields, before });
    await this.write(tx, caseId, next, after, fields);
    const possibleDuplicate =
      fields.includes('documents') && (await this.newDigests(tx, caseId, after));
    await record(tx, { action: 'people.correct', kind: 'case', ids: [caseId], fields });
    if (fields.some((field) => PLACING_FIELDS.includes(field)))
      await this.changes.notify(tx, caseId);
    return { version: next, fields, possibleDuplicate };
  }

  private async keep(
    tx: Tx,
    caseId: string,
    kept: {
      version: number;
      why: StoredCorrectionReason;
      fields: CorrectableField[];
      before: NewPerson;
    },
  ): Promise<void> {
    const [correction] = await tx.query<{ id: string }>(
      `INSERT INTO case_corrections (case_id, version, fields, why, by)
       VALUES ($1, $2, $3, $4, $5) RETURNING id`,
      [caseId, kept.version, kept.fields, kept.why, tx.actor.userId],
    );
    const { id } = correction!;
    for (const [field, value] of formerValues(kept.before, kept.fields)) {
      const text = JSON.stringify(value);
      const sealed = await this.seals.sealText(tx, caseId, formerValueAddress(id, field), text);
      await tx.query(
        `INSERT INTO case_former_values (correction_id, case_id, field, sealed) VALUES ($1, $2, $3, $4)`,
        [id, caseId, field, sealed],
      );
    }
  }

  private async write(
    tx: Tx,
    caseId: string,
    version: number,
    after: NewPerson,
    fields: readonly CorrectableField[],
  ): Promise<void> {
    await writeFacts(tx, caseId, version, after, fields);
    if (fields.includes('exploitation')) await writeExploitation(tx, caseId, after);
    const { write, remove } = sealsToWrite(after, fields);
    await this.seals.replace(tx, caseId, write, remove);
  }

  private async newDigests(tx: Tx, caseId: string, { documents }: NewPerson): Promise<boolean> {
    const before = await tx.query<{ digest: Buffer }>(
      'DELETE FROM document_digests WHERE case_id = $1 RETURNING digest',
      [caseId],
    );
    const own = new Set(before.map(({ digest }) => digest.toString('hex')));
    const all = documents.map(({ kind, number }) => ({
      caseId,
      kind,
      digest: this.keys.documentDigest(number),
    }));
    const known = await knowsDocument(
      tx,
      all.filter(({ digest }) => !own.has(digest.toString('hex'))),
    );
    await insertDigests(tx, all);
    return known;
  }

  private async standingIn(tx: Tx, caseId: string): Promise<CorrectableFacts> {
    const row = await this.people.find(tx, caseId);
    const parts = await allowedParts(tx, caseId, PARTS);
    const opened = await this.opened(tx, caseId, parts);
    const person = await currentFacts(tx, row, opened);
    const [{ version } = { version: 1 }] = await tx.query<{ version: number }>(
      'SELECT version FROM cases WHERE id = $1',
      [caseId],
    );
    await record(tx, {
      action: 'people.read_to_correct',
      kind: 'case',
      ids: [caseId],
      fields: SEALED_FIELDS.map(({ sealed }) => sealed).filter((field) => field in opened),
    });
    const medical = parts.includes('health') ? person.medical : null;
    const mayCorrect = (await partsWrittenBy(tx, caseId)).includes('facts');
    return { version, person: { ...person, medical }, parts, mayCorrect };
  }

  private async opened(tx: Tx, caseId: string, parts: readonly CasePart[]): Promise<OpenedFields> {
    const fields = SEALED_FIELDS.filter(({ part }) => parts.includes(part)).map(
      ({ sealed }) => sealed,
    );
    return (await this.seals.open(tx, [caseId], fields)).get(caseId) ?? {};
  }

  private async formerIn(
    tx: Tx,
    caseId: string,
    after: number,
    only: readonly string[] | null = null,
  ): Promise<CorrectionEntry[]> {
    const corrections = await correctionsOf(tx, caseId, after);
    if (corrections.length === 0) return [];
    const parts = await allowedParts(tx, caseId, PARTS);
    const kept = (await formerValuesOf(tx, caseId)).filter(
      ({ correctionId, field }) =>
        corrections.some(({ id }) => id === correctionId) && (only?.includes(field) ?? true),
    );
    const texts = await this.seals.openTexts(
      tx,
      kept.map(({ correctionId, field, sealed }) => ({
        caseId,
        sealed,
        place: formerValueAddress(correctionId, field),
      })),
    );
    await record(tx, { action: 'people.read_corrections', kind: 'case', ids: [caseId] });
    return corrections.map((correction) => ({
      ...correction,
      before: Object.fromEntries(
        kept
          .flatMap(({ correctionId }, place) =>
            correctionId === correction.id && texts[place]
              ? Object.entries(JSON.parse(texts[place]) as object)
              : [],
          )
          .filter(([field]) => parts.includes(PERSON_FIELDS[field as CorrectableField].part)),
      ) as Partial<NewPerson>,
    }));
  }
}

/** Fields named in the correction, empty or not. */
const askedOf = (given: PersonDto): EnteredField[] =>
  ENTERED_FIELDS.filter((field) => given[field] !== undefined);

/** Error that tells who saved first and which fields changed. */
async function changedMeanwhile(tx: Tx, caseId: string, version: number): Promise<DomainError> {
  const [last] = await correctionsOf(tx, caseId, version);
  const fields = [...new Set((await correctionsOf(tx, caseId, version)).flatMap((c) => c.fields))];
  return new DomainError('conflict', 'corrections.changed_meanwhile', {
    who: last?.by ?? '',
    what: fieldWords(fields, tx.actor.language),
  });
}

async function onTheTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const corrections = await correctionsOf(tx, caseId);
  return corrections.map(({ at, by, fields, why }) => ({
    kind: 'change',
    at,
    by,
    path: `/people/${caseId}/corrections#history`,
    sentence: (language) =>
      translate(language, `corrections:timeline.${why}`, { what: fieldWords(fields, language) }),
  }));
}

/** Who corrects a name without naming the one that the team works with leaves that one as it is. */
const keepWorkingName = (before: PersonNames, after: PersonNames): PersonNames =>
  after.working === undefined ? { ...after, working: before.working ?? null } : after;
