/** Definition of an exportable list of a module. */
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
  /** HXL hashtag and attributes; for codes `+name` or `+code` is added, according to the file. */
  readonly hxl: string;
  readonly kind: ColumnKind;
  /** An expression over `from` of the source. */
  readonly sql: string;
  /** Generalised column for external recipients: month instead of day, age band instead of age. */
  readonly outside?: { readonly sql: string; readonly kind: ColumnKind };
  /** Labels of the codes. */
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
  /** Query parameters of the list that filter it. */
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

/** Column of codes with labels. */
export const codes = (
  all: readonly string[],
  say: (code: string, language: Language) => string,
): ExportWords =>
  new Map(
    all.map((code) => [code, { fr: say(code, 'fr'), ar: say(code, 'ar'), en: say(code, 'en') }]),
  );

/** Labels from the locale files, under `key.<code>`. */
export const wordsUnder = (all: readonly string[], key: string) => (): ExportWords =>
  codes(all, (code, language) => translate(language, `${key}.${code}`));

/** A day, and the month of it in a file that leaves the office. */
export const dayOrMonth = (sql: string): Pick<ExportColumn, 'sql' | 'kind' | 'outside'> => ({
  kind: 'day',
  sql,
  outside: { kind: 'month', sql: `to_char(${sql}, 'YYYY-MM')` },
});
