import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm } from '../../platform/web/forms';
import { type PageRedirect, type PageView, redirect } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { Id } from '../../platform/web/id.decorator';
import {
  CompareAssessmentsDto,
  CorrectAssessmentDto,
  DecideDto,
  FinishDto,
  SendBackDto,
  StartAssessmentDto,
} from '../dto/assessment.dto';
import { AssessmentPages } from './assessment-pages.service';
import { BeginAssessments } from './begin.service';
import { DecideScreenings } from './decide.service';
import { AssessmentFilling } from './fill-in.service';
import { SignAssessments } from './sign.service';

type PageResponse = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/assessments')
export class AssessmentsPagesController {
  constructor(
    private readonly pages: AssessmentPages,
    private readonly beginning: BeginAssessments,
    private readonly filling: AssessmentFilling,
    private readonly signing: SignAssessments,
    private readonly deciding: DecideScreenings,
  ) {}

  @Allow('assessments:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.list(actor, mawa, id, newForm());
  }

  @Allow('assessments:write')
  @Post()
  start(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      StartAssessmentDto,
      body,
      mawa.language,
      async ({ form }) => {
        const begun = await this.beginning.start(actor, id, form);
        return redirect(`/people/${id}/assessments/${begun.id}`);
      },
      (form) => this.pages.list(actor, mawa, id, form),
    );
  }

  @Allow('assessments:read')
  @Get('compare')
  async compare(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ) {
    const { from, to } = await validateDto(CompareAssessmentsDto, query);
    return this.pages.comparison(actor, mawa, id, from, to);
  }

  @Allow('assessments:read')
  @Get(':assessmentId')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') one: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.one(actor, mawa, id, one, newForm());
  }

  @Allow('assessments:write')
  @Post(':assessmentId/drop')
  async drop(@CurrentActor() actor: Actor, @Id() id: string, @Id('assessmentId') one: string) {
    await this.filling.drop(actor, id, one);
    return redirect(`/people/${id}/assessments`, { kind: 'info', key: 'assessments:dropped' });
  }

  @Allow('assessments:write')
  @Post(':assessmentId/finish')
  finish(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') one: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      FinishDto,
      body,
      mawa.language,
      async ({ approverId }) => {
        const { state } = await this.signing.finish(actor, id, one, approverId ?? null);
        const key = state === 'sent' ? 'assessments:sent' : 'assessments:finished';
        return redirect(`/people/${id}/assessments/${one}`, { kind: 'success', key });
      },
      (form) => this.pages.one(actor, mawa, id, one, form),
    );
  }

  @Allow('assessments:write')
  @Post(':assessmentId/correct')
  correct(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') one: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      CorrectAssessmentDto,
      body,
      mawa.language,
      async ({ reason }) => {
        const begun = await this.beginning.correct(actor, id, one, reason);
        return redirect(`/people/${id}/assessments/${begun.id}`);
      },
      (form) => this.pages.one(actor, mawa, id, one, form),
    );
  }

  @Allow('assessments:approve')
  @Post(':assessmentId/approve')
  async approve(@CurrentActor() actor: Actor, @Id() id: string, @Id('assessmentId') one: string) {
    await this.signing.approve(actor, id, one);
    const key = 'assessments:approved';
    return redirect(`/people/${id}/assessments/${one}`, { kind: 'success', key });
  }

  @Allow('assessments:approve')
  @Post(':assessmentId/return')
  sendBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') one: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      SendBackDto,
      body,
      mawa.language,
      async ({ note }) => {
        await this.signing.sendBack(actor, id, one, note);
        return redirect(`/people/${id}/assessments`, {
          kind: 'info',
          key: 'assessments:sent_back',
        });
      },
      (form) => this.pages.one(actor, mawa, id, one, form),
    );
  }

  @Allow('assessments:write')
  @Post(':assessmentId/taking-back')
  async takeBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') one: string,
  ): Promise<PageRedirect> {
    await this.signing.takeBack(actor, id, one);
    const key = 'assessments:taken_back';
    return redirect(`/people/${id}/assessments/${one}`, { kind: 'info', key });
  }

  /** The decision is written down; the step itself is taken on the page of the stages, by a person. */
  @Allow('assessments:write')
  @Post(':assessmentId/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') one: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      DecideDto,
      body,
      mawa.language,
      async (decision) => {
        await this.deciding.decide(actor, id, one, decision);
        return decision.decision === 'more_needed'
          ? redirect(`/people/${id}/assessments/${one}`, {
              kind: 'success',
              key: 'assessments:decided_more',
            })
          : redirect(`/people/${id}/stages#next-stage`, {
              kind: 'info',
              key: 'assessments:decided',
            });
      },
      (form) => this.pages.one(actor, mawa, id, one, form),
    );
  }
}
