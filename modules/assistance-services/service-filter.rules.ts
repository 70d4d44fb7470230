import { addDays, isCivilDate } from '../platform/shared/nights.rules';
import type { ServiceFilter } from './services.queries';

/** Query parameters of the list, empty by default; `until` is inclusive. */
export interface ListQuery {
  readonly case: string;
  readonly type: string;
  readonly from: string;
  readonly until: string;
  readonly after: string;
}

const FIELDS = ['case', 'type', 'from', 'until', 'after'] as const satisfies (keyof ListQuery)[];

export function listQueryOf(query: Readonly<Record<string, unknown>>): ListQuery {
  const text = (value: unknown) => (typeof value === 'string' ? value.trim().slice(0, 80) : '');
  return Object.fromEntries(
    FIELDS.map((name) => [name, text(query[name])]),
  ) as unknown as ListQuery;
}

export const isFiltered = ({ case: of, type, from, until }: ListQuery): boolean =>
  [of, type, from, until].some((value) => value !== '');

export const filterOf = ({ type, from, until }: ListQuery, caseId?: string): ServiceFilter => ({
  caseId,
  typeCode: type || undefined,
  from: isCivilDate(from) ? from : undefined,
  until: isCivilDate(until) ? addDays(until, 1) : undefined,
});
