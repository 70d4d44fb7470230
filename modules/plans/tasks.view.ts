/** The model of the tasks page: what is late, what is today, what comes, what was done. */
import { may } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { TaskKinds } from './task-kinds.service';
import type { TaskScope } from './task.queries';
import { DUE_STATES } from './task.rules';
import type { Task, TaskPage } from './tasks.service';

export const taskModel = (task: Task, kinds: TaskKinds, actor: Actor, language: Language) => ({
  id: task.id,
  icon: kinds.of(task.kind).icon,
  text: task.title ?? kinds.words(task.kind, language),
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
});

export function tasksModel(
  actor: Actor,
  language: Language,
  kinds: TaskKinds,
  { counts, tasks, done, next }: TaskPage,
  { whose, after }: { whose: TaskScope; after: string | null },
) {
  const words = (key: string) => translate(language, `plans:tasks.${key}`);
  const shown = (some: readonly Task[]) =>
    some.map((task) => taskModel(task, kinds, actor, language));
  const query = whose === 'all' ? 'whose=all&' : '';
  return {
    title: words('title'),
    lead: translate(language, 'plans:tasks.lead', { count: counts.overdue + counts.today }),
    counts,
    whoses: (['mine', 'all'] as const).map((one) => ({
      label: words(`whose.${one}`),
      path: one === 'all' ? '/tasks?whose=all' : '/tasks',
      current: one === whose,
    })),
    sections: DUE_STATES.map((when) => ({
      key: when,
      title: words(`when.${when}`),
      count: counts[when],
      tasks: shown(tasks.filter((task) => task.when === when)),
    })).filter((section) => section.tasks.length > 0),
    empty: tasks.length === 0,
    done: shown(done),
    mayMake: may(actor, 'tasks:make'),
    firstPath: after === null ? null : `/tasks?${query}`,
    nextPath: next && `/tasks?${query}after=${encodeURIComponent(next)}`,
  };
}
