import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { Organisations } from '../organisations';
import { inOrder, labelOf, Lists, publicHolidaysIn } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { formatDay, formatLongDate } from '../platform/web/format';
import type { FormState } from '../platform/web/forms';
import { page, type PageView } from '../platform/web/page-response';
import {
  type CapacityChoices,
  type CapacityForm,
  type CapacityForms,
  capacityFormsIn,
} from './capacity.form';
import {
  calendarModel,
  type CapacityCodes,
  hoursOf,
  participantModel,
  pathOf,
  ROOT,
  trainingModel,
} from './capacity.view';
import { capacityWords } from './capacity.words';
import { CapacityFiguresService } from './figures/capacity-figures.service';
import { capacityFiguresModel } from './figures/capacity-figures.view';
import { Learners } from './learners/learners.service';
import { MARKS, type Moment } from './participants/participants.queries';
import { CapacityRegister } from './participants/register.service';
import { CapacityCalendar } from './trainings/capacity-calendar.service';
import { ReadCapacity } from './trainings/read-capacity.service';
import { CapacityTrainings, type TrainingPlan } from './trainings/trainings.service';
import type { Choice } from '../platform/web/form-fields';
import { formPage } from '../platform/web/form-page.view';

export interface CapacityFormTarget {
  /** The training whose form it is; null where it is none's. */
  readonly id: string | null;
  readonly action: string;
  readonly back: string;
}
export type CapacityFormBuilder = (
  forms: CapacityForms,
  choices: CapacityChoices,
  training: TrainingPlan | null,
  language: Language,
) => CapacityForm;

/** The pages of capacity building. */
@Injectable()
export class CapacityPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendar: CapacityCalendar,
    private readonly trainings: CapacityTrainings,
    private readonly read: ReadCapacity,
    private readonly registers: CapacityRegister,
    private readonly learners: Learners,
    private readonly figures: CapacityFiguresService,
    private readonly lists: Lists,
    private readonly organisations: Organisations,
  ) {}

  async all(actor: Actor, language: Language, month: string | null): Promise<PageView> {
    const months = await this.calendar.of(actor, month);
    const codes = await this.codes(actor);
    return page('capacity/calendar', calendarModel(actor, months, codes, language));
  }

  one(actor: Actor, language: Language, id: string): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.oneIn(tx, id);
      const codes = await this.codesIn(tx);
      const holidays = await publicHolidaysIn(tx, file.firstDay, file.lastDay);
      const model = trainingModel(actor, file, codes, language, { today: tx.today, holidays });
      return page('capacity/training', { ...model, requestId: randomUUID() });
    });
  }

  form(
    actor: Actor,
    language: Language,
    { id, action, back }: CapacityFormTarget,
    build: CapacityFormBuilder,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const training = id ? await this.trainings.planIn(tx, id) : null;
      const choices = await this.choicesIn(tx, language);
      const built = build(capacityFormsIn(language, tx.today), choices, training, language);
      const title = training ? `${built.title} · ${training.title}` : built.title;
      return formPage('capacity/form', { ...built, title }, form, action, back);
    });
  }

  /** The whole group on one page: a thumb for each, one press for all. */
  async register(
    actor: Actor,
    language: Language,
    id: string,
    day: CivilDate,
    form: FormState,
  ): Promise<PageView> {
    const words = capacityWords(language);
    const { training, days, lines } = await this.registers.of(actor, id, day);
    const codes = await this.codes(actor);
    const at = days.findIndex(({ on }) => on === day);
    const path = (other: CivilDate | undefined) =>
      other === undefined ? null : `${pathOf(id)}/register/${other}`;
    return page('capacity/register', {
      title: words('register.title', { training: training.title }),
      lead: `${formatLongDate(day, language)} · ${hoursOf(days[at]!.minutes, language)}`,
      backPath: pathOf(id),
      action: path(day),
      earlier: path(days[at - 1]?.on),
      later: path(days[at + 1]?.on),
      earlierDay: days[at - 1]?.on ?? null,
      laterDay: days[at + 1]?.on ?? null,
      mayMark: may(actor, 'capacity:manage') && training.state !== 'cancelled',
      marks: MARKS.map((value) => ({ value, label: words(`mark.${value}`) })),
      lines: lines.map((one) => ({
        ...one,
        ...participantModel(one, codes, language),
        said: form.values[`who.${one.id}`] ?? one.mark ?? '',
        markLabel: words(one.mark ? `mark.${one.mark}` : 'register.open'),
      })),
      requestId: randomUUID(),
      form,
    });
  }

  tests(
    actor: Actor,
    language: Language,
    id: string,
    moment: Moment,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const words = capacityWords(language);
      const file = await this.read.oneIn(tx, id);
      const typed = form.summary.length > 0;
      const on = moment === 'before' ? file.firstDay : file.lastDay;
      return page('capacity/tests', {
        title: words(`tests.${moment}`, { training: file.title }),
        backPath: pathOf(id),
        action: `${pathOf(id)}/tests/${moment}`,
        dayField: { name: 'on', label: words('field.on'), type: 'date', short: true },
        lines: file.participants.map((one) => ({
          id: one.id,
          name: one.name,
          number: one.number,
          value: typed ? (form.values[`who.${one.id}`] ?? '') : (one[moment] ?? ''),
        })),
        requestId: randomUUID(),
        form: { ...form, values: typed ? form.values : { on: on > tx.today ? tx.today : on } },
      });
    });
  }

  /** A file of participants, or of attendance, of this very training. */
  file(
    actor: Actor,
    language: Language,
    id: string,
    what: 'participants' | 'attendance',
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const words = capacityWords(language);
      const { title } = await this.trainings.headIn(tx, id);
      return page('training/bring', {
        title: words(`import.${what}.title_of`, { training: title }),
        lead: words(`import.${what}.lead`),
        backPath: pathOf(id),
        action: `${pathOf(id)}/${what}/file`,
        template: `/imports/lists/capacity-${what}/template`,
        requestId: randomUUID(),
        form,
      });
    });
  }

  async everybody(actor: Actor, language: Language, q: string | null): Promise<PageView> {
    const words = capacityWords(language);
    const { all, learners } = await this.learners.find(actor, q);
    const codes = await this.codes(actor);
    return page('capacity/learners', {
      title: words('learners.title'),
      finding: words('learners.found', { count: all }),
      more: all > learners.length ? words('learners.more', { shown: learners.length }) : null,
      q: q ?? '',
      learners: learners.map((one) => ({
        ...one,
        path: `${ROOT}/learners/${one.id}`,
        kindLabel: codes.kinds.get(one.kind)?.[language] ?? one.kind,
        completedLabel: words('learners.completed', { count: one.completed }),
      })),
    });
  }

  async learner(actor: Actor, language: Language, id: string): Promise<PageView> {
    const words = capacityWords(language);
    const one = await this.learners.one(actor, id);
    const codes = await this.codes(actor);
    return page('capacity/learner', {
      ...one,
      title: words('learners.one', { name: one.name, number: one.number }),
      kindLabel: codes.kinds.get(one.kind)?.[language] ?? one.kind,
      sexLabel: words(`a_sex.${one.sex}`),
      regionLabel: one.region && labelOf('regions', one.region, language),
      joinedPath: one.joinedTo && `${ROOT}/learners/${one.joinedTo.id}`,
      joinedLabel: one.joinedTo && words('learners.joined_to', { number: one.joinedTo.number }),
      mergePath:
        may(actor, 'capacity:manage') && !one.joinedTo ? `${ROOT}/learners/${id}/merges/new` : null,
      trainings: one.trainings.map((row) => ({
        ...row,
        path: pathOf(row.trainingId),
        kindLabel: codes.kinds.get(row.kind)?.[language] ?? row.kind,
        presenceLabel: words('hours_of_hours', {
          minutes: hoursOf(row.minutes, language),
          of: hoursOf(row.ofMinutes, language),
        }),
        certificatePath: row.certificate
          ? `${ROOT}/participants/${row.participantId}/certificate`
          : null,
        withdrawPath:
          row.certificate && may(actor, 'capacity:manage')
            ? `${ROOT}/participants/${row.participantId}/certificate/withdrawal/new`
            : null,
        asLabel: row.asNumber === one.number ? null : words('as_number', { number: row.asNumber }),
      })),
    });
  }

  async ofYear(actor: Actor, language: Language, year: number | null): Promise<PageView> {
    const figures = await this.figures.of(actor, year);
    const codes = await this.codes(actor);
    return page('capacity/figures', capacityFiguresModel(figures, codes, language));
  }

  private codes(actor: Actor): Promise<CapacityCodes> {
    return this.transactions.run(actor, (tx) => this.codesIn(tx));
  }

  private async codesIn(tx: Tx): Promise<CapacityCodes> {
    return {
      topics: await this.lists.everyCode(tx, 'capacity_topics'),
      kinds: await this.lists.everyCode(tx, 'institution_kinds'),
    };
  }

  private async choicesIn(tx: Tx, language: Language): Promise<CapacityChoices> {
    const found = await this.lists.inForce(tx, ['capacity_topics', 'institution_kinds'] as const);
    const of = (name: keyof typeof found): Choice[] =>
      inOrder(found[name].items)
        .filter(({ retired }) => !retired)
        .map(({ code, labels }) => ({ value: code, label: labels[language] }));
    const organisers = (await this.organisations.listIn(tx))
      .filter(({ active, kind }) => active && (kind === 'partner' || kind === 'agency'))
      .map(({ id, name }) => ({ value: id, label: name }));
    const lines = await tx.query<Choice>(
      `SELECT l.id AS value, l.code || ' · ' || (l.name ->> $2) AS label FROM budget_lines l JOIN grants g ON g.id = l.grant_id
        WHERE g.ends_on >= $1 ORDER BY g.code, l.code`,
      [tx.today, language],
    );
    return { topics: of('capacity_topics'), kinds: of('institution_kinds'), organisers, lines };
  }
}

export const dayChoices = (training: TrainingPlan | null, language: Language): Choice[] =>
  (training?.days ?? []).map(({ on }) => ({ value: on, label: formatDay(on, language) }));
