/** The account of a partner: what it was advanced, what was accepted of it, what is left open. */
import Decimal from 'decimal.js';
import type { Block } from '../../report-documents';
import type { Composer } from './composer';

const AMOUNTS = [
  'amount',
  'outstandingBefore',
  'advancedInPeriod',
  'acceptedInPeriod',
  'refundedInPeriod',
  'outstanding',
  'claimedInPeriod',
] as const;

const nothingAgreed = (to: Composer): Block => ({
  kind: 'callout',
  key: 'partner-none',
  tone: 'info',
  title: to.say('partner.none_title'),
  text: to.say('partner.none'),
});

/** One table per currency, so that sums have one currency. */
export function partnerAdvances(to: Composer): Block[] {
  const accounts = to.part('partner');
  if (accounts.length === 0) return [nothingAgreed(to)];
  const currencies = [...new Set(accounts.map(({ currency }) => currency))].sort();
  return currencies.map((currency): Block => {
    const own = accounts.filter((one) => one.currency === currency);
    const total = (key: (typeof AMOUNTS)[number]) =>
      Decimal.sum(0, ...own.map((one) => one[key])).toFixed(2);
    return {
      kind: 'table',
      key: `partner-${currency.toLowerCase()}`,
      title: to.say('partner.title', { currency }),
      columns: [
        { key: 'agreement', header: to.say('partner.agreement'), type: 'text' },
        ...AMOUNTS.map((key) => ({
          key,
          header: to.say(`partner.${key}`),
          type: 'money' as const,
          currency,
        })),
      ],
      rows: own.map((one) => ({
        key: one.agreementId,
        cells: {
          agreement: to.head.subject === null ? `${one.partner} · ${one.reference}` : one.reference,
          ...Object.fromEntries(AMOUNTS.map((key) => [key, one[key]])),
        },
      })),
      total: {
        key: 'total',
        cells: {
          agreement: to.say('total'),
          ...Object.fromEntries(AMOUNTS.map((key) => [key, total(key)])),
        },
      },
      notes: [to.say('partner.note')],
    };
  });
}
