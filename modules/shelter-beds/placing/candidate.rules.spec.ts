import { ageFromBirthDate, ageFromBirthYear, ageFromEstimate, settingsOf } from './age.rules';
import { rankBeds } from './candidate.rules';
import { mayBeSetAside } from './checks.rules';
import {
  aBed,
  aBoy,
  aGirl,
  aMan,
  aParty,
  aWoman,
  exactly,
} from '../../../test/support/placing.samples';
import { FIRST_RULE_SET } from './rule-set.rules';
import type { BedFacts, Party, PartyMember, Roommate } from './placing.types';

const stranger = (sign: Roommate['sign']): Roommate => ({ sign, related: false });
const family = (sign: Roommate['sign']): Roommate => ({ sign, related: true });

function answer(who: PartyMember | Party, bed: Partial<BedFacts> = {}) {
  const party = 'members' in who ? who : aParty([who]);
  const [candidate] = rankBeds(party, [aBed(bed)]);
  const { verdict, reasons } = candidate!;
  const codes = (sign: string) => reasons.filter((r) => r.sign === sign).map((r) => r.code);
  return { verdict, against: codes('against'), open: codes('unknown'), for: codes('for') };
}

describe('who is received', () => {
  test('a woman fits in a free bed of a women’s room', () => {
    expect(answer(aWoman())).toEqual({
      verdict: 'fits',
      against: [],
      open: [],
      for: ['free_whole_stay', 'received', 'women_room', 'nobody_else_in_room', 'calm_room'],
    });
  });

  test('a man is not placed in a shelter for women', () => {
    const { verdict, against } = answer(aMan(), { roomMix: 'mixed' });
    expect([verdict, against]).toEqual(['no', ['not_received']]);
  });

  test('where only girls are received, an unknown age is asked about', () => {
    const { verdict, open } = answer(aWoman({ age: null }), { receives: ['girl'] });
    expect([verdict, open]).toEqual(['ask', ['age_unknown']]);
  });

  test('an unknown age changes nothing where women and girls are both received', () => {
    expect(answer(aWoman({ age: null })).verdict).toBe('fits');
  });

  test('an unknown sex is asked about, never guessed', () => {
    const { verdict, open } = answer(aWoman({ sex: null }));
    expect([verdict, open]).toEqual(['ask', ['sex_unknown', 'sex_unknown_room']]);
  });

  test('of a person of another gender the wish is asked', () => {
    const { verdict, open } = answer(aWoman({ sex: 'other' }));
    expect([verdict, open]).toEqual(['ask', ['wish_to_ask', 'wish_room']]);
    expect(
      answer(aWoman({ sex: 'other' }), { receives: ['other'], roomMix: 'mixed' }).verdict,
    ).toBe('fits');
  });

  test('a girl who comes of age during the stay is not placed where only girls are received', () => {
    const nights = { from: '2026-11-24', until: '2026-12-04' };
    const girl = (born: string) => aGirl(17, { age: ageFromBirthDate(born, nights) });
    const house = { receives: ['girl'] as const, roomMix: 'minors' as const };
    // Born 4 December: the last night is that of 3 December, when she is still 17.
    expect(answer(girl('2008-12-04'), house).verdict).toBe('fits');
    const { verdict, against } = answer(girl('2008-12-03'), house);
    expect([verdict, against]).toEqual(['no', ['not_received_later', 'adult_later']]);
  });
});

describe('rooms', () => {
  test('a boy of 13 does not sleep in a women’s room, with his mother neither', () => {
    const mother = aParty([aWoman(), aBoy(13)]);
    const boyAlone = answer(aParty([aBoy(13)]));
    expect([boyAlone.verdict, boyAlone.against]).toEqual(['no', ['boy_in_womens_room']]);
    const [best] = rankBeds(mother, [aBed()]);
    expect(best!.caseId).toBe('woman');
  });

  test('a boy of 8 may share the women’s room of his mother, if nobody else is in it', () => {
    const men = { receives: ['boy'] as const };
    const accompanied = aParty([aWoman(), aBoy(8)]);
    expect(answer(accompanied, men).verdict).toBe('fits');
    expect(answer(accompanied, { ...men, roommates: [stranger('woman')] }).verdict).toBe('no');
    expect(answer(aParty([aBoy(8)]), men).against).toEqual(['boy_in_womens_room']);
  });

  test('a minor is never with unrelated adults', () => {
    const { verdict, against } = answer(aGirl(16), { roommates: [stranger('woman')] });
    expect([verdict, against]).toEqual(['no', ['minor_with_adults', 'shared_room']]);
  });

  test('a woman is never put with a girl who is not of her family', () => {
    const { verdict, against } = answer(aWoman(), { roommates: [stranger('girl')] });
    expect([verdict, against]).toEqual(['no', ['adult_with_minors', 'shared_room']]);
  });

  test('a girl joins her mother who already sleeps there', () => {
    const { verdict, for: good } = answer(aGirl(9), { roommates: [family('woman')] });
    expect(verdict).toBe('fits');
    expect(good).toContain('only_family_in_room');
  });

  test('an unknown age with a woman or a girl in the room is asked about', () => {
    const ageless = aWoman({ age: null });
    for (const sign of ['woman', 'girl'] as const) {
      const { verdict, open } = answer(ageless, { roommates: [stranger(sign)] });
      expect([verdict, open]).toEqual(['ask', ['age_unknown_roommates']]);
    }
  });

  test('a roommate of unknown age or sex is asked about', () => {
    const { verdict, open } = answer(aWoman(), { roommates: [stranger(null)] });
    expect([verdict, open]).toEqual(['ask', ['roommate_unknown']]);
  });

  test('someone who is 17 or 18 counts as a minor with adults, and as an adult with minors', () => {
    const either = aWoman({ age: { low: 17, high: 18, later: [] } });
    expect(answer(either, { roommates: [stranger('woman')] }).against).toContain(
      'minor_with_adults',
    );
    expect(answer(either, { roommates: [stranger('girl')] }).against).toContain(
      'adult_with_minors',
    );
    expect(answer(either, { roomMix: 'minors' }).against).toEqual(['adult_in_minors_room']);
    expect(answer(either).verdict).toBe('fits');
  });

  test('someone of 17 whose birthday nobody knows is asked about in a minors’ room', () => {
    const seventeen = aGirl(17, { age: { low: 16, high: 17 } });
    const { verdict, open } = answer(seventeen, { roomMix: 'minors' });
    expect([verdict, open]).toEqual(['ask', ['age_unknown_room']]);
    const oneNight = aParty([seventeen], { nights: { from: '2026-11-24', until: '2026-11-25' } });
    expect(answer(oneNight, { roomMix: 'minors' }).verdict).toBe('fits');
  });

  test('two women who do not know each other share a room', () => {
    const { verdict, against } = answer(aWoman(), { roommates: [stranger('woman')] });
    expect([verdict, against]).toEqual(['fits', ['shared_room']]);
  });

  test('a man and a woman without a tie do not share a room that is open to all', () => {
    const bed = { receives: ['man', 'woman'] as const, roomMix: 'mixed' as const };
    expect(answer(aMan(), { ...bed, roommates: [stranger('woman')] }).verdict).toBe('no');
    expect(answer(aMan(), { ...bed, roommates: [family('woman')] }).verdict).toBe('fits');
    expect(answer(aMan(), { ...bed, roommates: [stranger('man')] }).verdict).toBe('fits');
  });

  test('a family room takes one family', () => {
    const bed = { roomMix: 'family' as const };
    expect(answer(aWoman(), { ...bed, roommates: [stranger('woman')] }).against).toContain(
      'family_room_taken',
    );
    expect(answer(aWoman(), bed).against).toEqual(['family_room_kept']);
    expect(answer(aParty([aWoman(), aGirl(5)]), bed).for).toContain('family_room_suits');
  });
});

describe('getting to the bed', () => {
  test('a wheelchair does not go to the second floor', () => {
    const { verdict, against } = answer(aWoman({ accessNeed: 'step_free' }));
    expect([verdict, against]).toEqual(['no', ['not_step_free']]);
    expect(answer(aWoman({ accessNeed: 'step_free' }), { stepFree: true }).verdict).toBe('fits');
  });

  test('an access need that nobody asked about is not a pass', () => {
    const unasked = aWoman({ accessNeed: null });
    expect(answer(unasked).open).toEqual(['access_unknown']);
    expect(answer(unasked, { stepFree: true }).verdict).toBe('fits');
  });

  test('a step-free bed is spared for who needs it', () => {
    const beds = [aBed({ bedId: 'a', label: '1', stepFree: true }), aBed({ bedId: 'b' })];
    expect(rankBeds(aParty([aWoman()]), beds)[0]!.bedId).toBe('b');
  });

  test('an upper bunk is not for a small child, nor for who cannot climb', () => {
    const upper = { kind: 'bunk_upper' as const };
    expect(answer(aGirl(5), upper).against).toEqual(['child_in_upper_bunk']);
    expect(answer(aWoman({ accessNeed: 'no_climbing' }), upper).against).toEqual(['no_climbing']);
    expect(answer(aWoman({ accessNeed: null }), upper).verdict).toBe('ask');
    expect(answer(aWoman({ age: null }), upper).open).toEqual(['age_unknown_bunk']);
    expect(answer(aGirl(6), upper).verdict).toBe('fits');
  });

  test('an older woman gets the lower bunk first', () => {
    const beds = [
      aBed({ bedId: 'up', label: '1', kind: 'bunk_upper' }),
      aBed({ bedId: 'low', label: '2', kind: 'bunk_lower' }),
    ];
    expect(rankBeds(aParty([aWoman({ age: exactly(67) })]), beds)[0]!.bedId).toBe('low');
  });

  test('of two like beds the one where her language is spoken comes first', () => {
    const beds = [aBed({ bedId: 'a' }), aBed({ bedId: 'b', languagesSpoken: ['wo'] })];
    expect(rankBeds(aParty([aWoman({ language: 'wo' })]), beds)[0]!.bedId).toBe('b');
  });
});

describe('infants', () => {
  const cot = { kind: 'cot' as const };
  test('a cot is for an infant only', () => {
    expect(answer(aWoman(), cot).against).toEqual(['cot_only_infants']);
    expect(answer(aGirl(2), cot).against).toEqual(['cot_only_infants']);
    expect(answer(aParty([aWoman(), aGirl(1)]), cot).for).toContain('cot_for_infant');
  });

  test('no cot for somebody of unknown age, and nobody relaxes it or sets it aside for one who is no infant', () => {
    const relaxed = settingsOf({ ...FIRST_RULE_SET, relaxed: ['cot'] });
    for (const who of [aWoman({ age: null }), aGirl(15), aWoman({ age: { low: 17, high: 22 } })]) {
      const [candidate] = rankBeds(aParty([who]), [aBed(cot)], relaxed);
      expect(candidate!.verdict).toBe('no');
      expect(mayBeSetAside(candidate!.reasons)).toBe(false);
    }
  });

  test('an infant who turns two during the stay has outgrown the cot', () => {
    const nights = { from: '2026-11-24', until: '2026-12-04' };
    const child = aGirl(1, { age: ageFromBirthDate('2024-11-30', nights) });
    expect(answer(aParty([child, aWoman()]), cot).verdict).toBe('no');
    const alone = aParty([child]);
    expect(answer(alone, cot).against).toContain('cot_outgrown');
  });

  test('an infant has no bed without somebody of the family', () => {
    expect(answer(aGirl(1), cot).against).toEqual(['infant_alone']);
    expect(answer(aGirl(1), { ...cot, roommates: [family('woman')] }).verdict).toBe('fits');
  });

  test('with a mother of 16, somebody confirms who watches at night', () => {
    const { verdict, open } = answer(aParty([aGirl(1), aGirl(16)]), cot);
    expect([verdict, open]).toEqual(['ask', ['infant_with_minor']]);
  });

  test('a child of one or two is asked about before it gets a cot', () => {
    const child = aGirl(1, { age: { low: 1, high: 2, later: [] } });
    expect(answer(aParty([child, aWoman()]), cot).open).toContain('cot_age_unknown');
  });
});

describe('the whole stay', () => {
  test('a bed that goes out of service on one night of the stay is not free', () => {
    const part = { inService: { from: '2026-01-01', until: '2026-12-03' } };
    expect(answer(aWoman(), part).against).toEqual(['out_of_service_after']);
    expect(
      answer(aWoman(), { inService: { from: '2026-01-01', until: '2026-12-04' } }).verdict,
    ).toBe('fits');
    expect(answer(aWoman(), { inService: null }).against).toEqual(['out_of_service']);
    expect(answer(aWoman(), { inService: { from: '2026-11-25', until: null } }).against).toEqual([
      'out_of_service_before',
    ]);
  });

  test('a bed that is slept in says until when', () => {
    const stay = (from: string, until: string | null): Partial<BedFacts> => ({
      bookings: [{ kind: 'stay', nights: { from, until }, sign: 'woman' }],
    });
    expect(answer(aWoman(), stay('2026-11-01', '2026-11-26')).against).toEqual(['occupied_until']);
    expect(answer(aWoman(), stay('2026-11-01', null)).against).toEqual(['occupied_open']);
    expect(answer(aWoman(), stay('2026-12-01', null)).against).toEqual(['taken_from']);
    expect(answer(aWoman(), stay('2026-12-04', null)).verdict).toBe('fits');
  });

  test('an open stay needs a bed that nothing is planned for', () => {
    const open = aParty([aWoman()], { nights: { from: '2026-11-24', until: null } });
    const blocked = { kind: 'blocked' as const, sign: null };
    const later = { ...blocked, nights: { from: '2027-06-01', until: '2027-06-02' } };
    expect(answer(open, { bookings: [later] }).against).toEqual(['taken_from']);
  });
});

describe('what may not be disclosed', () => {
  const held = (kind: 'hold' | 'promised', from = '2026-11-25') =>
    aBed({ bookings: [{ kind, nights: { from, until: '2026-12-30' }, sign: 'woman' }] });
  const tell = (bed: BedFacts) => rankBeds(aParty([aWoman()]), [bed])[0];

  test('a barred bed and a bed that a neighbour holds answer the same', () => {
    const silence = {
      bedId: 'bed1',
      verdict: 'not_proposed',
      score: null,
      reasons: [],
      caseId: null,
    };
    expect(tell(aBed({ barred: true }))).toEqual(silence);
    expect(tell(held('hold'))).toEqual(silence);
    expect(tell(held('promised'))).toEqual(silence);
  });

  test('a barred bed stays silent whatever else is wrong with it', () => {
    const wrong = aBed({
      barred: true,
      inService: null,
      receives: [],
      roommates: [stranger('man')],
      bookings: [{ kind: 'stay', nights: { from: '2026-01-01', until: null }, sign: 'man' }],
    });
    expect(tell(wrong)).toEqual(tell(held('hold')));
  });

  test('a hold on other nights takes nothing away', () => {
    expect(tell(held('hold', '2026-12-04'))!.verdict).toBe('fits');
  });
});

describe('ages without a birth date', () => {
  const nights = { from: '2026-11-24', until: '2026-12-04' };
  test('a birth date leaves only the age, unless a rule’s age is reached', () => {
    expect(ageFromBirthDate('1996-11-30', nights)).toEqual({ low: 29, high: 29, later: [] });
    expect(ageFromBirthDate('2008-11-30', nights)).toEqual({
      low: 17,
      high: 17,
      later: [{ on: '2026-11-30', low: 18, high: 18 }],
    });
  });

  test('born on 29 February, one comes of age on 1 March', () => {
    const around = { from: '2026-02-20', until: '2026-03-10' };
    expect(ageFromBirthDate('2008-02-29', around).later).toEqual([
      { on: '2026-03-01', low: 18, high: 18 },
    ]);
  });

  test('a birth year leaves two ages, which move on 1 January', () => {
    expect(ageFromBirthYear(2008, nights)).toEqual({ low: 17, high: 18, later: [] });
    expect(ageFromBirthYear(2009, { from: '2026-12-30', until: '2027-01-03' })).toEqual({
      low: 16,
      high: 17,
      later: [{ on: '2027-01-01', low: 17, high: 18 }],
    });
  });

  test('an estimate grows with the years, to the protective side', () => {
    expect(ageFromEstimate(15, 17, '2025-06-01', nights)).toEqual({ low: 16, high: 19 });
  });
});
