import type { PersonRecords } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { State } from './enrolment-states.rules';

export interface EnrolmentHead {
  readonly id: string;
  /** Case under whose key its texts are sealed. */
  readonly caseId: string;
  readonly sessionId: string;
  readonly state: State;
}

/** An enrolment of this very file or of one joined to it. */
export const findEnrolment = (
  records: PersonRecords,
  tx: Tx,
  caseId: string,
  id: string,
): Promise<EnrolmentHead> =>
  records.find<EnrolmentHead>(
    tx,
    'training_enrolments',
    caseId,
    id,
    'session_id AS "sessionId", state',
  );
