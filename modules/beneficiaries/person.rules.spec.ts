import { unknownPerson, type NewPerson } from './new-person.types';
import { ageRange, normalisePhone, validatePerson } from './person.rules';

const TODAY = '2026-11-24';
const aPerson = (facts: Partial<NewPerson> = {}): NewPerson => ({
  ...unknownPerson(TODAY),
  ...facts,
});
const problems = (facts: Partial<NewPerson>) =>
  validatePerson(aPerson(facts), TODAY).map(({ code, field }) => `${field}: ${code}`);
const named = (given: string) => ({ names: { given, family: null, aliases: [] } });

describe('registering a person', () => {
  it('asks for nothing but the day', () => expect(problems({})).toEqual([]));

  it('accepts all that can be true', () =>
    expect(
      problems({
        names: { given: 'فاطمة', family: "N'Diaye-O’Neil", aliases: ['Fatou'] },
        sex: 'female',
        birthDate: '2009-02-28',
        birthYear: 2009,
        ageAtRegistration: 17,
        ageCertainty: 'exact',
        nationality: 'SN',
        languages: ['wol', 'fra'],
        regionRecruitment: 'abroad',
        regionExploitation: '06',
        exploitation: { acts: ['recruit'], means: ['deception'], purposes: ['begging'] },
        accessNeed: 'step_free',
        phone: '+212600000001',
        safeContact: { mayCall: true, channel: 'sms', safeTimes: 'après 18 h' },
        documents: [{ kind: 'passport', number: 'A 12345' }],
        story: '- elle est arrivée\n- elle a parlé',
        relation: 'self',
      }),
    ).toEqual([]));

  it.each<[string, Partial<NewPerson>, string]>([
    ['someone born in 1888', { birthDate: '1888-05-01' }, 'birthDate: people.born_too_long_ago'],
    ['a year of birth of 1888', { birthYear: 1888 }, 'birthYear: people.born_too_long_ago'],
    ['a birth tomorrow', { birthDate: '2026-11-25' }, 'birthDate: people.born_in_future'],
    [
      'a birth after the registration',
      { birthDate: '2026-11-02', registeredOn: '2026-11-01' },
      'birthDate: people.born_after_registration',
    ],
    ['30 February', { birthDate: '2001-02-30' }, 'birthDate: people.not_a_date'],
    [
      'a registration tomorrow',
      { registeredOn: '2026-11-25' },
      'registeredOn: people.registered_in_future',
    ],
    [
      'a registration in 1999',
      { registeredOn: '1999-12-31' },
      'registeredOn: people.registered_too_early',
    ],
    ['an age of 150', { ageAtRegistration: 150 }, 'ageAtRegistration: people.age_out_of_range'],
    [
      'half a year of age',
      { ageAtRegistration: 1.5 },
      'ageAtRegistration: people.age_out_of_range',
    ],
    [
      'an age that the birth date denies',
      { birthDate: '2000-01-01', ageAtRegistration: 17 },
      'ageAtRegistration: people.age_differs',
    ],
    [
      'a birth year that the date denies',
      { birthDate: '2000-01-01', birthYear: 2001 },
      'birthYear: people.birth_year_differs',
    ],
    ['a name of 10,000 letters', named('a'.repeat(10_000)), 'names.given: people.name_too_long'],
    ['a formula as a name', named('=HYPERLINK("x")'), 'names.given: people.name_formula'],
    [
      'a formula behind a zero-width space',
      named('\u200b＝1+1'),
      'names.given: people.name_formula',
    ],
    ['a NUL byte in a name', named('A\0B'), 'names.given: people.text_unreadable'],
    ['half a character in a name', named('A\ud800'), 'names.given: people.text_unreadable'],
    ['a name of digits', named('12345'), 'names.given: people.name_without_letter'],
    ['an unknown country', { nationality: 'XX' }, 'nationality: people.unknown_code'],
    [
      'an unknown purpose',
      { exploitation: { acts: [], means: [], purposes: ['x'] } },
      'exploitation.purposes: people.unknown_code',
    ],
    ['a short phone number', { phone: '+21' }, 'phone: people.phone'],
    ['a story with NUL', { story: 'a\0' }, 'story: people.text_unreadable'],
    [
      'a document without a number',
      { documents: [{ kind: 'passport', number: '--' }] },
      'documents: people.document_number',
    ],
  ])('refuses %s', (_what, facts, problem) => expect(problems(facts)).toEqual([problem]));
});

describe('the age of a person', () => {
  const age = (facts: Partial<NewPerson>, on: string) => ageRange(aPerson(facts), on);

  it('is one number when the day of birth is known', () => {
    expect(age({ birthDate: '2008-11-25' }, TODAY)).toEqual({ low: 17, high: 17 });
    expect(age({ birthDate: '2008-11-24' }, TODAY)).toEqual({ low: 18, high: 18 });
  });

  it('is two numbers when only the year is known, one on its last day', () => {
    expect(age({ birthYear: 2008 }, TODAY)).toEqual({ low: 17, high: 18 });
    expect(age({ birthYear: 2008 }, '2026-12-31')).toEqual({ low: 18, high: 18 });
  });

  it('grows from the age declared at registration', () => {
    const declared = {
      ageAtRegistration: 17,
      ageCertainty: 'declared',
      registeredOn: '2026-03-10',
    } as const;
    expect(age(declared, '2026-03-10')).toEqual({ low: 17, high: 17 });
    expect(age(declared, '2026-03-11')).toEqual({ low: 17, high: 18 });
    expect(age(declared, '2027-03-10')).toEqual({ low: 18, high: 18 });
  });

  it('is wider when it was judged by eye', () =>
    expect(
      age({ ageAtRegistration: 19, ageCertainty: 'estimated', registeredOn: TODAY }, TODAY),
    ).toEqual({ low: 17, high: 21 }));

  it('is not known when nothing is', () => expect(age({}, TODAY)).toBeNull());
});

describe('a phone number', () => {
  it.each([
    ['0612 34 56 78', '+212612345678'],
    ['06.12.34.56.78', '+212612345678'],
    ['+212 (0)6 12 34 56 78', '+212612345678'],
    ['00221 77 123 45 67', '+221771234567'],
    ['٠٦١٢٣٤٥٦٧٨', '+212612345678'],
    ['12', null],
    ['appeler Sara', null],
  ])('%s is kept as %s', (typed, kept) => expect(normalisePhone(typed)).toBe(kept));
});
