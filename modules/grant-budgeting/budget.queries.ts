import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays, daysBetween, type CivilDate } from '../platform/shared/nights.rules';
import { budgetFigures, type BudgetFigures } from './budget.figures';
import { viewsOf, type BudgetView, type ViewNames } from './budget-views.rules';
import type { LocalisedName } from './grants/grant-definition.types';
import { ENTRY_RATE, type SourceKind } from './ledger-posting.queries';
import { type BroughtIn, broughtInUntil } from './openings/opening.queries';
import { contributionUntil, type OwnContribution } from './terms/own-contribution.queries';

export interface BudgetToday extends BudgetFigures {
  readonly grantId: string;
  readonly today: CivilDate;
  /** Days passed of all days of the grant, 0 to 1. */
  readonly elapsed: number;
  /** The same figures by agency, outcome, partner, object class, UNSDG category and line. */
  readonly views: readonly BudgetView[];
  /** What of the figures was spent and received before Mawa. */
  readonly broughtIn: BroughtIn | null;
  /** What the recipient itself promised and contributed; null where nothing was promised. */
  readonly contribution: OwnContribution | null;
}

export interface LineEntry {
  readonly id: string;
  readonly transactionId: string;
  /** 'unfunded' is what went beyond the line, 'committed' what is promised by choice. */
  readonly kind: 'spent' | 'unfunded' | 'committed';
  readonly sourceKind: SourceKind;
  /** The commitment that caused it, where one did: it may be read by whoever reads the ledger. */
  readonly commitmentId: string | null;
  /** Takes back an earlier entry. */
  readonly reversal: boolean;
  readonly factOn: CivilDate;
  readonly bookedOn: CivilDate;
  readonly amount: string;
  readonly original: string;
  readonly originalCurrency: string;
  /** Null for gains and losses of exchange. */
  readonly rate: string | null;
  /** Null where the rate is that of an earlier booking. */
  readonly rateOn: CivilDate | null;
}

export interface LineEntries {
  readonly line: {
    id: string;
    code: string;
    name: LocalisedName;
    amount: string;
    currency: string;
  };
  readonly entries: LineEntry[];
  /** Of all pages. */
  readonly total: number;
  /** Hand it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

const PAGE_SIZE = 50;

/** The budget as of today, and the entries behind a line: never a case. */
@Injectable()
export class Budget {
  constructor(private readonly transactions: Transactions) {}

  today(actor: Actor): Promise<{ grants: BudgetToday[] }> {
    return this.transactions.run(actor, async (tx) => ({ grants: await budgetsOfToday(tx) }));
  }

  entries(actor: Actor, lineId: string, after: string | null = null): Promise<LineEntries> {
    return this.transactions.run(actor, (tx) => entriesIn(tx, lineId, after));
  }
}

/** Up to and including today, whatever the day on which the grant began. */
export async function budgetsOfToday(tx: Tx): Promise<BudgetToday[]> {
  const grants = await tx.query<{ id: string; starts: CivilDate }>(
    'SELECT id, starts_on::text AS starts FROM grants ORDER BY starts_on, code',
  );
  const all: BudgetToday[] = [];
  for (const { id, starts } of grants) {
    const until = addDays(tx.today, 1);
    const figures = await budgetFigures(tx, id, {
      from: starts < until ? starts : tx.today,
      until,
    });
    const { startsOn, endsOn } = figures.grant;
    const elapsed = shareOfTime(startsOn, endsOn, tx.today);
    const views = viewsOf(figures, await viewNames(tx, id));
    const broughtIn = await broughtInUntil(tx, id, until);
    const own = await contributionUntil(tx, id, tx.today);
    const contribution = own.promised === '0.00' ? null : own;
    all.push({ grantId: id, today: tx.today, elapsed, views, broughtIn, contribution, ...figures });
  }
  return all;
}

export async function viewNames(tx: Tx, grantId: string): Promise<ViewNames> {
  const rows = await tx.query<{ view: keyof ViewNames; code: string; name: LocalisedName }>(
    `SELECT 'outcome' AS view, code, name FROM grant_outcomes WHERE grant_id = $1
      UNION ALL SELECT 'class', code, name FROM object_classes
      UNION ALL SELECT 'unsdg', code::text, name FROM unsdg_categories`,
    [grantId],
  );
  const named = (view: keyof ViewNames) =>
    new Map(rows.filter((row) => row.view === view).map(({ code, name }) => [code, name]));
  return { outcome: named('outcome'), class: named('class'), unsdg: named('unsdg') };
}

/** Both the first and the last day count. */
export const shareOfTime = (startsOn: CivilDate, endsOn: CivilDate, today: CivilDate): number => {
  const passed = (daysBetween(startsOn, today) + 1) / (daysBetween(startsOn, endsOn) + 1);
  return Math.min(1, Math.max(0, passed));
};

async function entriesIn(tx: Tx, lineId: string, after: string | null): Promise<LineEntries> {
  if (after !== null && !/^\d{1,18}$/.test(after)) {
    throw new DomainError('invalid', 'common.invalid_value', {}, 'after');
  }
  const [line] = await tx.query<LineEntries['line']>(
    `SELECT l.id, l.code, l.name, l.amount, g.currency FROM budget_lines l JOIN grants g ON g.id = l.grant_id
      WHERE l.id = $1`,
    [lineId],
  );
  if (!line) throw notFound();
  const [{ total } = { total: 0 }] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
      WHERE a.line_id = $1`,
    [lineId],
  );
  const rows = await tx.query<LineEntry>(
    `SELECT e.id, t.id AS "transactionId", a.kind, coalesce(r.source_kind, t.source_kind) AS "sourceKind",
            t.reverses IS NOT NULL AS reversal, t.commitment_id AS "commitmentId", t.fact_on::text AS "factOn", t.booked_on::text AS "bookedOn",
            e.amount, e.original_amount AS original, e.original_currency AS "originalCurrency",
            ${ENTRY_RATE}
       FROM ledger_accounts a
       JOIN ledger_entries e ON e.account_id = a.id
       JOIN ledger_transactions t ON t.id = e.transaction_id
       LEFT JOIN ledger_transactions r ON r.id = t.reverses
      WHERE a.line_id = $1 AND ($2::bigint IS NULL OR e.id < $2)
      ORDER BY e.id DESC LIMIT ${PAGE_SIZE + 1}`,
    [lineId, after],
  );
  await record(tx, { action: 'budget.read_entries', kind: 'budget_line', ids: [lineId] });
  const entries = rows.slice(0, PAGE_SIZE);
  return { line, entries, total, next: rows.length > PAGE_SIZE ? entries.at(-1)!.id : null };
}
