import { PLACING_DEFAULTS } from '../placing/age.rules';
import type { BedFacts, MixSign, Party, RoomMix } from '../placing/placing.types';
import { mayPass } from './swap.rules';

const NIGHTS = { from: '2026-11-24', until: '2026-12-24' };
const bedIn = (roomMix: RoomMix, more: Partial<BedFacts> = {}): BedFacts => ({
  bedId: roomMix,
  label: roomMix,
  kind: 'single',
  roomId: roomMix,
  roomName: roomMix,
  roomMix,
  stepFree: true,
  shelterId: 'house',
  codeName: 'house',
  region: '04',
  receives: ['woman', 'man', 'girl', 'boy'],
  inService: { from: '2020-01-01', until: null },
  bookings: [{ kind: 'stay', nights: NIGHTS, sign: 'woman' }],
  roommates: [],
  languagesSpoken: [],
  barred: false,
  ...more,
});
const party = (sex: 'female' | 'male', age: number): Party => ({
  members: [{ caseId: 'a', sex, age: { low: age, high: age, later: [] }, accessNeed: 'none' }],
  related: true,
  nights: NIGHTS,
  urgency: 'planned',
});
const passes = (
  who: Party,
  ownBed: BedFacts,
  otherBed: BedFacts,
  otherSign: MixSign | null,
  isFamily = false,
) => mayPass({ ownBed, otherBed, otherSign, isFamily }, who, PLACING_DEFAULTS);

describe('with whom somebody can change beds', () => {
  it('a boy of 9 alone is offered no bed of the women’s dormitory, a woman is', () => {
    const family = bedIn('family');
    expect(passes(party('male', 9), family, bedIn('women'), 'woman')).toBe(false);
    expect(passes(party('female', 30), family, bedIn('women'), 'woman')).toBe(true);
  });

  it('nobody is offered whom the own room does not take', () => {
    expect(passes(party('female', 30), bedIn('women'), bedIn('mixed'), 'man')).toBe(false);
    expect(passes(party('female', 30), bedIn('women'), bedIn('mixed'), 'woman')).toBe(true);
  });

  it('that the other sleeps in the bed does not count: they make way', () => {
    expect(passes(party('female', 30), bedIn('women'), bedIn('women'), 'woman')).toBe(true);
    const upper = bedIn('women', { kind: 'bunk_upper' });
    expect(passes(party('female', 5), bedIn('women'), upper, 'woman')).toBe(false);
  });

  it('only one of the family is offered where the family stays behind in its room', () => {
    const roommates = [{ adult: 'pass', isFamily: true }] as unknown as BedFacts['roommates'];
    const withMother = bedIn('family', { roommates });
    const girl = party('female', 9);
    expect(passes(girl, withMother, bedIn('women'), 'woman')).toBe(false);
    expect(passes(girl, withMother, bedIn('women'), 'woman', true)).toBe(true);
    expect(passes(girl, bedIn('family'), bedIn('women'), 'woman')).toBe(true);
  });
});
