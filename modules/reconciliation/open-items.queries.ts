/** Items of both ledgers that are not matched yet, as rules and pages read them. */
import { firstNotNull } from '../platform/database/first-not-null';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { SourceKind } from '../grant-budgeting';
import type { LedgerItem, ProgrammeLedgerItem } from './matching.rules';

export const REASONS = [
  'timing',
  'missing_here',
  'missing_there',
  'amount_differs',
  'exchange_difference',
] as const;
export type Reason = (typeof REASONS)[number];

/** One agency of one grant. */
export interface AgencyOfGrant {
  readonly grantId: string;
  readonly organisationId: string;
}

export interface OurOpenItem extends ProgrammeLedgerItem {
  readonly lineId: string;
  readonly line: string;
  readonly bookedOn: CivilDate;
  readonly sourceKind: SourceKind;
  readonly commitmentId: string | null;
  readonly reason: Reason | null;
}

export interface TheirOpenItem extends LedgerItem {
  readonly reference: string;
  readonly month: CivilDate;
  readonly row: number;
  readonly line: string | null;
  readonly reason: Reason | null;
}

export const entryKey = (transactionId: string, lineId: string): string =>
  `e:${transactionId}:${lineId}`;
export const rowKey = (rowId: string): string => `r:${rowId}`;
/** Key of items shown as one on pages: entries of the same line, kind and month. */
export const groupOf = (lineId: string, kind: string, month: string): string =>
  `g:${lineId}:${kind}:${month}`;

/** Items open when a month was signed, as stored then; or items open now. */
const openFrom = (signed: string | null): string =>
  signed === null
    ? 'agency_open_items($1, $2, $3::date) AS o'
    : `jsonb_to_recordset(CASE WHEN $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL THEN $3::jsonb END)
         AS o (side text, transaction_id uuid, line_id uuid, row_id uuid, amount numeric, reason text)`;

/** The number on the paper that caused an entry, which an agency writes in its own ledger. */
const REFERENCE = `coalesce(
    (SELECT s.document FROM commitment_steps s WHERE caused.source_kind = 'invoice' AND s.id::text = caused.source_id),
    (SELECT CASE WHEN count(DISTINCT coalesce(r.document, '')) = 1 THEN min(r.document) END
       FROM partner_steps s JOIN partner_paper_rows r ON r.paper_id = s.paper_id AND r.line_id = e.line_id
      WHERE caused.source_kind = 'liquidation' AND s.id::text = caused.source_id),
    (SELECT p.document FROM partner_steps s JOIN partner_papers p ON p.id = s.paper_id
      WHERE caused.source_kind = 'liquidation' AND s.id::text = caused.source_id))`;

export async function ourOpenItems(
  tx: Tx,
  { grantId, organisationId }: AgencyOfGrant,
  until: CivilDate,
  signed: string | null = null,
): Promise<OurOpenItem[]> {
  const rows = await tx.query<
    Omit<OurOpenItem, 'key' | 'document' | 'group'> & {
      documentAmount: string | null;
      documentCurrency: string;
    }
  >(
    `WITH open AS MATERIALIZED (SELECT o.* FROM ${openFrom(signed)} WHERE o.side = 'ours')
     SELECT e.transaction_id AS "transactionId", e.line_id AS "lineId", l.code AS line, e.booked_on::text AS "bookedOn",
            e.fact_on::text AS "on", e.source_kind AS "sourceKind", e.reverses, e.commitment_id AS "commitmentId",
            e.amount::text AS amount, e.document_amount::text AS "documentAmount", e.document_currency AS "documentCurrency",
            open.reason, ${REFERENCE} AS reference
       FROM open JOIN agency_entries e ON e.transaction_id = open.transaction_id AND e.line_id = open.line_id
       JOIN budget_lines l ON l.id = e.line_id
       JOIN ledger_transactions caused ON caused.id = ${firstNotNull('e.reverses', 'e.transaction_id')}
      WHERE e.grant_id = $1 AND e.organisation_id = $2
      ORDER BY e.fact_on, l.code, e.transaction_id, e.line_id`,
    [grantId, organisationId, signed ?? until],
  );
  return rows.map(({ documentAmount, documentCurrency, ...row }) => ({
    ...row,
    key: entryKey(row.transactionId, row.lineId),
    group: groupOf(row.lineId, row.sourceKind, row.bookedOn.slice(0, 7)),
    document:
      documentAmount === null ? null : { amount: documentAmount, currency: documentCurrency },
  }));
}

export async function theirOpenItems(
  tx: Tx,
  { grantId, organisationId }: AgencyOfGrant,
  until: CivilDate,
  signed: string | null = null,
): Promise<TheirOpenItem[]> {
  const rows = await tx.query<
    Omit<TheirOpenItem, 'key' | 'document'> & {
      id: string;
      documentAmount: string | null;
      documentCurrency: string | null;
    }
  >(
    `SELECT r.id, r.reference, r.on_day::text AS "on", r.month::text AS month, r.row_number AS row, r.amount::text AS amount,
            r.document_amount::text AS "documentAmount", r.document_currency AS "documentCurrency",
            r.line_id AS "lineId", l.code AS line, o.reason
       FROM ${openFrom(signed)} JOIN agency_rows r ON r.id = o.row_id
       LEFT JOIN budget_lines l ON l.id = r.line_id
      WHERE o.side = 'theirs' ORDER BY r.on_day, r.file_id, r.row_number`,
    [grantId, organisationId, signed ?? until],
  );
  return rows.map(({ id, documentAmount, documentCurrency, ...row }) => ({
    ...row,
    key: rowKey(id),
    document:
      documentAmount === null ? null : { amount: documentAmount, currency: documentCurrency! },
  }));
}

/** Selected items by key; groups stand for their present entries. */
export function selectedItems<O extends ProgrammeLedgerItem, T extends LedgerItem>(
  keys: readonly string[],
  { ours, theirs }: { readonly ours: readonly O[]; readonly theirs: readonly T[] },
): { ours: O[]; theirs: T[]; lost: boolean } {
  const asked = new Set(keys);
  const own = ours.filter(({ key, group }) => asked.has(key) || asked.has(group));
  const rows = theirs.filter(({ key }) => asked.has(key));
  const found = new Set([
    ...own.flatMap(({ key, group }) => [key, group]),
    ...rows.map(({ key }) => key),
  ]);
  return { ours: own, theirs: rows, lost: keys.some((key) => !found.has(key)) };
}
