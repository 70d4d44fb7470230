import {
  Body,
  Controller,
  Get,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm } from '../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { validateDto } from '../platform/web/validation';
import { Id } from '../platform/web/id.decorator';
import { DecidePlans } from './decide-plans.service';
import { DraftPlans } from './draft-plans.service';
import { CompareDto, ProgressDto, ReturnPlanDto, SendPlanDto, WritePlanDto } from './dto/plan.dto';
import { type PostedFields, withoutBlanks } from './plan.form';
import { PlanPages } from './plan-pages.service';
import { PlanTasks } from './plan-tasks.service';

type PageResponse = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/plan')
export class PlansPagesController {
  constructor(
    private readonly pages: PlanPages,
    private readonly drafts: DraftPlans,
    private readonly decisions: DecidePlans,
    private readonly steps: PlanTasks,
  ) {}

  @Allow('plans:read')
  @Get()
  show(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.plan(actor, mawa, id, newForm());
  }

  @Allow('plans:read')
  @Get('versions/:version')
  version(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('version', ParseIntPipe) version: number,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.version(actor, mawa, id, version);
  }

  @Allow('plans:read')
  @Get('compare')
  async compare(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ) {
    const { from, to } = await validateDto(CompareDto, query);
    return this.pages.comparison(actor, mawa, id, from, to);
  }

  @Allow('plans:write')
  @Post('start')
  async start(@CurrentActor() actor: Actor, @Id() id: string, @Body() body?: PostedFields) {
    await this.drafts.start(actor, id);
    const asked = body?.goal === 'safety' ? '?goal=safety' : '';
    return redirect(`/people/${id}/plan/draft${asked}`);
  }

  @Allow('plans:write')
  @Get('draft')
  draft(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query('goal') goal: unknown,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.draft(actor, mawa, id, null, goal === 'safety');
  }

  @Allow('plans:write')
  @Post('draft')
  write(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { act, ...posted }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      WritePlanDto,
      withoutBlanks(posted),
      mawa.language,
      async (plan) => {
        await this.drafts.write(actor, id, plan);
        const path = act === 'more' ? `/people/${id}/plan/draft` : `/people/${id}/plan`;
        return redirect(path, { kind: 'success', key: 'plans:plan.saved' });
      },
      (form) => this.pages.draft(actor, mawa, id, form),
    );
  }

  @Allow('plans:write')
  @Post('drop')
  async drop(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.drafts.drop(actor, id);
    return redirect(`/people/${id}/plan`, { kind: 'info', key: 'plans:plan.dropped' });
  }

  @Allow('plans:write')
  @Post('send')
  send(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      SendPlanDto,
      body,
      mawa.language,
      async ({ approverId }) => {
        await this.decisions.send(actor, id, approverId);
        return redirect(`/people/${id}/plan`, { kind: 'success', key: 'plans:plan.sent' });
      },
      (form) => this.pages.plan(actor, mawa, id, form),
    );
  }

  @Allow('plans:approve')
  @Post('approve')
  async approve(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.decisions.approve(actor, id);
    return redirect(`/people/${id}/plan`, { kind: 'success', key: 'plans:plan.approved' });
  }

  @Allow('plans:approve')
  @Post('return')
  sendBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      ReturnPlanDto,
      body,
      mawa.language,
      async ({ note }) => {
        await this.decisions.sendBack(actor, id, note);
        return redirect(`/people/${id}/plan`, { kind: 'success', key: 'plans:plan.sent_back' });
      },
      (form) => this.pages.plan(actor, mawa, id, form),
    );
  }

  @Allow('plans:progress')
  @Post('progress')
  progress(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      ProgressDto,
      body,
      mawa.language,
      async (progress) => {
        await this.steps.progress(actor, id, progress);
        return redirect(`/people/${id}/plan`, { kind: 'success', key: 'plans:plan.noted' });
      },
      (form) => this.pages.plan(actor, mawa, id, form),
    );
  }
}
