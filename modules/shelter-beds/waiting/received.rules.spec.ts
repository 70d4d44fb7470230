import { pickFacts, PLACING_FACTS, unknownPerson } from '../../beneficiaries';
import { PLACING_DEFAULTS } from '../placing/age.rules';
import type { RequestPerson } from '../requests/requests.queries';
import { mayReceive } from './received.rules';

const someone = (facts: Partial<RequestPerson>): RequestPerson => ({
  ...pickFacts(unknownPerson('2026-11-24'), PLACING_FACTS),
  caseId: 'a',
  caseNumber: null,
  ageLow: null,
  ageHigh: null,
  ...facts,
});
const asked = (...people: Partial<RequestPerson>[]) => ({
  people: people.map(someone),
  neededFrom: '2026-11-24',
});
const man = { sex: 'male', ageLow: 30, ageHigh: 30 } as const;
const woman = { sex: 'female', ageLow: 30, ageHigh: 30 } as const;
const WOMENS_HOUSE = ['woman', 'girl', 'boy'] as const;

describe('whether a house receives the people of a request', () => {
  it('a women’s house receives a woman with her son, and no man, alone or beside her', () => {
    const boy = { sex: 'male', ageLow: 6, ageHigh: 6 } as const;
    const receives = (...people: Partial<RequestPerson>[]) =>
      mayReceive(asked(...people), WOMENS_HOUSE, PLACING_DEFAULTS);
    expect(receives(woman, boy)).toBe(true);
    expect(receives(man)).toBe(false);
    expect(receives(woman, man)).toBe(false);
  });

  it('what is not known does not exclude: it is asked when a bed is offered', () => {
    expect(mayReceive(asked({ ageLow: 30, ageHigh: 30 }), WOMENS_HOUSE, PLACING_DEFAULTS)).toBe(
      true,
    );
    expect(mayReceive(asked({ sex: 'male' }), WOMENS_HOUSE, PLACING_DEFAULTS)).toBe(true);
    expect(
      mayReceive(asked({ sex: 'other', ageLow: 30, ageHigh: 30 }), WOMENS_HOUSE, PLACING_DEFAULTS),
    ).toBe(true);
  });

  it('where the programme lets the rule only ask, the house is asked', () => {
    const settings = { ...PLACING_DEFAULTS, relaxed: new Set(['received'] as const) };
    expect(mayReceive(asked(man), WOMENS_HOUSE, settings)).toBe(true);
  });
});
