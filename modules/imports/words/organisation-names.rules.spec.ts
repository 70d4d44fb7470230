import { OrganisationNames } from './organisation-names.rules';

describe('an organisation that a file names', () => {
  const known = new OrganisationNames([
    { id: 'o1', code: 'AGI', name: 'Agence internationale', names: { ar: 'الوكالة الدولية' } },
    { id: 'o2', code: 'AML', name: 'Amal', names: { fr: 'Amal', en: 'Hope' } },
    { id: 'o3', code: 'AMB', name: 'Amal', names: { en: 'AGI' } },
  ]);
  const idsOf = (word: string) => known.find(word).map(({ id }) => id);

  it('is found by its code and by its name in each language', () => {
    for (const word of ['agi', 'AGENCE  INTERNATIONALE', 'الوكالة الدولية']) {
      expect([word, idsOf(word)]).toEqual([word, ['o1']]);
    }
    expect(idsOf('hope')).toEqual(['o2']);
  });

  it('is that of the code where another has the word as a name, and several where the name is of several', () => {
    expect(idsOf('AGI')).toEqual(['o1']);
    expect(idsOf('Amal')).toEqual(['o2', 'o3']);
    expect(idsOf('Laurier')).toEqual([]);
  });
});
