import { type NewPerson, unknownPerson } from '../new-person.types';
import { wholeOf, typedOf } from './correction.form';
import {
  changedFields,
  formerValues,
  mergeTyped,
  sealsToWrite,
  settleAge,
  withAges,
} from './correction.rules';

const aPerson = (more: Partial<NewPerson> = {}): NewPerson => ({
  ...unknownPerson('2026-11-24'),
  ...more,
});

describe('correcting facts', () => {
  it('finds changed fields, whatever the order of a list and the form of an empty value', () => {
    const before = aPerson({ languages: ['fra', 'ary'], story: null, sex: 'female' });
    const same = { ...before, languages: ['ary', 'fra'], story: '' };
    expect(changedFields(before, same)).toEqual([]);
    const empty = { mayCall: null, safeTimes: null, channel: null };
    expect(changedFields(before, { ...before, safeContact: empty })).toEqual([]);
    expect(changedFields(before, { ...before, sex: 'male', story: 'x' })).toEqual(['sex', 'story']);
    const no = { ...before, medical: false };
    expect(changedFields(before, no)).toEqual(['medical']); // "no" is not "not known"
  });

  it('works the age at registration out anew from a corrected date, by its own definition', () => {
    const before = withAges(aPerson({ birthDate: '2008-11-25' }));
    expect(before).toMatchObject({ birthYear: 2008, ageAtRegistration: 17, ageCertainty: 'exact' });
    const after = withAges(settleAge(before, { ...before, birthDate: '2007-03-01' }));
    expect(after).toMatchObject({ birthYear: 2007, ageAtRegistration: 19, ageCertainty: 'exact' });
  });

  it('keeps year and age where only the exact date was a mistake', () => {
    const before = withAges(aPerson({ birthDate: '2008-11-25' }));
    const after = withAges(settleAge(before, { ...before, birthDate: null }));
    expect(after).toMatchObject({ birthYear: 2008, ageAtRegistration: 17, ageCertainty: 'year' });
  });

  it('takes a corrected year before an age that was worked out from the old one', () => {
    const before = withAges(aPerson({ birthYear: 2000 }));
    const after = withAges(settleAge(before, { ...before, birthYear: 2010 }));
    expect(after).toMatchObject({ birthYear: 2010, ageAtRegistration: 15 });
  });

  it('keeps what stood before by the part that it belongs to', () => {
    const before = aPerson({ sex: 'female', nationality: 'SN', phone: '+221771234567' });
    const kept = formerValues(before, ['sex', 'nationality', 'phone', 'story']);
    expect(Object.fromEntries(kept)).toEqual({
      facts: { sex: 'female', nationality: 'SN' },
      contact: { phone: '+221771234567' },
      story: { story: null },
    });
  });

  it('seals anew only what changed, and takes out what is not known any more', () => {
    const after = aPerson({ names: { given: 'Awa', family: null, aliases: [] } });
    expect(sealsToWrite(after, ['names', 'phone', 'sex'])).toEqual({
      write: { names: after.names },
      remove: ['contact'],
    });
  });

  it('takes a form for all that it showed, and for nothing that it did not', () => {
    const whole = wholeOf({ sex: 'male' }, ['facts']);
    expect(whole).toMatchObject({ sex: 'male', nationality: null, languages: [] });
    expect(Object.keys(whole)).not.toContain('names');
    expect(Object.keys(whole)).not.toContain('medical');
  });
});

describe('two people correcting at once', () => {
  const base = typedOf(aPerson({ sex: 'female', phone: '+221771234567', languages: ['fra'] }));

  it('takes over what only the other changed, and keeps what only the second typed', () => {
    const current = { ...base, 'person.sex': 'male' };
    const typed = { ...base, 'person.phone': '+221770000000' };
    const { values, both } = mergeTyped(base, current, typed);
    expect(values).toMatchObject({ 'person.sex': 'male', 'person.phone': '+221770000000' });
    expect(both).toEqual({});
  });

  it('names what both changed and keeps what was typed', () => {
    const current = { ...base, 'person.phone': '+221779999999' };
    const typed = { ...base, 'person.phone': '+221770000000' };
    const { values, both } = mergeTyped(base, current, typed);
    expect(values['person.phone']).toBe('+221770000000');
    expect(both).toEqual({ 'person.phone': '+221779999999' });
  });

  it('has no quarrel where both wrote the same', () => {
    const current = { ...base, 'person.sex': 'other' };
    expect(mergeTyped(base, current, { ...base, 'person.sex': 'other' }).both).toEqual({});
  });

  it('takes a list for what it holds, one box ticked or several', () => {
    const current = { ...base, 'person.languages': ['fra', 'ary'] };
    const typed = { ...base, 'person.languages': 'fra' }; // a single box comes as text
    expect(mergeTyped(base, current, typed)).toMatchObject({
      values: { 'person.languages': ['fra', 'ary'] },
      both: {},
    });
  });
});
