/** Officials who learn, as rows; who they are is opened by LearnerSeals. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

export const SEXES = ['female', 'male', 'other', 'not_said'] as const;
export type Sex = (typeof SEXES)[number];

export interface LearnerRow {
  readonly id: string;
  readonly number: number;
  readonly sex: Sex;
  readonly kind: string;
  readonly region: string | null;
  readonly mergedInto: string | null;
  readonly sealed: Buffer;
  /** How many trainings they completed, those joined to them included. */
  readonly completed: number;
}

/** A name is searched among so many at once. */
export const MOST_LEARNERS = 3000;

export const learnersIn = (
  tx: Tx,
  { ids, numbers }: { ids?: readonly string[]; numbers?: readonly number[] } = {},
): Promise<LearnerRow[]> =>
  tx.query<LearnerRow>(
    `SELECT l.id, l.number, l.sex, l.kind, l.region, l.merged_into AS "mergedInto", l.sealed, coalesce(c.completed, 0) AS completed
       FROM capacity_learners l
       LEFT JOIN (SELECT coalesce(x.merged_into, x.id) AS id, count(DISTINCT s.training_id)::int AS completed
         FROM capacity_presence s JOIN capacity_learners x ON x.id = s.learner_id WHERE s.completed GROUP BY 1) c ON c.id = l.id
      WHERE CASE WHEN $1::uuid[] IS NOT NULL THEN l.id = ANY ($1) WHEN $2::int[] IS NOT NULL THEN l.number = ANY ($2)
                 ELSE l.merged_into IS NULL END
      ORDER BY l.number DESC LIMIT ${MOST_LEARNERS}`,
    [ids ?? null, numbers ?? null],
  );

export interface LearnerTrainingRow {
  readonly participantId: string;
  readonly trainingId: string;
  readonly title: string;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  readonly state: string;
  readonly kind: string;
  readonly minutes: number;
  readonly ofMinutes: number;
  readonly completed: boolean;
  /** Registered under the other number of two that were joined. */
  readonly asNumber: number;
  readonly certificate: string | null;
}

export const trainingsOfLearner = (tx: Tx, learnerId: string): Promise<LearnerTrainingRow[]> =>
  tx.query<LearnerTrainingRow>(
    `SELECT s.participant_id AS "participantId", s.training_id AS "trainingId", t.title, t.first_day::text AS "firstDay",
            t.last_day::text AS "lastDay", t.state, s.kind, s.minutes::float8 AS minutes, s.of_minutes::float8 AS "ofMinutes", s.completed,
            l.number AS "asNumber", (SELECT c.number FROM capacity_certificates c WHERE c.participant_id = s.participant_id AND c.withdrawn_on IS NULL) AS certificate
       FROM capacity_presence s JOIN capacity_learners l ON l.id = s.learner_id JOIN capacity_participants p ON p.id = s.participant_id
       JOIN capacity_trainings t ON t.id = s.training_id
      WHERE (l.id = $1 OR l.merged_into = $1) AND p.left_on IS NULL ORDER BY t.first_day DESC, t.id LIMIT 200`,
    [learnerId],
  );

export interface MergeRow {
  readonly goneId: string;
  readonly goneNumber: number;
  readonly on: CivilDate;
  readonly by: string;
}

/** Who was joined to them, with who did it and when. */
export const mergesInto = (tx: Tx, learnerId: string): Promise<MergeRow[]> =>
  tx.query<MergeRow>(
    `SELECT m.gone_id AS "goneId", g.number AS "goneNumber", m.on_day::text AS "on", localized_name(u.name, u.names) AS by FROM capacity_merges m
       JOIN capacity_learners g ON g.id = m.gone_id JOIN users u ON u.id = m.by
      WHERE g.merged_into = $1 ORDER BY m.place`,
    [learnerId],
  );
