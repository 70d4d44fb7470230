/** Trainings of officials with how many take part: nobody's data. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { CANCELLATION_REASONS, State } from './training-states.rules';

export const MODES = ['in_person', 'remote', 'mixed'] as const;
export type Mode = (typeof MODES)[number];

export interface TrainingRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly topics: readonly string[];
  readonly listVersion: number;
  readonly audience: readonly string[];
  readonly language: string;
  readonly mode: Mode;
  readonly region: string | null;
  readonly organiserId: string;
  readonly organiser: string;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  readonly minutes: number;
  readonly places: number;
  readonly lineId: string | null;
  readonly leastPresence: number;
  readonly state: State;
  /** Number of participants who have not left; the same for all readers. */
  readonly taken: number;
}

interface TrainingQuery {
  readonly ids?: readonly string[];
  /** Held on some day between these, both counted. */
  readonly from?: CivilDate;
  readonly until?: CivilDate;
}

export const trainingsIn = (tx: Tx, asked: TrainingQuery): Promise<TrainingRow[]> =>
  tx.query<TrainingRow>(
    `SELECT t.id, t.place AS number, t.title, t.topics, t.list_version AS "listVersion", t.audience, t.language, t.mode, t.region,
            t.organiser_id AS "organiserId", localized_name(o.name, o.names) AS organiser, t.first_day::text AS "firstDay", t.last_day::text AS "lastDay",
            (SELECT sum(d.minutes) FROM capacity_days d WHERE d.training_id = t.id)::int AS minutes, t.places::int,
            t.line_id AS "lineId", t.least_presence::int AS "leastPresence", t.state,
            (SELECT count(*) FROM capacity_participants p WHERE p.training_id = t.id AND p.left_on IS NULL)::int AS taken
       FROM capacity_trainings t JOIN organisations o ON o.id = t.organiser_id
      WHERE ($1::uuid[] IS NULL OR t.id = ANY ($1)) AND ($2::date IS NULL OR t.last_day >= $2) AND ($3::date IS NULL OR t.first_day <= $3)
      ORDER BY t.first_day, t.id LIMIT 500`,
    [asked.ids ?? null, asked.from ?? null, asked.until ?? null],
  );

export interface DayRow {
  readonly on: CivilDate;
  readonly minutes: number;
}
export const daysIn = (tx: Tx, trainingId: string): Promise<DayRow[]> =>
  tx.query<DayRow>(
    `SELECT on_day::text AS "on", minutes::int FROM capacity_days WHERE training_id = $1 ORDER BY on_day`,
    [trainingId],
  );

export interface AgendaRow {
  readonly id: string;
  readonly on: CivilDate;
  readonly from: string;
  readonly until: string;
  readonly subject: string;
  readonly trainer: Buffer | null;
}
export const agendaIn = (tx: Tx, trainingId: string): Promise<AgendaRow[]> =>
  tx.query<AgendaRow>(
    `SELECT id, on_day::text AS "on", from_at AS "from", until_at AS "until", subject, trainer FROM capacity_agenda
      WHERE training_id = $1 AND taken_out_at IS NULL ORDER BY on_day, from_at, place LIMIT 300`,
    [trainingId],
  );

export interface StepRow {
  readonly to: State;
  readonly on: CivilDate;
  readonly reason: (typeof CANCELLATION_REASONS)[number] | null;
  readonly by: string;
}
export const stepsIn = (tx: Tx, trainingId: string): Promise<StepRow[]> =>
  tx.query<StepRow>(
    `SELECT s.to_state AS "to", s.on_day::text AS "on", s.reason, localized_name(u.name, u.names) AS by FROM capacity_steps s JOIN users u ON u.id = s.by
      WHERE s.training_id = $1 ORDER BY s.place`,
    [trainingId],
  );
