/** Compares two reports of one period on the same money: amounts that differ. */
import Decimal from 'decimal.js';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { BudgetFiguresOfPeriod, LocalizedName } from '../figures/report.figures';
import type { Period } from '../../platform/shared/periods.rules';
import {
  type FigureBlock,
  figureBlocksOf,
  type ReportDefinition,
} from '../report-definition.types';

export const SUMS = ['spent_in_period', 'spent_to_date'] as const;
export type SumName = (typeof SUMS)[number];

/** Blocks that print money of the period, and money since the grant began. */
const PRINTED_IN: Readonly<Record<SumName, readonly FigureBlock[]>> = {
  spent_in_period: ['key-figures', 'since-last-period', 'budget-by-line'],
  spent_to_date: [
    'budget-by-line',
    'budget-chart',
    'budget-by-class',
    'budget-by-category',
    'budget-by-outcome',
    'budget-by-partner',
    'sf-425',
  ],
};
const AMOUNT = { spent_in_period: 'spentInPeriod', spent_to_date: 'spentToDate' } as const;

/** Amounts of spent money that a report of this definition prints. */
export function sumsPrintedBy(definition: ReportDefinition): SumName[] {
  const printed = new Set(figureBlocksOf(definition));
  return SUMS.filter((name) => PRINTED_IN[name].some((block) => printed.has(block)));
}

export interface ReportOnMoney {
  readonly period: Period;
  readonly sums: readonly SumName[];
  readonly lines: BudgetFiguresOfPeriod['lines'];
}

export interface FrozenOnMoney extends ReportOnMoney {
  readonly id: string;
  readonly title: LocalizedName;
  readonly frozenOn: CivilDate;
}

export interface DifferingSum {
  readonly reportId: string;
  readonly title: LocalizedName;
  readonly frozenOn: CivilDate;
  readonly what: SumName;
  readonly frozen: string;
  readonly now: string;
}

/** Compared over the lines that both report on: one may be an agency's, the other the whole grant's. */
export const differingSums = (
  report: ReportOnMoney,
  frozen: readonly FrozenOnMoney[],
): DifferingSum[] =>
  frozen.flatMap((other) =>
    SUMS.filter((what) => isSameThing(what, report, other)).flatMap((what) => {
      const ids = new Set(other.lines.map(({ lineId }) => lineId));
      const own = report.lines.filter(({ lineId }) => ids.has(lineId));
      const common = new Set(own.map(({ lineId }) => lineId));
      const theirs = other.lines.filter(({ lineId }) => common.has(lineId));
      const [now, before] = [own, theirs].map((lines) =>
        Decimal.sum(0, ...lines.map((line) => line[AMOUNT[what]])).toFixed(2),
      );
      if (now === before) return [];
      return [
        {
          reportId: other.id,
          title: other.title,
          frozenOn: other.frozenOn,
          what,
          frozen: before!,
          now: now!,
        },
      ];
    }),
  );

const isSameThing = (what: SumName, one: ReportOnMoney, other: ReportOnMoney): boolean =>
  one.sums.includes(what) &&
  other.sums.includes(what) &&
  one.period.until === other.period.until &&
  (what === 'spent_to_date' || one.period.from === other.period.from);
