import type { Tx } from '../../platform/database/transactions';
import { SEAT_HOLDING_STATES, type State } from '../enrolments/enrolment-states.rules';

export interface SessionPerson {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly state: State;
  /** Holds a seat or is on the waiting list. */
  readonly counted: boolean;
}

/** Participants whom the reader may see. */
export async function listSessionPeople(tx: Tx, sessionId: string): Promise<SessionPerson[]> {
  const rows = await tx.query<Omit<SessionPerson, 'counted'>>(
    `SELECT e.case_id AS "caseId", c.case_number AS "caseNumber", e.state
       FROM training_enrolments e JOIN cases c ON c.id = e.case_id WHERE e.session_id = $1 ORDER BY e.place`,
    [sessionId],
  );
  return rows.map((row) => ({
    ...row,
    counted: SEAT_HOLDING_STATES.includes(row.state) || row.state === 'waiting',
  }));
}
