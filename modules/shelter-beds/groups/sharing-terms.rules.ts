/** Placement rules that depend on who shares a room, as terms of a group plan. */
import type { Nights } from '../../platform/shared/nights.rules';
import { mixSignOver } from '../bookings/stay.rules';
import type { PlacingSettings } from '../placing/age.rules';
import { roomSharingReasons, type SharedRoom } from '../placing/room-sharing.rules';
import type { MemberFacts } from '../placing/member-facts.rules';
import { verdictOf, type MixSign, type PartyMember, type Reason } from '../placing/placing.types';
import { weigh } from '../placing/soft.rules';

export interface SharingTerms {
  readonly everyone: readonly MemberFacts[];
  readonly related: boolean;
  readonly settings: PlacingSettings;
}

/** Reasons if exactly these people of a party share a room. */
export const sharingReasonsIn = (
  inside: readonly MemberFacts[],
  { everyone, related, settings }: SharingTerms,
  room: SharedRoom,
): Reason[] => roomSharingReasons(inside, { everyone, related, asked: { settings } }, room);

/** Two who do not know each other, in a room that is open to all. */
export const strangersVerdict = (
  a: MemberFacts,
  b: MemberFacts,
  settings: PlacingSettings,
): 'fits' | 'ask' | 'no' =>
  verdictOf(
    sharingReasonsIn(
      [a, b],
      { everyone: [a, b], related: false, settings },
      { mix: 'mixed', familyAdultThere: false },
    ),
  );

/** A party in one room; and what each further room costs it. */
export const roomPoints = (settings: PlacingSettings): { one: number; further: number } => ({
  one: weigh(settings, 'together', 'one_room')?.points ?? 0,
  further: weigh(settings, 'together', 'several_rooms')?.points ?? 0,
});

export const signOf = (member: PartyMember, nights: Nights): MixSign | null =>
  mixSignOver(member, nights);
