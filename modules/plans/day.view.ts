/** The day of an officer: what is late and what is due, a person at a time. */
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { Day } from './day.service';
import type { TaskKinds } from './task-kinds.service';
import type { Task } from './tasks.service';
import { taskModel } from './tasks.view';

/** The people in the order of their most urgent task; tasks about nobody as a group of their own. */
export function groupTasksByPerson(tasks: readonly Task[]): Task[][] {
  const groups = new Map<string | null, Task[]>();
  for (const task of tasks) {
    const group = groups.get(task.caseId);
    if (group) group.push(task);
    else groups.set(task.caseId, [task]);
  }
  return [...groups.values()];
}

export function daySections(day: Day, kinds: TaskKinds, actor: Actor, language: Language) {
  const section = (key: 'overdue' | 'today' | 'coming', tasks: readonly Task[]) => {
    const count = day.counts[key];
    return {
      key,
      count,
      people: groupTasksByPerson(tasks).map((own) => ({
        caseId: own[0]!.caseId,
        caseNumber: own[0]!.caseNumber,
        tasks: own.map((task) => ({ ...taskModel(task, kinds, actor, language), isGrouped: true })),
      })),
      rest:
        count > tasks.length
          ? { path: `/tasks#when-${key}`, words: translate(language, 'home:all', { total: count }) }
          : null,
    };
  };
  return [
    section('overdue', day.overdue),
    section('today', day.dueToday),
    section('coming', day.coming),
  ].filter(({ people }) => people.length > 0);
}
