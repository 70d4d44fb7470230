/** Evenings as they happen: who comes, which beds there are, and what is answered, written out. */
import {
  aBed,
  aBoy,
  aGirl,
  aMan,
  aParty,
  aRoom,
  aWoman,
  exactly,
} from '../../../test/support/placing.samples';
import { PLACING_DEFAULTS, settingsOf, type PlacingSettings } from './age.rules';
import { rankBeds } from './candidate.rules';
import { checksOf, mayBeSetAside } from './checks.rules';
import { proposeParty, findShortfalls } from './party.rules';
import type { BedFacts, Party } from './placing.types';
import { FIRST_RULE_SET } from './rule-set.rules';

const all = ['woman', 'man', 'girl', 'boy'] as const;

/** The best proposal: who goes where, what is said of the party, and what is asked; or what lacks. */
function evening(party: Party, beds: BedFacts[], settings: PlacingSettings = PLACING_DEFAULTS) {
  const [best] = proposeParty(party, beds, settings);
  if (!best)
    return findShortfalls(party, beds, settings).map(({ code, params }) => ({ code, ...params }));
  const asks = [...best.reasons, ...best.places.flatMap(({ reasons }) => reasons)];
  return {
    verdict: best.verdict,
    where: Object.fromEntries(best.places.map(({ caseId, bedId }) => [caseId, bedId])),
    asks: [...new Set(asks.filter(({ sign }) => sign === 'unknown').map(({ code }) => code))],
  };
}

const against = (party: Party, bed: BedFacts, settings = PLACING_DEFAULTS) => {
  const [{ verdict, reasons }] = rankBeds(party, [bed], settings) as [
    ReturnType<typeof rankBeds>[0],
  ];
  return {
    verdict,
    against: reasons.filter(({ sign, hard }) => hard && sign === 'against').map(({ code }) => code),
    mayBeSetAside: mayBeSetAside(reasons),
  };
};

const womensRoom = (n: number, given: Partial<BedFacts> = {}) => aRoom('women', n, given);
const familyRoom = (n: number, given: Partial<BedFacts> = {}) =>
  aRoom('family', n, { roomMix: 'family', roomName: 'Olivier', ...given });

describe('a mother and her boy of 13', () => {
  const family = aParty([aWoman(), aBoy(13)]);

  test('take the family room, together, although the women’s room has beds', () => {
    expect(evening(family, [...womensRoom(4), ...familyRoom(2)])).toEqual({
      verdict: 'fits',
      where: { woman: 'family-1', boy13: 'family-2' },
      asks: [],
    });
  });

  test('where no family room is free, what lacks is said, and nobody is placed alone', () => {
    const taken = familyRoom(2, { roommates: [{ sign: 'woman', related: false }] });
    expect(evening(family, [...womensRoom(4), ...taken])).toEqual([
      { code: 'nobody_receives', n: 1 },
      { code: 'beds_together', n: 1 },
    ]);
  });

  test('where the programme lets the women’s room be asked about, it is asked', () => {
    const asking = settingsOf({ ...FIRST_RULE_SET, relaxed: ['siblings', 'mix'] });
    expect(evening(family, womensRoom(2), asking)).toEqual({
      verdict: 'ask',
      where: { woman: 'women-1', boy13: 'women-2' },
      asks: ['boy_in_womens_room'],
    });
  });

  test('an unrelated woman in that room stays a no, whatever the programme sets', () => {
    const asking = settingsOf({ ...FIRST_RULE_SET, relaxed: ['siblings', 'mix'] });
    const shared = womensRoom(2, { roommates: [{ sign: 'woman', related: false }] });
    expect(against(aParty([aBoy(13)]), shared[0]!, asking)).toEqual({
      verdict: 'no',
      against: ['minor_with_adults', 'other_sex_in_room'],
      mayBeSetAside: false,
    });
  });
});

describe('a woman in a wheelchair', () => {
  const woman = aParty([aWoman({ accessNeed: 'step_free' })]);

  test('on the second floor: no, and two people may set that aside; on the ground floor: yes', () => {
    const upstairs = aBed({ bedId: 'upstairs', label: 'a', stepFree: false });
    const ground = aBed({ bedId: 'ground', label: 'b', roomId: 'room2', stepFree: true });
    expect(against(woman, upstairs)).toEqual({
      verdict: 'no',
      against: ['not_step_free'],
      mayBeSetAside: true,
    });
    expect(evening(woman, [upstairs, ground])).toEqual({
      verdict: 'fits',
      where: { woman: 'ground' },
      asks: [],
    });
  });

  test('an upper bunk on the second floor breaks two rules, each with its own reason', () => {
    const [{ reasons }] = rankBeds(woman, [aBed({ kind: 'bunk_upper' })]) as [
      ReturnType<typeof rankBeds>[0],
    ];
    expect(checksOf(reasons)).toEqual({
      free: 'pass',
      service: 'pass',
      doors: 'pass',
      received: 'pass',
      mix: 'pass',
      minors: 'pass',
      sexes: 'pass',
      access: 'fail',
      bunk: 'fail',
      cot: 'pass',
      infant: 'pass',
    });
  });
});

describe('co-victims who are to be kept apart', () => {
  test('the house where the other sleeps is not proposed and discloses nothing; another is proposed', () => {
    const barred = aBed({ bedId: 'there', barred: true, stepFree: true });
    const elsewhere = aBed({ bedId: 'elsewhere', roomId: 'room2', shelterId: 'shelter2' });
    expect(evening(aParty([aWoman()]), [barred, elsewhere])).toEqual({
      verdict: 'fits',
      where: { woman: 'elsewhere' },
      asks: [],
    });
    expect(rankBeds(aParty([aWoman()]), [barred])).toEqual([
      { bedId: 'there', verdict: 'not_proposed', score: null, reasons: [], caseId: null },
    ]);
  });

  test('where there is no other house, it is said as if that one were full', () => {
    expect(evening(aParty([aWoman()]), [aBed({ barred: true })])).toEqual([
      { code: 'no_free_bed' },
    ]);
  });
});

describe('a girl who turns 18 during the stay', () => {
  const girl = (on: string) =>
    aParty([aGirl(17, { age: { low: 17, high: 17, later: [{ on, low: 18, high: 18 }] } })]);
  const minors = aBed({ bedId: 'minors', roomMix: 'minors' });
  const women = aBed({ bedId: 'women', roomId: 'room2' });

  test('is not placed in the minors’ room for all of it, but in the women’s room alone', () => {
    expect(against(girl('2026-11-30'), minors)).toMatchObject({
      verdict: 'no',
      against: ['adult_later'],
    });
    expect(evening(girl('2026-11-30'), [minors, women])).toMatchObject({
      where: { girl17: 'women' },
    });
  });

  test('is in neither room with strangers: with the women she is a child, with the children an adult', () => {
    const withWomen = { ...women, roommates: [{ sign: 'woman' as const, related: false }] };
    const withGirls = { ...women, roommates: [{ sign: 'girl' as const, related: false }] };
    expect(against(girl('2026-11-30'), withWomen).against).toEqual(['minor_with_adults']);
    expect(against(girl('2026-11-30'), withGirls).against).toEqual(['adult_with_minors']);
  });
});

describe('brother and sister without an adult', () => {
  const minors = (room: string, n: number) =>
    aRoom(room, n, { roomMix: 'minors', receives: all, roomName: room });
  const siblings = (girl: number, boy: number) => aParty([aGirl(girl), aBoy(boy)]);

  test('of 9 and 7 share a room, and nothing is asked', () => {
    expect(evening(siblings(9, 7), minors('one', 2))).toEqual({
      verdict: 'fits',
      where: { girl9: 'one-1', boy7: 'one-2' },
      asks: [],
    });
  });

  test('of 15 and 13 may share a room if somebody asks them', () => {
    expect(evening(siblings(15, 13), minors('one', 2))).toEqual({
      verdict: 'ask',
      where: { girl15: 'one-1', boy13: 'one-2' },
      asks: ['siblings_of_two_sexes'],
    });
  });

  test('of 15 and 13, where the programme forbids it: two rooms of one house, and who watches is asked', () => {
    const strict = settingsOf({ ...FIRST_RULE_SET, relaxed: [] });
    expect(evening(siblings(15, 13), minors('one', 2), strict)).toEqual([{ code: 'company' }]);
    expect(evening(siblings(15, 13), [...minors('one', 1), ...minors('two', 1)], strict)).toEqual({
      verdict: 'ask',
      where: { girl15: 'two-1', boy13: 'one-1' },
      asks: ['siblings_in_two_rooms'],
    });
  });

  test('of 15 and 7 are never parted', () => {
    expect(evening(siblings(15, 7), [...minors('one', 1), ...minors('two', 1)])).toEqual([
      { code: 'company' },
    ]);
  });

  test('with their mother share a family room, and nothing is asked', () => {
    const family = aParty([aWoman(), aGirl(15), aBoy(13)]);
    expect(evening(family, familyRoom(3))).toMatchObject({ verdict: 'fits', asks: [] });
  });
});

describe('a mother with her newborn', () => {
  const family = aParty([aWoman(), aGirl(0, { age: exactly(0) })]);

  test('the child takes the cot beside her', () => {
    const room = [
      aBed({ bedId: 'bed', label: 'a' }),
      aBed({ bedId: 'cot', label: 'b', kind: 'cot' }),
    ];
    expect(evening(family, room)).toEqual({
      verdict: 'fits',
      where: { woman: 'bed', girl0: 'cot' },
      asks: [],
    });
  });

  test('the cot in another room is no help', () => {
    const rooms = [
      aBed({ bedId: 'bed', label: 'a' }),
      aBed({ bedId: 'cot', label: 'b', kind: 'cot', roomId: 'room2' }),
    ];
    expect(evening(family, rooms)).toEqual([{ code: 'company' }]);
  });
});

describe('somebody whose age nobody knows', () => {
  const person = aParty([aWoman({ age: null })]);

  test('sleeps alone without a question, and beside anybody only after one', () => {
    expect(evening(person, [aBed()])).toMatchObject({ verdict: 'fits', asks: [] });
    for (const sign of ['woman', 'girl'] as const) {
      const shared = aBed({ roommates: [{ sign, related: false }] });
      expect(evening(person, [shared])).toEqual({
        verdict: 'ask',
        where: { woman: 'bed1' },
        asks: ['age_unknown_roommates'],
      });
    }
  });

  test('is asked about a minors’ room and an upper bunk', () => {
    const bed = aBed({ roomMix: 'minors', kind: 'bunk_upper' });
    expect(evening(person, [bed])).toMatchObject({
      asks: ['age_unknown_room', 'age_unknown_bunk'],
    });
  });
});

describe('a man and a house for women', () => {
  test('his wish or two signatures open a house that does not receive him; strangers of the other sex stay a no', () => {
    const empty = aBed({ roomMix: 'mixed' });
    expect(against(aParty([aMan()]), empty)).toEqual({
      verdict: 'no',
      against: ['not_received'],
      mayBeSetAside: true,
    });
    const shared = aBed({ roomMix: 'mixed', roommates: [{ sign: 'woman', related: false }] });
    expect(against(aParty([aMan()]), shared).mayBeSetAside).toBe(false);
  });
});

describe('houses and companions weigh, and never decide', () => {
  test('of two beds alike the one in the emptier house comes first', () => {
    const full = aBed({ bedId: 'full', label: 'a', shelterId: 's1', freeShare: 10 });
    const roomy = aBed({
      bedId: 'roomy',
      label: 'b',
      shelterId: 's2',
      roomId: 'r2',
      freeShare: 80,
    });
    expect(
      rankBeds(aParty([aWoman()]), [full, roomy]).map(({ bedId, score }) => [bedId, score]),
    ).toEqual([
      ['roomy', 3],
      ['full', 1],
    ]);
  });

  test('a girl beside girls: a point for company takes back the point for a shared room', () => {
    const [shared] = rankBeds(aParty([aGirl(15)]), [
      aBed({ roomMix: 'minors', roommates: [{ sign: 'girl', related: false }] }),
    ]);
    expect(
      shared!.reasons
        .filter(({ points }) => points !== 0)
        .map(({ code, points }) => [code, points]),
    ).toEqual([
      ['shared_room', -1],
      ['same_age_room', 1],
    ]);
  });

  test('somebody with a hearing in Fès: a house of that region weighs more, one elsewhere less', () => {
    const points = { ...FIRST_RULE_SET.points, near_place: 4, far_from_place: -2 };
    const weighed = settingsOf({ ...FIRST_RULE_SET, points, weighs: ['near'] });
    const party: Party = { ...aParty([aWoman()]), near: '03' };
    const regionReasons = (region: string, of = party) =>
      rankBeds(of, [aBed({ region })], weighed)[0]!
        .reasons.filter((one) => one.rule === 'near')
        .map(({ code, points: worth }) => [code, worth]);
    expect(regionReasons('03')).toEqual([['near_place', 4]]);
    expect(regionReasons('04')).toEqual([['far_from_place', -2]]);
    expect(regionReasons('03', aParty([aWoman()]))).toEqual([]);
    // The edition before it says nothing, wherever they have to go.
    const first = settingsOf(FIRST_RULE_SET);
    const codes = rankBeds(party, [aBed({ region: '03' })], first)[0]!.reasons.map(
      ({ code }) => code,
    );
    expect(codes).not.toContain('near_place');
  });

  test('a soft rule that does not weigh says nothing', () => {
    const none = settingsOf({ ...FIRST_RULE_SET, weighs: [] });
    expect(rankBeds(aParty([aWoman()]), [aBed({ freeShare: 80 })], none)[0]!.score).toBe(0);
  });
});
