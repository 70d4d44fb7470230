/**
 * Submissions (advance requests, reports, refunds) with rows and steps, which are never changed; constraints decide
 * which step may follow.
 */
import type { PartnerMoneyStep } from '../../migrations/data/transitions/partner-money';
import { record } from '../audit';
import type { Tx } from '../platform/database/transactions';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { sumOf, toCent, written } from '../grant-budgeting';
import { beyondTheRequest, saysWhy, translatePartnerErrors, wrong } from './partner.errors';

export type SubmissionKind = 'advance' | 'report' | 'refund';
export const CLAIMS = ['direct_cash_transfer', 'reimbursement'] as const;
export type Claim = (typeof CLAIMS)[number];

export interface NewSubmissionRow {
  readonly lineId: string;
  readonly amount: string;
  /** For reports: first day of the month of the expenditure. */
  readonly month?: CivilDate;
  readonly document?: string;
}

export interface NewSubmission {
  readonly agreementId: string;
  readonly kind: SubmissionKind;
  readonly quarter?: CivilDate;
  readonly claim?: Claim;
  readonly fromMonth?: CivilDate;
  readonly untilMonth?: CivilDate;
  readonly interest?: string;
  readonly document?: string;
  readonly rows: readonly NewSubmissionRow[];
}

export type SubmissionStep = PartnerMoneyStep;

export interface NewSubmissionStep {
  readonly step: SubmissionStep;
  readonly amount?: string;
  readonly on?: CivilDate;
  readonly document?: string;
  readonly reason?: string;
  readonly undoes?: string;
}

export interface PartnerSubmission {
  readonly id: string;
  readonly number: number;
  readonly agreementId: string;
  readonly kind: SubmissionKind;
  readonly claim: Claim | null;
  readonly quarter: CivilDate | null;
  readonly fromMonth: CivilDate | null;
  readonly untilMonth: CivilDate | null;
  readonly interest: string | null;
  readonly document: string | null;
  readonly madeBy: string;
  readonly state: string;
  /** Step that led to the present state. */
  readonly stepId: string | null;
  readonly agreedByStep: string | null;
  readonly agreed: string | null;
}

export interface SubmissionRow {
  readonly id: string;
  readonly lineId: string;
  readonly code: string;
  readonly month: CivilDate | null;
  readonly amount: string;
  readonly document: string | null;
  readonly agreed: string | null;
  readonly reason: string | null;
}

/** As it is shown. */
export interface ShownSubmissionRow extends SubmissionRow {
  /** Numbers of other reports of the same partner, not returned, that have this document too. */
  readonly alsoIn: readonly number[];
}

export const totalOf = (rows: readonly { amount: string }[]): string =>
  written(sumOf(rows.map(({ amount }) => amount)));

/** The paper with its rows and its first step. */
export async function addSubmission(
  tx: Tx,
  paper: NewSubmission,
  first: { step: SubmissionStep; on?: CivilDate; document?: string },
): Promise<{ id: string; number: number; stepId: string }> {
  const rows = paper.rows.filter(({ amount }) => toCent(amount).greaterThan(0));
  if (rows.length === 0) throw wrong('budget.no_amount_at_all', 'rows.0.amount');
  return translatePartnerErrors(async () => {
    const [made] = await tx.query<{ id: string; number: number }>(
      `INSERT INTO partner_papers (agreement_id, kind, quarter, claim, from_month, until_month, interest, document)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id, number::int AS number`,
      [
        paper.agreementId,
        paper.kind,
        paper.quarter ?? null,
        paper.claim ?? null,
        paper.fromMonth ?? null,
        paper.untilMonth ?? null,
        paper.interest ?? null,
        paper.document ?? null,
      ],
    );
    await tx.query(
      `INSERT INTO partner_paper_rows (paper_id, agreement_id, line_id, month, amount, document)
       SELECT $1, $2, * FROM unnest($3::uuid[], $4::date[], $5::numeric[], $6::text[])`,
      [
        made!.id,
        paper.agreementId,
        rows.map(({ lineId }) => lineId),
        rows.map(({ month }) => month ?? null),
        rows.map(({ amount }) => amount),
        rows.map(({ document }) => document ?? null),
      ],
    );
    const { id: stepId } = await addSubmissionStep(tx, made!.id, {
      ...first,
      amount: totalOf(rows),
    });
    return { ...made!, stepId };
  });
}

export async function addSubmissionStep(
  tx: Tx,
  paperId: string,
  step: NewSubmissionStep,
): Promise<{ id: string }> {
  return translatePartnerErrors(async () => {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO partner_steps (paper_id, step, amount, on_day, document, reason, undoes)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
      [
        paperId,
        step.step,
        step.amount ?? null,
        step.on ?? tx.today,
        step.document ?? null,
        step.reason ?? null,
        step.undoes ?? null,
      ],
    );
    const action = `budget.partner_${step.step}`;
    await record(tx, { action, kind: 'partner_paper', ids: [paperId] });
    return row!;
  });
}

export async function submissionById(
  tx: Tx,
  id: string,
  kind: SubmissionKind,
): Promise<PartnerSubmission> {
  const [paper] = await tx.query<PartnerSubmission>(
    `SELECT p.id, p.number::int AS number, p.agreement_id AS "agreementId", p.kind, p.claim, p.quarter::text AS quarter,
            p.from_month::text AS "fromMonth", p.until_month::text AS "untilMonth", p.interest::numeric(14,2) AS interest, p.document,
            p.made_by AS "madeBy", st.state, st.step_id AS "stepId", st.agreed_by_step AS "agreedByStep",
            (SELECT s.amount::numeric(14,2) FROM partner_steps s WHERE s.id = st.agreed_by_step) AS agreed
       FROM partner_papers p JOIN partner_paper_states st ON st.paper_id = p.id WHERE p.id = $1 AND p.kind = $2`,
    [id, kind],
  );
  if (!paper) throw notFound();
  return paper;
}

export const rowsOf = (tx: Tx, paperId: string): Promise<SubmissionRow[]> =>
  tx.query<SubmissionRow>(
    `SELECT r.id, r.line_id AS "lineId", l.code, r.month::text AS month, r.amount::numeric(14,2) AS amount, r.document,
            d.agreed::numeric(14,2) AS agreed, d.reason
       FROM partner_paper_rows r JOIN budget_lines l ON l.id = r.line_id
       JOIN partner_paper_states st ON st.paper_id = r.paper_id
       LEFT JOIN partner_row_decisions d ON d.step_id = st.agreed_by_step AND d.row_id = r.id
      WHERE r.paper_id = $1 ORDER BY l.code, r.month, r.document, r.id`,
    [paperId],
  );

/** The number of a document without case, spaces and signs: F-1 is f 1. */
const KEY = `nullif(lower(regexp_replace(r.document, '[^[:alnum:]]', '', 'g')), '')`;

/** For people to look at: one pass over all that the partner reported. What is decided needs it nowhere. */
export async function shownRowsOf(tx: Tx, paperId: string): Promise<ShownSubmissionRow[]> {
  const rows = await rowsOf(tx, paperId);
  const found = await tx.query<{ id: string; numbers: number[] }>(
    `WITH own AS MATERIALIZED (
       SELECT r.id, ${KEY} AS key FROM partner_paper_rows r WHERE r.paper_id = $1
     ), others AS MATERIALIZED (
       SELECT p.number::int AS number, ${KEY} AS key
         FROM partner_papers mine
         JOIN agreements own ON own.id = mine.agreement_id
         JOIN agreements a ON a.organisation_id = own.organisation_id
         JOIN partner_papers p ON p.agreement_id = a.id AND p.id <> mine.id AND p.kind = 'report'
         JOIN partner_paper_states s ON s.paper_id = p.id AND s.state IN ('entered', 'accepted', 'paid')
         JOIN partner_paper_rows r ON r.paper_id = p.id
        WHERE mine.id = $1
     )
     SELECT own.id, array_agg(DISTINCT others.number ORDER BY others.number) AS numbers
       FROM own JOIN others ON others.key = own.key GROUP BY own.id`,
    [paperId],
  );
  const numbers = new Map(found.map((row) => [row.id, row.numbers]));
  return rows.map((row) => ({ ...row, alsoIn: numbers.get(row.id) ?? [] }));
}

export interface RowDecision {
  readonly rowId: string;
  readonly agreed: string;
  readonly reason?: string;
}

export interface DecidedRow extends SubmissionRow {
  readonly agreed: string;
  readonly reason: string | null;
}

/** Accepted amount of each row, the whole by default; less needs a reason, more is refused. */
export function applyRowDecisions(
  rows: readonly SubmissionRow[],
  decisions: readonly RowDecision[],
  currency: string,
): DecidedRow[] {
  const said = new Map(decisions.map((one, place) => [one.rowId, { ...one, place }]));
  if ([...said.keys()].some((id) => !rows.some((row) => row.id === id))) {
    throw wrong('common.not_choice', 'rows');
  }
  return rows.map((row) => {
    const one = said.get(row.id);
    if (!one) return { ...row, agreed: row.amount, reason: null };
    const [agreed, asked] = [toCent(one.agreed), toCent(row.amount)];
    if (agreed.greaterThan(asked)) {
      throw beyondTheRequest(
        {
          line: row.code,
          agreed: `${written(agreed)} ${currency}`,
          asked: `${row.amount} ${currency}`,
        },
        `rows.${one.place}.agreed`,
      );
    }
    const less = agreed.lessThan(asked);
    if (less && !one.reason) throw saysWhy(`rows.${one.place}.reason`);
    return { ...row, agreed: written(agreed), reason: less ? one.reason! : null };
  });
}

export const agreedTotal = (rows: readonly DecidedRow[]): string =>
  written(sumOf(rows.map(({ agreed }) => agreed)));

export async function writeDecisions(
  tx: Tx,
  stepId: string,
  rows: readonly DecidedRow[],
): Promise<void> {
  return translatePartnerErrors(async () => {
    await tx.query(
      `INSERT INTO partner_row_decisions (step_id, row_id, asked, agreed, reason)
       SELECT $1, * FROM unnest($2::uuid[], $3::numeric[], $4::numeric[], $5::text[])`,
      [
        stepId,
        rows.map(({ id }) => id),
        rows.map(({ amount }) => amount),
        rows.map(({ agreed }) => agreed),
        rows.map(({ reason }) => reason),
      ],
    );
  });
}
