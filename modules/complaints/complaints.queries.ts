/** Queries of complaints; row-level security alone decides which are visible. */
import type { Tx } from '../platform/database/transactions';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type {
  ComplaintSubject,
  AccusedKind,
  Finding,
  MeasureKind,
  Stage,
  ComplaintChannel,
} from './complaint.rules';

export interface ComplaintRow {
  readonly id: string;
  readonly receivedAt: Date;
  readonly way: ComplaintChannel;
  readonly language: 'fr' | 'ar' | 'en';
  readonly kind: string | null;
  readonly child: boolean | null;
  readonly about: ComplaintSubject | null;
  readonly region: string | null;
  readonly shelterId: string | null;
  readonly shelter: string | null;
  /** The shelter for which the slip of paper was printed. */
  readonly paperOf: string | null;
  readonly safeguarding: boolean;
  readonly stage: Stage;
  readonly handlerId: string | null;
  readonly handler: string | null;
  readonly secondId: string | null;
  readonly second: string | null;
  readonly handedUpAt: Date | null;
  readonly acknowledgeBy: Date;
  readonly answerBy: Date;
  readonly dueAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly closedAt: Date | null;
  readonly destroyedAt: Date | null;
  /** Latest rating of the answer by the person. */
  readonly satisfied: boolean | null;
  /** The person wrote after the last action of the focal point. */
  readonly unread: boolean;
}

const COLUMNS = `c.id, c.received_at AS "receivedAt", c.way, c.language, c.kind, c.child, c.about, c.region,
  c.shelter_id AS "shelterId", localized_name(s.code_name, s.names) AS shelter, localized_name(p.code_name, p.names) AS "paperOf", c.safeguarding, c.stage, c.handler_id AS "handlerId", localized_name(h.name, h.names) AS handler,
  c.second_id AS "secondId", localized_name(n.name, n.names) AS second, c.handed_up_at AS "handedUpAt", c.acknowledge_by AS "acknowledgeBy",
  c.answer_by AS "answerBy", c.due_at AS "dueAt", c.acknowledged_at AS "acknowledgedAt", c.answered_at AS "answeredAt",
  c.closed_at AS "closedAt", c.destroyed_at AS "destroyedAt",
  (SELECT o.satisfied FROM complaint_opinions o WHERE o.complaint_id = c.id ORDER BY o.at DESC LIMIT 1) AS satisfied,
  coalesce((SELECT max(w.at) FROM complaint_words w WHERE w.complaint_id = c.id AND w.kind = 'said')
    > coalesce((SELECT max(w.at) FROM complaint_words w WHERE w.complaint_id = c.id AND w.kind = 'answer'), c.acknowledged_at, '-infinity'),
    c.acknowledged_at IS NULL) AS unread`;
const FROM = `FROM complaints c LEFT JOIN shelters s ON s.id = c.shelter_id LEFT JOIN users h ON h.id = c.handler_id
  LEFT JOIN users n ON n.id = c.second_id LEFT JOIN complaint_batches b ON b.id = c.batch_id
  LEFT JOIN shelters p ON p.id = b.shelter_id`;

export const PAGE = 100;

/** Earliest deadline first, finished complaints last. Returns one row more than a page. */
export const listReadableComplaints = (
  tx: Tx,
  closed: boolean,
  page: number,
): Promise<ComplaintRow[]> =>
  tx.query<ComplaintRow>(
    `SELECT ${COLUMNS} ${FROM} WHERE (c.closed_at IS NOT NULL) = $1
      ORDER BY c.due_at NULLS LAST, c.received_at DESC, c.id LIMIT ${PAGE + 1} OFFSET $2`,
    [closed, (page - 1) * PAGE],
  );

/** Number of visible complaints in the queue. */
export async function queuedFor(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM complaints WHERE queued AND handler_id IS NULL AND closed_at IS NULL`,
  );
  return row!.count;
}

export async function complaintOf(tx: Tx, id: string): Promise<ComplaintRow> {
  const [row] = await tx.query<ComplaintRow>(`SELECT ${COLUMNS} ${FROM} WHERE c.id = $1`, [id]);
  if (!row) throw notFound();
  return row;
}

/** Reads a complaint and locks it until the commit. */
export async function lockComplaint(tx: Tx, id: string): Promise<ComplaintRow> {
  const [locked] = await tx.query('SELECT 1 FROM complaints WHERE id = $1 FOR UPDATE', [id]);
  if (!locked) throw notFound();
  return complaintOf(tx, id);
}

/** Reads and locks a complaint whose text, and the key to seal more of it, are not destroyed. */
export async function lockComplaintWithText(tx: Tx, id: string): Promise<ComplaintRow> {
  const complaint = await lockComplaint(tx, id);
  if (complaint.destroyedAt) throw new DomainError('conflict', 'complaints.destroyed');
  return complaint;
}

export interface StageRow {
  readonly to: Stage;
  readonly at: Date;
  /** Null: the person. */
  readonly by: string | null;
  readonly reason: string | null;
}
export const stagesOf = (tx: Tx, id: string): Promise<StageRow[]> =>
  tx.query<StageRow>(
    `SELECT g.to_stage AS to, g.at, localized_name(u.name, u.names) AS by, g.reason FROM complaint_stages g LEFT JOIN users u ON u.id = g.by
      WHERE g.complaint_id = $1 ORDER BY g.at, g.place`,
    [id],
  );

export interface AccusedRow {
  readonly id: string;
  readonly what: AccusedKind;
  readonly name: string | null;
  readonly sealed: Buffer | null;
  readonly by: string;
  readonly at: Date;
}
export const accusedOf = (tx: Tx, id: string): Promise<AccusedRow[]> =>
  tx.query<AccusedRow>(
    `SELECT a.id, a.what, coalesce(localized_name(u.name, u.names), localized_name(s.code_name, s.names), localized_name(o.name, o.names)) AS name, a.words_sealed AS sealed, localized_name(n.name, n.names) AS by, a.named_at AS at
       FROM complaint_accused a LEFT JOIN users u ON u.id = a.user_id LEFT JOIN shelters s ON s.id = a.shelter_id
       LEFT JOIN organisations o ON o.id = a.organisation_id JOIN users n ON n.id = a.named_by
      WHERE a.complaint_id = $1 ORDER BY a.named_at, a.id`,
    [id],
  );

export interface MeasureRow {
  readonly id: string;
  readonly kind: MeasureKind;
  readonly at: Date;
  readonly by: string;
  readonly sealed: Buffer | null;
}
export const measuresOf = (tx: Tx, id: string): Promise<MeasureRow[]> =>
  tx.query<MeasureRow>(
    `SELECT m.id, m.kind, m.decided_at AS at, localized_name(u.name, u.names) AS by, m.note_sealed AS sealed
       FROM complaint_measures m JOIN users u ON u.id = m.decided_by WHERE m.complaint_id = $1 ORDER BY m.decided_at, m.id`,
    [id],
  );

export interface CheckRow {
  readonly id: string;
  readonly dueAt: Date;
  readonly finding: Finding | null;
  readonly doneAt: Date | null;
  readonly by: string | null;
  readonly sealed: Buffer | null;
}
export const checksOf = (tx: Tx, id: string): Promise<CheckRow[]> =>
  tx.query<CheckRow>(
    `SELECT k.id, k.due_at AS "dueAt", k.finding, k.done_at AS "doneAt", localized_name(u.name, u.names) AS by, k.note_sealed AS sealed
       FROM complaint_checks k LEFT JOIN users u ON u.id = k.done_by WHERE k.complaint_id = $1 ORDER BY k.due_at`,
    [id],
  );

export interface MessageRow {
  readonly id: string;
  readonly kind: 'said' | 'contact' | 'answer' | 'note';
  readonly at: Date;
  readonly by: string | null;
  readonly sealed: Buffer;
}
export const messagesOf = (tx: Tx, id: string): Promise<MessageRow[]> =>
  tx.query<MessageRow>(
    `SELECT w.id, w.kind, w.at, localized_name(u.name, u.names) AS by, w.text_sealed AS sealed
       FROM complaint_words w LEFT JOIN users u ON u.id = w.author_id WHERE w.complaint_id = $1 ORDER BY w.at, w.place`,
    [id],
  );

/** How often numbers that are nearly right were tried is not kept; who read it, and when, is. */
export interface TrailRow {
  readonly at: Date;
  readonly by: string | null;
  readonly action: string;
}
export const trailOf = (tx: Tx, id: string): Promise<TrailRow[]> =>
  tx.query<TrailRow>(
    `SELECT t.at, localized_name(u.name, u.names) AS by, t.action FROM complaint_trail t LEFT JOIN users u ON u.id = t.actor_id
      WHERE t.subject_ids @> ARRAY[$1::uuid] ORDER BY t.seq DESC LIMIT 100`,
    [id],
  );

/** The steps that may follow by a focal point, in the order of the stages. */
export const nextStages = async (tx: Tx, stage: Stage): Promise<Stage[]> =>
  (
    await tx.query<{ to: Stage }>(
      `SELECT to_stage AS to FROM complaint_steps WHERE from_stage = $1 AND by = 'focal_point' ORDER BY id`,
      [stage],
    )
  ).map(({ to }) => to);
