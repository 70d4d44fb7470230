/** Checks before an approval: findings that prevent it, and warnings that the approver must acknowledge. */
import Decimal from 'decimal.js';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { addDays } from '../../platform/shared/nights.rules';
import {
  type Cell,
  type DisclosedDocument,
  isHidden,
  type ReportDocument,
  type Row,
  summedBy,
  type TableBlock,
  tablesOf,
  MOST_ROWS,
} from '../../report-documents';
import type { SuppressionPlan } from '../../disclosure';
import type { MoneyInDoubt } from '../approval-reasons/approval-reasons.service';
import type { ReportFigures } from '../figures/report.figures';
import { placeholdersIn } from '../placeholders/placeholder.rules';
import { type ReportDefinition, type LocalizedText, writtenIn } from '../report-definition.types';

export interface Check {
  readonly code:
    | 'text_missing'
    | 'unknown_placeholder'
    | 'empty_placeholder'
    | 'too_many_rows'
    | 'sums_disagree'
    | 'target_missing'
    | 'not_reconciled'
    | 'ledger_open'
    | 'sums_differ'
    | 'discloses_hidden_figures'
    | 'counts_hidden'
    | 'table_withheld'
    | 'counts_moved'
    | 'not_checked'
    | 'not_answered'
    | 'comments_open';
  /** Prevents the approval; otherwise a warning. */
  readonly stops: boolean;
  /** To be approved only for a reason, which the report prints. */
  readonly needsReason?: true;
  readonly params: Readonly<Record<string, string | number>>;
  /** The text concerned, if any. */
  readonly text?: {
    readonly title: LocalizedText;
    readonly key: string;
    readonly language: Language;
  };
}

export interface ReportCheckInput {
  readonly definition: ReportDefinition;
  readonly figures: ReportFigures;
  /** The whole document in one of its languages, nothing hidden. */
  readonly document: ReportDocument;
  /** Names that a text may name. */
  readonly names: ReadonlySet<string>;
  /** Those without a value. */
  readonly empty: ReadonlySet<string>;
  /** Rows of all tables as printed. */
  readonly rows: number;
  readonly texts: Readonly<Record<Language, Readonly<Record<string, string>>>>;
  readonly hidden: number;
  /** The first language of what its readers get. */
  readonly published: DisclosedDocument;
  readonly plan: Pick<SuppressionPlan, 'refused' | 'moved' | 'unchecked'>;
  /** Earlier reports together with which this one would disclose hidden figures. */
  readonly conflictingReports: readonly string[];
  /** Tables of this report that contain the conflicting figures. */
  readonly conflictingTables: readonly string[];
  readonly money: MoneyInDoubt;
  readonly language: Language;
  readonly notReconciled: readonly string[];
  readonly commentsOpen: number;
}

export function checksOf(report: ReportCheckInput): Check[] {
  return [
    ...missingTexts(report),
    ...placeholdersThatFail(report),
    ...tooManyRows(report),
    ...sumsThatDisagree(report.document).map((table): Check => ({
      code: 'sums_disagree',
      stops: true,
      params: { table },
    })),
    ...missingTargets(report),
    ...look('not_reconciled', report.notReconciled.length, {
      agencies: report.notReconciled.join(', '),
    }),
    ...moneyInDoubt(report),
    ...disclosureRisk(report),
    ...look('counts_hidden', report.hidden, { count: report.hidden }),
    ...withheldTables(report.published).map((table): Check => ({
      code: 'table_withheld',
      stops: false,
      params: { table },
    })),
    ...look('counts_moved', report.plan.moved.size, { count: report.plan.moved.size }),
    ...uncheckedFigures(report.plan),
    ...look('comments_open', report.commentsOpen, { count: report.commentsOpen }),
  ];
}

const look = (code: Check['code'], count: number, params: Check['params']): Check[] =>
  count > 0 ? [{ code, stops: false, params }] : [];

function moneyInDoubt({ money, figures, language }: ReportCheckInput): Check[] {
  const inWords = (amount: string) => `${amount} ${figures.budget.grant.currency}`;
  const open: Check = {
    code: 'ledger_open',
    stops: false,
    needsReason: true,
    params: { day: addDays(figures.period.until, -1) },
  };
  return [
    ...(money.ledgerOpen ? [open] : []),
    ...money.differences.map(({ title, frozenOn, what, frozen, now }): Check => ({
      code: 'sums_differ',
      stops: false,
      needsReason: true,
      params: {
        report: title[language],
        day: frozenOn,
        what,
        frozen: inWords(frozen),
        now: inWords(now),
      },
    })),
  ];
}

/** Withheld for want of steps, or because the solver ended without an answer: reported separately. */
function uncheckedFigures({ unchecked }: ReportCheckInput['plan']): Check[] {
  const because = (reason: 'steps' | 'solver') =>
    [...unchecked.values()].filter((one) => one === reason).length;
  const [steps, solver] = [because('steps'), because('solver')];
  return [
    ...look('not_checked', steps, { count: steps }),
    ...look('not_answered', solver, { count: solver }),
  ];
}

/** Together with the reports that its readers have, it would disclose what one of the two hides. */
const disclosureRisk = ({
  plan,
  conflictingReports,
  conflictingTables,
}: ReportCheckInput): Check[] =>
  plan.refused.figures.length === 0
    ? []
    : [
        {
          code: 'discloses_hidden_figures',
          stops: true,
          params: {
            count: plan.refused.figures.length,
            reports: conflictingReports.join(', '),
            tables: conflictingTables.join(' · ') || '–',
          },
        },
      ];

const languagesOf = ({ languages }: ReportDefinition): Language[] =>
  LANGUAGES.filter((language) => languages.includes(language));

const missingTexts = ({ definition, texts }: ReportCheckInput): Check[] =>
  writtenIn(definition)
    .filter(({ required }) => required)
    .flatMap(({ key, title, block }) =>
      languagesOf(definition)
        // An answer is the same in each language: it lacks once.
        .slice(0, block === 'choice' ? 1 : undefined)
        .filter((language) => (texts[language][key] ?? '').trim() === '')
        .map((language): Check => ({
          code: 'text_missing',
          stops: true,
          params: {},
          text: { title, key, language },
        })),
    );

/** A PDF is one of the files of every report. */
const tooManyRows = ({ rows }: ReportCheckInput): Check[] =>
  rows > MOST_ROWS
    ? [{ code: 'too_many_rows', stops: true, params: { rows, most: MOST_ROWS } }]
    : [];

const placeholdersThatFail = ({ definition, texts, names, empty }: ReportCheckInput): Check[] =>
  writtenIn(definition).flatMap(({ key, title }) =>
    languagesOf(definition).flatMap((language) =>
      placeholdersIn(texts[language][key] ?? '')
        .filter((name) => !names.has(name) || empty.has(name))
        .map((name): Check => ({
          code: names.has(name) ? 'empty_placeholder' : 'unknown_placeholder',
          stops: true,
          params: { name: `{${name}}` },
          text: { title, key, language },
        })),
    ),
  );

function missingTargets({ figures }: ReportCheckInput): Check[] {
  // Targets are set by quarters: of a month none is asked.
  if (addDays(figures.period.from, 31) >= figures.period.until) return [];
  const lacking = (figures.indicators ?? []).filter(({ target }) => target === null);
  return look('target_missing', lacking.length, {
    count: lacking.length,
    codes: lacking.map(({ code }) => code).join(', '),
  });
}

/** Titles of tables of which nothing that is protected can be shown. */
export function withheldTables(document: DisclosedDocument): string[] {
  return tablesOf(document)
    .filter(({ columns, rows, total }) => {
      const keys = columns.filter(({ protection }) => protection).map(({ key }) => key);
      const cells = [...rows, ...(total ? [total] : [])].flatMap((row) =>
        keys.map((key) => row.cells[key]).filter((cell) => cell !== null && cell !== undefined),
      );
      return cells.length > 0 && cells.every((cell) => isHidden(cell));
    })
    .map(({ title }) => title);
}

/** Titles of tables in which a total is not the sum of its rows, or a row not the sum of its parts. */
export function sumsThatDisagree(document: ReportDocument): string[] {
  return tablesOf(document)
    .filter((table) => !addsUp(table))
    .map(({ title }) => title);
}

function addsUp(table: TableBlock): boolean {
  const rows = table.total ? [...table.rows, table.total] : table.rows;
  const down = rows
    .filter((row) => row === table.total || row.sums)
    .every((row) =>
      table.columns
        .filter(
          ({ type, disclosure }) =>
            disclosure?.additive === true || (type === 'money' && !disclosure),
        )
        .every(({ key }) => isSum(row.cells[key], column(summedBy(table, row), key))),
    );
  const { rowTotal } = table;
  const along =
    !rowTotal ||
    rows.every(({ cells }) =>
      isSum(
        cells[rowTotal.column],
        rowTotal.parts.map((part) => cells[part]),
      ),
    );
  return down && along;
}

const column = (rows: readonly Row[], key: string) => rows.map(({ cells }) => cells[key]);
const isNumber = (cell: Cell | undefined): cell is string | number =>
  typeof cell === 'number' || typeof cell === 'string';

const isSum = (total: Cell | undefined, parts: readonly (Cell | undefined)[]): boolean =>
  !isNumber(total) ||
  !parts.every(isNumber) ||
  new Decimal(total).equals(Decimal.sum(0, ...(parts as (string | number)[])));
