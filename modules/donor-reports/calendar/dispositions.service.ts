import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { decisionErrors, type PutAwayDecision, putAwayRefusal } from './dispositions.rules';
import { type Disposition, listDispositions } from './expected-reports.queries';
import { expectedReportKey, isPutAway } from './expected-reports.rules';
import { type Deadline, ReportCalendar } from './report-calendar.service';

/** Which report is meant, whether or not somebody has begun it. */
export interface DeadlineReference {
  readonly kind: string;
  readonly grantId: string;
  /** '2026-Q3', '2026-09', '2026-H2', '2026' or 'grant'. */
  readonly period: string;
  readonly partnerId?: string;
}

export interface DeadlineFile {
  readonly deadline: Deadline;
  /** Every decision, the last first. */
  readonly history: readonly Disposition[];
}

const DUE_AGAIN = 'due_again';
/** A report of a period that is over is due a year and some days later at the latest. */
const LATEST_DUE_DAYS = 400;

const translateErrors = constraintTranslator({
  report_dispositions_in_turn: ['conflict', 'calendar.changed_meanwhile'],
});

/** Puts away reports that are due: sent outside Mawa, or not due; and takes that back. */
@Injectable()
export class ReportDispositions {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendar: ReportCalendar,
  ) {}

  one(actor: Actor, asked: DeadlineReference): Promise<DeadlineFile> {
    return this.transactions.run(actor, async (tx) => {
      const deadline = await this.find(tx, asked);
      const key = expectedReportKey(deadline);
      const history = (await listDispositions(tx)).filter(({ of }) => of === key);
      return { deadline, history };
    });
  }

  putAway(
    actor: Actor,
    asked: DeadlineReference,
    decision: PutAwayDecision,
    requestId: string | null,
  ): Promise<{ putAway: number }> {
    const once = { useCase: 'reports.put_away', body: { asked, decision }, requestId };
    return translateErrors(
      this.transactions.once(actor, once, async (tx) => {
        const deadline = await this.find(tx, asked);
        const refusal = putAwayRefusal(deadline.state);
        if (refusal) throw new DomainError('conflict', refusal);
        return this.putAwayAll(tx, [deadline], decision);
      }),
    );
  }

  /** Whatever is late and was due before a day, in one act. */
  putAwayBefore(
    actor: Actor,
    before: CivilDate,
    decision: PutAwayDecision,
    requestId: string | null,
  ): Promise<{ putAway: number }> {
    const once = { useCase: 'reports.put_away_before', body: { before, decision }, requestId };
    return translateErrors(
      this.transactions.once(actor, once, async (tx) => {
        const due = await this.calendar.dueBetween(tx, null, addDays(before, -1));
        const late = due.filter(({ state }) => state === 'late');
        if (late.length === 0) {
          throw new DomainError('invalid', 'calendar.nothing_late', { day: before }, 'before');
        }
        return this.putAwayAll(tx, late, decision);
      }),
    );
  }

  dueAgain(
    actor: Actor,
    asked: DeadlineReference,
    reason: string,
    requestId: string | null,
  ): Promise<{ dueAgain: true }> {
    const once = { useCase: 'reports.due_again', body: { asked, reason }, requestId };
    return translateErrors(
      this.transactions.once(actor, once, async (tx) => {
        const deadline = await this.find(tx, asked);
        if (!isPutAway(deadline.state))
          throw new DomainError('conflict', 'calendar.changed_meanwhile');
        await this.insert(tx, [deadline], { disposition: DUE_AGAIN, reason });
        await record(tx, { action: 'reports.due_again', ...subjectOf([deadline]) });
        return { dueAgain: true } as const;
      }),
    );
  }

  private async putAwayAll(
    tx: Tx,
    deadlines: readonly Deadline[],
    decision: PutAwayDecision,
  ): Promise<{ putAway: number }> {
    const errors = decisionErrors(decision, tx.today);
    if (errors.length > 0) throw new FieldErrors(errors);
    await this.insert(tx, deadlines, decision);
    await record(tx, { action: 'reports.put_away', ...subjectOf(deadlines) });
    return { putAway: deadlines.length };
  }

  private async insert(
    tx: Tx,
    deadlines: readonly Deadline[],
    {
      disposition,
      reason,
      sentOn,
      sentTo,
      reference,
    }: Omit<PutAwayDecision, 'disposition'> & { readonly disposition: Disposition['disposition'] },
  ): Promise<void> {
    const rows = deadlines.map(({ kind, grantId, period, partnerId }) => ({
      kind,
      grant_id: grantId,
      period_from: period.from,
      period_until: period.until,
      subject_id: partnerId,
    }));
    await tx.query(
      `INSERT INTO report_dispositions
         (kind, grant_id, period_from, period_until, subject_id, disposition, reason, sent_on, sent_to, reference)
       SELECT r.kind, r.grant_id, r.period_from, r.period_until, r.subject_id, $2, $3, $4::date, $5, $6
         FROM jsonb_to_recordset($1::jsonb)
           AS r (kind text, grant_id uuid, period_from date, period_until date, subject_id uuid)`,
      [
        JSON.stringify(rows),
        disposition,
        reason,
        sentOn ?? null,
        sentTo ?? null,
        reference ?? null,
      ],
    );
  }

  private async find(tx: Tx, asked: DeadlineReference): Promise<Deadline> {
    const due = await this.calendar.dueBetween(tx, null, addDays(tx.today, LATEST_DUE_DAYS));
    const found = due.find(
      (one) =>
        one.kind === asked.kind &&
        one.grantId === asked.grantId &&
        one.period.code === asked.period &&
        one.partnerId === (asked.partnerId ?? null),
    );
    if (!found) throw notFound();
    return found;
  }
}

/** Subject of the audit row: grants and reports; no person is concerned. */
const subjectOf = (deadlines: readonly Deadline[]) => ({
  kind: 'grant',
  ids: [...new Set(deadlines.map(({ grantId }) => grantId))],
  fields: deadlines.map(({ kind, period }) => `${kind} ${period.code}`),
});
