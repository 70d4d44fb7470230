/** What a proposed rate, price of a night or cost allocation says. */
import type { ProposedLine } from '../settings';
import type { Language } from '../platform/shared/actor';
import { formatMoney, formatNumber, formatPercent } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import type { NewAllocation } from './allocations/allocations.service';
import type { NewRate } from './rates.service';
import type { NewNightRate } from './night-rates.queries';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const named = (choices: readonly Choice[], value: string): string =>
  choices.find((one) => one.value === value)?.label ?? value;

export const rateLines =
  (language: Language) =>
  ({ from, to, rate }: Pick<NewRate, 'from' | 'to' | 'rate'>): ProposedLine[] => [
    { label: '', text: `1\u00a0${from} = ${formatNumber(rate, language)}\u00a0${to}` },
  ];

export const nightLines =
  (language: Language, { shelters, lines }: Record<'shelters' | 'lines', readonly Choice[]>) =>
  ({ shelterId, amount, currency, lineId }: NewNightRate): ProposedLine[] => [
    { label: translate(language, 'budget:nights.shelter'), text: named(shelters, shelterId) },
    {
      label: translate(language, 'budget:nights.amount'),
      text: formatMoney(amount, currency, language),
    },
    { label: translate(language, 'budget:line'), text: named(lines, lineId) },
  ];

export const allocationLines =
  (
    language: Language,
    { shelters, types, lines }: Record<'shelters' | 'types' | 'lines', readonly Choice[]>,
  ) =>
  ({ shelterId, typeCode, shares }: NewAllocation): ProposedLine[] => [
    shelterId
      ? { label: translate(language, 'allocations:nights_of'), text: named(shelters, shelterId) }
      : {
          label: translate(language, 'allocations:services_of'),
          text: named(types, typeCode ?? ''),
        },
    ...shares.map(({ lineId, share }) => ({
      label: named(lines, lineId),
      text: formatPercent(share, language),
    })),
  ];
