import { Injectable } from '@nestjs/common';
import { DownloadMenus } from '../exports';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import {
  addressOf,
  type RawListQuery,
  chosenColumns,
  columnsOf,
  type ListFilters,
  filtersOf,
  savedFiltersOf,
  type ListColumn,
  type ListDefinition,
} from './list-address.rules';
import { Views } from './views.service';

/** Bar above a list (`{{> list-bar bar=bar}}`), with the parts of its address. */
export interface ListBar {
  readonly filters: ListFilters;
  readonly columns: readonly ListColumn[];
  /** The row above the table. */
  readonly heads: readonly { label: string; figure: boolean }[];
  /** This list with these filters and columns, and with more (a page, names). */
  readonly address: (more?: Readonly<Record<string, string | null | undefined>>) => string;
  readonly model: object;
}

@Injectable()
export class ListBars {
  constructor(
    private readonly transactions: Transactions,
    private readonly views: Views,
    private readonly downloads: DownloadMenus,
  ) {}

  of(
    actor: Actor,
    language: Language,
    list: ListDefinition,
    asked: RawListQuery,
  ): Promise<ListBar> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, language, list, asked));
  }

  async ofIn(
    tx: Tx,
    language: Language,
    list: ListDefinition,
    asked: RawListQuery,
  ): Promise<ListBar> {
    const filters = filtersOf(list, asked);
    const columns = columnsOf(list, asked.columns as string | undefined);
    const chosen = chosenColumns(list, columns);
    const saved = await this.views.ofIn(tx, list);
    const here = addressOf(list, filters, chosen);
    const fields = Object.entries(filters).map(([name, value]) => ({ name, value }));
    return {
      filters,
      columns,
      heads: columns.map(({ label, figure = false }) => ({
        label: translate(language, label),
        figure,
      })),
      address: (more = {}) => addressOf(list, filters, chosen, more),
      model: {
        list: list.key,
        download: this.downloads.of(tx.actor, language, list.key, filters),
        path: list.path,
        all: { path: list.path, current: here === list.path },
        saved: saved.map(({ id, name, filters: kept, columns: own }) => {
          const path = addressOf(list, kept, own);
          return { id, name, path, current: path === here };
        }),
        fields,
        savedFields: Object.entries(savedFiltersOf(list, asked)).map(([name, value]) => ({
          name: `filters.${name}`,
          value,
        })),
        chosen: chosen.join(','),
        maySave: here !== list.path,
        columns: list.columns.map((column) => ({
          key: column.key,
          label: translate(language, column.label),
          always: column.always ?? false,
          shown: columns.includes(column),
        })),
      },
    };
  }
}
