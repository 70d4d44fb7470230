/** The table of steps, and the steps that were taken. */
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Decider, Stage, Transition } from './stage.rules';

export const transitionsIn = (tx: Tx): Promise<Transition[]> =>
  tx.query<Transition>(
    `SELECT from_stage AS "from", to_stage AS "to", roles, deciders, reopens FROM stage_transitions
      WHERE retired_at IS NULL OR retired_at > mawa_now()`,
  );

export interface StageChangeRow {
  readonly id: string;
  readonly from: Stage | null;
  readonly to: Stage;
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
  readonly decidedBy: Decider | null;
  /** The end of a reflection period. */
  readonly untilOn: CivilDate | null;
}

export const stageChangesOf = (tx: Tx, caseId: string): Promise<StageChangeRow[]> =>
  tx.query<StageChangeRow>(
    `SELECT s.id, s.from_stage AS "from", s.to_stage AS "to", s.at, localized_name(u.name, u.names) AS by, s.reason,
            s.decided_by AS "decidedBy", s.until_on::text AS "untilOn"
       FROM stage_changes s JOIN users u ON u.id = s.by WHERE s.case_id = $1 ORDER BY s.at, s.id`,
    [caseId],
  );

export const stageNotesOf = (
  tx: Tx,
  caseId: string,
): Promise<{ changeId: string; sealed: Buffer }[]> =>
  tx.query(`SELECT change_id AS "changeId", sealed FROM stage_notes WHERE case_id = $1`, [caseId]);
