/** The address of a list: which filters and columns it may name, and how they are written. */
import type { Permission } from '../access';

export interface ListColumn {
  readonly key: string;
  /** A key of the locales. */
  readonly label: string;
  /** Cannot be left out. */
  readonly always?: boolean;
  /** Hidden by default. */
  readonly extra?: boolean;
  /** A number: at the end side. */
  readonly figure?: boolean;
}

export interface ListDefinition {
  readonly key: string;
  readonly path: string;
  readonly permission: Permission;
  /** Query parameters that a view saves; never searched words or the page number. */
  readonly filters: readonly string[];
  /** Query parameters that are never saved, because they identify a person. */
  readonly passing?: readonly string[];
  /** Empty where nothing can be chosen. */
  readonly columns: readonly ListColumn[];
}

export type RawListQuery = Readonly<Record<string, unknown>>;
export type ListFilters = Readonly<Record<string, string>>;

const LONGEST = 80;

/** Query parameters that this list filters by. */
export const filtersOf = (
  { filters, passing = [] }: ListDefinition,
  asked: RawListQuery,
): ListFilters => named([...filters, ...passing], asked);

/** Query parameters that a view saves. */
export const savedFiltersOf = ({ filters }: ListDefinition, asked: RawListQuery): ListFilters =>
  named(filters, asked);

function named(names: readonly string[], asked: RawListQuery): ListFilters {
  const kept = names.flatMap((name): [string, string][] => {
    const value = asked[name];
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST) return [];
    return [[name, text.trim()]];
  });
  return Object.fromEntries(kept);
}

/** The columns chosen, in the order of the list; those of the list where none or no known one is named. */
export function columnsOf(
  { columns }: ListDefinition,
  asked: string | readonly string[] | undefined,
): readonly ListColumn[] {
  const named = new Set([asked ?? []].flat().flatMap((text) => text.split(',')));
  const known = columns.some(({ key }) => named.has(key));
  return columns.filter(({ key, always, extra }) => always || (known ? named.has(key) : !extra));
}

/** Empty where they are those of the list: an address stays short, and follows when the list changes. */
export function chosenColumns(list: ListDefinition, shown: readonly ListColumn[]): string[] {
  const own = columnsOf(list, undefined);
  const same = own.length === shown.length && own.every((column) => shown.includes(column));
  return same ? [] : shown.map(({ key }) => key);
}

/** Filters and columns in a fixed order, so that the same view is always the same address. */
export function addressOf(
  list: ListDefinition,
  filters: ListFilters,
  columns: readonly string[] = [],
  more: Readonly<Record<string, string | null | undefined>> = {},
): string {
  const pairs = [
    ...[...list.filters, ...(list.passing ?? [])].map((name) => [name, filters[name]]),
    ['columns', columns.length > 0 ? columns.join(',') : undefined],
    ...Object.entries(more),
  ].filter((pair): pair is [string, string] => !!pair[1]);
  const query = new URLSearchParams(pairs).toString().replaceAll('%2C', ',');
  return query === '' ? list.path : `${list.path}?${query}`;
}
