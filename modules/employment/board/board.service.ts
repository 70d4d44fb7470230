import { Injectable } from '@nestjs/common';
import { maySeePart } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { lastVetting, type VettingStatus, vettingStatusSql } from '../employers/employers.queries';
import {
  type ContactOutcome,
  type FollowUpMarkState,
  followUpMarkState,
  type ForcedLabourIndicator,
} from '../follow-up/follow-up.rules';
import type { PlacementState } from '../placements/placement-states.rules';
import { type Risk, risksOf } from './risk.rules';
import type { FollowUpWindow } from '../../platform/shared/periods.rules';

interface BoardRow {
  readonly placementId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly kind: 'employed' | 'self';
  readonly employerId: string | null;
  readonly employer: string | null;
  readonly standing: VettingStatus | null;
  readonly state: PlacementState;
  readonly startsOn: CivilDate;
  readonly cnss: boolean | null;
  readonly housingTied: boolean | null;
  readonly daysAWeek: number;
  readonly marks: readonly FollowUpWindow[];
  readonly tries: readonly {
    readonly months: number;
    readonly on: CivilDate;
    readonly outcome: ContactOutcome;
  }[];
  /** Signs that nobody has answered for. */
  readonly signs: readonly ForcedLabourIndicator[];
  /** The oldest follow-up that calls. */
  readonly callingId: string | null;
}
export interface MonitoredPlacement extends Omit<BoardRow, 'marks' | 'tries'> {
  readonly marks: readonly (FollowUpWindow & { readonly state: FollowUpMarkState })[];
  readonly risks: readonly Risk[];
}
export interface Board {
  /** The gravest first. */
  readonly placements: readonly MonitoredPlacement[];
  readonly today: CivilDate;
}

const MOST = 300;

/** Board of people in work whom the actor accompanies, with alerts; forced labour indicators first. */
@Injectable()
export class WorkBoard {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor): Promise<Board> {
    return this.transactions.run(actor, async (tx) => {
      const rows = maySeePart(tx.actor, 'story') ? await rowsIn(tx) : [];
      const ids = [...new Set(rows.map(({ caseId }) => caseId))];
      await record(tx, { action: 'work.list_placements', kind: 'case', ids });
      const placements = rows
        .map(({ tries, marks, ...row }): MonitoredPlacement => {
          const attempts = tries.map((one) => ({ ...one, signsSeen: null }));
          const stood = marks.map((one) => ({
            ...one,
            state: followUpMarkState(one, attempts, tx.today),
          }));
          return { ...row, marks: stood, risks: risksOf({ ...row, marks: stood }) };
        })
        .sort((a, b) => weight(b) - weight(a) || a.caseNumber.localeCompare(b.caseNumber));
      return { placements, today: tx.today };
    });
  }
}

const weight = ({ risks, signs }: MonitoredPlacement): number =>
  (signs.length > 0 ? 100 : 0) + risks.length;

/** Current work, and ended work with an unanswered indicator or an open follow-up. */
const rowsIn = (tx: Tx): Promise<BoardRow[]> =>
  tx.query<BoardRow>(
    `SELECT p.id AS "placementId", coalesce(c.merged_into, c.id) AS "caseId", coalesce(m.case_number, c.case_number) AS "caseNumber",
            p.kind, p.employer_id AS "employerId", e.name AS employer,
            CASE WHEN e.id IS NOT NULL THEN ${vettingStatusSql('v', '$1::date')} END AS standing, p.state, p.starts_on::text AS "startsOn", p.cnss,
            p.housing_tied AS "housingTied", p.days_a_week::int AS "daysAWeek", d.marks, f.tries, f.signs, f.calling AS "callingId"
       FROM work_placements p JOIN cases c ON c.id = p.case_id LEFT JOIN cases m ON m.id = c.merged_into
       LEFT JOIN work_employers e ON e.id = p.employer_id ${lastVetting('e.id')}
       CROSS JOIN LATERAL (SELECT coalesce(json_agg(json_build_object('months', d.months, 'dueOn', d.due_on, 'opensOn', d.opens_on,
           'closesOn', d.closes_on) ORDER BY d.months), '[]') AS marks, max(d.closes_on) AS until
         FROM work_due d WHERE d.placement_id = p.id) d
       CROSS JOIN LATERAL (SELECT coalesce(json_agg(json_build_object('months', f.months, 'on', f.tried_on, 'outcome', f.outcome) ORDER BY f.place), '[]') AS tries,
           coalesce((SELECT array_agg(DISTINCT s) FROM work_follow_ups g CROSS JOIN unnest(g.signs_seen) s WHERE g.placement_id = p.id
             AND NOT EXISTS (SELECT 1 FROM work_alert_answers a WHERE a.follow_up_id = g.id)), '{}') AS signs,
           (array_agg(f.id ORDER BY f.place) FILTER (WHERE cardinality(f.signs_seen) > 0
             AND NOT EXISTS (SELECT 1 FROM work_alert_answers a WHERE a.follow_up_id = f.id)))[1] AS calling
         FROM work_follow_ups f WHERE f.placement_id = p.id) f
      WHERE (p.state IN ('placed', 'started') OR f.calling IS NOT NULL OR d.until >= $1)
        -- Only where one reads the story of this person, as the follow-ups themselves.
        AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = p.case_id AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
          AND a.parts @> ARRAY['story'] AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
      ORDER BY f.calling IS NULL, p.place DESC LIMIT ${MOST}`,
    [tx.today],
  );
