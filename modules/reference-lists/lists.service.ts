import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { FIXED_CROSSWALK } from './data/crosswalk.data';
import { type Labels, STANDARDS, type StandardName, type Target } from './data/coded-list.types';
import { compareItems, inOrder, type ItemDifference } from './list.rules';
import {
  type ChosenCode,
  type ListEdition,
  editionsInForce,
  itemsOf,
  labelsOf,
  latestLabels,
  type ListRow,
  ownedLists,
  standardsOf,
  type StandardRow,
  standardValues,
  type StandardValue,
  type Version,
  type VersionRow,
  versionsOf,
} from './lists.queries';
import { OWNED_LISTS, type OwnedListName } from './owned-lists.data';

/** One line of the crosswalk: a code of a list, and what a standard calls it. */
export interface CrosswalkLine extends Target {
  readonly list: string;
  readonly code: string;
  readonly standard: StandardName;
}

/** The words of something chosen, in the version that it was chosen from. */
export type WordsOf = (chosen: ChosenCode, language: Language) => string;

export interface ListFile extends ListRow {
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  readonly current: Version;
}

/**
 * Lists as other modules read them. Nothing is kept between two questions: what holds is asked of
 * the database each time, so that no process shows yesterday's list.
 */
@Injectable()
export class Lists {
  constructor(private readonly transactions: Transactions) {}

  /** Items in force today. */
  async inForce<N extends OwnedListName>(
    tx: Tx,
    names: readonly N[],
  ): Promise<Record<N, ListEdition>> {
    const editions = await editionsInForce(tx, names);
    return Object.fromEntries(editions.map((edition) => [edition.list, edition])) as Record<
      N,
      ListEdition
    >;
  }

  /** The version that a code is chosen from today; what is none of its codes is refused beside the field. */
  async chosenFrom(tx: Tx, name: OwnedListName, code: string, field: string): Promise<number> {
    const { version, items } = (await this.inForce(tx, [name]))[name];
    if (!items.some((item) => item.code === code && !item.retired)) {
      throw new DomainError('invalid', 'common.not_choice', { field }, field);
    }
    return version;
  }

  /** For a form: what is chosen from today, in the reader's words. */
  choices(
    actor: Actor,
    name: OwnedListName,
    language: Language = actor.language,
  ): Promise<{ value: string; label: string }[]> {
    return this.transactions.run(actor, async (tx) => {
      const { items } = (await this.inForce(tx, [name]))[name];
      return inOrder(items)
        .filter(({ retired }) => !retired)
        .map(({ code, labels }) => ({ value: code, label: labels[language] }));
    });
  }

  async words(tx: Tx, chosen: readonly ChosenCode[]): Promise<WordsOf> {
    const rows = chosen.length === 0 ? [] : await labelsOf(tx, chosen);
    const key = ({ list, version, code }: ChosenCode) => `${list}/${version}/${code}`;
    const known = new Map(rows.map((row) => [key(row), row.labels]));
    return (one, language) => known.get(key(one))?.[language] ?? one.code;
  }

  /** Latest approved labels of all codes that the list ever had, for tables over many years. */
  async everyCode(tx: Tx, name: OwnedListName): Promise<ReadonlyMap<string, Labels>> {
    return new Map((await latestLabels(tx, name)).map(({ code, labels }) => [code, labels]));
  }

  /** Present equivalents of all codes of mapped lists; codes without an equivalent are omitted. */
  async crosswalk(tx: Tx): Promise<CrosswalkLine[]> {
    const owned = await editionsInForce(tx, OWNED_LISTS);
    const all = [
      ...owned.flatMap(({ list, items }) =>
        items.map(({ code, crosswalk }) => ({ list, code, crosswalk })),
      ),
      ...Object.entries(FIXED_CROSSWALK).flatMap(([list, codes]) =>
        Object.entries(codes).map(([code, crosswalk]) => ({ list, code, crosswalk })),
      ),
    ];
    return all.flatMap(({ list, code, crosswalk }) =>
      STANDARDS.flatMap((standard) =>
        crosswalk[standard].map((target) => ({ list, code, standard, ...target })),
      ),
    );
  }

  all(
    actor: Actor,
  ): Promise<{ lists: (ListRow & { versions: VersionRow[] })[]; standards: StandardRow[] }> {
    return this.transactions.run(actor, async (tx) => {
      const versions = await versionsOf(tx, null);
      const lists = (await ownedLists(tx)).map((row) => ({
        ...row,
        versions: versions.filter(({ list }) => list === row.name),
      }));
      return { lists, standards: await standardsOf(tx) };
    });
  }

  one(actor: Actor, name: string): Promise<ListFile> {
    return this.transactions.run(actor, (tx) => this.oneIn(tx, name));
  }

  async oneIn(tx: Tx, name: string): Promise<ListFile> {
    const row = (await ownedLists(tx)).find((one) => one.name === name);
    if (!row) throw notFound();
    const versions = await versionsOf(tx, name);
    const current = versions.find((version) => version.current)!;
    return {
      ...row,
      versions,
      current: { ...current, items: await itemsOf(tx, name, current.version) },
    };
  }

  version(actor: Actor, name: string, number: number): Promise<Version> {
    return this.transactions.run(actor, (tx) => this.versionIn(tx, name, number));
  }

  async versionIn(tx: Tx, name: string, number: number): Promise<Version> {
    const version = (await versionsOf(tx, name)).find((one) => one.version === number);
    if (!version) throw notFound();
    return { ...version, items: await itemsOf(tx, name, number) };
  }

  compare(
    actor: Actor,
    name: string,
    from: number,
    to: number,
  ): Promise<{ before: Version; after: Version; items: ItemDifference[] }> {
    return this.transactions.run(actor, async (tx) => {
      const before = await this.versionIn(tx, name, Math.min(from, to));
      const after = await this.versionIn(tx, name, Math.max(from, to));
      return { before, after, items: compareItems(before.items, after.items) };
    });
  }

  standardValues(actor: Actor): Promise<StandardValue[]> {
    return this.transactions.run(actor, standardValues);
  }
}
