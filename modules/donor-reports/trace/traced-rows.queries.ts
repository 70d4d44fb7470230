/** The rows behind a figure as they were kept, with what is known of each today: read with the role of the figures. */
import { randomBytes } from 'node:crypto';
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import { type Basis, type RowKind, rowsBehind, type Sources } from './figure-basis.rules';

/** Present state of a row; `there`: unchanged. */
export const ROW_STATES = ['there', 'cancelled', 'joined', 'erased'] as const;
export type RowState = (typeof ROW_STATES)[number];

export interface TracedRow {
  /** Made for this view alone: it leads nowhere, and tomorrow it is another one. Of the ledger: what the entry is called. */
  readonly ref: string;
  readonly state: RowState;
  /** A day, or the first and the day after the last. */
  readonly from: string | null;
  readonly until: string | null;
  /** The type of a service, the code name of a house, the kind of an entry. */
  readonly what: string | null;
  readonly amount: string | null;
  /** Case of the row, if the reader has access to it. */
  readonly caseId: string | null;
  /** Ledger rows only: the transaction, with its documents. */
  readonly transactionId: string | null;
}

export interface RowsOfFigure {
  readonly kind: RowKind;
  readonly count: number;
  readonly states: Readonly<Partial<Record<RowState, number>>>;
  /** Ledger entries only: their sum. */
  readonly sum: string | null;
  /** The latest of them; null where the reader may know how many and no more. */
  readonly shown: readonly TracedRow[] | null;
}

export const MOST_SHOWN = 200;

interface FoundRow extends Omit<TracedRow, 'ref' | 'caseId' | 'transactionId'> {
  readonly id: string;
}

const NO_MORE = `NULL::text AS amount, NULL::text AS "from", NULL::text AS until, NULL::text AS what`;

/** A row that is in no table any more was erased. */
const ROWS: Readonly<Record<Exclude<RowKind, 'ledger'>, string>> = {
  people: `
    SELECT i.id::text, ${NO_MORE},
           CASE WHEN c.id IS NULL OR c.erased_at IS NOT NULL THEN 'erased'
                WHEN c.merged_into IS NOT NULL THEN 'joined' ELSE 'there' END AS state
      FROM unnest($1::uuid[]) i (id) LEFT JOIN cases c ON c.id = i.id WHERE $2::text <> ''`,
  services: `
    SELECT i.id::text, NULL::text AS amount, s.given_on::text AS "from", NULL::text AS until, t.name ->> $2 AS what,
           CASE WHEN s.id IS NULL OR c.erased_at IS NOT NULL THEN 'erased'
                WHEN s.cancelled_at IS NOT NULL THEN 'cancelled' ELSE 'there' END AS state
      FROM unnest($1::uuid[]) i (id)
      LEFT JOIN (SELECT id, case_id, type_code, given_on, cancelled_at FROM services
                  UNION ALL
                 SELECT id, case_id, what, lower(days), NULL FROM past_records) s ON s.id = i.id
      LEFT JOIN cases c ON c.id = s.case_id LEFT JOIN service_types t ON t.code = s.type_code
     ORDER BY s.given_on DESC NULLS LAST, i.id`,
  stays: `
    SELECT i.id::text, NULL::text AS amount, lower(coalesce(k.nights, p.nights))::text AS "from", upper(coalesce(k.nights, p.nights))::text AS until,
           h.code_name AS what,
           CASE WHEN coalesce(k.id, p.id) IS NULL OR c.erased_at IS NOT NULL THEN 'erased'
                WHEN k.state NOT IN ('stay', 'ended') THEN 'cancelled' ELSE 'there' END AS state
      FROM unnest($1::uuid[]) i (id)
      LEFT JOIN bookings k ON k.id = i.id
      LEFT JOIN past_stays p ON p.id = i.id
      LEFT JOIN LATERAL (SELECT case_id FROM booking_people bp WHERE bp.booking_id = k.id LIMIT 1) bp ON true
      LEFT JOIN cases c ON c.id = coalesce(bp.case_id, p.case_id)
      LEFT JOIN shelters h ON h.id = coalesce(k.shelter_id, p.shelter_id)
     WHERE $2::text <> '' ORDER BY lower(coalesce(k.nights, p.nights)) DESC NULLS LAST, i.id`,
};

const ENTRIES = `
  SELECT t.id::text, sum(e.amount)::text AS amount, t.booked_on::text AS "from", NULL::text AS until, t.source_kind AS what,
         'there' AS state
    FROM ledger_transactions t
    JOIN ledger_entries e ON e.transaction_id = t.id
    JOIN ledger_accounts a ON a.id = e.account_id AND a.kind || '/' || a.line_id = ANY ($2::text[])
   WHERE t.id = ANY ($1::uuid[]) AND t.booked_on >= $3
   GROUP BY t.id ORDER BY t.booked_on DESC, t.id`;

export interface RowReader {
  readonly language: Language;
  readonly from: string;
  readonly shows: boolean;
  readonly opens: boolean;
}

export async function rowsOfFigure(
  tx: Tx,
  basis: Basis,
  sources: Sources,
  reading: RowReader,
): Promise<RowsOfFigure | null> {
  const { rows: kind } = basis;
  if (!kind) return null;
  const ids = rowsBehind(basis, sources);
  const found = await asFigures(tx, () => readRows(tx, kind, ids, basis, sources, reading));
  // In random order: any other order of people would disclose something about them.
  const rows = kind === 'people' ? shuffled(found) : found;
  const shown = rows.slice(0, MOST_SHOWN);
  const people = reading.opens ? await openable(tx, kind, shown) : new Map<string, string>();
  return {
    kind,
    count: rows.length,
    states: counted(rows),
    sum: kind === 'ledger' ? await summed(tx, rows) : null,
    shown: reading.shows
      ? kind === 'ledger'
        ? shown.map(bookedRow)
        : withRefs(shown.map(({ id, ...row }) => disclosedRow(row, people.get(id) ?? null)))
      : null,
  };
}

/** Ledger entries name no case, and readers of this page may read the ledger. */
const bookedRow = ({ id, ...row }: FoundRow): TracedRow => ({
  ...row,
  ref: id.slice(0, 8).toUpperCase(),
  caseId: null,
  transactionId: id,
});

/** For erased people only the fact that they were counted. */
const disclosedRow = (row: Omit<FoundRow, 'id'>, caseId: string | null): Omit<TracedRow, 'ref'> =>
  row.state === 'erased'
    ? {
        state: 'erased',
        from: null,
        until: null,
        what: null,
        amount: null,
        caseId: null,
        transactionId: null,
      }
    : { ...row, caseId, transactionId: null };

async function readRows(
  tx: Tx,
  kind: RowKind,
  ids: readonly string[],
  { takes, inPeriod }: Basis,
  sources: Sources,
  { language, from }: RowReader,
): Promise<FoundRow[]> {
  if (kind !== 'ledger') return tx.query<FoundRow>(ROWS[kind], [ids, language]);
  const groups = Object.keys(sources).filter(takes);
  return tx.query<FoundRow>(ENTRIES, [ids, groups, inPeriod ? from : '-infinity']);
}

const summed = async (tx: Tx, rows: readonly FoundRow[]): Promise<string> => {
  const [row] = await tx.query<{ sum: string }>(
    'SELECT coalesce(sum(amount), 0.00)::text AS sum FROM unnest($1::numeric[]) amount',
    [rows.map(({ amount }) => amount)],
  );
  return row!.sum;
};

/** Case of a row, if row-level security shows it to this reader. */
const OPENABLE: Readonly<Record<RowKind, string | null>> = {
  people: 'SELECT id::text, id::text AS "caseId" FROM cases WHERE id = ANY ($1::uuid[])',
  services: `SELECT id::text, case_id::text AS "caseId" FROM services WHERE id = ANY ($1::uuid[])
              UNION ALL SELECT id::text, case_id::text FROM past_records WHERE id = ANY ($1::uuid[])`,
  stays: `SELECT booking_id::text AS id, case_id::text AS "caseId" FROM booking_people
           WHERE booking_id = ANY ($1::uuid[])
           UNION ALL SELECT id::text, case_id::text FROM past_stays WHERE id = ANY ($1::uuid[])`,
  ledger: null,
};

async function openable(tx: Tx, kind: RowKind, rows: readonly FoundRow[]) {
  const sql = OPENABLE[kind];
  if (!sql) return new Map<string, string>();
  const seen = await tx.query<{ id: string; caseId: string }>(sql, [rows.map(({ id }) => id)]);
  return new Map(seen.map(({ id, caseId }) => [id, caseId]));
}

function counted(rows: readonly FoundRow[]): Partial<Record<RowState, number>> {
  const counts: Partial<Record<RowState, number>> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function withRefs(rows: readonly Omit<TracedRow, 'ref'>[]): TracedRow[] {
  const refs = new Set<string>();
  while (refs.size < rows.length) refs.add(randomBytes(3).toString('hex').toUpperCase());
  const all = [...refs];
  return rows.map((row, at) => ({ ...row, ref: all[at]! }));
}

function shuffled<T>(rows: readonly T[]): T[] {
  const drawn = rows.map((row) => ({ row, at: randomBytes(6).readUIntBE(0, 6) }));
  return drawn.sort((a, b) => a.at - b.at).map(({ row }) => row);
}
