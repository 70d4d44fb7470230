import type { PersonNames } from './new-person.types';

/** Name in lists and case headers: the name used by the team, if there is one. */
export function listedName(names: PersonNames): string {
  const parts = [names.working?.trim() ?? '', displayName(names)].filter((part) => part !== '');
  return [...new Set(parts)].join(' · ');
}

/** Name shown on the screen: given and family name, or else the first alias. */
export function displayName({ given, family, aliases }: PersonNames): string {
  const full = [given, family].filter((part) => part && part.trim() !== '').join(' ');
  return full || (aliases[0] ?? '');
}
