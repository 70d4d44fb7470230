/** Entries of the ledger as an auditor reads them: by period, line and kind, drawn at random, each with its papers. */
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { LocalisedName } from '../grants/grant-definition.types';
import { ENTRY_RATE } from '../ledger-posting.queries';
import { DOCUMENTED_SOURCES, type LedgerAccount, type LedgerSource } from './ledger-list.rules';

export interface LedgerFilter {
  readonly grant?: string;
  readonly line?: string;
  readonly account?: LedgerAccount;
  readonly from?: CivilDate;
  readonly until?: CivilDate;
  readonly source?: LedgerSource;
  readonly files?: 'missing';
  readonly document?: string;
  /** Entries of at least this amount, taken back ones too. */
  readonly least?: string;
  readonly sample?: string;
  readonly seed?: string;
  readonly after?: string;
}

export interface ListedEntry {
  readonly id: string;
  readonly transactionId: string;
  readonly sourceKind: LedgerSource;
  readonly isReversal: boolean;
  readonly lineId: string | null;
  readonly lineCode: string | null;
  readonly factOn: CivilDate;
  readonly bookedOn: CivilDate;
  readonly amount: string;
  readonly original: string;
  readonly originalCurrency: string;
  /** Null for gains and losses of exchange. */
  readonly rate: string | null;
  /** Null where the rate is that of an earlier booking. */
  readonly rateOn: CivilDate | null;
  /** Number of the invoice, transfer, report or receipt; null where a night is the cause. */
  readonly document: string | null;
  /** Files of that document; null where there is none to have. */
  readonly files: number | null;
  readonly askedBy: string | null;
  readonly approvedBy: readonly string[];
  /** Null where Mawa booked by itself, as at the closing of a night. */
  readonly bookedBy: string | null;
}

export interface LedgerListing {
  /**
   * As it was understood: with the grant of its line, without the line of another grant, and with the code of its draw.
   * Where none is given one is made, so that nobody knows beforehand what will be drawn.
   */
  readonly filter: LedgerFilter;
  readonly grant: { readonly id: string; readonly code: string; readonly currency: string };
  readonly grants: readonly { readonly id: string; readonly code: string }[];
  readonly lines: readonly {
    readonly id: string;
    readonly code: string;
    readonly name: LocalisedName;
  }[];
  /** Of the whole filter, whatever is shown of it. */
  readonly count: number;
  readonly sum: string;
  readonly entries: readonly ListedEntry[];
  readonly next: string | null;
}

const PAGE_SIZE = 50;
/** A workbook is made in memory; a longer list is taken by quarters. */
const MOST_IN_WORKBOOK = 20_000;

@Injectable()
export class LedgerList {
  constructor(private readonly transactions: Transactions) {}

  /** Null while there is no grant. */
  page(actor: Actor, filter: LedgerFilter): Promise<LedgerListing | null> {
    return this.transactions.run(actor, (tx) =>
      listed(tx, filter, { most: PAGE_SIZE, as: 'page' }),
    );
  }

  /** All of the filter, or of the sample. */
  whole(actor: Actor, { after: _, ...filter }: LedgerFilter): Promise<LedgerListing | null> {
    return this.transactions.run(actor, async (tx) => {
      const all = await listed(tx, filter, { most: MOST_IN_WORKBOOK, as: 'workbook' });
      if (all?.next) {
        throw new DomainError('invalid', 'ledger.too_many', { most: MOST_IN_WORKBOOK }, 'from');
      }
      return all;
    });
  }
}

/** Joins an entry with its step of a commitment (`cs`) or of a partner's submission (`ps`, `pp`), if any. */
export const CAUSE = `
  LEFT JOIN ledger_transactions r ON r.id = t.reverses
  LEFT JOIN commitment_steps cs ON t.commitment_id IS NOT NULL
        AND cs.id = CASE WHEN coalesce(r.source_id, t.source_id) ~ '^[0-9a-f-]{36}$' THEN coalesce(r.source_id, t.source_id)::uuid END
  LEFT JOIN partner_steps ps ON t.agreement_id IS NOT NULL
        AND ps.id = CASE WHEN coalesce(r.source_id, t.source_id) ~ '^[0-9a-f-]{36}$' THEN coalesce(r.source_id, t.source_id)::uuid END
  LEFT JOIN partner_papers pp ON pp.id = ps.paper_id`;

/** Document number: of the invoice, the transfer or the partner's submission, or of the receipt of a service. */
export const DOCUMENT = `coalesce(cs.document, ps.document, pp.document,
  receipt_of_service(coalesce(r.source_kind, t.source_kind), coalesce(r.source_id, t.source_id)))`;

/** Number of files: of the step of a commitment, or of the partner's submission. */
export const FILES = `(SELECT count(*)::int FROM documents d WHERE d.removed_at IS NULL
  AND (d.owner_kind, d.owner_id) IN (('commitment_step', cs.id), ('partner_paper', pp.id)))`;

/** Neither taken back nor what takes another back: of those no file is missing. */
const STANDS = `(t.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_transactions back WHERE back.reverses = t.id))`;

export const PEOPLE = `
  coalesce(
    (SELECT localized_name(u.name, u.names) FROM commitment_steps x JOIN users u ON u.id = x.taken_by
      WHERE x.commitment_id = t.commitment_id AND x.step IN ('planned', 'requested') ORDER BY x.step = 'planned', x.place LIMIT 1),
    (SELECT localized_name(u.name, u.names) FROM users u WHERE u.id = pp.made_by)) AS "askedBy",
  ARRAY(SELECT DISTINCT localized_name(u.name, u.names) FROM commitment_steps x JOIN users u ON u.id = x.taken_by
         WHERE x.commitment_id = t.commitment_id AND x.step = 'approved'
        UNION SELECT localized_name(u.name, u.names) FROM partner_steps x JOIN users u ON u.id = x.taken_by
         WHERE x.paper_id = pp.id AND x.step IN ('authorised', 'accepted')) AS "approvedBy"`;

/** By grant, what was booked as spent after a day on a document of which there is no file. */
export const spentWithoutFile = (
  tx: Tx,
  after: CivilDate | null,
): Promise<{ grant: string; count: number }[]> =>
  tx.query(
    `SELECT g.code AS grant, count(*)::int AS count
       FROM grants g
       JOIN ledger_accounts a ON a.grant_id = g.id AND a.kind = 'spent'
       JOIN ledger_entries e ON e.account_id = a.id
       JOIN ledger_transactions t ON t.id = e.transaction_id
       ${CAUSE}
      WHERE coalesce(r.source_kind, t.source_kind) = ANY ($1::text[]) AND ${FILES} = 0 AND ${STANDS}
        AND ($2::date IS NULL OR t.booked_on > $2)
      GROUP BY g.code, g.starts_on ORDER BY g.starts_on, g.code`,
    [DOCUMENTED_SOURCES, after],
  );

/** The grant that is asked for, else the one of the line, else the first; null while there is none. */
async function grantOf(
  tx: Tx,
  { grant: code, line }: LedgerFilter,
  grants: readonly LedgerListing['grant'][],
): Promise<LedgerListing['grant'] | null> {
  if (!code && !line) return grants[0] ?? null;
  const [of] = code
    ? []
    : await tx.query<{ id: string }>('SELECT grant_id AS id FROM budget_lines WHERE id = $1', [
        line,
      ]);
  const grant = grants.find((one) => (code ? one.code === code : one.id === of?.id));
  if (!grant) throw notFound();
  return grant;
}

async function listed(
  tx: Tx,
  asked: LedgerFilter,
  { most, as }: { readonly most: number; readonly as: 'page' | 'workbook' },
): Promise<LedgerListing | null> {
  const grants = await tx.query<LedgerListing['grant']>(
    'SELECT id, code, currency FROM grants ORDER BY starts_on, code',
  );
  const grant = await grantOf(tx, asked, grants);
  if (!grant) return null;
  const lines = await tx.query<LedgerListing['lines'][number]>(
    'SELECT id, code, name FROM budget_lines WHERE grant_id = $1 ORDER BY code',
    [grant.id],
  );
  const line = lines.find(({ id }) => id === asked.line)?.id;
  const filter = {
    ...asked,
    line,
    grant: line ? grant.code : asked.grant,
    seed: asked.sample && (asked.seed ?? randomBytes(5).toString('hex')),
  };
  const { sample, seed, after = null } = filter;
  const values = [
    grant.id,
    filter.account ?? 'spent',
    filter.line ?? null,
    filter.from ?? '-infinity',
    filter.until ?? 'infinity',
    filter.source ?? null,
    filter.files === 'missing',
    DOCUMENTED_SOURCES,
    filter.document ?? null,
    filter.least ?? null,
  ];
  const FROM = `
      FROM ledger_accounts a
      JOIN ledger_entries e ON e.account_id = a.id
      JOIN ledger_transactions t ON t.id = e.transaction_id
      ${CAUSE}
     WHERE a.grant_id = $1 AND a.kind = $2 AND ($3::uuid IS NULL OR a.line_id = $3)
       AND t.booked_on BETWEEN $4::date AND $5::date
       AND ($6::text IS NULL OR coalesce(r.source_kind, t.source_kind) = $6)
       AND ($9::text IS NULL OR lower(regexp_replace(${DOCUMENT}, '[^[:alnum:]]', '', 'g'))
             = lower(regexp_replace($9, '[^[:alnum:]]', '', 'g')))
       AND ($10::numeric IS NULL OR abs(e.amount) >= $10)
       AND (NOT $7 OR coalesce(r.source_kind, t.source_kind) = ANY ($8::text[]) AND ${FILES} = 0 AND ${STANDS})`;
  const [{ count, sum } = { count: 0, sum: '0.00' }] = await tx.query<{
    count: number;
    sum: string;
  }>(
    `SELECT count(*)::int AS count, coalesce(sum(e.amount), 0)::numeric(16,2)::text AS sum ${FROM}`,
    values,
  );
  // Without a draw its code is null, and the number of the entry alone says the order.
  const rows = await tx.query<ListedEntry>(
    `SELECT e.id::text, t.id AS "transactionId", coalesce(r.source_kind, t.source_kind) AS "sourceKind",
            t.reverses IS NOT NULL AS "isReversal", l.id AS "lineId", l.code AS "lineCode",
            t.fact_on::text AS "factOn", t.booked_on::text AS "bookedOn", e.amount, e.original_amount AS original,
            e.original_currency AS "originalCurrency", ${ENTRY_RATE},
            ${DOCUMENT} AS document,
            CASE WHEN coalesce(r.source_kind, t.source_kind) = ANY ($8::text[]) THEN ${FILES} END AS files,
            CASE WHEN NOT b.system THEN localized_name(b.name, b.names) END AS "bookedBy", ${PEOPLE}
       FROM (SELECT e.id ${FROM} AND ($11::bigint IS NULL OR e.id < $11)
              ORDER BY md5($12::text || '/' || e.id), e.id DESC LIMIT $13) chosen
       JOIN ledger_entries e ON e.id = chosen.id
       JOIN ledger_accounts a ON a.id = e.account_id
       JOIN ledger_transactions t ON t.id = e.transaction_id
       JOIN users b ON b.id = t.posted_by
       LEFT JOIN budget_lines l ON l.id = a.line_id
       ${CAUSE}
      ORDER BY e.id DESC`,
    [...values, sample ? null : after, seed ?? null, sample ? Number(sample) : most + 1],
  );
  await record(tx, {
    action: 'budget.read_entries',
    kind: 'grant',
    ids: [grant.id],
    fields: [as, ...(sample ? ['sample', `size:${sample}`, `seed:${seed}`] : [])],
  });
  const entries = sample ? rows : rows.slice(0, most);
  const next = !sample && rows.length > most ? entries.at(-1)!.id : null;
  return { filter, grant, grants, lines, count, sum, entries, next };
}
