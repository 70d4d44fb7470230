/** Awards that are not settled (view unpaid_awards) of all visible people, limited by row-level security. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { ProceedingKind } from '../legal.rules';

export interface AwardFilter {
  /** Colleague who follows the proceeding. */
  readonly officerId?: string;
  /** Only those whose day is over. */
  readonly due?: 'overdue';
}

export interface UnpaidAward {
  readonly proceedingId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly proceedingKind: ProceedingKind;
  readonly officerId: string;
  readonly officer: string;
  readonly currency: string;
  /** Amounts are decimal texts. */
  readonly awarded: string;
  readonly paid: string;
  readonly unrecoverable: string;
  readonly outstanding: string;
  readonly awardedOn: CivilDate;
  /** From the day after on it is overdue. */
  readonly dueOn: CivilDate;
  readonly overdue: boolean;
}

export interface AwardTotal {
  readonly currency: string;
  readonly count: number;
  readonly outstanding: string;
}

export const UNPAID_AWARDS = `unpaid_awards a JOIN proceedings p ON p.id = a.proceeding_id
  JOIN cases k ON k.id = a.case_id AND k.case_number IS NOT NULL`;
export const AWARD_FILTER = `($1::uuid IS NULL OR a.officer_id = $1) AND ($2::date IS NULL OR a.due_on < $2)`;
export const AWARD_ORDER = 'a.due_on, a.proceeding_id';

export const awardFilterValues = (tx: Tx, { officerId, due }: AwardFilter): unknown[] => [
  officerId ?? null,
  due === 'overdue' ? tx.today : null,
];

/** Those that are due for the longest time first. */
export const unpaidAwardsIn = (tx: Tx, filter: AwardFilter, most: number): Promise<UnpaidAward[]> =>
  tx.query<UnpaidAward>(
    `SELECT a.proceeding_id AS "proceedingId", a.case_id AS "caseId", k.case_number AS "caseNumber", p.kind AS "proceedingKind",
            a.officer_id AS "officerId", localized_name(u.name, u.names) AS officer, a.currency, a.awarded::text AS awarded,
            a.paid::numeric(16, 2)::text AS paid, a.unrecoverable::numeric(16, 2)::text AS unrecoverable,
            a.outstanding::numeric(16, 2)::text AS outstanding, a.awarded_on::text AS "awardedOn", a.due_on::text AS "dueOn",
            a.due_on < mawa_day(mawa_now()) AS overdue
       FROM ${UNPAID_AWARDS} JOIN users u ON u.id = a.officer_id
      WHERE ${AWARD_FILTER} ORDER BY ${AWARD_ORDER} LIMIT $3`,
    [...awardFilterValues(tx, filter), most],
  );

/** Number and exact sum of what is left to pay, by currency. */
export const awardTotalsIn = (tx: Tx, filter: AwardFilter): Promise<AwardTotal[]> =>
  tx.query<AwardTotal>(
    `SELECT a.currency, count(*)::int AS count, sum(a.outstanding)::numeric(18, 2)::text AS outstanding
       FROM ${UNPAID_AWARDS} WHERE ${AWARD_FILTER} GROUP BY a.currency ORDER BY a.currency`,
    awardFilterValues(tx, filter),
  );

export async function countUnpaidAwards(tx: Tx): Promise<{ total: number; overdue: number }> {
  const [row] = await tx.query<{ total: number; overdue: number }>(
    `SELECT count(*)::int AS total, count(*) FILTER (WHERE a.due_on < mawa_day(mawa_now()))::int AS overdue FROM ${UNPAID_AWARDS}`,
  );
  return row!;
}
