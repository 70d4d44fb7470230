import { proposeParty, findShortfalls } from './party.rules';
import {
  aBed,
  aBoy,
  aGirl,
  aMan,
  aParty,
  aRoom,
  aWoman,
} from '../../../test/support/placing.samples';

const bedsOf = (proposal: { places: readonly { bedId: string }[] }) =>
  proposal.places.map(({ bedId }) => bedId);

describe('a woman with two children', () => {
  const mother = aParty([aWoman(), aGirl(7), aBoy(3)]);

  test('gets one room with three beds before anything else', () => {
    const beds = [...aRoom('A', 2), ...aRoom('B', 3, { roomMix: 'family' }), ...aRoom('C', 3)];
    const [best, second] = proposeParty(mother, beds);
    expect(bedsOf(best!)).toEqual(['B-1', 'B-2', 'B-3']);
    expect(best!.verdict).toBe('fits');
    expect(best!.reasons.map(({ code }) => code)).toEqual(['children_with_adult', 'one_room']);
    expect(second!.places[0]!.roomId).toBe('C');
  });

  test('is not proposed a room where a child would be without her', () => {
    const beds = [...aRoom('A', 2), ...aRoom('B', 2)];
    expect(proposeParty(mother, beds)).toEqual([]);
    expect(findShortfalls(mother, beds)).toEqual([{ code: 'company', params: {} }]);
  });

  test('hears how many beds together are lacking', () => {
    expect(findShortfalls(mother, aRoom('A', 1))).toEqual([
      { code: 'beds_together', params: { n: 2 } },
    ]);
    expect(findShortfalls(mother, [])).toEqual([{ code: 'no_free_bed', params: {} }]);
  });

  test('is proposed nothing that a neighbouring request holds', () => {
    const nights = { from: '2026-11-24', until: '2026-11-25' };
    const [first, ...others] = aRoom('A', 3);
    const held = { ...first!, bookings: [{ kind: 'hold' as const, nights, sign: null }] };
    expect(proposeParty(mother, [held, ...others])).toEqual([]);
    const barred = { ...first!, barred: true };
    expect(findShortfalls(mother, [barred, ...others])).toEqual(
      findShortfalls(mother, [held, ...others]),
    );
  });
});

describe('families', () => {
  test('two adults with two children may take two rooms, an adult in each', () => {
    const receives = ['woman', 'man', 'girl', 'boy'] as const;
    const party = aParty([aWoman(), aMan(), aGirl(9), aBoy(14)]);
    const beds = [
      ...aRoom('A', 2, { receives, roomMix: 'women' }),
      ...aRoom('B', 2, { receives, roomMix: 'men' }),
    ];
    const [best] = proposeParty(party, beds);
    expect(best!.rooms).toBe(2);
    const roomOf = new Map(best!.places.map(({ caseId, roomId }) => [caseId, roomId]));
    expect(roomOf).toEqual(
      new Map([
        ['woman', 'A'],
        ['girl9', 'A'],
        ['man', 'B'],
        ['boy14', 'B'],
      ]),
    );
  });

  test('are never spread over two shelters', () => {
    const party = aParty([aWoman(), aWoman({ caseId: 'sister' })]);
    const beds = [...aRoom('A', 1), ...aRoom('B', 1, { shelterId: 'shelter2' })];
    expect(proposeParty(party, beds)).toEqual([]);
  });

  test('with an infant take the cot for it, in the mother’s room', () => {
    const party = aParty([aWoman(), aGirl(1)]);
    const beds = [
      ...aRoom('A', 2),
      ...aRoom('B', 1),
      aBed({ bedId: 'cot', label: 'cot', roomId: 'B', kind: 'cot' }),
    ];
    expect(bedsOf(proposeParty(party, beds)[0]!)).toEqual(['B-1', 'cot']);
  });

  test('hear that a cot is lacking when only the infant has no place', () => {
    expect(findShortfalls(aParty([aWoman(), aGirl(1)]), aRoom('A', 1))).toEqual([
      { code: 'cot', params: { n: 1 } },
    ]);
  });

  test('hear that nobody receives one of them', () => {
    const beds = aRoom('A', 3, { roomMix: 'mixed' });
    expect(findShortfalls(aParty([aWoman(), aMan()]), beds)).toContainEqual({
      code: 'nobody_receives',
      params: { n: 1 },
    });
  });

  test('brothers and sisters without an adult stay in one room', () => {
    const party = aParty([aGirl(12), aGirl(10)]);
    expect(proposeParty(party, [...aRoom('A', 1), ...aRoom('B', 1)])).toEqual([]);
    expect(proposeParty(party, aRoom('A', 2))[0]!.verdict).toBe('fits');
  });

  test('with a girl who joins her mother: the child is not alone', () => {
    const there = { roommates: [{ sign: 'woman' as const, related: true }] };
    expect(proposeParty(aParty([aGirl(1)]), aRoom('A', 1, there))[0]!.verdict).toBe('fits');
  });

  test('one unknown makes the whole proposal a question', () => {
    const party = aParty([aWoman(), aGirl(7, { accessNeed: null })]);
    const [best, second] = proposeParty(party, [
      ...aRoom('A', 2),
      ...aRoom('B', 1),
      aBed({ bedId: 'low', label: 'low', roomId: 'B', stepFree: true }),
    ]);
    expect([best!.verdict, best!.places[0]!.roomId]).toEqual(['fits', 'B']);
    expect([second!.verdict, second!.places[0]!.roomId]).toEqual(['ask', 'A']);
  });
});

describe('strangers asked for together', () => {
  test('two women share a room, a girl gets another', () => {
    const party = aParty([aWoman(), aWoman({ caseId: 'second' }), aGirl(16)], { related: false });
    const [best] = proposeParty(party, [...aRoom('A', 3), ...aRoom('B', 1)]);
    const rooms = best!.places.map(({ roomId }) => roomId);
    expect(rooms).toEqual(['A', 'A', 'B']);
    expect(proposeParty(party, aRoom('A', 3))).toEqual([]);
  });

  test('of unknown age are asked about before they share a room', () => {
    const party = aParty([aWoman(), aWoman({ caseId: 'second', age: null })], { related: false });
    const [best] = proposeParty(party, aRoom('A', 2));
    expect(best!.verdict).toBe('ask');
    expect(best!.reasons.map(({ code }) => code)).toContain('age_unknown_company');
  });
});

test('a party of more than ten is for the group plan', () => {
  const many = Array.from({ length: 11 }, (_none, index) => aWoman({ caseId: `w${index}` }));
  expect(() => proposeParty(aParty(many), [])).toThrow('placement.party_too_large');
});
