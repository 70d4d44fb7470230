import type { Language } from '../../platform/shared/actor';
import { formatMoney, formatPercent } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { sumOf, toCent, written } from '../money.rules';
import type { Comparison, RevisedGrant } from './revised-grant.queries';
import { changeBars, gaugeOf } from './revision-picture.view';
import type { TransferVerdict } from './revision.rules';
import type { Ground } from './revisions.queries';

/** "+1 250,00 USD", "−300,00 USD". */
export const signedMoney = (amount: string, currency: string, language: Language): string => {
  const plain = formatMoney(amount, currency, language);
  if (!toCent(amount).isPositive() || toCent(amount).isZero()) return plain;
  return plain.startsWith('\u2066') ? `\u2066+${plain.slice(1)}` : `+${plain}`;
};

const signedPercent = (share: number | null, language: Language): string => {
  if (share === null) return '–';
  const plain = formatPercent(Math.abs(share), language);
  const sign = share < 0 ? '\u2212' : '+';
  return plain.startsWith('\u2066') ? `\u2066${sign}${plain.slice(1)}` : `${sign}${plain}`;
};

/** What has moved since the donor last approved, in words and as a bar. */
export function ruleModel(
  rule: TransferVerdict,
  adds: string,
  currency: string,
  language: Language,
) {
  const words = {
    cumulated: formatMoney(rule.cumulated, currency, language),
    share: formatPercent(rule.share, language, 2),
    limit: formatMoney(rule.limit, currency, language),
    room: formatMoney(written(toCent(rule.room).abs()), currency, language),
  };
  return {
    verdict: rule.verdict,
    kind: { within: 'info', warning: 'warning', beyond: 'danger' }[rule.verdict],
    sentence: translate(language, `revisions:rule.${rule.verdict}`, words),
    label: translate(language, 'revisions:rule.bar', words),
    gauge: gaugeOf(rule, adds),
  };
}

export function comparisonModel(
  { lines, transfer, rule }: Comparison,
  currency: string,
  language: Language,
) {
  const bars = changeBars(lines);
  const sum = (of: 'before' | 'change' | 'after') => written(sumOf(lines.map((line) => line[of])));
  return {
    rows: lines.map((line, at) => ({
      lineId: line.lineId,
      code: line.code,
      label: line.name[language],
      before: line.before,
      after: line.after,
      bar: bars[at]!,
      difference: signedMoney(line.change, currency, language),
      shareText: signedPercent(line.share, language),
      isLess: toCent(line.change).isNegative(),
      barLabel: translate(language, 'revisions:bar', {
        before: formatMoney(line.before, currency, language),
        after: formatMoney(line.after, currency, language),
      }),
    })),
    total: {
      before: sum('before'),
      difference: formatMoney(sum('change'), currency, language),
      after: sum('after'),
    },
    transfer,
    rule: ruleModel(rule, transfer, currency, language),
  };
}

export const groundsModel = (grounds: readonly Ground[], language: Language) =>
  grounds.map(({ code, name, source, mark }) => ({ code, name: name[language], source, mark }));

/** The form: every line of the grant with what of it is free. */
export function formLines({ lines }: RevisedGrant, language: Language) {
  return lines.map((line, at) => ({
    at,
    lineId: line.lineId,
    code: line.code,
    label: line.name[language],
    amount: line.amount,
    free: written(toCent(line.amount).minus(line.spent).minus(line.committed)),
    lineName: `changes.${at}.lineId`,
    changeName: `changes.${at}.change`,
  }));
}
