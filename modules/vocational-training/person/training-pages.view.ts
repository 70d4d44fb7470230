import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { CaseTabs, ListedNames } from '../../beneficiaries';
import { Organisations } from '../../organisations';
import { inOrder, Lists, type OwnedListName, publicHolidaysIn } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import type { FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { type CourseWords, sessionModel } from '../courses/course.view';
import { changesModel, type ChangeWords, courseValues } from '../courses/course-changes.view';
import { FIXED_ONCE_BEGUN } from '../courses/course.rules';
import { type CourseRow, coursesIn } from '../courses/courses.queries';
import { Courses } from '../courses/courses.service';
import { TrainingAppointments } from '../enrolments/training-appointments.service';
import { tradeGroupsIn } from '../trades.queries';
import { type CourseChoices, formsIn, type ListChoices } from '../training.form';
import { trainingWords } from '../training.words';
import { listSessionPeople } from './session-people.queries';
import { type Enrolment, ReadTraining, type TrainingOfPerson } from './read-training.service';
import { fileModel, sessionChoices } from './training.view';
import type { Choice, FormDefinition } from '../../platform/web/form-fields';
import { formPage } from '../../platform/web/form-page.view';

export interface TrainingFormContext {
  readonly file: TrainingOfPerson;
  /** Null where the form is about none. */
  readonly enrolment: Enrolment | null;
  readonly lists: ListChoices;
  readonly sessions: readonly Choice[];
  readonly serviceTypes: readonly Choice[];
  readonly tomorrow: CivilDate;
}
export type TrainingFormBuilder = (
  forms: ReturnType<typeof formsIn>,
  formContext: TrainingFormContext,
) => FormDefinition | null;

export interface TrainingFormTarget {
  /** The file. */
  readonly id: string;
  readonly enrolmentId: string | null;
  /** Below the training of the person: "/enrolments". */
  readonly path: string;
}

const LISTS = {
  levels: 'isced_levels',
  fields: 'isced_fields',
  occupations: 'occupation_groups',
  dropoutReasons: 'training_dropout_reasons',
} as const satisfies Record<Exclude<keyof ListChoices, 'trades'>, OwnedListName>;

/** The pages of training that need more than one service to be built. */
@Injectable()
export class TrainingPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadTraining,
    private readonly courses: Courses,
    private readonly organisations: Organisations,
    private readonly tabs: CaseTabs,
    private readonly lists: Lists,
    private readonly names: ListedNames,
    private readonly appointments: TrainingAppointments,
  ) {}

  file(actor: Actor, language: Language, id: string): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, id);
      const tabs = await this.tabs.rowIn(tx, language, id, 'training');
      const codes = await this.codesIn(tx);
      return page('training/file', { ...fileModel(actor, language, file, codes), tabs });
    });
  }

  session(
    actor: Actor,
    language: Language,
    sessionId: string,
    mayMark: boolean,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const session = await this.courses.oneIn(tx, sessionId);
      const codes = await this.codesIn(tx);
      const people = may(actor, 'training:read') ? await listSessionPeople(tx, sessionId) : [];
      const holidays = await publicHolidaysIn(tx, session.startsOn, session.endsOn);
      const mayCancel = may(actor, 'training:manage');
      const context = { today: tx.today, mayMark, mayCancel, holidays };
      const model = sessionModel(session, codes, language, context);
      const words = trainingWords(language);
      const unseen =
        session.taken + session.waiting - people.filter(({ counted }) => counted).length;
      return page('training/session', {
        ...model,
        people: people.map((one) => ({
          ...one,
          path: `/people/${one.caseId}/training`,
          stateLabel: words(`state.${one.state}`),
        })),
        names: await this.names.ofIn(
          tx,
          people.map(({ caseId }) => caseId),
        ),
        others: unseen > 0 ? words('session_others', { count: unseen }) : null,
      });
    });
  }

  courseWords(actor: Actor): Promise<CourseWords> {
    return this.transactions.run(actor, (tx) => this.codesIn(tx));
  }

  courseForm(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const built = formsIn(language, tx.today).course(await this.courseChoices(tx, language));
      return formPage('training/form', built, form, '/training/courses', '/training/courses');
    });
  }

  changeCourse(actor: Actor, language: Language, id: string, form: FormState): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const course = await this.courses.courseFileIn(tx, id);
      const choices = await this.courseChoices(tx, language, course);
      const changes = changesModel(course.changes, await this.changeWords(tx, language), language);
      const fixed = course.hasBegun ? FIXED_ONCE_BEGUN : [];
      const { revision } = form.values;
      const built = formsIn(language, tx.today).changedCourse(
        choices,
        { fixed, revision: typeof revision === 'string' ? revision : String(course.revision) },
        courseValues(course),
      );
      const words = trainingWords(language);
      const path = `/training/courses/${id}`;
      const more = {
        title: `${built.title} · ${course.title}`,
        lead: words(course.hasBegun ? 'courses.fixed' : 'courses.kept'),
        changes,
        withdrawnOn: course.withdrawnOn,
        withdrawPath: course.withdrawnOn ? null : `${path}/withdrawal`,
        restorePath: course.withdrawnOn ? `${path}/withdrawal/end` : null,
      };
      const back = '/training/courses';
      return formPage('training/course', { ...built, ...more }, form, `${path}/change`, back);
    });
  }

  /** The present course of `kept` stays a choice, whatever its state. */
  private async courseChoices(
    tx: Tx,
    language: Language,
    kept: CourseRow | null = null,
  ): Promise<CourseChoices> {
    const codes = kept ? [kept.level, kept.field, kept.buildsOn ?? '', kept.trade ?? ''] : [];
    const providers = (await this.organisations.listIn(tx))
      .filter(
        ({ id, active, kind }) =>
          id === kept?.providerId || (active && (kind === 'partner' || kind === 'agency')),
      )
      .map(({ id, name }) => ({ value: id, label: name }));
    const lines = await tx.query<Choice>(
      `SELECT l.id AS value, l.code || ' · ' || (l.name ->> $2) AS label FROM budget_lines l JOIN grants g ON g.id = l.grant_id
        WHERE g.ends_on >= $1 OR l.id = $3 ORDER BY g.code, l.code`,
      [tx.today, language, kept?.lineId ?? null],
    );
    return { lists: await this.choicesIn(tx, language, codes), providers, lines };
  }

  /** Names of what a course was once given by, charged to, and called. */
  private async changeWords(tx: Tx, language: Language): Promise<ChangeWords> {
    const providers = await this.organisations.listIn(tx);
    const lines = await tx.query<{ id: string; code: string }>('SELECT id, code FROM budget_lines');
    return {
      codes: await this.codesIn(tx),
      providers: new Map(providers.map(({ id, name }) => [id, name])),
      lines: new Map(lines.map(({ id, code }) => [id, code])),
      language,
    };
  }

  sessionForm(
    actor: Actor,
    language: Language,
    courseId: string,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const [course] = await coursesIn(tx, [courseId]);
      if (!course) throw notFound();
      const built = formsIn(language, tx.today).session();
      const lead = trainingWords(language)('agreed', {
        title: course.title,
        from: course.agreedFrom,
        until: course.agreedUntil,
      });
      if (course.withdrawnOn) throw new DomainError('conflict', 'training.course_withdrawn');
      const action = `/training/courses/${courseId}/sessions`;
      return formPage('training/form', { ...built, lead }, form, action, '/training/courses');
    });
  }

  /** One act on a page of its own; what was typed before is not lost. */
  form(
    actor: Actor,
    language: Language,
    { id, enrolmentId, path }: TrainingFormTarget,
    build: TrainingFormBuilder,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, id);
      const enrolment = file.enrolments.find((one) => one.id === enrolmentId) ?? null;
      if (!file.mayWrite || (enrolmentId !== null && !enrolment)) throw notFound();
      if (enrolmentId === null) mustBegin(file, path);
      const built = build(formsIn(language, tx.today), {
        file,
        enrolment,
        lists: await this.choicesIn(tx, language),
        sessions: sessionChoices(file, language),
        serviceTypes: await this.appointments.typeChoices(tx, language),
        tomorrow: addDays(tx.today, 1),
      });
      if (!built) throw notFound();
      const title = `${built.title} · ${file.person.caseNumber}`;
      const own = `/people/${id}/training`;
      return formPage('training/form', { ...built, title }, form, `${own}${path}`, own);
    });
  }

  /** `kept`: codes that something has already, and that stay a choice for it where the list has retired them. */
  private async choicesIn(
    tx: Tx,
    language: Language,
    kept: readonly string[] = [],
  ): Promise<ListChoices> {
    const found = await this.lists.inForce(tx, Object.values(LISTS));
    const { groups } = await tradeGroupsIn(tx, this.lists, kept);
    const of = (name: keyof typeof LISTS): Choice[] =>
      inOrder(found[LISTS[name]].items)
        .filter(({ code, retired }) => !retired || kept.includes(code))
        .map(({ code, labels }) => ({ value: code, label: labels[language] }));
    return {
      levels: of('levels'),
      fields: of('fields'),
      occupations: of('occupations'),
      dropoutReasons: of('dropoutReasons'),
      trades: groups.map(({ field, labels, trades }) => ({
        field,
        label: labels[language],
        choices: trades.map((one) => ({ value: one.code, label: one.labels[language] })),
      })),
    };
  }

  private async codesIn(tx: Tx): Promise<CourseWords> {
    return {
      levels: await this.lists.everyCode(tx, 'isced_levels'),
      fields: await this.lists.everyCode(tx, 'isced_fields'),
      trades: await this.lists.everyCode(tx, 'training_trades'),
    };
  }
}

/** Nothing begins on a closed file, and an enrolment is chosen among what an orientation proposes. */
function mustBegin({ person, orientations }: TrainingOfPerson, path: string): void {
  if (person.stage === 'closed') throw new DomainError('conflict', 'training.case_closed');
  if (path === '/enrolments' && orientations.length === 0) {
    throw new DomainError('conflict', 'training.orientation_first');
  }
}
