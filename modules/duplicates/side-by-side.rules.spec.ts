import { type PersonRow, unknownPerson } from '../beneficiaries';
import { sideBySide } from './side-by-side.rules';

const person = (facts: Partial<PersonRow>): PersonRow => ({
  ...unknownPerson('2026-11-24'),
  id: '1',
  caseNumber: 'M-1',
  stage: 'detected',
  mayCall: null,
  bornBetween: null,
  ...facts,
});
const standing = (a: Partial<PersonRow>, b: Partial<PersonRow>, field: string) =>
  sideBySide(person(a), person(b)).find((fact) => fact.field === field)!.standing;

describe('two files beside each other', () => {
  it('say the same, something else, or one of them says nothing', () => {
    expect(standing({ nationality: 'MA' }, { nationality: 'MA' }, 'nationality')).toBe('same');
    expect(standing({ nationality: 'MA' }, { nationality: 'SN' }, 'nationality')).toBe('differs');
    expect(standing({ nationality: 'MA' }, {}, 'nationality')).toBe('unknown');
    expect(
      standing({ languages: ['ary', 'fra'] }, { languages: ['fra', 'ary'] }, 'languages'),
    ).toBe('same');
    expect(standing({ languages: ['fra'] }, {}, 'languages')).toBe('unknown');
    expect(standing({ languages: ['fra'] }, { languages: ['ary'] }, 'languages')).toBe('differs');
    // She speaks one more than she was asked about.
    expect(standing({ languages: ['fra'] }, { languages: ['ary', 'fra'] }, 'languages')).toBe(
      'near',
    );
  });

  it('an age counts by how sure it is and when it was said', () => {
    const exact = { birthYear: 2004, ageAtRegistration: 22, ageCertainty: 'exact' } as const;
    const said = (age: number) => ({ ageAtRegistration: age, ageCertainty: 'declared' }) as const;
    expect(standing(exact, said(22), 'birthYear')).toBe('same');
    expect(standing(exact, said(25), 'birthYear')).toBe('near');
    expect(standing(exact, said(30), 'birthYear')).toBe('differs');
    expect(standing(exact, {}, 'birthYear')).toBe('unknown');
  });

  it('stage and day of registration stand there without a verdict', () => {
    expect(standing({ stage: 'closed' }, { stage: 'detected' }, 'stage')).toBeNull();
    expect(standing({}, { registeredOn: '2020-01-01' }, 'registeredOn')).toBeNull();
  });
});
