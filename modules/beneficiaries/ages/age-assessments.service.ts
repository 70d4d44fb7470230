import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Keys } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../../platform/shared/domain.errors';
import { CaseSeals } from '../case-seals.service';
import { CaseTabs } from '../case-tabs.service';
import { CaseTimeline } from '../case-timeline.service';
import type { CorrectionRow } from '../corrections/correction.queries';
import { ageFactsIn } from '../corrections/correction.rules';
import { Corrections } from '../corrections/corrections.service';
import { joinedTo } from '../person-files.queries';
import { partsWrittenBy, type PersonRow } from '../people.queries';
import { People } from '../people.service';
import type { AgeRange } from '../person.rules';
import { ageInClear } from '../registration.rules';
import { allowedParts } from '../show-identity.service';
import {
  assessmentsOf,
  type AssessmentRow,
  insertAssessment,
  withdrawRow,
} from './assessment.queries';
import {
  ageBy,
  type AgeResult,
  type Agreement,
  checkAssessment,
  type Institution,
  type Method,
  type Withdrawal,
} from './assessment.rules';
import { factsBeforeAssessment, findAgeSources } from './age-sources.queries';
import { ageTimelineEntries } from './age-timeline.queries';

export interface NewAssessment extends AgeResult {
  readonly methods: readonly Method[];
  readonly institution: Institution;
  readonly agreement: Agreement;
  readonly note?: string | null;
}
export interface Assessment extends Omit<AssessmentRow, 'note'> {
  readonly note: string | null;
}
export interface AgeOfPerson {
  readonly person: PersonRow;
  /** Today, from what is known in clear. */
  readonly age: AgeRange | null;
  readonly assessments: readonly Assessment[];
  readonly mayRecord: boolean;
}

const place = (id: string) => ({ table: 'age_assessments', column: 'note', row: id });

/**
 * Age assessments: findings, author and method. The latest valid one among all joined cases of a person sets the age
 * facts, in the continuing case.
 */
@Injectable()
export class AgeAssessments implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly corrections: Corrections,
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
    private readonly timeline: CaseTimeline,
    private readonly tabs: CaseTabs,
  ) {}

  onModuleInit(): void {
    this.timeline.add(ageTimelineEntries);
    this.tabs.add({
      key: 'age',
      label: 'ages:tab',
      icon: 'hourglass',
      permission: 'ages:read',
      part: 'health',
      order: 62,
    });
  }

  /** With their notes, opened; recorded. */
  of(actor: Actor, caseId: string): Promise<AgeOfPerson> {
    return this.transactions.run(actor, async (tx) => {
      const person = await this.mustRead(tx, caseId);
      const rows = await assessmentsOf(tx, caseId);
      const noted = rows.filter(({ note }) => note !== null);
      const texts = await this.seals.openTexts(
        tx,
        noted.map((one) => ({ caseId: one.caseId, place: place(one.id), sealed: one.note! })),
      );
      if (rows.length > 0) {
        const fields = noted.length > 0 ? ['note'] : [];
        await record(tx, { action: 'ages.read', kind: 'case', ids: [caseId], fields });
      }
      const notes = new Map(noted.map(({ id }, at) => [id, texts[at] ?? null]));
      return {
        person,
        age: ageInClear(person, tx.today),
        assessments: rows.map((row) => ({ ...row, note: notes.get(row.id) ?? null })),
        mayRecord: (await partsWrittenBy(tx, caseId)).includes('facts'),
      };
    });
  }

  record(
    actor: Actor,
    caseId: string,
    given: NewAssessment,
    requestId: string | null = null,
  ): Promise<{ id: string; version: number | null; dateGone: boolean }> {
    return this.transactions.once(
      actor,
      { useCase: 'ages.record', body: this.keys.bodyDigest({ caseId, ...given }), requestId },
      (tx) => this.recordIn(tx, caseId, given),
    );
  }

  /** Withdraws an assessment. The latest remaining one counts then, or else what was known before. */
  withdraw(actor: Actor, caseId: string, id: string, why: Withdrawal): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustRead(tx, caseId);
      await this.mustWrite(tx, caseId);
      const person = (await joinedTo(tx, caseId))?.id ?? caseId;
      await lock(tx, person);
      const before = await assessmentsOf(tx, person);
      const gone = before.find((one) => one.id === id);
      if (!gone) throw notFound();
      if (gone.withdrawnAt) throw new DomainError('conflict', 'ages.withdrawn');
      await withdrawRow(tx, id, why);
      if (standing(before)?.id === id) await this.countWhatIsLeft(tx, person, gone);
      await record(tx, {
        action: 'ages.withdraw',
        kind: 'case',
        ids: [gone.caseId, id],
        fields: [why],
      });
    });
  }

  private async recordIn(tx: Tx, caseId: string, given: NewAssessment) {
    await this.mustRead(tx, caseId);
    await this.mustWrite(tx, caseId);
    const { methods, ...result } = given;
    const errors = checkAssessment(result, methods, tx.today);
    if (errors.length > 0) throw new FieldErrors(errors);
    await lock(tx, caseId);
    const latest = standing(await assessmentsOf(tx, caseId));
    const counts = !latest || latest.on <= given.on;
    let dateGone = false;
    const version = counts
      ? await this.corrections.setAge(tx, caseId, 'assessment', (person) => {
          const said = ageBy(result, person);
          dateGone = person.birthDate !== null && said.birthDate === null;
          return said;
        })
      : null;
    const id = randomUUID();
    const note = given.note?.trim()
      ? await this.seals.sealText(tx, caseId, place(id), given.note.trim())
      : null;
    await insertAssessment(tx, { ...given, id, caseId, note, version });
    await record(tx, { action: 'ages.record', kind: 'case', ids: [caseId, id] });
    return { id, version, dateGone };
  }

  /** Applies the latest remaining assessment, unless a later manual correction overrides it. */
  private async countWhatIsLeft(tx: Tx, person: string, gone: AssessmentRow): Promise<void> {
    const sources = await findAgeSources(tx, person);
    const { byHand, first } = sources;
    // One of another file that was not taken over in joining had set nothing here.
    if (!first && (byHand || gone.caseId !== person)) return;
    const was = ageFactsIn(await factsBeforeAssessment(tx, this.corrections, person, sources));
    const next = standing(await assessmentsOf(tx, person));
    const counts = next && (!byHand || isLater(next, byHand, person));
    await this.corrections.setAge(tx, person, 'assessment', (now) =>
      counts ? { ...was, ...ageBy(next, { ...now, ...was }) } : was,
    );
  }

  private async mustRead(tx: Tx, caseId: string): Promise<PersonRow> {
    const person = await this.people.find(tx, caseId);
    if ((await allowedParts(tx, caseId, ['health'])).length === 0) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    return person;
  }

  private async mustWrite(tx: Tx, caseId: string): Promise<void> {
    if ((await partsWrittenBy(tx, caseId)).includes('facts')) return;
    throw new DomainError('forbidden', 'people.not_yours_to_change');
  }
}

/** Two who assess at once take turns, so that the latest is the latest. */
const lock = (tx: Tx, caseId: string): Promise<unknown> =>
  tx.query('SELECT placing_locks($1, $2)', [[], [caseId]]);

/** Versions are counted per file; across two files the time decides. */
const isLater = (
  one: AssessmentRow,
  than: Pick<CorrectionRow, 'version' | 'at'>,
  file: string,
): boolean =>
  one.version === null || one.caseId !== file ? one.at >= than.at : one.version > than.version;

/** The one that counts: the latest by its day, then by when it was written down. */
export const standing = <R extends Pick<AssessmentRow, 'withdrawnAt'>>(
  rows: readonly R[],
): R | null => rows.find(({ withdrawnAt }) => withdrawnAt === null) ?? null;
