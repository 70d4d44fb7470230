import { type NewPerson, unknownPerson } from '../beneficiaries';
import { contradictions, takenOver } from './join.rules';

const person = (facts: Partial<NewPerson>): NewPerson => ({
  ...unknownPerson('2026-11-24'),
  ...facts,
});
const names = (given: string) => ({ given, family: 'Bennani', aliases: [] });

describe('joining what two files know', () => {
  it('takes over what the file that goes on does not know, and nothing that both say alike', () => {
    const into = person({ sex: 'female', names: names('Salma') });
    const from = person({
      sex: 'female',
      nationality: 'MA',
      phone: '+212600112233',
      names: names('Salma'),
    });
    expect(contradictions(into, from)).toEqual([]);
    expect(takenOver(into, from, {})).toEqual({ nationality: 'MA', phone: '+212600112233' });
  });

  it('puts languages together', () => {
    const into = person({ languages: ['ary'] });
    expect(takenOver(into, person({ languages: ['fra', 'ary'] }), {})).toEqual({
      languages: ['ary', 'fra'],
    });
    expect(takenOver(into, person({ languages: ['ary'] }), {})).toEqual({});
  });

  it('asks where they contradict each other, and follows what was chosen', () => {
    const into = person({ nationality: 'MA', names: names('Salma') });
    const from = person({ nationality: 'SN', names: names('Selma') });
    expect(contradictions(into, from)).toEqual([
      { group: 'names', proposed: 'into' },
      { group: 'nationality', proposed: 'into' },
    ]);
    expect(takenOver(into, from, { names: 'into', nationality: 'from' })).toEqual({
      nationality: 'SN',
    });
    expect(takenOver(into, from, {})).toEqual({});
  });

  it('an age that is surer is proposed, and counted anew for the day of the file that goes on', () => {
    const into = person({ ageAtRegistration: 20, ageCertainty: 'declared' });
    const exact = person({
      birthDate: '2008-06-01',
      birthYear: 2008,
      ageAtRegistration: 16,
      ageCertainty: 'exact',
      registeredOn: '2024-11-24',
    });
    expect(contradictions(into, exact)).toEqual([{ group: 'age', proposed: 'from' }]);
    expect(takenOver(into, exact, { age: 'from' })).toEqual({
      birthDate: '2008-06-01',
      birthYear: 2008,
      ageAtRegistration: 18,
      ageCertainty: 'exact',
      bornBetween: null,
    });
  });

  it('twenty two years ago is twenty-two now: no contradiction', () => {
    const into = person({ ageAtRegistration: 22, ageCertainty: 'declared' });
    const from = person({
      ageAtRegistration: 20,
      ageCertainty: 'declared',
      registeredOn: '2024-11-24',
    });
    expect(contradictions(into, from)).toEqual([]);
    expect(takenOver(into, from, {})).toEqual({});
  });

  it('proposes what protects: no call where one file forbids it, no stairs where one needs none', () => {
    const may = {
      mayCall: true,
      safeTimes: null,
      channel: null,
      callerName: null,
      mustNotKnow: null,
    };
    const into = person({ safeContact: may, accessNeed: 'none' });
    const from = person({ safeContact: { ...may, mayCall: false }, accessNeed: 'step_free' });
    expect(contradictions(into, from)).toEqual([
      { group: 'safeContact', proposed: 'from' },
      { group: 'accessNeed', proposed: 'from' },
    ]);
    expect(contradictions(from, into).map(({ proposed }) => proposed)).toEqual(['into', 'into']);
  });

  it('leaves the account and the documents where they were written', () => {
    const from = person({ story: 'un récit', documents: [{ kind: 'passport', number: 'A1' }] });
    expect(takenOver(person({}), from, {})).toEqual({});
  });

  it('an assessed age is surer than what was said, less sure than a date, and is taken over with its range', () => {
    const bornBetween = { from: '2006-11-26', until: '2010-11-25' };
    const said = person({ ageAtRegistration: 19, ageCertainty: 'declared' });
    const assessed = person({ ageAtRegistration: 16, ageCertainty: 'estimated', bornBetween });
    expect(contradictions(said, assessed)).toEqual([{ group: 'age', proposed: 'from' }]);
    expect(takenOver(said, assessed, { age: 'from' }).bornBetween).toEqual(bornBetween);
    const undetermined = person({ ageCertainty: 'unknown', bornBetween });
    expect(takenOver(person({}), undetermined, {}).bornBetween).toEqual(bornBetween);
    const exact = person({ birthDate: '2008-06-01', birthYear: 2008, ageCertainty: 'exact' });
    expect(contradictions(assessed, exact)).toEqual([{ group: 'age', proposed: 'from' }]);
  });
});
