import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, may, open, seal } from '../access';
import { record } from '../audit';
import { constraintOf, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import {
  type RawListQuery,
  chosenColumns,
  columnsOf,
  type ListFilters,
  savedFiltersOf,
  type ListDefinition,
} from './list-address.rules';

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly filters: ListFilters;
  readonly columns: readonly string[];
}

export interface NewView {
  readonly list: string;
  readonly name: string;
  readonly filters: RawListQuery;
  readonly columns?: string | readonly string[];
}

export const MOST_VIEWS = 20;
const namePlace = (id: string) => ({ table: 'saved_views', column: 'name', row: id });

/** Saved views of an account: filters and columns of a list. */
@Injectable()
export class Views {
  private readonly lists = new Map<string, ListDefinition>();

  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  /** Registers a list; modules call it at start. */
  define(list: ListDefinition): void {
    this.lists.set(list.key, list);
  }

  list(key: string, actor: Actor): ListDefinition {
    const list = this.lists.get(key);
    if (!list || !may(actor, list.permission)) throw notFound();
    return list;
  }

  of(actor: Actor, key: string): Promise<SavedView[]> {
    const list = this.list(key, actor);
    return this.transactions.run(actor, (tx) => this.ofIn(tx, list));
  }

  async ofIn(tx: Tx, list: ListDefinition): Promise<SavedView[]> {
    const rows = await tx.query<Omit<SavedView, 'name'> & { name: Buffer; wrapped: Buffer }>(
      `SELECT v.id, v.name, v.filters, v.columns, k.wrapped
         FROM saved_views v JOIN keys.record_keys k ON k.kind = 'views' AND k.record_id = v.user_id
        WHERE v.list = $1 ORDER BY v.place`,
      [list.key],
    );
    return rows.map(({ id, name, wrapped, filters, columns }) => {
      const key = this.keys.unwrap('views', tx.actor.userId, wrapped);
      const opened = open(key, namePlace(id), name).toString();
      return { id, name: opened, filters: savedFiltersOf(list, filters), columns };
    });
  }

  /** At the end of the row; the first free place is the next one. */
  save(actor: Actor, { list: key, name, filters, columns }: NewView): Promise<SavedView> {
    const list = this.list(key, actor);
    const kept = savedFiltersOf(list, filters);
    const chosen = chosenColumns(list, columnsOf(list, columns));
    return this.transactions.run(actor, async (tx) => {
      // Names are sealed, so that no constraint can compare them: one of two presses waits for the other.
      tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `views/${actor.userId}`,
      ]);
      const known = await this.ofIn(tx, list);
      const wanted = name.trim();
      if (known.some((view) => view.name === wanted)) {
        throw new DomainError('conflict', 'views.name_taken', {}, 'name');
      }
      const id = randomUUID();
      const sealed = seal(
        await this.keys.recordKey(tx, 'views', actor.userId),
        namePlace(id),
        wanted,
      );
      await this.insert(tx, [id, list.key, sealed, JSON.stringify(kept), chosen]);
      await record(tx, { action: 'views.save', kind: 'view', ids: [id] });
      return { id, name: wanted, filters: kept, columns: chosen };
    });
  }

  remove(actor: Actor, id: string): Promise<{ list: ListDefinition }> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ list: string }>(
        'DELETE FROM saved_views WHERE id = $1 RETURNING list',
        [id],
      );
      if (!row) throw notFound();
      await record(tx, { action: 'views.remove', kind: 'view', ids: [id] });
      return { list: this.list(row.list, actor) };
    });
  }

  /** Last filters of this list; empty if none. */
  async rememberedIn(tx: Tx, list: ListDefinition): Promise<ListFilters> {
    const [row] = await tx.query<{ filters: ListFilters }>(
      'SELECT filters FROM remembered_filters WHERE list = $1',
      [list.key],
    );
    return row ? savedFiltersOf(list, row.filters) : {};
  }

  /** The list opens like this next time, until something else is chosen. */
  remember(actor: Actor, key: string, asked: RawListQuery): Promise<ListFilters> {
    const list = this.list(key, actor);
    const filters = savedFiltersOf(list, asked);
    return this.transactions.run(actor, async (tx) => {
      await tx.query(
        `INSERT INTO remembered_filters (list, filters) VALUES ($1, $2::jsonb)
         ON CONFLICT (user_id, list) DO UPDATE SET filters = excluded.filters, chosen_at = mawa_now()`,
        [list.key, JSON.stringify(filters)],
      );
      await record(tx, { action: 'views.remember', kind: 'list', fields: Object.keys(filters) });
      return filters;
    });
  }

  private async insert(tx: Tx, values: unknown[]): Promise<void> {
    try {
      const [row] = await tx.query(
        `INSERT INTO saved_views (id, list, place, name, filters, columns)
         SELECT $1, $2, p, $3, $4::jsonb, $5 FROM generate_series(1, ${MOST_VIEWS}) AS p
          WHERE NOT EXISTS (SELECT 1 FROM saved_views v WHERE v.list = $2 AND v.place = p)
          ORDER BY p LIMIT 1 RETURNING id`,
        values,
      );
      if (!row) throw new DomainError('conflict', 'views.too_many', { max: MOST_VIEWS });
    } catch (error) {
      // Double submission: the other request took the position.
      if (constraintOf(error) !== 'saved_views_one_a_place') throw error;
      throw new DomainError('conflict', 'views.pressed_twice');
    }
  }
}
