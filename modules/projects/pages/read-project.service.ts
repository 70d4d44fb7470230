import { Injectable } from '@nestjs/common';
import { Lists, type WordsOf } from '../../reference-lists';
import { settingOf } from '../../plans';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { type ReviewMarkState, reviewState } from '../follow-up/review.rules';
import { cashFlow, type CashFlow } from '../plan/plan.rules';
import { manualProjectSteps, type ProjectState } from '../project-states.rules';
import { ProjectRecords } from '../project-records.service';
import { type TrancheStatus, trancheStatusOf } from '../money/tranche.rules';
import { type PlanRow, type ProjectRow, type ProjectRows, rowsOfProject } from './project.queries';

export interface Plan extends PlanRow {
  readonly cash: CashFlow;
}
export interface Tranche extends TrancheStatus {
  readonly id: string;
  readonly number: number;
  readonly amount: string;
  readonly milestone: string | null;
  readonly dueOn: CivilDate;
}
export interface Project
  extends ProjectRow, Omit<ProjectRows, 'project' | 'plans' | 'tranches' | 'due'> {
  readonly plans: readonly Plan[];
  readonly tranches: readonly Tranche[];
  readonly marks: readonly (ProjectRows['due'][number] & { readonly state: ReviewMarkState })[];
  readonly next: readonly ProjectState[];
  /** Number of present participants whom the reader may not see. */
  readonly others: number;
  readonly mayWrite: boolean;
  readonly today: CivilDate;
  readonly wordsOf: WordsOf;
}

/** A project with decrypted texts; each reading is audited with the people shown. */
@Injectable()
export class ReadProject {
  constructor(
    private readonly project: ProjectRecords,
    private readonly lists: Lists,
  ) {}

  of(actor: Actor, id: string): Promise<Project> {
    return this.project.run(actor, (tx) => this.ofIn(tx, id));
  }

  async ofIn(tx: Tx, id: string): Promise<Project> {
    const { project, due, ...sealed } = await rowsOfProject(tx, id);
    const [head] = project;
    if (!head) throw notFound();
    const rows = await this.opened(tx, id, sealed);
    const idea = await this.project.opener(tx, id, [head]);
    const whole = rows.steps.length > 0;
    const share = await settingOf(tx, 'project_receipts_share', 80);
    const activity = { list: 'project_activities', version: head.activityVersion };
    const shown = rows.members.map(({ caseId }) => caseId);
    await this.project.record(tx, 'projects.read', [id, ...new Set(shown)]);
    return {
      ...head,
      ...rows,
      // Readers who only pay see neither the idea nor the reasons of the grant.
      idea: whole ? idea('projects', 'idea', id, head.idea) : null,
      decisions: whole ? rows.decisions : rows.decisions.map((one) => ({ ...one, reason: null })),
      plans: rows.plans.map((plan) => ({ ...plan, cash: cashFlow(plan) })),
      tranches: rows.tranches.map((one, at) => ({
        ...one,
        ...trancheStatusOf(one, rows.tranches[at - 1] ?? null, rows, share),
      })),
      marks: due.map((one) => ({ ...one, state: reviewState(one, rows.reviews, tx.today) })),
      next: manualProjectSteps(head.state),
      others: Math.max(0, head.people - rows.members.filter((one) => !one.leftOn).length),
      mayWrite: await this.project.writes(tx, id),
      today: tx.today,
      wordsOf: await this.lists.words(tx, [{ ...activity, code: head.activity }]),
    };
  }

  private async opened<R extends Omit<ProjectRows, 'project' | 'due'>>(
    tx: Tx,
    id: string,
    rows: R,
  ): Promise<R> {
    const open = await this.project.opener(tx, id, Object.values(rows).flat());
    const each = <T extends { readonly id: string }>(
      all: readonly T[],
      table: string,
      column: keyof T & string,
    ): T[] =>
      all.map((one) => ({
        ...one,
        [column]: open(table, column, one.id, one[column] as string | null),
      }));
    return {
      ...rows,
      steps: each(rows.steps, 'project_steps', 'note'),
      decisions: each(rows.decisions, 'project_decisions', 'reason'),
      tranches: each(rows.tranches, 'project_tranches', 'milestone'),
      milestones: each(rows.milestones, 'project_milestones', 'note'),
      receipts: each(rows.receipts, 'project_receipts', 'what').map((one) => ({
        ...one,
        answer: one.answerId && open('project_answers', 'note', one.answerId, one.answer),
      })),
      assets: each(rows.assets, 'project_assets', 'what'),
      visits: each(rows.visits, 'project_visits', 'seen'),
      reviews: each(rows.reviews, 'project_reviews', 'note'),
    };
  }
}
