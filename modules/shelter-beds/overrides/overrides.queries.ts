/** Overrides: request, agreement and term. Row-level security limits them to visible people. */
import type { Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { RelaxableRule } from '../placing/rule-set.rules';

export type OverrideState = 'asked' | 'agreed' | 'refused' | 'lapsed' | 'expired' | 'over';

export interface OverrideRow {
  readonly id: string;
  readonly requestId: string;
  readonly ruleSet: number;
  readonly state: OverrideState;
  /** The first night on which it holds no more. */
  readonly until: CivilDate;
  readonly askedById: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly heldUntil: Date | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  readonly shelterId: string;
  readonly shelter: string;
  readonly rules: readonly {
    readonly bookingId: string;
    readonly bed: string;
    readonly room: string;
    readonly rule: RelaxableRule;
    readonly code: string;
  }[];
}

/**
 * In force: agreed, before its last night, and somebody is expected or sleeps there. Asked and still
 * held waits; what was held no longer has lapsed. `a` is the ask, `n` the answer, `k` its bookings.
 */
export const STATE_OF_OVERRIDE = `CASE
    WHEN n.answer = 'refused' THEN 'refused'
    WHEN n.answer IS NULL THEN CASE WHEN bool_and(k.state = 'hold' AND k.hold_until > mawa_now()) THEN 'asked' ELSE 'lapsed' END
    WHEN NOT bool_or(k.state IN ('promised', 'stay') OR k.state = 'hold' AND k.hold_until > mawa_now()) THEN 'over'
    WHEN a.until <= mawa_tonight() THEN 'expired' ELSE 'agreed' END`;

const SELECT = `
  SELECT a.id, a.request_id AS "requestId", a.rule_set AS "ruleSet", ${STATE_OF_OVERRIDE} AS state,
         a.until::text AS until, a.asked_by AS "askedById", localized_name(u.name, u.names) AS "askedBy", a.asked_at AS "askedAt",
         min(k.hold_until) AS "heldUntil", localized_name(w.name, w.names) AS "answeredBy", n.at AS "answeredAt",
         min(s.id::text) AS "shelterId", min(localized_name(s.code_name, s.names)) AS shelter,
         jsonb_agg(jsonb_build_object('bookingId', k.id, 'bed', b.label, 'room', localized_name(m.name, m.names), 'rule', r.rule, 'code', r.code)
           ORDER BY localized_name(m.name, m.names), b.label, r.rule) AS rules
    FROM override_asks a JOIN users u ON u.id = a.asked_by JOIN override_rules r ON r.ask_id = a.id
    JOIN bookings k ON k.id = r.booking_id JOIN beds b ON b.id = k.bed_id JOIN rooms m ON m.id = b.room_id
    JOIN shelters s ON s.id = k.shelter_id
    LEFT JOIN override_answers n ON n.ask_id = a.id LEFT JOIN users w ON w.id = n.by`;
const GROUP =
  'GROUP BY a.id, localized_name(u.name, u.names), n.ask_id, n.answer, n.at, localized_name(w.name, w.names)';

export async function overrideOf(tx: Tx, id: string): Promise<OverrideRow> {
  const [row] = await tx.query<OverrideRow>(`${SELECT} WHERE a.id = $1 ${GROUP}`, [id]);
  if (!row) throw notFound();
  return row;
}

/** The override of a booking; a booking has at most one. */
export const overrideOfBooking = async (tx: Tx, bookingId: string): Promise<OverrideRow | null> =>
  (
    await tx.query<OverrideRow>(
      `${SELECT} WHERE a.id IN (SELECT ask_id FROM override_rules WHERE booking_id = $1) ${GROUP}`,
      [bookingId],
    )
  )[0] ?? null;

const SHOWN = 60;

/** Overrides that wait or are in force, and those that ended recently. */
export const overrides = (tx: Tx): Promise<OverrideRow[]> =>
  tx.query<OverrideRow>(
    `SELECT * FROM (${SELECT} WHERE a.asked_at > mawa_now() - interval '90 days'
         OR EXISTS (SELECT 1 FROM override_rules o JOIN bookings t ON t.id = o.booking_id
              WHERE o.ask_id = a.id AND t.state IN ('hold', 'promised', 'stay')) ${GROUP}) o
      ORDER BY array_position('{asked,agreed,expired}', o.state), o."askedAt" DESC LIMIT ${SHOWN}`,
  );
