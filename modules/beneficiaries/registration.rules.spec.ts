import { unknownPerson, type NewPerson } from './new-person.types';
import { ageFactsOf, ageInClear, kinshipOf } from './registration.rules';

const person = (facts: Partial<NewPerson> = {}): NewPerson => ({
  ...unknownPerson('2026-11-24'),
  ...facts,
});

describe('what is kept in clear of an age', () => {
  it('of an exact date: the year, the completed years, and that it is exact', () => {
    expect(ageFactsOf(person({ birthDate: '2008-11-25' }))).toEqual({
      birthYear: 2008,
      ageAtRegistration: 17,
      ageCertainty: 'exact',
    });
  });

  it('of a year alone: the younger of the two ages, because it protects', () => {
    expect(ageFactsOf(person({ birthYear: 2008 }))).toEqual({
      birthYear: 2008,
      ageAtRegistration: 17,
      ageCertainty: 'year',
    });
  });

  it('of an infant known by this year: no negative age', () => {
    expect(ageFactsOf(person({ birthYear: 2026 })).ageAtRegistration).toBe(0);
  });

  it('of an age alone: declared, unless it was estimated', () => {
    expect(ageFactsOf(person({ ageAtRegistration: 24 })).ageCertainty).toBe('declared');
    expect(
      ageFactsOf(person({ ageAtRegistration: 16, ageCertainty: 'estimated' })).ageCertainty,
    ).toBe('estimated');
  });

  it('of nothing: nothing, even where somebody wrote that it is exact', () => {
    expect(ageFactsOf(person({ ageCertainty: 'exact' }))).toEqual({
      birthYear: null,
      ageAtRegistration: null,
      ageCertainty: 'unknown',
    });
  });
});

describe('the age shown without opening the birth date', () => {
  const facts = (birthDate: string) => {
    const known = person({ birthDate, ageCertainty: 'exact' });
    return { ...ageFactsOf(known), registeredOn: known.registeredOn };
  };

  it('is sure on the day of registration, and a range until the year is over', () => {
    expect(ageInClear(facts('1994-03-02'), '2026-11-24')).toEqual({ low: 32, high: 32 });
    expect(ageInClear(facts('1994-12-31'), '2026-12-20')).toEqual({ low: 31, high: 32 });
    expect(ageInClear(facts('1994-03-02'), '2027-06-01')).toEqual({ low: 32, high: 33 });
  });

  it('is a range where only the year is known, and nothing where nothing is', () => {
    const year = { birthYear: 2008, ageAtRegistration: 17, ageCertainty: 'year' } as const;
    expect(ageInClear({ ...year, registeredOn: '2026-11-24' }, '2026-11-24')).toEqual({
      low: 17,
      high: 18,
    });
    const unknown = { birthYear: null, ageAtRegistration: null, ageCertainty: 'unknown' } as const;
    expect(ageInClear({ ...unknown, registeredOn: '2026-11-24' }, '2026-11-24')).toBeNull();
  });
});

describe('who belongs together', () => {
  it('a mother and her children registered in one go', () => {
    const people = [person(), person({ relation: 'child' }), person()];
    expect(kinshipOf(people, true)).toEqual([
      { family: 0, relation: 'self' },
      { family: 0, relation: 'child' },
      { family: 0, relation: 'companion' },
    ]);
  });

  it('those of a file who share a family key; one alone is no family', () => {
    const people = ['a', null, 'b', 'a'].map((familyKey) => person({ familyKey }));
    expect(kinshipOf(people, false).map(({ family }) => family)).toEqual([0, null, null, 0]);
  });
});
