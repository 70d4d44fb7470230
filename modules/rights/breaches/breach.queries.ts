/** Rows of the register of breaches, limited by row-level security. */
import type { NoticeRecipient } from '../../../migrations/data/breach-recipients';
import type { Tx } from '../../platform/database/transactions';
import type {
  BreachKind,
  BreachMeasureKind,
  BreachState,
  Consequence,
  Danger,
  DataKind,
  NeededFrom,
  NoticeWay,
  Risk,
  WaiverReason,
} from './breach.rules';

export interface BreachRow {
  readonly id: string;
  readonly reportedBy: string;
  readonly reportedAt: Date;
  readonly noticedAt: Date;
  readonly happenedAt: Date | null;
  readonly kinds: readonly BreachKind[];
  readonly dataKinds: readonly DataKind[];
  readonly peopleCount: number | null;
  readonly danger: Danger;
  readonly alarmId: string | null;
  readonly state: BreachState;
  readonly risk: Risk | null;
  /** Names of accounts that may not see it. */
  readonly hiddenFrom: readonly string[];
  readonly sealed: Buffer;
}

export interface DeadlineRow {
  readonly breachId: string;
  readonly recipient: NoticeRecipient;
  readonly neededFrom: NeededFrom;
  readonly dueAt: Date;
  readonly madeAt: Date | null;
  readonly isWaived: boolean;
  readonly isWaiverRefused: boolean;
  readonly isWaiverAsked: boolean;
}

export interface AssessmentRow {
  readonly id: string;
  readonly risk: Risk;
  readonly consequences: readonly Consequence[];
  readonly peopleCount: number | null;
  readonly recordsCount: number | null;
  readonly at: Date;
  readonly by: string;
  readonly sealed: Buffer;
}

export interface MeasureRow {
  readonly id: string;
  readonly kind: BreachMeasureKind;
  readonly takenAt: Date;
  readonly at: Date;
  readonly by: string;
  readonly sealed: Buffer | null;
}

export interface NoticeRow {
  readonly id: string;
  readonly recipient: NoticeRecipient;
  readonly madeAt: Date;
  readonly way: NoticeWay;
  readonly peopleInformed: number | null;
  readonly at: Date;
  readonly by: string;
  readonly sealed: Buffer | null;
}

export interface WaiverRow {
  readonly id: string;
  readonly recipient: NoticeRecipient;
  readonly reason: WaiverReason;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly isOwn: boolean;
  readonly decision: 'agreed' | 'refused' | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly sealed: Buffer | null;
}

export interface StepRow {
  readonly id: string;
  readonly toState: BreachState;
  readonly at: Date;
  readonly by: string;
  readonly sealed: Buffer | null;
}

/** Maximum number of listed open breaches. */
const MOST_OPEN = 200;

const BREACHES = `
  SELECT b.id, localized_name(u.name, u.names) AS "reportedBy", b.reported_at AS "reportedAt", b.noticed_at AS "noticedAt",
         b.happened_at AS "happenedAt", b.kinds, b.data_kinds AS "dataKinds", b.people_count AS "peopleCount", b.danger,
         b.alarm_id AS "alarmId", b.state, b.text_sealed AS sealed,
         ARRAY(SELECT localized_name(h.name, h.names) FROM users h WHERE h.id = ANY (b.hidden_from) ORDER BY 1) AS "hiddenFrom",
         (SELECT a.risk FROM breach_assessments a WHERE a.breach_id = b.id ORDER BY a.place DESC LIMIT 1) AS risk
    FROM breaches b JOIN users u ON u.id = b.reported_by`;

export async function breachOf(tx: Tx, id: string): Promise<BreachRow | null> {
  const [row] = await tx.query<BreachRow>(`${BREACHES} WHERE b.id = $1 AND reads_breach(b.id)`, [
    id,
  ]);
  return row ?? null;
}

export const openBreaches = (tx: Tx): Promise<BreachRow[]> =>
  tx.query<BreachRow>(
    `${BREACHES} WHERE b.state <> 'closed' AND reads_breach(b.id)
      ORDER BY b.danger = 'yes' DESC, b.noticed_at, b.id LIMIT ${MOST_OPEN}`,
  );

/** The latest first; from `before` on, the last of the page before. */
export const closedBreaches = (
  tx: Tx,
  before: string | null,
  limit: number,
): Promise<BreachRow[]> =>
  tx.query<BreachRow>(
    `${BREACHES} WHERE b.state = 'closed' AND reads_breach(b.id)
        AND ($1::uuid IS NULL OR (b.noticed_at, b.id) < (SELECT c.noticed_at, c.id FROM breaches c WHERE c.id = $1))
      ORDER BY b.noticed_at DESC, b.id DESC LIMIT $2`,
    [before, limit],
  );

export const deadlinesOf = (tx: Tx, ids: readonly string[]): Promise<DeadlineRow[]> =>
  tx.query<DeadlineRow>(
    `SELECT d.breach_id AS "breachId", d.recipient, d.needed_from AS "neededFrom", d.due_at AS "dueAt",
            CASE WHEN d.recipient <> 'people' THEN n.first_at WHEN n.informed >= coalesce(a.people_count, b.people_count, 1)
                 THEN n.last_at END AS "madeAt",
            coalesce(w.decision = 'agreed' AND (a.at IS NULL OR a.at <= w.decided_at), false) AS "isWaived",
            coalesce(w.decision = 'refused', false) AS "isWaiverRefused",
            w.id IS NOT NULL AND w.decision IS NULL AS "isWaiverAsked"
       FROM breach_deadlines d JOIN breach_recipients r ON r.code = d.recipient JOIN breaches b ON b.id = d.breach_id
       CROSS JOIN LATERAL (SELECT min(o.made_at) AS first_at, max(o.made_at) AS last_at, sum(o.people_informed) AS informed
              FROM breach_notices o WHERE o.breach_id = d.breach_id AND o.recipient = d.recipient) n
       LEFT JOIN LATERAL (SELECT o.at, o.people_count FROM breach_assessments o
              WHERE o.breach_id = d.breach_id ORDER BY o.place DESC LIMIT 1) a ON true
       LEFT JOIN LATERAL (SELECT o.id, o.decision, o.decided_at FROM breach_waivers o
              WHERE o.breach_id = d.breach_id AND o.recipient = d.recipient ORDER BY o.place DESC LIMIT 1) w ON true
      WHERE d.breach_id = ANY ($1) ORDER BY d.breach_id, d.due_at, r.place`,
    [ids],
  );

export const assessmentsOf = (tx: Tx, id: string): Promise<AssessmentRow[]> =>
  tx.query<AssessmentRow>(
    `SELECT a.id, a.risk, a.consequences, a.people_count AS "peopleCount", a.records_count AS "recordsCount", a.at,
            localized_name(u.name, u.names) AS by, a.reason_sealed AS sealed
       FROM breach_assessments a JOIN users u ON u.id = a.by WHERE a.breach_id = $1 ORDER BY a.place DESC`,
    [id],
  );

export const measuresOf = (tx: Tx, id: string): Promise<MeasureRow[]> =>
  tx.query<MeasureRow>(
    `SELECT m.id, m.kind, m.taken_at AS "takenAt", m.at, localized_name(u.name, u.names) AS by, m.note_sealed AS sealed
       FROM breach_measures m JOIN users u ON u.id = m.by WHERE m.breach_id = $1 ORDER BY m.taken_at, m.at, m.id`,
    [id],
  );

export const noticesOf = (tx: Tx, id: string): Promise<NoticeRow[]> =>
  tx.query<NoticeRow>(
    `SELECT n.id, n.recipient, n.made_at AS "madeAt", n.way, n.people_informed AS "peopleInformed", n.at,
            localized_name(u.name, u.names) AS by, n.reference_sealed AS sealed
       FROM breach_notices n JOIN users u ON u.id = n.by WHERE n.breach_id = $1 ORDER BY n.made_at, n.at, n.id`,
    [id],
  );

export const waiversOf = (tx: Tx, id: string): Promise<WaiverRow[]> =>
  tx.query<WaiverRow>(
    `SELECT w.id, w.recipient, w.reason, w.asked_at AS "askedAt", localized_name(a.name, a.names) AS "askedBy",
            w.asked_by = mawa_actor() AS "isOwn", w.decision, w.decided_at AS "decidedAt",
            localized_name(d.name, d.names) AS "decidedBy", w.note_sealed AS sealed
       FROM breach_waivers w JOIN users a ON a.id = w.asked_by LEFT JOIN users d ON d.id = w.decided_by
      WHERE w.breach_id = $1 ORDER BY w.asked_at, w.id`,
    [id],
  );

export const stepsOf = (tx: Tx, id: string): Promise<StepRow[]> =>
  tx.query<StepRow>(
    `SELECT s.id, s.to_state AS "toState", s.at, localized_name(u.name, u.names) AS by, s.lessons_sealed AS sealed
       FROM breach_steps s JOIN users u ON u.id = s.by WHERE s.breach_id = $1 ORDER BY s.place`,
    [id],
  );
