import type { AgeCertainty, PersonNames } from '../new-person.types';
import {
  birthYearRangeOf,
  cannotBeOne,
  compare,
  type ComparedFacts,
  type Pair,
  type Strength,
  significantPairs,
  MOST_POSSIBLE_PAIRS,
} from './duplicate.rules';
import { knownNamesOf, matchNames } from './known-names.rules';

const NOTHING: ComparedFacts = { sex: null, born: null, nationality: null, families: [] };

type Sketch = Partial<ComparedFacts> & { names?: Partial<PersonNames> };
const named = (given: string | null, family: string | null = null, aliases: string[] = []) => ({
  names: { given, family, aliases },
});
const born = (birthYear: number, ageCertainty: AgeCertainty = 'exact') => ({
  born: birthYearRangeOf({ birthYear, ageAtRegistration: null, ageCertainty, registeredIn: 2026 }),
});
const knownBy = ({ names }: Sketch) =>
  knownNamesOf({ given: null, family: null, aliases: [], ...names });

function judged(a: Sketch, b: Sketch, sameDocument = false) {
  const names = matchNames(knownBy(a), knownBy(b));
  const evidence = { names, sameDocument };
  const verdict = compare({ ...NOTHING, ...a }, { ...NOTHING, ...b }, evidence);
  const turned = compare({ ...NOTHING, ...b }, { ...NOTHING, ...a }, evidence);
  expect(turned).toEqual(verdict);
  expect(matchNames(knownBy(b), knownBy(a))).toBe(names);
  return verdict;
}
const strength = (a: Sketch, b: Sketch, sameDocument = false): Strength | 'no' =>
  judged(a, b, sameDocument)?.strength ?? 'no';

describe('two files may be one person', () => {
  const mohamed = {
    ...named('محمد', 'العلوي'),
    ...born(1994),
    nationality: 'MA',
    sex: 'male',
  } as const;

  it.each(['Mohamed', 'Mohammed', 'Muhammad'])(
    'محمد العلوي and %s El Alaoui of one year and nationality: probable',
    (given) =>
      expect(
        judged(mohamed, { ...named(given, 'El Alaoui'), ...born(1994), nationality: 'MA' }),
      ).toEqual({
        strength: 'probable',
        reasons: ['names_alike', 'birth_year_same', 'nationality_same'],
      }),
  );

  it('also with given and family name changed over, or with an alias alone', () => {
    expect(strength(mohamed, { ...named('Alaoui', 'Mohamed'), ...born(1994) })).toBe('probable');
    const alias = { ...named(null, null, ['Mohamed Alaoui']), ...born(1994) };
    expect(strength(mohamed, alias)).toBe('probable');
  });

  it('possible where nothing but the whole name is known', () =>
    expect(judged(named('Aminata', 'Diallo'), named('Aminata', 'Jallow'))).toEqual({
      strength: 'possible',
      reasons: ['names_alike'],
    }));

  it('possible where the year agrees and the nationality differs: people often state another one', () => {
    const guinean = { ...named('Aminata', 'Diallo'), nationality: 'GN' };
    const senegalese = { ...named('Aminata', 'Jallow'), nationality: 'SN' };
    expect(strength(guinean, senegalese)).toBe('no');
    expect(judged({ ...guinean, ...born(2004) }, { ...senegalese, ...born(2004) })).toEqual({
      strength: 'possible',
      reasons: ['names_alike', 'birth_year_same', 'nationality_differs'],
    });
  });

  it('a declared age may be three years off, one by eye two, a bare year one; an exact one none', () => {
    const exact = { ...named('Blessing', 'Osagie'), ...born(2008), nationality: 'NG' };
    const other = (year: number, certainty: AgeCertainty) => ({
      ...named('Blesing', 'Osagie'),
      ...born(year, certainty),
      nationality: 'NG',
    });
    expect(judged(exact, other(2005, 'declared'))!.reasons).toContain('birth_year_near');
    expect(strength(exact, other(2005, 'declared'))).toBe('probable');
    expect(strength(exact, other(2004, 'declared'))).toBe('no');
    expect(strength(exact, other(2010, 'estimated'))).toBe('probable');
    expect(strength(exact, other(2011, 'estimated'))).toBe('no');
    expect(strength(exact, other(2009, 'year'))).toBe('probable');
    expect(strength(exact, other(2009, 'exact'))).toBe('no');
    expect(strength(other(2003, 'declared'), other(2008, 'estimated'))).toBe('probable');
  });

  it('an age counts from the year of registration', () => {
    const stated = { birthYear: null, ageCertainty: 'declared', registeredIn: 2026 } as const;
    const aged = { born: birthYearRangeOf({ ...stated, ageAtRegistration: 22 }) };
    const seen = (year: number) =>
      judged({ ...named('Fatou', 'Sow'), ...aged }, { ...named('Fatou', 'Sow'), ...born(year) });
    for (const year of [2003, 2004]) expect(seen(year)!.reasons).toContain('birth_year_same');
    for (const year of [2000, 2007]) expect(seen(year)!.reasons).toContain('birth_year_near');
    for (const year of [1999, 2008]) expect(seen(year)).toBeNull();
  });

  it('by the given name alone only where year and nationality are the same', () => {
    const blessing = { ...named('Blessing'), ...born(1999, 'declared'), nationality: 'NG' };
    const full = { ...named('Blessing', 'Osagie'), ...born(1999), nationality: 'NG' };
    expect(judged(blessing, full)).toEqual({
      strength: 'possible',
      reasons: ['given_name_alike', 'birth_year_same', 'nationality_same'],
    });
    expect(strength(blessing, { ...full, ...born(2001) })).toBe('no');
    expect(strength(blessing, { ...full, nationality: null })).toBe('no');
    expect(strength(named('Blessing'), named('Blessing', 'Osagie'))).toBe('no');
  });

  it('never by a family name alone', () => {
    const facts = { ...born(1999), nationality: 'MA' };
    expect(
      strength(
        { ...named(null, 'El Amrani'), ...facts },
        { ...named('Salma', 'Amrani'), ...facts },
      ),
    ).toBe('no');
    expect(
      strength(
        { ...named(null, 'Benali Tazi'), ...facts },
        { ...named('Hind', 'Benali Tazi'), ...facts },
      ),
    ).toBe('no');
    expect(
      strength({ ...named('Salma', 'Amrani'), ...facts }, { ...named('Hind', 'Amrani'), ...facts }),
    ).toBe('no');
  });

  it('not where sex or year of birth say otherwise', () => {
    const woman = { ...named('Amal', 'Idrissi'), sex: 'female' } as const;
    expect(strength(woman, { ...named('Amal', 'Idrissi'), sex: 'male' })).toBe('no');
    expect(strength(woman, { ...named('Amal', 'Idrissi'), sex: 'other' })).toBe('possible');
    expect(strength(woman, named('Amal', 'Idrissi'))).toBe('possible');
    expect(
      strength({ ...woman, ...born(1980) }, { ...named('Amal', 'Idrissi'), ...born(1999) }),
    ).toBe('no');
  });

  it('what differs is known before any name is heard', () => {
    expect(cannotBeOne({ ...NOTHING, sex: 'male' }, { ...NOTHING, sex: 'female' })).toBe(true);
    expect(cannotBeOne({ ...NOTHING, ...born(1980) }, { ...NOTHING, ...born(1999) })).toBe(true);
    expect(cannotBeOne({ ...NOTHING, ...born(1980) }, NOTHING)).toBe(false);
  });
});

describe('people of one family, registered together', () => {
  const families = ['f'];

  it('mother and daughter of one name are two people', () => {
    const mother = { ...named('Fatima Zahra', 'Bennani'), families, ...born(1990) };
    expect(strength(mother, { ...named('Zahra', 'Bennani'), families, ...born(2014) })).toBe('no');
    expect(strength(mother, { ...named('Zahra', 'Bennani'), families })).toBe('no');
  });

  it('twins are two people, unless they have one name', () => {
    const twin = { families, ...born(2015), nationality: 'MA' };
    expect(
      strength(
        { ...named('Hassan', 'Amrani'), ...twin },
        { ...named('Houcine', 'Amrani'), ...twin },
      ),
    ).toBe('no');
    expect(
      strength({ ...named('Hassan', 'Amrani'), ...twin }, { ...named('حسن', 'العمراني'), ...twin }),
    ).toBe('possible');
  });

  it('and in another family the same mother may be found again', () => {
    const mother = { ...named('Mariam', 'Traoré'), ...born(1992), nationality: 'CI' };
    expect(strength({ ...mother, families }, { ...mother, families: ['g'] })).toBe('probable');
  });
});

describe('one document number', () => {
  it('is probably one person, whatever the name', () =>
    expect(judged(named('Aïcha'), named('Blessing'), true)).toEqual({
      strength: 'probable',
      reasons: ['same_document'],
    }));

  it('only possibly where sex or year differ, or a child stands in its mother’s passport', () => {
    expect(judged({ sex: 'female' }, { sex: 'male' }, true)).toEqual({
      strength: 'possible',
      reasons: ['same_document', 'sex_differs'],
    });
    expect(strength(born(1990), born(2016), true)).toBe('possible');
    expect(strength({ families: ['f'] }, { families: ['f'] }, true)).toBe('possible');
  });
});

describe('a name that everybody has', () => {
  const possible = (a: string, b: string): Pair => ({
    a,
    b,
    strength: 'possible',
    reasons: ['names_alike'],
  });
  const crowd = Array.from({ length: MOST_POSSIBLE_PAIRS + 1 }, (_, place) =>
    possible('x', `p${place}`),
  );

  it('is no evidence by itself', () => {
    expect(significantPairs(crowd)).toEqual([]);
    expect(significantPairs(crowd.slice(1))).toHaveLength(MOST_POSSIBLE_PAIRS);
  });

  it('but what is probable stays, and so does a document', () => {
    const probable: Pair = { ...possible('x', 'y'), strength: 'probable' };
    const document: Pair = { ...possible('x', 'z'), reasons: ['same_document', 'sex_differs'] };
    expect(significantPairs([...crowd, probable, document])).toEqual([probable, document]);
  });
});
