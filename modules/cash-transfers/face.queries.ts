import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import type { LocalisedName } from '../grant-budgeting';
import { CLAIMS, type Claim } from './partner-submissions.queries';
import { faceOf, faceTotal, quarterOf, type FaceAmounts, type FaceFacts } from './partner.rules';

export interface FaceRow extends FaceAmounts {
  readonly code: string;
  readonly name: LocalisedName;
}

export interface Face {
  readonly agreementId: string;
  readonly reference: string;
  readonly organisation: string;
  readonly grant: string;
  readonly agency: string;
  readonly currency: string;
  readonly claim: Claim;
  /** The quarter that is reported on, and the one that is asked for. */
  readonly past: { from: CivilDate; until: CivilDate };
  readonly next: { from: CivilDate; until: CivilDate };
  readonly rows: readonly FaceRow[];
  readonly total: FaceAmounts;
  /** Earned on advances in the quarter: on a line of its own, in no column. */
  readonly interest: string;
  /** Reports of the quarter that nobody has checked yet. */
  readonly unchecked: number;
  readonly madeAt: Date;
}

export interface FaceQuery {
  /** Any day of the quarter that is reported on; the last one that is over where it is left out. */
  readonly quarter?: CivilDate;
  readonly claim?: Claim;
  /** As a file that leaves. */
  readonly taken?: boolean;
}

/**
 * A: authorised up to the past quarter, less what was accepted before it and what was given back by its
 * end. It is the G of the form before, less what was given back since.
 */
const CASH = `
  SELECT l.code, l.name,
    (coalesce((SELECT sum(d.agreed) FROM live p JOIN partner_row_decisions d ON d.step_id = p.agreed_by_step JOIN partner_paper_rows r ON r.id = d.row_id
       WHERE p.kind = 'advance' AND p.quarter <= $2::date AND r.line_id = al.line_id), 0)
     - coalesce((SELECT sum(d.agreed) FROM live p JOIN partner_row_decisions d ON d.step_id = p.agreed_by_step JOIN partner_paper_rows r ON r.id = d.row_id
       WHERE p.kind = 'report' AND p.claim = 'direct_cash_transfer' AND r.month < $2::date AND r.line_id = al.line_id), 0)
     - coalesce((SELECT sum(r.amount) FROM live p JOIN partner_paper_rows r ON r.paper_id = p.id JOIN partner_steps s ON s.id = p.step_id
       WHERE p.kind = 'refund' AND p.state = 'refunded' AND s.on_day < $3::date AND r.line_id = al.line_id), 0))::numeric(14,2) AS a,
    $$B_AND_C,
    coalesce((SELECT sum(r.amount) FROM live p JOIN partner_paper_rows r ON r.paper_id = p.id
       WHERE p.kind = 'advance' AND p.quarter = $3::date AND r.line_id = al.line_id), 0)::numeric(14,2) AS e,
    coalesce((SELECT sum(d.agreed) FROM live p JOIN partner_row_decisions d ON d.step_id = p.agreed_by_step JOIN partner_paper_rows r ON r.id = d.row_id
       WHERE p.kind = 'advance' AND p.quarter = $3::date AND r.line_id = al.line_id), 0)::numeric(14,2) AS f`;

/** A claim asks for what was spent in the quarter (E is B), and is authorised as far as it is accepted (F is C). */
const CLAIM = `
  SELECT l.code, l.name, 0::numeric(14,2) AS a, $$B_AND_C, 0::numeric(14,2) AS e, 0::numeric(14,2) AS f`;

const B_AND_C = `
    coalesce((SELECT sum(r.amount) FROM live p JOIN partner_paper_rows r ON r.paper_id = p.id
       WHERE p.kind = 'report' AND p.claim = $4 AND r.month >= $2::date AND r.month < $3::date AND r.line_id = al.line_id), 0)::numeric(14,2) AS b,
    coalesce((SELECT sum(d.agreed) FROM live p JOIN partner_row_decisions d ON d.step_id = p.agreed_by_step JOIN partner_paper_rows r ON r.id = d.row_id
       WHERE p.kind = 'report' AND p.claim = $4 AND r.month >= $2::date AND r.month < $3::date AND r.line_id = al.line_id), 0)::numeric(14,2) AS c`;

const LIVE = `WITH live AS (SELECT p.id, p.kind, p.claim, p.quarter, p.until_month, p.interest, s.state, s.step_id, s.agreed_by_step
   FROM partner_papers p JOIN partner_paper_states s ON s.paper_id = p.id
  WHERE p.agreement_id = $1 AND s.state NOT IN ('new', 'withdrawn', 'refused', 'returned', 'undone'))`;
const LINES = `FROM agreement_lines al JOIN budget_lines l ON l.id = al.line_id WHERE al.agreement_id = $1 ORDER BY l.code`;

/** The form FACE of an agreement, a quarter and a kind of claim; the one definition for page, workbook and API. */
@Injectable()
export class FaceForms {
  constructor(private readonly transactions: Transactions) {}

  of(
    actor: Actor,
    agreementId: string,
    { quarter, claim = CLAIMS[0], taken = false }: FaceQuery = {},
  ): Promise<Face> {
    return this.transactions.run(actor, async (tx) => {
      const face = await faceIn(
        tx,
        agreementId,
        quarter ? quarterOf(quarter) : quarterOf(tx.today, -1),
        claim,
      );
      const action = taken ? 'budget.take_face' : 'budget.read_face';
      await record(tx, { action, kind: 'agreement', ids: [agreementId], fields: [face.past.from] });
      return face;
    });
  }
}

async function faceIn(tx: Tx, id: string, from: CivilDate, claim: Claim): Promise<Face> {
  const [head] = await tx.query<
    Pick<Face, 'reference' | 'organisation' | 'grant' | 'agency' | 'currency'>
  >(
    `SELECT a.reference, localized_name(o.name, o.names) AS organisation, g.code AS grant, a.currency,
            (SELECT string_agg(DISTINCT x.code, ', ') FROM agreement_lines al JOIN budget_lines l ON l.id = al.line_id
               JOIN organisations x ON x.id = l.organisation_id WHERE al.agreement_id = a.id) AS agency
       FROM agreements a JOIN organisations o ON o.id = a.organisation_id JOIN grants g ON g.id = a.grant_id
      WHERE a.id = $1 AND a.amount IS NOT NULL`,
    [id],
  );
  if (!head) throw notFound();
  const next = quarterOf(from, 1);
  const columns = (claim === 'reimbursement' ? CLAIM : CASH).replace('$$B_AND_C', () =>
    B_AND_C.trim(),
  );
  const rows = await tx.query<FaceFacts & { code: string; name: LocalisedName }>(
    `${LIVE} ${columns} ${LINES}`,
    [id, from, next, claim],
  );
  const [more] = await tx.query<{ interest: string; unchecked: number }>(
    `${LIVE} SELECT coalesce(sum(interest), 0)::numeric(14,2) AS interest, count(*) FILTER (WHERE state = 'entered')::int AS unchecked
       FROM live WHERE kind = 'report' AND claim = $4 AND until_month >= $2::date AND until_month < $3::date`,
    [id, from, next, claim],
  );
  const facts =
    claim === 'reimbursement'
      ? rows.map((row) => ({ ...row, a: row.c, e: row.b, f: row.c }))
      : rows;
  return {
    ...head,
    ...more!,
    agreementId: id,
    claim,
    madeAt: tx.now,
    past: { from, until: addDays(next, -1) },
    next: { from: next, until: addDays(quarterOf(from, 2), -1) },
    rows: facts.map((row) => ({ ...row, ...faceOf(row) })),
    total: faceTotal(facts),
  };
}
