/** View of the list of services: filters, columns and cells. */
import type { ListColumn, ListDefinition } from '../views';
import type { Language } from '../platform/shared/actor';
import { formatDate, formatMoney, formatNumber } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import type { ServiceRow } from './services.queries';

export const SERVICE_LIST: ListDefinition = {
  key: 'services',
  path: '/services',
  permission: 'services:list',
  filters: ['type', 'from', 'until'],
  passing: ['case'],
  columns: [
    { key: 'given', label: 'services:given_on' },
    { key: 'what', label: 'services:what', always: true },
    { key: 'person', label: 'services:person', always: true },
    { key: 'quantity', label: 'services:quantity', figure: true },
    { key: 'provider', label: 'services:provider' },
    { key: 'cost', label: 'services:cost', figure: true },
    { key: 'receipt', label: 'services:receipt.label', extra: true },
    { key: 'recorded', label: 'services:recorded_by', extra: true },
  ],
};

export function serviceRows(
  services: readonly ServiceRow[],
  columns: readonly ListColumn[],
  language: Language,
) {
  const words = (key: string) => translate(language, `services:${key}`);
  const cells: Record<string, (service: ServiceRow) => object> = {
    given: ({ givenOn }) => ({ text: formatDate(givenOn, language) }),
    what: ({ id, typeName, cancelled }) => ({
      text: typeName[language],
      path: `/services/${id}`,
      tag: cancelled ? words('cancelled') : null,
    }),
    person: ({ caseId, caseNumber }) => ({
      text: caseNumber,
      path: `/people/${caseId}`,
      number: true,
      caseId,
    }),
    quantity: ({ quantity, unit }) => ({
      text: translate(language, `costs:unit.${unit}`, {
        count: Number(quantity),
        number: formatNumber(quantity, language),
      }),
    }),
    provider: ({ provider }) => ({ text: provider ?? words('new.no_provider') }),
    cost: ({ cost }) => ({ text: cost ? formatMoney(cost.amount, cost.currency, language) : '' }),
    receipt: ({ receipt }) => ({ text: receipt ?? '' }),
    recorded: ({ recordedBy }) => ({ text: recordedBy }),
  };
  return services.map((service) => ({
    muted: service.cancelled !== null,
    cells: columns.map(({ key, figure = false }) => ({ ...cells[key]!(service), figure })),
  }));
}
