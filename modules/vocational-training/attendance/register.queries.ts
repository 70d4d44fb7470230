/** Who is on the register of a day, as far as the reader may see them; the others are a number. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Mark } from './attendance.rules';

export interface RegisterEntry {
  readonly enrolmentId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  /** Null: not marked yet. */
  readonly mark: Mark | null;
  /** Whether the reader may mark this person. */
  readonly mine: boolean;
}

const ATTENDS = `EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = e.id AND s.to_state = 'started' AND s.on_day <= $2)
  AND NOT EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = e.id AND s.to_state IN ('completed', 'dropped_out') AND s.on_day < $2)`;

export const registerOf = (tx: Tx, sessionId: string, day: CivilDate): Promise<RegisterEntry[]> =>
  tx.query<RegisterEntry>(
    `SELECT e.id AS "enrolmentId", e.case_id AS "caseId", c.case_number AS "caseNumber",
            (SELECT a.mark FROM training_attendance a WHERE a.enrolment_id = e.id AND a.on_day = $2 ORDER BY a.place DESC LIMIT 1) AS mark,
            EXISTS (SELECT 1 FROM case_access a JOIN access_reasons r USING (reason)
              WHERE a.case_id = e.case_id AND r.writes @> ARRAY['care'] AND a.from_at <= mawa_now()
                AND (a.until_at IS NULL OR a.until_at > mawa_now())) AS mine
       FROM training_enrolments e JOIN cases c ON c.id = e.case_id
      WHERE e.session_id = $1 AND ${ATTENDS} ORDER BY c.case_number`,
    [sessionId, day],
  );

/** Number of participants on that day; the same for all readers. */
export async function countOnRegister(tx: Tx, sessionId: string, day: CivilDate): Promise<number> {
  const [row] = await tx.query<{ count: number }>('SELECT training_on_register($1, $2) AS count', [
    sessionId,
    day,
  ]);
  return row!.count;
}

export interface MarkRow {
  readonly enrolmentId: string;
  readonly on: CivilDate;
  readonly mark: Mark;
}

/** Latest mark of each day. */
export const marksOf = (tx: Tx, enrolmentIds: readonly string[]): Promise<MarkRow[]> =>
  tx.query<MarkRow>(
    `SELECT DISTINCT ON (enrolment_id, on_day) enrolment_id AS "enrolmentId", on_day::text AS "on", mark
       FROM training_attendance WHERE enrolment_id = ANY ($1) ORDER BY enrolment_id, on_day, place DESC`,
    [enrolmentIds],
  );
