/** Converts typed or sent values to a new person: empty means "not known", telephone numbers are normalised. */
import type { CivilDate } from '../platform/shared/nights.rules';
import type { PersonDto } from './dto/register-people.dto';
import { type NewPerson, unknownPerson } from './new-person.types';
import { CLEAR_FACTS, type ClearFacts, mapFacts } from './person.fields';
import { normalisePhone } from './person.rules';

const text = (given: string | null | undefined): string | null => {
  const trimmed = given?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
};
const texts = (given: readonly string[] | null | undefined): string[] =>
  (given ?? []).map((one) => one.trim()).filter((one) => one !== '');

const factsTyped = (given: PersonDto): ClearFacts =>
  mapFacts(CLEAR_FACTS, (name, { kind, unknown = null }) => {
    const value = given[name];
    if (kind === 'codes') return [...new Set(texts(value as string[] | undefined))];
    return (kind === 'code' ? text(value as string | null | undefined) : value) ?? unknown;
  }) as unknown as ClearFacts;

/** Codes are checked by the rules, which name what is wrong; here they are only handed on. */
export function parsePerson(given: PersonDto, today: CivilDate): NewPerson {
  const { names, exploitation, safeContact } = given;
  const phone = text(given.phone);
  return {
    ...unknownPerson(text(given.registeredOn) ?? today),
    ...factsTyped(given),
    names: {
      given: text(names?.given),
      family: text(names?.family),
      aliases: texts(names?.aliases),
      // Left out where it was not named: it then stays what it is.
      ...(names?.working !== undefined && { working: text(names.working) }),
    },
    birthDate: text(given.birthDate),
    exploitation: {
      acts: texts(exploitation?.acts),
      means: texts(exploitation?.means),
      purposes: texts(exploitation?.purposes),
    },
    phone: phone === null ? null : (normalisePhone(phone) ?? phone),
    safeContact: safeContact
      ? {
          mayCall: safeContact.mayCall ?? null,
          safeTimes: text(safeContact.safeTimes),
          channel: text(safeContact.channel),
          callerName: text(safeContact.callerName),
          mustNotKnow: text(safeContact.mustNotKnow),
        }
      : null,
    documents: (given.documents ?? [])
      .map(({ kind, number }) => ({ kind: text(kind) ?? 'other', number: number.trim() }))
      .filter(({ number }) => number !== ''),
    story: text(given.story),
    relation: text(given.relation),
  };
}
