import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import type { Tx } from '../../platform/database/transactions';
import { addDays } from '../../platform/shared/nights.rules';
import { filesIn } from '../../beneficiaries';
import { endOfDay } from '../../plans';
import type { Band } from '../definition/definition-schema.rules';
import type { Outcome } from '../definition/scoring.rules';
import type { UnsealedAssessment } from './read-assessments.service';

/** Follow-up of a result: tasks of its band, and a reminder to assess again. */
@Injectable()
export class AssessmentFollowUp {
  constructor(@Inject(ENV) private readonly env: Env) {}

  async follow(tx: Tx, opened: UnsealedAssessment, outcome: Outcome | null): Promise<void> {
    await this.closeReminders(tx, opened.caseId, opened.form);
    const band = bandOf(opened, outcome);
    if (band?.task) {
      const due = new Date(tx.now.getTime() + band.task.hours * 3_600_000);
      await this.open(tx, band.task.kind, opened, due);
    }
    const days = band?.nextDays ?? opened.definition.nextDays;
    if (days) await this.lookAgain(tx, opened, days);
  }

  lookAgain(tx: Tx, of: { id: string; personId: string }, days: number): Promise<void> {
    const due = endOfDay(addDays(tx.today, days), programmeTime(this.env));
    return this.open(tx, 'assessment_due', of, due);
  }

  /** Closes the reminder once the person was assessed again. */
  closeReminders(tx: Tx, caseId: string, form: string): Promise<unknown> {
    return tx.query(
      `UPDATE tasks SET done_at = mawa_now(), done_by = $3
        WHERE case_id = ANY (${filesIn()}) AND kind = 'assessment_due' AND done_at IS NULL
          AND subject_id IN (SELECT a.id FROM assessments a WHERE a.case_id = ANY (${filesIn()}) AND a.form_key = $2)`,
      [caseId, form, tx.actor.userId],
    );
  }

  /** Opens tasks in the continuing case: for the author if they hold the case, otherwise for the officers who do. */
  private async open(
    tx: Tx,
    kind: string,
    { id, personId }: { id: string; personId: string },
    due: Date,
  ): Promise<void> {
    await tx.query(
      `SELECT add_task($1, $2, $3, CASE WHEN h.holds THEN NULL ELSE 'reintegration_officer' END,
                        CASE WHEN h.holds THEN $4::uuid END, $5)
         FROM (SELECT mawa_holds_fully($2) AS holds) h`,
      [kind, personId, id, tx.actor.userId, due],
    );
  }
}

function bandOf({ definition }: UnsealedAssessment, outcome: Outcome | null): Band | null {
  if (outcome?.by !== 'points' || definition.scoring?.by !== 'points') return null;
  return definition.scoring.bands.find(({ id }) => id === outcome.band) ?? null;
}
