/** How entries of the ledger are said on pages and in the workbook. */
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { LedgerFilter, ListedEntry, LedgerListing } from './ledger-list.queries';
import { LEDGER_ACCOUNTS, LEDGER_SOURCES } from './ledger-list.rules';

/** What a transaction is called among people: the beginning of its id. */
export const referenceOf = (transactionId: string): string =>
  transactionId.slice(0, 8).toUpperCase();

export const ledgerPath = (filter: LedgerFilter, over: LedgerFilter = {}, path = ''): string => {
  const chosen = Object.entries({ ...filter, ...over }).filter(([, value]) => value);
  const query = new URLSearchParams(chosen as [string, string][]).toString();
  return `/budget/ledger${path}${query && `?${query}`}`;
};

export function ledgerModel(found: LedgerListing, language: Language) {
  const say = (key: string) => translate(language, key);
  const { filter, grant, grants, lines, count, sum, entries, next } = found;
  return {
    currency: grant.currency,
    count,
    sum,
    isSample: filter.sample !== undefined,
    seed: filter.seed,
    shown: entries.length,
    grants:
      grants.length > 1 ? grants.map(({ code }) => ({ value: code, label: code })) : undefined,
    lines: lines.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name[language]}` })),
    accounts: LEDGER_ACCOUNTS.filter((value) => value !== 'spent').map((value) => ({
      value,
      label: say(`ledger:account.${value}`),
    })),
    sources: LEDGER_SOURCES.map((value) => ({ value, label: say(`budget:source.${value}`) })),
    entries: entries.map((entry) => ({ ...entry, ...partsOf(entry, grant.currency) })),
    workbookPath: ledgerPath(filter, {}, '/workbook'),
    nextPath: next && ledgerPath(filter, { after: next }),
    previousPath: filter.after && ledgerPath({ ...filter, after: undefined }),
    isFiltered: Object.values(filter).some((value) => value !== undefined),
  };
}

const partsOf = (entry: ListedEntry, currency: string) => ({
  path: `/budget/ledger/${entry.transactionId}`,
  reference: referenceOf(entry.transactionId),
  isConverted: entry.originalCurrency !== currency,
  lacksFile: entry.files === 0,
});

/** What was asked for and what it found, as label and value: the head of what an auditor keeps. */
export function populationOf(
  { filter, grant, lines, count, sum }: LedgerListing,
  language: Language,
): (readonly [string, string | number])[] {
  const say = (key: string) => translate(language, key);
  const line = lines.find(({ id }) => id === filter.line);
  const rows: (readonly [string, string | number | undefined])[] = [
    ['federal:grant', grant.code],
    ['budget:line', line && `${line.code} · ${line.name[language]}`],
    ['ledger:account_label', say(`ledger:account.${filter.account ?? 'spent'}`)],
    ['budget:entries.what', filter.source && say(`budget:source.${filter.source}`)],
    ['ledger:files', filter.files && say('ledger:missing')],
    ['ledger:from', filter.from],
    ['ledger:until', filter.until],
    ['ledger:document', filter.document],
    ['ledger:least', filter.least && Number(filter.least)],
    ['ledger:population', count],
    ['ledger:population_sum', Number(sum)],
    ['ledger:currency', grant.currency],
    ['ledger:sample', filter.sample && Number(filter.sample)],
    ['ledger:seed', filter.seed],
  ];
  return rows.flatMap(([key, value]) => (value === undefined ? [] : [[say(key), value] as const]));
}
