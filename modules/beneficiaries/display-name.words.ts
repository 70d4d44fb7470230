import type { PersonNames } from './new-person.types';

/** What a list or the header of a file says: the name that the team works with first, where there is one. */
export function listedName(names: PersonNames): string {
  const parts = [names.working?.trim() ?? '', displayName(names)].filter((part) => part !== '');
  return [...new Set(parts)].join(' · ');
}

/** What a person is called on the screen: the name, or else the first alias. */
export function displayName({ given, family, aliases }: PersonNames): string {
  const full = [given, family].filter((part) => part && part.trim() !== '').join(' ');
  return full || (aliases[0] ?? '');
}
