/** A person's costs along their way: a row a stage, a bar a kind of help. */
import { sumOf, written } from '../../grant-budgeting';
import { STAGES } from '../../beneficiaries';
import { labelOf } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import { formatMoney } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { PersonCostRow } from './person-costs.service';

export function personCostsModel(costs: readonly PersonCostRow[], language: Language) {
  const words = (key: string, params: object = {}) =>
    translate(language, `costs:${key}`, { ...params });
  const currencies = [...new Set(costs.map(({ currency }) => currency))];
  const sum = (rows: readonly PersonCostRow[], currency: string) =>
    written(sumOf(rows.filter((row) => row.currency === currency).map(({ amount }) => amount)));
  const largest = Math.max(1, ...costs.map(({ amount }) => Number(amount)));
  const stages = STAGES.filter((stage) => costs.some((row) => row.stage === stage));
  return {
    totals: currencies.map((currency) => formatMoney(sum(costs, currency), currency, language)),
    stages: stages.map((stage) => {
      const own = costs.filter((row) => row.stage === stage);
      return {
        label: labelOf('stages', stage, language),
        totals: currencies
          .filter((currency) => own.some((row) => row.currency === currency))
          .map((currency) => formatMoney(sum(own, currency), currency, language)),
        rows: own.map(({ kind, name, count, amount, currency }) => ({
          label: name?.[language] ?? words(`source.${kind}`),
          count: words(kind === 'bed-night' ? 'unit.night' : 'times', {
            count,
            number: String(count),
          }),
          amount: formatMoney(amount, currency, language),
          width: Math.max(1, Math.round((100 * Math.max(0, Number(amount))) / largest)),
        })),
      };
    }),
  };
}
