/** Chart of a plan: monthly income and expenses as bars, closing cash as a line; also as a table. */
import type { Language } from '../../platform/shared/actor';
import { formatMoney, formatMonthOfYear } from '../../platform/web/format';
import { addMonths } from '../../platform/shared/nights.rules';
import type { Plan } from '../pages/read-project.service';
import { projectWords } from '../project.words';

const WIDTH = 480;
const HEIGHT = 160;
const STEP = WIDTH / 12;

export function planModel(plan: Plan | null, language: Language) {
  if (!plan) return null;
  const words = projectWords(language);
  const { cash } = plan;
  const money = (cents: number) => formatMoney((cents / 100).toFixed(2), 'MAD', language);
  const all = cash.months.flatMap(({ income, expenses, closing }) => [income, expenses, closing]);
  const top = Math.max(1, cash.start, ...all);
  const bottom = Math.min(0, cash.start, ...all);
  const y = (value: number) => round(((top - value) / (top - bottom)) * HEIGHT);
  const bar = (value: number, x: number) => ({
    x: round(x),
    y: y(value),
    height: round(y(0) - y(value)),
    width: round(STEP * 0.3),
  });
  const monthOf = (month: number) => formatMonthOfYear(addMonths(plan.startsOn, month), language);
  const points = cash.months.map(({ closing }, at) => [round(at * STEP + STEP / 2), y(closing)]);
  return {
    edition: plan.edition,
    by: plan.by,
    holds: cash.holds,
    askedLabel: formatMoney(plan.grantAsked, 'MAD', language),
    ownLabel: formatMoney(plan.ownContribution, 'MAD', language),
    finding: cash.holds
      ? words('plan.holds', { amount: money(cash.lowest) })
      : words('plan.falls', {
          amount: money(-cash.lowest),
          month: cash.lowestMonth === 0 ? words('plan.start') : monthOf(cash.lowestMonth - 1),
        }),
    breakEvenLabel:
      cash.breakEven === null
        ? words('plan.never')
        : words('plan.carries', { month: monthOf(cash.breakEven - 1) }),
    needs: plan.lines
      .filter(({ kind }) => kind === 'need')
      .map(({ label, amounts }) => ({ label, amount: formatMoney(amounts[0], 'MAD', language) })),
    startLabel: money(cash.start),
    picture: {
      zero: y(0),
      months: cash.months.map(({ month, income, expenses, closing }, at) => ({
        income: bar(income, at * STEP + STEP * 0.15),
        expenses: bar(expenses, at * STEP + STEP * 0.5),
        dot: { x: points[at]![0], y: points[at]![1], under: closing < 0 },
        description: [monthOf(month - 1), money(income), money(expenses), money(closing)].join(
          ' · ',
        ),
      })),
      line: points.map((point) => point.join(',')).join(' '),
    },
    months: cash.months.map(({ month, income, expenses, closing }) => ({
      label: monthOf(month - 1),
      income: money(income),
      expenses: money(expenses),
      closing: money(closing),
      under: closing < 0,
      warning: closing < 0 ? words('plan.under', { amount: money(-closing) }) : null,
    })),
    lines: plan.lines
      .filter(({ kind }) => kind !== 'need')
      .map(({ kind, label, amounts }) => ({
        label,
        kindLabel: words(`plan.${kind}`),
        total: money(amounts.reduce((sum, one) => sum + Math.round(Number(one) * 100), 0)),
      })),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
