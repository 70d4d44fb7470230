/** Spot checks of a partner as they are shown: what was found, when the next is due, what to look at. */
import type { Language } from '../platform/shared/actor';
import { formatDate, formatMoney } from '../platform/web/format';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { toCent, written } from '../grant-budgeting';
import { monthLabel } from './partner.view';
import { FINDINGS, type SpotChecksOfPartner } from './spot-checks.service';

/** Label of a finding. */
export const findingWords = (finding: string, language: Language): string =>
  translate(language, `budget:spot.finding.${finding}`);

export function spotChecksModel(found: SpotChecksOfPartner, language: Language, form: FormState) {
  const words = (key: string, params: object = {}) =>
    translate(language, `budget:spot.${key}`, { ...params });
  const { currency, due, today } = found;
  const money = (amount: string) => formatMoney(amount, currency, language);
  const day = due.by && formatDate(due.by, language);
  return {
    title: words('title'),
    lead: `${found.organisation} · ${found.reference}`,
    due: words(due.by === null ? 'none_due' : due.overdue ? 'overdue' : 'due', {
      day,
      count: due.perYear,
      done: due.done,
    }),
    overdue: due.overdue,
    checks: found.checks.map((check) => {
      const unsupported = toCent(check.accepted).minus(check.supported);
      const share = Number(unsupported.dividedBy(check.accepted));
      return {
        on: check.on,
        by: check.by,
        rows: words('rows', { count: check.rows }),
        accepted: money(check.accepted),
        unsupported: unsupported.isZero() ? null : money(written(unsupported)),
        supportedEnd: Math.round(100 * (1 - share)),
        findings: check.findings.map((finding) => findingWords(finding, language)),
      };
    }),
    anyUnsupported: found.checks.some(({ accepted, supported }) => accepted !== supported),
    sample: found.sample.map((row, at) => ({
      ...row,
      key: `rows.${at}`,
      accepted: money(row.accepted),
      monthWords: monthLabel(row.month, language),
      looked: row.checks > 0 ? words('looked', { count: row.checks }) : null,
      typed: form.values[`rows.${at}.supported`] ?? '',
      chosen: form.values[`rows.${at}.finding`] ?? '',
      error: form.errors[`rows.${at}.supported`] ?? form.errors[`rows.${at}.finding`],
    })),
    findings: FINDINGS.map((value) => ({ value, label: words(`finding.${value}`) })),
    today,
  };
}
