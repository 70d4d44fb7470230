/** Who takes part in a training, for how long, and what they knew before and after. */
import { firstNotNull } from '../../platform/database/first-not-null';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Sex } from '../learners/learners.queries';

export const MARKS = ['present', 'half', 'absent'] as const;
export type Mark = (typeof MARKS)[number];
export const MOMENTS = ['before', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

export interface ParticipantRow {
  readonly id: string;
  /** The one who stays, where two were joined. */
  readonly learnerId: string;
  readonly number: number;
  readonly sex: Sex;
  /** Where they worked then. */
  readonly kind: string;
  readonly firstResponder: boolean;
  readonly minutes: number;
  readonly ofMinutes: number;
  readonly completed: boolean;
  /** In hundredths of the points, the last counts. */
  readonly before: number | null;
  readonly after: number | null;
  readonly certificate: string | null;
  /** Under whose key the row of the learner is sealed. */
  readonly sealedId: string;
  readonly sealed: Buffer;
}

const score = (moment: Moment): string =>
  `(SELECT k.score::float8 FROM capacity_tests k WHERE k.participant_id = p.id AND k.moment = '${moment}' ORDER BY k.place DESC LIMIT 1)`;

export const participantsIn = (tx: Tx, trainingId: string): Promise<ParticipantRow[]> =>
  tx.query<ParticipantRow>(
    `SELECT p.id, w.id AS "learnerId", w.number, w.sex, p.kind, mawa_setting_on('trained_officials', t.last_day) -> 'firstResponders' @> to_jsonb(p.kind) AS "firstResponder",
            s.minutes::float8 AS minutes, s.of_minutes::float8 AS "ofMinutes", s.completed,
            ${score('before')} AS before, ${score('after')} AS after,
            (SELECT c.number FROM capacity_certificates c WHERE c.participant_id = p.id AND c.withdrawn_on IS NULL) AS certificate,
            w.id AS "sealedId", w.sealed
       FROM capacity_participants p JOIN capacity_trainings t ON t.id = p.training_id JOIN capacity_presence s ON s.participant_id = p.id
       JOIN capacity_learners l ON l.id = p.learner_id JOIN capacity_learners w ON w.id = ${firstNotNull('l.merged_into', 'l.id')}
      WHERE p.training_id = $1 AND p.left_on IS NULL ORDER BY w.number LIMIT 1000`,
    [trainingId],
  );

/** Latest attendance mark of each participant on a day, null if none. */
export const marksOn = (
  tx: Tx,
  trainingId: string,
  day: CivilDate,
): Promise<{ id: string; mark: Mark | null }[]> =>
  tx.query(
    `SELECT p.id, (SELECT k.mark FROM capacity_marks k WHERE k.participant_id = p.id AND k.on_day = $2 ORDER BY k.place DESC LIMIT 1) AS mark
       FROM capacity_participants p WHERE p.training_id = $1 AND p.left_on IS NULL`,
    [trainingId, day],
  );

/** Latest score of each participant for one test, null if none. */
export const scoresOf = (
  tx: Tx,
  trainingId: string,
  moment: Moment,
): Promise<{ id: string; score: number | null }[]> =>
  tx.query(
    `SELECT p.id, (SELECT k.score::float8 FROM capacity_tests k WHERE k.participant_id = p.id AND k.moment = $2 ORDER BY k.place DESC LIMIT 1) AS score
       FROM capacity_participants p WHERE p.training_id = $1 AND p.left_on IS NULL`,
    [trainingId, moment],
  );
