import { findHiddenWords } from './hidden-words.rules';

const places = [
  { name: 'Maison Argane', address: '7 rue des Tisserands, quartier Batha, Fès' },
  { name: 'Dar Tafoukt', address: null },
];
const contact = { phones: ['+212661998877'], words: ['après la prière du soir', 'Khadija'] };
const found = (text: string) => findHiddenWords([text], places, contact);

describe('a text for a court or a partner', () => {
  it('that does not disclose where somebody is passes', () => {
    for (const text of [
      'Madame est suivie depuis janvier 2026 et souhaite être entendue à huis clos.',
      'Le tribunal de Fès siège avenue des FAR.',
      'Elle habite la maison de sa sœur, rue Hassan II.',
      'تطلب السيدة الاستماع إليها في جلسة سرية',
      '',
    ]) {
      expect([text, found(text)]).toEqual([text, null]);
    }
  });

  it('may not name a house, however it is written', () => {
    for (const text of [
      'accueillie à la Maison Argane',
      'accueillie à la MAISON-ARGANE,',
      'accueillie chez « Argane »',
      'hébergée à Dar  Tafoukt',
      'hébergée à Ta\u200Bfoukt',
    ]) {
      expect([text, found(text)]).toEqual([text, 'place']);
    }
  });

  it('may not name a house in Arabic either, where the words lean on each other', () => {
    const houses = [
      { name: 'الياسمين', address: null },
      { name: 'مأوى الأمل', address: null },
    ];
    for (const text of [
      'تسكن في الياسمين',
      'تسكن بالياسمين',
      'وانتقلت للياسمين',
      'تقيم بمأوى الأمل',
      'وصلت إلى الأمل أمس',
    ]) {
      expect([text, findHiddenWords([text], houses, contact)]).toEqual([text, 'place']);
    }
    expect(findHiddenWords(['تسكن عند أختها'], houses, contact)).toBeNull();
  });

  it('is read to its end, however long it is', () => {
    const long = 'Elle est suivie depuis longtemps et va mieux. '.repeat(45);
    expect(long.length).toBeGreaterThan(2_000);
    expect(found(long)).toBeNull();
    expect(found(`${long} Accueillie à la Maison Argane.`)).toBe('place');
    expect(found(`${long} Près de la rue des Tisserands.`)).toBe('place');
    expect(found(`${long} Demander Khadija.`)).toBe('safe_contact');
  });

  it('may not hold an address or a piece of one', () => {
    for (const text of [
      'au 7, rue des Tisserands',
      'RUE DES TISSERANDS n° 7',
      'près de la rue : des tisserands',
      'au quartier Batha',
    ]) {
      expect([text, found(text)]).toEqual([text, 'place']);
    }
  });

  it('may not say how to reach the person', () => {
    expect(found('son numéro : 06 61 99 88 77')).toBe('phone');
    expect(found('00212-661-99.88.77')).toBe('phone');
    expect(found('٠٦٦١٩٩٨٨٧٧')).toBe('phone');
    expect(found('l’appeler Après la prière du soir')).toBe('safe_contact');
    expect(found('demander KHADIJA')).toBe('safe_contact');
  });

  it('is looked at whole: each of its texts', () => {
    expect(findHiddenWords(['rien', 'Maison Argane'], places, contact)).toBe('place');
  });
});
