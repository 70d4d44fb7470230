import { ageBand, sheetOf, identifyingContent } from './sheet.rules';

describe('what a partner is shown', () => {
  it.each([
    [
      { low: 17, high: 17 },
      { low: 15, high: 17 },
    ],
    [
      { low: 18, high: 18 },
      { low: 18, high: 24 },
    ],
    [
      { low: 31, high: 31 },
      { low: 25, high: 34 },
    ],
    [
      { low: 50, high: 50 },
      { low: 50, high: null },
    ],
    // A range over two bands is both of them.
    [
      { low: 16, high: 19 },
      { low: 15, high: 24 },
    ],
    [
      { low: 0, high: 0 },
      { low: 0, high: 5 },
    ],
  ])('is an age in a band: %o', (age, band) => expect(ageBand(age)).toEqual(band));

  it('is no age where none is known', () => expect(ageBand(null)).toBeNull());

  it('is what was chosen and nothing else', () => {
    const facts = { sex: 'female', age: null, languages: [], nationality: null, accessNeed: null };
    const contact = { mayCall: false, channel: null, safeTimes: null };
    const all = { facts, needs: 'un avis médical', contact };
    expect(sheetOf(['needs'], all)).toEqual({ needs: 'un avis médical' });
    expect(sheetOf(['safe_contact', 'facts'], all)).toEqual({ facts, contact });
  });

  describe('never says who it is', () => {
    const names = ['Zoulikha', 'El Idrissi', 'زليخة', 'Ève'];
    it.each([
      ['Zoulikha a besoin d’un médecin', 'name'],
      ['Mme EL IDRISSI attend', 'name'],
      ['dossier idrissi', 'name'],
      ['السيدة زليخة تحتاج إلى طبيب', 'name'],
      ['rappeler au 06 61 99 88 77', 'number'],
      ['+212-661-998877', 'number'],
      ['هاتفها ٠٦٦١٩٩٨٨٧٧', 'number'],
      ['رقمها ۰۶۶۱۹۹۸۸۷۷', 'number'],
      ['0661–998–877', 'number'],
      ['06 12 34 - 56 78 90', 'number'],
      ['(0661) 99.88.77', 'number'],
      ['06\u200e61\u200e99\u200e88\u200e77', 'number'],
      ['deux enfants de 12-14 ans, en 2026', null],
      ['٣ أشهر، مرتين في الأسبوع', null],
      ['un suivi pendant 3 mois, 2 fois par semaine', null],
      ['née en Évora, idrissia', null],
      ['EVE est là', 'name'],
    ])('%s', (text, found) => expect(identifyingContent(text, names)).toBe(found));
  });
});
