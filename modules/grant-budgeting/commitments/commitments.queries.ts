import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { LocalisedName } from '../grants/grant-definition.types';
import { countOfFiles } from '../files/money-files.service';
import {
  availableOf,
  progressOf,
  type CommitmentProgress,
  type CommitmentTotals,
} from './commitment.rules';
import type { StepKind } from './commitment-steps.queries';
import type { Origin } from './request-commitment.service';

export const COMMITMENT_FILTERS = [
  'open',
  'to_agree',
  'to_invoice',
  'to_pay',
  'done',
  'all',
] as const;
export type CommitmentFilter = (typeof COMMITMENT_FILTERS)[number];

export interface CommitmentRow extends CommitmentTotals {
  readonly id: string;
  readonly number: number;
  readonly lineId: string;
  readonly lineCode: string;
  readonly supplier: string;
  readonly purpose: string;
  readonly amount: string;
  readonly currency: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly madeOn: CivilDate;
  /** What a plan asked for is paid and let go in the plan. */
  readonly origin: Origin;
}

export interface StepRow {
  readonly id: string;
  readonly step: StepKind;
  readonly amount: string | null;
  readonly on: CivilDate;
  readonly document: string | null;
  readonly invoiceId: string | null;
  readonly undoes: string | null;
  readonly undone: boolean;
  /** Kept with it: the invoice itself, a note of delivery, a receipt. */
  readonly files: number;
  readonly takesFiles: boolean;
  /** Of an invoice: what of it is not paid yet. */
  readonly rest: string | null;
  readonly reason: string | null;
  readonly by: string;
  readonly at: Date;
}

export interface WholeCommitment extends CommitmentRow {
  readonly grantCurrency: string;
  readonly lineName: LocalisedName;
  readonly agreement: string | null;
  readonly agreementId: string | null;
  readonly estimate: string;
  readonly madeBy: string;
  readonly mine: boolean;
  readonly approvals: { readonly given: number; readonly needed: number };
  /** The line as it is now, in the grant's currency. */
  readonly line: { budget: string; committed: string; spent: string; left: string };
  readonly progress: CommitmentProgress;
  /** In the time of the programme: nothing is dated later. */
  readonly today: CivilDate;
  readonly steps: readonly StepRow[];
}

/** Of all pages of a list: what its orders stand at in the ledger of a grant, as the budget counts it. */
export interface CommitmentSumsOfGrant {
  readonly grant: string;
  readonly currency: string;
  /** Ordered and not invoiced yet. */
  readonly committed: string;
  readonly spent: string;
  /** Invoiced beyond the line. */
  readonly unfunded: string;
  /** Invoiced and not paid yet, at the rates of the invoices. */
  readonly toPay: string;
}

/** Of all pages of a list: its two columns, by the currency of the orders. */
export interface CommitmentSumsOfCurrency {
  readonly currency: string;
  readonly amount: string;
  readonly paid: string;
}

const PAGE = 50;

const ROW = `c.id, c.number::int AS number, c.line_id AS "lineId", l.code AS "lineCode", s.name AS supplier, c.purpose,
  c.amount, c.currency, c.starts_on::text AS "startsOn", c.ends_on::text AS "endsOn", c.made_at::date::text AS "madeOn", c.origin,
  t.state, t.committed, t.received, t.invoiced, t.paid, t.cancelled`;
const FROM = `FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id
  JOIN budget_lines l ON l.id = c.line_id JOIN suppliers s ON s.id = c.supplier_id`;

const IS_DONE = `(t.state IN ('refused', 'withdrawn') OR (t.state = 'committed' AND t.paid + t.cancelled = t.committed))`;
const WHERE: Record<CommitmentFilter, string> = {
  open: `NOT ${IS_DONE}`,
  to_agree: `t.state = 'requested'`,
  to_invoice: `t.state = 'committed' AND t.received > t.invoiced`,
  to_pay: `t.state = 'committed' AND t.invoiced > t.paid`,
  done: IS_DONE,
  all: 'true',
};

const booked = (kind: string): string =>
  `coalesce(sum(e.amount) FILTER (WHERE a.kind = '${kind}'), 0)::numeric(16,2)`;

/** How many each of these lists holds; `own_to_agree`: those to approve that the reader asked for or approved. */
export async function countCommitments(
  tx: Tx,
): Promise<Record<'to_agree' | 'own_to_agree' | 'to_invoice' | 'to_pay', number>> {
  const [row] = await tx.query<Awaited<ReturnType<typeof countCommitments>>>(
    `SELECT count(*) FILTER (WHERE ${WHERE.to_agree})::int AS to_agree,
            count(*) FILTER (WHERE ${WHERE.to_agree} AND (c.made_by = mawa_actor()
              OR EXISTS (SELECT FROM commitment_steps s WHERE s.commitment_id = c.id
                AND s.step IN ('requested', 'approved') AND s.taken_by = mawa_actor())))::int AS own_to_agree,
            count(*) FILTER (WHERE ${WHERE.to_invoice})::int AS to_invoice,
            count(*) FILTER (WHERE ${WHERE.to_pay})::int AS to_pay
       FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id`,
  );
  return row!;
}

/** What is promised by choice: whole lists for finance and programme, and one with all its steps. */
@Injectable()
export class Commitments {
  constructor(private readonly transactions: Transactions) {}

  list(
    actor: Actor,
    { show = 'open', line, after }: { show?: CommitmentFilter; line?: string; after?: string },
  ) {
    return this.transactions.run(actor, async (tx) => {
      const rows = await tx.query<CommitmentRow>(
        `SELECT ${ROW} ${FROM} WHERE ${WHERE[show]} AND ($1::uuid IS NULL OR c.line_id = $1)
            AND ($2::bigint IS NULL OR c.number < $2) ORDER BY c.number DESC LIMIT ${PAGE + 1}`,
        [line ?? null, after ?? null],
      );
      const listed = `WHERE ${WHERE[show]} AND ($1::uuid IS NULL OR c.line_id = $1)`;
      const currencies = await tx.query<CommitmentSumsOfCurrency & { count: number }>(
        `SELECT c.currency, sum(c.amount)::text AS amount, sum(t.paid)::text AS paid, count(*)::int AS count
           FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id ${listed} GROUP BY c.currency ORDER BY c.currency`,
        [line ?? null],
      );
      const grants = await tx.query<CommitmentSumsOfGrant>(
        `SELECT g.code AS grant, g.currency, ${booked('committed')} AS committed, ${booked('spent')} AS spent,
                ${booked('unfunded')} AS unfunded, -${booked('payable')} AS "toPay"
           FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id JOIN grants g ON g.id = c.grant_id
           LEFT JOIN ledger_transactions x ON x.commitment_id = c.id LEFT JOIN ledger_entries e ON e.transaction_id = x.id
           LEFT JOIN ledger_accounts a ON a.id = e.account_id ${listed} GROUP BY g.code, g.currency ORDER BY g.code`,
        [line ?? null],
      );
      const shown = rows.slice(0, PAGE);
      return {
        commitments: shown.map((row) => ({ ...row, progress: progressOf(row) })),
        total: currencies.reduce((sum, { count }) => sum + count, 0),
        grants,
        currencies: currencies.map(({ count: _count, ...sums }) => sums),
        next: rows.length > PAGE ? String(shown.at(-1)!.number) : null,
      };
    });
  }

  one(actor: Actor, id: string): Promise<WholeCommitment> {
    return this.transactions.run(actor, async (tx) => {
      const whole = await oneIn(tx, id);
      await record(tx, { action: 'budget.read_commitment', kind: 'commitment', ids: [id] });
      return whole;
    });
  }
}

async function oneIn(tx: Tx, id: string): Promise<WholeCommitment> {
  type Row = Omit<WholeCommitment, 'steps' | 'line' | 'progress' | 'approvals' | 'today'> & {
    budget: string;
    onLine: { committed: string; spent: string };
    needed: number;
  };
  const [row] = await tx.query<Row>(
    `SELECT ${ROW}, l.name AS "lineName", g.currency AS "grantCurrency", a.reference AS agreement, c.agreement_id AS "agreementId", c.estimate,
            localized_name(u.name, u.names) AS "madeBy", c.made_by = $2 AS mine, l.amount AS budget,
            coalesce((approval_band(c.estimate, $3::date)).approvals, 1)::int AS needed,
            (SELECT json_object_agg(x.kind, b.balance::text) FROM ledger_accounts x JOIN ledger_balances b ON b.account_id = x.id
              WHERE x.line_id = l.id) AS "onLine"
       ${FROM} JOIN grants g ON g.id = c.grant_id JOIN users u ON u.id = c.made_by
       LEFT JOIN agreements a ON a.id = c.agreement_id
      WHERE c.id = $1`,
    [id, tx.actor.userId, tx.today],
  );
  if (!row) throw notFound();
  const steps = await tx.query<StepRow>(
    `SELECT s.id, s.step, s.amount, s.on_day::text AS on, s.document, s.invoice_id AS "invoiceId", s.undoes, s.reason,
            localized_name(u.name, u.names) AS by, s.taken_at AS at, EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = s.id) AS undone,
            ${countOfFiles('commitment_step', 's.id')} AS files, s.step IN ('received', 'invoiced', 'paid') AS "takesFiles",
            CASE WHEN s.step = 'invoiced' THEN s.amount - coalesce((SELECT sum(p.amount) FROM commitment_steps p
              WHERE p.invoice_id = s.id AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = p.id)), 0) END AS rest
       FROM commitment_steps s JOIN users u ON u.id = s.taken_by WHERE s.commitment_id = $1 ORDER BY s.place`,
    [id],
  );
  const { budget, onLine, needed, ...facts } = row;
  const { committed, spent } = onLine;
  return {
    ...facts,
    approvals: { given: steps.filter(({ step }) => step === 'approved').length, needed },
    line: { budget, committed, spent, left: availableOf(budget, committed, spent).toFixed(2) },
    progress: progressOf(row),
    today: tx.today,
    steps,
  };
}
