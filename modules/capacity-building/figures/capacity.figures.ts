/** Facts of capacity building, read as `mawa_figures`; the figures are computed in capacity.rules.ts. */
import { inOneStatement } from '../../platform/database/in-one-statement';
import { asFigures, type Tx } from '../../platform/database/transactions';
import { type CapacityFacts, type CapacityFigures, capacityFiguresOf } from './capacity.rules';
import type { Period } from '../../platform/shared/periods.rules';

const score = (moment: string): string =>
  `(SELECT k.score::float8 FROM capacity_tests k WHERE k.participant_id = s.participant_id AND k.moment = '${moment}' ORDER BY k.place DESC LIMIT 1)`;
const WITHIN = `t.state = 'held' AND t.last_day >= $1::date AND t.last_day < $2::date`;

export function capacityFigures(tx: Tx, period: Period): Promise<CapacityFigures> {
  return asFigures(tx, async () => {
    const [facts] = await tx.query<Omit<CapacityFacts, 'held'> & { held: { day: string }[] }>(
      inOneStatement({
        takenPart: `SELECT w.id AS person, t.id AS training, t.last_day::text AS "lastDay", t.topics, w.sex, s.kind,
              mawa_setting_on('trained_officials', t.last_day) AS rules, s.completed, ${score('before')} AS before, ${score('after')} AS after
         FROM capacity_presence s JOIN capacity_trainings t ON t.id = s.training_id
         JOIN capacity_participants p ON p.id = s.participant_id AND p.left_on IS NULL
         JOIN capacity_learners l ON l.id = s.learner_id JOIN capacity_learners w ON w.id = coalesce(l.merged_into, l.id) WHERE ${WITHIN}`,
        spent: `SELECT t.last_day::text AS "lastDay", c.amount::numeric(14,2)::text AS amount, c.currency FROM capacity_costs c
         JOIN capacity_trainings t ON t.id = c.training_id WHERE c.taken_back_at IS NULL AND ${WITHIN}`,
        held: `SELECT t.last_day::text AS day FROM capacity_trainings t WHERE ${WITHIN}`,
      }),
      [period.from, period.until],
    );
    const { held, ...rest } = facts!;
    return capacityFiguresOf({ ...rest, held: held.map(({ day }) => day) }, period);
  });
}
