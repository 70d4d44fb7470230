import type { PersonNames } from './new-person.types';

/** What a person is called on the screen: the name, or else the first alias. */
export function displayName({ given, family, aliases }: PersonNames): string {
  const full = [given, family].filter((part) => part && part.trim() !== '').join(' ');
  return full || (aliases[0] ?? '');
}
