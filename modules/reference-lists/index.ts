/** Coded lists of the programme: what a code is called, in which edition, and where it comes from. */
import type { Language } from '../../src/shared/actor';
import { arrivalReasons, blockReasons } from './data/beds';
import { acts, means, purposes } from './data/exploitation';
import { languages } from './data/languages';
import { nationalities } from './data/nationalities';
import {
  accessNeeds,
  ageCertainties,
  contactChannels,
  documentKinds,
  relations,
  sexes,
} from './data/person';
import { regions } from './data/regions';
import { deciders, stages } from './data/stages';
import type { CodedList, ListItem } from './data/types';

export type { CodedList, Labels, ListItem } from './data/types';

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
  arrival_reasons: arrivalReasons,
  block_reasons: blockReasons,
} as const satisfies Record<string, CodedList>;

export type ListName = keyof typeof LISTS;
export const LIST_NAMES = Object.keys(LISTS) as ListName[];

const byCode = Object.fromEntries(
  LIST_NAMES.map((name) => [
    name,
    new Map(LISTS[name].items.map((entry: ListItem) => [entry.code, entry])),
  ]),
) as unknown as Record<ListName, ReadonlyMap<string, ListItem>>;

export const list = (name: ListName): CodedList => LISTS[name];

export const isCode = (name: ListName, code: unknown): code is string =>
  typeof code === 'string' && byCode[name].has(code);

/** The words for a code; a code that the list does not know is shown as it is. */
export const labelOf = (name: ListName, code: string, language: Language): string =>
  byCode[name].get(code)?.labels[language] ?? code;
