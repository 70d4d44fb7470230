import type { Exploitation } from '../new-person.types';
import {
  changedQuestions,
  checkClassification,
  checkJoined,
  type ChoosableCodes,
  type FullClassification,
  meansFinding,
  NO_PLACE,
  EMPTY_CLASSIFICATION,
  ownElements,
  type TraffickingPlace,
  QUESTION_NAMES,
  regionOf,
  currentPlace,
} from './classification.rules';

const nothing: Exploitation = { acts: [], means: [], purposes: [] };
const person = (more: Partial<FullClassification> = {}): FullClassification => ({
  ...EMPTY_CLASSIFICATION,
  elements: nothing,
  ...more,
});
const answering = (more: Partial<FullClassification['answers']>): FullClassification =>
  person({ answers: { ...EMPTY_CLASSIFICATION.answers, ...more } });
const choosable = Object.fromEntries(
  QUESTION_NAMES.map((name) => [name, new Set(['Known', 'Other'])]),
) as unknown as ChoosableCodes;
const problems = (given: FullClassification, age: { low: number; high: number } | null = null) =>
  checkClassification(given, choosable, age).map(({ field, code }) => `${field} ${code}`);
const place = (country: string | null, more: Partial<TraffickingPlace> = {}): TraffickingPlace => ({
  ...NO_PLACE,
  country,
  ...more,
});

describe('what can be answered', () => {
  it('nothing at all, for no question must be asked', () => expect(problems(person())).toEqual([]));

  it('codes of the list, or "not known" or "does not say", which stand alone', () => {
    expect(problems(answering({ motives: ['Known', 'Other'], control: ['declined'] }))).toEqual([]);
    expect(problems(answering({ motives: ['Known', 'not_known'] }))).toEqual([
      'answers.motives classification.stands_alone',
    ]);
    expect(problems(answering({ relation: ['Nobody'] }))).toEqual([
      'answers.relation classification.not_in_list',
    ]);
    const elements = { ...nothing, acts: ['recruit', 'eat'] };
    expect(problems(person({ elements }))).toEqual(['elements.acts classification.not_in_list']);
  });

  it('bands of time, coarse ones', () => {
    expect(problems(person({ began: '1_to_2', duration: 'months_25_up' }))).toEqual([]);
    expect(problems(person({ began: '2024-03-01', duration: 'declined' }))).toEqual([
      'began classification.not_in_list',
    ]);
  });

  it('an age that the person has reached, as a number or as an answer without one', () => {
    expect(problems(person({ ageBegan: 12 }), { low: 15, high: 17 })).toEqual([]);
    expect(problems(person({ ageBegan: 18 }), { low: 15, high: 17 })).toEqual([
      'ageBegan classification.age_later_than_now',
    ]);
    expect(problems(person({ ageBegan: 121 }))).toEqual(['ageBegan classification.age_shape']);
    expect(problems(person({ ageBegan: 12.5 }))).toEqual(['ageBegan classification.age_shape']);
    expect(problems(person({ ageBegan: 12, ageBeganAnswer: 'not_known' }))).toEqual([
      'ageBegan classification.stands_alone',
    ]);
  });

  it('a country, a region of Morocco, a town of a country that is known', () => {
    expect(
      problems(person({ recruitment: place('MA', { region: '06', town: 'Berrechid' }) })),
    ).toEqual([]);
    expect(problems(person({ recruitment: place('CI', { region: '06' }) }))).toEqual([
      'recruitment.region classification.region_of_morocco',
    ]);
    expect(problems(person({ exploitation: place('not_known', { town: 'Fès' }) }))).toEqual([
      'exploitation.town classification.town_of_where',
    ]);
    expect(problems(person({ exploitation: place('MA', { town: 'x'.repeat(101) }) }))).toEqual([
      'exploitation.town common.too_long',
    ]);
    expect(problems(person({ exploitation: place('ZZ') }))).toEqual([
      'exploitation.country classification.not_in_list',
    ]);
    expect(problems(person({ exploitation: place('none') }))).toEqual([
      'exploitation.country classification.not_in_list',
    ]);
  });

  it('several places of transit in order, or that there was none', () => {
    expect(problems(person({ transit: [place('ML'), place('DZ')] }))).toEqual([]);
    expect(problems(person({ transit: [place('none')] }))).toEqual([]);
    expect(problems(person({ transit: [place('none'), place('DZ')] }))).toEqual([
      'transit.0.country classification.stands_alone',
    ]);
    expect(problems(person({ transit: [place('none', { town: 'Oujda' })] }))).toEqual([
      'transit.0.town classification.town_of_where',
    ]);
    expect(problems(person({ transit: Array.from({ length: 11 }, () => place('DZ')) }))).toEqual([
      'transit.0.country classification.too_many_places',
    ]);
  });
});

describe('where it was', () => {
  it('is kept as a region among the facts of the person', () => {
    expect(regionOf(place('MA', { region: '06' }))).toBe('06');
    expect(regionOf(place('MA'))).toBe('unknown');
    expect(regionOf(place('CI'))).toBe('abroad');
    expect(regionOf(place('abroad'))).toBe('abroad');
    expect(regionOf(place('declined'))).toBe('unknown');
    expect(regionOf(NO_PLACE)).toBeNull();
  });

  it('is what was classified as long as the facts say the same, else what the facts say', () => {
    const ivory = place('CI', { town: 'Bouaké' });
    expect(currentPlace('abroad', ivory)).toBe(ivory);
    expect(currentPlace('06', ivory)).toEqual(place('MA', { region: '06' }));
    expect(currentPlace(null, ivory)).toEqual(NO_PLACE);
    expect(currentPlace('abroad', null)).toEqual(place('abroad'));
    expect(currentPlace('unknown', null)).toEqual(place('not_known'));
    expect(currentPlace('unknown', place('declined'))).toEqual(place('declined'));
  });
});

describe('the means of article 448-1', () => {
  const sexual = { ...nothing, purposes: ['sexual'] };
  const finding = (elements: Exploitation, ageBegan: number | null, low: number | null) =>
    meansFinding({ elements, ageBegan }, low === null ? null : { low, high: low + 1 });

  it('are not needed for a child, and for one who was a child when it began', () => {
    expect(finding(sexual, null, 17)).toBe('not_needed');
    expect(finding(sexual, 15, 30)).toBe('not_needed');
  });

  it('are missing for an adult with a purpose and no means, else named', () => {
    expect(finding(sexual, null, 18)).toBe('missing');
    expect(finding(sexual, 18, 17)).toBe('missing');
    expect(finding({ ...sexual, means: ['fraud'] }, null, 18)).toBe('named');
  });

  it('are open where the age is not known or no purpose is named', () => {
    expect(finding(sexual, null, null)).toBe('open');
    expect(finding(nothing, null, 40)).toBe('open');
  });
});

it('what changed is named by question, whatever the order of the codes', () => {
  const before = answering({ motives: ['Known', 'Other'] });
  expect(changedQuestions(before, answering({ motives: ['Other', 'Known'] }))).toEqual([]);
  expect(
    changedQuestions(before, {
      ...answering({ motives: ['not_known'] }),
      ageBeganAnswer: 'declined',
      transit: [place('ML')],
    }),
  ).toEqual(['motives', 'ageBegan', 'transit']);
  const one = person({ transit: [place('ML'), place('DZ')] });
  expect(changedQuestions(one, person({ transit: [place('DZ'), place('ML')] }))).toEqual([
    'transit',
  ]);
});

describe('elements that another file of the same person names too', () => {
  const joined = { ...nothing, acts: ['recruit', 'transport'], purposes: ['forced_labour'] };
  const own = { ...nothing, acts: ['transport', 'harbour'] };

  it('stay said: what is taken away is named, what is added is not', () => {
    const given = { acts: ['transport', 'receive'], means: ['fraud'], purposes: [] };
    expect(checkJoined(given, joined).map(({ field }) => field)).toEqual([
      'elements.acts',
      'elements.purposes',
    ]);
    expect(checkJoined({ ...joined, means: ['fraud'] }, joined)).toEqual([]);
    expect(checkJoined(nothing, nothing)).toEqual([]);
  });

  it('are not written once more here', () => {
    const given = { ...joined, acts: ['recruit', 'transport', 'receive'] };
    expect(ownElements(given, { own, joined })).toEqual({
      ...nothing,
      acts: ['transport', 'receive'],
    });
  });
});
