import { Injectable } from '@nestjs/common';
import { maySeePart } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { TrackKind } from '../track-states.rules';
import type { FollowUpWindowRow } from './follow-ups.queries';

export interface DueFollowUp extends FollowUpWindowRow {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly door: TrackKind;
  readonly country: string;
  readonly region: string | null;
  /** Not reached yet: how often somebody tried, and when one wanted to try again. */
  readonly tries: number;
  readonly nextOn: CivilDate | null;
  readonly late: boolean;
  /** Latest result of any mark, if it was refused or unsafe. */
  readonly warned: 'refused' | 'unsafe' | null;
}

const MOST = 300;
/** For how many days after its window a follow-up stays in the list: it may still be made up for. */
const DAYS_LISTED_AFTER_CLOSE = 60;

/** People to contact now: open follow-up windows, and recently closed ones in which nobody was reached. */
@Injectable()
export class DueFollowUps {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor): Promise<{ followUps: DueFollowUp[]; today: CivilDate }> {
    return this.transactions.run(actor, async (tx) => {
      const due = await this.ofIn(tx, tx.today);
      const ids = [...new Set(due.map(({ caseId }) => caseId))];
      await record(tx, { action: 'returns.list_follow_ups', kind: 'case', ids });
      return { followUps: due, today: tx.today };
    });
  }

  /** Windows that open by that day; empty for readers without the part `story`. */
  async ofIn(tx: Tx, until: CivilDate): Promise<DueFollowUp[]> {
    if (!maySeePart(tx.actor, 'story')) return [];
    return tx.query<DueFollowUp>(
      `SELECT d.track_id AS "trackId", coalesce(c.merged_into, c.id) AS "caseId", coalesce(m.case_number, c.case_number) AS "caseNumber",
              d.door, d.country, d.region, d.base::text AS base, d.months, d.mode, d.due_on::text AS "dueOn",
              d.opens_on::text AS "opensOn", d.closes_on::text AS "closesOn", d.closes_on < $1 AS late,
              coalesce(f.tries, 0) AS tries, f.next_on::text AS "nextOn",
              (SELECT CASE WHEN w.outcome IN ('refused', 'unsafe') THEN w.outcome END FROM return_follow_ups w
                WHERE w.track_id = d.track_id ORDER BY w.place DESC LIMIT 1) AS warned
         FROM return_due d JOIN cases c ON c.id = d.case_id LEFT JOIN cases m ON m.id = c.merged_into
         LEFT JOIN LATERAL (
           SELECT count(*)::int AS tries, bool_or(f.outcome = 'reached') AS reached,
                  (array_agg(f.outcome ORDER BY f.place DESC))[1] AS last, (array_agg(f.next_on ORDER BY f.place DESC))[1] AS next_on
             FROM return_follow_ups f WHERE f.track_id = d.track_id AND f.months = d.months) f ON true
        WHERE d.state IN ('arrived', 'reintegrating', 'completed') AND d.opens_on <= $2 AND d.closes_on >= $1::date - ${DAYS_LISTED_AFTER_CLOSE}
          AND f.reached IS NOT TRUE AND f.last IS DISTINCT FROM 'refused' AND f.last IS DISTINCT FROM 'unsafe'
          -- Only where one reads the story of this person, as the follow-ups themselves.
          AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = d.case_id AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
            AND a.parts @> ARRAY['story'] AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
        ORDER BY d.closes_on, d.track_id LIMIT ${MOST}`,
      [tx.today, until],
    );
  }
}
