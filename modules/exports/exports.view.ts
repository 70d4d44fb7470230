/** The pages about lists that are taken out, in the reader's words. */
import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { type FormState, newForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { ExportConsents } from './export-consents.service';
import type { ExportFilters } from './export-list.types';
import { ExportLists, filtersOf } from './export-lists.service';
import { leftOutWords } from './workbook-notes.view';
import { EXPORT_PURPOSES } from './recipients.rules';
import type { RegisteredExport } from './export-register.service';
import { type ExportRequest, FORMATS, VALUE_FORMS } from './export-request.types';
import type { ExportCount } from './produce-exports.service';

type PostedFields = Record<string, unknown>;
export interface ListSelection {
  readonly list: string | null;
  readonly filters: PostedFields;
}

@Injectable()
export class ExportPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: ExportLists,
    private readonly agreements: ExportConsents,
  ) {}

  /** Without a list: which there are. */
  async form(
    actor: Actor,
    language: Language,
    { list: key, filters }: ListSelection,
    form: FormState,
    counted: string | null = null,
  ): Promise<PageView> {
    const say = (word: string) => translate(language, `exports:${word}`);
    if (key === null) {
      return page('exports/lists', {
        title: say('title'),
        lists: this.lists
          .of(actor)
          .map((list) => ({
            title: translate(language, list.title),
            path: `/exports/new?list=${list.key}`,
            about: say(`class_words.${list.class}`),
          })),
      });
    }
    const list = this.lists.find(key, actor);
    const kept = filtersOf(list, filters);
    return page('exports/new', {
      title: translate(language, 'exports:take', { list: translate(language, list.title) }),
      list: list.key,
      ofPeople: list.class === 'case_list',
      about: say(`class_words.${list.class}`),
      filters: hidden(kept),
      filtered: Object.keys(kept).length,
      columns: list.columns(actor).map(({ label }) => translate(language, label)),
      formats: FORMATS.map((value) => ({
        value,
        label: say(`format.${value}`),
        hint: say(`format_hint.${value}`),
      })),
      saidIn: VALUE_FORMS.map((value) => ({ value, label: say(`words.${value}`) })),
      whys: EXPORT_PURPOSES.map((value) => ({ value, label: say(`why.${value}`) })),
      recipients: list.class === 'case_list' ? await this.recipients(actor, language) : [],
      counted,
      form,
    });
  }

  /** The form again as it was posted, with what a press would hand over. */
  counted(
    actor: Actor,
    taking: ExportRequest,
    posted: PostedFields,
    counted: ExportCount,
  ): Promise<PageView> {
    const { language, to, list } = taking;
    const words = [
      translate(language, 'exports:lines', { count: counted.lines }),
      leftOutWords(counted.leftOut, to, language),
    ];
    const ofPeople = this.lists.find(list, actor).class === 'case_list';
    const form = newForm(posted as FormState['values']);
    const said = words.slice(0, ofPeople ? 2 : 1).join(' ');
    return this.form(actor, language, { list, filters: filtersIn(posted) }, form, said);
  }

  again(
    actor: Actor,
    language: Language,
    posted: PostedFields,
    form: FormState,
  ): Promise<PageView> {
    const list = typeof posted.list === 'string' ? posted.list : null;
    return this.form(actor, language, { list, filters: filtersIn(posted) }, form);
  }

  register(
    {
      taken,
      total,
      next,
    }: { taken: readonly RegisteredExport[]; total: number; next: string | null },
    later: boolean,
    language: Language,
  ): PageView {
    const say = (word: string, params: object = {}) =>
      translate(language, `exports:${word}`, { ...params });
    const titles = new Map(this.lists.all().map(({ key, title }) => [key, title]));
    return page('exports/register', {
      title: say('register.title'),
      total,
      taken: taken.map((one) => ({
        ...one,
        title: translate(language, titles.get(one.list) ?? one.list),
        isOfPeople: one.class === 'case_list',
        classWords: say(`class.${one.class}`),
        to: one.recipientName ?? say(`to.${one.recipient}`),
        goesOut: one.recipient !== 'office',
        whyWords: one.why ? say(`why.${one.why}`) : '',
        cutOff: one.whole === false,
        noEnd: one.whole === null,
        leftOutWords:
          one.class === 'case_list' && one.recipient !== 'office'
            ? leftOutWords(one.leftOut, { kind: 'research' }, language)
            : '',
      })),
      firstPath: later ? '/exports' : null,
      nextPath: next ? `/exports?after=${next}` : null,
    });
  }

  /** Recipients to which the actor may send a list about people. */
  async recipients(actor: Actor, language: Language) {
    const say = (word: string) => translate(language, `exports:${word}`);
    const office = { value: 'office', label: say('to.office') };
    if (!may(actor, 'exports:hand-over')) return [office];
    const organisations = await this.transactions.run(actor, (tx) =>
      this.agreements.organisations(tx),
    );
    return [
      office,
      ...organisations.map(({ id, name, kind }) => ({
        value: id,
        label: `${name} (${translate(language, `organisations:kind.${kind}`)})`,
      })),
      { value: 'research', label: say('to.research') },
    ];
  }
}

const hidden = (filters: ExportFilters) =>
  Object.entries(filters).map(([name, value]) => ({ name: `filters.${name}`, value }));

const filtersIn = (posted: PostedFields): PostedFields =>
  Object.fromEntries(
    Object.entries(posted)
      .filter(([name]) => name.startsWith('filters.'))
      .map(([name, value]) => [name.slice('filters.'.length), value]),
  );
