import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { ENTRY_RATE } from '../ledger-posting.queries';
import type { LocalisedName } from '../grants/grant-definition.types';
import { CAUSE, DOCUMENT, FILES, PEOPLE } from './ledger-list.queries';
import { DOCUMENTED_SOURCES, type LedgerAccount, type LedgerSource } from './ledger-list.rules';

export interface BookedTransaction {
  readonly id: string;
  readonly grant: string;
  readonly currency: string;
  readonly sourceKind: LedgerSource;
  readonly factOn: CivilDate;
  readonly bookedOn: CivilDate;
  readonly postedAt: Date;
  /** Null where Mawa booked by itself, as at the closing of a night. */
  readonly bookedBy: string | null;
  readonly askedBy: string | null;
  readonly approvedBy: readonly string[];
  readonly document: string | null;
  readonly files: number | null;
  readonly commitmentId: string | null;
  readonly stepId: string | null;
  readonly paperId: string | null;
  /** The transaction that this one takes back, and the one that takes this one back. */
  readonly reverses: string | null;
  readonly reversedBy: string | null;
  /** The part of its cause that the grant bears. */
  readonly share: string;
  /** Its last day is in a period that is closed. */
  readonly isClosed: boolean;
  readonly entries: readonly {
    readonly id: string;
    readonly account: LedgerAccount | 'reserve';
    readonly lineId: string | null;
    readonly lineCode: string | null;
    readonly lineName: LocalisedName | null;
    readonly amount: string;
    readonly original: string;
    readonly originalCurrency: string;
    /** Null for gains and losses of exchange. */
    readonly rate: string | null;
    /** Null where the rate is that of an earlier booking. */
    readonly rateOn: CivilDate | null;
  }[];
}

/** One transaction with debit and credit, who requested, approved and booked it, and its documents; never its case. */
@Injectable()
export class LedgerTransactions {
  constructor(private readonly transactions: Transactions) {}

  one(actor: Actor, id: string): Promise<BookedTransaction> {
    return this.transactions.run(actor, (tx) => transactionIn(tx, id));
  }
}

async function transactionIn(tx: Tx, id: string): Promise<BookedTransaction> {
  const [found] = await tx.query<Omit<BookedTransaction, 'entries'>>(
    `SELECT t.id, g.code AS grant, g.currency, coalesce(r.source_kind, t.source_kind) AS "sourceKind",
            t.fact_on::text AS "factOn", t.booked_on::text AS "bookedOn", t.posted_at AS "postedAt",
            CASE WHEN NOT b.system THEN localized_name(b.name, b.names) END AS "bookedBy", ${PEOPLE},
            ${DOCUMENT} AS document,
            CASE WHEN coalesce(r.source_kind, t.source_kind) = ANY ($2::text[]) THEN ${FILES} END AS files,
            t.commitment_id AS "commitmentId", cs.id AS "stepId", pp.id AS "paperId", t.reverses,
            (SELECT x.id FROM ledger_transactions x WHERE x.reverses = t.id) AS "reversedBy", t.share::text AS share,
            EXISTS (SELECT 1 FROM closed_periods p WHERE p.until_day >= t.booked_on) AS "isClosed"
       FROM ledger_transactions t
       JOIN grants g ON g.id = t.grant_id
       JOIN users b ON b.id = t.posted_by
       ${CAUSE}
      WHERE t.id = $1`,
    [id, DOCUMENTED_SOURCES],
  );
  if (!found) throw notFound();
  const entries = await tx.query<BookedTransaction['entries'][number]>(
    `SELECT e.id::text, a.kind AS account, l.id AS "lineId", l.code AS "lineCode", l.name AS "lineName", e.amount,
            e.original_amount AS original, e.original_currency AS "originalCurrency", ${ENTRY_RATE}
       FROM ledger_entries e
       JOIN ledger_accounts a ON a.id = e.account_id
       LEFT JOIN budget_lines l ON l.id = a.line_id
      WHERE e.transaction_id = $1 ORDER BY e.amount < 0, e.id`,
    [id],
  );
  await record(tx, { action: 'budget.read_entries', kind: 'ledger_transaction', ids: [id] });
  return { ...found, entries };
}
