import { Injectable } from '@nestjs/common';
import { record, recordReading } from '../../audit';
import { ageInClear, allowedParts, CaseSeals, People, type PersonRow } from '../../beneficiaries';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { Answers } from '../definition/answers.rules';
import { isFor } from '../definition/conditions.rules';
import { FORM_PARTS, type FormDefinition } from '../definition/definition-schema.rules';
import { type Outcome, outcomeOf } from '../definition/scoring.rules';
import { definitionsOf, type FormHead, formsInForce } from '../forms/form.queries';
import { audienceOf } from './audience.rules';
import { assessmentSealAddress } from './assessment-seals.data';
import {
  answersAsOf,
  assessmentOf,
  assessmentsOf,
  type AssessmentRow,
  type DecisionRow,
  decisionsOf,
  lastAnswersOf,
  type ResultRow,
  resultsOf,
  type StateRow,
  statesOf,
} from './assessment.queries';

export interface SavedSection {
  readonly revision: number;
  readonly savedBy: string;
  readonly savedAt: Date;
}
type UnsealedRow<R extends { note: Buffer | null }> = Omit<R, 'note'> & {
  readonly note: string | null;
};

export interface UnsealedAssessment extends AssessmentRow {
  readonly definition: FormDefinition;
  readonly answers: Answers;
  /** Number of saves and last author, by section. */
  readonly saved: Readonly<Record<string, SavedSection>>;
  readonly outcome: Outcome | null;
  readonly history: readonly UnsealedRow<StateRow>[];
  readonly decisions: readonly UnsealedRow<DecisionRow>[];
}

export interface AssessmentList {
  readonly person: PersonRow;
  readonly assessments: readonly AssessmentRow[];
  readonly results: readonly ResultRow[];
  /** Forms that can be begun: in force for this age, of parts that the actor may see. */
  readonly forms: readonly FormHead[];
}

/** Reading what was filled in, each with the words of its own version. */
@Injectable()
export class ReadAssessments {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
  ) {}

  list(actor: Actor, caseId: string): Promise<AssessmentList> {
    return this.transactions.run(actor, async (tx) => {
      const list = await this.listIn(tx, caseId);
      await recordReading(tx, 'assessments.list', [caseId]);
      return list;
    });
  }

  async listIn(tx: Tx, caseId: string): Promise<AssessmentList> {
    const person = await this.people.find(tx, caseId);
    const parts = await this.partsOf(tx, caseId);
    // From what is in clear: the exact date is only opened when one begins.
    const age = ageInClear(person, tx.today);
    const audience = audienceOf({ low: age?.low ?? null, high: age?.high ?? null });
    return {
      person,
      assessments: await assessmentsOf(tx, caseId, parts),
      results: parts.includes('care') ? await resultsOf(tx, caseId) : [],
      forms: (await formsInForce(tx)).filter(
        (form) => parts.includes(form.part) && isFor(form.for, audience),
      ),
    };
  }

  open(actor: Actor, caseId: string, id: string): Promise<UnsealedAssessment> {
    return this.transactions.run(actor, async (tx) =>
      this.openIn(tx, await this.find(tx, caseId, id)),
    );
  }

  /** Two of one form, the earlier first, to be laid side by side. */
  pair(
    actor: Actor,
    caseId: string,
    ids: readonly [string, string],
  ): Promise<UnsealedAssessment[]> {
    return this.transactions.run(actor, async (tx) => {
      const rows = [await this.find(tx, caseId, ids[0]), await this.find(tx, caseId, ids[1])];
      if (rows[0]!.id === rows[1]!.id || rows[0]!.form !== rows[1]!.form) {
        throw new DomainError('invalid', 'assessments.not_comparable', {}, 'to');
      }
      const opened = await this.openAll(tx, rows);
      const instant = (one: UnsealedAssessment) => (one.aboutAt ?? one.startedAt).getTime();
      return opened.sort((a, b) => instant(a) - instant(b));
    });
  }

  /** One that the actor sees, by role and by access; otherwise "not found". */
  async find(tx: Tx, caseId: string, id: string): Promise<AssessmentRow> {
    await this.people.find(tx, caseId);
    const row = await assessmentOf(tx, caseId, id, await this.partsOf(tx, caseId));
    if (!row) throw notFound();
    return row;
  }

  partsOf(tx: Tx, caseId: string): Promise<string[]> {
    return allowedParts(tx, caseId, FORM_PARTS);
  }

  async openIn(tx: Tx, row: AssessmentRow): Promise<UnsealedAssessment> {
    const [opened] = await this.openAll(tx, [row]);
    return opened!;
  }

  /** As many statements for twenty as for one. Opening answers is recorded, without an answer. */
  async openAll(tx: Tx, rows: readonly AssessmentRow[]): Promise<UnsealedAssessment[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const fileOf = new Map(rows.map(({ id, caseId }) => [id, caseId]));
    const forms = await definitionsOf(tx, rows);
    const sealed = await lastAnswersOf(tx, ids);
    const texts = await this.seals.openTexts(
      tx,
      sealed.map(({ id, assessmentId, answers }) => ({
        caseId: fileOf.get(assessmentId)!,
        place: assessmentSealAddress.answers(id),
        sealed: answers,
      })),
    );
    await record(tx, {
      action: 'assessments.read',
      kind: 'case',
      ids: [...new Set(fileOf.values()), ...ids],
      fields: ['answers'],
    });
    const history = await this.withNotes(tx, fileOf, 'state', await statesOf(tx, ids));
    const decisions = await this.withNotes(tx, fileOf, 'decision', await decisionsOf(tx, ids));
    const of = <R extends { assessmentId: string }>(all: readonly R[], id: string): R[] =>
      all.filter(({ assessmentId }) => assessmentId === id);
    const read = sealed.map((row, at) => ({ ...row, text: texts[at] ?? null }));
    return rows.map((row) => {
      const own = of(read, row.id);
      const definition = forms.get(`${row.form}/${row.version}`)!;
      const answers = Object.assign({}, ...own.map(({ text }) => parsed(text))) as Answers;
      return {
        ...row,
        definition,
        answers,
        saved: Object.fromEntries(
          own.map(({ section, revision, savedBy, savedAt }) => [
            section,
            { revision, savedBy, savedAt },
          ]),
        ),
        outcome: outcomeOf(definition, row.audience, answers),
        history: of(history, row.id),
        decisions: of(decisions, row.id),
      };
    });
  }

  /** Contents of a section when the author opened it, to detect concurrent changes. */
  async sectionAsOf(
    tx: Tx,
    row: AssessmentRow,
    section: string,
    revision: number,
  ): Promise<Answers> {
    const saved = await answersAsOf(tx, row.id, section, revision);
    if (!saved) return {};
    const place = assessmentSealAddress.answers(saved.id);
    const [text] = await this.seals.openTexts(tx, [
      { caseId: row.caseId, place, sealed: saved.answers },
    ]);
    return parsed(text ?? null);
  }

  private async withNotes<R extends { id: string; assessmentId: string; note: Buffer | null }>(
    tx: Tx,
    fileOf: ReadonlyMap<string, string>,
    of: 'state' | 'decision',
    rows: readonly R[],
  ): Promise<UnsealedRow<R>[]> {
    const noted = rows.filter(({ note }) => note !== null);
    const texts =
      noted.length === 0
        ? []
        : await this.seals.openTexts(
            tx,
            noted.map(({ id, assessmentId, note }) => ({
              caseId: fileOf.get(assessmentId)!,
              place: assessmentSealAddress[of](id),
              sealed: note!,
            })),
          );
    const notes = new Map(noted.map(({ id }, at) => [id, texts[at] ?? null]));
    return rows.map((row) => ({ ...row, note: notes.get(row.id) ?? null }));
  }
}

const parsed = (text: string | null): Answers =>
  text === null ? {} : (JSON.parse(text) as Answers);
