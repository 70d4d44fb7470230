/** Whether two people could sleep in each other's beds, by what the calendar shows: the press asks every rule. */
import type { PlacingSettings } from '../placing/age.rules';
import { judgeHard } from '../placing/candidate.rules';
import { memberFactsOf } from '../placing/member-facts.rules';
import type { BedFacts, MixSign, Party, RoomMix } from '../placing/placing.types';

export interface Swap {
  readonly ownBed: BedFacts;
  readonly otherBed: BedFacts;
  /** Of the other person the board shows only this sign. */
  readonly otherSign: MixSign | null;
  /** In the same family as the person who moves. */
  readonly isFamily: boolean;
}

/** A boy in a women's room depends on his family: that is asked at the press. */
const NEVER_IN: Readonly<Record<RoomMix, readonly MixSign[]>> = {
  women: ['man'],
  men: ['woman', 'girl'],
  minors: ['woman', 'man'],
  family: [],
  mixed: [],
};

export function mayPass(
  { ownBed, otherBed, otherSign, isFamily }: Swap,
  party: Party,
  settings: PlacingSettings,
): boolean {
  if (otherSign !== null && NEVER_IN[ownBed.roomMix].includes(otherSign)) return false;
  if (ownBed.roomMix === 'family' && !isFamily && ownBed.roommates.length > 0) return false;
  const [who] = memberFactsOf(party, settings);
  // The present occupant leaves the bed in the swap.
  const bed = { ...otherBed, bookings: [], barred: false };
  const { reasons } = judgeHard(who!, bed, { nights: party.nights, settings });
  return !reasons.some(({ sign, hard, rule }) => hard && sign === 'against' && rule !== 'free');
}
