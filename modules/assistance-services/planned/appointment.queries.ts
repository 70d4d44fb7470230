/** Appointments of visible people, limited by row-level security. */
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { AppointmentState } from './appointment.rules';

export interface AppointmentRow {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly typeCode: string;
  readonly typeName: Readonly<Record<Language, string>>;
  readonly unit: string;
  readonly dueOn: CivilDate;
  /** "14:30", null where no hour was agreed. */
  readonly dueAt: string | null;
  readonly quantity: string;
  readonly providerId: string | null;
  readonly provider: string | null;
  readonly seriesId: string | null;
  readonly seriesPlace: number | null;
  readonly replaces: string | null;
  readonly hasNote: boolean;
  readonly plannedBy: string;
  readonly state: AppointmentState;
  readonly serviceId: string | null;
  readonly reason: string | null;
  readonly reasonVersion: number | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  /** Answered today, so that it can still be taken back. */
  readonly answeredToday: boolean;
}

const COLUMNS = `a.id, a.case_id AS "caseId", c.case_number AS "caseNumber", a.type_code AS "typeCode",
  t.name AS "typeName", t.unit, a.due_on::text AS "dueOn", left(a.due_at::text, 5) AS "dueAt",
  trim_scale(a.quantity)::text AS quantity, a.provider_id AS "providerId", localized_name(o.name, o.names) AS provider,
  a.series_id AS "seriesId", a.series_place AS "seriesPlace", a.replaces,
  a.note_sealed IS NOT NULL AS "hasNote", localized_name(p.name, p.names) AS "plannedBy", a.state,
  a.service_id AS "serviceId", a.reason, a.list_version AS "reasonVersion", localized_name(u.name, u.names) AS "answeredBy",
  a.answered_at AS "answeredAt", coalesce(mawa_day(a.answered_at) = mawa_day(mawa_now()), false) AS "answeredToday"`;
const FROM = `FROM service_appointments a
  JOIN cases c ON c.id = a.case_id
  JOIN service_types t ON t.code = a.type_code
  JOIN users p ON p.id = a.planned_by
  LEFT JOIN users u ON u.id = a.answered_by
  LEFT JOIN organisations o ON o.id = a.provider_id`;

export interface AppointmentFilter {
  readonly caseId?: string;
  readonly typeCode?: string;
}

/** Appointments listed in an agenda; further ones are only counted. */
export const AGENDA_SIZE = 200;

/** Without an answer up to a day, the longest waiting first; of all there are, how many. */
export async function waitingUntil(
  tx: Tx,
  until: CivilDate,
  { caseId, typeCode }: AppointmentFilter,
): Promise<{ rows: AppointmentRow[]; total: number }> {
  const rows = await tx.query<AppointmentRow & { total: number }>(
    `SELECT ${COLUMNS}, (count(*) OVER ())::int AS total ${FROM}
      WHERE a.state = 'planned' AND a.due_on <= $1
        AND ($2::uuid IS NULL OR a.case_id IN (SELECT mawa_files($2))) AND ($3::text IS NULL OR a.type_code = $3)
      ORDER BY a.due_on, a.due_at NULLS LAST, a.id LIMIT ${AGENDA_SIZE}`,
    [until, caseId ?? null, typeCode ?? null],
  );
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _total, ...row }) => row) };
}

/** Appointments answered today, so that a mistake can be corrected at once. */
export const answeredToday = (
  tx: Tx,
  { caseId, typeCode }: AppointmentFilter,
): Promise<AppointmentRow[]> =>
  tx.query<AppointmentRow>(
    `SELECT ${COLUMNS} ${FROM}
      WHERE a.state <> 'planned' AND mawa_day(a.answered_at) = mawa_day(mawa_now()) AND a.reason IS DISTINCT FROM 'case_closed'
        AND ($1::uuid IS NULL OR a.case_id IN (SELECT mawa_files($1))) AND ($2::text IS NULL OR a.type_code = $2)
      ORDER BY a.answered_at DESC, a.id LIMIT 30`,
    [caseId ?? null, typeCode ?? null],
  );

export async function appointmentOf(tx: Tx, id: string): Promise<AppointmentRow | null> {
  const [row] = await tx.query<AppointmentRow>(`SELECT ${COLUMNS} ${FROM} WHERE a.id = $1`, [id]);
  return row ?? null;
}

export interface AppointmentChange {
  readonly from: AppointmentState | null;
  readonly to: AppointmentState;
  readonly reason: string | null;
  readonly by: string;
  readonly at: Date;
}

export const changesOf = (tx: Tx, id: string): Promise<AppointmentChange[]> =>
  tx.query<AppointmentChange>(
    `SELECT h.from_state AS "from", h.to_state AS "to", h.reason, localized_name(u.name, u.names) AS by, h.at
       FROM service_appointment_changes h JOIN users u ON u.id = h.by WHERE h.appointment_id = $1 ORDER BY h.id`,
    [id],
  );
