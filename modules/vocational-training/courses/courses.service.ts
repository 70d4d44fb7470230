import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Organisations } from '../../organisations';
import { isCode, Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { tradesVersionFor } from '../trades.queries';
import { translateTrainingErrors } from '../training.errors';
import {
  type CourseChange,
  courseChangesIn,
  type CourseRow,
  coursesIn,
  daysOf,
  type Session,
  sessionsIn,
} from './courses.queries';
import { mustBeDay } from '../../platform/shared/day-checks.rules';

export type NewCourse = Omit<
  CourseRow,
  | 'id'
  | 'provider'
  | 'levelVersion'
  | 'fieldVersion'
  | 'trade'
  | 'tradeVersion'
  | 'buildsOn'
  | 'lineId'
  | 'access'
  | 'revision'
  | 'withdrawnOn'
  | 'hasBegun'
> & {
  readonly trade?: string | null;
  readonly buildsOn?: string | null;
  readonly lineId?: string | null;
  readonly access?: readonly string[];
};

export interface ChangedCourse extends NewCourse {
  /** As it was read. */
  readonly revision: number;
}

export interface NewSession {
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly weekdays: readonly number[];
  readonly daysOff?: readonly CivilDate[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly places: number;
  readonly region: string;
}

/** A course with what it was before each change, the last one first. */
export interface CourseFile extends CourseRow {
  readonly changes: readonly CourseChange[];
}

/** Courses of providers under an agreement, and their sessions. */
@Injectable()
export class Courses {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly organisations: Organisations,
  ) {}

  all(actor: Actor): Promise<CourseRow[]> {
    return this.transactions.run(actor, (tx) => coursesIn(tx));
  }

  between(actor: Actor, from: CivilDate, until: CivilDate): Promise<Session[]> {
    return this.transactions.run(actor, (tx) => sessionsIn(tx, { from, until }));
  }

  async oneIn(tx: Tx, id: string): Promise<Session & { readonly days: readonly CivilDate[] }> {
    const [session] = await sessionsIn(tx, { ids: [id] });
    if (!session) throw notFound();
    return { ...session, days: await daysOf(tx, id) };
  }

  one(actor: Actor, id: string) {
    return this.transactions.run(actor, (tx) => this.oneIn(tx, id));
  }

  add(actor: Actor, course: NewCourse, requestId: string | null = null): Promise<{ id: string }> {
    const once = { useCase: 'training.add_course', body: course, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const id = randomUUID();
      await translateTrainingErrors(
        tx.query(
          `INSERT INTO training_courses (id, provider_id, title, level, level_version, field, field_version, builds_on, language,
             cost_per_place, currency, access, child_care, strenuous, stipend, transport, pays_excused, line_id, agreement, agreed_from, agreed_until, trade, trade_version)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
          await this.columnsOf(tx, id, course, null),
        ),
      );
      await record(tx, { action: 'training.add_course', kind: 'training_course', ids: [id] });
      return { id };
    });
  }

  /**
   * Changes a course and keeps its former values. Refused after a concurrent change (`revision`), and for fields that
   * are fixed once a session has begun.
   */
  change(actor: Actor, id: string, course: ChangedCourse): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const before = await this.courseIn(tx, id);
      const changed = await translateTrainingErrors(
        tx.query(
          `UPDATE training_courses SET provider_id = $2, title = $3, level = $4, level_version = $5, field = $6, field_version = $7,
                  builds_on = $8, language = $9, cost_per_place = $10, currency = $11, access = $12, child_care = $13, strenuous = $14,
                  stipend = $15, transport = $16, pays_excused = $17, line_id = $18, agreement = $19, agreed_from = $20,
                  agreed_until = $21, trade = $22, trade_version = $23, revision = revision + 1
            WHERE id = $1 AND revision = $24 RETURNING id`,
          [...(await this.columnsOf(tx, id, course, before)), course.revision],
        ),
      );
      if (changed.length === 0) throw new DomainError('conflict', 'training.saved_by_another');
      await record(tx, { action: 'training.change_course', kind: 'training_course', ids: [id] });
    });
  }

  /** No session is opened any more; those that were opened are held. */
  withdraw(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.courseIn(tx, id);
      const changed = await translateTrainingErrors(
        tx.query(
          `UPDATE training_courses SET withdrawn_at = mawa_now(), revision = revision + 1
            WHERE id = $1 AND withdrawn_at IS NULL RETURNING id`,
          [id],
        ),
      );
      if (changed.length === 0) throw new DomainError('conflict', 'training.course_withdrawn');
      await record(tx, { action: 'training.withdraw_course', kind: 'training_course', ids: [id] });
    });
  }

  /** Back into the catalogue. */
  restore(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.courseIn(tx, id);
      const changed = await translateTrainingErrors(
        tx.query(
          `UPDATE training_courses SET withdrawn_at = NULL, revision = revision + 1
            WHERE id = $1 AND withdrawn_at IS NOT NULL RETURNING id`,
          [id],
        ),
      );
      if (changed.length === 0) throw new DomainError('conflict', 'training.course_offered');
      await record(tx, { action: 'training.restore_course', kind: 'training_course', ids: [id] });
    });
  }

  course(actor: Actor, id: string): Promise<CourseFile> {
    return this.transactions.run(actor, (tx) => this.courseFileIn(tx, id));
  }

  async courseFileIn(tx: Tx, id: string): Promise<CourseFile> {
    return { ...(await this.courseIn(tx, id)), changes: await courseChangesIn(tx, id) };
  }

  private async courseIn(tx: Tx, id: string): Promise<CourseRow> {
    const [course] = await coursesIn(tx, [id]);
    if (!course) throw notFound();
    return course;
  }

  /** Columns for INSERT and UPDATE; codes that the course already has may have left their list. */
  private async columnsOf(tx: Tx, id: string, course: NewCourse, before: CourseRow | null) {
    if (before?.providerId !== course.providerId) {
      const all = await this.organisations.listIn(tx);
      if (!all.find((one) => one.id === course.providerId)?.active) {
        throw new DomainError('invalid', 'common.not_choice', {}, 'providerId');
      }
    }
    mustBeCode('languages', course.language, 'language');
    const levels =
      before?.level === course.level
        ? before.levelVersion
        : await this.lists.chosenFrom(tx, 'isced_levels', course.level, 'level');
    if (course.buildsOn && course.buildsOn !== before?.buildsOn) {
      await this.lists.chosenFrom(tx, 'isced_levels', course.buildsOn, 'buildsOn');
    }
    const fields =
      before?.field === course.field
        ? before.fieldVersion
        : await this.lists.chosenFrom(tx, 'isced_fields', course.field, 'field');
    const trade = course.trade ?? null;
    const trades =
      trade === null
        ? null
        : trade === before?.trade
          ? before.tradeVersion
          : await tradesVersionFor(tx, this.lists, [trade], 'trade');
    for (const day of ['agreedFrom', 'agreedUntil'] as const) mustBeDay(course[day], day);
    if (course.lineId) await mustBeLine(tx, course.lineId);
    return [
      id,
      course.providerId,
      course.title.trim(),
      course.level,
      levels,
      course.field,
      fields,
      course.buildsOn ?? null,
      course.language,
      course.costPerPlace,
      course.currency,
      course.access ?? [],
      course.childCare,
      course.strenuous,
      course.stipend,
      course.transport,
      course.paysExcused,
      course.lineId ?? null,
      course.agreement.trim(),
      course.agreedFrom,
      course.agreedUntil,
      trade,
      trades,
    ];
  }

  open(
    actor: Actor,
    courseId: string,
    session: NewSession,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = { useCase: 'training.open_session', body: { courseId, ...session }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await this.courseIn(tx, courseId);
      mustBeCode('regions', session.region, 'region');
      for (const day of ['startsOn', 'endsOn'] as const) mustBeDay(session[day], day);
      for (const day of session.daysOff ?? []) mustBeDay(day, 'daysOff');
      const id = randomUUID();
      await translateTrainingErrors(
        tx.query(
          `INSERT INTO training_sessions (id, course_id, starts_on, ends_on, weekdays, days_off, starts_at, ends_at, places, region)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [
            id,
            courseId,
            session.startsOn,
            session.endsOn,
            [...new Set(session.weekdays)],
            session.daysOff ?? [],
            session.startsAt,
            session.endsAt,
            session.places,
            session.region,
          ],
        ),
      );
      await record(tx, {
        action: 'training.open_session',
        kind: 'training_session',
        ids: [id, courseId],
      });
      return { id };
    });
  }
}

function mustBeCode(list: 'languages' | 'regions', code: string, field: string): void {
  if (!isCode(list, code)) throw new DomainError('invalid', 'common.not_choice', {}, field);
}

async function mustBeLine(tx: Tx, lineId: string): Promise<void> {
  const [line] = await tx.query('SELECT 1 AS there FROM budget_lines WHERE id = $1', [lineId]);
  if (!line) throw new DomainError('invalid', 'training.which_line', {}, 'lineId');
}
