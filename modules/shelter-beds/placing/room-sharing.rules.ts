/** Who of one party may share a room: no child without its adult, no strangers who must not meet at night. */
import type { RuleOutcome } from './age.rules';
import type { PlacementTerms } from './hard.rules';
import type { MemberFacts } from './member-facts.rules';
import { ease, fail, pass, unknown, type Reason, type RoomMix } from './placing.types';

export interface SharedRoom {
  readonly mix: RoomMix;
  /** An adult of the family already sleeps there. */
  readonly familyAdultThere: boolean;
}

export interface SharingGroup {
  readonly everyone: readonly MemberFacts[];
  readonly related: boolean;
  readonly asked: Pick<PlacementTerms, 'settings' | 'accepted'>;
}

/** Reasons if exactly these people of the party share the room. */
export function roomSharingReasons(
  together: readonly MemberFacts[],
  { everyone, related, asked }: SharingGroup,
  room: SharedRoom,
): Reason[] {
  const reasons = related ? ofFamily(together, everyone, room) : ofStrangers(together, room);
  return reasons.map((one) => ease(one, asked.settings.relaxed, asked.accepted));
}

function ofFamily(
  together: readonly MemberFacts[],
  party: readonly MemberFacts[],
  room: SharedRoom,
): Reason[] {
  const minors = together.filter(({ adult }) => adult === 'fail');
  const ageless = together.some(({ adult }) => adult === 'unknown');
  const adultHere = room.familyAdultThere || together.some(({ adult }) => adult === 'pass');
  if (adultHere) return minors.length ? [pass('company', 'children_with_adult')] : [];
  if (party.some(({ adult }) => adult === 'pass')) {
    if (minors.length) return [fail('company', 'child_without_adult')];
    return ageless ? [unknown('company', 'age_unknown_alone')] : [];
  }
  if (together.length < party.length) {
    return brothersOrSisters(together, party)
      ? [unknown('siblings', 'siblings_in_two_rooms')]
      : [fail('company', 'children_apart')];
  }
  const open = minors.length && ageless ? [unknown('company', 'age_unknown_adult')] : [];
  return [...open, ...siblings(together)];
}

/** Brother and sister of some age in one room, with nobody grown up of the family there. */
function siblings(together: readonly MemberFacts[]): Reason[] {
  let worst: RuleOutcome = 'pass';
  for (const [index, a] of together.entries()) {
    for (const b of together.slice(index + 1)) {
      const small = a.smallSibling === 'pass' || b.smallSibling === 'pass';
      if (small || sameSex(a, b) === 'pass') continue;
      const sure = a.smallSibling === 'fail' && b.smallSibling === 'fail';
      if (sure && sameSex(a, b) === 'fail') worst = 'fail';
      else if (worst === 'pass') worst = 'unknown';
    }
  }
  if (worst === 'fail') return [fail('siblings', 'siblings_of_two_sexes')];
  return worst === 'unknown' ? [unknown('siblings', 'siblings_not_known')] : [];
}

/** All brothers, or all sisters, of children who are old enough to sleep apart: a room for each sex. */
function brothersOrSisters(
  together: readonly MemberFacts[],
  party: readonly MemberFacts[],
): boolean {
  const { sex } = together[0]!.member;
  return (
    party.every(({ smallSibling, member }) => smallSibling === 'fail' && isPlain(member.sex)) &&
    together.every(({ member }) => member.sex === sex) &&
    party.filter(({ member }) => member.sex === sex).length === together.length
  );
}

const isPlain = (sex: string | null): boolean => sex === 'female' || sex === 'male';

function ofStrangers(together: readonly MemberFacts[], room: SharedRoom): Reason[] {
  if (together.length < 2) return [];
  if (room.mix === 'family') return [fail('company', 'strangers_in_family_room')];
  let open: Reason | null = null;
  for (const [index, a] of together.entries()) {
    for (const b of together.slice(index + 1)) {
      const ages = worse(mayMeet(a, b), mayMeet(b, a));
      if (ages === 'fail') return [fail('company', 'minor_with_adults')];
      const sexes = sameSex(a, b);
      if (sexes === 'fail') return [fail('company', 'other_sex_in_room')];
      if (sexes === 'unknown') open = unknown('company', 'sex_unknown_company');
      if (ages === 'unknown') open = unknown('company', 'age_unknown_company');
    }
  }
  return open ? [open] : [];
}

/** Whether `a` as a possible minor may meet `b` as a possible adult. */
function mayMeet(a: MemberFacts, b: MemberFacts): RuleOutcome {
  if (a.adult === 'pass' || b.minor === 'pass') return 'pass';
  return a.adult === 'fail' && b.minor === 'fail' ? 'fail' : 'unknown';
}

function sameSex({ member: a }: MemberFacts, { member: b }: MemberFacts): RuleOutcome {
  if (!isPlain(a.sex) || !isPlain(b.sex)) return 'unknown';
  return a.sex === b.sex ? 'pass' : 'fail';
}

const worse = (a: RuleOutcome, b: RuleOutcome): RuleOutcome =>
  a === 'fail' || b === 'fail' ? 'fail' : a === 'unknown' || b === 'unknown' ? 'unknown' : 'pass';
