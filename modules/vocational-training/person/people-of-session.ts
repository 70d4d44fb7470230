import type { Tx } from '../../../src/database/transactions';
import { HOLDING, type State } from '../enrolments/enrolment.states';

export interface PersonOfSession {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly state: State;
  /** Holds a place or stands in the line. */
  readonly counted: boolean;
}

/** Those of a session whom the reader may see; row level security leaves the others out. */
export async function peopleOfSession(tx: Tx, sessionId: string): Promise<PersonOfSession[]> {
  const rows = await tx.query<Omit<PersonOfSession, 'counted'>>(
    `SELECT e.case_id AS "caseId", c.case_number AS "caseNumber", e.state
       FROM training_enrolments e JOIN cases c ON c.id = e.case_id WHERE e.session_id = $1 ORDER BY e.place`,
    [sessionId],
  );
  return rows.map((row) => ({
    ...row,
    counted: HOLDING.includes(row.state) || row.state === 'waiting',
  }));
}
