import type { Tx } from '../../platform/database/transactions';

/** Nobody looks for them any more: the absence ends, and what it asked of people with it. */
export async function closeAbsence(tx: Tx, caseId: string, outcome: string): Promise<void> {
  const found = await tx.query<{ id: string }>(
    `UPDATE missing_people SET ended_at = mawa_now(), ended_by = mawa_actor(), outcome = $2
      WHERE case_id = $1 AND ended_at IS NULL RETURNING id`,
    [caseId, outcome],
  );
  await tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
      WHERE kind IN ('person_missing', 'missing_to_supervise') AND subject_id = ANY ($1) AND done_at IS NULL`,
    [found.map(({ id }) => id)],
  );
}

/** The exit that ended the absence at this instant was a mistake: they are looked for again. */
export async function reopenAbsence(tx: Tx, caseId: string, foundAt: Date): Promise<void> {
  const again = await tx.query<{ id: string }>(
    `UPDATE missing_people SET ended_at = NULL, ended_by = NULL, outcome = NULL
      WHERE case_id = $1 AND outcome = 'left' AND ended_at = $2 RETURNING id`,
    [caseId, foundAt],
  );
  await tx.query(
    `UPDATE tasks SET done_at = NULL, done_by = NULL
      WHERE kind IN ('person_missing', 'missing_to_supervise') AND subject_id = ANY ($1) AND done_at = $2`,
    [again.map(({ id }) => id), foundAt],
  );
}
