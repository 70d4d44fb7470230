import { Injectable } from '@nestjs/common';
import { may } from '../access';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { ExportFilters, ExportList } from './export-list.types';

const LONGEST = 80;

/** Registry of exportable lists; modules register theirs at start. */
@Injectable()
export class ExportLists {
  private readonly lists = new Map<string, ExportList>();

  define(list: ExportList): void {
    if (this.lists.has(list.key)) throw new Error(`two lists named ${list.key}`);
    this.lists.set(list.key, list);
  }

  all(): ExportList[] {
    return [...this.lists.values()];
  }

  /** Those that this person may take. */
  of(actor: Actor): ExportList[] {
    return may(actor, 'exports:take')
      ? this.all().filter(({ permission }) => may(actor, permission))
      : [];
  }

  find(key: string, actor: Actor): ExportList {
    const list = this.of(actor).find((one) => one.key === key);
    if (!list) throw notFound();
    return list;
  }
}

/** Query parameters that filter the list. */
export function filtersOf(
  { filters }: Pick<ExportList, 'filters'>,
  asked: Readonly<Record<string, unknown>>,
): ExportFilters {
  const kept = filters.flatMap((name): [string, string][] => {
    const value = asked[name];
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST) return [];
    return [[name, text.trim()]];
  });
  return Object.fromEntries(kept);
}
