import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { ExportLists, filtersOf } from './export-lists.service';
import { EXPORT_PURPOSES } from './recipients.rules';

/** Download menu (`{{> download menu=…}}`): exports the list with its present filters. */
export interface DownloadMenu {
  readonly list: string;
  /** Title, on pages with other content. */
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly whys: readonly { readonly value: string; readonly label: string }[];
  /** Page to choose the recipient, and labels or codes. */
  readonly morePath: string;
}

@Injectable()
export class DownloadMenus {
  constructor(private readonly lists: ExportLists) {}

  /** Null where there is no such list to take, or not for this person. */
  of(
    actor: Actor,
    language: Language,
    key: string,
    asked: Readonly<Record<string, unknown>> = {},
  ): DownloadMenu | null {
    const list = this.lists.of(actor).find((one) => one.key === key);
    if (!list) return null;
    const filters = filtersOf(list, asked);
    const query = new URLSearchParams({ list: key, ...filters });
    return {
      list: key,
      title: translate(language, list.title),
      fields: Object.entries(filters).map(([name, value]) => ({ name: `filters.${name}`, value })),
      whys:
        list.class === 'case_list'
          ? EXPORT_PURPOSES.map((value) => ({
              value,
              label: translate(language, `exports:why.${value}`),
            }))
          : [],
      morePath: `/exports/new?${query}`,
    };
  }
}
