import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { FormActs } from '../../platform/web/form-acts';
import { type PostedFields } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import {
  AnswerIndicatorDto,
  ApplicationStepDto,
  ApplyDto,
  WorkPlacementDto,
  PlacementStepDto,
  WorkFollowUpDto,
} from '../dto/work.dto';
import { WorkFollowUps } from '../follow-up/follow-ups.service';
import { Applications } from '../placements/applications.service';
import { Placements } from '../placements/placements.service';
import { type WorkFormBuilder, type WorkFormTarget, WorkPages } from './work-pages.view';
import {
  answer,
  application,
  applicationStep,
  followUp,
  placement,
  placementStep,
} from './form-builders.form';

const asked = (value: unknown): string | null =>
  typeof value === 'string' && isUUID(value) ? value : null;

/** The work of one person: applications, placements, how it goes and what was done about a sign. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/work')
export class PersonWorkPagesController {
  private readonly acts = new FormActs<WorkFormTarget, WorkFormBuilder>(
    ({ mawa }, place, build, form) =>
      this.pages.form(mawa.actor!, mawa.language, place, build, form),
    ({ id }) => redirect(`/people/${id}/work`, { kind: 'success', key: 'work:saved' }),
  );

  constructor(
    private readonly pages: WorkPages,
    private readonly applications: Applications,
    private readonly placements: Placements,
    private readonly followUps: WorkFollowUps,
  ) {}

  @Allow('work:read')
  @Get()
  file(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.file(actor, mawa.language, id);
  }

  @Allow('work:write')
  @Get('applications/new')
  applicationForm(
    @Id() id: string,
    @Query('offer') offer: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, { id, path: '/applications' }, application(asked(offer)));
  }

  @Allow('work:write')
  @Post('applications')
  apply(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: '/applications' };
    return this.acts.take(request, place, ApplyDto, body, application(null), (given, once) =>
      this.applications.send(actor, id, given, once),
    );
  }

  @Allow('work:write')
  @Get('applications/:applicationId/steps/new')
  applicationStepForm(
    @Id() id: string,
    @Id('applicationId') applicationId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, applicationTarget(id, applicationId), applicationStep);
  }

  @Allow('work:write')
  @Post('applications/:applicationId/steps')
  applicationStep(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('applicationId') applicationId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = applicationTarget(id, applicationId);
    return this.acts.take(
      request,
      place,
      ApplicationStepDto,
      body,
      applicationStep,
      (given, once) => this.applications.step(actor, id, applicationId, given, once),
    );
  }

  @Allow('work:write')
  @Get('placements/new')
  placementForm(
    @Id() id: string,
    @Query('application') applicationId: unknown,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: '/placements', applicationId: asked(applicationId) };
    return this.acts.show(request, place, placement);
  }

  @Allow('work:write')
  @Post('placements')
  place(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: '/placements', applicationId: asked(body['applicationId']) };
    return this.acts.take(request, place, WorkPlacementDto, body, placement, (given, once) =>
      this.placements.place(actor, id, given, once),
    );
  }

  @Allow('work:write')
  @Get('placements/:placementId/steps/new')
  placementStepForm(
    @Id() id: string,
    @Id('placementId') placementId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, placementTarget(id, placementId, 'steps'), placementStep);
  }

  @Allow('work:write')
  @Post('placements/:placementId/steps')
  placementStep(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('placementId') placementId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = placementTarget(id, placementId, 'steps');
    return this.acts.take(request, place, PlacementStepDto, body, placementStep, (given, once) =>
      this.placements.step(actor, id, placementId, given, once),
    );
  }

  @Allow('work:write')
  @Get('placements/:placementId/follow-ups/new')
  followUpForm(
    @Id() id: string,
    @Id('placementId') placementId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, placementTarget(id, placementId, 'follow-ups'), followUp);
  }

  @Allow('work:write')
  @Post('placements/:placementId/follow-ups')
  followUp(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('placementId') placementId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = placementTarget(id, placementId, 'follow-ups');
    return this.acts.take(request, place, WorkFollowUpDto, body, followUp, (given, once) =>
      this.followUps.note(actor, id, placementId, given, once),
    );
  }

  @Allow('work:write')
  @Get('follow-ups/:followUpId/answer/new')
  answerForm(
    @Id() id: string,
    @Id('followUpId') followUpId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.acts.show(request, followUpTarget(id, followUpId), answer);
  }

  @Allow('work:write')
  @Post('follow-ups/:followUpId/answer')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('followUpId') followUpId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = followUpTarget(id, followUpId);
    return this.acts.take(request, place, AnswerIndicatorDto, body, answer, (given, once) =>
      this.followUps.answer(actor, id, followUpId, given, once),
    );
  }
}

const applicationTarget = (id: string, applicationId: string): WorkFormTarget => ({
  id,
  applicationId,
  path: `/applications/${applicationId}/steps`,
});
const placementTarget = (id: string, placementId: string, act: string): WorkFormTarget => ({
  id,
  placementId,
  path: `/placements/${placementId}/${act}`,
});
const followUpTarget = (id: string, followUpId: string): WorkFormTarget => ({
  id,
  followUpId,
  path: `/follow-ups/${followUpId}/answer`,
});
