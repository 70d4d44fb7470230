/** Actions on the page of a project: form and use case of each. */
import { Injectable } from '@nestjs/common';
import { PickPeople } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatDate } from '../../platform/web/format';
import type { DtoClass } from '../../platform/web/validation';
import { Sittings } from '../committee/sittings.service';
import { ProjectFollowUp } from '../follow-up/project-follow-up.service';
import { Receipts } from '../money/receipts.service';
import { Tranches } from '../money/tranches.service';
import { Projects } from '../people/projects.service';
import { Plans } from '../plan/plans.service';
import type { ProjectForms } from '../project.form';
import { isOver } from '../project-states.rules';
import * as dto from '../projects.dto';
import type { Project } from './read-project.service';
import type { Choice, FormDefinition } from '../../platform/web/form-fields';

export interface ProjectFormContext {
  readonly tx: Tx;
  readonly language: Language;
  readonly project: Project;
  /** Part of the project: tranche, receipt, asset or participant. */
  readonly part: string | null;
}
type ProjectFormResult = FormDefinition | null | Promise<FormDefinition | null>;
export interface ProjectAction<T extends object = object> {
  readonly Dto: DtoClass<T>;
  /** Null if there is nothing to enter. */
  readonly build: (forms: ProjectForms, context: ProjectFormContext) => ProjectFormResult;
  readonly take: (
    actor: Actor,
    id: string,
    part: string,
    given: T,
    requestId: string | null,
  ) => Promise<unknown>;
}
const defineAction = <T extends object>(
  Dto: DtoClass<T>,
  build: ProjectAction<T>['build'],
  take: ProjectAction<T>['take'],
): ProjectAction => ({ Dto, build, take }) as unknown as ProjectAction;

@Injectable()
export class ProjectActions {
  constructor(
    private readonly projects: Projects,
    private readonly plans: Plans,
    private readonly sittings: Sittings,
    private readonly tranches: Tranches,
    private readonly receipts: Receipts,
    private readonly life: ProjectFollowUp,
    private readonly picks: PickPeople,
  ) {}

  /** Actions on the whole project. */
  readonly own: Readonly<Record<string, ProjectAction>> = {
    people: defineAction(
      dto.JoinProjectForm,
      (forms, { project }) =>
        isOver(project.state) || (project.kind === 'own' && project.people > 0)
          ? null
          : forms.join(project),
      async (actor, id, _part, given, once) => {
        const caseNumber = await this.picks.numberOf(actor, given.caseNumber, 'caseNumber');
        return this.projects.add(actor, id, { ...given, caseNumber }, once);
      },
    ),
    steps: defineAction(
      dto.ProjectStepDto,
      (forms, { project }) => (project.next.length > 0 ? forms.step(project) : null),
      (actor, id, _part, given, once) => this.projects.step(actor, id, given, once),
    ),
    plans: defineAction(
      dto.WriteProjectPlanDto,
      (forms, { project }) => (project.state === 'plan' ? forms.plan(project.plans.at(-1)) : null),
      (actor, id, _part, given, once) => this.plans.write(actor, id, given, once),
    ),
    agenda: defineAction(
      dto.AddToAgendaDto,
      async (forms, { project, tx, language }) =>
        project.state === 'submitted' ? forms.put(await sittingsAhead(tx, language)) : null,
      (actor, id, _part, given, once) => this.sittings.addToAgenda(actor, id, given, once),
    ),
    assets: defineAction(
      dto.AddAssetDto,
      (forms, { project }) => (project.decisions.length > 0 ? forms.asset(project) : null),
      (actor, id, _part, given, once) => this.life.addAsset(actor, id, given, once),
    ),
    visits: defineAction(
      dto.VisitProjectDto,
      (forms, { project }) =>
        project.state === 'refused' || project.state === 'withdrawn' ? null : forms.visit(),
      (actor, id, _part, given, once) => this.life.visit(actor, id, given, once),
    ),
    reviews: defineAction(
      dto.ReviewProjectDto,
      (forms, { project }) =>
        project.marks.some(({ state }) => state === 'open' || state === 'lost')
          ? forms.review(project)
          : null,
      (actor, id, _part, given, once) => this.life.review(actor, id, given, once),
    ),
  };

  /** Actions on a part of it. */
  readonly ofPart: Readonly<Record<string, ProjectAction>> = {
    leaving: defineAction(
      dto.LeaveProjectDto,
      (forms, { project, part }) =>
        project.members.some(({ id, leftOn }) => id === part && !leftOn) ? forms.leave() : null,
      (actor, id, part, given, once) => this.projects.leave(actor, id, part, given, once),
    ),
    milestones: defineAction(
      dto.ConfirmMilestoneDto,
      (forms, { project, part }) => {
        const tranche = project.tranches.find(({ id }) => id === part);
        return tranche && !tranche.reached ? forms.milestone(tranche) : null;
      },
      (actor, id, part, given, once) => this.tranches.confirm(actor, id, part, given, once),
    ),
    receipts: defineAction(
      dto.HandReceiptDto,
      async (forms, { project, part, tx, language }) =>
        project.tranches.some(({ id, paid }) => id === part && paid)
          ? forms.receipt(await documentChoices(tx, project, language))
          : null,
      (actor, id, part, given, once) => this.receipts.hand(actor, id, part, given, once),
    ),
    answers: defineAction(
      dto.AnswerReceiptDto,
      (forms, { project, part }) => {
        const receipt = project.receipts.find(({ id }) => id === part);
        return receipt?.accepted === null ? forms.answer(receipt.what) : null;
      },
      (actor, id, part, given, once) => this.receipts.answer(actor, id, part, given, once),
    ),
    things: defineAction(
      dto.AssetStepDto,
      (forms, { project, part }) => {
        const asset = project.assets.find(({ id }) => id === part);
        return asset ? forms.assetStep(asset.state) : null;
      },
      (actor, id, part, given, once) => this.life.moveAsset(actor, id, part, given, once),
    ),
  };

  /** Actions on a tranche, for those who pay. */
  readonly pay: Readonly<Record<'payments' | 'taking-back', ProjectAction>> = {
    payments: defineAction(
      dto.PayTrancheDto,
      (forms, { project, part }) => {
        const tranche = project.tranches.find(({ id }) => id === part);
        return tranche && !tranche.paid ? forms.pay(tranche) : null;
      },
      (actor, id, part, given, once) => this.tranches.pay(actor, id, part, given, once),
    ),
    'taking-back': defineAction(
      dto.TakePaymentBackDto,
      (forms, { project, part }) => {
        const tranche = project.tranches.find(({ id }) => id === part);
        return tranche?.paid ? forms.takeBack(tranche) : null;
      },
      (actor, id, part, given, once) => this.tranches.takeBack(actor, id, part, given, once),
    ),
  };
}

async function sittingsAhead(tx: Tx, language: Language): Promise<Choice[]> {
  const rows = await tx.query<{ id: string; on: string; chair: string }>(
    `SELECT t.id, t.held_on::text AS "on", localized_name(u.name, u.names) AS chair FROM project_sittings t JOIN users u ON u.id = t.chair_id
      WHERE t.held_on >= $1 ORDER BY t.held_on, t.place LIMIT 50`,
    [tx.today],
  );
  return rows.map(({ id, on, chair }) => ({
    value: id,
    label: `${formatDate(on, language)} · ${chair}`,
  }));
}

/** Documents of the cases that the reader may see. */
async function documentChoices(tx: Tx, project: Project, language: Language): Promise<Choice[]> {
  const rows = await tx.query<{ id: string; on: string; caseNumber: string }>(
    `SELECT d.id, mawa_day(d.added_at)::text AS "on", c.case_number AS "caseNumber" FROM documents d JOIN cases c ON c.id = d.case_id
       JOIN project_people pp ON pp.case_id = d.case_id WHERE pp.project_id = $1 AND d.removed_at IS NULL ORDER BY d.added_at DESC LIMIT 50`,
    [project.id],
  );
  return rows.map(({ id, on, caseNumber }) => ({
    value: id,
    label: `${caseNumber} · ${formatDate(on, language)}`,
  }));
}
