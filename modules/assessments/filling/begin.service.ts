import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { filesIn, People } from '../../beneficiaries';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { type Audience, isFor } from '../definition/conditions.rules';
import { formInForce } from '../forms/form.queries';
import { audienceOf } from './audience.rules';
import type { CorrectionReason } from './assessment.queries';
import { AssessmentFilling } from './fill-in.service';
import { type UnsealedAssessment, ReadAssessments } from './read-assessments.service';
import { carriedOver } from './section.rules';

/** Beginning to fill in a form in force: one at a time of a form, for a person of the age it is for. */
@Injectable()
export class BeginAssessments {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly read: ReadAssessments,
    private readonly filling: AssessmentFilling,
  ) {}

  start(
    actor: Actor,
    caseId: string,
    form: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'assessments.start', body: { caseId, form }, requestId },
      async (tx) => {
        await this.people.find(tx, caseId);
        return this.begin(tx, caseId, form, null);
      },
    );
  }

  /** Begins a correction: a new assessment with the same answers. The signed one is not changed. */
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
      // A correction belongs to the same case, and nothing new is written in a joined one.
      if (row.caseId !== row.personId) {
        throw new DomainError('conflict', 'assessments.in_a_joined_file', {
          number: row.caseNumber,
        });
      }
      const before = await this.read.openIn(tx, row);
      return this.begin(tx, row.caseId, row.form, { before, reason });
    });
  }

  private async begin(
    tx: Tx,
    caseId: string,
    key: string,
    correction: { before: UnsealedAssessment; reason: CorrectionReason } | null,
  ): Promise<{ id: string }> {
    const { version, form } = await formInForce(tx, key);
    if (!(await this.read.partsOf(tx, caseId)).includes(form.part)) throw notFound();
    if (!(await writes(tx, caseId, form.part))) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    // Two who begin at once: the second waits here and finds the first's draft.
    tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 8))', [`${caseId} ${key}`]);
    const [open] = await tx.query(
      `SELECT 1 FROM assessments WHERE case_id = ANY (${filesIn()}) AND form_key = $2 AND state IN ('draft', 'sent')`,
      [caseId, key],
    );
    if (open) throw new DomainError('conflict', 'assessments.draft_open');
    const audience = correction?.before.audience ?? (await this.audience(tx, caseId));
    if (!correction && !isFor(form.for, audience)) {
      throw new DomainError('conflict', 'assessments.not_for_them');
    }
    const id = randomUUID();
    const copies = correction
      ? carriedOver(form, audience, correction.before.answers, tx.today)
      : [];
    // Authors of copied answers count as authors of this assessment too.
    const writers = copies.length > 0 ? correction!.before.writers : [];
    await tx.query(
      `INSERT INTO assessments (id, case_id, form_key, form_version, part, audience, corrects, correction_reason, started_by, writers)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        caseId,
        key,
        version,
        form.part,
        audience,
        correction?.before.id ?? null,
        correction?.reason ?? null,
        tx.actor.userId,
        writers,
      ],
    );
    await this.filling.moved(tx, { id, caseId }, null, 'draft');
    if (copies.length > 0) await this.filling.keep(tx, { id, caseId, part: form.part }, copies);
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
