import type { Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { formatDate, formatMoney, formatNumber } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { toCent, written } from '../money.rules';
import { fanPicture } from './fan-picture.view';
import type { ForecastLine, GrantForecast } from './forecast.queries';
import {
  METHODS,
  type Alert,
  type AlertKind,
  type Forecast,
  type PaceState,
} from './forecast.rules';

const GRAVEST: readonly AlertKind[] = ['unfunded', 'taken', 'runs_out', 'underspent'];
const AT_ONCE = 5;

/** The forecast of a grant, or of one of its lines: a fan, the methods behind it, and each line below. */
export function forecastModel(
  grant: GrantForecast,
  language: Language,
  lineCode: string | undefined,
) {
  const { currency } = grant;
  const line = lineCode === undefined ? null : grant.lines.find(({ code }) => code === lineCode);
  if (line === undefined) throw notFound();
  const words = (key: string, params = {}) => translate(language, `forecast:${key}`, params);
  const inMoney = (amount: string) => formatMoney(amount, currency, language);
  const shown = line ?? grant.total;
  const pathOf = (code?: string) =>
    `/budget/forecast?${new URLSearchParams({ grant: grant.code, ...(code && { line: code }) })}`;
  const about = {
    expected: inMoney(shown.expected),
    budget: inMoney(shown.budget),
    low: inMoney(shown.low),
    high: inMoney(shown.high),
    spent: inMoney(shown.spent),
    difference: inMoney(written(toCent(shown.variance).abs())),
    today: formatDate(grant.today, language),
    until: formatDate(grant.endsOn, language),
  };
  return {
    currency,
    broughtIn: grant.broughtIn,
    elapsed: grant.elapsed,
    startsOn: grant.startsOn,
    endsOn: grant.endsOn,
    chosen: line && { code: line.code, label: line.name[language], lineId: line.lineId },
    allPath: pathOf(),
    finding: words(toCent(shown.variance).isNegative() ? 'finding_over' : 'finding', about),
    fan: fanPicture(shown, grant.quarters, grant, language === 'ar'),
    fanLabel: words('fan_label', about),
    methods: METHODS.filter((method) => shown.methods[method] !== null).map((method) => ({
      method,
      label: words(`method.${method}`),
      how: words(`how.${method}`, {
        months: formatNumber(grant.monthsPassed, language, 1),
        total: formatNumber(grant.monthsTotal, language, 0),
        nights: formatNumber(nightsOf(grant, line), language),
        open: grant.thresholds.openStayNights,
      }),
      amount: shown.methods[method]!,
      variance: written(toCent(shown.budget).minus(shown.methods[method]!)),
    })),
    shown: row(shown),
    withoutPrice: grant.nightsWithoutPrice,
    ...alertsShown(line ? [line] : grant.lines),
    lines: grant.lines.map((one) => ({
      code: one.code,
      label: one.name[language],
      path: pathOf(one.code),
      ...row(one),
    })),
    total: row(grant.total),
    thresholds: words('thresholds', {
      low: formatNumber(grant.thresholds.paceLow, language),
      high: formatNumber(grant.thresholds.paceHigh, language),
    }),
  };

  /** The gravest first, then the largest; what is beyond a handful waits behind a press. */
  function alertsShown(lines: readonly ForecastLine[]) {
    const all = lines
      .flatMap((one) => one.alerts.map((alert) => ({ one, alert })))
      .sort(
        (a, b) =>
          GRAVEST.indexOf(a.alert.kind) - GRAVEST.indexOf(b.alert.kind) ||
          toCent(b.alert.amount).abs().comparedTo(toCent(a.alert.amount).abs()),
      )
      .map(({ one, alert }) => ({
        kind: alert.kind === 'unfunded' || alert.kind === 'taken' ? 'danger' : 'warning',
        sentence: alertSentence(one, alert),
        path: pathOf(one.code),
      }));
    return { alerts: all.slice(0, AT_ONCE), moreAlerts: all.slice(AT_ONCE) };
  }

  function alertSentence(one: ForecastLine, { kind, amount, on }: Alert): string {
    return words(`alert.${kind}`, {
      line: `${one.code} · ${one.name[language]}`,
      amount: inMoney(written(toCent(amount).abs())),
      on: on && formatDate(on, language),
      until: formatDate(grant.endsOn, language),
    });
  }

  function row(one: Forecast & { readonly paceState: PaceState }) {
    return {
      budget: one.budget,
      spent: one.spent,
      committed: one.committed,
      burn: one.burn,
      paceText: one.pace === null ? '–' : formatNumber(one.pace, language, 2),
      paceState: one.paceState,
      paceLabel: words(`pace.${one.paceState}`),
      expected: one.expected,
      low: one.low,
      high: one.high,
      variance: one.variance,
      isOver: toCent(one.variance).isNegative(),
    };
  }
}

const nightsOf = ({ lines }: GrantForecast, line: ForecastLine | null): number =>
  (line ? [line] : lines).reduce((sum, { nightsAhead }) => sum + (nightsAhead ?? 0), 0);
