import { Inject, Injectable } from '@nestjs/common';
import { record } from '../../audit';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import { sqlState, type Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays } from '../../platform/shared/nights.rules';
import { endOfDay, settingOf, supervisors } from '../../plans';
import type { AssessmentRow } from './assessment.queries';

const KIND = 'assessment_approval';
const RETURNED_DAYS = 2;

/** Whether an account began, filled in or signed the assessment, and so cannot approve it. */
export const hasWritten = (
  { writers, startedById, signedById }: AssessmentRow,
  userId: string,
): boolean => [...writers, startedById, signedById].includes(userId);

/** The second person: who may be asked, asking them, and what they answered. */
@Injectable()
export class Approvers {
  constructor(@Inject(ENV) private readonly env: Env) {}

  async of(tx: Tx, row: AssessmentRow): Promise<{ id: string; name: string }[]> {
    return (await supervisors(tx)).filter(
      ({ id }) => !hasWritten(row, id) && id !== tx.actor.userId,
    );
  }

  async ask(tx: Tx, row: AssessmentRow, approverId: string | null): Promise<void> {
    if (approverId === null) {
      throw new DomainError('invalid', 'assessments.choose_approver', {}, 'approverId');
    }
    if (!(await this.of(tx, row)).some(({ id }) => id === approverId)) {
      throw new DomainError('invalid', 'assessments.cannot_approve', {}, 'approverId');
    }
    await this.openFileTo(tx, row.caseId, approverId);
    const days = await settingOf(tx, 'assessment_approval_days', 5);
    await this.task(tx, KIND, row, approverId, days);
    await tx.query(
      `UPDATE tasks SET done_at = mawa_now(), done_by = $3
        WHERE case_id = $1 AND kind = 'assessment_returned' AND subject_id = $2 AND done_at IS NULL`,
      [row.caseId, row.id, tx.actor.userId],
    );
  }

  /** The act itself closes the task. */
  answered(tx: Tx, { id, caseId }: AssessmentRow): Promise<unknown> {
    return tx.query(
      `UPDATE tasks SET done_at = mawa_now(), done_by = $4
        WHERE case_id = $1 AND kind = $2 AND subject_id = $3 AND done_at IS NULL`,
      [caseId, KIND, id, tx.actor.userId],
    );
  }

  returned(tx: Tx, row: AssessmentRow): Promise<unknown> {
    return this.task(tx, 'assessment_returned', row, row.signedById!, RETURNED_DAYS);
  }

  private task(
    tx: Tx,
    kind: string,
    { id, caseId }: AssessmentRow,
    userId: string,
    days: number,
  ): Promise<unknown> {
    const due = endOfDay(addDays(tx.today, days), programmeTime(this.env));
    return tx.query(`SELECT add_task($1, $2, $3, NULL, $4, $5)`, [kind, caseId, id, userId, due]);
  }

  /** Asking somebody to approve lets them read the file, for a time; the file's access page shows it. */
  private async openFileTo(tx: Tx, caseId: string, userId: string): Promise<void> {
    const [holder] = await tx.query('SELECT 1 FROM case_holders($1) WHERE user_id = $2', [
      caseId,
      userId,
    ]);
    if (holder) return;
    const [{ holds } = { holds: false }] = await tx.query<{ holds: boolean }>(
      'SELECT mawa_holds_fully($1) AS holds',
      [caseId],
    );
    if (!holds) throw new DomainError('forbidden', 'people.not_yours_to_hand_on');
    const days = await settingOf(tx, 'assessment_approval_access_days', 30);
    const until = new Date(tx.now.getTime() + days * 86_400_000);
    try {
      // No longer than whoever asks has the file.
      await tx.query(
        `SELECT grant_access($1, 'user', $2, least($3::timestamptz, may_assign_until($1, $2)))`,
        [caseId, userId, until],
      );
    } catch (error) {
      // Blocked from this case: same error as for anybody who cannot approve.
      if (sqlState(error) !== '23514') throw error;
      throw new DomainError('invalid', 'assessments.cannot_approve', {}, 'approverId');
    }
    await record(tx, { action: 'people.assign', kind: 'case', ids: [caseId, userId] });
  }
}
