import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { countOfFiles, sumOf, toCent, written, SUBMISSIONS_TO_CHECK } from '../grant-budgeting';
import { liquidationShare } from './advances.service';
import {
  shownRowsOf,
  type Claim,
  type SubmissionKind,
  type ShownSubmissionRow,
  type SubmissionStep,
} from './partner-submissions.queries';
import {
  ageing,
  liquidationRate,
  mayRequestAdvance,
  openAdvances,
  outstandingOf,
  settledOf,
  type AgeBand,
  type Liquidation,
  type PaidAdvance,
  type PartnerTotals,
} from './partner.rules';
import { agreedLines, paidAdvances, type AgreedLine } from './agreement-lock.queries';
import type { Rating } from './partner-agreements.service';

export interface PartnerRow extends PartnerTotals {
  readonly id: string;
  readonly reference: string;
  readonly organisationId: string;
  readonly organisation: string;
  readonly grant: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly amount: string;
  readonly currency: string;
  readonly confirmed: boolean;
  /** Nothing is made under it any more. */
  readonly closed: boolean;
  /** On its lines, in the currency of the grant; 0 for who does not read the ledger. */
  readonly kept: string;
  readonly grantCurrency: string;
  readonly mine: boolean;
  /** Null for a partner's own account, which does not see its rating. */
  readonly rating: Rating | null;
  readonly outstanding: string;
  readonly liquidationRate: number | null;
  readonly ages: readonly AgeBand[];
  /** Open and older than the last band. */
  readonly overdue: string;
  readonly toCheck: number;
}

export interface SubmissionSummary {
  readonly id: string;
  readonly number: number;
  readonly kind: SubmissionKind;
  readonly claim: Claim | null;
  readonly quarter: CivilDate | null;
  readonly fromMonth: CivilDate | null;
  readonly untilMonth: CivilDate | null;
  readonly interest: string | null;
  readonly document: string | null;
  readonly state: string;
  /** Amount requested, reported or refunded. */
  readonly asked: string;
  /** Amount authorised or accepted. */
  readonly agreed: string | null;
  /** The day of the payment or refund, where there was one. */
  readonly on: CivilDate | null;
  /** For paid advances: the open rest. */
  readonly open: string | null;
  readonly mine: boolean;
  readonly madeAt: Date;
}

export interface SubmissionEvent {
  readonly id: string;
  readonly paperId: string;
  readonly number: number;
  readonly kind: SubmissionKind;
  readonly step: SubmissionStep;
  readonly amount: string | null;
  readonly on: CivilDate;
  readonly document: string | null;
  readonly reason: string | null;
  readonly undone: boolean;
  readonly by: string | null;
  readonly at: Date;
}

export interface WholePartner extends PartnerRow {
  readonly lines: readonly Omit<AgreedLine, 'spent' | 'unfunded'>[];
  readonly rule: Liquidation & { readonly share: string };
  readonly papers: readonly SubmissionSummary[];
  readonly events: readonly SubmissionEvent[];
  readonly ratings: readonly {
    rating: Rating;
    reason: string;
    validFrom: CivilDate;
    by: string;
    at: Date;
  }[];
}

export interface WholeSubmission extends SubmissionSummary {
  readonly agreementId: string;
  readonly reference: string;
  readonly organisation: string;
  readonly currency: string;
  /** Kept with it, as proof. */
  readonly files: number;
  /** In the time of the programme: nothing is dated later. */
  readonly today: CivilDate;
  readonly rows: readonly ShownSubmissionRow[];
}

const ROW = `SELECT a.id, a.reference, a.organisation_id AS "organisationId", localized_name(o.name, o.names) AS organisation, g.code AS grant,
    a.starts_on::text AS "startsOn", a.ends_on::text AS "endsOn", a.amount::numeric(14,2) AS amount, a.currency,
    a.entered_by = $1 AS mine, EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) AS confirmed,
    EXISTS (SELECT 1 FROM agreement_closings c WHERE c.agreement_id = a.id) AS closed, g.currency AS "grantCurrency",
    (SELECT coalesce(sum(e.amount), 0.00) FROM ledger_transactions l JOIN ledger_entries e ON e.transaction_id = l.id
       JOIN ledger_accounts x ON x.id = e.account_id AND x.kind = 'committed' WHERE l.agreement_id = a.id) AS kept,
    (SELECT r.rating FROM partner_ratings r WHERE r.organisation_id = o.id ORDER BY r.valid_from DESC, r.rated_at DESC LIMIT 1) AS rating,
    t.advanced, t.liquidated, t.refunded, t.claimed, t.reimbursed,
    (SELECT count(*)::int ${SUBMISSIONS_TO_CHECK} AND p.agreement_id = a.id) AS "toCheck"
  FROM agreements a JOIN organisations o ON o.id = a.organisation_id JOIN grants g ON g.id = a.grant_id
  JOIN partner_totals t ON t.agreement_id = a.id`;

/** Agreements with partners, what they hold and how old it is; row level security shows a partner its own alone. */
@Injectable()
export class Partners {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<PartnerRow[]> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await tx.query<PartnerTotalsRow>(
        `${ROW} WHERE a.amount IS NOT NULL ORDER BY localized_name(o.name, o.names), a.starts_on DESC, a.reference`,
        [tx.actor.userId],
      );
      const withTotals: PartnerRow[] = [];
      for (const row of rows) withTotals.push(await withFigures(tx, row));
      return withTotals;
    });
  }

  one(actor: Actor, id: string): Promise<WholePartner> {
    return this.transactions.run(actor, async (tx) => {
      const whole = await wholeIn(tx, id);
      await record(tx, { action: 'budget.read_partner', kind: 'agreement', ids: [id] });
      return whole;
    });
  }

  paper(actor: Actor, id: string): Promise<WholeSubmission> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<Omit<WholeSubmission, 'rows' | 'today'>>(
        `${PAPER}, ${countOfFiles('partner_paper', 'p.id')} AS files, a.id AS "agreementId", a.reference, localized_name(o.name, o.names) AS organisation, a.currency
           FROM partner_papers p JOIN partner_paper_states st ON st.paper_id = p.id
           JOIN agreements a ON a.id = p.agreement_id JOIN organisations o ON o.id = a.organisation_id WHERE p.id = $2`,
        [tx.actor.userId, id],
      );
      if (!row) throw notFound();
      return { ...row, today: tx.today, rows: await shownRowsOf(tx, id) };
    });
  }
}

const PAPER = `SELECT p.id, p.number::int AS number, p.kind, p.claim, p.quarter::text AS quarter, p.from_month::text AS "fromMonth",
    p.until_month::text AS "untilMonth", p.interest::numeric(14,2) AS interest, p.document, st.state, p.made_by = $1 AS mine, p.made_at AS "madeAt",
    (SELECT sum(r.amount)::numeric(14,2) FROM partner_paper_rows r WHERE r.paper_id = p.id) AS asked,
    (SELECT s.amount::numeric(14,2) FROM partner_steps s WHERE s.id = st.agreed_by_step) AS agreed,
    (SELECT s.on_day::text FROM partner_steps s WHERE s.id = st.step_id AND s.step IN ('paid', 'refunded')) AS on,
    NULL AS open`;

type PartnerTotalsRow = Omit<PartnerRow, 'outstanding' | 'liquidationRate' | 'ages' | 'overdue'>;

async function withFigures(tx: Tx, row: PartnerTotalsRow): Promise<PartnerRow> {
  const paid = await paidAdvances(tx, row.id);
  const [{ ends } = { ends: [] }] = await tx.query<{ ends: number[] }>(
    `SELECT mawa_setting('advance_age_months') AS ends`,
  );
  const ages = ageing(paid, settledOf(row), tx.today, ends);
  return {
    ...row,
    outstanding: outstandingOf(row),
    liquidationRate: liquidationRate(row),
    ages,
    overdue: ages.at(-1)!.amount,
  };
}

async function wholeIn(tx: Tx, id: string): Promise<WholePartner> {
  const [row] = await tx.query<PartnerTotalsRow>(
    `${ROW} WHERE a.id = $2 AND a.amount IS NOT NULL`,
    [tx.actor.userId, id],
  );
  if (!row) throw notFound();
  const paid = await paidAdvances(tx, id);
  const share = await liquidationShare(tx);
  const lines = await agreedLines(tx, id);
  const papers = await tx.query<SubmissionSummary>(
    `${PAPER} FROM partner_papers p JOIN partner_paper_states st ON st.paper_id = p.id
      WHERE p.agreement_id = $2 ORDER BY p.number DESC`,
    [tx.actor.userId, id],
  );
  const events = await tx.query<SubmissionEvent>(
    `SELECT s.id, p.id AS "paperId", p.number::int AS number, p.kind, s.step, s.amount::numeric(14,2) AS amount, s.on_day::text AS on,
            s.document, s.reason, localized_name(u.name, u.names) AS by, s.taken_at AS at, EXISTS (SELECT 1 FROM partner_steps x WHERE x.undoes = s.id) AS undone
       FROM partner_steps s JOIN partner_papers p ON p.id = s.paper_id LEFT JOIN users u ON u.id = s.taken_by
      WHERE p.agreement_id = $1 ORDER BY s.place DESC`,
    [id],
  );
  const ratings = await tx.query<WholePartner['ratings'][number]>(
    `SELECT r.rating, r.reason, r.valid_from::text AS "validFrom", localized_name(u.name, u.names) AS by, r.rated_at AS at
       FROM partner_ratings r LEFT JOIN users u ON u.id = r.rated_by WHERE r.organisation_id = $1
      ORDER BY r.valid_from DESC, r.rated_at DESC`,
    [row.organisationId],
  );
  return {
    ...(await withFigures(tx, row)),
    lines: lines.map(({ spent, unfunded, ...line }) => line),
    rule: { share, ...mayRequestAdvance(paid, settledOf(row), share) },
    papers: withOpen(papers, settledOf(row)),
    events,
    ratings,
  };
}

/** Adds the open rest of advances, first in first out; the list is newest first. */
function withOpen(papers: readonly SubmissionSummary[], settled: ReturnType<typeof settledOf>) {
  const paid = papers
    .filter(({ kind, state }) => kind === 'advance' && state === 'paid')
    .sort((one, other) => one.on!.localeCompare(other.on!) || one.number - other.number);
  const asPaid: PaidAdvance[] = paid.map(({ on, agreed }) => ({ on: on!, amount: agreed! }));
  const open = openAdvances(asPaid, settled);
  const byId = new Map(paid.map(({ id }, place) => [id, written(open[place]!)]));
  return papers.map((paper) => ({ ...paper, open: byId.get(paper.id) ?? null }));
}

/** All partners together, in one currency at a time. */
export const sumsByCurrency = (rows: readonly PartnerRow[]) =>
  [...new Set(rows.map(({ currency }) => currency))].map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const sum = (pick: (row: PartnerRow) => string) => written(sumOf(own.map(pick)));
    return {
      currency,
      advanced: sum((row) => row.advanced),
      liquidated: sum((row) => row.liquidated),
      refunded: sum((row) => row.refunded),
      outstanding: sum((row) => row.outstanding),
      overdue: sum((row) => row.overdue),
      anyOverdue: own.some((row) => toCent(row.overdue).greaterThan(0)),
    };
  });
