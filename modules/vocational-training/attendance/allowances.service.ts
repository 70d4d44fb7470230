import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ledger, openFinanceTask, toCent, WaitingCharges, written } from '../../grant-budgeting';
import { asFigures, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { CourseRow } from '../courses/courses.queries';
import { translateTrainingErrors } from '../training.errors';
import { allowanceFor, type Mark } from './attendance.rules';

export interface AttendanceDay {
  readonly enrolmentId: string;
  readonly caseId: string;
  readonly sessionId: string;
  readonly on: CivilDate;
  readonly mark: Mark;
}

interface AllowanceRates {
  readonly id: string;
  readonly stipend: string;
  readonly transport: string;
}

interface DueAllowance {
  readonly id: string;
  readonly on: CivilDate;
  readonly lineId: string;
  readonly amount: string;
  readonly currency: string;
}

const source = (sourceId: string) => ({ sourceKind: 'training', sourceId }) as const;

/**
 * Charges allowances of attendance days to the ledger, once. A corrected mark reverses the former charge and books the
 * new one; each allowance is a ledger source of its own.
 */
@Injectable()
export class Allowances implements OnModuleInit {
  constructor(
    private readonly ledger: Ledger,
    private readonly transactions: Transactions,
    private readonly waiting: WaitingCharges,
  ) {}

  onModuleInit(): void {
    this.waiting.add((actor) => this.chargeWaiting(actor));
  }

  /** After the marks were written; the ledger last, where charges of one line wait for each other. */
  async settle(tx: Tx, course: CourseRow, days: readonly AttendanceDay[]): Promise<void> {
    const back: AllowanceRates[] = [];
    const due: DueAllowance[] = [];
    for (const day of days) {
      const { takenBack, added } = await this.write(tx, course, day);
      if (takenBack) back.push(takenBack);
      if (added) due.push(added);
    }
    if (back.length > 0) await this.ledger.lockAll(tx);
    for (const { id } of back) {
      await this.ledger.reverse(tx, { ...source(id), reason: 'register_corrected' });
    }
    for (const one of due) await this.charge(tx, one);
  }

  private async write(tx: Tx, course: CourseRow, day: AttendanceDay) {
    const { stipend, transport } = allowanceFor(day.mark, course);
    const [standing] = await tx.query<AllowanceRates>(
      `SELECT id, stipend::text, transport::text FROM training_allowances
        WHERE enrolment_id = $1 AND on_day = $2 AND taken_back_at IS NULL`,
      [day.enrolmentId, day.on],
    );
    const isSame = standing?.stipend === stipend && standing.transport === transport;
    if (standing && !isSame) {
      await translateTrainingErrors(
        tx.query(
          'UPDATE training_allowances SET taken_back_at = mawa_now(), taken_back_by = mawa_actor() WHERE id = $1',
          [standing.id],
        ),
      );
    }
    const takenBack = standing && !isSame ? standing : null;
    const total = toCent(stipend).plus(toCent(transport));
    if (isSame || total.isZero() || course.lineId === null) return { takenBack, added: null };
    const id = randomUUID();
    await translateTrainingErrors(
      tx.query(
        `INSERT INTO training_allowances (id, case_id, enrolment_id, session_id, on_day, stipend, transport, currency, line_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          day.caseId,
          day.enrolmentId,
          day.sessionId,
          day.on,
          stipend,
          transport,
          course.currency,
          course.lineId,
        ],
      ),
    );
    const { currency, lineId } = course;
    return { takenBack, added: { id, on: day.on, lineId, amount: written(total), currency } };
  }

  /** A day attended is never refused for money: without a rate it waits for one. */
  private async charge(
    tx: Tx,
    { id, on, lineId, amount, currency }: DueAllowance,
  ): Promise<boolean> {
    try {
      await this.ledger.charge(tx, { ...source(id), factOn: on, lineId, amount, currency });
      return true;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'budget.no_rate') throw error;
      await openFinanceTask(tx, null);
      return false;
    }
  }

  /** Charges waiting allowances after a rate was entered, each in its own transaction. */
  async chargeWaiting(actor: Actor): Promise<number> {
    const all = await this.transactions.run(actor, (tx) => listUnchargedAllowances(tx));
    let charged = 0;
    for (const { id } of all) {
      const done = await this.transactions.run(actor, async (tx) => {
        const [due] = await listUnchargedAllowances(tx, id);
        return due !== undefined && this.charge(tx, due);
      });
      if (done) charged += 1;
    }
    return charged;
  }
}

/** Allowances not yet in the ledger, read as `mawa_figures`, without the person. */
const listUnchargedAllowances = (tx: Tx, id: string | null = null): Promise<DueAllowance[]> =>
  asFigures(tx, () =>
    tx.query<DueAllowance>(
      `SELECT a.id, a.on_day::text AS "on", a.line_id AS "lineId", (a.stipend + a.transport)::text AS amount, a.currency
         FROM training_allowances a WHERE a.taken_back_at IS NULL AND ($1::uuid IS NULL OR a.id = $1)
          AND NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.source_kind = 'training' AND t.source_id = a.id::text)
        ORDER BY a.on_day, a.id LIMIT 5000`,
      [id],
    ),
  );
