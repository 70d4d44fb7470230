/**
 * A grant as a workbook of five sheets: the award (one field a row), its outcomes, agencies, lines and reports. Each sheet
 * has a row of the names by which it is read, such as `name.fr`, under a row in the reader's language.
 */
import type { Table } from '../../imports';
import {
  AMENDMENT_FIELDS,
  AWARD_FIELDS,
  type GrantDraft,
  LIST_FIELDS,
  textsOf,
} from './grant-draft.rules';

export const GRANT_SHEETS = {
  award: ['field', 'value'],
  outcomes: LIST_FIELDS.outcomes,
  agencies: LIST_FIELDS.shares,
  lines: ['organisationCode', ...LIST_FIELDS.lines],
  reports: LIST_FIELDS.reports,
} as const;
export type GrantSheet = keyof typeof GRANT_SHEETS;
export const SHEET_NAMES = Object.keys(GRANT_SHEETS) as GrantSheet[];

type Row = Readonly<Record<string, string>>;

/** The rows of each sheet by the names of its columns. */
export function sheetRows(draft: GrantDraft): Record<GrantSheet, Row[]> {
  const texts = textsOf({ ...draft, shares: [], outcomes: [], reports: [] });
  const { outcomes = [], shares = [], reports = [] } = draft;
  return {
    award: [...(draft.amendment ? AMENDMENT_FIELDS : []), ...AWARD_FIELDS].map((field) => ({
      field,
      value: texts[field] ?? '',
    })),
    outcomes: outcomes.map((outcome) => textsOf(outcome)),
    agencies: shares.map((share) => textsOf({ ...share, lines: [] })),
    lines: shares.flatMap(({ organisationCode, lines = [] }) =>
      lines.map((line) => textsOf({ organisationCode, ...line })),
    ),
    reports: reports.map((report) => textsOf(report)),
  };
}

/** The draft that a workbook holds, whatever the order of its sheets; what is missing is left to the check. */
export function draftOfSheets(tables: readonly Table[]): GrantDraft {
  const rows = (sheet: GrantSheet): Row[] => {
    const columns: readonly string[] = GRANT_SHEETS[sheet];
    const table = tables.find(({ headings }) => columns.every((name) => headings.includes(name)));
    return (table?.rows ?? []).map(({ cells }) =>
      Object.fromEntries(
        columns.flatMap((name) => {
          const text = cells[table!.headings.indexOf(name)]?.trim();
          return text ? [[name, text]] : [];
        }),
      ),
    );
  };
  const fields = rows('award');
  const award = fields.flatMap(({ field, value }) =>
    field && value && [...AMENDMENT_FIELDS, ...AWARD_FIELDS].includes(field)
      ? [[field, value]]
      : [],
  );
  const isAmendment = fields.some(({ field }) => AMENDMENT_FIELDS.includes(field ?? ''));
  const lines = rows('lines');
  const reports = rows('reports');
  return {
    ...(isAmendment && { amendment: {} }),
    ...nestedRow(Object.fromEntries(award) as Row),
    outcomes: rows('outcomes').map(nestedRow),
    shares: rows('agencies').map((agency) => ({
      ...nestedRow(agency),
      lines: lines
        .filter(({ organisationCode }) => organisationCode === agency['organisationCode'])
        .map(({ organisationCode: _, ...line }) => nestedRow(line)),
    })),
    ...(reports.length > 0 && { reports: reports.map(nestedRow) }),
  };
}

/** `{ 'name.fr': 'x' }` is `{ name: { fr: 'x' } }`. */
function nestedRow(row: Row): Record<string, unknown> {
  const tree: Record<string, Record<string, string> | string> = {};
  for (const [name, text] of Object.entries(row)) {
    const [outer, inner] = name.split('.') as [string, string?];
    if (inner === undefined) tree[outer] = text;
    else tree[outer] = { ...(tree[outer] as Record<string, string> | undefined), [inner]: text };
  }
  return tree;
}
