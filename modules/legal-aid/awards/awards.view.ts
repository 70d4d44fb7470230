/** List of awards that are not settled: filters, totals and cells. */
import type { Actor, Language } from '../../platform/shared/actor';
import { formatDate, formatMoney } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { AwardFilterDto } from '../dto/legal.dto';
import type { UnpaidAward } from './awards.queries';
import type { UnpaidAwardList } from './awards.service';

interface AwardColumn {
  readonly label: string;
  readonly figure?: boolean;
  readonly cell: (award: UnpaidAward) => object;
}

export function awardsModel(
  actor: Actor,
  language: Language,
  { awards, totals, total, officers }: UnpaidAwardList,
  asked: AwardFilterDto,
) {
  const words = (key: string, params: object = {}) =>
    translate(language, `legal:${key}`, { ...params });
  const money = (label: string, of: (award: UnpaidAward) => string): AwardColumn => ({
    label,
    figure: true,
    cell: (award) => ({ text: formatMoney(of(award), award.currency, language) }),
  });
  const columns: readonly AwardColumn[] = [
    {
      label: words('awards.person'),
      cell: ({ caseId, caseNumber }) => ({
        text: caseNumber,
        path: `/people/${caseId}`,
        number: true,
        caseId,
      }),
    },
    {
      label: words('awards.proceeding'),
      cell: ({ caseId, proceedingId, proceedingKind }) => ({
        text: words(`kind.${proceedingKind}`),
        path: `/people/${caseId}/legal/${proceedingId}#compensation`,
      }),
    },
    {
      label: words('awards.due_on'),
      cell: ({ dueOn, overdue }) => ({
        text: formatDate(dueOn, language),
        tag: overdue ? words('late') : null,
        tagKind: 'danger',
      }),
    },
    money(words('amount.awarded'), ({ awarded }) => awarded),
    money(words('amount.paid'), ({ paid }) => paid),
    // A column of its own only where it explains what is left.
    ...(awards.some(({ unrecoverable }) => Number(unrecoverable) > 0)
      ? [money(words('amount.unrecoverable'), ({ unrecoverable }) => unrecoverable)]
      : []),
    money(words('awards.outstanding'), ({ outstanding }) => outstanding),
    { label: words('field.officerId'), cell: ({ officer }) => ({ text: officer }) },
  ];
  const { officer, due } = asked;
  return {
    title: words('awards.title'),
    filter: { officer, due },
    filtered: !!(officer ?? due),
    mine: officer === actor.userId ? null : `/legal/awards?officer=${actor.userId}`,
    officers: officers.map(({ id: value, name: label }) => ({ value, label })),
    dues: [{ value: 'overdue', label: words('awards.overdue') }],
    total,
    more: total > awards.length,
    totals: totals.map(({ currency, outstanding }) => formatMoney(outstanding, currency, language)),
    heads: columns.map(({ label, figure = false }) => ({ label, figure })),
    rows: awards.map((award) => ({
      cells: columns.map(({ cell, figure = false }) => ({ ...cell(award), figure })),
    })),
  };
}
