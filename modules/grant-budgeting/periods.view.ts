/** What is not settled before a period is closed, in words, each with the list where it is. */
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { ledgerPath } from './ledger-list/ledger-list.view';
import type { UnsettledItems } from './periods.service';

export function unsettledModel(
  { toInvoice, toPay, toCheck, withoutFile, openFrom }: UnsettledItems,
  language: Language,
) {
  const item = (key: string, count: number, path: string, grant = '') => ({
    words: translate(language, `budget:periods.unsettled.${key}`, { count, grant }),
    path,
    count,
  });
  return [
    item('to_invoice', toInvoice, '/budget/commitments?show=to_invoice'),
    item('to_check', toCheck, '/budget/partners'),
    item('to_pay', toPay, '/budget/commitments?show=to_pay'),
    ...withoutFile.map(({ grant, count }) => {
      const filter = { grant, files: 'missing', from: openFrom ?? undefined } as const;
      return item('without_file', count, ledgerPath(filter), grant);
    }),
  ].filter(({ count }) => count > 0);
}
