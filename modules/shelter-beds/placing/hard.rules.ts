/** Hard placement rules: each returns pass, unknown or fail for one person and one bed over the whole stay. */
import { overlaps, type Nights } from '../../platform/shared/nights.rules';
import { always, worst, type PlacingSettings, type RuleOutcome } from './age.rules';
import type { MemberFacts } from './member-facts.rules';
import {
  fail,
  pass,
  unknown,
  type BedFacts,
  type Reason,
  type Roommate,
  type RuleName,
} from './placing.types';

export interface PlacementTerms {
  readonly nights: Nights;
  readonly settings: PlacingSettings;
  /** Rules that are set aside for this person and this bed. */
  readonly accepted?: ReadonlySet<RuleName>;
}
type HardRule = (who: MemberFacts, bed: BedFacts, asked: PlacementTerms) => Reason | null;

export function receptionReason(
  { member, signs, stages }: MemberFacts,
  { receives }: Pick<BedFacts, 'receives'>,
): Reason {
  if (signs === null) {
    return receives.includes('other')
      ? pass('received', 'received')
      : unknown('received', 'wish_to_ask');
  }
  let open = false;
  for (const [index, possible] of signs.entries()) {
    const known = possible.filter((sign) => receives.includes(sign)).length;
    if (known === 0) {
      return fail('received', index === 0 ? 'not_received' : 'not_received_later');
    }
    if (known < possible.length) open = true;
  }
  if (!open) return pass('received', 'received');
  const ageIsKnown = stages.every(({ low, high }) => low === high);
  return unknown('received', member.sex === null && ageIsKnown ? 'sex_unknown' : 'age_unknown');
}

const mix: HardRule = (who, bed, { settings }) => {
  switch (bed.roomMix) {
    case 'women':
      return womensRoom(who, hasFamilyAdult(who, bed), settings);
    case 'men':
      if (who.member.sex === 'male') return pass('mix', 'men_room');
      if (who.member.sex === 'female') return fail('mix', 'not_men');
      return unknown('mix', who.member.sex === null ? 'sex_unknown_room' : 'wish_room');
    case 'minors':
      if (who.minor === 'pass') return pass('mix', 'minors_room');
      if (who.minor === 'unknown') return unknown('mix', 'age_unknown_room');
      return fail('mix', becomesAdult(who, settings) ? 'adult_later' : 'adult_in_minors_room');
    case 'family':
      return bed.roommates.every(({ related }) => related)
        ? pass('mix', 'family_room')
        : fail('mix', 'family_room_taken');
    case 'mixed':
      return pass('mix', 'mixed_room');
  }
};

/** A woman or girl; a small boy only beside an adult of his family. */
function womensRoom(
  { member, stages }: MemberFacts,
  accompanied: boolean,
  s: PlacingSettings,
): Reason {
  if (member.sex === 'female') return pass('mix', 'women_room');
  const asBoy: RuleOutcome = accompanied ? always.under(s.boyInWomensRoomUnder, stages) : 'fail';
  if (asBoy === 'pass') return pass('mix', 'small_child_with_family');
  if (member.sex === null) return unknown('mix', 'sex_unknown_room');
  if (member.sex === 'other') return unknown('mix', 'wish_room');
  if (asBoy === 'unknown') return unknown('mix', 'age_unknown_room');
  return fail('mix', stages[0]!.high < s.adultFrom ? 'boy_in_womens_room' : 'not_women');
}

/** An adult of the family who is placed with this person, or who already sleeps in the room. */
const hasFamilyAdult = ({ familyAdults }: MemberFacts, { roommates }: BedFacts): boolean =>
  familyAdults > 0 || roommates.some(isFamilyAdult);

export const isFamilyAdult = ({ sign, related }: Roommate): boolean =>
  related && (sign === 'woman' || sign === 'man');

const becomesAdult = ({ stages }: MemberFacts, { adultFrom }: PlacingSettings): boolean =>
  stages[0]!.high < adultFrom;

/** Never a minor in a room with unrelated adults, and never an adult with unrelated minors. */
const minors: HardRule = ({ minor, adult }, { roommates }) => {
  const strangers = roommates.filter(({ related }) => !related);
  if (strangers.length === 0) {
    return pass('minors', roommates.length ? 'only_family_in_room' : 'nobody_else_in_room');
  }
  const adults = strangers.some(({ sign }) => sign === 'woman' || sign === 'man');
  const children = strangers.some(({ sign }) => sign === 'girl' || sign === 'boy');
  if (adults && adult === 'fail') return fail('minors', 'minor_with_adults');
  if (children && minor === 'fail') return fail('minors', 'adult_with_minors');
  if (strangers.some(({ sign }) => sign === null)) return unknown('minors', 'roommate_unknown');
  if ((adults && adult === 'unknown') || (children && minor === 'unknown')) {
    return unknown('minors', 'age_unknown_roommates');
  }
  return null;
};

/** Unrelated people who share a room are of the same sex, also in a room open to all. */
const sexes: HardRule = ({ member }, { roommates }) => {
  const verdict = worst(roommates, ({ sign, related }): RuleOutcome => {
    if (related || sign === null) return 'pass'; // the unknown roommate is asked about by `minors`
    if (member.sex !== 'female' && member.sex !== 'male') return 'unknown';
    const female = sign === 'woman' || sign === 'girl';
    return female === (member.sex === 'female') ? 'pass' : 'fail';
  });
  if (verdict === 'fail') return fail('sexes', 'other_sex_in_room');
  if (verdict === 'pass') return null;
  return unknown('sexes', member.sex === null ? 'sex_unknown_roommates' : 'wish_roommates');
};

const access: HardRule = ({ member }, { stepFree }) => {
  if (stepFree) return member.accessNeed === 'step_free' ? pass('access', 'step_free') : null;
  if (member.accessNeed === 'step_free') return fail('access', 'not_step_free');
  return member.accessNeed === null ? unknown('access', 'access_unknown') : null;
};

const bunk: HardRule = ({ member, stages }, { kind }, { settings }) => {
  if (kind !== 'bunk_upper') return null;
  const oldEnough = always.atLeast(settings.upperBunkFrom, stages);
  if (oldEnough === 'fail') return fail('bunk', 'child_in_upper_bunk');
  if (member.accessNeed === 'step_free' || member.accessNeed === 'no_climbing') {
    return fail('bunk', 'no_climbing');
  }
  if (oldEnough === 'unknown') return unknown('bunk', 'age_unknown_bunk');
  return member.accessNeed === null ? unknown('bunk', 'climbing_unknown') : null;
};

/** A cot is for infants only; an unknown age does not count as an infant. */
const cot: HardRule = ({ member, stages }, { kind }, { settings: { infantUnder } }) => {
  if (kind !== 'cot') return null;
  if (member.age === null) return fail('cot', 'cot_only_infants');
  const verdict = worst(stages, ({ low, high }) =>
    high < infantUnder ? 'pass' : low < infantUnder ? 'unknown' : 'fail',
  );
  if (verdict === 'pass') return pass('cot', 'cot_fits');
  if (verdict === 'unknown') return unknown('cot', 'cot_age_unknown');
  return fail('cot', stages[0]!.high < infantUnder ? 'cot_outgrown' : 'cot_only_infants');
};

/** That the adult sleeps in the same room is judged with the party; here only whether there is one. */
const infant: HardRule = (who, bed) => {
  if (!who.infant || hasFamilyAdult(who, bed)) return null;
  return who.familyElders > 0
    ? unknown('infant', 'infant_with_minor')
    : fail('infant', 'infant_alone');
};

const service: HardRule = (_who, { inService }, { nights }) => {
  if (inService === null || !overlaps(inService, nights)) return fail('service', 'out_of_service');
  if (inService.from > nights.from) {
    return fail('service', 'out_of_service_before', { from: inService.from });
  }
  if (inService.until !== null && (nights.until === null || nights.until > inService.until)) {
    return fail('service', 'out_of_service_after', { until: inService.until });
  }
  return null;
};

const free: HardRule = (_who, { bookings, freeFrom }, { nights }) => {
  const taken = bookings.filter((booking) => overlaps(booking.nights, nights));
  if (taken.length === 0) return pass('free', 'free_whole_stay');
  const first = taken.reduce((a, b) => (b.nights.from < a.nights.from ? b : a)).nights;
  if (first.from > nights.from) return fail('free', 'taken_from', { from: first.from });
  if (freeFrom) return fail('free', 'free_from', { from: freeFrom });
  return first.until === null
    ? fail('free', 'occupied_open')
    : fail('free', 'occupied_until', { until: first.until });
};

/** Never a no: somebody there may be rung up and open. */
const doors: HardRule = (_who, { shut }, { nights }) =>
  shut?.on === nights.from
    ? unknown('doors', 'doors_closed', { since: shut.since, opens: shut.opens })
    : null;

export const HARD_RULES: readonly HardRule[] = [
  free,
  service,
  doors,
  receptionReason,
  mix,
  minors,
  sexes,
  access,
  bunk,
  cot,
  infant,
];
