/** What somebody typed or sent, as a new person: empty is "not known", a phone in one form. */
import type { CivilDate } from '../platform/shared/nights.rules';
import type { PersonDto } from './dto/register-people.dto';
import { type NewPerson, unknownPerson } from './new-person.types';
import { normalisePhone } from './person.rules';

const text = (given: string | null | undefined): string | null => {
  const trimmed = given?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
};
const texts = (given: readonly string[] | null | undefined): string[] =>
  (given ?? []).map((one) => one.trim()).filter((one) => one !== '');

/** Codes are checked by the rules, which name what is wrong; here they are only handed on. */
export function parsePerson(given: PersonDto, today: CivilDate): NewPerson {
  const { names, exploitation, safeContact } = given;
  const phone = text(given.phone);
  return {
    ...unknownPerson(text(given.registeredOn) ?? today),
    names: {
      given: text(names?.given),
      family: text(names?.family),
      aliases: texts(names?.aliases),
    },
    sex: text(given.sex) as NewPerson['sex'],
    birthDate: text(given.birthDate),
    birthYear: given.birthYear ?? null,
    ageAtRegistration: given.ageAtRegistration ?? null,
    ageCertainty: (text(given.ageCertainty) ?? 'unknown') as NewPerson['ageCertainty'],
    nationality: text(given.nationality),
    languages: [...new Set(texts(given.languages))],
    regionRecruitment: text(given.regionRecruitment),
    regionExploitation: text(given.regionExploitation),
    exploitation: {
      acts: texts(exploitation?.acts),
      means: texts(exploitation?.means),
      purposes: texts(exploitation?.purposes),
    },
    accessNeed: text(given.accessNeed) as NewPerson['accessNeed'],
    pregnant: given.pregnant ?? null,
    medical: given.medical ?? null,
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
