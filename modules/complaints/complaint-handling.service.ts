import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { type Finding, type MeasureKind, reasonsOf, type Stage } from './complaint.rules';
import { ComplaintSeals } from './complaint-seals.service';
import { lockComplaintWithText } from './complaints.queries';
import { daysAfter } from './deadlines.rules';
import { hoursOf, takeStep } from './stages.service';
import { recordComplaintAction } from './complaint-audit.service';

/** Following a complaint: its steps, the words to the person, what protects them meanwhile. */
@Injectable()
export class ComplaintHandling {
  constructor(
    private readonly transactions: Transactions,
    private readonly seals: ComplaintSeals,
  ) {}

  /** Takes the next step. The first step also assigns the complaint: who acknowledges it is responsible for it. */
  step(actor: Actor, id: string, to: Stage, reason: string | null = null): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await lockComplaintWithText(tx, id);
      const reasons = reasonsOf(to);
      if (reasons.length > 0 ? !reasons.includes(reason ?? '') : reason !== null) {
        throw new DomainError('invalid', 'complaints.reason_needed', {}, 'reason');
      }
      await takeStep(tx, id, to, actor.userId, reason);
      if (to === 'acknowledged' && !(await openCheck(tx, id))) await this.askToCheck(tx, id);
      await recordComplaintAction(tx, 'step', id, [to]);
    });
  }

  /** Words to the person, read with the number. `final` is the answer itself. */
  answer(
    actor: Actor,
    id: string,
    { text, final }: { text: string; final: boolean },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { id, text, final };
    return this.transactions.once(
      actor,
      { useCase: 'complaints.answer', body, requestId },
      async (tx) => {
        const { handlerId } = await lockComplaintWithText(tx, id);
        if (handlerId !== actor.userId) throw new DomainError('conflict', 'complaints.not_in_hand');
        const made = await this.write(tx, id, 'answer', text);
        if (final) await takeStep(tx, id, 'answered', actor.userId);
        await recordComplaintAction(tx, final ? 'answered' : 'wrote', id, ['words']);
        return made;
      },
    );
  }

  /** Among focal points; the person never sees it. */
  addNote(
    actor: Actor,
    id: string,
    text: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'complaints.note', body: { id, text }, requestId },
      async (tx) => {
        await lockComplaintWithText(tx, id);
        const made = await this.write(tx, id, 'note', text);
        await recordComplaintAction(tx, 'noted', id, ['note']);
        return made;
      },
    );
  }

  measure(
    actor: Actor,
    id: string,
    { kind, text }: { kind: MeasureKind; text: string | null },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'complaints.measure', body: { id, kind, text }, requestId },
      async (tx) => {
        await lockComplaintWithText(tx, id);
        const measureId = randomUUID();
        const sealed =
          text && (await this.seals.seal(tx, id, 'complaint_measures', measureId, text));
        await tx.query(
          `INSERT INTO complaint_measures (id, complaint_id, kind, note_sealed, decided_by) VALUES ($1, $2, $3, $4, $5)`,
          [measureId, id, kind, sealed || null, actor.userId],
        );
        await recordComplaintAction(tx, 'measure', id, [kind]);
        return { id: measureId };
      },
    );
  }

  /** Whether anybody makes the person pay for having spoken; signs of it ask for another look. */
  check(
    actor: Actor,
    id: string,
    { finding, text }: { finding: Finding; text: string | null },
  ): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await lockComplaintWithText(tx, id);
      const open = await openCheck(tx, id);
      if (!open) throw new DomainError('conflict', 'complaints.no_check');
      const sealed = text && (await this.seals.seal(tx, id, 'complaint_checks', open.id, text));
      await tx.query(
        `UPDATE complaint_checks SET finding = $2, note_sealed = $3, done_by = $4, done_at = mawa_now() WHERE id = $1`,
        [open.id, finding, sealed || null, actor.userId],
      );
      if (finding !== 'none') await this.askToCheck(tx, id);
      await recordComplaintAction(tx, 'checked', id, [finding]);
    });
  }

  private async askToCheck(tx: Tx, id: string): Promise<void> {
    const due = daysAfter(tx.now, await hoursOf(tx, 'complaint_check_days'));
    await tx.query('INSERT INTO complaint_checks (complaint_id, due_at) VALUES ($1, $2)', [
      id,
      due,
    ]);
  }

  private async write(
    tx: Tx,
    complaintId: string,
    kind: 'answer' | 'note',
    text: string,
  ): Promise<{ id: string }> {
    const words = text.trim();
    if (words === '') throw new DomainError('invalid', 'common.required', {}, 'text');
    const id = randomUUID();
    const sealed = await this.seals.seal(tx, complaintId, 'complaint_words', id, words);
    await tx.query(
      `INSERT INTO complaint_words (id, complaint_id, kind, author_id, text_sealed) VALUES ($1, $2, $3, $4, $5)`,
      [id, complaintId, kind, tx.actor.userId, sealed],
    );
    return { id };
  }
}

async function openCheck(tx: Tx, id: string): Promise<{ id: string } | undefined> {
  const [open] = await tx.query<{ id: string }>(
    'SELECT id FROM complaint_checks WHERE complaint_id = $1 AND done_at IS NULL',
    [id],
  );
  return open;
}
