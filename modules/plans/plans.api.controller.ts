import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Put,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { DecidePlans } from './decide-plans.service';
import { DraftPlans } from './draft-plans.service';
import { CompareDto, ProgressDto, ReturnPlanDto, SendPlanDto, WritePlanDto } from './dto/plan.dto';
import { PlanTasks } from './plan-tasks.service';
import { ReadPlans } from './read-plans.service';

@ApiTags('plans')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/plan')
export class PlansApiController {
  constructor(
    private readonly read: ReadPlans,
    private readonly drafts: DraftPlans,
    private readonly decisions: DecidePlans,
    private readonly steps: PlanTasks,
  ) {}

  /** Show the care plan of a person. */
  @Allow('plans:read')
  @Get()
  async file(@CurrentActor() actor: Actor, @Id() id: string) {
    const { current, draft, versions, history } = await this.read.file(actor, id);
    return { current, draft, versions, history };
  }

  /** Show one version of a care plan. */
  @Allow('plans:read')
  @Get('versions/:version')
  version(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('version', ParseIntPipe) version: number,
  ) {
    return this.read.version(actor, id, version);
  }

  /** Compare two versions of a care plan. */
  @Allow('plans:read')
  @Get('comparison')
  compare(@CurrentActor() actor: Actor, @Id() id: string, @Query() { from, to }: CompareDto) {
    return this.read.compare(actor, id, from, to);
  }

  /** Start a draft of a care plan. */
  @Allow('plans:write')
  @Post('draft')
  start(@CurrentActor() actor: Actor, @Id() id: string, @RequestId() requestId: string | null) {
    return this.drafts.start(actor, id, requestId);
  }

  /** Save the draft of a care plan. */
  @Allow('plans:write')
  @Put('draft')
  write(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: WritePlanDto) {
    return this.drafts.write(actor, id, body);
  }

  /** Delete the draft of a care plan. */
  @Allow('plans:write')
  @Delete('draft')
  @HttpCode(204)
  drop(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.drafts.drop(actor, id);
  }

  /** List the colleagues who may approve a care plan. */
  @Allow('plans:write')
  @Get('approvers')
  approvers(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.decisions.approvers(actor, id);
  }

  /** Send a care plan for approval. */
  @Allow('plans:write')
  @Post('sending')
  @HttpCode(204)
  send(@CurrentActor() actor: Actor, @Id() id: string, @Body() { approverId }: SendPlanDto) {
    return this.decisions.send(actor, id, approverId);
  }

  /** Approve a care plan. */
  @Allow('plans:approve')
  @Post('approval')
  approve(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.decisions.approve(actor, id);
  }

  /** Send a care plan back to whoever wrote it. */
  @Allow('plans:approve')
  @Post('return')
  @HttpCode(204)
  sendBack(@CurrentActor() actor: Actor, @Id() id: string, @Body() { note }: ReturnPlanDto) {
    return this.decisions.sendBack(actor, id, note);
  }

  /** Record progress on a step or goal of a care plan. */
  @Allow('plans:progress')
  @Post('progress')
  progress(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: ProgressDto) {
    return this.steps.progress(actor, id, body);
  }
}
