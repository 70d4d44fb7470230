import type { PersonRecords } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { COURT, type CourtNames } from './proceedings.queries';
import { insertLegalStep } from './legal-steps.queries';

export interface CancelledHearing {
  readonly id: string;
  readonly day: CivilDate;
  readonly court: CourtNames;
}

/**
 * Hearings to come of a proceeding that ended are cancelled with it; those whose hour is over still wait for what
 * became of them.
 */
export async function cancelComingHearings(
  records: PersonRecords,
  tx: Tx,
  proceedingId: string,
): Promise<CancelledHearing[]> {
  const coming = await tx.query<CancelledHearing & { caseId: string }>(
    `SELECT h.id, h.case_id AS "caseId", h.day::text AS day, ${COURT('c')} AS court
       FROM hearings h JOIN courts c ON c.id = h.court_id
      WHERE h.proceeding_id = $1 AND h.state = 'planned' AND h.starts_at > mawa_now()
      ORDER BY h.starts_at, h.id`,
    [proceedingId],
  );
  for (const { id, caseId } of coming) {
    await insertLegalStep(records, tx, 'hearing', id, caseId, {
      from: 'planned',
      to: 'cancelled',
      on: tx.today,
      detail: 'proceeding_ended',
    });
  }
  return coming.map(({ id, day, court }) => ({ id, day, court }));
}
