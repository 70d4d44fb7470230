/** Facts of work, read as `mawa_figures`; the figures are computed in work.rules.ts. */
import { inOneStatement } from '../../platform/database/in-one-statement';
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { type PlacedFact, type FollowUpFact, type WorkFigures, workFiguresOf } from './work.rules';
import type { Period } from '../../platform/shared/periods.rules';

const money = (amount: string, currency: string) =>
  `CASE WHEN ${amount} IS NOT NULL THEN json_build_object('cents', (${amount} * 100)::bigint, 'currency', ${currency}) END`;

/** As of `today`. */
export const workFigures = (tx: Tx, period: Period, today?: CivilDate): Promise<WorkFigures> =>
  asFigures(tx, () => workFiguresIn(tx, period, today));

async function workFiguresIn(
  tx: Tx,
  period: Period,
  today: CivilDate = tx.today,
): Promise<WorkFigures> {
  const [facts] = await tx.query<{
    placed: PlacedFact[];
    followUps: FollowUpFact[];
    vetted: [{ count: number }];
  }>(
    inOneStatement({
      placed: `SELECT coalesce(m.person_id, p.case_id) AS person, p.id AS placement, s.on_day::text AS "startedOn",
              ${money('p.income_before', 'p.currency_before')} AS before, d.marks
         FROM work_placements p JOIN work_placement_steps s ON s.placement_id = p.id AND s.to_state = 'started'
         LEFT JOIN mawa_merged($1::date) m ON m.case_id = p.case_id
         CROSS JOIN LATERAL (SELECT coalesce(json_agg(json_build_object('months', d.months, 'opensOn', d.opens_on, 'closesOn', d.closes_on)), '[]') AS marks
           FROM work_due d WHERE d.placement_id = p.id) d
        ORDER BY p.place`,
      followUps: `SELECT f.placement_id AS placement, f.months::int, f.tried_on::text AS "on", f.in_work AS "inWork",
              ${money('f.income', 'f.currency')} AS income, cardinality(f.signs_seen) AS signs
         FROM work_follow_ups f WHERE f.outcome = 'reached' ORDER BY f.place`,
      vetted:
        'SELECT count(*)::int AS count FROM work_employers e WHERE work_vetted(e.id, least($1::date - 1, $2::date))',
    }),
    [period.until, today],
  );
  const { placed, followUps, vetted } = facts!;
  return workFiguresOf({ placed, followUps, vetted: vetted[0].count }, { ...period, today });
}
