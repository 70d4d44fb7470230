/** Model of the tasks page: overdue, today, upcoming, done. */
import { may, maySeePart } from '../access';
import type { PersonFilter } from '../beneficiaries';
import type { Actor, Language } from '../platform/shared/actor';
import { keyOfCode, translate } from '../platform/web/i18n';
import type { TaskKinds } from './task-kinds.service';
import { isFiltered, refusedOf, taskListPath, type TaskListQuery } from './task-list.query';
import { type FilterChoices, TASK_SCOPES } from './task.queries';
import { DUE_STATES, POSTPONE_REASONS } from './task.rules';
import type { Task, TaskPage } from './tasks.service';

export const taskModel = (task: Task, kinds: TaskKinds, actor: Actor, language: Language) => ({
  id: task.id,
  icon: kinds.of(task.kind).icon,
  text: task.title ?? wordsOf(task, kinds, language),
  personal: task.title !== null,
  caseId: task.caseId,
  caseNumber: task.caseNumber,
  path: task.path,
  due: task.dueAt,
  overdue: task.when === 'overdue' && task.doneAt === null,
  doneAt: task.doneAt,
  byHand: task.byHand && task.doneAt === null,
  takenByMe: task.takenBy === actor.userId,
  takenName: task.takenBy === null || task.takenBy === actor.userId ? null : task.takenName,
  mayTake: task.takenBy === null && task.forUser === null && task.doneAt === null,
  forName: task.forUser && task.forUser !== actor.userId ? task.forName : null,
  delegatedBy: task.delegatedBy,
});

const wordsOf = ({ kind, about }: Task, kinds: TaskKinds, language: Language): string => {
  const what = kinds.words(kind, language);
  return about === null
    ? what
    : translate(language, 'plans:tasks.about_one', { what, about: about[language] });
};

/** Filter of the tasks page. */
export interface TaskListFilter {
  readonly query: TaskListQuery;
  readonly choices: FilterChoices;
  readonly person: PersonFilter;
}

export function tasksModel(
  actor: Actor,
  language: Language,
  kinds: TaskKinds,
  { counts, tasks, done, next }: TaskPage,
  { query, choices, person }: TaskListFilter,
) {
  const words = (key: string) => translate(language, `plans:tasks.${key}`);
  const { refused: _refused, choose: _choose, after, ...kept } = query;
  const reasons = refusedOf(query);
  const mayChoose = may(actor, 'tasks:do');
  const open = (task: Task) => {
    const refusal = reasons.get(task.id);
    return {
      ...taskModel(task, kinds, actor, language),
      choosable: mayChoose,
      chosen: query.choose === 'all' || refusal !== undefined,
      refusal: refusal ? translate(language, keyOfCode(refusal)) : null,
    };
  };
  const inOrder = choices.kinds
    .map((value) => ({ value, label: kinds.words(value, language) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  return {
    title: words('title'),
    lead: translate(language, 'plans:tasks.lead', { count: counts.overdue + counts.today }),
    counts,
    whoses: TASK_SCOPES.map((one) => ({
      label: words(`whose.${one}`),
      path: taskListPath({ whose: one }),
      current: one === query.whose,
    })),
    sections: DUE_STATES.map((when) => ({
      key: when,
      title: words(`when.${when}`),
      count: counts[when],
      tasks: tasks.filter((task) => task.when === when).map(open),
    })).filter((section) => section.tasks.length > 0),
    empty: tasks.length === 0,
    done: done.map((task) => taskModel(task, kinds, actor, language)),
    mayMake: may(actor, 'tasks:make'),
    firstPath: after === '' ? null : taskListPath(kept),
    nextPath: next && taskListPath({ ...kept, after: next }),
    filter: { ...query, case: person.about?.caseNumber ?? query.case },
    filtered: isFiltered(query),
    clearPath: taskListPath({ whose: query.whose }),
    kinds: inOrder,
    whens: DUE_STATES.map((value) => ({ value, label: words(`when.${value}`) })),
    houses: choices.houses.map(({ id, name }) => ({ value: id, label: name })),
    byHouse: choices.houses.length > 0 || query.house !== '',
    mayFilter: maySeePart(actor, 'care'),
    unknown: person.unknown,
    several: person.several.map((one) => ({
      ...one,
      path: taskListPath({ ...kept, case: one.caseNumber }),
    })),
    mayChoose: mayChoose && tasks.length > 0,
    chooseAllPath: `${taskListPath({ ...kept, after, choose: 'all' })}#chosen-acts`,
    chosenFilter: Object.entries({ ...kept, after }).map(([name, value]) => ({ name, value })),
    reasons: POSTPONE_REASONS.map((value) => ({
      value,
      label: translate(language, `plans:postpone.${value}`),
    })),
  };
}
