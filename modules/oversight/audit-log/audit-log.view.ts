import { AUDIT_ORIGINS, type Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { actChoices, actWords } from './audit-acts.view';
import { type AuditFilterDto, EXPORT_REASONS, OUTCOMES } from './audit-filter.dto';
import type { AuditChoice, AuditLine } from './audit-log.service';

export const auditPath = (filter: Partial<Record<keyof AuditFilterDto, string>>): string => {
  const asked = Object.entries(filter).filter(([, value]) => value);
  return asked.length > 0 ? `/audit?${new URLSearchParams(asked)}` : '/audit';
};

/** Ids shown of one line; the others are counted. */
const MOST_IDS = 8;

/** A line in words; an id of an account is its name. */
export function lineView(
  language: Language,
  line: AuditLine,
  names: ReadonlyMap<string, string>,
): object {
  return {
    ...line,
    words: actWords(language, line.action),
    ids: line.ids
      .slice(0, MOST_IDS)
      .map((id) => ({ id, name: names.get(id), short: id.slice(0, 8), path: auditPath({ id }) })),
    moreIds: Math.max(0, line.ids.length - MOST_IDS),
    whoPath: line.actorId && auditPath({ who: line.actorId }),
    isDone: line.outcome === 'done',
  };
}

export function filterChoices(
  language: Language,
  {
    accounts,
    organisations,
  }: { readonly accounts: readonly AuditChoice[]; readonly organisations: readonly AuditChoice[] },
): object {
  const named = (choices: readonly AuditChoice[]) =>
    choices.map(({ id, name }) => ({ value: id, label: name }));
  const worded = (kind: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, label: translate(language, `audit:${kind}.${value}`) }));
  return {
    actors: named(accounts),
    organisations: named(organisations),
    acts: actChoices(language),
    outcomes: worded('outcome', OUTCOMES),
    origins: worded('origin', AUDIT_ORIGINS),
    reasons: worded('reason', EXPORT_REASONS),
  };
}
