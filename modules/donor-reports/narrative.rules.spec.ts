import { unusualCharacters } from './narrative.rules';

describe('a narrative', () => {
  it.each([
    'Ce trimestre, 90 personnes ont été accompagnées : l’équipe s’est agrandie (+12 %).',
    'استقبلت الدور الثلاث نساءً وأطفالاً، بنسبة 81,3 %.',
    'Line one\r\n\r\nLine two — “quoted” … 1 250,00 € · 5 × 3',
    '',
  ])('of ordinary words has nothing unusual: %s', (text) => {
    expect(unusualCharacters(text)).toEqual([]);
  });

  it('says which characters the files cannot show', () => {
    expect(unusualCharacters('Bravo 🎉🎉 et ⴰⵣⵓⵍ\u0007')).toEqual([
      '🎉',
      'ⴰ',
      'ⵣ',
      'ⵓ',
      'ⵍ',
      'U+0007',
    ]);
  });
});
