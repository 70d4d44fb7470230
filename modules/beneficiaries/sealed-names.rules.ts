/** Names as they lie in the database, and opened for one look: only ever in a thread of its own. */
import { open, openWithOneOf, wrappedKeyAddress } from '../platform/shared/seal';
import type { PersonNames } from './new-person.types';

export interface SealedNames {
  readonly id: string;
  readonly wrapped: Uint8Array;
  readonly sealed: Uint8Array;
}

/** A view of the same memory, not a copy. */
const seen = ({ buffer, byteOffset, length }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, length);

export function openNames(
  masters: readonly Buffer[],
  { id, wrapped, sealed }: SealedNames,
): PersonNames {
  const key = openWithOneOf(masters, wrappedKeyAddress('case', id), seen(wrapped));
  const place = { table: 'case_seals', column: 'names', row: id };
  return JSON.parse(open(key, place, seen(sealed)).toString()) as PersonNames;
}

/** Every name that a person goes by, whole. */
export const knownNames = ({ given, family, aliases, working }: PersonNames): string[] =>
  [`${given ?? ''} ${family ?? ''}`.trim(), ...aliases, working ?? ''].filter(
    (name) => name !== '',
  );
