import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { CaseTabs, ListedNames } from '../../beneficiaries';
import { Organisations } from '../../organisations';
import { inOrder, Lists, type OwnedListName, publicHolidaysIn } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { type CourseWords, sessionModel } from '../courses/course.view';
import { coursesIn } from '../courses/courses.queries';
import { Courses } from '../courses/courses.service';
import { tradeGroupsIn } from '../trades.queries';
import { formsIn, type ListChoices } from '../training.form';
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
}
export type TrainingFormBuilder = (
  forms: ReturnType<typeof formsIn>,
  scene: TrainingFormContext,
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
      const lists = await this.choicesIn(tx, language);
      const providers = (await this.organisations.listIn(tx))
        .filter(({ active, kind }) => active && (kind === 'partner' || kind === 'agency'))
        .map(({ id, name }) => ({ value: id, label: name }));
      const lines = await tx.query<Choice>(
        `SELECT l.id AS value, l.code || ' · ' || (l.name ->> $2) AS label FROM budget_lines l JOIN grants g ON g.id = l.grant_id
          WHERE g.ends_on >= $1 ORDER BY g.code, l.code`,
        [tx.today, language],
      );
      const built = formsIn(language, tx.today).course(lists, providers, lines);
      return formPage('training/form', built, form, '/training/courses', '/training/courses');
    });
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
      });
      if (!built) throw notFound();
      const title = `${built.title} · ${file.person.caseNumber}`;
      const own = `/people/${id}/training`;
      return formPage('training/form', { ...built, title }, form, `${own}${path}`, own);
    });
  }

  private async choicesIn(tx: Tx, language: Language): Promise<ListChoices> {
    const found = await this.lists.inForce(tx, Object.values(LISTS));
    const { groups } = await tradeGroupsIn(tx, this.lists);
    const of = (name: keyof typeof LISTS): Choice[] =>
      inOrder(found[LISTS[name]].items)
        .filter(({ retired }) => !retired)
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
