import { ageAsSaid } from './age-as-said.rules';

describe('an age as it is said on the telephone', () => {
  it('is read in digits of either script, with the word for years or without', () => {
    const said = [
      '31',
      ' 8 ans',
      '1 an',
      '8ans',
      '٣١',
      '۳۱',
      '٨ سنوات',
      '٣١ سنةً',
      '5 years',
      '40 Years old',
    ];
    expect(said.map(ageAsSaid)).toEqual([31, 8, 1, 8, 31, 31, 8, 31, 5, 40]);
  });

  it('of a small child is read in months too', () => {
    const said = ['8 mois', '18 mois', '٨ أشهر', '11 شهرًا', '1 month', '24 months'];
    expect(said.map(ageAsSaid)).toEqual([0, 1, 0, 0, 0, 2]);
  });

  it('stays as it was typed where it is no age', () => {
    const other = ['trente', 'ثلاثون', '8 jours', '1990', '-3', '8.5', 31, null, undefined];
    expect(other.map(ageAsSaid)).toEqual(other);
  });
});
