/** Lists whose every code a rule, a constraint or a law depends on: they change with the programme's code. */
import type { Language } from '../platform/shared/actor';
import { durationBands, startBands } from './data/bands.data';
import { acts, means, purposes } from './data/exploitation.data';
import { languages } from './data/languages.data';
import { nationalities } from './data/nationalities.data';
import {
  accessNeeds,
  ageCertainties,
  contactChannels,
  documentKinds,
  relations,
  sexes,
} from './data/person.data';
import { regions } from './data/regions.data';
import { deciders, stages } from './data/stages.data';
import type { CodedList, ListItem } from './data/coded-list.types';

const LISTS = {
  acts,
  means,
  purposes,
  regions,
  nationalities,
  languages,
  stages,
  deciders,
  sexes,
  age_certainties: ageCertainties,
  access_needs: accessNeeds,
  relations,
  document_kinds: documentKinds,
  contact_channels: contactChannels,
  start_bands: startBands,
  duration_bands: durationBands,
} as const satisfies Record<string, CodedList>;

export type ListName = keyof typeof LISTS;
export const LIST_NAMES = Object.keys(LISTS) as ListName[];

/** Why nobody edits it. */
export type FixedBecause = 'law' | 'standard' | 'rules';
const BECAUSE: Partial<Record<ListName, FixedBecause>> = {
  acts: 'law',
  means: 'law',
  purposes: 'law',
  regions: 'law',
  nationalities: 'standard',
  duration_bands: 'standard',
};
export const fixedBecause = (name: ListName): FixedBecause => BECAUSE[name] ?? 'rules';

const byCode = Object.fromEntries(
  LIST_NAMES.map((name) => [
    name,
    new Map(LISTS[name].items.map((entry: ListItem) => [entry.code, entry])),
  ]),
) as unknown as Record<ListName, ReadonlyMap<string, ListItem>>;

export const isListName = (name: string): name is ListName => Object.hasOwn(LISTS, name);

export const list = (name: ListName): CodedList => LISTS[name];

export const isCode = (name: ListName, code: unknown): code is string =>
  typeof code === 'string' && byCode[name].has(code);

/** The words for a code; a code that the list does not know is shown as it is. */
export const labelOf = (name: ListName, code: string, language: Language): string =>
  byCode[name].get(code)?.labels[language] ?? code;

/** Uninhabited countries and territories: recognised when written, not offered as choices. */
const UNINHABITED: ReadonlySet<string> = new Set(['AQ', 'BV', 'GS', 'HM', 'TF', 'UM']);

/** The items of a list as a reader may choose from them; what is `stored` stays among them, whatever it is. */
export function listChoices(
  name: ListName,
  language: Language,
  stored: string | null | readonly string[] = null,
) {
  const known = [stored ?? []].flat();
  return LISTS[name].items
    .filter(
      ({ code }: ListItem) =>
        name !== 'nationalities' || !UNINHABITED.has(code) || known.includes(code),
    )
    .map(({ code, labels }: ListItem) => ({ value: code, label: labels[language] }));
}

/** The twelve regions of the country, without abroad and not known. */
export const regionChoices = (language: Language) =>
  listChoices('regions', language).filter(({ value }) => value >= '01' && value <= '12');
