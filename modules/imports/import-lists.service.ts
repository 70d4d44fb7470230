import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { LANGUAGES, type Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { translate } from '../platform/web/i18n';
import type { ListField, ImportList } from './import-list.types';
import { fold } from './words/fold.rules';

/** Every list that can be brought in as a file; each module registers its own when it starts. */
@Injectable()
export class ImportLists {
  private readonly lists = new Map<string, ImportList>();

  register<Row>(list: ImportList<Row>): void {
    if (!/^[a-z][a-z-]{1,40}$/.test(list.name)) throw new Error(`no name of a list: ${list.name}`);
    if (this.lists.has(list.name)) throw new Error(`two lists are called ${list.name}`);
    this.lists.set(list.name, list as unknown as ImportList);
  }

  /** Lists that the actor may import. */
  forActor(actor: Actor): ImportList[] {
    return [...this.lists.values()].filter(({ permission }) => may(actor, permission));
  }

  /** A list that is not there and one that is not for this person are the same. */
  of(actor: Actor, name: string): ImportList {
    const list = this.lists.get(name);
    if (!list || !may(actor, list.permission)) throw notFound();
    return list;
  }

  /** Any list by name, for reviewers who see runs of lists that they may not import. */
  named(name: string): ImportList | undefined {
    return this.lists.get(name);
  }
}

const headingsOf = ({ label, headings = [], key }: ListField): string[] => [
  ...LANGUAGES.map((language) => translate(language, label)),
  ...headings,
  key,
];

/** The heading over the errors in a workbook of rejected rows, which is brought in again with them. */
export const ERRORS_HEADING = 'imports:rejected.heading';

const known = new WeakMap<ImportList, Map<string, string | null>>();

/** Field by normalised heading; null for ignored columns. */
export function knownHeadings(list: ImportList): Map<string, string | null> {
  const found = known.get(list);
  if (found) return found;
  const words = new Map<string, string | null>();
  for (const language of LANGUAGES) words.set(fold(translate(language, ERRORS_HEADING)), null);
  for (const heading of list.ignored ?? []) words.set(fold(heading), null);
  for (const field of list.fields)
    for (const heading of headingsOf(field))
      if (!words.has(fold(heading))) words.set(fold(heading), field.key);
  known.set(list, words);
  return words;
}
