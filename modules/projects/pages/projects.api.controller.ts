import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { Sittings } from '../committee/sittings.service';
import { ProjectFollowUp } from '../follow-up/project-follow-up.service';
import { Receipts } from '../money/receipts.service';
import { Tranches } from '../money/tranches.service';
import { Projects } from '../people/projects.service';
import { Plans } from '../plan/plans.service';
import * as dto from '../projects.dto';
import { ReadProject } from './read-project.service';

type RequestKey = string | null;

@ApiTags('projects')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/training/projects/:id')
export class ProjectsApiController {
  constructor(
    private readonly read: ReadProject,
    private readonly projects: Projects,
    private readonly plans: Plans,
    private readonly sittings: Sittings,
    private readonly tranches: Tranches,
    private readonly receipts: Receipts,
    private readonly life: ProjectFollowUp,
  ) {}

  /**
   * Show a project.
   * A project with everything that belongs to it; people only where the reader sees them. Recorded.
   */
  @Allow('projects:read')
  @Get()
  async one(@CurrentActor() actor: Actor, @Id() id: string) {
    const { wordsOf: _words, ...project } = await this.read.of(actor, id);
    return project;
  }

  /** Add a person to a project. */
  @Allow('projects:write')
  @Post('people')
  join(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: dto.JoinProjectDto,
    @RequestId() once: RequestKey,
  ) {
    return this.projects.add(actor, id, body, once);
  }

  /** Record that a person leaves a project. */
  @Allow('projects:write')
  @Post('leaving/:memberId')
  leave(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('memberId') memberId: string,
    @Body() body: dto.LeaveProjectDto,
    @RequestId() once: RequestKey,
  ) {
    return this.projects.leave(actor, id, memberId, body, once);
  }

  /**
   * Move a project to its next step.
   * What the committee decides is not taken by hand.
   */
  @Allow('projects:write')
  @Post('steps')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: dto.ProjectStepDto,
    @RequestId() once: RequestKey,
  ) {
    return this.projects.step(actor, id, body, once);
  }

  /**
   * Save a new edition of the business plan of a project.
   * Another edition of the plan. One that falls under zero is kept, and cannot be submitted.
   */
  @Allow('projects:write')
  @Post('plans')
  plan(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: dto.WriteProjectPlanDto,
    @RequestId() once: RequestKey,
  ) {
    return this.plans.write(actor, id, body, once);
  }

  /** Put a project on the agenda of the committee. */
  @Allow('projects:write')
  @Post('agenda')
  put(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: dto.AddToAgendaDto,
    @RequestId() once: RequestKey,
  ) {
    return this.sittings.addToAgenda(actor, id, body, once);
  }

  /** Confirm that a milestone of a project is reached. */
  @Allow('projects:write')
  @Post('milestones/:trancheId')
  confirm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('trancheId') trancheId: string,
    @Body() body: dto.ConfirmMilestoneDto,
    @RequestId() once: RequestKey,
  ) {
    return this.tranches.confirm(actor, id, trancheId, body, once);
  }

  /**
   * Pay a tranche of a project.
   * Refused without its milestone, without the receipts of the tranche before, and to who confirmed or granted it.
   */
  @Allow('projects:pay')
  @Post('tranches/:trancheId/payments')
  pay(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('trancheId') trancheId: string,
    @Body() body: dto.PayTrancheDto,
    @RequestId() once: RequestKey,
  ) {
    return this.tranches.pay(actor, id, trancheId, body, once);
  }

  /** Take back the payment of a tranche. */
  @Allow('projects:pay')
  @Post('tranches/:trancheId/taking-back')
  takeBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('trancheId') trancheId: string,
    @Body() body: dto.TakePaymentBackDto,
    @RequestId() once: RequestKey,
  ) {
    return this.tranches.takeBack(actor, id, trancheId, body, once);
  }

  /** Record a receipt for a tranche. */
  @Allow('projects:write')
  @Post('receipts/:trancheId')
  receipt(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('trancheId') trancheId: string,
    @Body() body: dto.HandReceiptDto,
    @RequestId() once: RequestKey,
  ) {
    return this.receipts.hand(actor, id, trancheId, body, once);
  }

  /** Accept or refuse a receipt. */
  @Allow('projects:write')
  @Post('answers/:receiptId')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('receiptId') receiptId: string,
    @Body() body: dto.AnswerReceiptDto,
    @RequestId() once: RequestKey,
  ) {
    return this.receipts.answer(actor, id, receiptId, body, once);
  }

  /** Record an asset bought for a project. */
  @Allow('projects:write')
  @Post('assets')
  asset(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: dto.AddAssetDto,
    @RequestId() once: RequestKey,
  ) {
    return this.life.addAsset(actor, id, body, once);
  }

  /** Record what became of an asset of a project. */
  @Allow('projects:write')
  @Post('things/:assetId')
  assetStep(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assetId') assetId: string,
    @Body() body: dto.AssetStepDto,
    @RequestId() once: RequestKey,
  ) {
    return this.life.moveAsset(actor, id, assetId, body, once);
  }

  /** Record a visit to a project. */
  @Allow('projects:write')
  @Post('visits')
  visit(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: dto.VisitProjectDto,
    @RequestId() once: RequestKey,
  ) {
    return this.life.visit(actor, id, body, once);
  }

  /** Record a review of a project. */
  @Allow('projects:write')
  @Post('reviews')
  review(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: dto.ReviewProjectDto,
    @RequestId() once: RequestKey,
  ) {
    return this.life.review(actor, id, body, once);
  }
}
