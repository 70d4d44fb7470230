import { NO_IDENTITY, readIdentity, type Identity } from './identities.rules';
import { NarrativeScan } from './narrative-scan.rules';

const amina: Identity = {
  ...NO_IDENTITY,
  given: 'Amina',
  family: 'Bennani',
  aliases: ['Mimi la Grande', 'Nour'],
  phones: ['+212612345678'],
  documents: ['AB 123456'],
};
const house: Identity = { ...NO_IDENTITY, addresses: ['12, rue des Orangers, Agdal, Rabat'] };

const kinds = (text: string, ...people: Identity[]) => {
  const scan = new NarrativeScan([{ section: 'summary', language: 'fr', text }]);
  for (const identity of people.length > 0 ? people : [amina, house]) scan.look(identity);
  return scan
    .hits()
    .map(({ kind, blocks }) => `${kind}${blocks ? '!' : '?'}`)
    .sort();
};

describe('a narrative is stopped by', () => {
  it.each([
    ['a whole name', 'Ce trimestre, Amina Bennani a trouvé un emploi.'],
    ['a whole name the other way round', 'Mme BENNANI Amina suit une formation.'],
    ['a whole name without accents or capitals', 'amina bennani est partie.'],
    ['a whole name in another spelling', 'Amina Benani suit une formation.'],
    ['a whole name in Arabic letters', 'استفادت أمينة بناني من تكوين مهني.'],
    ['a whole name after a letter that leans on it', 'وأمينة البناني حصلت على عمل.'],
  ])('%s', (_what, text) => {
    expect(kinds(text)).toContain('name!');
  });

  it.each([
    ['a family name alone', 'La famille Bennani a été reçue.', 'name!'],
    ['a long alias', 'On l’appelle Mimi la Grande.', 'name!'],
    ['a phone', 'Joindre le 06 12 34 56 78 le soir.', 'phone!'],
    ['a phone in international form', 'Tél. (+212) 6-12-34-56-78.', 'phone!'],
    ['a phone in Arabic digits', 'الهاتف ٠٦١٢٣٤٥٦٧٨', 'phone!'],
    ['a document number', 'Sa carte AB123456 a été refaite.', 'document!'],
    ['a document number in groups', 'carte ab-123-456', 'document!'],
    ['an address', 'La maison de la rue des Orangers a été repeinte.', 'address!'],
  ])('%s', (_what, text, hit) => {
    expect(kinds(text)).toEqual([hit]);
  });

  it('a case number', () => {
    const numbers = 'M-0000-000-0 et M-4K7Q-2XV-9';
    expect(kinds(numbers)).toEqual(['case_number!']);
  });
});

describe('a narrative is read again for', () => {
  it('a first name alone', () => {
    expect(kinds('Amina a chanté.')).toEqual(['first_name?']);
  });
  it('a short alias', () => {
    expect(kinds('Le groupe Nour se réunit.')).toEqual(['first_name?']);
  });
  it('a family name that is also a first name of somebody', () => {
    const hassan = { ...NO_IDENTITY, given: 'Karim', family: 'Hassan' };
    const other = { ...NO_IDENTITY, given: 'Hassan', family: 'Tahiri' };
    expect(kinds('L’hôpital Hassan est proche.', hassan, other)).toEqual(['first_name?']);
  });
  it('a family name that in Arabic is also a word', () => {
    const person = { ...NO_IDENTITY, given: 'سعاد', family: 'المغربي' };
    expect(kinds('القانون المغربي واضح.', person)).toEqual(['first_name?']);
  });
});

describe('a narrative passes', () => {
  it.each([
    'Au troisième trimestre, 90 personnes ont été accompagnées et 4 424 nuitées assurées.',
    'La subvention est de 2 500 000,00 USD ; 133 536,96 USD ont été dépensés.',
    'The three houses in Rabat and Agdal welcomed women and children.',
    'استقبلت الدور الثلاث نساءً وأطفالاً خلال الفصل الثالث.',
    'amener les enfants à l’école reste difficile',
    '',
  ])('%s', (text) => {
    expect(kinds(text)).toEqual([]);
  });
});

describe('a sealed field', () => {
  it('is read whatever its shape', () => {
    expect(readIdentity('names', '{"given":"A","family":null,"aliases":["B"]}')).toMatchObject({
      given: 'A',
      family: '',
      aliases: ['B'],
    });
    // What a team calls somebody says who it is as well as a nickname does.
    expect(readIdentity('names', '{"aliases":["B"],"working":"C"}').aliases).toEqual(['B', 'C']);
    expect(readIdentity('contact', '{"phone":"+212600000000"}').phones).toEqual(['+212600000000']);
    expect(readIdentity('contact', '+212600000000').phones).toEqual(['+212600000000']);
    expect(readIdentity('documents', '[{"kind":"passport","number":"X1"}]').documents).toContain(
      'X1',
    );
    expect(readIdentity('address', 'rue X').addresses).toEqual(['rue X']);
  });
});
