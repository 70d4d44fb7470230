import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Keys } from '../../access';
import { record } from '../../audit';
import { once } from '../../../src/database/once';
import { Transactions, type Tx } from '../../../src/database/transactions';
import type { Actor } from '../../../src/shared/actor';
import { DomainError, FieldErrors, notFound } from '../../../src/shared/domain-error';
import { CaseSeals } from '../case-seals';
import { CaseTabs } from '../case-tabs';
import { CaseTimeline } from '../case-timeline';
import { type CorrectionRow, correctionsOf } from '../corrections/correction.queries';
import { isOfAge } from '../corrections/correction.rules';
import { Corrections } from '../corrections/corrections.service';
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
import { assessmentsOnTheTimeline } from './on-the-timeline';

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

const NOW = 2 ** 31 - 1;
const place = (id: string) => ({ table: 'age_assessments', column: 'note', row: id });

/** Assessments of an unknown age: what was found, by whom and how; the latest that stands sets the facts. */
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
    this.timeline.add(assessmentsOnTheTimeline);
    this.tabs.add({
      ...{ key: 'age', label: 'ages:tab', icon: 'hourglass' },
      ...{ permission: 'ages:read', part: 'health', order: 62 },
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
        noted.map(({ id, note }) => ({ caseId, place: place(id), sealed: note! })),
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
    return this.transactions.run(
      actor,
      (tx) =>
        once(tx, 'ages.record', this.keys.bodyDigest({ caseId, ...given }), () =>
          this.recordIn(tx, caseId, given),
        ),
      requestId,
    );
  }

  /** It counts no more; the latest that still stands does, or what was known before. */
  withdraw(actor: Actor, caseId: string, id: string, why: Withdrawal): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustRead(tx, caseId);
      await this.mustWrite(tx, caseId);
      await lock(tx, caseId);
      const before = await assessmentsOf(tx, caseId);
      const gone = before.find((one) => one.id === id);
      if (!gone) throw notFound();
      if (gone.withdrawnAt) throw new DomainError('conflict', 'ages.withdrawn');
      await withdrawRow(tx, id, why);
      if (standing(before)?.id === id) await this.countWhatIsLeft(tx, caseId);
      await record(tx, { action: 'ages.withdraw', kind: 'case', ids: [caseId, id], fields: [why] });
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

  /** The latest that still stands over what somebody said by hand; said by hand last, that stays. */
  private async countWhatIsLeft(tx: Tx, caseId: string): Promise<void> {
    const ofAge = (await correctionsOf(tx, caseId)).filter(({ fields }) => fields.some(isOfAge));
    const byHand = ofAge.find(({ why }) => why !== 'assessment');
    if (byHand && ofAge[0] === byHand) return;
    const first = ofAge.filter(({ version }) => version > (byHand?.version ?? 0)).at(-1);
    const whole = await this.corrections.asOfIn(tx, caseId, first ? first.version - 1 : NOW);
    const { birthDate, birthYear, ageAtRegistration, ageCertainty, bornBetween } = whole;
    const was = { birthDate, birthYear, ageAtRegistration, ageCertainty, bornBetween };
    const next = standing(await assessmentsOf(tx, caseId));
    const counts = next && (!byHand || isLater(next, byHand));
    await this.corrections.setAge(tx, caseId, 'assessment', (person) =>
      counts ? { ...was, ...ageBy(next, { ...person, ...was }) } : was,
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

const isLater = (one: AssessmentRow, than: Pick<CorrectionRow, 'version' | 'at'>): boolean =>
  one.version === null ? one.at >= than.at : one.version > than.version;

/** The one that counts: the latest by its day, then by when it was written down. */
export const standing = <R extends Pick<AssessmentRow, 'withdrawnAt'>>(
  rows: readonly R[],
): R | null => rows.find(({ withdrawnAt }) => withdrawnAt === null) ?? null;
