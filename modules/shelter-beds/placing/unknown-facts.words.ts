/** A refusal for what is not known names it: "not known: whether the person can climb stairs, and her age". */
import { DomainError } from '../../platform/shared/domain.errors';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { Reason } from './placing.types';
import { LIST_FORMATS, formatReason } from './reasons.words';

/** Which fact each reason asks about, as a key of `placement:unknown`. */
const FACT_OF: Readonly<Record<string, string>> = {
  wish_to_ask: 'wished_house',
  wish_room: 'wished_room',
  wish_roommates: 'wished_room',
  sex_unknown: 'sex',
  sex_unknown_room: 'sex',
  sex_unknown_roommates: 'sex',
  sex_unknown_company: 'sex',
  age_unknown: 'age',
  age_unknown_room: 'age',
  age_unknown_roommates: 'age',
  age_unknown_bunk: 'age',
  age_unknown_alone: 'age',
  age_unknown_company: 'age',
  age_unknown_adult: 'adult_with_children',
  roommate_unknown: 'roommate',
  access_unknown: 'stairs',
  climbing_unknown: 'climbing',
  cot_age_unknown: 'infant_age',
  infant_with_minor: 'infant_at_night',
  siblings_not_known: 'siblings',
  siblings_in_two_rooms: 'siblings_at_night',
};

/** The facts that these reasons ask about, each once; of any other reason its own sentence. */
export function formatUnknownFacts(
  reasons: readonly Pick<Reason, 'sign' | 'code' | 'params' | 'hard' | 'eased'>[],
  language: Language,
): string {
  const facts = reasons
    .filter(({ sign }) => sign === 'unknown')
    .map((reason) => {
      const fact = reason.eased ? undefined : FACT_OF[reason.code];
      return fact
        ? translate(language, `placement:unknown.${fact}`)
        : formatReason(reason, language).text;
    });
  return LIST_FORMATS[language].format(new Set(facts));
}

export const reasonRequiredError = (reasons: readonly Reason[], language: Language): DomainError =>
  new DomainError(
    'invalid',
    'beds.reason_needed',
    { what: formatUnknownFacts(reasons, language) },
    'reason',
  );
