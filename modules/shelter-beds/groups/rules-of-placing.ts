/** What a plan asks of the rules of placing, in one place: everything else comes of judging and proposing. */
import type { Nights } from '../../../src/shared/nights';
import { mixSignOver } from '../bookings/stay.rules';
import type { PlacingSettings } from '../placing/age.rules';
import { companyOf, type Room } from '../placing/company.rules';
import type { Who } from '../placing/member.facts';
import { verdictOf, type MixSign, type PartyMember, type Reason } from '../placing/placing.facts';
import { weigh } from '../placing/soft.rules';

export interface Together {
  readonly everyone: readonly Who[];
  readonly related: boolean;
  readonly settings: PlacingSettings;
}

/** What there is to say when these of a party, and no others of it, share a room. */
export const companyIn = (
  inside: readonly Who[],
  { everyone, related, settings }: Together,
  room: Room,
): Reason[] => companyOf(inside, { everyone, related, asked: { settings } }, room);

/** Two who do not know each other, in a room that is open to all. */
export const asStrangers = (a: Who, b: Who, settings: PlacingSettings): 'fits' | 'ask' | 'no' =>
  verdictOf(
    companyIn(
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
