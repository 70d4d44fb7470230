import { unknownPerson } from '../new-person.types';
import { ageRange } from '../person.rules';
import {
  ageBy,
  type AgeResult,
  bornBetweenOf,
  checkAssessment,
  type Method,
} from './assessment.rules';

const TODAY = '2026-11-24';
const result = (more: Partial<AgeResult> = {}): AgeResult => ({
  on: TODAY,
  low: 15,
  high: 16,
  margin: 1,
  conclusion: 'child',
  benefitOfDoubt: false,
  ...more,
});
const codes = (more: Partial<AgeResult>, methods: Method[] = ['interview']) =>
  checkAssessment(result(more), methods, TODAY).map(({ code, field }) => [code, field]);
const person = (more = {}) => ({ ...unknownPerson('2026-11-20'), ...more });

describe('an assessment of an age', () => {
  it('fits together, or says where it does not', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ on: '2026-11-25' })).toEqual([['ages.in_future', 'on']]);
    expect(codes({ on: '1888-01-01' })).toEqual([['ages.too_early', 'on']]);
    expect(codes({ low: 17, high: 15 })).toEqual([['ages.range_turned', 'high']]);
  });

  it('is never an x-ray of bones alone', () => {
    expect(codes({}, ['bone_xray'])).toEqual([['ages.xray_alone', 'methods']]);
    expect(codes({}, [])).toEqual([['ages.no_method', 'methods']]);
    expect(codes({}, ['bone_xray', 'medical'])).toEqual([]);
  });

  it('calls nobody an adult whom the margin may make a child', () => {
    expect(codes({ low: 18, high: 21, margin: 0, conclusion: 'adult' })).toEqual([]);
    expect(codes({ low: 18, high: 21, margin: 1, conclusion: 'adult' })).toEqual([
      ['ages.adult_may_be_child', 'conclusion'],
    ]);
    expect(codes({ low: 20, high: 24, margin: 2, conclusion: 'adult' })).toEqual([]);
    expect(codes({ low: 20, high: 24, margin: 2, conclusion: 'child' })).toEqual([
      ['ages.child_is_adult', 'conclusion'],
    ]);
  });

  it('gives the benefit of the doubt where there is one, and says so', () => {
    const open = { low: 16, high: 19, margin: 0 };
    expect(codes({ ...open, conclusion: 'undetermined' })).toEqual([]);
    expect(codes({ ...open, benefitOfDoubt: true })).toEqual([]);
    expect(codes(open)).toEqual([['ages.doubt_not_said', 'benefitOfDoubt']]);
    expect(codes({ low: 15, high: 16, margin: 0, conclusion: 'undetermined' })).toEqual([
      ['ages.range_determines', 'conclusion'],
    ]);
    expect(codes({ low: 15, high: 16, margin: 0, benefitOfDoubt: true })).toEqual([
      ['ages.no_doubt', 'benefitOfDoubt'],
    ]);
  });
});

describe('the days of birth that it leaves', () => {
  it('are those of everybody who is of these ages that day, the margin counted', () => {
    expect(bornBetweenOf(result({ low: 16, high: 17, margin: 0 }))).toEqual({
      from: '2008-11-25',
      until: '2010-11-24',
    });
    expect(bornBetweenOf(result({ low: 16, high: 17, margin: 2 }))).toEqual({
      from: '2006-11-25',
      until: '2012-11-24',
    });
  });

  it('on a leap day lose nobody', () => {
    expect(bornBetweenOf(result({ on: '2024-02-29', low: 17, high: 17, margin: 0 }))).toEqual({
      from: '2006-03-01',
      until: '2007-03-01',
    });
    expect(bornBetweenOf(result({ on: '2024-02-28', low: 17, high: 18, margin: 0 }))).toEqual({
      from: '2005-02-28',
      until: '2007-02-28',
    });
  });

  it('give an age that grows night by night, both ends on their own days', () => {
    const bornBetween = bornBetweenOf(result({ low: 16, high: 17, margin: 0 }));
    const on = (day: string) => ageRange({ ...person(), bornBetween }, day);
    expect(on('2026-11-24')).toEqual({ low: 16, high: 17 });
    expect(on('2026-11-25')).toEqual({ low: 16, high: 18 });
    expect(on('2027-11-23')).toEqual({ low: 16, high: 18 });
    expect(on('2027-11-24')).toEqual({ low: 17, high: 18 });
    expect(on('2028-11-24')).toEqual({ low: 18, high: 19 }); // of age for certain, and not a day before
    expect(on('2028-11-23')).toEqual({ low: 17, high: 19 });
  });
});

describe('what it says of a person', () => {
  it('is the younger end as age at registration, estimated', () => {
    const said = ageBy(result({ low: 16, high: 17, margin: 1 }), person({ ageAtRegistration: 19 }));
    expect(said).toEqual({
      birthDate: null,
      birthYear: null,
      ageAtRegistration: 14,
      ageCertainty: 'estimated',
      bornBetween: { from: '2007-11-25', until: '2011-11-24' },
    });
  });

  it('undetermined is not known to figures, and a range that protects to everything else', () => {
    const said = ageBy(
      result({ low: 16, high: 19, margin: 0, conclusion: 'undetermined' }),
      person({ ageAtRegistration: 19, ageCertainty: 'declared' }),
    );
    expect(said).toMatchObject({ ageAtRegistration: null, ageCertainty: 'unknown' });
    expect(ageRange({ ...person(), ...said }, TODAY)).toEqual({ low: 16, high: 19 });
  });

  it('leaves an exact date that fits, and takes back one that does not', () => {
    const fits = person({ birthDate: '2010-01-01' });
    expect(ageBy(result({ low: 15, high: 17, margin: 0 }), fits)).toEqual({});
    const not = person({ birthDate: '2005-01-01' });
    expect(ageBy(result({ low: 15, high: 17, margin: 0 }), not)).toMatchObject({
      birthDate: null,
      ageCertainty: 'estimated',
    });
  });

  it('long after registering is an age on the day of registering', () => {
    const early = { ...unknownPerson('2024-11-24') };
    const adult = result({ low: 19, high: 22, margin: 1, conclusion: 'adult' });
    expect(ageBy(adult, early)).toMatchObject({ ageAtRegistration: 16 });
  });
});
