/**
 * Two shelters, or two rooms of a shelter, must not have the same name in a language, since people could be sent to the
 * wrong one.
 */
import { fold } from '../imports';
import type { Tx } from '../platform/database/transactions';
import { LANGUAGES } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { everyName, type LocalNames } from '../platform/shared/local-names';

export interface NamedPlace {
  readonly name: string;
  readonly names: LocalNames | null;
}

/** For a shelter the default name is its code name; `oneNameField`: form field of the default name. */
export interface NewNames extends NamedPlace {
  readonly oneNameField: 'codeName' | 'name' | null;
}

interface Namesake {
  /** Form field of the conflicting name. */
  readonly field: string;
  /** The one name of the other place. */
  readonly other: string;
  /** The one names themselves are alike. */
  readonly isTaken: boolean;
}

/** The first of these places that is shown by one of the names. */
export function namesake(
  { name, names, oneNameField }: NewNames,
  others: readonly NamedPlace[],
): Namesake | null {
  const alike = (one: string, known: readonly string[]) =>
    known.some((each) => fold(each) === fold(one));
  for (const other of others) {
    if (oneNameField && alike(name, everyName(other.name, other.names)))
      return { field: oneNameField, other: other.name, isTaken: alike(name, [other.name]) };
    for (const language of LANGUAGES) {
      const given = names?.[language];
      if (given === undefined) continue;
      // Programs, exports and reports show the one name in each language.
      const shown = [other.name, other.names?.[language] ?? other.name];
      if (alike(given, shown))
        return { field: `names.${language}`, other: other.name, isTaken: false };
    }
  }
  return null;
}

/** Until the end of the transaction nobody else names a house or a room: two at once do not take the same name. */
export const namesInTurn = (tx: Tx): void =>
  tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('names of shelters and rooms', 0))`);

export async function mustBeOnlyHouse(tx: Tx, names: NewNames, id: string | null): Promise<void> {
  const others = await tx.query<NamedPlace>(
    'SELECT code_name AS name, names FROM shelters WHERE active AND id IS DISTINCT FROM $1 ORDER BY code_name',
    [id],
  );
  const found = namesake(names, others);
  if (!found) return;
  const { field, other, isTaken } = found;
  if (isTaken) throw new DomainError('conflict', 'beds.code_name_taken', {}, field);
  throw new DomainError('conflict', 'beds.house_shown_alike', { other }, field);
}

export async function mustBeOnlyRoom(
  tx: Tx,
  names: NewNames,
  { shelterId, id }: { readonly shelterId: string; readonly id: string | null },
): Promise<void> {
  const others = await tx.query<NamedPlace>(
    'SELECT name, names FROM rooms WHERE shelter_id = $1 AND id IS DISTINCT FROM $2 ORDER BY name',
    [shelterId, id],
  );
  const found = namesake(names, others);
  if (!found) return;
  const { field, other, isTaken } = found;
  if (isTaken) throw new DomainError('conflict', 'beds.room_name_taken', {}, field);
  throw new DomainError('conflict', 'beds.room_shown_alike', { other }, field);
}
