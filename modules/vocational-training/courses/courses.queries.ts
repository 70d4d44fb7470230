/** Courses and their sessions: nobody's data, with the numbers of places that the gate counts. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { CancellationReason } from '../cancellation/cancellation.rules';

export interface CourseRow {
  readonly id: string;
  readonly title: string;
  readonly providerId: string;
  readonly provider: string;
  readonly level: string;
  readonly levelVersion: number;
  readonly field: string;
  readonly fieldVersion: number;
  /** Code of the list training_trades; null for courses without a single trade. */
  readonly trade: string | null;
  readonly tradeVersion: number | null;
  readonly buildsOn: string | null;
  readonly language: string;
  readonly costPerPlace: string;
  readonly currency: string;
  readonly access: readonly string[];
  readonly childCare: 'none' | 'on_site' | 'paid';
  readonly strenuous: boolean;
  readonly stipend: string;
  readonly transport: string;
  readonly paysExcused: boolean;
  readonly lineId: string | null;
  readonly agreement: string;
  readonly agreedFrom: CivilDate;
  readonly agreedUntil: CivilDate;
  readonly revision: number;
  /** Since when it is not in the catalogue: no session is opened any more. */
  readonly withdrawnOn: CivilDate | null;
  /** A session of it has begun: what sessions, allowances and figures rest on stays as it is. */
  readonly hasBegun: boolean;
}

/** Former values of a changed course. */
export interface CourseChange {
  readonly changedAt: Date;
  readonly changedBy: string;
  /** By the names of CourseRow; of a withdrawal, `withdrawnAt`. */
  readonly former: Readonly<Record<string, unknown>>;
}

export interface SessionRow {
  readonly id: string;
  readonly courseId: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  /** Monday is 1. */
  readonly weekdays: readonly number[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly places: number;
  readonly region: string;
  /** Null where it is not called off. */
  readonly cancelled: SessionCancellation | null;
}

/** That a session is called off: in words that name nobody. */
export interface SessionCancellation {
  /** The first day on which it is not held any more. */
  readonly from: CivilDate;
  readonly reason: CancellationReason;
  readonly remark: string | null;
  readonly on: CivilDate;
  readonly by: string;
}

/** How full it is: numbers across files, never who. */
export interface SessionOccupancy {
  readonly taken: number;
  readonly free: number;
  readonly waiting: number;
}
export type Session = SessionRow & SessionOccupancy & { readonly course: CourseRow };

const COURSE = `c.id, c.title, c.provider_id AS "providerId", localized_name(o.name, o.names) AS provider, c.level, c.level_version AS "levelVersion",
  c.field, c.field_version AS "fieldVersion", c.trade, c.trade_version AS "tradeVersion", c.builds_on AS "buildsOn", c.language, c.cost_per_place::text AS "costPerPlace",
  c.currency, c.access, c.child_care AS "childCare", c.strenuous, c.stipend::text, c.transport::text,
  c.pays_excused AS "paysExcused", c.line_id AS "lineId", c.agreement, c.agreed_from::text AS "agreedFrom", c.agreed_until::text AS "agreedUntil",
  c.revision, mawa_day(c.withdrawn_at)::text AS "withdrawnOn",
  EXISTS (SELECT 1 FROM training_sessions s WHERE s.course_id = c.id AND s.starts_on <= mawa_day(mawa_now())
    AND NOT EXISTS (SELECT 1 FROM training_cancellations x WHERE x.session_id = s.id AND x.from_day = s.starts_on)) AS "hasBegun"`;
const FROM = 'FROM training_courses c JOIN organisations o ON o.id = c.provider_id';

export const coursesIn = (tx: Tx, ids: readonly string[] | null = null): Promise<CourseRow[]> =>
  tx.query<CourseRow>(
    `SELECT ${COURSE} ${FROM} WHERE $1::uuid[] IS NULL OR c.id = ANY ($1) ORDER BY c.title, c.id LIMIT 500`,
    [ids],
  );

/** The last one first; versions of lists are left out. */
export async function courseChangesIn(tx: Tx, courseId: string): Promise<CourseChange[]> {
  const rows = await tx.query<CourseChange>(
    `SELECT h.changed_at AS "changedAt", localized_name(u.name, u.names) AS "changedBy", h.former
       FROM training_course_changes h JOIN users u ON u.id = h.changed_by
      WHERE h.course_id = $1 ORDER BY h.revision DESC LIMIT 50`,
    [courseId],
  );
  return rows.map(({ former, ...row }) => ({
    ...row,
    former: Object.fromEntries(
      Object.entries(former)
        .filter(([column]) => !column.endsWith('_version'))
        .map(([column, value]) => [
          column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
          // Amounts, as the course has them.
          typeof value === 'number' ? value.toFixed(2) : value,
        ]),
    ),
  }));
}

const SESSION = `s.id, s.course_id AS "courseId", s.starts_on::text AS "startsOn", s.ends_on::text AS "endsOn", s.weekdays,
  s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.places::int, s.region,
  (SELECT jsonb_build_object('from', x.from_day, 'reason', x.reason, 'remark', x.remark, 'on', mawa_day(x.at), 'by', localized_name(u.name, u.names))
     FROM training_cancellations x JOIN users u ON u.id = x.by WHERE x.session_id = s.id) AS cancelled`;

export interface SessionQuery {
  readonly ids?: readonly string[];
  readonly courseId?: string;
  /** Those that are held on some day between these, both counted. */
  readonly from?: CivilDate;
  readonly until?: CivilDate;
}

export async function sessionsIn(tx: Tx, asked: SessionQuery): Promise<Session[]> {
  const rows = await tx.query<SessionRow>(
    `SELECT ${SESSION} FROM training_sessions s
      WHERE ($1::uuid[] IS NULL OR s.id = ANY ($1)) AND ($2::uuid IS NULL OR s.course_id = $2)
        AND ($3::date IS NULL OR s.ends_on >= $3) AND ($4::date IS NULL OR s.starts_on <= $4)
      ORDER BY s.starts_on, s.id LIMIT 500`,
    [asked.ids ?? null, asked.courseId ?? null, asked.from ?? null, asked.until ?? null],
  );
  if (rows.length === 0) return [];
  const courses = await coursesIn(tx, [...new Set(rows.map(({ courseId }) => courseId))]);
  const standing = await tx.query<{ id: string; taken: number; waiting: number }>(
    'SELECT session_id AS id, taken, waiting FROM training_occupancy($1)',
    [rows.map(({ id }) => id)],
  );
  return rows.map((row) => {
    const { taken, waiting } = standing.find(({ id }) => id === row.id)!;
    const course = courses.find(({ id }) => id === row.courseId)!;
    const free = row.cancelled ? 0 : row.places - taken;
    return { ...row, taken, waiting, free, course };
  });
}

/** The days on which it is held, without those since it is called off. */
export const daysOf = async (tx: Tx, sessionId: string): Promise<CivilDate[]> =>
  (
    await tx.query<{ day: CivilDate }>(
      `SELECT d.on_day::text AS day FROM training_days d
        WHERE d.session_id = $1 AND NOT EXISTS (SELECT 1 FROM training_cancellations x
          WHERE x.session_id = d.session_id AND x.from_day <= d.on_day)
        ORDER BY d.on_day`,
      [sessionId],
    )
  ).map(({ day }) => day);
