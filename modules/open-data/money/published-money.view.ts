/** Published and waiting amounts, as the page shows it to those who make the files. */
import { Decimal } from 'decimal.js';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { PublishedMoney } from './published-money.queries';

export const moneyModel = (all: readonly PublishedMoney[], language: Language) =>
  all.map(({ grantCode, quarter, rows }) => ({
    grantCode,
    until: translate(language, 'open-data:quarter', { number: quarter.number, year: quarter.year }),
    rows: rows.map((row) => ({
      ...row,
      label: translate(language, `open-data:flow.${row.type}`),
      isWhole: new Decimal(row.waits).isZero(),
      share: shareOf(row.published, row.whole),
    })),
  }));

/** In hundredths, for the bar: between nothing and all. */
function shareOf(published: string, whole: string): number {
  if (new Decimal(whole).isZero()) return 0;
  const share = new Decimal(published).div(whole).times(100).toDecimalPlaces(1).toNumber();
  return Math.min(100, Math.max(0, share));
}
