/** Costs after suppression of small counts; shares are drawn as hundredths. */
import { Decimal } from 'decimal.js';
import { sumOf, written } from '../grant-budgeting';
import { STAGES } from '../beneficiaries';
import { labelOf } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { formatMoney, formatNumber, formatPercent } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import type { ProposedLine } from '../settings';
import type { CostInCurrency, CostOfKind } from './cost.figures';
import {
  complementarySuppression,
  suppressSmallCount,
} from '../platform/shared/small-counts.rules';
import {
  mayPublishQuartiles,
  perPerson,
  costPerSustainedOutcome,
  perUnit,
  variance,
} from './cost.rules';
import type { Costs } from './costs.service';
import { BED_NIGHT, type NewUnitCost } from './standards/unit-costs.service';

/** Suppresses small numbers of people and costs per person. */
export function protectedCosts({
  types: _types,
  quarters: _quarters,
  reintegration,
  ...costs
}: Costs) {
  const { kinds, stages, outcomes, person } = costs;
  const total = written(sumOf(kinds.map(({ amount }) => amount)));
  return {
    ...costs,
    kinds: kinds.map(({ people, inCurrencies, ...kind }) => ({
      ...kind,
      people: kind.traced ? suppressSmallCount(people) : null,
      inCurrencies: inCurrencies.map((one) => ({
        ...one,
        perUnit: perUnit(one.amount, one.quantity),
        variance: variance(one.actual, one.expected),
      })),
    })),
    stages: suppressSmallStages(inOrder(stages)),
    outcomes: outcomes.map(({ people, ...outcome }) => ({
      ...outcome,
      people: suppressSmallCount(people),
      perPerson: perPerson(outcome.traced, people),
    })),
    person: {
      people: suppressSmallCount(person.people),
      traced: person.traced,
      average: perPerson(person.traced, person.people),
      quarters: mayPublishQuartiles(person.people) ? person.quarters : null,
    },
    // Help continues over years, so that the cost of a single quarter is not meaningful.
    sustained: costs.quarter === null ? costPerSustainedOutcome(reintegration) : null,
    total,
    shared: written(new Decimal(total).minus(person.traced)),
  };
}

function suppressSmallStages(stages: Costs['stages']) {
  const shown = complementarySuppression(stages);
  return stages.map(({ stage, people, amount }, at) => ({
    stage,
    people: suppressSmallCount(people),
    perPerson: shown[at] ? perPerson(amount, people) : null,
    amount: shown[at] ? amount : null,
  }));
}

const inOrder = <T extends { readonly stage: string }>(stages: readonly T[]): T[] =>
  [...stages].sort((a, b) => stageOrder(a.stage) - stageOrder(b.stage));
const stageOrder = (stage: string): number => (STAGES as readonly string[]).indexOf(stage);

export function costsModel(costs: Costs, language: Language) {
  const words = (key: string, params: object = {}) =>
    translate(language, `costs:${key}`, { ...params });
  const { currency, code, outcomes: outcomeNames } = costs.grant;
  const money = (amount: string, of = currency) => formatMoney(amount, of, language);
  const shown = protectedCosts(costs);
  const counted = (people: number | null) =>
    people === null ? words('few') : formatNumber(people, language);
  const address = (quarter: string | null) =>
    `/budget/costs?${new URLSearchParams({ grant: code, ...(quarter && { quarter }) }).toString()}`;
  const widest = Math.max(1, ...shown.stages.map(({ perPerson: each }) => Number(each ?? 0)));
  return {
    grants:
      costs.grants.length > 1
        ? costs.grants.map((one) => ({ code: one, current: one === code }))
        : null,
    periods: [
      { label: words('since_beginning'), path: address(null), current: costs.quarter === null },
      ...costs.quarters.map((one) => ({
        label: words('quarter', { number: one.number, year: String(one.year) }),
        path: address(one.code),
        current: one.code === costs.quarter,
      })),
    ],
    from: costs.from,
    to: costs.to,
    workbookPath: address(costs.quarter).replace('/budget/costs', '/budget/costs/workbook'),
    any: costs.kinds.length > 0,
    tiles: tilesOf(shown, { words, money, language }),
    helped: costs.kinds
      .filter(({ traced }) => traced)
      .map((kind) => kindModel(kind, costs, language)),
    shared: costs.kinds
      .filter(({ traced }) => !traced)
      .map(({ kind, amount }) => ({ label: words(`source.${kind}`), amount: money(amount) })),
    sums: {
      traced: money(costs.person.traced),
      shared: money(shown.shared),
      total: money(shown.total),
    },
    stages: shown.stages.map(({ stage, people, amount, perPerson: each }) => ({
      label: labelOf('stages', stage, language),
      people: counted(people),
      amount: amount === null ? words('hidden') : money(amount),
      perOne: each === null ? words('hidden') : money(each),
      width: Math.round((100 * Number(each ?? 0)) / widest),
      isShown: each !== null,
    })),
    outcomes: shown.outcomes.map(({ outcomeCode, people, traced, shared, perPerson: each }) => ({
      label: outcomeNames[outcomeCode]?.[language] ?? outcomeCode,
      people: counted(people),
      traced: money(traced),
      shared: money(shared),
      perOne: each === null ? words('hidden') : money(each),
    })),
  };
}

interface CostFormatters {
  readonly words: (key: string, params?: object) => string;
  readonly money: (amount: string, currency?: string) => string;
  readonly language: Language;
}

function tilesOf(
  shown: ReturnType<typeof protectedCosts>,
  { words, money, language }: CostFormatters,
) {
  const { average, quarters } = shown.person;
  const { sustained } = shown;
  const night = shown.kinds.find(({ kind }) => kind === BED_NIGHT)?.inCurrencies[0];
  return [
    ...(average === null
      ? []
      : [
          {
            label: words('tile.person'),
            value: money(average),
            more: quarters
              ? words('tile.quarters', {
                  low: money(quarters[0]),
                  middle: money(quarters[1]),
                  high: money(quarters[2]),
                })
              : '',
          },
        ]),
    ...(night?.perUnit
      ? [
          {
            label: words('tile.night'),
            value: money(night.perUnit, night.currency),
            more: words('tile.nights', { count: Number(night.quantity) }),
          },
        ]
      : []),
    ...(sustained
      ? [
          {
            label: words('tile.sustained'),
            value: money(sustained.amount),
            more: words('tile.lives', {
              sustained: formatNumber(sustained.sustained, language),
              ended: formatNumber(sustained.ended, language),
            }),
          },
        ]
      : []),
    {
      label: words('tile.total'),
      value: money(shown.total),
      more: words('tile.shared', { amount: money(shown.shared) }),
    },
  ];
}

export const kindName = (kind: string, types: Costs['types'], language: Language): string =>
  types.find(({ code }) => code === kind)?.name[language] ??
  translate(language, `costs:source.${kind}`);

/** Contents of a proposed expected cost. */
export const unitCostLines =
  (types: Costs['types'], language: Language) =>
  ({ kind, amount, currency }: NewUnitCost): ProposedLine[] => [
    { label: kindName(kind, types, language), text: formatMoney(amount, currency, language) },
  ];

/** Unit of kinds that are no services; an instalment or a procedure is a piece. */
const UNITS: Readonly<Record<string, string>> = { [BED_NIGHT]: 'night', training: 'day' };

function kindModel(kind: CostOfKind, { types, grant, standards }: Costs, language: Language) {
  const words = (key: string, params: object = {}) =>
    translate(language, `costs:${key}`, { ...params });
  const people = suppressSmallCount(kind.people);
  const unit = types.find(({ code }) => code === kind.kind)?.unit ?? UNITS[kind.kind] ?? 'item';
  return {
    name: kindName(kind.kind, types, language),
    quantity: words(`unit.${unit}`, {
      count: Number(kind.quantity),
      number: formatNumber(kind.quantity, language),
    }),
    people: people === null ? words('few') : formatNumber(people, language),
    amount: formatMoney(kind.amount, grant.currency, language),
    rows: kind.inCurrencies.map((row) => ({
      ...rowOf(row, language),
      standard: standardOf(standards, kind.kind, row.currency, language),
    })),
  };
}

/** The middle of the picture is the standard; half as much again is its edge. */
function rowOf(row: CostInCurrency, language: Language) {
  const beyond = variance(row.actual, row.expected);
  const each = perUnit(row.amount, row.quantity);
  const reach = beyond === null ? 0 : Math.round(50 * Math.min(1, Math.abs(beyond) / 0.5));
  return {
    perOne: each === null ? '–' : formatMoney(each, row.currency, language),
    beyond: beyond === null ? null : `${beyond > 0 ? '+' : ''}${formatPercent(beyond, language)}`,
    dearer: beyond !== null && beyond > 0,
    reach,
    start: beyond !== null && beyond > 0 ? 50 : 50 - reach,
  };
}

const standardOf = (
  standards: Costs['standards'],
  kind: string,
  currency: string,
  language: Language,
) => {
  const found = standards.find((one) => one.kind === kind && one.currency === currency);
  return found ? formatMoney(found.amount, currency, language) : '–';
};
