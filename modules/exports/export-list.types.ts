/** What a module says of a list of its own that can be taken out as a table. */
import type { Permission } from '../access';
import type { Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';

export type ExportWords = ReadonlyMap<string, Readonly<Record<Language, string>>>;
export type ExportFilters = Readonly<Record<string, string>>;

export const COLUMN_KINDS = ['text', 'code', 'codes', 'day', 'month', 'number', 'yes_no'] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

export interface ExportColumn {
  /** The head of a table for machines. */
  readonly key: string;
  /** A key of the locales: the head of a table for people. */
  readonly label: string;
  /** Hashtag and attributes; of a code `+name` or `+code` is added, as the file says the one or the other. */
  readonly hxl: string;
  readonly kind: ColumnKind;
  /** An expression over `from` of the source. */
  readonly sql: string;
  /** What stands there instead in a file that leaves the office: the month of a day, the band of an age. */
  readonly outside?: { readonly sql: string; readonly kind: ColumnKind };
  /** What the codes are called. */
  readonly words?: (tx: Tx) => ExportWords | Promise<ExportWords>;
}

export interface ExportSource {
  /** Tables with their short names. */
  readonly from: string;
  /** With `$1`… for `params`. */
  readonly where: string;
  readonly params: readonly unknown[];
  readonly order: string;
}

interface ExportListBase {
  readonly key: string;
  /** A key of the locales. */
  readonly title: string;
  readonly permission: Permission;
  /** What of the address of the list it filters by. */
  readonly filters: readonly string[];
  columns(actor: Actor): readonly ExportColumn[];
  source(tx: Tx, filters: ExportFilters): ExportSource | Promise<ExportSource>;
}

/** No row of it is a person. */
export interface FiguresList extends ExportListBase {
  readonly class: 'figures';
}

/** Parts of a file that the columns of a list disclose. */
export type DisclosedPart = 'facts' | 'care' | 'legal';

/** A row is about one person: coded facts under an id that is random to the file. */
export interface CaseList extends ExportListBase {
  readonly class: 'case_list';
  readonly parts: readonly DisclosedPart[];
  /** The file of the person of a row, and the person whose file it is. */
  readonly caseId: string;
  readonly person: string;
}

export type ExportList = FiguresList | CaseList;

/** Codes with their words, from whatever says them. */
export const codes = (
  all: readonly string[],
  say: (code: string, language: Language) => string,
): ExportWords =>
  new Map(
    all.map((code) => [code, { fr: say(code, 'fr'), ar: say(code, 'ar'), en: say(code, 'en') }]),
  );

/** Codes whose words stand in the locales, each under `key.<code>`. */
export const wordsUnder = (all: readonly string[], key: string) => (): ExportWords =>
  codes(all, (code, language) => translate(language, `${key}.${code}`));

/** A day, and the month of it in a file that leaves the office. */
export const dayOrMonth = (sql: string): Pick<ExportColumn, 'sql' | 'kind' | 'outside'> => ({
  kind: 'day',
  sql,
  outside: { kind: 'month', sql: `to_char(${sql}, 'YYYY-MM')` },
});
