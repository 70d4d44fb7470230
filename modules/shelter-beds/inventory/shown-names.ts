/** Two houses, or two rooms of a house, are never shown alike in a language: whoever is sent to one would go to the other. */
import { fold } from '../../imports';
import type { Tx } from '../../platform/database/transactions';
import { LANGUAGES } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { everyName, type LocalNames } from '../../platform/shared/local-names';

export interface NamedPlace {
  readonly name: string;
  readonly names: LocalNames | null;
}

/** Of a house its code name is the one name; `oneNameField` is where a form asks for it. */
export interface NewNames extends NamedPlace {
  readonly oneNameField: 'codeName' | 'name' | null;
}

/** The first field whose name another place is shown by, with the one name of that place. */
export function namesake(
  { name, names, oneNameField }: NewNames,
  others: readonly NamedPlace[],
): { readonly field: string; readonly other: string } | null {
  const alike = (one: string, known: readonly string[]) =>
    known.some((each) => fold(each) === fold(one));
  for (const other of others) {
    if (oneNameField && alike(name, everyName(other.name, other.names)))
      return { field: oneNameField, other: other.name };
    for (const language of LANGUAGES) {
      const given = names?.[language];
      if (given === undefined) continue;
      // Programs, exports and reports show the one name in each language.
      const shown = [other.name, other.names?.[language] ?? other.name];
      if (alike(given, shown)) return { field: `names.${language}`, other: other.name };
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
  refuse(names, namesake(names, others), ['beds.code_name_taken', 'beds.house_shown_alike']);
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
  refuse(names, namesake(names, others), ['beds.room_name_taken', 'beds.room_shown_alike']);
}

function refuse(
  { name, oneNameField }: NewNames,
  found: ReturnType<typeof namesake>,
  [taken, shownAlike]: readonly [string, string],
): void {
  if (!found) return;
  const { field, other } = found;
  const isTaken = field === oneNameField && fold(name) === fold(other);
  throw new DomainError('conflict', isTaken ? taken : shownAlike, isTaken ? {} : { other }, field);
}
