import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import { type Answers, codesGiven } from '../definition/answers.rules';
import { openNeeds, shownSections } from '../definition/conditions.rules';
import { type Outcome, outcomeOf, type PointsOutcome } from '../definition/scoring.rules';
import { Approvers, hasWritten } from './approvers.service';
import { AssessmentFollowUp } from './assessment-follow-up.service';
import type { AssessmentRow } from './assessment.queries';
import { AssessmentFilling } from './fill-in.service';
import { type UnsealedAssessment, ReadAssessments } from './read-assessments.service';

/** Signing what was filled in; from then on nothing of it changes. Some need a second person. */
@Injectable()
export class SignAssessments {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadAssessments,
    private readonly filling: AssessmentFilling,
    private readonly approvers: Approvers,
    private readonly after: AssessmentFollowUp,
  ) {}

  /** Those who may be asked to approve: supervisors who wrote nothing of it. */
  approversFor(actor: Actor, caseId: string, id: string): Promise<{ id: string; name: string }[]> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.read.find(tx, caseId, id);
      return this.approvers.of(tx, row);
    });
  }

  finish(
    actor: Actor,
    caseId: string,
    id: string,
    approverId: string | null = null,
  ): Promise<{ state: 'sent' | 'finished' }> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.filling.draft(tx, caseId, id);
      const opened = await this.read.openIn(tx, row);
      checkNeeded(opened);
      const frozen = await this.freeze(tx, opened);
      if (opened.definition.approval) {
        await this.approvers.ask(tx, row, approverId);
        await this.sign(tx, row, 'sent');
        await record(tx, { action: 'assessments.send', kind: 'assessment', ids: [id, row.caseId] });
        return { state: 'sent' as const };
      }
      await this.conclude(tx, opened, frozen, false);
      await record(tx, { action: 'assessments.finish', kind: 'assessment', ids: [id, row.caseId] });
      return { state: 'finished' as const };
    });
  }

  approve(actor: Actor, caseId: string, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.sent(tx, caseId, id);
      const opened = await this.read.openIn(tx, row);
      await this.conclude(tx, opened, opened.answers, true);
      await this.approvers.answered(tx, row);
      await record(tx, {
        action: 'assessments.approve',
        kind: 'assessment',
        ids: [id, row.caseId],
      });
    });
  }

  sendBack(actor: Actor, caseId: string, id: string, note: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.sent(tx, caseId, id);
      await this.backToDraft(tx, row);
      await this.filling.moved(tx, row, 'sent', 'draft', note.trim());
      await this.approvers.answered(tx, row);
      await this.approvers.returned(tx, row);
      await record(tx, {
        action: 'assessments.send_back',
        kind: 'assessment',
        ids: [id, row.caseId],
      });
    });
  }

  /**
   * Withdraws a request for approval while nobody has answered, by its author; the assessment becomes a draft again.
   */
  takeBack(actor: Actor, caseId: string, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.filling.locked(tx, caseId, id);
      if (row.state !== 'sent') throw new DomainError('conflict', 'assessments.not_sent');
      if (row.signedById !== actor.userId) {
        throw new DomainError('forbidden', 'assessments.not_yours_to_take_back');
      }
      await this.backToDraft(tx, row);
      await this.filling.moved(tx, row, 'sent', 'draft');
      await this.approvers.answered(tx, row);
      await record(tx, {
        action: 'assessments.take_back',
        kind: 'assessment',
        ids: [id, row.caseId],
      });
    });
  }

  private backToDraft(tx: Tx, { id }: AssessmentRow): Promise<unknown> {
    return tx.query(
      `UPDATE assessments SET state = 'draft', signed_by = NULL, signed_at = NULL, about_at = NULL WHERE id = $1`,
      [id],
    );
  }

  private async sent(tx: Tx, caseId: string, id: string): Promise<AssessmentRow> {
    const row = await this.filling.locked(tx, caseId, id);
    if (row.state !== 'sent') throw new DomainError('conflict', 'assessments.not_sent');
    if (hasWritten(row, tx.actor.userId)) {
      throw new DomainError('forbidden', 'assessments.second_person');
    }
    return row;
  }

  /** Deletes answers to questions that are not asked any more, and earlier revisions: one set of answers is signed. */
  private async freeze(tx: Tx, opened: UnsealedAssessment): Promise<Answers> {
    const { id, definition, audience, answers, saved } = opened;
    const kept = shownSections(definition, audience, answers).flatMap(
      ({ id: section, questions }) => {
        const own = questions.flatMap((question) => {
          const answer = answers[question.id];
          return answer ? [[question.id, answer] as const] : [];
        });
        const revision = (saved[section]?.revision ?? 0) + 1;
        return own.length > 0 ? [{ section, revision, answers: Object.fromEntries(own) }] : [];
      },
    );
    const ids = await this.filling.keep(tx, opened, kept);
    await tx.query(
      'DELETE FROM assessment_answers WHERE assessment_id = $1 AND NOT id = ANY ($2::uuid[])',
      [id, ids],
    );
    return Object.assign({}, ...kept.map((section) => section.answers)) as Answers;
  }

  private async conclude(
    tx: Tx,
    opened: UnsealedAssessment,
    answers: Answers,
    approved: boolean,
  ): Promise<void> {
    const outcome = outcomeOf(opened.definition, opened.audience, answers);
    await this.writeFacts(tx, opened, answers);
    if (outcome?.by === 'points') await this.writeResult(tx, opened, outcome);
    await this.sign(tx, opened, 'finished', approved);
    await this.after.follow(tx, opened, outcome as Outcome | null);
  }

  private async sign(
    tx: Tx,
    { id, caseId, state }: AssessmentRow,
    to: 'sent' | 'finished',
    approved = false,
  ): Promise<void> {
    await tx.query(
      approved
        ? `UPDATE assessments SET state = $2, approved_by = $3, approved_at = mawa_now() WHERE id = $1`
        : `UPDATE assessments a SET state = $2, signed_by = $3, signed_at = mawa_now(),
                  writers = CASE WHEN $3 = ANY (writers) THEN writers ELSE writers || $3::uuid END,
                  about_at = coalesce((SELECT b.about_at FROM assessments b WHERE b.id = a.corrects), mawa_now()) WHERE id = $1`,
      [id, to, tx.actor.userId],
    );
    await this.filling.moved(tx, { id, caseId }, state, to);
  }

  private async writeFacts(tx: Tx, opened: UnsealedAssessment, answers: Answers): Promise<void> {
    const facts = opened.definition.sections
      .flatMap(({ questions }) => questions)
      .filter(({ fact }) => fact)
      .flatMap(({ id: field }) => codesGiven(answers[field]).map((code) => ({ field, code })));
    await tx.query(
      `INSERT INTO assessment_facts (assessment_id, case_id, part, form_key, field, code)
       SELECT $1, $2, $3, $4, f.field, f.code FROM unnest($5::text[], $6::text[]) AS f (field, code)`,
      [
        opened.id,
        opened.caseId,
        opened.part,
        opened.form,
        facts.map(({ field }) => field),
        facts.map(({ code }) => code),
      ],
    );
  }

  private async writeResult(
    tx: Tx,
    opened: UnsealedAssessment,
    outcome: PointsOutcome,
  ): Promise<void> {
    const { scoring } = opened.definition;
    const band = scoring?.by === 'points' && scoring.bands.find(({ id }) => id === outcome.band);
    if (!band) return;
    await tx.query(
      `INSERT INTO assessment_results (assessment_id, case_id, form_key, form_version, corrects, at, score, band, could_be, level, alert)
       SELECT a.id, a.case_id, a.form_key, a.form_version, a.corrects, coalesce(b.about_at, a.about_at, mawa_now()), $2, $3, $4, $5, $6
         FROM assessments a LEFT JOIN assessments b ON b.id = a.corrects WHERE a.id = $1`,
      [opened.id, outcome.score, band.id, outcome.couldBe, band.level, band.alert],
    );
  }
}

/** Checks that all required questions have an answer or a reason. */
function checkNeeded({ definition, audience, answers }: UnsealedAssessment): void {
  const open = openNeeds(definition, audience, answers);
  if (open.length === 0) return;
  throw new FieldErrors(
    open.map(({ question }) => new DomainError('invalid', 'assessments.needed', {}, question.id)),
  );
}
