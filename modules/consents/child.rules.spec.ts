import { checkGuardianship, childStatus, type Guardianship } from './child.rules';

const age = (low: number | null, high = low) => ({ low, high });
const mother: Guardianship = { relation: 'mother', known: true, assent: 'given' };
const alone: Guardianship = { relation: null, known: false, assent: null };
const sharing = { purpose: 'sharing', decision: 'given' } as const;
const shelter = { purpose: 'shelter', decision: 'given' } as const;

describe('who decides', () => {
  it.each([
    [age(18), 'adult'],
    [age(40), 'adult'],
    [age(17), 'child'],
    [age(0), 'child'],
    [age(16, 20), 'perhaps'],
    [age(17, 18), 'perhaps'],
    [age(18, 22), 'adult'],
    [age(null), 'perhaps'],
  ] as const)('of age %j: %s', (years, status) => expect(childStatus(years)).toBe(status));

  it('an adult alone', () => {
    expect(() => checkGuardianship(sharing, alone, age(18), 7)).not.toThrow();
    expect(() => checkGuardianship(sharing, mother, age(18), 7)).toThrow('consents.adult_decides');
  });

  it('for a child a guardian, and the child', () => {
    expect(() => checkGuardianship(sharing, mother, age(17), 7)).not.toThrow();
    const adHoc = { ...mother, relation: 'ad_hoc', known: false } as const;
    expect(() => checkGuardianship(sharing, adHoc, age(17), 7)).not.toThrow();
  });

  it.each([
    ['guardian_needed', alone, age(17)],
    ['age_unsure', alone, age(17, 18)],
    ['age_unsure', alone, age(null)],
    ['guardian_who', { ...mother, known: false }, age(12)],
    ['ask_the_child', { ...mother, assent: null }, age(12)],
    ['old_enough', { ...mother, assent: 'too_young' }, age(7)],
    ['child_refuses', { ...mother, assent: 'refused' }, age(12)],
    ['child_refuses', { ...mother, assent: 'refused' }, age(null)],
  ] as const)('is refused: %s', (code, guardianship, years) =>
    expect(() => checkGuardianship(sharing, guardianship, years, 7)).toThrow(`consents.${code}`),
  );

  it('a child of six may be too young to be asked', () =>
    expect(() =>
      checkGuardianship(sharing, { ...mother, assent: 'too_young' }, age(6), 7),
    ).not.toThrow());

  it('a child’s refusal is written down where it is about a bed, and stands where it is about sharing', () => {
    const refused = { ...mother, assent: 'refused' } as const;
    expect(() => checkGuardianship(shelter, refused, age(12), 7)).not.toThrow();
    expect(() => checkGuardianship(sharing, refused, age(12), 7)).toThrow('consents.child_refuses');
  });

  it.each(['refused', 'withdrawn'] as const)('nobody is needed to have %s', (decision) =>
    expect(() =>
      checkGuardianship({ purpose: 'sharing', decision }, alone, age(9), 7),
    ).not.toThrow(),
  );
});
