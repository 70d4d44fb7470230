import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { joinWords } from '../platform/shared/punctuation.words';
import { type FormState, newForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { fixedBecause, isListName, LIST_NAMES, list } from './fixed-lists.data';
import { inOrder } from './list.rules';
import { ListUses } from './list-uses.service';
import { comparableOf, standardValues, type VersionRow } from './lists.queries';
import { Lists } from './lists.service';
import {
  comparisonModel,
  fixedModel,
  ownerWords,
  targetChoices,
  typedItem,
  versionModel,
  whoseWords,
  wordsIn,
} from './lists.view';

/** Pages of reference lists. */
@Injectable()
export class ListPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly uses: ListUses,
  ) {}

  async all(actor: Actor, language: Language): Promise<PageView> {
    const { lists, standards } = await this.lists.all(actor);
    const words = wordsIn(language);
    const owned = lists.map(({ name, owner, mine, versions }) => {
      const current = versions.find((version) => version.current)!;
      return {
        path: `/lists/${name}`,
        title: words(`name.${name}`),
        mine,
        owner: ownerWords(owner, language),
        edition: words('version', { number: current.version }),
        source: current.source,
        draft: versions.some(({ state }) => state === 'draft'),
      };
    });
    return page('lists/all', {
      title: words('title'),
      lists: [...owned].sort((a, b) => Number(b.mine) - Number(a.mine)),
      fixed: LIST_NAMES.map((name) => ({
        path: `/lists/${name}`,
        title: words(`name.${name}`),
        because: words(`fixed.${fixedBecause(name)}`),
        edition: list(name).version,
        source: list(name).source,
      })),
      standards,
    });
  }

  async one(actor: Actor, language: Language, name: string): Promise<PageView> {
    const usedBy = this.uses.of(name).map((key) => translate(language, key));
    if (isListName(name)) {
      return page('lists/fixed', { ...fixedModel(name, language), usedBy });
    }
    const { owner, mine, compared, versions, current } = await this.lists.one(actor, name);
    const draft = versions.find(({ state }) => state === 'draft') ?? null;
    const approved = versions.filter(({ state }) => state === 'approved');
    const path = `/lists/${name}`;
    return page('lists/list', {
      title: wordsIn(language)(`name.${name}`),
      path,
      mine,
      usedBy,
      owner: ownerWords(owner, language),
      version: versionModel(current, language, { compared }),
      draft: draft && {
        ...draft,
        wroteIt: joinWords(
          draft.writers.map((one) => one.name),
          language,
        ),
      },
      versions: approved.map((version, place) => ({
        ...this.shortly(version, language),
        path: `${path}/versions/${version.version}`,
        comparePath: approved[place + 1]
          ? `${path}/compare?from=${approved[place + 1]!.version}&to=${version.version}`
          : null,
      })),
    });
  }

  async version(actor: Actor, language: Language, name: string, number: number): Promise<PageView> {
    const { compared } = await this.lists.one(actor, name);
    const version = await this.lists.version(actor, name, number);
    return page('lists/version', {
      title: wordsIn(language)('version_of', { list: wordsIn(language)(`name.${name}`), number }),
      path: `/lists/${name}`,
      version: versionModel(version, language, { compared }),
    });
  }

  async comparison(
    actor: Actor,
    language: Language,
    name: string,
    from: number,
    to: number,
  ): Promise<PageView> {
    const { compared } = await this.lists.one(actor, name);
    const { before, after } = await this.lists.compare(actor, name, from, to);
    return page('lists/compare', {
      title: wordsIn(language)('compare_title', { list: wordsIn(language)(`name.${name}`) }),
      path: `/lists/${name}`,
      ...comparisonModel(before, after, language, compared),
    });
  }

  /** The draft as its owners work on it; without one, there is nothing here. */
  async draft(
    actor: Actor,
    language: Language,
    name: string,
    given: FormState | null,
  ): Promise<PageView> {
    const { versions, current, compared } = await this.lists.one(actor, name);
    const open = versions.find(({ state }) => state === 'draft');
    if (!open) throw notFound();
    const latest = versions.find(({ state }) => state === 'approved')!;
    const before =
      latest.version === current.version
        ? current
        : await this.lists.version(actor, name, latest.version);
    const draft = await this.lists.version(actor, name, open.version);
    const path = `/lists/${name}`;
    const { note, source, licence, holdsFrom } = draft;
    const stands = { note: note ?? '', source, licence, holdsFrom: holdsFrom ?? '' };
    return page('lists/draft', {
      title: wordsIn(language)('draft_of', {
        list: wordsIn(language)(`name.${name}`),
        number: draft.version,
      }),
      path,
      draftPath: `${path}/draft`,
      version: versionModel(draft, language, { compared, before: before.items }),
      revision: draft.revision,
      comparePath: `${path}/compare?from=${latest.version}&to=${draft.version}`,
      wrote: draft.writers.some(({ id }) => id === actor.userId),
      form: over(stands, given),
    });
  }

  /** The form of one item; `code` is null for a new one. */
  async item(
    actor: Actor,
    language: Language,
    name: string,
    code: string | null,
    given: FormState | null,
  ): Promise<PageView> {
    const { versions } = await this.lists.one(actor, name);
    const open = versions.find(({ state }) => state === 'draft');
    if (!open) throw notFound();
    const draft = await this.lists.version(actor, name, open.version);
    const item = code === null ? null : draft.items.find((one) => one.code === code);
    if (item === undefined) throw notFound();
    const words = wordsIn(language);
    const { comparable, values } = await this.comparable(actor, name);
    const approved = await this.isApproved(actor, name, versions, code);
    const tops = inOrder(draft.items).filter(
      ({ parent, code: top }) => parent === null && top !== code,
    );
    return page('lists/item', {
      title: item ? words('item_title', { code: item.code }) : words('new_item'),
      draftPath: `/lists/${name}/draft`,
      path: item ? `/lists/${name}/draft/items/${item.code}` : `/lists/${name}/draft/items`,
      isNew: item === null,
      mayRemove: item !== null && !approved,
      revision: draft.revision,
      tiers: draft.items.some(({ parent }) => parent !== null),
      tops: tops.map(({ code: value, labels }) => ({ value, label: labels[language] })),
      retire: [{ value: 'yes', label: words('retire') }],
      htcds: comparable.htcds.length > 0 ? targetChoices(values, 'htcds', language) : null,
      ctdc: comparable.ctdc.length > 0 ? targetChoices(values, 'ctdc', language) : null,
      form: over(item && !isWhole(given) ? typedItem(item) : {}, given),
    });
  }

  private shortly(version: VersionRow, language: Language) {
    const { version: number, current, holdsFrom } = version;
    return {
      current,
      holdsFrom,
      ...whoseWords(version, language),
      label: wordsIn(language)('version', { number }),
    };
  }

  private comparable(actor: Actor, name: string) {
    return this.transactions.run(actor, async (tx) => {
      const comparable = await comparableOf(tx, name);
      const allowed = new Set([...comparable.htcds, ...comparable.ctdc]);
      const values = (await standardValues(tx)).filter(({ field, value }) =>
        allowed.has(`${field}=${value}`),
      );
      return { comparable, values };
    });
  }

  private async isApproved(
    actor: Actor,
    name: string,
    versions: readonly VersionRow[],
    code: string | null,
  ): Promise<boolean> {
    const latest = versions.find(({ state }) => state === 'approved')!;
    const { items } = await this.lists.version(actor, name, latest.version);
    return items.some((item) => item.code === code);
  }
}

/** Typed values over stored ones. */
const over = (stands: FormState['values'], given: FormState | null): FormState =>
  given ? { ...given, values: { ...stands, ...given.values } } : newForm(stands);

/** Whether the form of the item itself was sent: a box not ticked in it is a box not ticked. */
const isWhole = (given: FormState | null): boolean => given !== null && 'fr' in given.values;
