import { shareOf } from '../../platform/shared/share.rules';
import Decimal from 'decimal.js';
import type { Block, Row } from '../../report-documents';
import type { BudgetLineFigures } from '../figures/report.figures';
import { sum, type Composer } from './composer';

const AMOUNTS = ['budgeted', 'spentInPeriod', 'spentToDate', 'left'] as const;

export function budgetByLine(to: Composer): Block[] {
  const { currency } = to.figures.budget.grant;
  const agencies = agenciesOf(to);
  return [
    {
      kind: 'table',
      key: 'budget-by-line',
      title: to.say('money.by_line'),
      columns: [
        { key: 'line', header: to.say('money.line'), type: 'text' },
        ...AMOUNTS.map((key) => ({
          key,
          header: to.say(`money.${key}`),
          type: 'money' as const,
          currency,
        })),
        { key: 'burn', header: to.say('money.burn'), type: 'percent' },
      ],
      rows: agencies.flatMap(([agency, lines]) => [
        ...lines.map((line) => row(line.lineId, `${line.code} ${line.name[to.language]}`, [line])),
        ...(agencies.length > 1 ? [subtotal(to, agency, lines)] : []),
      ]),
      total: row('total', to.say('total'), to.figures.budget.lines),
      notes: [
        to.say('money.note_left'),
        to.say('money.note_charged'),
        to.say('money.note_currency', { currency }),
      ],
    },
    ...openingsByLine(to),
  ];
}

/** Opening amounts from before Mawa; no table if there are none. */
function openingsByLine(to: Composer): Block[] {
  const { lines, grant, openings } = to.figures.budget;
  const rows = (openings?.lines ?? []).flatMap((one) => {
    const line = lines.find(({ lineId }) => lineId === one.lineId);
    return line ? [{ ...one, label: `${line.code} ${line.name[to.language]}` }] : [];
  });
  if (rows.length === 0) return [];
  const amounts = ['spentInPeriod', 'spentToDate'] as const;
  return [
    {
      kind: 'table',
      key: 'openings-by-line',
      title: to.say('money.openings.title'),
      columns: [
        { key: 'line', header: to.say('money.line'), type: 'text' },
        ...amounts.map((key) => ({
          key,
          header: to.say(`money.${key}`),
          type: 'money' as const,
          currency: grant.currency,
        })),
      ],
      rows: rows.map(({ lineId, label, spentInPeriod, spentToDate }) => ({
        key: lineId,
        cells: { line: label, spentInPeriod, spentToDate },
      })),
      total: {
        key: 'total',
        cells: {
          line: to.say('total'),
          spentInPeriod: sum(rows.map((row) => row.spentInPeriod)),
          spentToDate: sum(rows.map((row) => row.spentToDate)),
        },
      },
      notes: [to.say('money.openings.note')],
    },
  ];
}

/** Facts are always booked; what a line could not carry is listed here, where there is any. */
export function beyondBudget(to: Composer): Block[] {
  const { lines, grant } = to.figures.budget;
  const beyond = lines.filter((line) => !new Decimal(line.unfundedToDate).isZero());
  if (beyond.length === 0) return [];
  const row = (key: string, line: string, amount: string): Row => ({
    key,
    cells: { line, amount },
  });
  return [
    {
      kind: 'table',
      key: 'beyond-budget',
      title: to.say('money.unfundedToDate'),
      columns: [
        { key: 'line', header: to.say('money.line'), type: 'text' },
        { key: 'amount', header: to.say('money.amount'), type: 'money', currency: grant.currency },
      ],
      rows: beyond.map((line) =>
        row(line.lineId, `${line.code} ${line.name[to.language]}`, line.unfundedToDate),
      ),
      total: row('total', to.say('total'), sum(beyond.map((line) => line.unfundedToDate))),
      notes: [to.say('money.note_unfunded')],
    },
  ];
}

/** The reporting agency first, then the others by code. */
function agenciesOf(to: Composer): [string, BudgetLineFigures[]][] {
  const lines = to.figures.budget.lines;
  const codes = [...new Set(lines.map(({ organisationCode }) => organisationCode))].sort(
    (a, b) =>
      Number(b === to.definition.agency) - Number(a === to.definition.agency) || (a < b ? -1 : 1),
  );
  return codes.map((code) => [code, lines.filter((line) => line.organisationCode === code)]);
}

const row = (key: string, label: string, lines: readonly BudgetLineFigures[]): Row => {
  const amounts = Object.fromEntries(
    AMOUNTS.map((amount) => [amount, sum(lines.map((line) => line[amount]))]),
  );
  return {
    key,
    cells: { line: label, ...amounts, burn: shareOf(amounts.spentToDate!, amounts.budgeted!) },
  };
};

const subtotal = (to: Composer, agency: string, lines: readonly BudgetLineFigures[]): Row => ({
  ...row(`agency-${agency}`, to.say('money.agency_total', { agency }), lines),
  sums: lines.map(({ lineId }) => lineId),
  emphasis: 'strong',
});

export function budgetChart(to: Composer): Block[] {
  const { lines } = to.figures.budget;
  if (lines.length === 0) return [];
  const spent = sum(lines.map((line) => line.spentToDate));
  const budget = sum(lines.map((line) => line.budgeted));
  const burn = shareOf(spent, budget);
  return [
    {
      kind: 'chart',
      key: 'budget-chart',
      shape: 'bar',
      horizontal: true,
      title: burn
        ? to.say('money.finding', { spent: to.money(spent), percent: to.percent(burn) })
        : to.say('money.chart_title'),
      alt: to.say('money.chart_alt'),
      table: 'budget-by-line',
      category: 'line',
      // In the order of its table.
      rows: agenciesOf(to).flatMap(([, own]) => own.map(({ lineId }) => lineId)),
      series: [
        { column: 'budgeted', label: to.say('money.budgeted') },
        { column: 'spentToDate', label: to.say('money.spentToDate') },
      ],
    },
  ];
}

/** From the contribution to what the agencies receive. */
export function grantSteps(to: Composer): Block[] {
  const { amount, fee, feeRate, currency } = to.figures.budget.grant;
  const step = (key: string, label: string, money: string): Row => ({
    key,
    cells: { step: label, amount: money },
  });
  return [
    {
      kind: 'table',
      key: 'grant-steps',
      title: to.say('money.steps'),
      columns: [
        { key: 'step', header: to.say('money.step'), type: 'text' },
        { key: 'amount', header: to.say('money.amount'), type: 'money', currency },
      ],
      rows: [
        step('amount', to.say('money.contribution'), amount),
        step(
          'fee',
          to.say('money.fee', { percent: to.percent(feeRate) }),
          new Decimal(fee).neg().toFixed(2),
        ),
      ],
      total: step('total', to.say('money.after_fee'), new Decimal(amount).minus(fee).toFixed(2)),
    },
  ];
}

export function grantShares(to: Composer): Block[] {
  const { grant, shares } = to.figures.budget;
  const money = (key: string, header: string) => ({
    key,
    header,
    type: 'money' as const,
    currency: grant.currency,
  });
  const direct = sum(shares.map((share) => share.direct));
  const support = sum(shares.map((share) => share.support));
  return [
    {
      kind: 'table',
      key: 'grant-shares',
      title: to.say('money.shares'),
      columns: [
        { key: 'agency', header: to.say('money.agency'), type: 'text' },
        money('direct', to.say('money.direct')),
        money('support', to.say('money.support')),
        money('afterFee', to.say('total')),
      ],
      rowTotal: { column: 'afterFee', parts: ['direct', 'support'] },
      rows: shares.map((share) => ({
        key: share.organisationCode,
        cells: {
          agency: share.organisationCode,
          direct: share.direct,
          support: share.support,
          afterFee: share.afterFee,
        },
      })),
      total: {
        key: 'total',
        cells: {
          agency: to.say('total'),
          direct,
          support,
          afterFee: sum(shares.map((share) => share.afterFee)),
        },
      },
      notes: [to.say('money.note_shares'), to.say('money.note_support')],
    },
  ];
}
