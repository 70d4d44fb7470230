/** Who of one party may share a room: no child without its adult, no strangers who must not meet at night. */
import type { Tri } from './age.rules';
import type { Who } from './member.facts';
import { fail, pass, unknown, type Reason, type RoomMix } from './placing.facts';

export interface Room {
  readonly mix: RoomMix;
  /** An adult of the family already sleeps there. */
  readonly familyAdultThere: boolean;
}

/** What there is to say when these people of the party, and no others of it, share the room. */
export function companyOf(
  together: readonly Who[],
  party: readonly Who[],
  related: boolean,
  room: Room,
): Reason[] {
  return related ? ofFamily(together, party, room) : ofStrangers(together, room);
}

function ofFamily(together: readonly Who[], party: readonly Who[], room: Room): Reason[] {
  const minors = together.filter(({ adult }) => adult === 'fail');
  const ageless = together.some(({ adult }) => adult === 'unknown');
  const adultHere = room.familyAdultThere || together.some(({ adult }) => adult === 'pass');
  if (adultHere) return minors.length ? [pass('company', 'children_with_adult')] : [];
  if (party.some(({ adult }) => adult === 'pass')) {
    if (minors.length) return [fail('company', 'child_without_adult')];
    return ageless ? [unknown('company', 'age_unknown_alone')] : [];
  }
  if (together.length < party.length) return [fail('company', 'children_apart')];
  return minors.length && ageless ? [unknown('company', 'age_unknown_adult')] : [];
}

function ofStrangers(together: readonly Who[], room: Room): Reason[] {
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
function mayMeet(a: Who, b: Who): Tri {
  if (a.adult === 'pass' || b.minor === 'pass') return 'pass';
  return a.adult === 'fail' && b.minor === 'fail' ? 'fail' : 'unknown';
}

function sameSex({ member: a }: Who, { member: b }: Who): Tri {
  const known = (sex: string | null) => sex === 'female' || sex === 'male';
  if (!known(a.sex) || !known(b.sex)) return 'unknown';
  return a.sex === b.sex ? 'pass' : 'fail';
}

const worse = (a: Tri, b: Tri): Tri =>
  a === 'fail' || b === 'fail' ? 'fail' : a === 'unknown' || b === 'unknown' ? 'unknown' : 'pass';
