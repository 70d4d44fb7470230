/** The filter of the page of tasks, as its address and its form write it. */
import { TASK_SCOPES, type TaskScope } from './task.queries';
import { DUE_STATES, type DueState } from './task.rules';

export interface TaskListQuery {
  readonly whose: TaskScope;
  readonly kind: string;
  readonly when: DueState | '';
  /** As typed: a case number, or its beginning. */
  readonly case: string;
  readonly house: string;
  readonly after: string;
  /** Tasks that an act on several refused, with the place of its reason in REFUSALS. */
  readonly refused: string;
  /** All tasks of the page are chosen beforehand: the way without a script. */
  readonly choose: string;
}

/** Why a task stays as it was where several were chosen. */
export const REFUSALS = [
  'common.not_found',
  'plans.done_already',
  'plans.done_by_the_act',
  'plans.not_later',
] as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const text = (value: unknown, most = 60): string =>
  typeof value === 'string' ? value.trim().slice(0, most) : '';
const oneOf = <T extends string>(some: readonly T[], value: unknown): T | '' =>
  some.find((one) => one === value) ?? '';

export function taskListQueryOf(asked: Readonly<Record<string, unknown>>): TaskListQuery {
  const kind = text(asked.kind);
  const house = text(asked.house);
  return {
    whose: oneOf(TASK_SCOPES, asked.whose) || 'mine',
    kind: /^[a-z_]{3,40}$/.test(kind) ? kind : '',
    when: oneOf(DUE_STATES, asked.when),
    case: text(asked.case),
    house: UUID.test(house) ? house : '',
    after: text(asked.after, 80),
    refused: text(asked.refused, 2_500),
    choose: asked.choose === 'all' ? 'all' : '',
  };
}

/** Address of the list with this filter; defaults are omitted. */
export function taskListPath(query: Partial<TaskListQuery>): string {
  const pairs = Object.entries(query).filter(
    ([name, value]) => value !== '' && !(name === 'whose' && value === 'mine'),
  );
  return pairs.length === 0 ? '/tasks' : `/tasks?${new URLSearchParams(pairs).toString()}`;
}

export const isFiltered = (query: TaskListQuery): boolean =>
  [query.kind, query.when, query.case, query.house].some((value) => value !== '');

export const refusedText = (refused: readonly { id: string; code: string }[]): string =>
  refused
    .map(
      ({ id, code }) =>
        `${id}.${Math.max(
          0,
          REFUSALS.findIndex((one) => one === code),
        )}`,
    )
    .join('~');

/** By the id of the task: the code of its reason. */
export function refusedOf({ refused }: TaskListQuery): Map<string, (typeof REFUSALS)[number]> {
  const pairs = refused.split('~').flatMap((one) => {
    const [id = '', place = ''] = one.split('.');
    const code = REFUSALS[Number(place)];
    return UUID.test(id) && code ? [[id, code] as const] : [];
  });
  return new Map(pairs);
}
