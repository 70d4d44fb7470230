import type { HomeFigure, HomeList, HomePanelModel, HomeSection } from '../../home';
import type { Language } from '../../platform/shared/actor';
import { formatMoney } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { BudgetToday } from '../budget.queries';
import type { CashOnHand } from '../federal/sf425.queries';
import type { GrantForecast } from '../forecast/forecast.queries';
import { forecastModel } from '../forecast/forecast.view';
import { sumOf, toCent, written } from '../money.rules';

/** What waits for a decision, and how much of it another person than the reader decides. */
interface WaitingCount {
  readonly count: number;
  readonly own: number;
}
export interface MoneyOfGrant {
  readonly budget: BudgetToday;
  readonly forecast: GrantForecast;
  readonly cash: CashOnHand;
  readonly revisions: WaitingCount;
}
export interface MoneyToday {
  readonly grants: readonly MoneyOfGrant[];
  readonly commitments: Record<'to_agree' | 'own_to_agree' | 'to_pay', number>;
  readonly toCheck: WaitingCount;
}

type Say = (key: string, params?: Record<string, unknown>) => string;
const ALERTS_SHOWN = 3;

/** Null before the first grant. `acts`: what waits is for the reader to do. */
export function moneyPanel(
  money: MoneyToday,
  { acts, language }: { readonly acts: boolean; readonly language: Language },
): HomePanelModel | null {
  if (money.grants.length === 0) return null;
  const say: Say = (key, params = {}) => translate(language, `home:${key}`, params);
  const waiting = waitingFigures(money, say);
  return {
    title: say('money.title'),
    icon: 'coins',
    waits: acts && waiting.some(({ tone }) => tone === 'warning'),
    sections: [
      ...(acts ? [{ title: null, figures: waiting }] : []),
      ...money.grants.map((one) => grantSection(one, language, say)),
      ...(acts
        ? []
        : [{ title: null, rest: { path: '/budget/ledger', words: say('money.ledger') } }]),
    ],
  };
}

const waitingFigures = ({ commitments, toCheck }: MoneyToday, say: Say): HomeFigure[] => [
  figure(
    'to_agree',
    { count: commitments.to_agree, own: commitments.own_to_agree },
    '/budget/commitments?show=to_agree',
    say,
  ),
  figure('to_pay', { count: commitments.to_pay, own: 0 }, '/budget/commitments?show=to_pay', say),
  figure('to_check', toCheck, '/budget/partners', say),
];

const figure = (key: string, { count, own }: WaitingCount, path: string, say: Say): HomeFigure => ({
  label: say(`money.${key}`),
  count,
  path,
  ...(own > 0 ? { hint: say('money.own', { own }) } : {}),
  ...(count > own ? { tone: 'warning' } : {}),
});

function grantSection(
  { budget, forecast, cash, revisions }: MoneyOfGrant,
  language: Language,
  say: Say,
): HomeSection {
  const { grant, totals } = budget;
  const { code, currency } = grant;
  const money = (amount: string) => formatMoney(amount, currency, language);
  const asked = new URLSearchParams({ grant: code });
  const used = written(sumOf([totals.spentToDate, totals.committedToDate]));
  const isOver = toCent(used).greaterThan(totals.budgeted);
  const isShort = toCent(cash.onHand).isNegative();
  const donorMoney = `/budget/donor-money?${new URLSearchParams({ grantId: budget.grantId })}`;
  return {
    title: code,
    path: `/budget?${asked}`,
    notes: isShort
      ? [{ text: say('money.cash_short', { grant: code }), path: donorMoney, tone: 'danger' }]
      : [],
    bars: [
      {
        label: say('money.budget'),
        path: `/budget?${asked}`,
        used: Number(used),
        most: Number(totals.budgeted),
        words: say('money.of', { amount: money(used), budget: money(totals.budgeted) }),
        ...(isOver ? { tone: 'danger' as const } : {}),
      },
    ],
    figures: [
      {
        label: say('money.cash'),
        hint: say('money.cash_parts', {
          received: money(cash.received),
          paid: money(cash.paidOut),
        }),
        amount: money(cash.onHand),
        path: donorMoney,
        tone: isShort ? 'danger' : 'good',
      },
      figure('revisions', revisions, `/budget/revisions?${asked}`, say),
    ],
    lists: alertList(forecast, language, say),
  };
}

/** As the page of the forecast says them, the gravest first. */
function alertList(forecast: GrantForecast, language: Language, say: Say): HomeList[] {
  const { alerts, moreAlerts, allPath } = forecastModel(forecast, language, undefined);
  const all = [...alerts, ...moreAlerts];
  if (all.length === 0) return [];
  return [
    {
      title: say('money.alerts'),
      rows: all.slice(0, ALERTS_SHOWN).map(({ sentence, path }) => ({ text: sentence, path })),
      rest:
        all.length > ALERTS_SHOWN
          ? { path: allPath, words: say('all', { total: all.length }) }
          : null,
    },
  ];
}
