import {
  aBed,
  aBoy,
  aGirl,
  aMan,
  aParty,
  aWoman,
  exactly,
} from '../../../test/support/placing.samples';
import { PLACING_DEFAULTS } from './age.rules';
import { rankBeds } from './candidate.rules';
import type { BedFacts, Party, PartyMember } from './placing.types';
import { WhatIfSearch } from './what-if.rules';

/** What would make the bed fit, one line each: the changes, then what it would be. */
function whatIf(who: PartyMember | Party, bed: Partial<BedFacts>): string[] {
  const party = 'members' in who ? who : aParty([who]);
  const facts = aBed(bed);
  const [candidate] = rankBeds(party, [facts]);
  return new WhatIfSearch(party, PLACING_DEFAULTS)
    .of(candidate!, facts)
    .map(
      ({ flips, verdict, from }) =>
        `${flips
          .map(({ code, ...params }) =>
            [code, ...Object.values(params as Record<string, string>).flat()].join(' '),
          )
          .join(' + ')}: ${verdict} from ${from}`,
    );
}

const stay = (from: string, until: string | null) => ({
  kind: 'stay' as const,
  nights: { from, until },
  sign: 'woman' as const,
});
const leftBehind = (until: string) => ({
  kind: 'blocked' as const,
  nights: { from: '2026-11-24', until },
  sign: null,
  preparing: true as const,
});
const stranger = (sign: 'woman' | 'girl') => ({ sign, related: false });

describe('what would make it fit', () => {
  test('a bed that is only to be prepared fits once it is ready, before any other change', () => {
    expect(whatIf(aWoman(), { bookings: [leftBehind('2026-11-25')] })).toEqual([
      'bed_ready: fits from 2026-11-24',
    ]);
    const wantedLater = [leftBehind('2026-11-25'), stay('2026-11-27', '2026-11-30')];
    expect(whatIf(aWoman(), { bookings: wantedLater }).join()).not.toContain('bed_ready');
  });

  test('a bed that comes free on Thursday fits from Thursday', () => {
    expect(whatIf(aWoman(), { bookings: [stay('2026-11-20', '2026-11-26')] })).toEqual([
      'from_night 2026-11-26: fits from 2026-11-26',
      'bed_freed: fits from 2026-11-24',
    ]);
  });

  test('a bed whose sleeper has no planned exit fits only if it comes free', () => {
    expect(whatIf(aWoman(), { bookings: [stay('2026-11-20', null)] })).toEqual([
      'bed_freed: fits from 2026-11-24',
    ]);
  });

  test('a bed that is taken later fits for a shorter stay', () => {
    expect(whatIf(aWoman(), { bookings: [stay('2026-11-30', null)] })).toEqual([
      'until_night 2026-11-30: fits from 2026-11-24',
      'bed_freed: fits from 2026-11-24',
    ]);
  });

  test('a bed with two stays in it: once the second has left', () => {
    const bookings = [stay('2026-11-20', '2026-11-26'), stay('2026-11-30', '2026-12-02')];
    expect(whatIf(aWoman(), { bookings })).toEqual([
      'from_night 2026-12-02: fits from 2026-12-02',
      'bed_freed: fits from 2026-11-24',
    ]);
  });

  test('an upper bunk for a woman who cannot climb: if it were acceptable', () => {
    const woman = aWoman({ accessNeed: 'no_climbing' });
    expect(whatIf(woman, { kind: 'bunk_upper' })).toEqual(['bunk_accepted: fits from 2026-11-24']);
  });

  test('a wheelchair and steps: if the way there were step-free', () => {
    expect(whatIf(aWoman({ accessNeed: 'step_free' }), {})).toEqual([
      'step_free: fits from 2026-11-24',
    ]);
  });

  test('a boy of 13 and his mother: if the women’s room were a family room', () => {
    const boy = { ...aParty([aWoman(), aBoy(13)]) };
    const party = { ...boy, members: [boy.members[1]!, boy.members[0]!] };
    expect(whatIf(aParty([aBoy(13)]), { receives: ['boy'] })).toEqual([
      'room_mix minors: fits from 2026-11-24',
    ]);
    expect(whatIf(party, { receives: ['boy'] })).toEqual(['room_mix family: fits from 2026-11-24']);
  });

  test('a man where only women are received, in a women’s room: both would have to change', () => {
    expect(whatIf(aMan(), {})).toEqual(['received man + room_mix men: fits from 2026-11-24']);
  });

  test('a girl beside a woman who is not hers: if the others were elsewhere', () => {
    expect(whatIf(aGirl(16), { roommates: [stranger('woman')] })).toEqual([
      'room_alone: fits from 2026-11-24',
    ]);
  });

  test('an upper bunk on the second floor that is free on Thursday: three changes', () => {
    const bed = { kind: 'bunk_upper' as const, bookings: [stay('2026-11-20', '2026-11-26')] };
    expect(whatIf(aWoman({ accessNeed: 'step_free' }), bed)[0]).toBe(
      'from_night 2026-11-26 + step_free + bunk_accepted: fits from 2026-11-26',
    );
  });

  test('a girl who comes of age before the bed is free is not promised a minors’ room', () => {
    const girl = aGirl(17, {
      age: { low: 17, high: 17, later: [{ on: '2026-11-28', low: 18, high: 18 }] },
    });
    const bed = {
      roomMix: 'minors' as const,
      receives: ['girl'] as const,
      bookings: [stay('2026-11-20', '2026-11-29')],
    };
    expect(whatIf(girl, bed)).toEqual([
      'from_night 2026-11-29 + received woman + room_mix women: fits from 2026-11-29',
      'bed_freed + received woman + room_mix women: fits from 2026-11-24',
    ]);
  });

  test('a cot for a child of 4: if it were an ordinary bed', () => {
    expect(whatIf(aParty([aGirl(4)]), { kind: 'cot' })).toEqual([
      'ordinary_bed: fits from 2026-11-24',
    ]);
  });

  test('an infant without family is helped by no other bed', () => {
    expect(whatIf(aParty([aGirl(0, { age: exactly(0) })]), {})).toEqual([]);
  });

  test('nothing is said of a bed that is barred, or that a neighbour holds', () => {
    expect(whatIf(aWoman(), { barred: true, stepFree: false })).toEqual([]);
    const held = { kind: 'hold' as const, nights: { from: '2026-11-24', until: null }, sign: null };
    expect(whatIf(aWoman(), { bookings: [held] })).toEqual([]);
  });

  test('nothing is said where the bed fits, or only a question is open', () => {
    expect(whatIf(aWoman(), {})).toEqual([]);
    expect(whatIf(aWoman({ accessNeed: null }), {})).toEqual([]);
  });

  test('bookings after the asked nights are not disclosed', () => {
    const bookings = [stay('2026-11-20', '2026-11-26')];
    expect(whatIf(aWoman(), { bookings, freeUntil: '2026-12-06' })[0]).toBe(
      'from_night 2026-11-26: fits from 2026-11-26',
    );
    expect(whatIf(aWoman(), { bookings: [stay('2026-11-20', '2026-12-04')] })).toEqual([
      'bed_freed: fits from 2026-11-24',
    ]);
  });
});
