import { type NewPerson, unknownPerson } from '../beneficiaries';
import type { CivilDate } from '../platform/shared/nights.rules';
import { type CallTexts, personOfCall } from './hotline-seals.service';
import type { CallRow } from './calls.queries';
import type { PersonNeedingBedDto } from './dto/call.dto';

/** Facts of a new person from a call: a stated age is "declared", the language is that of the call. */
export function newPersonFromCall(
  { name, ...person }: PersonNeedingBedDto,
  call: CallRow,
  said: CallTexts,
  index: number,
  today: CivilDate,
): NewPerson {
  const nothing = unknownPerson(today);
  const given = name?.trim() || null;
  const { age, ...facts } = personOfCall(person);
  return {
    ...nothing,
    names: { ...nothing.names, given },
    ...facts,
    ageAtRegistration: age,
    ageCertainty: age === null ? 'unknown' : 'declared',
    languages: call.language === null ? [] : [call.language],
    // The note goes to the first case only; the telephone number to none.
    story: index === 0 ? said.note : null,
  };
}
