import { Injectable, type OnModuleInit } from '@nestjs/common';
import { may } from '../access';
import { CaseClosings, AbsentColleagues, CaseTabs, CaseTimeline } from '../beneficiaries';
import { list } from '../reference-lists';
import { Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { type FormState, newForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import type { ShellFacts } from '../platform/web/request';
import { DecidePlans } from './decide-plans.service';
import { planModel, planVersionModel } from './plan.view';
import { placesOf, valuesOf, withSafetyGoal } from './plan.form';
import { plansOf } from './plan.queries';
import { AGREEMENT_MODES, AGREEMENTS, DIMENSIONS, STEP_ACTORS } from './plan.rules';
import { planTimelineEntries } from './plan-timeline.queries';
import { ReadPlans } from './read-plans.service';
import { Tasks } from './tasks.service';

/** The pages of a person's plan. */
@Injectable()
export class PlanPages implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly transactions: Transactions,
    private readonly read: ReadPlans,
    private readonly decisions: DecidePlans,
    private readonly tasks: Tasks,
    private readonly absent: AbsentColleagues,
    private readonly tabs: CaseTabs,
    private readonly timeline: CaseTimeline,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'tasks',
      does: 'ends',
      order: 10,
      permission: 'tasks:read',
      ids: `SELECT tasks_ending_with($1)`,
      path: ({ caseNumber }) => `/tasks?whose=all&case=${caseNumber}`,
    });
    this.closings.add({
      key: 'other_tasks',
      does: 'goes_on',
      order: 10,
      permission: 'tasks:read',
      ids: `SELECT t.id FROM tasks t WHERE t.case_id = $1 AND t.done_at IS NULL AND t.id NOT IN (SELECT tasks_ending_with($1))`,
      path: ({ caseNumber }) => `/tasks?whose=all&case=${caseNumber}`,
    });
    this.timeline.add(planTimelineEntries);
    this.tabs.add({
      key: 'plan',
      label: 'plans:tab',
      icon: 'target',
      permission: 'plans:read',
      part: 'care',
      order: 30,
    });
  }

  async plan(actor: Actor, { language }: ShellFacts, id: string, form: FormState) {
    const file = await this.read.file(actor, id);
    const mayAsk = file.draft?.state === 'draft' && may(actor, 'plans:write');
    const more = {
      tabs: await this.tabs.row(actor, language, id, 'plan'),
      approvers: mayAsk ? await this.decisions.approvers(actor, id) : [],
      mayDecide: file.draft?.state === 'sent' && (await this.mayDecide(actor, id)),
      today: await this.today(actor),
      form,
    };
    return page('plans/plan', planModel(actor, language, file, more));
  }

  async version(actor: Actor, { language }: ShellFacts, id: string, number: number) {
    const version = await this.read.version(actor, id, number);
    return page('plans/version', {
      title: translate(language, 'plans:plan.version', { number }),
      path: `/people/${id}/plan`,
      tabs: await this.tabs.row(actor, language, id, 'plan'),
      version: planVersionModel(version, language, await this.today(actor)),
    });
  }

  async comparison(actor: Actor, { language }: ShellFacts, id: string, from: number, to: number) {
    const { before, after, goals } = await this.read.compare(actor, id, from, to);
    const words = (key: string) => translate(language, `plans:plan.${key}`);
    return page('plans/compare', {
      title: translate(language, 'plans:plan.compare_title', {
        from: before.version,
        to: after.version,
      }),
      path: `/people/${id}/plan`,
      tabs: await this.tabs.row(actor, language, id, 'plan'),
      before: before.version,
      after: after.version,
      wishes: {
        change: before.wishes === after.wishes ? 'same' : 'changed',
        before: before.wishes,
        after: after.wishes,
      },
      goals: goals.map((goal) => ({
        ...goal,
        dimensionBefore: goal.before && words(`dimension.${goal.before.dimension}`),
        dimensionAfter: goal.after && words(`dimension.${goal.after.dimension}`),
        steps: goal.steps.map((step) => ({
          ...step,
          whoBefore: step.before && words(`who.${step.before.who}`),
          whoAfter: step.after && words(`who.${step.after.who}`),
        })),
      })),
    });
  }

  /** A form shown again keeps what was typed; otherwise it holds the draft. */
  async draft(
    actor: Actor,
    { language }: ShellFacts,
    id: string,
    again: FormState | null,
    asksForSafety = false,
  ): Promise<PageView> {
    const { draft, person } = await this.read.file(actor, id);
    if (draft?.state !== 'draft') throw new DomainError('conflict', 'plans.no_draft');
    const form =
      again ?? newForm(asksForSafety ? withSafetyGoal(valuesOf(draft)) : valuesOf(draft));
    const { holders } = await this.tasks.holders(actor, id);
    return page('plans/draft', {
      title: translate(language, 'plans:plan.draft_title', { number: draft.version }),
      lead: translate(language, 'plans:tasks.about', { number: person.caseNumber }),
      path: `/people/${id}/plan`,
      tabs: await this.tabs.row(actor, language, id, 'plan'),
      revision: form.values.revision ?? String(draft.revision),
      places: placesOf(form.values),
      choices: {
        dimensions: choices(language, 'dimension', DIMENSIONS),
        whos: choices(language, 'who', STEP_ACTORS),
        decisions: choices(language, 'agreement', AGREEMENTS),
        hows: choices(language, 'how', AGREEMENT_MODES),
        holders: await this.absent.choices(actor, language, holders),
        languages: list('languages').items.map(({ code, labels }) => ({
          value: code,
          label: labels[language],
        })),
      },
      form,
    });
  }

  private async mayDecide(actor: Actor, id: string): Promise<boolean> {
    if (!may(actor, 'plans:approve')) return false;
    return this.transactions.run(actor, async (tx) => {
      const sent = (await plansOf(tx, id)).find(({ state }) => state === 'sent');
      return sent !== undefined && !sent.writers.includes(actor.userId);
    });
  }

  private today(actor: Actor): Promise<string> {
    return this.transactions.run(actor, async ({ today }) => today);
  }
}

const choices = (language: Language, kind: string, codes: readonly string[]) =>
  codes.map((value) => ({ value, label: translate(language, `plans:plan.${kind}.${value}`) }));
