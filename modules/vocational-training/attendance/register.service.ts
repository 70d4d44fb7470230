import { Injectable } from '@nestjs/common';
import { maySeePart } from '../../access';
import { record } from '../../audit';
import { CaseSeals, displayName, PersonRecords } from '../../beneficiaries';
import { settingOf } from '../../plans';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { Courses } from '../courses/courses.service';
import { Allowances } from './allowances.service';
import {
  type Mark,
  presenceOf,
  type DropoutRisk,
  type DropoutRiskRules,
  dropoutRisksOf,
} from './attendance.rules';
import { countOnRegister, marksOf, type RegisterEntry, registerOf } from './register.queries';
import { mustNotBeInFuture } from '../training.errors';

export interface RegisterLine extends RegisterEntry {
  readonly name: string | null;
  /** In hundredths. */
  readonly presence: number | null;
  readonly signs: readonly DropoutRisk[];
}

export interface NewMark {
  readonly enrolmentId: string;
  readonly mark: Mark;
}

/** The register of a whole group on one day: one page, one press; a correction is a new row. */
@Injectable()
export class Registers {
  constructor(
    private readonly transactions: Transactions,
    private readonly courses: Courses,
    private readonly file: PersonRecords,
    private readonly allowances: Allowances,
    private readonly seals: CaseSeals,
  ) {}

  of(actor: Actor, sessionId: string, day: CivilDate) {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, sessionId, day));
  }

  async ofIn(tx: Tx, sessionId: string, day: CivilDate) {
    const session = await this.courses.oneIn(tx, sessionId);
    if (!session.days.includes(day)) throw notFound();
    const rows = await registerOf(tx, sessionId, day);
    const ids = rows.map(({ enrolmentId }) => enrolmentId);
    const marks = await marksOf(tx, ids);
    const rules = await loadDropoutRiskRules(tx);
    const names = await this.names(tx, rows);
    if (rows.length > 0) {
      const caseIds = rows.map(({ caseId }) => caseId);
      await record(tx, { action: 'training.read_register', kind: 'case', ids: caseIds });
    }
    const lines = rows.map((row): RegisterLine => {
      const own = marks.filter(({ enrolmentId }) => enrolmentId === row.enrolmentId);
      return {
        ...row,
        name: names.get(row.caseId) ?? null,
        presence: presenceOf(own),
        signs: dropoutRisksOf(own, rules),
      };
    });
    const others = (await countOnRegister(tx, sessionId, day)) - lines.length;
    return { session, day, lines, others };
  }

  take(
    actor: Actor,
    sessionId: string,
    day: CivilDate,
    marks: readonly NewMark[],
    requestId: string | null = null,
  ): Promise<{ written: number }> {
    const body = { sessionId, day, marks };
    const once = { useCase: 'training.take_register', body, requestId };
    return this.transactions.once(actor, once, (tx) => this.takeIn(tx, sessionId, day, marks));
  }

  async takeIn(
    tx: Tx,
    sessionId: string,
    day: CivilDate,
    marks: readonly NewMark[],
  ): Promise<{ written: number }> {
    const session = await this.courses.oneIn(tx, sessionId);
    if (!session.days.includes(day)) {
      throw new DomainError('invalid', 'training.no_session_that_day', {}, 'on');
    }
    mustNotBeInFuture(tx, day);
    const rows = await registerOf(tx, sessionId, day);
    const changed = selectEntries(rows, marks);
    for (const { enrolmentId, caseId, mark } of changed) {
      const row = { enrolment_id: enrolmentId, session_id: sessionId, on_day: day, mark };
      await this.file.insert(tx, 'training_attendance', caseId, row);
    }
    await this.file.record(
      tx,
      'training.take_register',
      changed.map(({ caseId }) => caseId),
      [day],
    );
    const days = changed.map((one) => ({ ...one, sessionId, on: day }));
    await this.allowances.settle(tx, session.course, days);
    return { written: changed.length };
  }

  private async names(tx: Tx, rows: readonly RegisterEntry[]): Promise<Map<string, string>> {
    if (rows.length === 0 || !maySeePart(tx.actor, 'identity')) return new Map();
    const ids = rows.map(({ caseId }) => caseId);
    const opened = await this.seals.open(tx, ids, ['names']);
    const there = [...opened].flatMap(([id, { names }]) =>
      names ? [[id, displayName(names)] as const] : [],
    );
    if (there.length > 0) {
      await record(tx, {
        action: 'training.read_names',
        kind: 'case',
        fields: ['names'],
        ids: there.map(([id]) => id),
      });
    }
    return new Map(there);
  }
}

export const loadDropoutRiskRules = async (tx: Tx): Promise<DropoutRiskRules> => ({
  absencesInARow: await settingOf(tx, 'training_absences_in_a_row', 2),
  leastPresence: await settingOf(tx, 'training_least_presence', 80),
});

/** Changed marks, in an order in which two registers cannot deadlock. */
function selectEntries(rows: readonly RegisterEntry[], marks: readonly NewMark[]) {
  if (new Set(marks.map(({ enrolmentId }) => enrolmentId)).size < marks.length) {
    throw new DomainError('invalid', 'training.marked_twice', {}, 'marks');
  }
  return marks
    .map(({ enrolmentId, mark }) => {
      const row = rows.find((one) => one.enrolmentId === enrolmentId);
      if (!row) throw new DomainError('invalid', 'training.not_attending', {}, 'marks');
      if (!row.mine) throw new DomainError('forbidden', 'people.not_yours_to_change');
      return { enrolmentId, caseId: row.caseId, mark, before: row.mark };
    })
    .filter(({ mark, before }) => mark !== before)
    .sort((a, b) => a.enrolmentId.localeCompare(b.enrolmentId));
}
