/** Referrals of a period: the one definition for page, report and export. */
import { inOneStatement } from '../platform/database/in-one-statement';
import { asFigures, type Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';

export interface ReferralCounts {
  /** Sent in the period; everything else is what became of those. */
  readonly sent: number;
  readonly accepted: number;
  readonly declined: number;
  /** Lapsed without an answer, or because the share ended. */
  readonly expired: number;
  readonly revoked: number;
  /** Still without an answer. */
  readonly waiting: number;
  readonly completed: number;
  /** Distinct people; files that were joined are one, unless the period was closed before. */
  readonly people: number;
}

export interface ReferralFigures extends ReferralCounts {
  readonly byPartnerType: readonly (ReferralCounts & {
    /** Null: the kind of the partner is unknown. */
    readonly partnerType: string | null;
    /** Median of the days from sending to the answer, of the answered ones; decimal text. */
    readonly medianDays: string | null;
  })[];
  readonly medianDays: string | null;
  /** Answered, and by the day that was asked for. */
  readonly answered: number;
  readonly inTime: number;
}

const YES = `r.answered_at IS NOT NULL AND r.state <> 'declined'`;
const COUNTS = `count(*)::int AS sent, count(*) FILTER (WHERE ${YES})::int AS accepted,
  count(*) FILTER (WHERE r.state = 'declined')::int AS declined,
  count(*) FILTER (WHERE r.state = 'expired' AND r.answered_at IS NULL)::int AS expired,
  count(*) FILTER (WHERE r.state = 'revoked' AND r.answered_at IS NULL)::int AS revoked,
  count(*) FILTER (WHERE r.state IN ('sent', 'seen'))::int AS waiting,
  count(*) FILTER (WHERE r.outcome = 'completed')::int AS completed,
  count(DISTINCT coalesce(m.person_id, r.case_id))::int AS people,
  round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.answered_at - r.sent_at) / 86400)
    FILTER (WHERE r.answered_at IS NOT NULL))::numeric, 1)::text AS "medianDays"`;
const SENT = `FROM referrals r LEFT JOIN mawa_merged($2::date) m ON m.case_id = r.case_id
  JOIN organisations o ON o.id = r.partner_id
 WHERE mawa_day(r.sent_at) >= $1 AND mawa_day(r.sent_at) < $2`;

/**
 * By the day of sending, half-open period. Each is one of accepted, declined, expired, revoked before an
 * answer, or waiting: the five add up to what was sent.
 */
export function referralFigures(
  tx: Tx,
  { from, until }: { from: CivilDate; until: CivilDate },
): Promise<ReferralFigures> {
  return asFigures(tx, async () => {
    const [figures] = await tx.query<{
      all: [Omit<ReferralFigures, 'byPartnerType'>];
      byPartnerType: ReferralFigures['byPartnerType'];
    }>(
      inOneStatement({
        all: `SELECT ${COUNTS}, count(r.answered_at)::int AS answered,
              count(*) FILTER (WHERE r.answered_at <= r.due_at)::int AS "inTime" ${SENT}`,
        byPartnerType: `SELECT o.partner_type AS "partnerType", ${COUNTS} ${SENT} GROUP BY o.partner_type
            ORDER BY count(*) DESC, o.partner_type NULLS LAST`,
      }),
      [from, until],
    );
    return { ...figures!.all[0], byPartnerType: figures!.byPartnerType };
  });
}
