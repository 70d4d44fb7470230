import { type NewPerson, unknownPerson } from '../beneficiaries';
import type { CivilDate } from '../platform/shared/nights.rules';
import { type CallTexts, personOfCall } from './hotline-seals.service';
import type { CallRow } from './calls.queries';
import type { PersonNeedingBedDto } from './dto/call.dto';

/** What is known, and no more: an age that was said is "declared", a language that of the call. */
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
    // What was written down while she spoke goes to the one file whose story it is; the number never.
    story: index === 0 ? said.note : null,
  };
}
