import { CLASSIFICATION_LISTS } from '../../../migrations/data/lists/classification';
import {
  checkClassification,
  type ChoosableCodes,
  QUESTION_NAMES,
  QUESTIONS,
  regionOf,
} from '../../../modules/beneficiaries/classification/classification.rules';
import { ageInClear, ageFactsOf } from '../../../modules/beneficiaries/registration.rules';
import { syntheticClassifications } from '../../../src/demo/synthetic-people/synthetic-classification.rules';
import { syntheticPeople } from '../../../src/demo/synthetic-people/synthetic-people.rules';

const AS_OF = '2026-11-24';
const choosable = Object.fromEntries(
  QUESTION_NAMES.map((name) => [
    name,
    new Set(
      CLASSIFICATION_LISTS.find((list) => list.name === QUESTIONS[name])!.items.map(
        ({ code }) => code,
      ),
    ),
  ]),
) as unknown as ChoosableCodes;

describe.each([1, 448])('what is invented of the people of seed %i', (seed) => {
  const people = syntheticPeople(seed, AS_OF);
  const all = syntheticClassifications(people, seed);

  it('would each be accepted', () => {
    const problems = all.flatMap((classification, at) => {
      const person = people[at]!;
      if (!classification) return [];
      const age = ageInClear({ ...person, ...ageFactsOf(person) }, AS_OF);
      const given = { ...classification, elements: person.exploitation };
      return checkClassification(given, choosable, age).map(({ field, code }) => [field, code]);
    });
    expect(problems).toEqual([]);
  });

  it('agrees with the regions of the registration', () => {
    const differ = all.filter(
      (one, at) =>
        one &&
        (regionOf(one.recruitment) !== people[at]!.regionRecruitment ||
          regionOf(one.exploitation) !== people[at]!.regionExploitation),
    );
    expect(differ).toEqual([]);
  });

  it('is there for everybody of a known purpose, and leaves much unasked and some not known', () => {
    const known = people.filter(({ exploitation }) => exploitation.purposes.length > 0).length;
    const there = all.filter((one) => one !== null);
    expect(known).toBe(411);
    expect(there.length).toBeGreaterThan(411);
    expect(there.length).toBeLessThan(500);
    for (const name of ['control', 'motives', 'relation'] as const) {
      const answers = there.map((one) => one.answers[name]);
      expect(answers.filter((codes) => codes.length === 0).length).toBeGreaterThan(50);
      expect(answers.filter((codes) => codes[0] === 'not_known').length).toBeGreaterThan(10);
    }
  });

  it('is the same each time, and changes nothing about the people themselves', () => {
    expect(syntheticClassifications(people, seed)).toEqual(all);
    expect(syntheticPeople(seed, AS_OF)).toEqual(people);
  });
});
