import { type NewPerson, unknownPerson } from '../beneficiaries';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { CallTexts } from './hotline-seals.service';
import type { CallRow } from './calls.queries';
import type { PersonNeedingBedDto } from './dto/call.dto';

/** What is known, and no more: an age that was said is "declared", a language that of the call. */
export function newPersonFromCall(
  { sex = null, age = null, accessNeed = null, pregnant = null, name }: PersonNeedingBedDto,
  call: CallRow,
  said: CallTexts,
  index: number,
  today: CivilDate,
): NewPerson {
  const nothing = unknownPerson(today);
  const given = name?.trim() || null;
  return {
    ...nothing,
    names: { ...nothing.names, given },
    sex,
    accessNeed,
    pregnant,
    ageAtRegistration: age,
    ageCertainty: age === null ? 'unknown' : 'declared',
    languages: call.language === null ? [] : [call.language],
    // What was written down while she spoke goes to the one file whose story it is; the number never.
    story: index === 0 ? said.note : null,
  };
}
