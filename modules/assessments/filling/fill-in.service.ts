import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { CaseSeals, People } from '../../beneficiaries';
import { once } from '../../../src/database/once';
import { Transactions, type Tx } from '../../../src/database/transactions';
import type { Actor } from '../../../src/shared/actor';
import { DomainError, FieldErrors, notFound } from '../../../src/shared/domain-error';
import { type Answer, type Answers, checkAnswer } from '../definition/answers.rules';
import { type Audience, isFor, shownSections } from '../definition/conditions.rules';
import type { FormDefinition, Question, Section } from '../definition/definition.schema';
import { formInForce } from '../forms/form.queries';
import { audienceOf } from './audience.rules';
import { sealedAt } from './assessment-places';
import { type AssessmentRow, type CorrectionReason, lockAssessment } from './assessment.queries';
import { type OpenedAssessment, ReadAssessments } from './read-assessments.service';

/** Answers as they come in, by field; a field that is left out stays as it is. */
export type Given = Readonly<Record<string, unknown>>;

export interface Saved {
  readonly revision: number;
  /** Questions of this section that these answers open and that have no answer yet. */
  readonly opened: readonly string[];
}

/** Filling in a form: begun, saved section by section by whoever holds the case, left and resumed. */
@Injectable()
export class FillIn {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly read: ReadAssessments,
    private readonly seals: CaseSeals,
  ) {}

  start(
    actor: Actor,
    caseId: string,
    form: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.run(
      actor,
      (tx) =>
        once(tx, 'assessments.start', { caseId, form }, async () => {
          await this.people.find(tx, caseId);
          return this.begin(tx, caseId, form, null);
        }),
      requestId,
    );
  }

  /** What is signed stays: a correction is another one, which begins with the same answers. */
  correct(
    actor: Actor,
    caseId: string,
    id: string,
    reason: CorrectionReason,
  ): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.read.find(tx, caseId, id);
      if (row.state !== 'finished') throw new DomainError('conflict', 'assessments.not_finished');
      if (row.correctedBy) throw new DomainError('conflict', 'assessments.corrected_already');
      const before = await this.read.openIn(tx, row);
      return this.begin(tx, caseId, row.form, { before, reason });
    });
  }

  save(
    actor: Actor,
    caseId: string,
    id: string,
    { section: name, revision, answers }: { section: string; revision: number; answers: Given },
  ): Promise<Saved> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.draft(tx, caseId, id);
      const opened = await this.read.openIn(tx, row);
      const section = opened.definition.sections.find((one) => one.id === name);
      if (!section) throw notFound();
      if ((opened.saved[name]?.revision ?? 0) !== revision) {
        throw new DomainError('conflict', 'assessments.written_over', {
          name: opened.saved[name]?.savedBy ?? '',
        });
      }
      const checked = checkSection(section, row.audience, answers, tx.today);
      const before = answersIn(section, opened.answers);
      const whole = { ...before, ...checked };
      await this.keep(tx, row, [{ section: name, revision: revision + 1, answers: whole }]);
      await tx.query(
        `UPDATE assessments SET saved_by = $2, saved_at = mawa_now(),
                writers = CASE WHEN $2 = ANY (writers) THEN writers ELSE writers || $2::uuid END WHERE id = $1`,
        [id, actor.userId],
      );
      await record(tx, {
        action: 'assessments.save',
        kind: 'assessment',
        ids: [id, caseId],
        fields: [name],
      });
      const after = { ...opened.answers, ...whole };
      return { revision: revision + 1, opened: openedBy(opened, section, after) };
    });
  }

  /** Thrown away with what was typed; nothing of it is kept but that there was one. */
  drop(actor: Actor, caseId: string, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.draft(tx, caseId, id);
      await tx.query('DELETE FROM assessment_answers WHERE assessment_id = $1', [id]);
      await tx.query(`UPDATE assessments SET state = 'dropped' WHERE id = $1`, [id]);
      await this.moved(tx, { id, caseId }, 'draft', 'dropped');
      await tx.query(
        `UPDATE tasks SET done_at = mawa_now(), done_by = $3
          WHERE case_id = $1 AND kind = 'assessment_returned' AND subject_id = $2 AND done_at IS NULL`,
        [caseId, id, actor.userId],
      );
      await record(tx, { action: 'assessments.drop', kind: 'assessment', ids: [id, caseId] });
    });
  }

  /** A draft of a part that the actor writes, held until the end. */
  async draft(tx: Tx, caseId: string, id: string): Promise<AssessmentRow> {
    const row = await this.locked(tx, caseId, id);
    if (row.state !== 'draft') throw new DomainError('conflict', 'assessments.not_a_draft');
    return row;
  }

  /** Held until the end, so that of two at once the second sees what the first did. */
  async locked(tx: Tx, caseId: string, id: string): Promise<AssessmentRow> {
    await this.read.find(tx, caseId, id);
    if ((await lockAssessment(tx, id)) === null) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    return this.read.find(tx, caseId, id);
  }

  async keep(
    tx: Tx,
    { id, caseId, part }: Pick<AssessmentRow, 'id' | 'caseId' | 'part'>,
    sections: readonly { section: string; revision: number; answers: Answers }[],
  ): Promise<string[]> {
    const rows = sections.map((one) => ({ ...one, id: randomUUID() }));
    const sealed = await this.seals.sealTexts(
      tx,
      caseId,
      rows.map((row) => ({ place: sealedAt.answers(row.id), text: JSON.stringify(row.answers) })),
    );
    await tx.query(
      `INSERT INTO assessment_answers (id, assessment_id, case_id, part, section, revision, answers, saved_by)
       SELECT r.id, $1, $2, $3, r.section, r.revision, r.answers, $4
         FROM unnest($5::uuid[], $6::text[], $7::int[], $8::bytea[]) AS r (id, section, revision, answers)`,
      [
        ...[id, caseId, part, tx.actor.userId],
        rows.map((row) => row.id),
        rows.map(({ section }) => section),
        rows.map(({ revision }) => revision),
        sealed,
      ],
    );
    return rows.map((row) => row.id);
  }

  async moved(
    tx: Tx,
    { id, caseId }: { id: string; caseId: string },
    from: string | null,
    to: string,
    note: string | null = null,
  ): Promise<void> {
    const stateId = randomUUID();
    const sealed = note
      ? await this.seals.sealText(tx, caseId, sealedAt.state(stateId), note)
      : null;
    await tx.query(
      `INSERT INTO assessment_states (id, assessment_id, case_id, part, from_state, to_state, by, note)
       SELECT $1, a.id, a.case_id, a.part, $3, $4, $5, $6 FROM assessments a WHERE a.id = $2`,
      [stateId, id, from, to, tx.actor.userId, sealed],
    );
  }

  private async begin(
    tx: Tx,
    caseId: string,
    key: string,
    correction: { before: OpenedAssessment; reason: CorrectionReason } | null,
  ): Promise<{ id: string }> {
    const { version, form } = await formInForce(tx, key);
    if (!(await this.read.partsOf(tx, caseId)).includes(form.part)) throw notFound();
    if (!(await writes(tx, caseId, form.part))) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    // Two who begin at once: the second waits here and finds the first's draft.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 8))', [`${caseId} ${key}`]);
    const [open] = await tx.query(
      `SELECT 1 FROM assessments WHERE case_id = $1 AND form_key = $2 AND state IN ('draft', 'sent')`,
      [caseId, key],
    );
    if (open) throw new DomainError('conflict', 'assessments.draft_open');
    const audience = correction?.before.audience ?? (await this.audience(tx, caseId));
    if (!correction && !isFor(form.for, audience)) {
      throw new DomainError('conflict', 'assessments.not_for_them');
    }
    const id = randomUUID();
    await tx.query(
      `INSERT INTO assessments (id, case_id, form_key, form_version, part, audience, corrects, correction_reason, started_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[id, caseId, key, version, form.part, audience],
        ...[correction?.before.id ?? null, correction?.reason ?? null, tx.actor.userId],
      ],
    );
    await this.moved(tx, { id, caseId }, null, 'draft');
    if (correction) {
      const copies = carriedOver(form, audience, correction.before.answers, tx.today);
      await this.keep(tx, { id, caseId, part: form.part }, copies);
    }
    await record(tx, { action: 'assessments.start', kind: 'assessment', ids: [id, caseId] });
    return { id };
  }

  private async audience(tx: Tx, caseId: string): Promise<Audience> {
    const [fact] = await this.people.placementFacts(tx, [caseId], tx.today);
    return audienceOf({ low: fact!.ageLow, high: fact!.ageHigh });
  }
}

async function writes(tx: Tx, caseId: string, part: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM case_access a JOIN access_reasons r USING (reason)
      WHERE a.case_id = $1 AND r.writes @> ARRAY[$2] AND a.from_at <= mawa_now()
        AND (a.until_at IS NULL OR a.until_at > mawa_now()) LIMIT 1`,
    [caseId, part],
  );
  return rows.length > 0;
}

/** Every answer checked, each wrong one with its sentence. */
export function checkSection(
  section: Section,
  audience: Audience,
  given: Given,
  today: string,
): Answers {
  const questions = new Map(section.questions.map((question) => [question.id, question]));
  const answers: Record<string, Answer> = {};
  const errors: DomainError[] = [];
  for (const [field, value] of Object.entries(given)) {
    const question = questions.get(field);
    if (!question || question.retired || !isFor(question.for, audience)) {
      errors.push(
        new DomainError('invalid', 'common.unknown_field', { field: field.slice(0, 60) }, field),
      );
      continue;
    }
    try {
      answers[field] = checkAnswer(question, value, today);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new FieldErrors(errors.slice(0, 60));
  return answers;
}

const answersIn = ({ questions }: Section, answers: Answers): Answers =>
  Object.fromEntries(
    questions.flatMap(({ id }): [string, Answer][] => (answers[id] ? [[id, answers[id]]] : [])),
  );

function openedBy(
  { definition, audience, answers: before }: OpenedAssessment,
  { id }: Section,
  after: Answers,
): string[] {
  const shownIn = (answers: Answers): readonly Question[] =>
    shownSections(definition, audience, answers).find((one) => one.id === id)?.questions ?? [];
  const earlier = new Set(shownIn(before).map((question) => question.id));
  return shownIn(after).flatMap((question) =>
    earlier.has(question.id) || after[question.id] ? [] : [question.id],
  );
}

/** Answers that the version in force still asks for in the same way. */
function carriedOver(form: FormDefinition, audience: Audience, answers: Answers, today: string) {
  return form.sections.flatMap((section) => {
    const kept = Object.fromEntries(
      section.questions.flatMap((question): [string, Answer][] => {
        const answer = answers[question.id];
        if (!answer || question.retired || !isFor(question.for, audience)) return [];
        try {
          return [[question.id, checkAnswer(question, answer, today)]];
        } catch {
          return [];
        }
      }),
    );
    return Object.keys(kept).length > 0
      ? [{ section: section.id, revision: 1, answers: kept }]
      : [];
  });
}
