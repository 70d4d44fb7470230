import { maySeePart } from '../../access';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

export interface DueWorkFollowUp {
  readonly placementId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly months: number;
  readonly dueOn: CivilDate;
  /** The latest attempt was recorded as unsafe. */
  readonly warned: boolean;
}

const MOST = 300;
/** For how many days after its window one is still reminded. */
const DAYS_LISTED_AFTER_CLOSE = 60;

/** Latest due mark of each placement at which nobody was reached; empty for readers without the part `story`. */
export async function listDueWorkFollowUps(tx: Tx, until: CivilDate): Promise<DueWorkFollowUp[]> {
  if (!maySeePart(tx.actor, 'story')) return [];
  return tx.query<DueWorkFollowUp>(
    `SELECT "placementId", "caseId", "caseNumber", months, "dueOn", warned FROM (
       SELECT DISTINCT ON (d.placement_id) d.placement_id AS "placementId", coalesce(c.merged_into, c.id) AS "caseId",
              coalesce(m.case_number, c.case_number) AS "caseNumber", d.months, d.due_on::text AS "dueOn", d.closes_on,
              coalesce(f.reached, false) AS reached, f.last,
              coalesce((SELECT w.outcome = 'unsafe' FROM work_follow_ups w WHERE w.placement_id = d.placement_id
                ORDER BY w.place DESC LIMIT 1), false) AS warned
         FROM work_due d JOIN cases c ON c.id = d.case_id LEFT JOIN cases m ON m.id = c.merged_into
         LEFT JOIN LATERAL (
           SELECT bool_or(f.outcome = 'reached') AS reached, (array_agg(f.outcome ORDER BY f.place DESC))[1] AS last
             FROM work_follow_ups f WHERE f.placement_id = d.placement_id AND f.months = d.months) f ON true
        WHERE d.due_on <= $2
          -- Only where one reads the story of this person, as the follow-ups themselves.
          AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = d.case_id AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
            AND a.parts @> ARRAY['story'] AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
        ORDER BY d.placement_id, d.months DESC) due
      WHERE NOT reached AND last IS DISTINCT FROM 'refused' AND last IS DISTINCT FROM 'unsafe' AND closes_on >= $1::date - ${DAYS_LISTED_AFTER_CLOSE}
      ORDER BY closes_on, "placementId" LIMIT ${MOST}`,
    [tx.today, until],
  );
}
