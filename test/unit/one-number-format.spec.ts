import { writeMoney, writeNumber, writePercent } from '../../modules/report-documents/document';
import { formatMoney, formatNumber, formatPercent } from '../../modules/platform/web/format';
import { LANGUAGES, type Language } from '../../modules/platform/shared/actor';

const EXPECTED: Record<Language, [money: string, number: string, percent: string]> = {
  fr: ['1\u00a0942\u00a0014,28\u00a0USD', '1\u00a0667,98', '12,3\u00a0%'],
  ar: ['1\u00a0942\u00a0014,28\u00a0USD', '1\u00a0667,98', '12,3\u00a0%'],
  en: ['1,942,014.28\u00a0USD', '1,667.98', '12.3%'],
};
/** Arabic pages keep a figure in one left-to-right run; documents set their own direction. */
const bare = (text: string): string => text.replaceAll(/[\u2066\u2069]/g, '');

describe('figures on pages and in documents', () => {
  it.each(LANGUAGES)('are written alike in %s', (language) => {
    const page = [
      formatMoney('1942014.28', 'USD', language),
      formatNumber('1667.98', language, 2),
      formatPercent('0.1234', language),
    ].map(bare);
    const document = [
      writeMoney('1942014.28', 'USD', language),
      writeNumber('1667.98', language, 2),
      writePercent('0.1234', language),
    ];
    expect(page).toEqual(EXPECTED[language]);
    expect(document).toEqual(EXPECTED[language]);
  });
});
