import { constraintOf, type Tx } from '../platform/database/transactions';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { Stage } from './complaint.rules';
import { type DeadlineSettings, deadlineAtStage } from './deadlines.rules';

export async function deadlineSettings(tx: Tx): Promise<DeadlineSettings> {
  const [row] = await tx.query<{ settings: DeadlineSettings }>(
    `SELECT mawa_setting('complaint_deadlines') AS settings`,
  );
  return row!.settings;
}

export async function hoursOf(tx: Tx, key: string): Promise<number> {
  const [row] = await tx.query<{ value: number }>('SELECT mawa_setting($1)::int AS value', [key]);
  return row!.value;
}

interface StageState {
  stage: Stage;
  acknowledgeBy: Date;
  answerBy: Date;
  safeguarding: boolean;
  cameBackAt: Date | null;
}

/** Records a step. `by` null: the person who complained. A trigger checks the transition and the actor. */
export async function takeStep(
  tx: Tx,
  complaintId: string,
  to: Stage,
  by: string | null,
  reason: string | null = null,
): Promise<void> {
  const [now] = await tx.query<StageState>(
    `SELECT c.stage, c.acknowledge_by AS "acknowledgeBy", c.answer_by AS "answerBy", c.safeguarding,
            (SELECT max(s.at) FROM complaint_stages s WHERE s.complaint_id = c.id
               AND s.to_stage IN ('reopened', 'appealed')) AS "cameBackAt"
       FROM complaints c WHERE c.id = $1`,
    [complaintId],
  );
  if (!now) throw notFound();
  const first = to === 'received';
  const due = deadlineAtStage(
    to,
    tx.now,
    now,
    now.safeguarding,
    await deadlineSettings(tx),
    now.cameBackAt,
  );
  try {
    await tx.query(
      `INSERT INTO complaint_stages (complaint_id, from_stage, to_stage, by, reason, due_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [complaintId, first ? null : now.stage, to, by, reason, due],
    );
  } catch (error) {
    throw translateStageError(error);
  }
}

function translateStageError(error: unknown): unknown {
  switch (constraintOf(error)) {
    case 'complaint_step_is_legal':
      return new DomainError('conflict', 'complaints.not_a_step');
    case 'complaint_has_a_handler':
      return new DomainError('conflict', 'complaints.not_in_hand');
    case 'complaint_answer_has_words':
      return new DomainError('invalid', 'complaints.answer_needed', {}, 'text');
    case 'complaint_needs_a_second':
      return new DomainError('conflict', 'complaints.second_needed');
    default:
      return error;
  }
}
