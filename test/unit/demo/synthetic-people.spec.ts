import { addDays, daysBetween } from '../../../modules/platform/shared/nights.rules';
import { list } from '../../../modules/reference-lists';
import { ageRange, validatePerson } from '../../../modules/beneficiaries/person.rules';
import { syntheticPeople } from '../../../src/demo/synthetic-people/synthetic-people.rules';

const AS_OF = '2026-11-24';

describe.each([1, 20_261_124])('the invented people of seed %i', (seed) => {
  const people = syntheticPeople(seed, AS_OF);
  const count = (is: (person: (typeof people)[number]) => boolean) => people.filter(is).length;

  it('are as many as the commission published, by sex and nationality', () => {
    expect(people).toHaveLength(719);
    expect(count(({ sex }) => sex === 'male')).toBe(414);
    expect(count(({ sex }) => sex === 'female')).toBe(305);
    expect(count(({ nationality }) => nationality === 'MA')).toBe(536);
    expect(count(({ nationality }) => nationality !== 'MA' && nationality !== null)).toBe(183);
  });

  it('are minors and adults as published, the age of 314 unknown', () => {
    expect(count(({ ageAtRegistration: age }) => age !== null && age < 18)).toBe(192);
    expect(count(({ ageAtRegistration: age }) => age !== null && age >= 18)).toBe(213);
    expect(count((person) => ageRange(person, person.registeredOn) === null)).toBe(314);
  });

  it('were exploited as published, each for one purpose or an unknown one', () => {
    const by = (purpose: string) =>
      count(({ exploitation: { purposes } }) => purposes[0] === purpose);
    expect([by('sexual'), by('begging'), by('forced_labour')]).toEqual([283, 56, 35]);
    expect(by('servitude') + by('criminal_armed') + by('slavery_like')).toBe(37);
    expect(count(({ exploitation }) => exploitation.purposes.length === 0)).toBe(308);
    expect(count(({ exploitation }) => exploitation.purposes.length > 1)).toBe(0);
    expect(
      people.filter(
        ({ ageAtRegistration: age, exploitation }) =>
          age !== null && age < 13 && !['begging', undefined].includes(exploitation.purposes[0]),
      ),
    ).toEqual([]);
  });

  it('were registered over three years, more and more, nobody after the as-of date', () => {
    const yearsAgo = (years: number) =>
      count(({ registeredOn }) => Math.floor(daysBetween(registeredOn, AS_OF) / 365) === years);
    expect([yearsAgo(2), yearsAgo(1), yearsAgo(0)]).toEqual([49, 232, 438]);
    expect(count(({ registeredOn }) => registeredOn > AS_OF)).toBe(0);
    expect(count(({ registeredOn }) => registeredOn > addDays(AS_OF, -92))).toBeGreaterThan(80);
  });

  it('hold 60 mothers with 100 children who came the same day', () => {
    const keys = new Set(people.map(({ familyKey }) => familyKey).filter((key) => key !== null));
    expect(keys.size).toBe(60);
    for (const key of keys) {
      const [mother, ...children] = people.filter(({ familyKey }) => familyKey === key);
      expect(mother).toMatchObject({ relation: 'self', sex: 'female' });
      expect(children.length).toBeGreaterThanOrEqual(1);
      expect(children.length).toBeLessThanOrEqual(3);
      for (const child of children) {
        expect(child).toMatchObject({
          relation: 'child',
          registeredOn: mother!.registeredOn,
          nationality: mother!.nationality,
        });
        expect(mother!.ageAtRegistration! - child.ageAtRegistration!).toBeGreaterThanOrEqual(16);
      }
    }
    expect(count(({ relation }) => relation === 'child')).toBe(100);
  });

  it('would each be accepted at registration', () =>
    expect(people.flatMap((person) => validatePerson(person, AS_OF))).toEqual([]));

  it('share no phone and no document number', () => {
    const phones = people.map(({ phone }) => phone).filter((phone) => phone !== null);
    const numbers = people.flatMap(({ documents }) => documents.map(({ number }) => number));
    expect(phones.length).toBeGreaterThan(300);
    expect(new Set(phones).size).toBe(phones.length);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('are written in Arabic letters about half the time, and have a stage of the list', () => {
    const arabic = count(({ names }) => /\p{Script=Arabic}/u.test(names.given ?? ''));
    expect(arabic).toBeGreaterThan(290);
    expect(arabic).toBeLessThan(430);
    const stages = new Set(list('stages').items.map(({ code }) => code));
    expect(people.every(({ stage }) => stages.has(stage))).toBe(true);
  });

  it('are the same each time, others with another seed', () => {
    expect(syntheticPeople(seed, AS_OF)).toEqual(people);
    expect(syntheticPeople(seed + 1, AS_OF)).not.toEqual(people);
  });
});

it('keeps its totals on any day, a leap day too', () => {
  for (const day of ['2024-02-29', '2026-01-01', '2027-12-31']) {
    const people = syntheticPeople(5, day);
    expect(people.filter(({ ageAtRegistration: age }) => age !== null && age < 18)).toHaveLength(
      192,
    );
    expect(people.flatMap((person) => validatePerson(person, day))).toEqual([]);
  }
});
