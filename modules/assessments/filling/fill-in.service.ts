import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { CaseSeals } from '../../beneficiaries';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { Answers } from '../definition/answers.rules';
import { assessmentSealAddress } from './assessment-seals.data';
import { type AssessmentRow, lockAssessment } from './assessment.queries';
import { ReadAssessments } from './read-assessments.service';
import {
  answersIn,
  checkSection,
  type SubmittedAnswers,
  newlyShownQuestions,
} from './section.rules';

export interface SectionSaveResult {
  readonly revision: number;
  /** Questions of this section that these answers open and that have no answer yet. */
  readonly opened: readonly string[];
}

/** Filling in a form: case holders save section by section, can leave and resume. */
@Injectable()
export class AssessmentFilling {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadAssessments,
    private readonly seals: CaseSeals,
  ) {}

  save(
    actor: Actor,
    caseId: string,
    id: string,
    {
      section: name,
      revision,
      answers,
    }: { section: string; revision: number; answers: SubmittedAnswers },
  ): Promise<SectionSaveResult> {
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
        ids: [id, row.caseId],
        fields: [name],
      });
      const after = { ...opened.answers, ...whole };
      return { revision: revision + 1, opened: newlyShownQuestions(opened, section, after) };
    });
  }

  /** Thrown away with what was typed; nothing of it is kept but that there was one. */
  drop(actor: Actor, caseId: string, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.draft(tx, caseId, id);
      await tx.query('DELETE FROM assessment_answers WHERE assessment_id = $1', [id]);
      await tx.query(`UPDATE assessments SET state = 'dropped' WHERE id = $1`, [id]);
      await this.moved(tx, row, 'draft', 'dropped');
      await tx.query(
        `UPDATE tasks SET done_at = mawa_now(), done_by = $3
          WHERE case_id = $1 AND kind = 'assessment_returned' AND subject_id = $2 AND done_at IS NULL`,
        [row.caseId, id, actor.userId],
      );
      await record(tx, { action: 'assessments.drop', kind: 'assessment', ids: [id, row.caseId] });
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
      rows.map((row) => ({
        place: assessmentSealAddress.answers(row.id),
        text: JSON.stringify(row.answers),
      })),
    );
    await tx.query(
      `INSERT INTO assessment_answers (id, assessment_id, case_id, part, section, revision, answers, saved_by)
       SELECT r.id, $1, $2, $3, r.section, r.revision, r.answers, $4
         FROM unnest($5::uuid[], $6::text[], $7::int[], $8::bytea[]) AS r (id, section, revision, answers)`,
      [
        id,
        caseId,
        part,
        tx.actor.userId,
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
      ? await this.seals.sealText(tx, caseId, assessmentSealAddress.state(stateId), note)
      : null;
    await tx.query(
      `INSERT INTO assessment_states (id, assessment_id, case_id, part, from_state, to_state, by, note)
       SELECT $1, a.id, a.case_id, a.part, $3, $4, $5, $6 FROM assessments a WHERE a.id = $2`,
      [stateId, id, from, to, tx.actor.userId, sealed],
    );
  }
}
