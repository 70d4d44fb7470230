import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { ProjectRecords } from '../project-records.service';
import { cashFlow, type CashFlow, MONTHS, type PlanLine } from './plan.rules';
import { translateProjectErrors } from '../project.errors';

export interface NewPlan {
  /** The first day of its first month. */
  readonly startsOn: CivilDate;
  readonly ownContribution: string;
  readonly grantAsked: string;
  /** In the order of the form; empty lines are ignored. */
  readonly lines: readonly (Pick<PlanLine, 'kind'> & Partial<PlanLine>)[];
}

/** A business plan in editions: another one is written whole, the former stay as they were. */
@Injectable()
export class Plans {
  constructor(private readonly project: ProjectRecords) {}

  write(
    actor: Actor,
    id: string,
    given: NewPlan,
    requestId: string | null = null,
  ): Promise<{ id: string; edition: number; cash: CashFlow }> {
    return this.project.once(actor, 'projects.plan', { id, ...given }, requestId, async (tx) => {
      await this.project.mustWrite(tx, id);
      if (!isCivilDate(given.startsOn)) {
        throw new DomainError('invalid', 'common.not_date', {}, 'startsOn');
      }
      const planId = randomUUID();
      const [{ edition }] = (await tx.query<{ edition: number }>(
        'SELECT coalesce(max(edition), 0)::int + 1 AS edition FROM project_plans WHERE project_id = $1',
        [id],
      )) as [{ edition: number }];
      const row = {
        edition,
        starts_on: given.startsOn,
        own_contribution: given.ownContribution,
        grant_asked: given.grantAsked,
      };
      await this.project.insert(tx, 'project_plans', id, row, {}, planId);
      const lines = given.lines.map(wholeLine).filter((line) => line !== null);
      for (const { kind, label, amounts } of lines) {
        await translateProjectErrors(
          tx.query(
            `INSERT INTO project_plan_lines (id, plan_id, project_id, kind, label, amounts) VALUES ($1, $2, $3, $4, $5, $6)`,
            [randomUUID(), planId, id, kind, label.trim(), amounts],
          ),
        );
      }
      await this.project.record(tx, 'projects.plan', [id, planId], [String(edition)]);
      return { id: planId, edition, cash: cashFlow({ ...given, lines }) };
    });
  }
}

/** A single amount applies to every month; null for an empty line. */
function wholeLine(line: Partial<PlanLine>, at: number): PlanLine | null {
  const { kind, label, amounts } = line;
  if (kind === undefined || label === undefined || amounts === undefined) return null;
  const count = kind === 'need' ? 1 : MONTHS;
  if (amounts.length === count) return { kind, label, amounts };
  if (amounts.length !== 1) {
    throw new DomainError('invalid', 'projects.twelve_amounts', {}, `lines.${at}.amounts`);
  }
  return { kind, label, amounts: Array.from({ length: MONTHS }, () => amounts[0]!) };
}
